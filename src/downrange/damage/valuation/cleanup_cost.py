"""Clean-up cost: volume of soil over the limit times a published unit cost, as a range.

Cost = area x depth x unit cost per m3 (USD), or x bulk density x unit cost per tonne (GBP). The unit costs
are old, foreign and for hydrocarbons; their price years differ and none is for soil holding UDMH. A local
quote of the case takes their place.
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
    price,
    settle,
)
from downrange.reference import library

__all__ = ["METHOD", "METHOD_UK", "QUOTE"]

FILE = "tariffs/cleanup/unit-costs.yaml"
QUOTE = "cleanup_local_quote_usd_per_m3"
_TECHNOLOGY = "cleanup_technology_number"
_UNITS = {
    1: ("thermal-desorption", "cleanup_thermal_desorption_usd_per_m3", 1993),
    2: ("excavation", "cleanup_excavation_usd_per_m3", 2006),
}
_TECHNOLOGY_UK = "cleanup_uk_technology_number"
_UNITS_UK = (
    "land-farming", "windrow", "biopile", "bioventing", "soil-washing", "thermal-desorption",
    "physico-chemical", "incineration",
)  # fmt: skip
_KZ_CODE = date(2021, 7, 1)
_FLAGS = (
    "unit costs are old, foreign and for hydrocarbons",
    "no unit cost for soil with UDMH was found: ask for a local quote",
)


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "kz" and context.on and context.on >= _KZ_CODE:
        why = (
            "the Ecological Code of 2021 makes the polluter remediate, and lets the State claim its own "
            "costs of it (arts. 136, 137(4), 138(7)); the head is the law's, the unit costs are foreign"
        )
        if context.leased_land:
            why += "; whether the code applies on the leased land is disputed"
        return Applies("persuasive", why)
    return Applies("analogy", "unit costs of other countries, applied to the soil of this case")


def _parameters() -> Mapping[str, Sourced]:
    found = {_TECHNOLOGY: library.value(FILE, f"technology.{_TECHNOLOGY}")}
    for folder, name, _ in _UNITS.values():
        found[name] = library.value(FILE, f"units.{folder}.{name}")
    return found


def _largest(amounts: Mapping[str, float]) -> tuple[str, float]:
    """Give the substance whose soil is the greatest: spots of several overlap and are dug once."""
    return max(amounts.items(), key=lambda item: item[1])


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Cost the treatment of the soil over the limit, in USD of the technology's price year."""
    slug = "cleanup-cost"
    if not harm.treated_volume_m3:
        return Refused(slug, ("treated_volume_m3",), "no area and depth over a limit were computed")
    substance, volume_m3 = _largest(harm.treated_volume_m3)
    if volume_m3 <= 0:
        return settle(slug, "USD", None, (), prices_what="soil over a limit")
    name = f"{substance.replace('-', '_')}_treated_volume_m3"
    parameters = _parameters()
    prices: tuple[Price, ...]
    year: int | None
    if QUOTE in drawn:
        quoted = Sourced(
            value=drawn[QUOTE],
            unit="usd_per_m3",
            source="downrange-valuation",
            kind="published",
            locator="the case's own input",
        )
        prices = (_own(QUOTE, quoted),)
        year, how = None, "local quote of the case"
    else:
        chosen = drawn.get(_TECHNOLOGY, parameters[_TECHNOLOGY].value)
        folder, key, year = _UNITS[round(chosen)]
        used = drawn.get(key, parameters[key].value)
        prices = (
            price(FILE, f"units.{folder}.{key}", used),
            price(FILE, f"technology.{_TECHNOLOGY}", chosen),
        )
        how = f"{folder}, price year {year}"
    amount = volume_m3 * prices[0].used
    line = Line("soil", "clean-up", name, Quantity(volume_m3, "m3"), prices, amount, "USD")
    flags = [how]
    if len(harm.treated_volume_m3) > 1:
        flags.append("soils of several substances overlap: the greatest volume counts once")
    return Valued(slug, "USD", year, (line,), (), tuple(flags))


def _own(name: str, sourced: Sourced) -> Price:
    return Price(name, sourced, sourced.value, sourced.unit)


def _parameters_uk() -> Mapping[str, Sourced]:
    found = {_TECHNOLOGY_UK: library.value(FILE, f"united-kingdom.{_TECHNOLOGY_UK}")}
    for folder in _UNITS_UK:
        name = f"cleanup_uk_{folder.replace('-', '_')}_gbp_per_t"
        found[name] = library.value(FILE, f"united-kingdom.{name}")
    return found


def _value_uk(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Cost the treatment of the soil by mass, GBP of about 1996."""
    slug = "cleanup-cost-uk"
    if not harm.treated_mass_kg:
        return Refused(slug, ("treated_mass_kg",), "no volume and bulk density of soil over a limit")
    substance, mass_kg = _largest(harm.treated_mass_kg)
    if mass_kg <= 0:
        return settle(slug, "GBP", None, (), prices_what="soil over a limit")
    parameters = _parameters_uk()
    chosen = drawn.get(_TECHNOLOGY_UK, parameters[_TECHNOLOGY_UK].value)
    folder = _UNITS_UK[round(chosen) - 1]
    key = f"cleanup_uk_{folder.replace('-', '_')}_gbp_per_t"
    prices = (
        price(FILE, f"united-kingdom.{key}", drawn.get(key, parameters[key].value)),
        price(FILE, f"united-kingdom.{_TECHNOLOGY_UK}", chosen),
    )
    name = f"{substance.replace('-', '_')}_treated_mass_kg"
    amount = mass_kg / 1000.0 * prices[0].used
    line = Line("soil", "clean-up", name, Quantity(mass_kg, "kg"), prices, amount, "GBP")
    return Valued(slug, "GBP", 1996, (line,), (), (f"{folder}, price year about 1996",))


METHOD = Method(
    slug="cleanup-cost",
    title="Clean-up of the soil, unit costs in USD",
    article="no act: published unit costs, United States, 1993 and 2006",
    jurisdiction="",
    currency="USD",
    price_year=None,
    classes=("clean-up",),
    needs=("treated_volume_m3",),
    applies=_applies,
    value=_value,
    parameters=_parameters,
    sources=("epa-lttd-1993", "san-joaquin-2006", "kz-ecological-code-2021"),
    asks=(QUOTE,),
    flags=_FLAGS,
)

METHOD_UK = Method(
    slug="cleanup-cost-uk",
    title="Clean-up of the soil, unit costs in GBP per tonne",
    article="no act: published unit costs, United Kingdom, about 1996",
    jurisdiction="",
    currency="GBP",
    price_year=1996,
    classes=("clean-up",),
    needs=("treated_mass_kg",),
    applies=_applies,
    value=_value_uk,
    parameters=_parameters_uk,
    sources=("uk-remediation-1996", "kz-ecological-code-2021"),
    flags=_FLAGS,
)
