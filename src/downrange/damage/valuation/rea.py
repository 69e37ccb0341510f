"""Resource equivalency: resource-years lost against resource-years that one unit of restoration gives.

Units of restoration = debit / credit per unit (for birds: bird-years lost over bird-years that one
retrofitted pole saves); the money is the units times their cost. Debit, credit and cost are the user's to
say; both sides must be discounted with the same dating of a year
(:func:`downrange.damage.valuation.hea.discounted_years`).
"""

from __future__ import annotations

from collections.abc import Mapping

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.hea import DATINGS
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Price,
    Refused,
    Valued,
)

__all__ = ["METHOD", "units_number"]

_ASKED = ("rea_debit_number", "rea_credit_number", "rea_dating_number", "rea_unit_cost_usd")


def units_number(debit_number: float, credit_number: float) -> float:
    """Give the units of restoration: resource-years lost over resource-years that one unit gives.

    Raises
    ------
    ValueError
        If a unit gives nothing.
    """
    if credit_number <= 0:
        raise ValueError("a restoration that gives nothing compensates nothing")
    return debit_number / credit_number


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies("persuasive", "the trustees' usual scaling of restoration in the United States")
    return Applies("analogy", "a method of United States trustees, applied to another law")


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Scale the restoration that makes up for the animals or plants lost, and price it."""
    missing = tuple(name for name in _ASKED if name not in drawn)
    if missing:
        why = "resource-years, the dating of a year and the cost of a unit are the user's to give"
        return Refused("rea", missing, why)
    units = units_number(drawn["rea_debit_number"], drawn["rea_credit_number"])
    cost = Sourced(
        value=drawn["rea_unit_cost_usd"],
        unit="usd",
        source="fws-golden-eagle-rea",
        kind="published",
        locator="case input",
    )
    line = Line(
        "units",
        "lost-use",
        "rea_units_number",
        Quantity(units, ""),
        (Price("rea_unit_cost_usd", cost, cost.value, "usd"),),
        units * cost.value,
        "USD",
        _ASKED[:3],
    )
    dating = DATINGS[round(drawn["rea_dating_number"])]
    flags = (
        f"{units:.2f} units of restoration",
        f"services of a year dated to its {dating}, by the user's word",
    )
    return Valued("rea", "USD", None, (line,), (), flags)


METHOD = Method(
    slug="rea",
    title="Resource equivalency analysis",
    article="scaling as in US Fish and Wildlife Service, golden eagle, table F-10",
    jurisdiction="us",
    currency="USD",
    price_year=None,
    classes=("lost-use",),
    needs=(),
    applies=_applies,
    value=_value,
    asks=_ASKED,
    flags=("every input is the user's",),
    sources=("fws-golden-eagle-rea",),
)
