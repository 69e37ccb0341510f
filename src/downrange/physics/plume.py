"""A steady plume from a point source to receptors: the Lagrangian stochastic particle model.

Thomson's (1987) well-mixed model in the surface layer's turbulence, see docs/physics/plume.md. The number of
particles grows until the standard error asked for is reached; the answer depends on the seed only, never on
threads.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from downrange.physics.surface_layer import (
    FILE,
    SurfaceLayer,
    averaging_factor,
    sigma_w_m_per_s,
    turbulence_table,
)
from downrange.reference.library import values

__all__ = [
    "PlumeResult",
    "PlumeSource",
    "Receptor",
    "absorbed_share",
    "gaussian_plume_kg_per_m3",
    "lowest_height_m",
    "plume",
    "settings_for",
    "surface_velocity_m_per_s",
]

STEP_SHARE = 0.1
"""A step in Lagrangian time scales; the well-mixed test holds it (docs/physics/plume.md)."""

BATCHES = 32
_SLAB_SHARE = 0.02  # half width of a receptor's slab over its distance
_KERNEL_SHARE = 0.15  # width of the vertical kernel over the plume's depth there
_PILOT = 32  # particles of a batch in the pilot run that sizes the kernels
_OLDEST_FACTOR = 50.0  # a particle is given up after so many travel times at the mean wind


@dataclass(frozen=True)
class PlumeSource:
    """A continuous point source; ``duration_s`` infinite for a steady one."""

    rate_kg_per_s: float
    height_m: float
    duration_s: float = math.inf
    deposition_velocity_m_per_s: float = 0.0
    settling_speed_m_per_s: float = 0.0
    decay_per_s: float = 0.0


@dataclass(frozen=True)
class Receptor:
    """A point: ``x_m`` downwind, ``y_m`` across, ``z_m`` above the ground."""

    x_m: float
    y_m: float
    z_m: float


@dataclass(frozen=True, eq=False)
class PlumeResult:
    """Mean concentration at each receptor, its standard error and its mean age: shape (receptors,)."""

    concentration_kg_per_m3: NDArray[np.float64]
    standard_error_kg_per_m3: NDArray[np.float64]
    particles: int
    steps: int
    mean_age_s: NDArray[np.float64]


def lowest_height_m(roughness_m: float) -> float:
    """Give the height at which particles are reflected: ten roughness lengths, at least 5 cm.

    Similarity profiles hold above some ten roughness lengths, and time scales shrink toward the ground. Over
    rough country it stays at 1 m, or two roughness lengths, so that people's height is not lost.
    """
    return max(min(10.0 * roughness_m, 1.0), 2.0 * roughness_m, 0.05)


def surface_velocity_m_per_s(tracer: str, layer: SurfaceLayer) -> float:
    """Give the deposition velocity at the reflection height: no aerodynamic part, which the particles make.

    Sulphur dioxide only; every other tracer is taken as inert (0).
    """
    if tracer.lower() not in ("so2", "sulphur-dioxide", "sulfur-dioxide"):
        return 0.0
    found = values(FILE)
    sublayer = found["boundary_sublayer_coefficient"].value / (
        layer.constants.karman_number * layer.friction_velocity_m_per_s
    )
    return 1.0 / (found["so2_surface_resistance_s_per_m"].value + sublayer)


def absorbed_share(velocity_m_per_s: float, sigma_w_m_per_s: float) -> float:
    """Give the share of the weight a particle leaves at each touch of the ground.

    The downward flux of a Gaussian vertical velocity is ``sigma_w / sqrt(2 pi)`` times the concentration that
    arriving and leaving particles make together, so ``P = 2 v / (2 sigma_w/sqrt(2 pi) + v)``.
    """
    touching = 2.0 * sigma_w_m_per_s / math.sqrt(2.0 * math.pi)
    return min(2.0 * velocity_m_per_s / (touching + velocity_m_per_s), 1.0)


def settings_for(
    source: PlumeSource, layer: SurfaceLayer, step_share: float = STEP_SHARE, averaging_s: float = 600.0
) -> NDArray[np.float64]:
    """Lay out the kernel's settings; the averaging time sets the wandering, as it does the turbulence."""
    from downrange.physics.kernels import dispersion_particles as k

    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP] = lowest_height_m(layer.roughness_m), layer.mixing_height_m
    s[k.STEP_SHARE], s[k.LONGEST_STEP] = step_share, 1e9
    s[k.SETTLING], s[k.DECAY] = source.settling_speed_m_per_s, source.decay_per_s
    s[k.ABSORBED] = absorbed_share(
        source.deposition_velocity_m_per_s, float(sigma_w_m_per_s(layer, s[k.LOWEST]))
    )
    s[k.WANDER] = layer.constants.wander_m_per_s * averaging_factor(layer.constants, averaging_s)
    s[k.WANDER_TIME] = layer.constants.wander_time_s
    return s


