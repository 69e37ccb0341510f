"""The wind that things of a case come down through: an uncertain input of every draw, never a mean alone.

A weather file of the case keeps a small spread; without one it is the month's climatology with its spread
within its reach of Baikonur, and elsewhere an unknown wind (docs/physics/fall-wind.md). All that falls in one
draw, bodies and drops, meets the same wind.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from downrange.case.sounding import Sounding
from downrange.damage.chain.plan import Plan
from downrange.damage.drawn import Drawn

if TYPE_CHECKING:
    from downrange.physics.atmosphere import WindProfile
    from downrange.physics.fall_wind import UncertainWind

__all__ = ["FALL_WIND", "fall_place", "month_of", "wind_of_draw", "wind_over"]

FALL_WIND = ("fall_wind_east_m_per_s", "fall_wind_north_m_per_s")
"""Inputs of a draw: the mean of its wind below 12 km, where falling things drift most."""

_IMPACT = ("impact_latitude_deg", "impact_longitude_deg")
_BEARINGS = (("impact_distance_m", "impact_azimuth_deg"), ("failure_downrange_m", "failure_azimuth_deg"))
_STEPS_M = tuple(500.0 * step for step in range(25))


def month_of(plan: Plan) -> int | None:
    """Give the month of the case's day, 1 to 12; None where it says the year only, or nothing."""
    on = plan.scenario.on
    return int(on[5:7]) if on is not None and len(on) >= 7 else None


def wind_over(plan: Plan, latitude_deg: float, longitude_deg: float) -> UncertainWind:
    """Give the wind to draw from over a place: the case's own, else what the library assumes there."""
    return _wind(latitude_deg, longitude_deg, month_of(plan), plan.scenario.sounding)


def wind_of_draw(plan: Plan, drawn: Drawn, latitude_deg: float, longitude_deg: float) -> WindProfile:
    """Give the wind of one draw over a place, and put it on record among the inputs.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The same for every draw of the case, so that no draw changes from a climatology to an unknown wind;
        see :func:`fall_place`.
    """
    import numpy as np

    wind = wind_over(plan, latitude_deg, longitude_deg)
    profile = wind.drawn(drawn.seed, drawn.draw)
    source = wind.component_sd_m_per_s[0].source
    for name, component in zip(FALL_WIND, profile.at(np.asarray(_STEPS_M)), strict=True):
        drawn.remember(name, float(component.mean()), "m_per_s", source, wind.label)
    return profile


def fall_place(plan: Plan) -> tuple[float, float]:
    """Give the place of a failure by the case's central values: the impact, the cut-off, or the pad."""
    from downrange.physics.earth import destination

    own = plan.own
    if all(name in own for name in _IMPACT):
        return own[_IMPACT[0]].value, own[_IMPACT[1]].value
    for distance, azimuth in _BEARINGS:
        if distance in own and azimuth in own:
            there = destination(*plan.pad, own[azimuth].value, own[distance].value)
            return float(there[0]), float(there[1])
    return plan.pad


@lru_cache(maxsize=256)
def _wind(
    latitude_deg: float, longitude_deg: float, month: int | None, sounding: Sounding | None
) -> UncertainWind:
    from downrange.physics.atmosphere import WindProfile
    from downrange.physics.fall_wind import default_wind, given_wind

    if sounding is None:
        return default_wind(latitude_deg, longitude_deg, month)
    return given_wind(
        WindProfile(
            sounding.height_m, sounding.east_m_per_s, sounding.north_m_per_s, sounding.up_m_per_s,
            sounding.temperature_k, sounding.pressure_pa, source=sounding.file,
        )
    )  # fmt: skip
