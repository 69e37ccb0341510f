"""CE Delft, Environmental Prices Handbook 2024 (EU27): mass by substance and compartment times a price.

Damage = sum over pollutant and compartment of mass (kg) x price (EUR of 2021 per kg): handbook, tables 3
and 79 to 82. Lower, central and upper are the handbook's scenarios, not a confidence interval: the scenario
is a drawn choice. Two conventions of ours are shown with every sum: nitrogen tetroxide in air is priced as
NOx, kilogram for kilogram (it dissociates into nitrogen dioxide, 92.01 g/mol into twice 46.01), and
emissions above the tropopause are not priced, carbon dioxide apart, because the prices are for emissions
near the ground.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    DamageClass,
    Line,
    Method,
    Outcome,
    Unpriced,
    price,
    settle,
    taken_as,
)
from downrange.errors import SourceError
from downrange.reference import library

__all__ = ["METHOD", "SCENARIOS", "land_eur", "life_years_eur", "midpoints_eur", "morbidity_eur", "prices"]

SLUG = "eu-ce-delft-2024"
FILE = "tariffs/eu/ce-delft-2024.yaml"
SCENARIO = "ce_delft_price_scenario_number"
TROPOPAUSE = "tropopause_altitude_m"
LAND = ("ce_delft_land_occupied_m2", "ce_delft_land_duration_y")
LIFE_YEARS = "ce_delft_lost_life_y"
NMVOC = "ce_delft_kerosene_as_nmvoc_share"
_ILLNESS = (
    "childhood-bronchitis", "asthma-symptom-day", "adult-copd", "cardiovascular-admission",
    "respiratory-admission", "lost-working-day", "restricted-activity-day", "minor-restricted-activity-day",
)  # fmt: skip
CASES: Mapping[str, str] = {f"ce_delft_{kind.replace('-', '_')}_number": kind for kind in _ILLNESS}
"""Case inputs for illness, and the row of table 17 that prices each (cases or days)."""
SCENARIOS: Mapping[int, str] = {1: "lower", 2: "central", 3: "upper"}

_PRICED_AS = {"n2o4": "nox", "no2": "nox", "soot": "pm25", "bc": "pm25", "hydrocarbons": "nmvoc"}
_CLASSES: Mapping[str, DamageClass] = {"air": "air", "soil": "soil", "fresh-water": "water"}
_LIMITS = (
    "prices are averages for the EU27 and not suited to a site outside it without adjustment",
    "lower, central and upper are scenarios of the handbook, not a confidence interval",
    "the handbook thinks a standard deviation of a factor of about 3 realistic",
    "not for substances that accumulate in living things; soil prices omit effects on intelligence",
    "prices include value-added tax implicitly",
    "no price does not mean no damage",
)


def prices(substance: str, compartment: str) -> Mapping[str, float] | None:
    """Give the three prices of a substance in a compartment, or None where the handbook has none.

    Parameters
    ----------
    substance : str
        Slug (``udmh``, ``nox``).
    compartment : {"air", "soil", "fresh-water", "sea"}
        Where the mass goes.

    Returns
    -------
    mapping or None
        ``lower``, ``central``, ``upper`` in EUR of 2021 per kg.
    """
    names = {s: f"prices.{substance}.{compartment}.{s}_eur_per_kg" for s in SCENARIOS.values()}
    known = library.values(FILE)
    if names["central"] not in known:
        return None
    return {scenario: known[name].value for scenario, name in names.items()}


def midpoints_eur(scores: Mapping[str, float], scenario: str = "central") -> float:
    """Value ReCiPe 2016 midpoint scores: the sum of score times midpoint price (handbook, table 9).

    Parameters
    ----------
    scores : mapping
        Score by midpoint (``climate`` in kg CO2-eq, ``land-use`` in m2 a, ...).
    scenario : {"lower", "central", "upper"}
        Which prices.

    Returns
    -------
    float
        EUR of 2021.

    Raises
    ------
    SourceError
        If the handbook has no such midpoint.
    """
    known = library.values(FILE)
    total = 0.0
    for midpoint, score in scores.items():
        found = [n for n in known if n.startswith(f"midpoints.{midpoint}.{scenario}_")]
        if not found:
            raise SourceError(f"no midpoint {midpoint!r}", [f"{FILE}:midpoints.{midpoint}"])
        total += score * known[found[0]].value
    return total


def land_eur(area_m2: float, duration_y: float, scenario: str = "central") -> float:
    """Value land occupied, EUR of 2021, undiscounted: area x years x price (handbook, table 6)."""
    return area_m2 * duration_y * library.value(FILE, f"land.{scenario}_eur_per_m2_y").value


def life_years_eur(lost_y: float, scenario: str = "central") -> float:
    """Value life years lost (value of a life year, the same for DALY and QALY), EUR of 2021."""
    return lost_y * library.value(FILE, f"life-year.{scenario}_eur_per_y").value


def morbidity_eur(kind: str, cases_number: float, scenario: str = "central") -> float:
    """Value cases or days of illness, EUR of 2021 (handbook, table 17).

    Raises
    ------
    SourceError
        If the table has no such row, or its figures were not readable (infant mortality).
    """
    return cases_number * library.value(FILE, f"morbidity.{kind}.{scenario}_eur").value


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "eu":
        return Applies("persuasive", "a handbook of prices for the EU27; no act obliges anybody to pay by it")
    return Applies(
        "analogy",
        "prices derived for the EU27 and applied to another country; shows the order of size, nobody's law",
    )


def _parameters() -> Mapping[str, Sourced]:
    return {
        SCENARIO: library.value(FILE, f"scenario.{SCENARIO}"),
        TROPOPAUSE: library.value("exposure.yaml", f"valuation.{TROPOPAUSE}"),
    }


def _quantity_name(substance: str, compartment: str) -> str:
    medium = "water" if compartment == "fresh-water" else compartment
    return f"{substance.replace('-', '_')}_to_{medium}_kg"


class _Bill:
    """Collects the lines and the masses without a price while one harm is priced."""

    def __init__(self, scenario: str, drawn: float) -> None:
        self.scenario = scenario
        self.choice = price(FILE, f"scenario.{SCENARIO}", drawn)
        self.lines: list[Line] = []
        self.unpriced: list[Unpriced] = []
        self.taken: list[tuple[str, str]] = []

    def add(
        self, substance: str, compartment: str, mass_kg: float, quantity_name: str, *, classed: DamageClass
    ) -> None:
        if mass_kg <= 0:
            return
        priced_as = _PRICED_AS.get(substance, substance) if compartment == "air" else substance
        if prices(priced_as, compartment) is None:
            why = f"the handbook has no price for it in {compartment.replace('-', ' ')}"
            self.unpriced.append(Unpriced(f"{substance} to {compartment}", mass_kg, why))
            return
        unit = price(FILE, f"prices.{priced_as}.{compartment}.{self.scenario}_eur_per_kg")
        self.taken.append((substance, priced_as))
        label = substance if priced_as == substance else f"{substance}-as-{priced_as}"
        kind = "exhaust-" if quantity_name.startswith("exhaust_") else ""
        self.lines.append(
            Line(
                f"{kind}{label}-to-{compartment}",
                classed,
                quantity_name,
                Quantity(mass_kg, "kg"),
                (unit, self.choice),
                mass_kg * unit.used,
                "EUR",
            )
        )


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Price every mass; what has no price is listed."""
    parameters = _parameters()
    chosen = drawn.get(SCENARIO, parameters[SCENARIO].value)
    tropopause_m = drawn.get(TROPOPAUSE, parameters[TROPOPAUSE].value)
    scenario = SCENARIOS[round(chosen)]
    bill = _Bill(scenario, chosen)
    for compartment, masses in (
        ("air", harm.to_air_kg),
        ("soil", harm.to_soil_kg),
        ("fresh-water", harm.to_water_kg),
    ):
        for substance, mass_kg in masses.items():
            left_kg = mass_kg
            if (compartment, substance) == ("air", "kerosene"):
                left_kg = _kerosene_as_nmvoc(bill, mass_kg, drawn.get(NMVOC, 0.0))
            bill.add(
                substance,
                compartment,
                left_kg,
                _quantity_name(substance, compartment),
                classed=_CLASSES[compartment],
            )
    for substance in sorted({e.substance for e in harm.emissions}):
        _exhaust(bill, harm, substance, tropopause_m)
    _land_and_life(bill, drawn)
    flags = [f"price scenario of this draw: {scenario}"]
    if drawn.get(NMVOC, 0.0) > 0:
        flags.append("kerosene vapour priced in part as NMVOC: the case's choice")
    flags += taken_as(bill.taken)
    return settle(
        SLUG, "EUR", 2021, bill.lines, bill.unpriced, flags, prices_what="a mass that the handbook prices"
    )


