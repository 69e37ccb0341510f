"""Use cases of flight: where a body falls, and what a launch drops where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import downrange
from downrange.base.canonical import digest
from downrange.base.trace import Manifest
from downrange.errors import InputError, Problem, Where
from downrange.inputs.falls import FallRequest, month_of, read_fall
from downrange.inputs.sites import read_site
from downrange.inputs.vehicles import read_vehicle
from downrange.inputs.weather import read_profile
from downrange.physics.ascent import Flight
from downrange.physics.ascent_drops import Part, drop_many, parts_dropped
from downrange.physics.ascent_falls import part_ellipses, state_spread_of
from downrange.physics.ascent_nominal import flight_from
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.earth import distance_azimuth, launch_azimuth_deg
from downrange.physics.fall_breakup import Fallen, break_up
from downrange.physics.fall_casualty import Piece, casualty_expectation
from downrange.physics.fall_ellipse import Dispersion, Ellipse, disperse, ellipse
from downrange.physics.fall_wind import UncertainWind, default_wind, given_wind, profile_of
from downrange.reference.ascent import ascent_defaults
from downrange.reference.drag import cylinder_curves
from downrange.reference.library import fingerprint, value, values
from downrange.reference.sites import Site, site
from downrange.reference.vehicles import Vehicle, vehicle

__all__ = [
    "ascent_report",
    "drop_json",
    "ellipse_json",
    "fall_report",
    "flight_of",
    "nominal_falls",
    "track_azimuth_deg",
]

FALL_SAMPLES = 512


def fall_report(path: str | Path, samples: int | None = None, seed: int = 0) -> dict[str, Any]:
    """Follow the body of FALL.yaml to the ground, as ``downrange fall --json`` prints it.

    Parameters
    ----------
    path : str or Path
        The file.
    samples : int, optional
        A fixed number of falls; without it as many as the ellipse needs to be known to 5 %.
    seed : int
        Of the random streams.

    Returns
    -------
    dict
        The keys of the command line's JSON, every figure with its unit in the key.

    Raises
    ------
    InputError
        What is wrong in the file, all of it.
    ValidityError
        If the body does not come down.
    """
    request = read_fall(path)
    result = disperse(
        request.state,
        request.body,
        request.spread,
        request.wind,
        ground_m=request.ground_m,
        samples=samples,
        seed=seed,
        probability=request.probability,
    )
    return _fall_json(request, result, seed)


def _fall_json(request: FallRequest, result: Dispersion, seed: int) -> dict[str, Any]:
    shape = result.ellipse
    parts = _fragments(request, result.samples, seed)
    distance_m, azimuth_deg = distance_azimuth(
        request.state.latitude_deg, request.state.longitude_deg, shape.latitude_deg, shape.longitude_deg
    )
    manifest = Manifest(
        downrange.__version__, {**request.hashes, "library": fingerprint()}, seed, result.samples
    )
    return {
        "centre": {"latitude_deg": shape.latitude_deg, "longitude_deg": shape.longitude_deg},
        "range_km": distance_m / 1000.0,
        "azimuth_deg": azimuth_deg,
        "flight_time_s": result.nominal.flight_time_s,
        "ellipse": ellipse_json(shape),
        "impact_speed_m_per_s": _quantiles(result.impacts.speed_m_per_s),
        "nominal": {
            "latitude_deg": result.nominal.latitude_deg,
            "longitude_deg": result.nominal.longitude_deg,
            "impact_speed_m_per_s": result.nominal.speed_m_per_s,
        },
        **_casualties(request, result, parts),
        **({"fragments": [_class_json(fallen) for fallen in parts]} if parts else {}),
        "samples": result.samples,
        "axes_error_fraction": result.error_fraction,
        "seed": seed,
        "wind": _wind_json(request.wind),
        "assumed": [*request.assumed, *getattr(request.wind, "assumed", ())],
        "manifest": manifest.as_json(),
    }


def _fragments(request: FallRequest, samples: int, seed: int) -> tuple[Fallen, ...]:
    if request.break_up is None:
        return ()
    return break_up(
        request.state,
        request.body,
        request.break_up.fragments,
        request.spread,
        request.wind,
        altitude_m=request.break_up.altitude_m,
        velocity_m_per_s=request.break_up.velocity_m_per_s,
        ground_m=request.ground_m,
        samples=samples,
        seed=seed,
        probability=request.probability,
    )


def _class_json(fallen: Fallen) -> dict[str, Any]:
    shape, kind = fallen.ellipse, fallen.of
    return {
        "count_number": kind.count_number,
        "mass_kg": kind.mass_kg,
        "ballistic_kg_per_m2": {"low": kind.low_kg_per_m2, "high": kind.high_kg_per_m2},
        "centre": {"latitude_deg": shape.latitude_deg, "longitude_deg": shape.longitude_deg},
        "ellipse": ellipse_json(shape),
        "impact_speed_m_per_s": _quantiles(fallen.impacts.speed_m_per_s),
    }


def _casualties(request: FallRequest, result: Dispersion, parts: tuple[Fallen, ...]) -> dict[str, Any]:
    """Casualty area and expectation: of the fragments where the body comes apart, else of the body."""
    import numpy as np

    if parts:
        pieces = [
            Piece(
                one.count_number,
                one.projected_area_m2,
                0.5 * one.mass_kg * float(np.median(fallen.impacts.speed_m_per_s)) ** 2,
            )
            for fallen in parts
            for one in fallen.of.fragments
        ]
    elif request.projected_area_m2 is None:
        why = "the body has no projected area: give body.projected_area_m2"
        return {"casualty_area_m2": None, "casualty_expectation": None, "casualty_expectation_reason": why}
    else:
        energy_j = 0.5 * request.body.mass_kg * float(np.median(result.impacts.speed_m_per_s)) ** 2
        pieces = [Piece(1.0, request.projected_area_m2, energy_j)]
    area_m2 = sum(piece.count_number * piece.casualty_area_m2 for piece in pieces)
    if request.persons_per_km2 is None:
        why = "nobody said how many people live there: give persons_per_km2"
        return {"casualty_area_m2": area_m2, "casualty_expectation": None, "casualty_expectation_reason": why}
    return {
        "casualty_area_m2": area_m2,
        "casualty_expectation": casualty_expectation(pieces, request.persons_per_km2),
    }


def _wind_json(wind: WindProfile | UncertainWind) -> dict[str, str]:
    if isinstance(wind, UncertainWind):
        return {"kind": wind.kind, "source": wind.label}
    return {"kind": "none" if wind is CALM else "given", "source": wind.source}


def ellipse_json(shape: Ellipse) -> dict[str, float]:
    """Give the ellipse with the keys of the command line's JSON; full axes."""
    return {
        "major_km": shape.major_km,
        "minor_km": shape.minor_km,
        "azimuth_deg": shape.azimuth_deg,
        "probability": shape.probability,
    }


