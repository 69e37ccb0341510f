"""Florida's pollutant discharge schedule (F.S. 376.121): one constant short, so refused until it is supplied.

Volume term: gallons x base x location factor x special-area factor x category factor; habitat: area x rate
by kind; animals: 10,000 USD per endangered, 5,000 USD per threatened; plus the cost of assessment. The base
amount per gallon was not readable. For kerosene the category factor is 1, so its place in the product does
not matter.
"""

from __future__ import annotations

from collections.abc import Mapping

from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Refused,
    Valued,
    own_price,
    price,
    supplied,
)
from downrange.damage.valuation.rule_set import RuleTable
from downrange.reference import library

__all__ = ["METHOD", "habitat_usd", "volume_usd"]

SLUG = "us-florida"
FILE = "tariffs/us/florida-376-121.yaml"
_VOLUME = ("spilled_gal", "base_usd_per_gal", "location_factor", "area_factor")
_ANIMALS = ("endangered", "threatened")
_HABITATS = (
    "coral", "mangrove", "seagrass", "live-bottom", "oyster-reef", "worm-rock", "perennial-algae",
    "salt-marsh", "freshwater-tidal-marsh", "sand-bottom", "mud-flat",
)  # fmt: skip
"""Kinds of habitat charged by area; a sandy beach is charged by its length, which no file brings yet."""


def volume_usd(
    spilled_gal: float, base_usd_per_gal: float, location_factor: float, area_factor: float
) -> float:
    """Volume term for kerosene (F.S. 376.121 as restated; category factor 1), USD."""
    category = library.value(FILE, "category.kerosene.category_factor").value
    return spilled_gal * base_usd_per_gal * location_factor * area_factor * category


def habitat_usd(kind: str, area_ft2: float) -> float:
    """Habitat term: area times the rate of its kind, USD.

    Raises
    ------
    SourceError
        If the kind's rate was not read.
    """
    return area_ft2 * library.value(FILE, f"habitat.{kind}.habitat_usd_per_ft2").value


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies("persuasive", "law in Florida for discharges into its waters, not elsewhere")
    return Applies("analogy", "a schedule of Florida for discharges into its waters")


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Refuse without the base amount, or compute with the user's file."""
    table = supplied(context, SLUG)
    missing = table.missing(_VOLUME)
    if missing:
        return Refused(
            SLUG, missing, "the base amount per gallon and the small-spill exemptions were not read"
        )
    values = [table.values[name].value for name in _VOLUME]
    lines = [
        Line(
            "volume",
            "water",
            f"{SLUG}.spilled_gal",
            Quantity(values[0], "gal"),
            tuple(own_price(SLUG, table, name) for name in _VOLUME[1:]),
            volume_usd(*values),
            "USD",
        ),
        *_habitat(table),
        *_animals(table),
    ]
    if "assessment_cost_usd" in table.values:
        cost = own_price(SLUG, table, "assessment_cost_usd")
        lines.append(
            Line("assessment", "assessment-cost", cost.name, Quantity(1.0, ""), (cost,), cost.used, "USD")
        )
    flags = (f"base amount and places supplied by {table.file}", "small-spill exemptions not read")
    return Valued(SLUG, "USD", None, tuple(lines), (), flags)


def _habitat(table: RuleTable) -> list[Line]:
    lines = []
    for name, given in table.values.items():
        if name.startswith("habitat."):
            kind = name.removeprefix("habitat.").removesuffix(".area_ft2")
            rate = price(FILE, f"habitat.{kind}.habitat_usd_per_ft2")
            amount = habitat_usd(kind, given.value)
            quantity = Quantity(given.value, "ft2")
            lines.append(Line(kind, "water", f"{SLUG}.{name}", quantity, (rate,), amount, "USD"))
    return lines


def _animals(table: RuleTable) -> list[Line]:
    lines = []
    for kind in _ANIMALS:
        name = f"animals.{kind}_number"
        if name in table.values:
            each = price(FILE, f"animals.{kind}.each_usd")
            count = table.values[name].value
            lines.append(
                Line(kind, "water", f"{SLUG}.{name}", Quantity(count, ""), (each,), count * each.used, "USD")
            )
    return lines


METHOD = Method(
    slug=SLUG,
    title="Pollutant discharge schedule (Florida)",
    article="Florida Statutes 376.121",
    jurisdiction="us",
    currency="USD",
    price_year=None,
    classes=("water", "assessment-cost"),
    needs=(),
    applies=_applies,
    value=_value,
    takes=(
        *_VOLUME,
        *(f"habitat.{kind}.area_ft2" for kind in _HABITATS),
        *(f"animals.{kind}_number" for kind in _ANIMALS),
        "assessment_cost_usd",
    ),
    asks=("a rule file us-florida (docs/valuation/us-florida.md)",),
    flags=("volume and habitat of one spill are counted side by side: a known criticism as double counting",),
    sources=("us-florida-376-121",),
)
