"""What a found contradiction is: its kind, its sides, what would settle it, what it moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from downrange.case.schema import Statement

__all__ = ["Conflict", "Kind", "conflict"]

Kind = Literal[
    "value", "rounding", "rate", "unit", "misprint", "account", "party", "date", "denied", "library",
    "arithmetic", "anachronism", "garbled", "limit",
]  # fmt: skip
"""Which rule found it: ``value`` numbers that differ, ``rounding`` a rounding that is none, ``rate`` no rate
of those days makes two sums one, ``unit`` the right number in the wrong currency, ``misprint`` one digit,
``account`` words that differ, ``party`` who, ``date`` when, ``denied`` said and denied, ``library`` against
a reference value, ``arithmetic`` does not add up, ``anachronism`` before it was there, ``garbled`` two
readings, ``limit`` multiples that differ because the limits do."""

_SETTLED: dict[str, str] = {
    "principal": "the award or the writ itself",
    "cause": "the contract and the reasons of the award",
    "creditor": "the award or the writ itself",
    "debtor": "the award or the writ itself",
    "forum": "the head of the award or of the writ",
    "scope": "the bailiff's orders and the list of what they reach",
    "rent_per_year": "the lease's article on rent and the yearly budget lines",
    "begin": "the signed instrument",
    "term": "the signed instrument and the law that ratified it",
    "until": "the signed instrument and the law that ratified it",
    "soil-limit": "the norm in force on the day, by its number",
    "asserted": "the claim as it was handed over",
}

_MOVES: dict[str, tuple[str, ...]] = {
    "principal": ("principal", "outstanding", "asserted"),
    "asserted": ("asserted",),
    "cause": ("claims.basis",),
    "creditor": ("claims.creditor",),
    "debtor": ("claims.debtor", "targets"),
    "scope": ("chosen", "excluded"),
    "propellants": ("quantities", "damages"),
    "against": ("measures.against",),
    "rent_per_year": ("rent_per_year", "due", "arrears"),
    "until": ("schedule",),
    "term": ("schedule",),
    "begin": ("schedule",),
    "soil-limit": ("quantities.soil_splash_area_over_limit_m2", "quantities.soil_deposit_area_over_limit_m2"),
    "engines-stopped": ("quantities.udmh_reacted_kg", "quantities.udmh_to_soil_kg"),
    "crater_diameter": ("quantities.crater_diameter_m",),
    "udmh-soil-max-multiple": ("quantities.udmh_soil_sampled_max_mg_per_kg",),
    "udmh-soil-centre-multiple": ("quantities.udmh_soil_peak_mg_per_kg",),
    "udmh-soil-centre": ("quantities.udmh_soil_peak_mg_per_kg",),
}

_BY_KIND: dict[str, str] = {
    "rate": "the day of conversion and the official rate of that day",
    "unit": "the speaker's own words",
    "misprint": "the printed law or document itself",
    "rounding": "the exact sum; why the other was printed stays open",
    "library": "the vehicle's published stages",
    "arithmetic": "the signed instrument",
    "anachronism": "the launch record",
    "garbled": "the outlet's own correction",
    "denied": "a document from either side",
    "limit": "the norm in force on the day, by its number",
}


@dataclass(frozen=True)
class Conflict:
    """Statements that cannot all hold. It never chooses between them.

    Attributes
    ----------
    kind
        Which rule found it.
    about, property
        What the statements speak of.
    sides
        The statements' identifiers, one group for each position; a library value is ``library/...``.
    because
        The rule's finding in one line.
    settled_by
        What would settle it.
    moves
        The figures that hang on it, by their dotted names in the answers.
    """

    kind: Kind
    about: str
    property: str
    sides: tuple[tuple[str, ...], ...]
    because: str
    settled_by: str
    moves: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the conflict with the keys of ``statements --json``."""
        return {
            "kind": self.kind,
            "about": self.about,
            "property": self.property,
            "sides": [list(side) for side in self.sides],
            "because": self.because,
            "settled_by": self.settled_by,
            "moves": list(self.moves),
        }


def conflict(kind: str, subject: Statement, sides: tuple[tuple[str, ...], ...], because: str) -> Conflict:
    """Make a conflict about what ``subject`` speaks of, with what usually settles one of its kind."""
    assert kind in get_args(Kind), kind
    name = subject.property
    usual = _SETTLED.get(name, "a document that both sides accept")
    settled = _BY_KIND.get(kind) or usual
    if kind == "denied" and name in _SETTLED:
        settled = usual
    return Conflict(
        next(one for one in get_args(Kind) if one == kind),
        subject.about, name, sides, because, settled, _MOVES.get(name, ()),
    )  # fmt: skip
