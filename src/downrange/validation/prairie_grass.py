"""Prairie Grass: ten-minute arc maxima of 1956 against the particle model, from wind and temperatures only.

The constants were committed before the first score. Beside the score stand the same runs under neighbouring,
defensible closures, under the class letter, and under the Gaussian plume: the score tests which closure was
chosen as much as the code (docs/physics/plume.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from downrange.physics.plume import (
    PlumeSource,
    Receptor,
    gaussian_plume_kg_per_m3,
    lowest_height_m,
    plume,
    surface_velocity_m_per_s,
)
from downrange.physics.surface_layer import (
    SurfaceLayer,
    from_class,
    from_friction_velocity,
    from_temperature_difference,
    turbulence_table,
    varied,
)
from downrange.physics.weather import spreading
from downrange.reference.library import table, values
from downrange.validation.scores import (
    Scores,
    bootstrap,
    factor_of_two,
    fractional_bias,
    geometric_mean_bias,
    geometric_variance,
    scores,
)

__all__ = ["AMBITION", "MUST", "VARIANTS", "Run", "Variant", "gaussian", "predicted", "report", "runs"]

FILE = "experiments/prairie_grass.yaml"

MUST: Mapping[str, tuple[float, float]] = {
    "fac2": (0.8, 1.0),
    "fb": (-0.3, 0.3),
    "mg": (0.7, 1.3),
    "vg": (1.0, 1.6),
}
AMBITION: Mapping[str, tuple[float, float]] = {
    "fac2": (0.93, 1.0),
    "fb": (-0.2, 0.2),
    "mg": (0.8, 1.25),
    "vg": (1.0, 1.3),
}


@dataclass(frozen=True)
class Run:
    """One run: what went in, and the arc maxima that came out."""

    name: str
    stability_class: str
    rate_kg_per_s: float
    wind_speed_m_per_s: float
    upper_minus_lower_c: float
    arcs_m: tuple[float, ...]
    concentration_kg_per_m3: tuple[float, ...]


@dataclass(frozen=True)
class Variant:
    """A neighbouring closure or input: changed constants, or what the name says."""

    name: str
    changes: Mapping[str, float]
    deposition: bool = True
    by_class: bool = False
    obukhov_factor: float = 1.0
    crosswind_time_factor: float = 1.0


VARIANTS: tuple[Variant, ...] = (
    Variant("time scale 0.4 z/sigma_w", {"time_scale_coefficient": 0.4}),
    Variant("time scale 0.6 z/sigma_w", {"time_scale_coefficient": 0.6}),
    Variant("sigma_v 1.3 u*", {"sigma_v_ratio": 1.3}),
    Variant("sigma_v 2.4 u*", {"sigma_v_ratio": 2.4}),
    Variant("crosswind time scale doubled", {}, crosswind_time_factor=2.0),
    Variant("no wandering of the wind", {"wander_m_per_s": 0.0}),
    Variant("wandering doubled", {"wander_m_per_s": 0.2}),
    Variant("no deposition", {}, deposition=False),
    Variant("Obukhov length halved", {}, obukhov_factor=0.5),
    Variant("Obukhov length doubled", {}, obukhov_factor=2.0),
    Variant("mixing height 2,000 m by day", {"mixing_height_convective_m": 2000.0}),
    Variant("Karman constant 0.35", {"karman_number": 0.35}),
    Variant("class letter and roughness instead of temperatures", {}, by_class=True),
)


def runs() -> tuple[Run, ...]:
    """Read the runs from the library."""
    body, sourced = table(FILE), values(FILE)
    return tuple(
        Run(
            name,
            node["stability_class"],
            1e-3 * sourced[f"runs.{name}.rate_g_per_s"].value,
            sourced[f"runs.{name}.wind_speed_m_per_s"].value,
            sourced[f"runs.{name}.upper_minus_lower_c"].value,
            tuple(float(x) for x in node["arcs_m"]),
            tuple(float(c) for c in node["concentration_kg_per_m3"]),
        )
        for name, node in body["runs"].items()
    )


def _site(name: str) -> float:
    return values(FILE)[name].value


def layer_of(run: Run, variant: Variant | None = None) -> SurfaceLayer:
    """Build the surface layer of a run from its wind and temperature difference (or as the variant says)."""
    roughness, height = _site("roughness_m"), _site("wind_height_m")
    if variant is not None and variant.by_class:
        return from_class(run.stability_class, run.wind_speed_m_per_s, height, roughness)
    lower, upper = _site("lower_m"), _site("upper_m")
    layer = from_temperature_difference(
        run.wind_speed_m_per_s, height, roughness, lower, upper, run.upper_minus_lower_c
    )
    if variant is None:
        return layer
    if "karman_number" in variant.changes or "mixing_height_convective_m" in variant.changes:
        layer = from_temperature_difference(
            run.wind_speed_m_per_s, height, roughness, lower, upper, run.upper_minus_lower_c,
            constants=varied(layer, **variant.changes).constants,
        )  # fmt: skip
    if variant.obukhov_factor != 1.0:
        layer = from_friction_velocity(
            layer.friction_velocity_m_per_s, variant.obukhov_factor * layer.obukhov_length_m, roughness
        )
    return varied(layer, **variant.changes)


def predicted(
    run: Run, variant: Variant | None = None, seed: int = 0, relative_error: float = 0.02
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Compute a run's arc maxima and their standard errors, kg/m3."""
    layer = layer_of(run, variant)
    velocity = surface_velocity_m_per_s("SO2", layer) if variant is None or variant.deposition else 0.0
    source = PlumeSource(run.rate_kg_per_s, _site("source_height_m"), _site("duration_s"), velocity)
    receptors = [Receptor(x, 0.0, _site("sampler_height_m")) for x in run.arcs_m]
    duration = _site("duration_s")
    grid = turbulence_table(layer, lowest_height_m(layer.roughness_m), duration)
    if variant is not None and variant.crosswind_time_factor != 1.0:
        grid[:, 6] *= variant.crosswind_time_factor**0.5
    found = plume(source, layer, receptors, duration, seed=seed, relative_error=relative_error, table=grid)
    return (
        tuple(float(v) for v in found.concentration_kg_per_m3),
        tuple(float(v) for v in found.standard_error_kg_per_m3),
    )


