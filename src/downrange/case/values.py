"""The small values a case is written in: dates as far as known, references, and what a statement can give."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from downrange.base.money import Money
from downrange.base.units import is_unit

__all__ = [
    "Amount",
    "Figure",
    "Model",
    "PartialDate",
    "Reference",
    "Slug",
    "Unknown",
    "Value",
    "When",
    "Who",
    "Words",
    "day_range",
]

PartialDate = Annotated[
    str,
    AfterValidator(lambda text: _partial(text)),
    BeforeValidator(
        lambda given: str(given) if type(given) is int else given, json_schema_input_type=str | int
    ),
]
"""A date as far as it is known: ``2022``, ``2022-11`` or ``2023-03-07``."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Reference = Annotated[str, Field(pattern=r"^[a-z-]+/[a-z0-9][a-z0-9.-]*$")]
"""An identifier within a case: ``party/tsenki``, ``claim/debt``, ``statement/notice``."""


def _partial(text: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise ValueError("expected a date as far as known: 2022, 2022-11 or 2022-11-30")
    day_range(text)
    return text


def day_range(text: str) -> tuple[date, date]:
    """Give the first and last day that a partial date may mean.

    >>> day_range("2022-11")
    (datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        year, month = parts
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


class Model(BaseModel):
    """A part of a case: frozen, and every key it does not know is a problem."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unknown(Model):
    """Nothing known, and why: written out, so that an absence is a statement and never a zero."""

    unknown: str


class Amount(Model):
    """A sum as somebody printed it; ``low``/``high`` where a range was given.

    ``printed`` keeps the spelling (``29.7 M USD``), because its last digit says how far the sum was rounded;
    ``approximate`` marks "about", ``over`` marks "more than".
    """

    amount: Money | None = None
    low: Money | None = None
    high: Money | None = None
    printed: str | None = None
    approximate: bool = False
    over: bool = False

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.amount is None and self.low is None and self.high is None:
            raise ValueError("give amount, or low and high")
        if self.printed is not None and Money.parse(self.printed) != self.amount:
            raise ValueError(f"printed {self.printed!r} is not the amount given beside it")
        if self.low is not None and self.high is not None:
            if self.low.currency != self.high.currency:
                raise ValueError("low and high are of two currencies")
            if self.low.amount > self.high.amount:
                raise ValueError("low is above high")
        return self


class Figure(Model):
    """A number with its unit suffix."""

    number: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.number is None and self.low is None and self.high is None:
            raise ValueError("give number, or low and high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        if self.unit and not is_unit(self.unit):
            raise ValueError(
                f"{self.unit!r} is no unit this program knows; expected one such as mg_per_kg, km, t"
            )
        return self


class Words(Model):
    """Something said that is no number: in our words, never a copied sentence.

    ``readings`` keeps what a garbled text may have meant: two or more, none chosen.
    """

    text: str
    readings: tuple[str, ...] = ()


class When(Model):
    """A date as the value of a statement."""

    date: PartialDate


class Who(Model):
    """A party as the value of a statement."""

    party: Reference


def _value_kind(given: Any) -> str:
    """Tell a statement's value by its keys, so that a problem names the one shape that was meant."""
    if isinstance(given, Model):
        return type(given).__name__
    keys = set(given) if isinstance(given, dict) else set()
    money = any(isinstance(given[key], dict) for key in keys & {"amount", "low", "high"})
    if money or "amount" in keys:
        return "Amount"
    for key, kind in (("text", "Words"), ("date", "When"), ("party", "Who"), ("unknown", "Unknown")):
        if key in keys:
            return kind
    return "Figure"


Value = Annotated[
    Annotated[Amount, Tag("Amount")]
    | Annotated[Figure, Tag("Figure")]
    | Annotated[Words, Tag("Words")]
    | Annotated[When, Tag("When")]
    | Annotated[Who, Tag("Who")]
    | Annotated[Unknown, Tag("Unknown")],
    Discriminator(_value_kind),
]
"""What a statement gives: a sum, a number, words, a date, a party, or an admission that it is unknown."""
