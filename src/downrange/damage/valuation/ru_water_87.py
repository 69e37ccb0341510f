"""Russia, Order 87 of 2009: harm to a water body by a discharge.

Y = Kvg x Kv x Kin x sum(H_i x M_i x Kiz_i) in RUB, with M_i (t) = V x (C_i - norm_i) x 1e-6 for V in m3 and
concentrations in mg/l. Kvg season, Kv water body, Kin index of the year, H tariff, Kiz intensity. The
worked example rounds its masses by no single rule before it multiplies (5.504 against 5.407 thousand RUB):
both ways are open here, a mass given by the user takes the place of the computed one. Tariffs other than
those of the example, and the tables for accidents, are the user's to give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
    supplied,
)
from downrange.damage.valuation.rule_set import RuleTable
from downrange.reference import library

__all__ = ["METHOD", "Discharge", "discharge_mass_t", "film_mass_t", "harm_rub", "season"]

SLUG = "ru-water-87"
FILE = "tariffs/ru/order-87.yaml"
_ISSUED = date(2009, 4, 13)
_COMMON = ("water_body_coefficient", "index_coefficient")
_SEASONS = (
    "winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn",
    "autumn", "winter",
)  # fmt: skip


@dataclass(frozen=True)
class Discharge:
    """One substance of a discharge: its mass, tariff and intensity coefficient."""

    mass_t: float
    tariff_rub_per_t: float
    intensity_coefficient: float


def discharge_mass_t(volume_m3: float, concentration_mg_per_l: float, norm_mg_per_l: float) -> float:
    """Mass above the norm in a discharged volume (Order 87), t; never below zero."""
    return volume_m3 * max(concentration_mg_per_l - norm_mg_per_l, 0.0) * 1e-6


def film_mass_t(film_g_per_m2: float, area_m2: float) -> float:
    """Mass of an oil film (Order 87), t."""
    return film_g_per_m2 * area_m2 * 1e-6


def season(month: int) -> str:
    """Name the season of a month for Kvg: winter December to February, and so on."""
    return _SEASONS[month - 1]


def harm_rub(
    discharges: Mapping[str, Discharge],
    *,
    season_coefficient: float,
    water_body_coefficient: float,
    index_coefficient: float,
) -> Mapping[str, float]:
    """Harm by substance (Order 87), RUB; the sum is the harm to the water body."""
    common = season_coefficient * water_body_coefficient * index_coefficient
    return {
        name: common * d.tariff_rub_per_t * d.mass_t * d.intensity_coefficient
        for name, d in discharges.items()
    }


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "ru" and context.on is not None and context.on < _ISSUED:
        return Applies("analogy", f"issued on {_ISSUED}, after the event")
    if context.jurisdiction == "ru":
        return Applies("law", "the method for harm to water bodies in Russia since 2009")
    return Applies("analogy", "Russia's method for water bodies, applied to another country")


def _names(table: RuleTable) -> tuple[str, ...]:
    found = {name.split(".")[1] for name in table.values if name.startswith("substances.")}
    return tuple(sorted(found))


def _absent(table: RuleTable) -> tuple[str, ...]:
    names = _names(table)
    asked = list(_COMMON)
    for name in names:
        lead = f"substances.{name}"
        asked.append(f"{lead}.intensity_coefficient")
        if f"{lead}.mass_t" not in table.values:
            asked += [f"{lead}.concentration_mg_per_l", f"{lead}.norm_mg_per_l", "volume_m3"]
        if f"tariff.{name}.tariff_rub_per_t" not in library.values(FILE):
            asked.append(f"{lead}.tariff_rub_per_t")
    missing = table.missing(dict.fromkeys(asked))
    return missing if names else (*missing, "substances.<name>")


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Compute the harm of the discharge that the user's file describes."""
    table = supplied(context, SLUG)
    missing = list(_absent(table))
    if "season_coefficient" not in table.values and context.on is None:
        missing.append("season_coefficient")
    if missing:
        why = "the discharge, its water body and the index of the year are the user's to give"
        return Refused(SLUG, tuple(missing), why)
    if "season_coefficient" in table.values:
        by_season = own_price(SLUG, table, "season_coefficient")
    else:
        assert context.on is not None
        by_season = price(FILE, f"season.{season(context.on.month)}.season_coefficient")
    common = (by_season, *(own_price(SLUG, table, name) for name in _COMMON))
    lines = [_line(table, name, common) for name in _names(table)]
    given_masses = [n for n in _names(table) if f"substances.{n}.mass_t" in table.values]
    flags = [f"described by {table.file}"]
    if given_masses:
        flags.append(f"masses given, not computed from concentrations: {', '.join(given_masses)}")
    return Valued(SLUG, "RUB", None, tuple(lines), (), tuple(flags))


def _line(table: RuleTable, name: str, common: tuple[Price, ...]) -> Line:
    lead = f"substances.{name}"
    values = table.values
    if f"{lead}.mass_t" in values:
        mass_t = values[f"{lead}.mass_t"].value
    else:
        mass_t = discharge_mass_t(
            values["volume_m3"].value,
            values[f"{lead}.concentration_mg_per_l"].value,
            values[f"{lead}.norm_mg_per_l"].value,
        )
    if f"{lead}.tariff_rub_per_t" in values:
        tariff = own_price(SLUG, table, f"{lead}.tariff_rub_per_t")
    else:
        tariff = price(FILE, f"tariff.{name}.tariff_rub_per_t")
    intensity = own_price(SLUG, table, f"{lead}.intensity_coefficient")
    amount = harm_rub(
        {name: Discharge(mass_t, tariff.used, intensity.used)},
        season_coefficient=common[0].used,
        water_body_coefficient=common[1].used,
        index_coefficient=common[2].used,
    )[name]
    quantity_name = f"{SLUG}.{name}_to_water_t"
    return Line(
        name, "water", quantity_name, Quantity(mass_t, "t"), (tariff, intensity, *common), amount, "RUB"
    )


METHOD = Method(
    slug=SLUG,
    title="Harm to water bodies (Russia)",
    article="Order 87 of 2009-04-13",
    jurisdiction="ru",
    currency="RUB",
    price_year=None,
    classes=("water",),
    needs=(),
    applies=_applies,
    value=_value,
    takes=(
        *_COMMON,
        "season_coefficient",
        "volume_m3",
        *(
            f"substances.*.{name}"
            for name in (
                "concentration_mg_per_l",
                "norm_mg_per_l",
                "mass_t",
                "intensity_coefficient",
                "tariff_rub_per_t",
            )
        ),
    ),
    asks=("a rule file ru-water-87 (docs/valuation/ru-water-87.md)",),
    sources=("ru-order-87", "ru-order-87-example"),
)
