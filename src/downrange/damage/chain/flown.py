"""Separation states that the library lacks, taken from the vehicle's computed ascent.

Published states stay as they are. A computed one is an assumption, drawn with the spreads of
``dispersion.yaml`` that also make the ellipses of ``downrange ascent`` (docs/decisions/0250).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from downrange.base.source import Sourced
from downrange.base.spread import Normal
from downrange.errors import SourceError, ValidityError
from downrange.reference import library
from downrange.reference.vehicles import Fairing, Separation, Stage, Vehicle, vehicle

if TYPE_CHECKING:
    from downrange.physics.ascent import Flight

__all__ = ["comes_down", "computed_parts", "vehicle_flown"]

SLOWEST_ORBIT_M_PER_S = 7300.0
"""Over the ground, of a low orbit eastward from the equator: 7.79 km/s less 0.48 km/s of the rotation."""
_RATIONALE = (
    "The library has no published state; this is the computed ascent to a 200 km orbit, and the spread is "
    "that of the ellipses made from such states."
)
_Unit = Literal["s", "m", "m_per_s", "deg"]


def comes_down(separation: Separation | None) -> bool:
    """Say whether a part surely comes down: three standard deviations below the slowest orbit."""
    if separation is None:
        return True
    wide = 3.0 * library.value("dispersion.yaml", "speed_spread_fraction").value
    return separation.speed_m_per_s.value * (1.0 + wide) < SLOWEST_ORBIT_M_PER_S


def computed_parts(carrier: Vehicle) -> tuple[str, ...]:
    """Name the parts dropped whose separation state the library lacks."""
    parts: tuple[Stage | Fairing, ...] = carrier.stages[:-1]
    parts += () if carrier.fairing is None else (carrier.fairing,)
    return tuple(part.name for part in parts if part.separation is None)


@lru_cache(maxsize=16)
def vehicle_flown(
    slug: str, latitude_deg: float, longitude_deg: float, ground_m: float, azimuth_deg: float
) -> Vehicle:
    """Give a vehicle of the library with every separation state known, published or computed.

    Parameters
    ----------
    slug : str
        Of the library.
    latitude_deg, longitude_deg, ground_m : float
        The pad.
    azimuth_deg : float
        Of the ground track at the pad.

    Raises
    ------
    SourceError
        If a figure that the ascent needs is missing.
    ValidityError
        If no ascent closes.
    """
    carrier = vehicle(slug)
    if not computed_parts(carrier):
        return carrier
    from downrange.physics.ascent_nominal import flight_from

    flight = flight_from(carrier, latitude_deg, longitude_deg, ground_m, azimuth_deg)
    if not flight.closed:
        raise ValidityError(
            f"{carrier.slug}: {', '.join(computed_parts(carrier))} have no separation state in the library, "
            "and the computed ascent does not reach its orbit from here, so none is taken from it"
        )
    marks = {mark.leaves: mark.time_s for mark in flight.plan.marks if mark.leaves}
    last = carrier.stages[-1:]
    stages = tuple(
        s if s.separation is not None else replace(s, separation=_state(flight, s, marks))
        for s in carrier.stages[:-1]
    )
    fairing = carrier.fairing
    if fairing is not None and fairing.separation is None:
        fairing = replace(fairing, separation=_state(flight, fairing, marks))
    return replace(carrier, stages=(*stages, *last), fairing=fairing)


def _state(flight: Flight, part: Stage | Fairing, marks: dict[str, float]) -> Separation:
    from downrange.physics.earth import distance_azimuth

    if part.name not in marks or marks[part.name] > flight.path[-1, 0]:
        raise SourceError(
            f"{part.path}: no separation state in the library, and the computed ascent does not reach it",
            [f"{part.path}.separation"],
        )
    time_s = marks[part.name]
    there = flight.state(time_s)
    pad = flight.mission
    downrange_m, _ = distance_azimuth(
        pad.latitude_deg, pad.longitude_deg, there.latitude_deg, there.longitude_deg
    )
    wide = {
        name: library.value("dispersion.yaml", name).value
        for name in ("speed_spread_fraction", "altitude_spread_fraction", "angle_spread_deg")
    }
    altitude_m = max(there.altitude_m, 0.0)
    share = wide["altitude_spread_fraction"]
    return Separation(
        _sourced(time_s, share * time_s, "s"),
        _sourced(altitude_m, share * altitude_m, "m"),
        _sourced(there.speed_m_per_s, wide["speed_spread_fraction"] * there.speed_m_per_s, "m_per_s"),
        _sourced(there.flight_path_angle_deg, wide["angle_spread_deg"], "deg"),
        _sourced(float(downrange_m), share * float(downrange_m), "m"),
    )


def _sourced(value: float, sd: float, unit: _Unit) -> Sourced:
    spread = Normal(kind="normal", mean=value, sd=sd, low=value - 3.0 * sd, high=value + 3.0 * sd)
    return Sourced(
        value=value, unit=unit, spread=spread, source="flight-own", locator="computed ascent", kind="assumed",
        rationale=_RATIONALE,
    )  # fmt: skip
