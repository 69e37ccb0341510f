"""Russia, Order 238 of 2010: littering of soil (tariff in hand) and its contamination (tables missing).

Waste: mass x tariff by hazard class (since 2022-02-08) x the coefficient of the land's category and
permitted use, which is the user's to give. Contamination: SZ x S x Kr x Kisx x Tx, in the widely cited
form; degree SZ, depth Kr, land category Kisx and tariff Tx were not readable, so it refuses until a user's
file supplies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Price,
    Refused,
    Valued,
    own_price,
    price,
    settle,
    supplied,
)
from downrange.reference import library

__all__ = ["METHOD", "METHOD_WASTE", "contamination_rub", "waste_rub"]

FILE = "tariffs/ru/order-238.yaml"
LAND = "ru_soil_238_land_category_coefficient"
_ISSUED = date(2010, 7, 8)
_TABLES = (
    "degree_coefficient", "depth_coefficient", "land_category_coefficient", "tariff_rub_per_m2",
)  # fmt: skip


def contamination_rub(
    area_m2: float,
    *,
    degree_coefficient: float,
    depth_coefficient: float,
    land_category_coefficient: float,
    tariff_rub_per_m2: float,
) -> float:
    """Harm by contamination, SZ x S x Kr x Kisx x Tx (Order 238 as widely cited), RUB."""
    return degree_coefficient * area_m2 * depth_coefficient * land_category_coefficient * tariff_rub_per_m2


def waste_rub(mass_t: float, tariff_rub_per_t: float, land_category_coefficient: float) -> float:
    """Harm by littering with waste (Order 238, tariff of Order 867), RUB."""
    return mass_t * tariff_rub_per_t * land_category_coefficient


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "ru" and context.on is not None and context.on < _ISSUED:
        return Applies("analogy", f"issued on {_ISSUED}, after the event")
    if context.jurisdiction == "ru":
        return Applies("law", "the method for harm to soils in Russia since 2010")
    return Applies("analogy", "Russia's method for soils, applied to another country")


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Refuse with the tables that are missing, or compute with the user's."""
    slug = "ru-soil-238"
    if not any(area > 0 for area in harm.area_over_limit_m2.values()):
        return settle(slug, "RUB", None, (), prices_what="soil over a limit")
    table = supplied(context, slug)
    missing = table.missing(_TABLES)
    if missing:
        return Refused(slug, missing, "the tariff annex and the coefficients of Order 238 were not readable")
    substance, area_m2 = max(harm.area_over_limit_m2.items(), key=lambda item: item[1])
    prices = tuple(own_price(slug, table, name) for name in _TABLES)
    amount = contamination_rub(area_m2, **{name: p.used for name, p in zip(_TABLES, prices, strict=True)})
    name = f"{substance}_area_over_limit_m2"
    line = Line("soil", "soil", name, Quantity(area_m2, "m2"), prices, amount, "RUB")
    flags = (f"tables supplied by {table.file}", "formula in its widely cited form, not read in the order")
    return Valued(slug, "RUB", None, (line,), (), flags)


def _value_waste(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Charge solid waste left on the ground by its hazard class."""
    slug = "ru-soil-238-waste"
    masses = {name: mass for name, mass in harm.litter_kg.items() if mass > 0}
    if not masses:
        return settle(slug, "RUB", None, (), prices_what="waste on the ground, by hazard class")
    missing = [] if LAND in drawn else [LAND]
    from_ = date.fromisoformat(library.table(FILE)["in_force_from"])
    if context.on is None or context.on < from_:
        missing.append(f"littering tariff before {from_}")
    if missing:
        why = (
            "the land's coefficient probably multiplies and was not read; the tariff is that since 2022-02-08"
        )
        return Refused(slug, tuple(missing), why)
    sourced = Sourced(
        value=drawn[LAND],
        source="ru-order-238",
        kind="published",
        locator="case input; its rule was not read",
    )
    land = Price(LAND, sourced, drawn[LAND], "")
    lines = []
    for hazard, mass_kg in masses.items():
        unit = price(FILE, f"waste.class-{hazard}.tariff_rub_per_t")
        amount = waste_rub(mass_kg / 1000.0, unit.used, land.used)
        name = f"litter_class_{hazard.lower()}_kg"
        lines.append(
            Line(f"class-{hazard}", "litter", name, Quantity(mass_kg, "kg"), (unit, land), amount, "RUB")
        )
    return Valued(slug, "RUB", 2022, tuple(lines), (), ())


METHOD = Method(
    slug="ru-soil-238",
    title="Harm to soils by contamination (Russia)",
    article="Order 238 of 2010-07-08",
    jurisdiction="ru",
    currency="RUB",
    price_year=None,
    classes=("soil",),
    needs=("area_over_limit_m2",),
    applies=_applies,
    value=_value,
    takes=_TABLES,
    asks=("a rule file ru-soil-238 (docs/valuation/ru-soil-238.md)",),
    sources=("ru-order-238",),
)

METHOD_WASTE = Method(
    slug="ru-soil-238-waste",
    title="Littering of soil by waste (Russia)",
    article="Order 238 of 2010-07-08, tariff of Order 867 of 2021-11-18",
    jurisdiction="ru",
    currency="RUB",
    price_year=2022,
    classes=("litter",),
    needs=("litter_kg",),
    applies=_applies,
    value=_value_waste,
    asks=(LAND,),
    flags=("hazard class of a fallen stage is the user's to say",),
    sources=("ru-order-238",),
)
