"""The methods in their fixed order, and what N draws of one of them come to.

The order is that of the reports: the place's own law first, then what other countries and bodies hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from downrange.damage.assessment import Amount, Damage, Range
from downrange.damage.harm import Harm
from downrange.damage.valuation import (
    cleanup_cost,
    eu_ce_delft_2024,
    formula_unread,
    hea,
    kz_535,
    kz_emission_fee_576,
    rea,
    ru_land_1993,
    ru_soil_238,
    ru_water_87,
    ua_groundwater_389,
    uk_defra_person,
    us_boscem,
    us_florida,
    us_sc_ghg_2023,
    us_vsl,
    us_wa_schedule,
)
from downrange.damage.valuation.method import Context, Method, Outcome, Refused, Valued
from downrange.errors import SourceError

__all__ = ["METHODS", "amounts", "method", "summarise", "value_all"]

METHODS: tuple[Method, ...] = (
    kz_535.METHOD,
    kz_emission_fee_576.METHOD,
    cleanup_cost.METHOD,
    cleanup_cost.METHOD_UK,
    eu_ce_delft_2024.METHOD,
    us_boscem.METHOD,
    us_sc_ghg_2023.METHOD,
    us_vsl.METHOD,
    us_vsl.METHOD_TRANSFER,
    uk_defra_person.METHOD,
    us_wa_schedule.METHOD,
    us_florida.METHOD,
    hea.METHOD,
    rea.METHOD,
    ru_soil_238.METHOD,
    ru_soil_238.METHOD_WASTE,
    ru_water_87.METHOD,
    ru_land_1993.METHOD,
    formula_unread.METHOD_MOSCOW,
    ua_groundwater_389.METHOD,
    formula_unread.METHOD_UKRAINE,
)

_BY_SLUG: Mapping[str, Method] = MappingProxyType({m.slug: m for m in METHODS})


def method(slug: str) -> Method:
    """Give one method by its name.

    Raises
    ------
    SourceError
        If there is none of that name.
    """
    if slug not in _BY_SLUG:
        raise SourceError(f"no valuation method {slug!r}; known: {', '.join(_BY_SLUG)}", [slug])
    return _BY_SLUG[slug]


def value_all(harm: Harm, context: Context, drawn: Mapping[str, float]) -> tuple[Outcome, ...]:
    """Value one draw's harm by every method, in the fixed order."""
    return tuple(m.value(harm, context, drawn) for m in METHODS)


def amounts(outcomes: Sequence[Outcome]) -> tuple[Amount, ...]:
    """Give the sums of one draw as the assessment keeps them; refusals have none."""
    return tuple(Amount(v.method, v.amount, v.currency, v.parts) for v in outcomes if isinstance(v, Valued))


def summarise(slug: str, context: Context, outcomes: Sequence[Outcome]) -> Damage:
    """Bring the draws of one method together: its quantiles, or its refusal with all that is missing.

    Parameters
    ----------
    slug : str
        The method.
    context : Context
        Where and when, for the applicability.
    outcomes : sequence
        One outcome per draw; a refusal in any draw refuses the method.
    """
    assert outcomes, "no draws, no damage"
    which = method(slug)
    applies = which.applies(context)
    refused = [o for o in outcomes if isinstance(o, Refused)]
    empty = sum(1 for o in refused if o.nothing_to_price)
    valued = [o for o in outcomes if isinstance(o, Valued)]
    years = {v.price_year for v in valued}
    year = years.pop() if len(years) == 1 else which.price_year
    flags = list(which.flags)
    if len(years) > 1:
        flags.append(
            f"price years differ between the draws: {', '.join(str(y) for y in sorted(years, key=str))}"
        )
    flags += [f for f in _common_flags(valued) if f not in flags]
    if valued and empty:
        share = f"in {empty} of {len(outcomes)} draws nothing had a price"
        flags.append(f"{share}: they count as nothing priced, which is not no damage")
    if not valued or len(refused) > empty:
        refused = [o for o in refused if not o.nothing_to_price] or refused
        missing = tuple(dict.fromkeys(name for o in refused for name in o.missing))
        return Damage(
            slug, "refused", applies.applicability, f"{applies.why}; {refused[0].why}", which.article,
            which.currency, year, None, missing, tuple(flags), (), which.title,
        )  # fmt: skip
    return Damage(
        slug, "computed", applies.applicability, applies.why, which.article, which.currency, year,
        _range([v.amount for v in valued] + [0.0] * empty), (), tuple(flags), _unpriced(valued), which.title,
        _parts(valued, empty),
    )  # fmt: skip


def _parts(valued: Sequence[Valued], empty: int) -> dict[str, Range]:
    """Give the quantiles of each damage class; a draw without the class counts as nothing of it."""
    found = [v.parts for v in valued]
    classes = dict.fromkeys(name for parts in found for name in parts)
    return {name: _range([parts.get(name, 0.0) for parts in found] + [0.0] * empty) for name in classes}


def _common_flags(valued: Sequence[Valued]) -> list[str]:
    """Keep the flags that every draw carries; what differs between draws is a drawn choice."""
    if not valued:
        return []
    return [flag for flag in valued[0].flags if all(flag in v.flags for v in valued)]


def _unpriced(valued: Sequence[Valued]) -> tuple[str, ...]:
    """Every mass without a price with its median over the draws (0 where a draw has none), in words."""
    masses: dict[tuple[str, str], list[float]] = {}
    for v in valued:
        for item in v.unpriced:
            masses.setdefault((item.what, item.why), []).append(item.mass_kg)
    listed = []
    for (what, why), found in masses.items():
        padded = [0.0] * (len(valued) - len(found)) + found
        listed.append(f"{what}: {_range(padded).p50:,.3g} kg (median), {why}")
    return tuple(listed)


def _range(values: Sequence[float]) -> Range:
    import numpy as np

    low, middle, high = (float(q) for q in np.quantile(np.asarray(values), (0.05, 0.5, 0.95)))
    return Range(low, middle, high)
