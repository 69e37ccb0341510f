"""Ukraine, Order 389 of 2009: harm to ground water; refused until its tables are supplied.

Z = Kcat x KR x L x sum(M_i x h_i) in UAH, M_i = V x (C_i - background_i) x 1e-6 t. Category and protection
of the water were read in part; the unit damage h and the regional coefficient KR were not.
"""

from __future__ import annotations

import math
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
    supplied,
)
from downrange.damage.valuation.ru_water_87 import discharge_mass_t
from downrange.damage.valuation.rule_set import RuleTable

__all__ = ["METHOD", "loss_uah"]

SLUG = "ua-groundwater-389"
_COMMON = ("category_coefficient", "regional_coefficient", "protection_coefficient")


def loss_uah(
    masses_t: Mapping[str, float],
    unit_damage_uah_per_t: Mapping[str, float],
    *,
    category_coefficient: float,
    regional_coefficient: float,
    protection_coefficient: float,
) -> float:
    """Loss by contamination of ground water, Kcat x KR x L x sum(M x h) (Order 389), UAH."""
    total = math.fsum(mass * unit_damage_uah_per_t[name] for name, mass in masses_t.items())
    return category_coefficient * regional_coefficient * protection_coefficient * total


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "ua":
        return Applies("law", "the method for ground water in Ukraine")
    return Applies("analogy", "Ukraine's method for ground water, applied to another country")


def _mass_t(table: RuleTable, name: str) -> float:
    lead = f"substances.{name}"
    if f"{lead}.mass_t" in table.values:
        return table.values[f"{lead}.mass_t"].value
    return discharge_mass_t(
        table.values["volume_m3"].value,
        table.values[f"{lead}.concentration_mg_per_l"].value,
        table.values[f"{lead}.background_mg_per_l"].value,
    )


def _asked(table: RuleTable, names: tuple[str, ...]) -> tuple[str, ...]:
    asked = list(_COMMON)
    for name in names:
        lead = f"substances.{name}"
        asked.append(f"{lead}.unit_damage_uah_per_t")
        if f"{lead}.mass_t" not in table.values:
            asked += [f"{lead}.concentration_mg_per_l", f"{lead}.background_mg_per_l", "volume_m3"]
    return tuple(dict.fromkeys(asked))


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Refuse with the tables that are missing, or compute with the user's."""
    table = supplied(context, SLUG)
    names = tuple(sorted({n.split(".")[1] for n in table.values if n.startswith("substances.")}))
    missing = table.missing(_asked(table, names))
    if not names:
        missing = (*missing, "substances.<name>.unit_damage_uah_per_t", "substances.<name>.mass_t")
    if missing:
        return Refused(SLUG, missing, "the unit damage and the regional table of Order 389 were not read")
    common = tuple(own_price(SLUG, table, name) for name in _COMMON)
    coefficients = {name: p.used for name, p in zip(_COMMON, common, strict=True)}
    lines = []
    for name in names:
        unit = own_price(SLUG, table, f"substances.{name}.unit_damage_uah_per_t")
        mass_t = _mass_t(table, name)
        amount = loss_uah({name: mass_t}, {name: unit.used}, **coefficients)
        lines.append(
            Line(
                name,
                "water",
                f"{SLUG}.{name}_to_water_t",
                Quantity(mass_t, "t"),
                (unit, *common),
                amount,
                "UAH",
            )
        )
    return Valued(SLUG, "UAH", None, tuple(lines), (), (f"tables supplied by {table.file}",))


METHOD = Method(
    slug=SLUG,
    title="Harm to ground water (Ukraine)",
    article="Order 389 of 2009",
    jurisdiction="ua",
    currency="UAH",
    price_year=None,
    classes=("water",),
    needs=(),
    applies=_applies,
    value=_value,
    takes=(
        *_COMMON,
        "volume_m3",
        *(
            f"substances.*.{name}"
            for name in (
                "unit_damage_uah_per_t",
                "mass_t",
                "concentration_mg_per_l",
                "background_mg_per_l",
            )
        ),
    ),
    asks=("a rule file ua-groundwater-389 (docs/valuation/ua-groundwater-389.md)",),
    sources=("ua-order-389",),
)
