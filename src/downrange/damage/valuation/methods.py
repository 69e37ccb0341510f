"""The methods in their fixed order, and what N draws of one of them come to.

The order is that of the reports: the place's own law first, then what other countries and bodies hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from downrange.damage.assessment import Amount, Damage
from downrange.damage.harm import Harm
from downrange.damage.quantiles import range_of
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
from downrange.damage.valuation.method import Context, Method, Outcome, Valued
from downrange.damage.valuation.tally import Tally, merged, tally_of
from downrange.errors import SourceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["METHODS", "amounts", "damage_of", "method", "summarise", "value_all"]

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
    valued = [o for o in outcomes if isinstance(o, Valued)]
    masses: dict[tuple[str, str], list[float]] = {}
    for v in valued:
        for item in v.unpriced:
            masses.setdefault((item.what, item.why), []).append(item.mass_kg)
    found = [v.parts for v in valued]
    classes = dict.fromkeys(name for parts in found for name in parts)
    return damage_of(
        slug,
        context,
        merged([tally_of(o) for o in outcomes]),
        [v.amount for v in valued],
        {name: [parts.get(name, 0.0) for parts in found] for name in classes},
        masses,
    )


def damage_of(
    slug: str,
    context: Context,
    tally: Tally,
    amounts: Collection[float],
    parts: Mapping[str, Collection[float]],
    unpriced_kg: Mapping[tuple[str, str], Collection[float]],
) -> Damage:
    """Make a method's damage of its tally and its columns.

    Parameters
    ----------
    slug, context
        The method; where and when, for the applicability.
    tally : Tally
        Counts and words over all draws; a refusal in any draw refuses the method.
    amounts : collection of float
        Sums of the valued draws, in the method's currency; draws with nothing to price count as nothing.
    parts : mapping of damage class to collection of float
        The same by class, for the valued draws.
    unpriced_kg : mapping of (what, why) to collection of float
        Masses without a price, of the draws that have any.
    """
    which = method(slug)
    applies = which.applies(context)
    years = set(tally.price_years)
    year = tally.price_years[0] if len(years) == 1 else which.price_year
    flags = list(which.flags)
    if len(years) > 1:
        flags.append(
            f"price years differ between the draws: {', '.join(str(y) for y in sorted(years, key=str))}"
        )
    flags += [f for f in tally.flags if f not in flags]
    if tally.valued and tally.empty:
        share = f"in {tally.empty} of {tally.draws} draws nothing had a price"
        flags.append(f"{share}: they count as nothing priced, which is not no damage")
    if not tally.valued or tally.refused:
        missing, why = (tally.missing, tally.why) if tally.refused else (tally.empty_missing, tally.empty_why)
        return Damage(
            slug, "refused", applies.applicability, f"{applies.why}; {why}", which.article,
            which.currency, year, None, missing, tuple(flags), (), which.title,
        )  # fmt: skip
    return Damage(
        slug, "computed", applies.applicability, applies.why, which.article, which.currency, year,
        range_of(_with_zeros(amounts, tally.empty)), (), tuple(flags),
        _unpriced(unpriced_kg, tally.valued), which.title,
        {name: range_of(_with_zeros(found, tally.empty)) for name, found in parts.items()},
    )  # fmt: skip


def _with_zeros(values: Collection[float], number: int) -> NDArray[np.float64]:
    """Add draws that count as nothing."""
    import numpy as np

    given = np.asarray(values, dtype=float)
    return np.concatenate([given, np.zeros(number)])


def _unpriced(masses: Mapping[tuple[str, str], Collection[float]], valued: int) -> tuple[str, ...]:
    """Every mass without a price with its median over the draws (0 where a draw has none), in words."""
    listed = []
    for (what, why), found in masses.items():
        median = range_of(_with_zeros(found, valued - len(found))).p50
        listed.append(f"{what}: {median:,.3g} kg (median), {why}")
    return tuple(listed)
