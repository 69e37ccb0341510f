"""What splashed or settled on the ground: concentrations by depth, areas over a limit, what a sampler finds.

Two areas are kept apart: what splashed or leaked at the impact, and what a cloud laid down. Docs:
docs/physics/soil.md; choices: docs/decisions/0032 and 0033.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from downrange.physics.release_library import Soil, Substance
from downrange.physics.soil_column import Column, column, layer_mg_per_kg

__all__ = [
    "SoilParameters",
    "SoilPatch",
    "area_over_limit_m2",
    "deposit_area_over_limit_m2",
    "deposit_concentration",
    "splash",
    "splash_length_m",
    "spot_radius_m",
]

GRAVITY_M_PER_S2 = 9.80665
AIR_DENSITY_KG_PER_M3 = 1.2
DROP_DRAG_COEFFICIENT = 0.5
"""Drag of a drop of millimetres at tens of m/s (Clift, Grace and Weber 1978, figure 5.14: 0.4-0.6)."""

_Z = np.linspace(-4.0, 4.5, 35)
_Z_WEIGHTS = np.exp(-0.5 * _Z**2) / np.exp(-0.5 * _Z**2).sum()


@dataclass(frozen=True)
class SoilParameters:
    """One draw; the names are leaves of ``reference/models/soil.yaml``."""

    splash_length_choice_number: float
    splash_volume_factor: float
    drop_diameter_mm: float
    ejection_speed_m_per_s: float
    crater_radius_factor: float
    patch_spread_factor: float
    evaporation_factor: float
    bound_share: float
    fast_half_life_d: float
    slow_share: float
    kerosene_half_life_d: float
    laboratory_factor: float
    jar_spread_factor: float
    sampling_focus_share: float
    sample_position_probability: float
    deposit_mixing_depth_m: float


@dataclass(frozen=True)
class SoilPatch:
    """The ground at one impact or spot, for one substance.

    Attributes
    ----------
    peak_mg_per_kg : float
        Highest mean over 1 m2 x 10 cm, day 1.
    sampled_max_mg_per_kg, depth_10_20_cm_mg_per_kg, depth_20_30_cm_mg_per_kg : float
        The highest of n jars of the top 10 cm on the sampling day, and the two layers under that place.
    area_over_limit_m2, area_over_second_limit_m2 : float
        Top 10 cm on the sampling day over the first and the second limit (0 where no second was asked).
    left_kg : float
        Still in the ground on the sampling day; the rest went to the air or reacted.
    """

    substance: str
    splash_length_m: float
    peak_mg_per_kg: float
    sampled_max_mg_per_kg: float
    depth_10_20_cm_mg_per_kg: float
    depth_20_30_cm_mg_per_kg: float
    area_over_limit_m2: float
    area_over_second_limit_m2: float
    left_kg: float

    def quantities(self, with_second_limit: bool = False) -> dict[str, float]:
        """Give the quantities by the names that others rely on (``udmh_soil_peak_mg_per_kg``, ...)."""
        name = self.substance.replace("-", "_")
        area = "soil_splash_area_over_limit_m2"
        prefix = "" if self.substance == "udmh" else f"{name}_"
        found = {
            f"{name}_soil_peak_mg_per_kg": self.peak_mg_per_kg,
            f"{name}_soil_sampled_max_mg_per_kg": self.sampled_max_mg_per_kg,
            f"{name}_soil_10_20_cm_mg_per_kg": self.depth_10_20_cm_mg_per_kg,
            f"{name}_soil_20_30_cm_mg_per_kg": self.depth_20_30_cm_mg_per_kg,
            f"{prefix}{area}": self.area_over_limit_m2,
        }
        if with_second_limit:
            found[f"{prefix}{area}_at_0_3"] = self.area_over_second_limit_m2
        return found


def splash_length_m(
    volume_m3: float, crater_diameter_m: float, liquid: Substance, parameters: SoilParameters
) -> float:
    """Give the length over which the thrown load falls by e, m, by the law chosen (docs/decisions/0033).

    1: k V^(1/3). 2: half the range of a drop, (lambda / 2) ln(1 + v^2 / (g lambda)) with
    lambda = 4 rho_l d / (3 rho_a C_d), which is v^2 / (2 g) without drag. 3: factor x crater radius.
    """
    law = round(parameters.splash_length_choice_number)
    if law == 1:
        return float(parameters.splash_volume_factor * volume_m3 ** (1.0 / 3.0))
    if law == 2:
        diameter_m = parameters.drop_diameter_mm * 1e-3
        drag_m = (
            4.0
            * liquid.density_kg_per_m3
            * diameter_m
            / (3.0 * AIR_DENSITY_KG_PER_M3 * DROP_DRAG_COEFFICIENT)
        )
        speed = parameters.ejection_speed_m_per_s
        return float(0.5 * drag_m * math.log1p(speed**2 / (GRAVITY_M_PER_S2 * drag_m)))
    return parameters.crater_radius_factor * 0.5 * crater_diameter_m


def splash(
    substance: Substance,
    contact_kg: float,
    thrown_kg: float,
    contact_radius_m: float,
    liquid_volume_m3: float,
    crater_diameter_m: float,
    soil: Soil,
    parameters: SoilParameters,
    limit_mg_per_kg: float,
    second_limit_mg_per_kg: float | None = None,
    sampling_day_d: float = 1.0,
    samples_number: float = 50.0,
) -> SoilPatch:
    """Put what splashed into the ground.

    Parameters
    ----------
    substance : Substance
        What is followed (UDMH or kerosene).
    contact_kg, thrown_kg, contact_radius_m, liquid_volume_m3, crater_diameter_m : float
        From :class:`~downrange.physics.release.ImpactRelease`, this substance's masses.
    soil, parameters : Soil, SoilParameters
        One draw.
    limit_mg_per_kg, second_limit_mg_per_kg : float
        Levels for the areas, per kg of dry soil.
    sampling_day_d : float
        Days from the spill to the samples (the peak is always that of day 1).
    samples_number : float
        Jars taken.

    Returns
    -------
    SoilPatch
        All zero where no liquid reached the ground.
    """
    length_m = splash_length_m(liquid_volume_m3, crater_diameter_m, substance, parameters)
    length_m = max(length_m, 0.05)
    if contact_kg + thrown_kg <= 0.0:
        return SoilPatch(substance.slug, length_m, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    load = _Load(contact_kg, thrown_kg, max(contact_radius_m, 0.05), length_m)
    day_one = _column(substance, soil, parameters, 1.0)
    that_day = _column(substance, soil, parameters, sampling_day_d)
    sigma = math.log(parameters.patch_spread_factor)
    area_m2 = area_over_limit_m2(load, that_day, sigma, limit_mg_per_kg)
    second_m2 = 0.0
    if second_limit_mg_per_kg is not None:
        second_m2 = area_over_limit_m2(load, that_day, sigma, second_limit_mg_per_kg)
    sampled_load = _sampled_load(load, area_m2, parameters, samples_number)
    factor = parameters.laboratory_factor
    return SoilPatch(
        substance.slug,
        length_m,
        float(layer_mg_per_kg(day_one, _peak_load(load, sigma), 0.0, 0.1)),
        factor * float(layer_mg_per_kg(that_day, sampled_load, 0.0, 0.1)),
        factor * float(layer_mg_per_kg(that_day, sampled_load, 0.1, 0.2)),
        factor * float(layer_mg_per_kg(that_day, sampled_load, 0.2, 0.3)),
        area_m2,
        second_m2,
        _left_kg(load, that_day, sigma),
    )


def spot_radius_m(patch: SoilPatch) -> float:
    """Give the radius of the circle whose area is over the limit, m: ``spot_radius_over_limit_m``."""
    return math.sqrt(patch.area_over_limit_m2 / math.pi)


def deposit_concentration(
    deposit_kg_per_m2: Any, bulk_density_kg_per_m3: float, mixing_depth_m: float
) -> Any:
    """Turn a deposit into the concentration of the top layer, mg per kg of dry soil (any shape).

    6 mg/m2 in 5 cm at 1,200 kg/m3 is 0.1 mg/kg; a printed 0.06 mg/m2 for the same is a slip by 100
    (mg per dm2 meant), docs/physics/soil.md, section 6.
    """
    return np.asarray(deposit_kg_per_m2, dtype=float) * 1e6 / (bulk_density_kg_per_m3 * mixing_depth_m)


def deposit_area_over_limit_m2(
    deposit_kg_per_m2: Any,
    cell_area_m2: Any,
    bulk_density_kg_per_m3: float,
    mixing_depth_m: float,
    limit_mg_per_kg: float,
    kept_share: float = 1.0,
) -> float:
    """Give the area of a gridded deposit over a limit, m2: ``soil_deposit_area_over_limit_m2``.

    Parameters
    ----------
    deposit_kg_per_m2 : array
        Deposit per cell, any shape.
    cell_area_m2 : float or array of that shape
        Area of each cell.
    kept_share : float
        Share of the deposit still there (a thin deposit keeps its bound part only).
    """
    kept = deposit_concentration(deposit_kg_per_m2, bulk_density_kg_per_m3, mixing_depth_m) * kept_share
    areas = np.broadcast_to(np.asarray(cell_area_m2, dtype=float), kept.shape)
    return float(areas[kept > limit_mg_per_kg].sum())


@dataclass(frozen=True)
class _Load:
    """Mean load by distance: contact_kg evenly in the wetted patch, thrown_kg as exp(-r/L)/(2 pi L2)."""

    contact_kg: float
    thrown_kg: float
    radius_m: float
    length_m: float

    def at(self, distance_m: Any) -> Any:
        inside = np.where(distance_m <= self.radius_m, self.contact_kg / (math.pi * self.radius_m**2), 0.0)
        thrown = self.thrown_kg / (2.0 * math.pi * self.length_m**2)
        return inside + thrown * np.exp(-np.asarray(distance_m) / self.length_m)


def _column(substance: Substance, soil: Soil, parameters: SoilParameters, day_d: float) -> Column:
    if substance.slug == "kerosene":
        half_life_d = parameters.kerosene_half_life_d
        return column(
            substance, soil, day_d, parameters.evaporation_factor, 0.0, half_life_d, 0.0, half_life_d
        )
    return column(
        substance,
        soil,
        day_d,
        parameters.evaporation_factor,
        parameters.bound_share,
        parameters.fast_half_life_d,
        parameters.slow_share,
        soil.slow_half_life_d,
    )


def _load_at_limit_kg_per_m2(state: Column, limit_mg_per_kg: float) -> float:
    """Load whose top 10 cm just reach the limit, by bisection; infinite where none does."""
    high = state.stored_kg_per_m3 * 0.1
    if float(layer_mg_per_kg(state, high, 0.0, 0.1)) < limit_mg_per_kg:
        return math.inf
    low = 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if float(layer_mg_per_kg(state, middle, 0.0, 0.1)) < limit_mg_per_kg:
            low = middle
        else:
            high = middle
    return high


def area_over_limit_m2(load: _Load, state: Column, sigma_number: float, limit_mg_per_kg: float) -> float:
    """Integrate over the plane the probability that a spot's load is over the limit, m2.

    The local load is lognormal about the mean load m(r), mean kept: P = Phi((ln(m/m_limit) - s^2/2) / s).
    """
    least = _load_at_limit_kg_per_m2(state, limit_mg_per_kg)
    if not math.isfinite(least):
        return 0.0
    reach_m = load.radius_m + 40.0 * load.length_m
    edges = np.concatenate((np.linspace(0.0, load.radius_m, 9), np.linspace(load.radius_m, reach_m, 401)[1:]))
    middles = 0.5 * (edges[1:] + edges[:-1])
    rings = math.pi * (edges[1:] ** 2 - edges[:-1] ** 2)
    mean = np.maximum(load.at(middles), 1e-300)
    score = (np.log(mean / least) - 0.5 * sigma_number**2) / sigma_number
    return float((rings * _phi(score)).sum())


def _phi(score: Any) -> Any:
    """Give the standard normal distribution function (Abramowitz and Stegun 1964, eq. 7.1.26)."""
    x = np.abs(score) / math.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    upper = 0.5 * series * np.exp(-x * x)
    return np.where(score < 0.0, upper, 1.0 - upper)


def _peak_load(load: _Load, sigma: float) -> float:
    """Load of the wettest square metre of the wetted patch: the quantile 1 - 1/(N + 1) of N patches."""
    from scipy.special import ndtri

    patches = max(math.pi * load.radius_m**2, 1.0)
    mean = float(load.at(0.0)) * min(math.pi * load.radius_m**2, 1.0)  # a spot smaller than 1 m2 is diluted
    return mean * math.exp(sigma * float(ndtri(1.0 - 1.0 / (patches + 1.0))) - 0.5 * sigma**2)


def _sampled_load(load: _Load, area_m2: float, parameters: SoilParameters, samples: float) -> float:
    """Load under the highest of n jars: the u^(1/n) quantile of one jar's load over the places sampled."""
    outer_m = max(math.sqrt(area_m2 / math.pi), load.radius_m * 1.01)
    ring = (np.arange(24) + 0.5) / 24.0
    near = load.radius_m * np.sqrt(ring)
    far = np.sqrt(load.radius_m**2 + ring * (outer_m**2 - load.radius_m**2))
    mean = load.at(np.concatenate((near, far)))
    focus = parameters.sampling_focus_share
    weights = np.concatenate((np.full(24, focus / 24.0), np.full(24, (1.0 - focus) / 24.0)))
    sigma = math.hypot(math.log(parameters.patch_spread_factor), math.log(parameters.jar_spread_factor))
    loads = (mean[:, None] * np.exp(sigma * _Z - 0.5 * sigma**2)).ravel()
    shares = (weights[:, None] * _Z_WEIGHTS).ravel()
    order = np.argsort(loads)
    below = np.cumsum(shares[order])
    wanted = parameters.sample_position_probability ** (1.0 / max(samples, 1.0))
    return float(np.interp(wanted * below[-1], below, loads[order]))


def _left_kg(load: _Load, state: Column, sigma: float) -> float:
    """Mass still in the ground: the column integrated over depth, patches and the plane."""
    factors = np.exp(sigma * _Z - 0.5 * sigma**2)
    factors = factors / (factors * _Z_WEIGHTS).sum()
    edges = np.concatenate(
        (
            np.linspace(0.0, load.radius_m, 5),
            np.linspace(load.radius_m, load.radius_m + 12 * load.length_m, 61)[1:],
        )
    )
    middles = 0.5 * (edges[1:] + edges[:-1])
    rings = math.pi * (edges[1:] ** 2 - edges[:-1] ** 2)
    spots = load.at(middles)[:, None] * factors
    free = np.maximum(spots - state.stored_kg_per_m3 * state.dry_front_m, 0.0)
    held = state.free_share * free + state.bound_share * spots
    total_kg = float((rings[:, None] * _Z_WEIGHTS * held).sum())
    return min(total_kg, load.contact_kg + load.thrown_kg)
