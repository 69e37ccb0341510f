"""Use case: where one body falls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import downrange
from downrange.base.trace import Manifest
from downrange.inputs.falls import FallRequest, read_fall
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.earth import distance_azimuth
from downrange.physics.fall_breakup import Fallen, break_up
from downrange.physics.fall_casualty import Piece, casualty_expectation
from downrange.physics.fall_ellipse import Dispersion, Ellipse, disperse
from downrange.physics.fall_wind import UncertainWind
from downrange.reference.library import fingerprint

__all__ = ["ellipse_json", "fall_report"]


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
