"""What the schemas are made of: days, names, texts, sums, and what is sent or given at all."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

__all__ = [
    "AssetId",
    "Before",
    "ClaimId",
    "Day",
    "Document",
    "Hex",
    "Line",
    "MeasureId",
    "MoneyIn",
    "MoneyOut",
    "PartyId",
    "Place",
    "Sent",
    "Sha256",
    "Slug",
    "Sum",
    "Text",
    "day_of",
    "no_nul",
]


def day_of(text: str) -> date:
    """Read a whole day.

    Raises
    ------
    ValueError
        If there is no such day.
    """
    return date.fromisoformat(text)


def no_nul(text: str) -> str:
    """Refuse the sign NUL, which no database takes as text."""
    if "\x00" in text:
        raise ValueError("the sign NUL is not text")
    return text


Day = Annotated[
    str,
    Field(
        pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        description="A day, such as 2023-03-14.",
        examples=["2023-03-14"],
        json_schema_extra={"format": "date"},
    ),
    AfterValidator(lambda text: day_of(text).isoformat()),
]
Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(no_nul)]
Text = Annotated[str, Field(max_length=2000), AfterValidator(no_nul)]
Slug = r"[a-z0-9][a-z0-9._-]{0,98}"
ClaimId = Annotated[str, Field(pattern=rf"^claim/{Slug}$", examples=["claim/debt"])]
AssetId = Annotated[str, Field(pattern=rf"^asset/{Slug}$", examples=["asset/crane-07"])]
PartyId = Annotated[str, Field(pattern=rf"^party/{Slug}$", examples=["party/tsenki"])]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Digest of a paper.")]
MeasureId = Annotated[str, Field(pattern=rf"^measure/{Slug}$", examples=["measure/attachment-1"])]
Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2}){1,64}$")]
Place = Annotated[int, Field(ge=0, le=2**53)]
Before = Annotated[str | None, Query(pattern="^[0-9]{1,15}$", description="``next`` of the page before.")]


class Document(BaseModel):
    """A document with all its keys; those declared are promised."""

    model_config = ConfigDict(extra="allow")


class Sent(BaseModel):
    """What is sent to us: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MoneyIn(Sent):
    """A sum."""

    amount: Annotated[str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,2})?$", examples=["1250000.00"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["KZT"])]


class MoneyOut(Document):
    """A sum, exact, as text."""

    amount: str
    currency: str


Sum = MoneyOut | Document | None
"""A sum; or why it is not known; or nothing."""
