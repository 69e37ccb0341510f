"""Russia, order of 1993: damage from contamination of land; refused until its tables are supplied.

P = sum(Ns x S x Kv x Ka x Kz x Kg) in RUB: standard value of the land, area, recovery time, ecological
situation, degree of contamination, depth. Only the degree Kz by summary index Zc was read (and the steps by
element of the old Moscow method, :func:`level`). The recalled table of Kv equals the present value of an
annuity at 10 %, so the rule is a discounted loss of land use, comparable with a habitat equivalency.
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
    Price,
    Refused,
    Valued,
    own_price,
    settle,
    supplied,
)
from downrange.damage.valuation.rule_set import RuleTable
from downrange.errors import SourceError
from downrange.reference import library

__all__ = ["METHOD", "damage_rub", "degree_coefficient", "level"]

SLUG = "ru-land-1993"
FILE = "tariffs/ru/land-1993.yaml"
INDEX = "summary_index_score"
_TABLES = (
    "standard_value_rub_per_m2", "recovery_coefficient", "ecological_coefficient", "degree_coefficient",
    "depth_coefficient",
)  # fmt: skip
_STEPS = ("low", "medium", "high", "very_high")


def degree_coefficient(summary_index_score: float) -> float:
    """Give Kz for a summary index of contamination Zc; a limit belongs to the step above it."""
    known = library.values(FILE)
    for step in ("permissible", "low", "medium", "high"):
        if summary_index_score < known[f"by-summary-index.{step}.limit_score"].value:
            return known[f"by-summary-index.{step}.damage_coefficient"].value
    return known["by-summary-index.very-high.damage_coefficient"].value


def level(element: str, content_mg_per_kg: float) -> int:
    """Give the level of contamination by an element: 1 permissible, 2 low, 3 medium, 4 high, 5 very high.

    Raises
    ------
    SourceError
        If the element's steps were not read.
    """
    known = library.values(FILE)
    names = [f"levels.{element}.{step}_mg_per_kg" for step in _STEPS]
    if names[0] not in known:
        raise SourceError(f"no levels for {element}", [f"{FILE}:levels.{element}"])
    return 1 + sum(content_mg_per_kg >= known[name].value for name in names)


def damage_rub(
    area_m2: float,
    *,
    standard_value_rub_per_m2: float,
    recovery_coefficient: float,
    ecological_coefficient: float,
    degree_coefficient: float,
    depth_coefficient: float,
) -> float:
    """Damage to one plot, Ns x S x Kv x Ka x Kz x Kg (order of 1993), RUB."""
    return (
        standard_value_rub_per_m2
        * area_m2
        * recovery_coefficient
        * ecological_coefficient
        * degree_coefficient
        * depth_coefficient
    )


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "ru":
        return Applies("persuasive", "used in Russia only where the cost of clean-up cannot be found")
    return Applies("analogy", "Russia's rule of 1993, applied to another country")


def _prices(table: RuleTable) -> tuple[Price, ...]:
    found = []
    for name in _TABLES:
        if name == "degree_coefficient" and name not in table.values:
            given = table.values[INDEX]
            found.append(Price(f"{SLUG}.{INDEX}", given, degree_coefficient(given.value), ""))
        else:
            found.append(own_price(SLUG, table, name))
    return tuple(found)


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Refuse with the tables that are missing, or compute with the user's."""
    if not any(area > 0 for area in harm.area_over_limit_m2.values()):
        return settle(SLUG, "RUB", None, (), prices_what="soil over a limit")
    table = supplied(context, SLUG)
    missing = [n for n in table.missing(_TABLES) if n != "degree_coefficient" or INDEX not in table.values]
    if missing:
        why = "the tables of land value, recovery, ecological situation and depth were not read"
        return Refused(SLUG, tuple(missing), why)
    substance, area_m2 = max(harm.area_over_limit_m2.items(), key=lambda item: item[1])
    prices = _prices(table)
    amount = damage_rub(area_m2, **{name: p.used for name, p in zip(_TABLES, prices, strict=True)})
    name = f"{substance}_area_over_limit_m2"
    line = Line("soil", "soil", name, Quantity(area_m2, "m2"), prices, amount, "RUB")
    return Valued(SLUG, "RUB", None, (line,), (), (f"tables supplied by {table.file}",))


METHOD = Method(
    slug=SLUG,
    title="Damage from contamination of land (Russia, 1993)",
    article="order of 1993-11-10",
    jurisdiction="ru",
    currency="RUB",
    price_year=None,
    classes=("soil",),
    needs=("area_over_limit_m2",),
    applies=_applies,
    value=_value,
    takes=(*_TABLES, INDEX),
    asks=("a rule file ru-land-1993 (docs/valuation/ru-land-1993.md)",),
    sources=("ru-land-1993", "ru-land-1993-kz", "moscow-soil-levels"),
)
