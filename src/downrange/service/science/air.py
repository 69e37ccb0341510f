"""Use case of the air: what one release brings to receptors."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

import downrange
from downrange.base.canonical import digest
from downrange.base.trace import Manifest
from downrange.inputs.plumes import PlumeRequest, read_experiment
from downrange.inputs.plumes_gridded import GriddedRequest
from downrange.physics.plume import PlumeResult, lowest_height_m, plume
from downrange.physics.plume_carried import Carried, carry
from downrange.physics.plume_chemistry import AirNow
from downrange.physics.plume_field import nearest_nodes
from downrange.physics.plume_tracers import WetRates
from downrange.physics.surface_layer import turbulence_table
from downrange.physics.weather import solar_elevation_deg
from downrange.reference.library import fingerprint
from downrange.service.science.air_species import at_receptor, sky_air

__all__ = ["plume_report"]


def plume_report(path: str | Path, seed: int = 0) -> dict[str, Any]:
    """Carry the release of EXPERIMENT.yaml to its receptors, as ``downrange plume --json`` prints it.

    Parameters
    ----------
    path : str or Path
        The file.
    seed : int
        Of the random stream.

    Returns
    -------
    dict
        The keys of the command line's JSON: ``arcs``, ``receptors``, ``obukhov_length_m`` (null in neutral
        air), ``friction_velocity_m_per_s``, ``particles``, ``seconds`` and, beyond these, the mixing height,
        what was assumed and the manifest.

    Raises
    ------
    InputError
        What is wrong in the file, all of it.
    """
    request = read_experiment(path)
    began = time.perf_counter()
    if isinstance(request, GriddedRequest):
        carried = carry(
            request.release, request.gridded.weather, request.samples, request.losses, request.particles, seed
        )
        return _gridded_json(path, request, carried, seed, time.perf_counter() - began)
    result = computed(request, seed)
    return _json(request, result, seed, time.perf_counter() - began)


def _gridded_json(
    path: str | Path, request: GriddedRequest, found: Carried, seed: int, seconds: float
) -> dict[str, Any]:
    edges = [_utc(request.start_s + float(edge)) for edge in request.samples.edges_s]
    weather = request.gridded.weather
    row, column = nearest_nodes(weather, np.zeros(1), np.zeros(1))
    at = weather.nearest_time(0.0), row[0], column[0]
    warm = None if weather.air_temperature_c is None else float(weather.air_temperature_c[at])
    air = sky_air(request.sky, _sun_deg(request), warm)
    rows = [_gridded_row(request, found, k, edges, air) for k in range(len(request.places))]
    length = float(weather.obukhov_length_m[at])
    hashes = {Path(path).name: digest(Path(path).read_bytes()), **request.gridded.hashes}
    manifest = Manifest(downrange.__version__, {**hashes, "library": fingerprint()}, seed, found.particles)
    return {
        "arcs": [],
        "receptors": rows,
        "obukhov_length_m": None if math.isinf(length) else length,
        "friction_velocity_m_per_s": float(weather.friction_velocity_m_per_s[at]),
        "mixing_height_m": float(weather.mixing_height_m[at]),
        "particles": found.particles,
        "particle_steps": found.steps,
        "seconds": seconds,
        "ledger": {**asdict(found.ledger), "error_ratio": found.ledger.error_ratio},
        "assumed": list(dict.fromkeys(request.assumed)),
        "manifest": manifest.as_json(),
    }


def _gridded_row(
    request: GriddedRequest, found: Carried, k: int, edges: list[str], air: AirNow
) -> dict[str, Any]:
    """Give one receptor: its place, its highest period with what it holds, and every period."""
    place = request.places[k]
    mean, error = found.concentration_kg_per_m3[k], found.standard_error_kg_per_m3[k]
    highest = int(mean.argmax())
    lasted = float(np.diff(request.samples.edges_s)[highest])
    more = at_receptor(request.sky, air, float(mean[highest]), float(found.mean_age_s[k, highest]), lasted)
    return {
        "x_m": float(request.samples.places_m[k, 0]),
        "y_m": float(request.samples.places_m[k, 1]),
        "z_m": place.z_m,
        "latitude_deg": place.latitude_deg,
        "longitude_deg": place.longitude_deg,
        "concentration_kg_per_m3": float(mean[highest]),
        "standard_error_kg_per_m3": float(error[highest]),
        **more,
        "samples": [
            {
                "from_utc": edges[i],
                "to_utc": edges[i + 1],
                "concentration_kg_per_m3": float(mean[i]),
                "standard_error_kg_per_m3": float(error[i]),
            }
            for i in range(mean.size)
        ],
    }


def _sun_deg(request: GriddedRequest) -> float:
    """Give the sun's height over the source in the middle of the release."""
    middle = datetime.fromtimestamp(request.start_s + 0.5 * request.release.duration_s, UTC)
    plane = request.gridded.plane
    return solar_elevation_deg(
        plane.latitude_deg, plane.longitude_deg, middle.timetuple().tm_yday,
        middle.hour + middle.minute / 60.0,
    )  # fmt: skip