def _kerosene_as_nmvoc(bill: _Bill, mass_kg: float, share: float) -> float:
    """Price the share of kerosene vapour that the case calls NMVOC; give the mass that stays unpriced."""
    bill.add("nmvoc", "air", share * mass_kg, "kerosene_to_air_kg", classed="air")
    return (1.0 - share) * mass_kg


def _exhaust(bill: _Bill, harm: Harm, substance: str, tropopause_m: float) -> None:
    """Price one exhaust species: carbon dioxide at any height, the rest below the tropopause only."""
    name = f"exhaust_{substance.replace('-', '_')}_kg"
    if substance in ("h2o", "h2", "n2"):
        return
    if substance == "co2":
        bill.add(substance, "air", harm.emitted_kg(substance), name, classed="climate")
        return
    below_kg = harm.emitted_kg(substance, tropopause_m)
    above_kg = harm.emitted_kg(substance, math.inf) - below_kg
    bill.add(substance, "air", below_kg, name, classed="air")
    if above_kg > 0:
        why = "emitted above the tropopause, where prices for the ground do not hold"
        bill.unpriced.append(Unpriced(f"{substance} to air", above_kg, why))


def _land_and_life(bill: _Bill, drawn: Mapping[str, float]) -> None:
    """Price land occupied and life years lost, where the case gives them."""
    if all(name in drawn for name in LAND):
        area_m2, duration_y = (drawn[name] for name in LAND)
        unit = price(FILE, f"land.{bill.scenario}_eur_per_m2_y")
        occupied = Quantity(area_m2 * duration_y, "m2_y")
        amount = land_eur(area_m2, duration_y, bill.scenario)
        bill.lines.append(Line("land", "lost-use", LAND[0], occupied, (unit, bill.choice), amount, "EUR"))
    if LIFE_YEARS in drawn:
        lost_y = drawn[LIFE_YEARS]
        unit = price(FILE, f"life-year.{bill.scenario}_eur_per_y")
        amount = life_years_eur(lost_y, bill.scenario)
        lost = Quantity(lost_y, "y")
        bill.lines.append(Line("life-years", "health", LIFE_YEARS, lost, (unit, bill.choice), amount, "EUR"))
    for name, kind in CASES.items():
        if name in drawn:
            unit = price(FILE, f"morbidity.{kind}.{bill.scenario}_eur")
            amount = morbidity_eur(kind, drawn[name], bill.scenario)
            ill = Quantity(drawn[name], "")
            bill.lines.append(Line(kind, "health", name, ill, (unit, bill.choice), amount, "EUR"))


METHOD = Method(
    slug=SLUG,
    title="Environmental prices, CE Delft 2024 (EU27)",
    article="CE Delft 2024, tables 3, 6 and 79 to 82",
    jurisdiction="eu",
    currency="EUR",
    price_year=2021,
    classes=("air", "soil", "water", "climate", "lost-use", "health"),
    needs=("to_air_kg", "to_soil_kg", "to_water_kg", "emissions"),
    applies=_applies,
    value=_value,
    parameters=_parameters,
    sources=("ce-delft-2024",),
    asks=(*LAND, LIFE_YEARS, NMVOC, *CASES),
    flags=_LIMITS,
)
