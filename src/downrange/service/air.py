"""Use case of the air: what one release brings to receptors."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import downrange
from downrange.base.trace import Manifest
from downrange.inputs.plumes import PlumeRequest, read_plume
from downrange.physics.plume import PlumeResult, lowest_height_m, plume
from downrange.physics.surface_layer import turbulence_table
from downrange.reference.library import fingerprint

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
    request = read_plume(path)
    began = time.perf_counter()
    result = computed(request, seed)
    return _json(request, result, seed, time.perf_counter() - began)


def computed(request: PlumeRequest, seed: int) -> PlumeResult:
    """Run the particle model for a request."""
    table = turbulence_table(request.layer, lowest_height_m(request.layer.roughness_m), request.averaging_s)
    table[:, 1] *= request.wind_factor
    return plume(
        request.source, request.layer, request.receptors, request.averaging_s, seed=seed, table=table
    )


def _json(request: PlumeRequest, result: PlumeResult, seed: int, seconds: float) -> dict[str, Any]:
    rows = [
        {
            "x_m": receptor.x_m,
            "y_m": receptor.y_m,
            "z_m": receptor.z_m,
            "concentration_kg_per_m3": float(result.concentration_kg_per_m3[i]),
            "standard_error_kg_per_m3": float(result.standard_error_kg_per_m3[i]),
        }
        for i, receptor in enumerate(request.receptors)
    ]
    length = request.layer.obukhov_length_m
    manifest = Manifest(
        downrange.__version__, {**request.hashes, "library": fingerprint()}, seed, result.particles
    )
    arc_keys = ("x_m", "concentration_kg_per_m3", "standard_error_kg_per_m3")
    return {
        "arcs": [{key: row[key] for key in arc_keys} for row in rows[: request.arcs_number]],
        "receptors": rows[request.arcs_number :],
        "obukhov_length_m": None if math.isinf(length) else length,
        "friction_velocity_m_per_s": request.layer.friction_velocity_m_per_s,
        "mixing_height_m": request.layer.mixing_height_m,
        "particles": result.particles,
        "particle_steps": result.steps,
        "seconds": seconds,
        "assumed": list(request.assumed),
        "manifest": manifest.as_json(),
    }