def _quantiles(values: Any) -> dict[str, float]:
    import numpy as np

    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return {"p05": float(low), "p50": float(middle), "p95": float(high)}


def nominal_falls(
    vehicle_slug: str,
    site_slug: str,
    *,
    azimuth_deg: float | None = None,
    inclination_deg: float | None = None,
    samples: int = 512,
    seed: int = 0,
    wind: WindProfile | UncertainWind | None = None,
) -> list[dict[str, Any]]:
    """Say where the parts of a nominal launch fall, from the library's separation states.

    Parameters
    ----------
    azimuth_deg, inclination_deg : float
        One of them: the ground track's azimuth at the pad, or the orbit's inclination from which it follows.
    wind : WindProfile or UncertainWind, optional
        Without it, what the library assumes at the site: a climatology near Baikonur, else unknown wind.

    Returns
    -------
    list of dict
        One for each kind of part: the keys of ``falls`` in the command line's JSON, with ``count`` and
        ``residual_kg`` (by component, of one part).

    Raises
    ------
    SourceError
        If the vehicle lacks a mass, a size or a separation state.
    InputError
        If neither or both of azimuth and inclination are given.
    """
    place = site(site_slug)
    latitude, longitude = place.latitude_deg.value, place.longitude_deg.value
    heading = track_azimuth_deg(latitude, azimuth_deg, inclination_deg)
    curves = cylinder_curves()
    found = []
    for part in parts_dropped(vehicle(vehicle_slug), curves):
        impacts = drop_many(
            part,
            latitude,
            longitude,
            heading,
            samples=samples,
            seed=seed,
            scale_factor=curves.scale_factor,
            azimuth_spread_deg=value("dispersion.yaml", "azimuth_spread_deg").value,
            wind=default_wind(latitude, longitude) if wind is None else wind,
        )
        found.append(
            drop_json(part, ellipse(impacts.latitude_deg, impacts.longitude_deg), latitude, longitude)
        )
    return found