def gaussian(run: Run) -> tuple[float, ...]:
    """Compute a run's arc maxima by the Gaussian plume of its class letter: the baseline."""
    curves = spreading(run.stability_class)
    return tuple(
        gaussian_plume_kg_per_m3(
            run.rate_kg_per_s, run.wind_speed_m_per_s, curves.sigma_y_m(x), curves.sigma_z_m(x),
            _site("source_height_m"), 0.0, _site("sampler_height_m"),
        )
        for x in run.arcs_m
    )  # fmt: skip


def _within(found: Scores, goal: Mapping[str, tuple[float, float]]) -> bool:
    got = {"fac2": found.fac2_fraction, "fb": found.fb_number, "mg": found.mg_number, "vg": found.vg_number}
    return all(low <= got[name] <= high for name, (low, high) in goal.items())


def _score_json(found: Scores) -> dict[str, Any]:
    return {
        "pairs": found.pairs_number,
        "fac2": found.fac2_fraction,
        "fb": found.fb_number,
        "mg": found.mg_number,
        "vg": found.vg_number,
        "nmse": found.nmse_number,
        "r": found.r_coefficient,
        "meets": found.meets,
    }


def _rows(run: Run, computed: Sequence[float], errors: Sequence[float]) -> list[dict[str, Any]]:
    return [
        {
            "what": f"{run.name}, arc maximum at {x:g} m, kg/m3",
            "measured": measured,
            "computed": value,
            "low": 0.5 * value,
            "high": 2.0 * value,
            "inside": 0.5 * value <= measured <= 2.0 * value,
            "why": f"ratio {value / measured:.2f} to measured, standard error {100 * error / value:.1f} %",
        }
        for x, measured, value, error in zip(
            run.arcs_m, run.concentration_kg_per_m3, computed, errors, strict=True
        )
    ]


def report(seed: int = 0, variants: Sequence[Variant] = VARIANTS) -> dict[str, Any]:
    """Score the runs, as ``downrange validate prairie-grass --json`` prints it.

    Parameters
    ----------
    seed : int
        Of the random stream.
    variants : sequence of Variant
        Neighbouring closures to be scored beside.

    Returns
    -------
    dict
        ``set``, ``rows``, ``scores`` (with bootstrap intervals of the four), ``baseline`` (Gaussian plume by
        class letter), ``closures`` (the same scores under each variant), ``met`` and ``ambition_met``.
    """
    measured: list[float] = []
    computed: list[float] = []
    plain: list[float] = []
    rows: list[dict[str, Any]] = []
    for run in runs():
        values_, errors = predicted(run, None, seed)
        rows += _rows(run, values_, errors)
        measured += run.concentration_kg_per_m3
        computed += values_
        plain += gaussian(run)
    found = scores(measured, computed)
    intervals = {
        name: bootstrap(measured, computed, metric)
        for name, metric in (
            ("fac2", factor_of_two), ("fb", fractional_bias),
            ("mg", geometric_mean_bias), ("vg", geometric_variance),
        )
    }  # fmt: skip
    closures = []
    for variant in variants:
        changed = [v for run in runs() for v in predicted(run, variant, seed, relative_error=0.05)[0]]
        closures.append({"closure": variant.name, **_score_json(scores(measured, changed))})
    return {
        "set": "prairie-grass",
        "rows": rows,
        "scores": {
            **_score_json(found),
            **{f"{name}_interval": list(ends) for name, ends in intervals.items()},
        },
        "baseline": {"what": "Gaussian plume by class letter", **_score_json(scores(measured, plain))},
        "closures": closures,
        "note": "three runs of 68: the runs, not the fifteen arcs, are the sample",
        "met": _within(found, MUST),
        "ambition_met": _within(found, AMBITION),
    }
