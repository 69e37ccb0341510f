"""Air pollution per person (values attributed to DEFRA): persons x change of the annual mean x value.

Damage = sum over cells of persons x change of the annual mean concentration (ug/m3) x value, plus tonnes x
the rest. The values are for annual means: a plume of hours must be averaged over the year first
(:func:`annual_mean_share`), or the sum is some 365 times too high per day. Secondary source, flagged.
"""

from __future__ import annotations

from collections.abc import Mapping

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Unpriced,
    left_over,
    price,
    settle,
    taken_as,
)
from downrange.reference import library

__all__ = ["METHOD", "annual_mean_share"]

SLUG = "uk-defra-person"
FILE = "tariffs/uk/defra-person.yaml"
TROPOPAUSE = "tropopause_altitude_m"
_HOURS_A_YEAR = 8_760.0
_NO_DAMAGE = ("h2o", "h2", "n2", "co2")
_AS = {"soot": "pm25", "bc": "pm25", "n2o4": "nox", "no2": "nox", "hydrocarbons": "nmvoc"}


def annual_mean_share(duration_h: float) -> float:
    """Share of a year (8,760 h) that a plume lasts: turns its mean into a change of the annual mean."""
    if not 0 <= duration_h <= _HOURS_A_YEAR:
        raise ValueError(f"a plume lasts between nothing and a year, not {duration_h} h")
    return duration_h / _HOURS_A_YEAR


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "uk":
        return Applies("persuasive", "the government's appraisal values; no act makes an emitter pay them")
    return Applies("analogy", "appraisal values of the United Kingdom, applied elsewhere")


def _parameters() -> Mapping[str, Sourced]:
    return {TROPOPAUSE: library.value("exposure.yaml", f"valuation.{TROPOPAUSE}")}


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Price what people breathe over the year, and the tonnes for the rest."""
    below_m = drawn.get(TROPOPAUSE, _parameters()[TROPOPAUSE].value)
    known = library.values(FILE)
    lines: list[Line] = []
    unpriced: list[Unpriced] = []
    pairs: list[tuple[str, str]] = []
    for pollutant, exposure in harm.exposure_persons_ug_per_m3.items():
        row = f"person.{_AS.get(pollutant, pollutant)}.value_gbp_m3_per_persons_ug"
        if row in known and exposure > 0 and known[row].value > 0:
            unit = price(FILE, row)
            lines.append(
                Line(
                    f"{pollutant}-breathed",
                    "health",
                    f"{pollutant}_exposure_persons_ug_per_m3",
                    Quantity(exposure, "persons_ug_per_m3"),
                    (unit,),
                    exposure * unit.used,
                    "GBP",
                )
            )
    masses = [(n, f"{n.replace('-', '_')}_to_air_kg", m) for n, m in harm.to_air_kg.items()]
    for name in sorted({e.substance for e in harm.emissions}):
        masses.append((name, f"exhaust_{name}_kg", harm.emitted_kg(name, below_m)))
    for name, quantity_name, mass_kg in masses:
        row = f"tonne.{_AS.get(name, name)}.value_gbp_per_t"
        if row not in known:
            if mass_kg > 0 and name not in _NO_DAMAGE:
                unpriced.append(Unpriced(f"{name} to air", mass_kg, "no value for it"))
            continue
        unit = price(FILE, row)
        if mass_kg > 0 and unit.used > 0:
            lead = "exhaust-" if quantity_name.startswith("exhaust_") else ""
            amount = mass_kg / 1000.0 * unit.used
            pairs.append((name, _AS.get(name, name)))
            lines.append(
                Line(
                    f"{lead}{name}-rest",
                    "air",
                    quantity_name,
                    Quantity(mass_kg, "kg"),
                    (unit,),
                    amount,
                    "GBP",
                )
            )
    unpriced += left_over(harm, ("soil", "water"), "the values are for air")
    return settle(
        SLUG, "GBP", 2022, lines, unpriced, taken_as(pairs), prices_what="a pollutant breathed or emitted"
    )


METHOD = Method(
    slug=SLUG,
    title="Air pollution per person (DEFRA values)",
    article="values attributed to DEFRA, GBP of 2022",
    jurisdiction="uk",
    currency="GBP",
    price_year=2022,
    classes=("health", "air"),
    needs=("exposure_persons_ug_per_m3", "to_air_kg", "emissions"),
    applies=_applies,
    value=_value,
    parameters=_parameters,
    flags=(
        "secondary source: the official tables were not readable",
        "for annual means; that they are exactly annual was not read",
    ),
    sources=("defra-damage-cost-capsam",),
)
