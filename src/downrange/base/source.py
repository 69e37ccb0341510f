"""Where a value comes from: the citation, and a value that carries it."""

from __future__ import annotations

import datetime
import re
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from downrange.base.spread import Choice, Fixed, Spread

__all__ = ["Kind", "Source", "Sourced"]

_DAY = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?$")

Kind = Literal["measured", "published", "assumed"]


class Source(BaseModel):
    """A citation: who published what, when; a mirror's address only as ``read_at``.

    ``standing`` says how close the copy that was read is to the original: ``full`` text, ``excerpt`` or
    abstract, ``second-hand`` (somebody restating it), ``own`` (this project's derivation or assumption).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    publisher: str
    title: str
    date: str | None = None
    address: str | None = None
    read_at: str | None = None
    licence: str | None = None
    standing: Literal["full", "excerpt", "second-hand", "own"] = "excerpt"
    note: str | None = None

    @field_validator("date")
    @classmethod
    def _there_is_such_a_day(cls, text: str | None) -> str | None:
        """A date written as one is one; "spring 2013" stays as it is."""
        if text is not None and (found := _DAY.match(text)):
            datetime.date(int(found[1]), int(found[2]), int(found[3] or 1))
        return text


class Sourced(BaseModel):
    """A physical value with its unit, spread, kind and source.

    Attributes
    ----------
    value : float
        The central value, in ``unit``; for an assumed range the value used where only one is wanted.
    unit : str
        A suffix of :mod:`downrange.base.units`, or "" for a pure number.
    kind : {"measured", "published", "assumed"}
        An assumed value must carry a spread and the argument for it; it is always drawn from and flagged.
    source : str
        Key of a :class:`Source`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    unit: str = ""
    spread: Spread | None = None
    source: str
    locator: str | None = None
    kind: Kind
    rationale: str | None = None

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.kind == "assumed" and (self.spread is None or isinstance(self.spread, Fixed)):
            raise ValueError("an assumed value needs a spread to draw from")
        if self.kind == "assumed" and not self.rationale:
            raise ValueError("an assumed value needs a rationale")
        return self

    def draw(self, probability: float) -> float:
        """Give the value at a quantile of the spread; the value itself where no spread is stated."""
        return self.value if self.spread is None else self.spread.quantile(probability)

    def low_high(self) -> tuple[float, float]:
        """Give the 5 % and 95 % quantiles (the least and greatest of a choice)."""
        if isinstance(self.spread, Choice):
            return min(self.spread.values), max(self.spread.values)
        return self.draw(0.05), self.draw(0.95)