def plume(
    source: PlumeSource,
    layer: SurfaceLayer,
    receptors: Sequence[Receptor],
    averaging_s: float = 600.0,
    seed: int = 0,
    relative_error: float = 0.02,
    most_particles: int = 400_000,
    step_share: float = STEP_SHARE,
    table: NDArray[np.float64] | None = None,
) -> PlumeResult:
    """Carry a plume to receptors.

    Parameters
    ----------
    source : PlumeSource
        What is released.
    layer : SurfaceLayer
        Wind and turbulence.
    receptors : sequence of Receptor
        All downwind.
    averaging_s : float
        Averaging time: sets the crosswind turbulence, and thins a release shorter than it.
    seed : int
        Of the random stream.
    relative_error : float
        Standard error to be reached at every receptor on the plume.
    most_particles : int
        Where the growth stops.
    step_share : float
        Step in Lagrangian time scales.
    table : array, optional
        Turbulence table in place of the layer's own.

    Returns
    -------
    PlumeResult
        In the order of ``receptors``.

    Raises
    ------
    ValueError
        If a receptor is not downwind, or source or receptor lie above the mixing height.
    """
    from downrange.physics.kernels.dispersion_particles import laid_out
    from downrange.physics.kernels.dispersion_plume import plume_sums
    from downrange.physics.kernels.random_normal import key_of

    if not receptors or min(r.x_m for r in receptors) <= 0.0:
        raise ValueError("every receptor must be downwind of the source")
    if max(source.height_m, *(r.z_m for r in receptors)) >= layer.mixing_height_m:
        raise ValueError("source and receptors must lie below the mixing height")
    s = settings_for(source, layer, step_share, averaging_s)
    lowest = lowest_height_m(layer.roughness_m)
    cells = laid_out(turbulence_table(layer, lowest, averaging_s) if table is None else table)
    order = np.argsort([r.x_m for r in receptors], kind="stable")
    points = np.array([[receptors[i].x_m, receptors[i].y_m, receptors[i].z_m, 0.0, 1.0] for i in order])
    points[:, 2] = np.maximum(points[:, 2], lowest)
    points[:, 3] = _SLAB_SHARE * points[:, 0]
    oldest = _OLDEST_FACTOR * points[-1, 0] / float(layer.wind_m_per_s(max(source.height_m, 2.0)))
    start = max(source.height_m, lowest)
    key = key_of(seed)
    sums, steps = plume_sums(0, _PILOT, BATCHES, start, points, cells, s, oldest, key)
    points[:, 4] = np.maximum(_KERNEL_SHARE * _depth_m(sums.sum(axis=0)), 0.02)
    total = np.zeros((BATCHES, len(points)))
    aged = np.zeros(len(points))
    flown, each = 0, 256
    while True:
        sums, more = plume_sums(_PILOT * BATCHES + flown, each, BATCHES, start, points, cells, s, oldest, key)
        total += sums[:, :, 0]
        aged += sums[:, :, 3].sum(axis=0)
        steps += more
        flown += each * BATCHES
        per_particle = total * BATCHES / flown
        mean = per_particle.mean(axis=0)
        error = per_particle.std(axis=0, ddof=1) / math.sqrt(BATCHES)
        faint = mean < 1e-4 * mean.max()  # off the plume: not worth more particles
        if flown >= most_particles or bool(np.all((error <= relative_error * mean) | faint)):
            break
        each = flown // BATCHES
    thinned = source.rate_kg_per_s * min(1.0, source.duration_s / averaging_s)
    back = np.empty_like(order)
    back[order] = np.arange(len(points))
    age = aged / np.maximum(total.sum(axis=0), 1e-300)
    return PlumeResult(
        thinned * mean[back], thinned * error[back], flown + _PILOT * BATCHES, steps, age[back]
    )


def _depth_m(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the plume's depth at each receptor: its mean height, or, aloft, 4/3 of the height's deviation.

    A plume on the ground has a deviation of three quarters of its mean height and more; one aloft less.
    """
    seconds = np.maximum(sums[:, 1], 1e-30)
    mean = sums[:, 2] / seconds
    deviation = np.sqrt(np.maximum(sums[:, 4] / seconds - mean**2, 0.0))
    return np.asarray(np.minimum(mean, 4.0 / 3.0 * deviation))


def gaussian_plume_kg_per_m3(
    rate_kg_per_s: float,
    wind_m_per_s: float,
    sigma_y_m: float,
    sigma_z_m: float,
    height_m: float,
    y_m: float,
    z_m: float,
) -> float:
    """Give the Gaussian plume with ground reflection, kg/m3: the screening check beside the particles."""
    across = math.exp(-0.5 * (y_m / sigma_y_m) ** 2)
    up = math.exp(-0.5 * ((z_m - height_m) / sigma_z_m) ** 2) + math.exp(
        -0.5 * ((z_m + height_m) / sigma_z_m) ** 2
    )
    return rate_kg_per_s * across * up / (2.0 * math.pi * wind_m_per_s * sigma_y_m * sigma_z_m)