def _utc(time_s: float) -> str:
    return datetime.fromtimestamp(round(time_s), UTC).strftime("%Y-%m-%dT%H:%MZ")


def computed(request: PlumeRequest, seed: int, wet_per_s: float | None = None) -> PlumeResult:
    """Run the particle model for a request; rain at its middle coefficient unless another is given."""
    table = turbulence_table(request.layer, lowest_height_m(request.layer.roughness_m), request.averaging_s)
    table[:, 1] *= request.wind_factor
    wet = _wet(request).central_per_s if wet_per_s is None else wet_per_s
    source = replace(request.source, decay_per_s=request.source.decay_per_s + wet)
    return plume(source, request.layer, request.receptors, request.averaging_s, seed=seed, table=table)


def _wet(request: PlumeRequest) -> WetRates:
    law = request.sky.law
    return WetRates(0.0, 0.0, 0.0) if law is None else law.wet(request.sky.rain_mm_per_h)


def _row(
    request: PlumeRequest, result: PlumeResult, air: AirNow, ends: tuple[PlumeResult, ...], i: int
) -> dict[str, Any]:
    """Give one receptor, with what it holds and, in rain, the ends of the scavenging coefficient's range."""
    receptor = request.receptors[i]
    lasted = request.source.duration_s
    lasted = lasted if math.isfinite(lasted) else request.averaging_s
    row: dict[str, Any] = {
        "x_m": receptor.x_m,
        "y_m": receptor.y_m,
        "z_m": receptor.z_m,
        "concentration_kg_per_m3": float(result.concentration_kg_per_m3[i]),
        "standard_error_kg_per_m3": float(result.standard_error_kg_per_m3[i]),
    }
    if ends:
        row["low_concentration_kg_per_m3"] = float(ends[0].concentration_kg_per_m3[i])
        row["high_concentration_kg_per_m3"] = float(ends[1].concentration_kg_per_m3[i])
    passive, age = row["concentration_kg_per_m3"], float(result.mean_age_s[i])
    return {**row, **at_receptor(request.sky, air, passive, age, lasted)}


def _json(request: PlumeRequest, result: PlumeResult, seed: int, seconds: float) -> dict[str, Any]:
    wet = _wet(request)
    ends: tuple[PlumeResult, ...] = ()
    if wet.high_per_s > 0.0:
        ends = (computed(request, seed, wet.high_per_s), computed(request, seed, wet.low_per_s))
    air = sky_air(request.sky)
    rows = [_row(request, result, air, ends, i) for i in range(len(request.receptors))]
    length = request.layer.obukhov_length_m
    manifest = Manifest(
        downrange.__version__, {**request.hashes, "library": fingerprint()}, seed, result.particles
    )
    return {
        "arcs": [
            {key: value for key, value in row.items() if key not in ("y_m", "z_m")}
            for row in rows[: request.arcs_number]
        ],
        "receptors": rows[request.arcs_number :],
        "obukhov_length_m": None if math.isinf(length) else length,
        "friction_velocity_m_per_s": request.layer.friction_velocity_m_per_s,
        "mixing_height_m": request.layer.mixing_height_m,
        "scavenging": asdict(wet),
        "particles": result.particles,
        "particle_steps": result.steps,
        "seconds": seconds,
        "assumed": list(request.assumed),
        "manifest": manifest.as_json(),
    }
