"""Use case: a powered flight, and where what it drops falls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import downrange
from downrange.base.canonical import digest
from downrange.base.trace import Manifest
from downrange.inputs.falls import month_of
from downrange.inputs.weather import read_profile
from downrange.physics.ascent import Flight
from downrange.physics.ascent_drops import Part, parts_dropped
from downrange.physics.ascent_falls import part_ellipses, state_spread_of
from downrange.physics.ascent_nominal import flight_from
from downrange.physics.earth import distance_azimuth
from downrange.physics.fall_ellipse import Ellipse
from downrange.physics.fall_wind import UncertainWind, default_wind, given_wind, profile_of
from downrange.reference.ascent import ascent_defaults
from downrange.reference.drag import cylinder_curves
from downrange.reference.library import fingerprint, values
from downrange.reference.sites import Site
from downrange.reference.vehicles import Vehicle
from downrange.service.science.departure import departure, vehicle_named
from downrange.service.science.fall import ellipse_json

__all__ = ["ascent_report"]

FALL_SAMPLES = 512


def ascent_report(
    vehicle_slug: str,
    site_slug: str,
    inclination_deg: float | None = None,
    azimuth_deg: float | None = None,
    payload_kg: float | None = None,
    samples: int | None = None,
    seed: int = 0,
    weather: str | None = None,
    on: str | None = None,
    at_s: Sequence[float] = (),
) -> dict[str, Any]:
    """Fly a vehicle and let what it drops fall, as ``downrange ascent --json`` prints it.

    Parameters
    ----------
    vehicle_slug, site_slug : str
        Names of the library, or files of the user's (``VEHICLE.yaml``, ``SITE.yaml``).
    inclination_deg, azimuth_deg : float, optional
        The orbit's inclination (the azimuth follows), or the ground track's azimuth at the pad; both for a
        dogleg, which a constant yaw after the first staging closes; neither for due east.
    payload_kg : float, optional
        Without it, the payload for which the propellant just suffices (it stands in ``fitted_to``).
    samples : int, optional
        Falls of each part (512).
    weather : str, optional
        A weather file, ``FILE`` or ``FILE#YYYY-MM-DDTHH``: the wind of the day over the site, for the flight
        and the falls, which keep a small spread about it. Without it the library's climatology within its
        reach of Baikonur, and elsewhere an unknown wind; both drawn from in every fall.
    on : str, optional
        Date or month of the launch (``2013-07-02``, ``2013-07``): the month of the climatology, or the time
        in a weather file of several.
    at_s : sequence of float
        Seconds after lift-off at which the state and the tanks are wanted besides (an engine that stopped).

    Returns
    -------
    dict
        The keys of the command line's JSON.

    Raises
    ------
    SourceError
        For what the library lacks of the vehicle, with ``missing``.
    InputError
        If the site cannot reach the inclination.
    ValidityError
        If the vehicle does not lift off or reach the orbit.
    """
    rocket, read = vehicle_named(vehicle_slug)
    leaving = departure(site_slug, inclination_deg, azimuth_deg)
    place = leaving.site
    wind_of, hashes = _winds(place, weather, on)
    over = wind_of(place.latitude_deg.value, place.longitude_deg.value)
    flight = flight_from(
        rocket,
        place.latitude_deg.value,
        place.longitude_deg.value,
        0.0 if place.altitude_m is None else place.altitude_m.value,
        leaving.azimuth_deg,
        inclination_deg=leaving.dogleg_deg,
        payload_kg=payload_kg,
        wind=profile_of(over),
    )
    count = FALL_SAMPLES if samples is None else samples
    defaults = ascent_defaults()
    manifest = Manifest(
        downrange.__version__, {**hashes, **read, **leaving.hashes, "library": fingerprint()}, seed, count
    )
    falls = _falls(flight, rocket, count, seed, wind_of)
    return {
        "vehicle": rocket.slug,
        "site": leaving.name,
        "payload_kg": flight.plan.payload_kg,
        "inclination_deg": leaving.inclination_deg,
        "azimuth_deg": leaving.azimuth_deg,
        "other_azimuth_deg": leaving.other_azimuth_deg,
        "orbit_altitude_km": flight.mission.orbit_altitude_m / 1000.0,
        "closed": flight.closed,
        "propellant_margin_kg": flight.margin_kg,
        "events": _events(flight),
        "at": [_event(flight, f"T+{time:g} s", time) for time in at_s],
        "fitted_to": list(flight.fitted_to),
        "falls": falls,
        "wind": {"kind": over.kind, "source": over.label, "month": month_of(on)},
        "assumed": sorted(
            [f"ascent.{name}" for name in defaults.figures]
            + sorted({name for fall in falls for name in fall.get("wind", {}).get("assumed", ())})
            + [
                f"vehicles.{rocket.slug}.{part.name}.{name}"
                for part in rocket.stages
                for name, figure in part.figures.items()
                if figure.kind == "assumed"
            ]
        ),
        "samples": count,
        "seed": seed,
        "manifest": manifest.as_json(),
    }


def _winds(
    place: Site, weather: str | None, on: str | None
) -> tuple[Callable[[float, float], UncertainWind], dict[str, str]]:
    """Give the wind by place, and the hash of the file that it rests on."""
    month = month_of(on)
    if weather is None:
        return (lambda latitude_deg, longitude_deg: default_wind(latitude_deg, longitude_deg, month)), {}
    name, _, when = weather.partition("#")
    profile = read_profile(
        name, place.latitude_deg.value, place.longitude_deg.value, when or ("" if on is None else on)
    )
    found = given_wind(profile)
    return (lambda _latitude_deg, _longitude_deg: found), {Path(name).name: digest(Path(name).read_bytes())}


def _events(flight: Flight) -> list[dict[str, Any]]:
    end = float(flight.path[-1, 0])
    marks = [(mark.name, mark.time_s) for mark in flight.plan.marks if mark.time_s < end]
    last = flight.plan.burns[-1].name
    return [_event(flight, name, time) for name, time in (*marks, (f"{last}-cutoff", end), ("orbit", end))]


def _event(flight: Flight, name: str, time_s: float) -> dict[str, Any]:
    state = flight.state(time_s)
    distance_m, _ = distance_azimuth(
        flight.mission.latitude_deg, flight.mission.longitude_deg, state.latitude_deg, state.longitude_deg
    )
    tanks = flight.propellant_left_kg(time_s)
    total: dict[str, float] = {}
    for burn in flight.plan.burns:
        for component, mass in tanks.get(burn.name, {}).items():
            total[component] = total.get(component, 0.0) + burn.count * mass
    return {
        "name": name,
        "time_s": time_s,
        "altitude_km": state.altitude_m / 1000.0,
        "speed_m_per_s": state.speed_m_per_s,
        "inertial_speed_m_per_s": flight.inertial_speed_m_per_s(time_s),
        "flight_path_angle_deg": state.flight_path_angle_deg,
        "azimuth_deg": state.azimuth_deg,
        "downrange_km": distance_m / 1000.0,
        "latitude_deg": state.latitude_deg,
        "longitude_deg": state.longitude_deg,
        "propellant_left_kg": total,
        "tanks": tanks,
    }


def _falls(
    flight: Flight,
    rocket: Vehicle,
    samples: int,
    seed: int,
    wind_of: Callable[[float, float], UncertainWind],
) -> list[dict[str, Any]]:
    curves = cylinder_curves()
    parts = {part.name: part for part in parts_dropped(rocket, curves)}
    spread = state_spread_of(
        values("dispersion.yaml"), curves.drag_fraction, ascent_defaults().figures["fairing_delay_s"]
    )
    found = []
    ellipses = part_ellipses(flight, parts, spread, samples=samples, seed=seed, wind_of=wind_of)
    for name, shape in ellipses.items():
        part = parts[name]
        if shape is None:
            found.append({"body": name, "count": part.count, "mass_kg": part.mass_kg, "why": _NEAR_ORBIT})
        else:
            wind = wind_of(shape.latitude_deg, shape.longitude_deg)
            fallen = _drop_json(part, shape, flight.mission.latitude_deg, flight.mission.longitude_deg)
            fallen["wind"] = {"kind": wind.kind, "source": wind.label, "assumed": list(wind.assumed)}
            found.append(fallen)
    return found


_NEAR_ORBIT = "separates so near orbital speed that it may stay up for a revolution or more"


def _drop_json(part: Part, shape: Ellipse, latitude_deg: float, longitude_deg: float) -> dict[str, Any]:
    """Give one entry of ``falls``: the centre is the mean of the impacts, the mass that of one part."""
    distance_m, azimuth_deg = distance_azimuth(
        latitude_deg, longitude_deg, shape.latitude_deg, shape.longitude_deg
    )
    return {
        "body": part.name,
        "count": part.count,
        "mass_kg": part.mass_kg,
        "residual_kg": dict(part.residual_kg),
        "latitude_deg": shape.latitude_deg,
        "longitude_deg": shape.longitude_deg,
        "range_from_pad_km": distance_m / 1000.0,
        "azimuth_from_pad_deg": azimuth_deg,
        "ellipse": ellipse_json(shape),
    }