def track_azimuth_deg(latitude_deg: float, azimuth_deg: float | None, inclination_deg: float | None) -> float:
    """Give the azimuth of the ground track at the pad from whichever of the two was said."""
    if (azimuth_deg is None) == (inclination_deg is None):
        raise InputError("give one of --azimuth-deg and --inclination-deg")
    if azimuth_deg is not None:
        return azimuth_deg % 360.0
    assert inclination_deg is not None
    if not abs(latitude_deg) <= inclination_deg <= 180.0 - abs(latitude_deg):
        raise InputError(
            Problem(
                Where("command line", "inclination_deg"),
                "no orbit of this inclination passes over the site",
                value=f"{inclination_deg:g}",
                expected=f"{abs(latitude_deg):.2f} to {180 - abs(latitude_deg):.2f}",
            )
        )
    return launch_azimuth_deg(latitude_deg, inclination_deg)


def drop_json(part: Part, shape: Ellipse, latitude_deg: float, longitude_deg: float) -> dict[str, Any]:
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
    rocket, read = _vehicle(vehicle_slug)
    if inclination_deg is None and azimuth_deg is None:
        azimuth_deg = 90.0
    place, site_read = _site(site_slug, inclination_deg, azimuth_deg)
    wind_of, hashes = _winds(place, weather, on)
    over = wind_of(place.latitude_deg.value, place.longitude_deg.value)
    flight = flight_of(rocket, place, inclination_deg, azimuth_deg, payload_kg, profile_of(over))
    count = FALL_SAMPLES if samples is None else samples
    defaults = ascent_defaults()
    manifest = Manifest(
        downrange.__version__, {**hashes, **read, **site_read, "library": fingerprint()}, seed, count
    )
    falls = _falls(flight, rocket, count, seed, wind_of)
    return {
        "vehicle": rocket.slug,
        "site": place.slug if site_read else site_slug,
        "payload_kg": flight.plan.payload_kg,
        "azimuth_deg": flight.mission.azimuth_deg,
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


def _vehicle(name: str) -> tuple[Vehicle, dict[str, str]]:
    """Give a vehicle of the library, or that of a user's file with the hash of the file."""
    if not name.endswith((".yaml", ".yml")):
        return vehicle(name), {}
    found = read_vehicle(name)
    return found, {Path(name).name: digest(Path(name).read_bytes())}


def _site(name: str, inclination_deg: float | None, azimuth_deg: float | None) -> tuple[Site, dict[str, str]]:
    """Give a site of the library, or that of a user's file if it allows the launch, with the file's hash."""
    if not name.endswith((".yaml", ".yml")):
        return site(name), {}
    own = read_site(name)
    own.allow(_heading(own.site, inclination_deg, azimuth_deg))
    return own.site, {own.file: own.sha256}


def _heading(place: Site, inclination_deg: float | None, azimuth_deg: float | None) -> float:
    if azimuth_deg is not None:
        return azimuth_deg % 360.0
    return track_azimuth_deg(place.latitude_deg.value, None, inclination_deg)


def flight_of(
    rocket: Vehicle,
    place: Site,
    inclination_deg: float | None,
    azimuth_deg: float | None,
    payload_kg: float | None = None,
    wind: WindProfile = CALM,
) -> Flight:
    """Find the nominal flight of a vehicle from a site; see :func:`ascent_report`."""
    latitude = place.latitude_deg.value
    both = inclination_deg is not None and azimuth_deg is not None
    heading = _heading(place, inclination_deg, azimuth_deg)
    ground_m = 0.0 if place.altitude_m is None else place.altitude_m.value
    return flight_from(
        rocket, latitude, place.longitude_deg.value, ground_m, heading,
        inclination_deg=inclination_deg if both else None, payload_kg=payload_kg, wind=wind,
    )  # fmt: skip


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
            fallen = drop_json(part, shape, flight.mission.latitude_deg, flight.mission.longitude_deg)
            fallen["wind"] = {"kind": wind.kind, "source": wind.label, "assumed": list(wind.assumed)}
            found.append(fallen)
    return found


_NEAR_ORBIT = "separates so near orbital speed that it may stay up for a revolution or more"
