"""EPA 2023 social cost of greenhouse gases: tonnes times the value of the emission year.

Damage = mass (t) x cost (USD of 2020 per t) of the emission year, from 2020; earlier years are refused. The
three near-term discount rates are published side by side: the rate is a drawn choice. Black carbon is none
of the method's gases; below the tropopause it is added as carbon dioxide by a rival GWP100, above it is
refused, because those factors are for emission at the surface.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

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
    Unpriced,
    price,
    settle,
)
from downrange.errors import SourceError
from downrange.reference import library

__all__ = ["METHOD", "RATES", "cost_usd_per_t"]

SLUG = "us-sc-ghg-2023"
FILE = "tariffs/us/scghg-2023.yaml"
DISCOUNT = "scghg_discount_number"
BLACK_CARBON = "black_carbon_co2_equivalent_factor"
TROPOPAUSE = "tropopause_altitude_m"
RATES: Mapping[int, str] = {1: "2.5-percent", 2: "2.0-percent", 3: "1.5-percent"}
_GASES = ("co2", "ch4", "n2o")
_BLACK = ("soot", "bc")
_NO_DAMAGE = ("h2o", "h2", "n2")


@lru_cache(maxsize=1)
def _years() -> tuple[int, ...]:
    return tuple(sorted(int(year) for year in library.table(FILE)["costs"]))


def cost_usd_per_t(gas: str, year: int, rate: str = "2.0-percent") -> float:
    """Give the cost of one tonne of a gas emitted in a year, USD of 2020 per t.

    Parameters
    ----------
    gas : {"co2", "ch4", "n2o"}
        Which gas.
    year : int
        Year of emission, 2020 to 2080; between the years in hand the cost is interpolated linearly.
    rate : {"2.5-percent", "2.0-percent", "1.5-percent"}
        Near-term Ramsey discount rate.

    Raises
    ------
    SourceError
        If the year or the gas is outside the table.
    """
    years = _years()
    if gas not in _GASES or not years[0] <= year <= years[-1]:
        raise SourceError(
            f"the table holds {', '.join(_GASES)} from {years[0]} to {years[-1]}, not {gas} in {year}",
            [f"social cost of {gas} emitted in {year}"],
        )
    below = max(y for y in years if y <= year)
    above = min(y for y in years if y >= year)
    low, high = (library.value(FILE, f"costs.{y}.{gas}.{rate}.cost_usd_per_t").value for y in (below, above))
    return low if above == below else low + (high - low) * (year - below) / (above - below)


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies(
            "persuasive", "an agency's values for weighing regulations; no act makes an emitter pay them"
        )
    return Applies("analogy", "values of a United States agency for weighing regulations; nobody's law here")


def _parameters() -> Mapping[str, Sourced]:
    return {
        DISCOUNT: library.value(FILE, f"scenario.{DISCOUNT}"),
        BLACK_CARBON: library.value(FILE, f"black-carbon.{BLACK_CARBON}"),
        TROPOPAUSE: library.value("exposure.yaml", f"valuation.{TROPOPAUSE}"),
    }


def _cost_price(gas: str, year: int, rate: str) -> Price:
    below = max(y for y in _years() if y <= year)
    leaf = price(FILE, f"costs.{below}.{gas}.{rate}.cost_usd_per_t")
    return Price(leaf.name, leaf.sourced, cost_usd_per_t(gas, year, rate), leaf.unit)


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Cost the greenhouse gases of the exhaust and fires by the year of emission."""
    if context.on is None:
        return Refused(SLUG, ("year of the emission",), "the cost depends on the year of emission")
    year = context.on.year
    if not _years()[0] <= year <= _years()[-1]:
        return Refused(
            SLUG,
            (f"social cost of emissions of {year}",),
            f"the table begins with emissions of {_years()[0]}",
        )
    parameters = _parameters()
    used = {name: drawn.get(name, sourced.value) for name, sourced in parameters.items()}
    rate = RATES[round(used[DISCOUNT])]
    choice = price(FILE, f"scenario.{DISCOUNT}", used[DISCOUNT])
    lines: list[Line] = []
    unpriced: list[Unpriced] = []
    for name in sorted({e.substance for e in harm.emissions}):
        mass_kg = harm.emitted_kg(name)
        if mass_kg <= 0 or name in _NO_DAMAGE:
            continue
        if name in _GASES:
            lines.append(_line(name, name, mass_kg, 1.0, (_cost_price(name, year, rate), choice)))
        elif name in _BLACK:
            below_kg = harm.emitted_kg(name, used[TROPOPAUSE])
            factor = price(FILE, f"black-carbon.{BLACK_CARBON}", used[BLACK_CARBON])
            cost = (_cost_price("co2", year, rate), choice, factor)
            if below_kg > 0:
                lines.append(_line(name, f"{name}-as-co2", below_kg, factor.used, cost))
            if mass_kg > below_kg:
                why = "emitted above the tropopause, where the factors for the surface do not hold: refused"
                unpriced.append(Unpriced(name, mass_kg - below_kg, why))
        else:
            unpriced.append(Unpriced(name, mass_kg, "no greenhouse gas of the method"))
    flags = [f"discount rate of this draw: {rate.replace('-', ' ')}"]
    if year not in _years():
        flags.append("cost interpolated between the years in hand")
    return settle(SLUG, "USD", 2020, lines, unpriced, flags, prices_what="an emission of a greenhouse gas")


def _line(substance: str, label: str, mass_kg: float, factor: float, prices: tuple[Price, ...]) -> Line:
    amount = mass_kg / 1000.0 * factor * prices[0].used
    quantity_name = f"exhaust_{substance}_kg"
    return Line(f"exhaust-{label}", "climate", quantity_name, Quantity(mass_kg, "kg"), prices, amount, "USD")


METHOD = Method(
    slug=SLUG,
    title="Social cost of greenhouse gases (US EPA 2023)",
    article="EPA 2023, annual values by emission year",
    jurisdiction="us",
    currency="USD",
    price_year=2020,
    classes=("climate",),
    needs=("emissions",),
    applies=_applies,
    value=_value,
    parameters=_parameters,
    sources=("epa-scghg-2023",),
    flags=(
        "the three discount rates are published side by side, none preferred",
        "black carbon below the tropopause is added as carbon dioxide by rival factors: our addition",
    ),
)
