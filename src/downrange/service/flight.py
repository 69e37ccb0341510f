"""Use cases of flight: where a body falls, and what a launch drops where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import downrange
from downrange.base.trace import Manifest
from downrange.errors import InputError, Problem, Where
from downrange.inputs.falls import FallRequest, read_fall
from downrange.physics.ascent_drops import Part, drop_many, parts_dropped
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.earth import distance_azimuth, launch_azimuth_deg
from downrange.physics.fall_ellipse import Dispersion, Ellipse, disperse, ellipse
from downrange.reference.drag import cylinder_curves
from downrange.reference.library import fingerprint, value
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

__all__ = ["drop_json", "ellipse_json", "fall_report", "nominal_falls", "track_azimuth_deg"]


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
        "samples": result.samples,
        "axes_error_fraction": result.error_fraction,
        "seed": seed,
        "assumed": list(request.assumed),
        "manifest": manifest.as_json(),
    }


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
    wind: WindProfile = CALM,
) -> list[dict[str, Any]]:
    """Say where the parts of a nominal launch fall, from the library's separation states.

    Parameters
    ----------
    azimuth_deg, inclination_deg : float
        One of them: the ground track's azimuth at the pad, or the orbit's inclination from which it follows.

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
            wind_spread_m_per_s=value("dispersion.yaml", "wind_spread_m_per_s").value,
            wind=wind,
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
