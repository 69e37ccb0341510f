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
from downrange.physics.soil_column import Column, column, held_kg_per_m2, layer_mg_per_kg

__all__ = [
    "SoilParameters",
    "SoilPatch",
    "deposit_area_over_limit_m2",
    "deposit_concentration",
    "splash",
    "splash_length_m",
    "spot",
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
    ejection_speed_share: float
    crater_radius_factor: float
    fallback_depth_ratio: float
    crater_ejected_share: float
    uptake_spread_factor: float
    patch_spread_factor: float
    evaporation_factor: float
    kerosene_volatility_factor: float
    bound_share: float
    bound_capacity_mg_per_kg: float
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
    volume_m3: float,
    crater_diameter_m: float,
    impact_speed_m_per_s: float,
    liquid: Substance,
    parameters: SoilParameters,
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
        speed = parameters.ejection_speed_share * impact_speed_m_per_s
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
    impact_speed_m_per_s: float = 60.0,
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
    impact_speed_m_per_s : float
        Of the stage or piece; the default is about the terminal speed of a piece of a stage.

    Returns
    -------
    SoilPatch
        All zero where no liquid reached the ground.
    """
    length_m = splash_length_m(
        liquid_volume_m3, crater_diameter_m, impact_speed_m_per_s, substance, parameters
    )
    length_m = max(length_m, 0.05)
    if contact_kg + thrown_kg <= 0.0:
        return SoilPatch(substance.slug, length_m, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    radius_m = max(contact_radius_m, 0.05)
    load = _load(contact_kg, thrown_kg, radius_m, length_m, crater_diameter_m / 2.0, parameters)
    fallback_m = parameters.fallback_depth_ratio * crater_diameter_m
    day_one = _Ground.on(substance, soil, parameters, 1.0, fallback_m)
    that_day = _Ground.on(substance, soil, parameters, sampling_day_d, fallback_m)
    area_m2 = _area_over_limit_m2(load, that_day, parameters, limit_mg_per_kg)
    second_m2 = 0.0
    if second_limit_mg_per_kg is not None:
        second_m2 = _area_over_limit_m2(load, that_day, parameters, second_limit_mg_per_kg)
    found = _sampled(load, that_day, area_m2, parameters, samples_number)
    factor = parameters.laboratory_factor
    return SoilPatch(
        substance.slug,
        length_m,
        _peak_mg_per_kg(load, day_one, parameters),
        factor * found[0],
        factor * found[1],
        factor * found[2],
        area_m2,
        second_m2,
        _left_kg(load, that_day, parameters),
    )


def spot(
    substance: Substance,
    mass_kg: float,
    thrown_share: float,
    contact_length_factor: float,
    soil: Soil,
    parameters: SoilParameters,
    limit_mg_per_kg: float,
    sampling_day_d: float = 1.0,
    samples_number: float = 50.0,
    impact_speed_m_per_s: float = 60.0,
) -> SoilPatch:
    """Put what one piece of a spent stage brought down into the ground; no crater.

    Parameters
    ----------
    mass_kg : float
        At this piece; ``thrown_share`` of it splashes, the rest leaks out where it lies, over a patch of
        ``contact_length_factor`` times the cube root of its volume in radius.
    """
    volume_m3 = mass_kg / substance.density_kg_per_m3
    return splash(
        substance,
        (1.0 - thrown_share) * mass_kg,
        thrown_share * mass_kg,
        contact_length_factor * volume_m3 ** (1.0 / 3.0),
        volume_m3,
        0.0,
        soil,
        parameters,
        limit_mg_per_kg,
        None,
        sampling_day_d,
        samples_number,
        impact_speed_m_per_s,
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
    """Mean load by distance: the wetted patch, turned in within the crater; thrown as exp(-r/L)/(2 pi L2)."""

    crater_kg_per_m2: float
    patch_kg_per_m2: float
    thrown_kg: float
    crater_m: float
    radius_m: float
    length_m: float

    def at(self, distance_m: Any) -> Any:
        distance = np.asarray(distance_m, dtype=float)
        patch = np.where(distance <= self.radius_m, self.patch_kg_per_m2, 0.0)
        inside = np.where(distance <= self.crater_m, self.crater_kg_per_m2, patch)
        thrown = self.thrown_kg / (2.0 * math.pi * self.length_m**2)
        return inside + thrown * np.exp(-distance / self.length_m)

    def total_kg(self) -> float:
        ring = self.radius_m**2 - self.crater_m**2
        return (
            math.pi * (self.crater_kg_per_m2 * self.crater_m**2 + self.patch_kg_per_m2 * ring)
            + self.thrown_kg
        )


def _load(
    contact_kg: float,
    thrown_kg: float,
    radius_m: float,
    length_m: float,
    crater_radius_m: float,
    parameters: SoilParameters,
) -> _Load:
    """Open the crater in the wetted patch: part of what soaked in there leaves with the soil thrown out."""
    crater_m = min(crater_radius_m, radius_m)
    patch = contact_kg / (math.pi * radius_m**2)
    ejected_kg = parameters.crater_ejected_share * patch * math.pi * crater_m**2
    kept = (1.0 - parameters.crater_ejected_share) * patch
    return _Load(kept, patch, thrown_kg + ejected_kg, crater_m, radius_m, length_m)


@dataclass(frozen=True)
class _Ground:
    """The two kinds of ground of one day: turned over in the crater, undisturbed outside."""

    turned: Column
    firm: Column

    @classmethod
    def on(
        cls, liquid: Substance, soil: Soil, parameters: SoilParameters, day_d: float, fallback_m: float
    ) -> _Ground:
        oily, inert = liquid.slug == "kerosene", liquid.slug == "nitrate"
        half_life_d = parameters.kerosene_half_life_d if oily else parameters.fast_half_life_d

        def of(least_depth_m: float) -> Column:
            return column(
                liquid,
                soil,
                day_d,
                0.0 if inert else parameters.evaporation_factor,
                0.0 if oily or inert else parameters.bound_share,
                parameters.bound_capacity_mg_per_kg,
                math.inf if inert else half_life_d,
                parameters.slow_share,
                least_depth_m,
                parameters.kerosene_volatility_factor if oily else 1.0,
            )

        return cls(of(fallback_m), of(0.0))

    def layer(self, inside: Any, loads: Any, top_m: float, bottom_m: float) -> Any:
        turned = layer_mg_per_kg(self.turned, loads, top_m, bottom_m)
        return np.where(inside, turned, layer_mg_per_kg(self.firm, loads, top_m, bottom_m))


def _load_at_limit_kg_per_m2(state: Column, limit_mg_per_kg: float) -> float:
    """Load whose top 10 cm just reach the limit: a logarithmic grid refined twice; infinite if none does."""
    low, high = math.log(1e-12), math.log(state.stored_kg_per_m3 * max(0.1, state.least_depth_m))
    for _ in range(3):
        logs = np.linspace(low, high, 48)
        over = layer_mg_per_kg(state, np.exp(logs), 0.0, 0.1) >= limit_mg_per_kg
        if not over[-1]:
            return math.inf
        first = int(np.argmax(over))
        low, high = float(logs[max(first - 1, 0)]), float(logs[first])
    return math.exp(high)


def _rings(load: _Load, reach: float, number: int) -> tuple[Any, Any]:
    """Middles and areas of rings out to ``reach`` lengths, with edges at the crater's and the patch's rim."""
    outer = load.radius_m + reach * load.length_m
    edges = np.concatenate(
        (
            np.linspace(0.0, load.crater_m, 9),
            np.linspace(load.crater_m, load.radius_m, 9)[1:],
            np.linspace(load.radius_m, outer, number)[1:],
        )
    )
    return 0.5 * (edges[1:] + edges[:-1]), math.pi * (edges[1:] ** 2 - edges[:-1] ** 2)


def _area_over_limit_m2(
    load: _Load, ground: _Ground, parameters: SoilParameters, limit_mg_per_kg: float
) -> float:
    """Integrate over the plane the probability that a spot's load is over the limit, m2.

    The local load is lognormal about the mean load m(r), mean kept: P = Phi((ln(m/m_limit) - s^2/2) / s).
    """
    firm = _load_at_limit_kg_per_m2(ground.firm, limit_mg_per_kg)
    turned = _load_at_limit_kg_per_m2(ground.turned, limit_mg_per_kg)
    middles, rings = _rings(load, 40.0, 401)
    least = np.where(middles < load.crater_m, turned, firm)
    if not np.isfinite(least).any():
        return 0.0
    mean = np.maximum(load.at(middles), 1e-300)
    sigma = _scatter(load, middles, parameters)
    score = (np.log(mean) - np.log(least) - 0.5 * sigma**2) / sigma
    return float((rings * _phi(score)).sum())


def _scatter(load: _Load, distance_m: Any, parameters: SoilParameters) -> Any:
    """Logarithmic spread of the local load: of uptake where the patch carries it, of splash beyond."""
    uptake, patch = math.log(parameters.uptake_spread_factor), math.log(parameters.patch_spread_factor)
    soaked = max(load.patch_kg_per_m2, load.crater_kg_per_m2) > load.thrown_kg / (
        2.0 * math.pi * load.length_m**2
    )
    within = uptake if soaked else patch
    return np.where(np.asarray(distance_m) <= load.radius_m, within, patch)


def _phi(score: Any) -> Any:
    """Give the standard normal distribution function (Abramowitz and Stegun 1964, eq. 7.1.26)."""
    x = np.abs(score) / math.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    upper = 0.5 * series * np.exp(-x * x)
    return np.where(score < 0.0, upper, 1.0 - upper)


def _peak_mg_per_kg(load: _Load, ground: _Ground, parameters: SoilParameters) -> float:
    """Wettest square metre: in the crater, on the rest of the patch, and where the thrown load begins.

    In each zone the quantile 1 - 1/(N + 1) of its N square metres; a zone under 1 m2 is diluted to one.
    """
    from scipy.special import ndtri

    highest = 0.0
    zones = ((0.0, load.crater_m, ground.turned), (load.crater_m, load.radius_m, ground.firm))
    for inner_m, outer_m, state in (*zones, (load.radius_m, load.radius_m + load.length_m, ground.firm)):
        area_m2 = math.pi * (outer_m**2 - inner_m**2)
        if area_m2 <= 0.0:
            continue
        place_m = inner_m * (1.0 + 1e-9) + 1e-9
        mean = float(load.at(place_m)) * min(area_m2, 1.0)
        sigma = float(_scatter(load, place_m, parameters))
        score = float(ndtri(1.0 - 1.0 / (max(area_m2, 1.0) + 1.0)))
        wettest = mean * math.exp(sigma * score - 0.5 * sigma**2)
        highest = max(highest, float(layer_mg_per_kg(state, wettest, 0.0, 0.1)))
    return highest


def _sampled(
    load: _Load, ground: _Ground, area_m2: float, parameters: SoilParameters, samples: float
) -> tuple[float, float, float]:
    """Highest of n jars of the top 10 cm and the two layers under it: the u^(1/n) quantile over the places.

    Places: a share in the patch and crater, the rest over the area above the limit.
    """
    outer_m = max(math.sqrt(area_m2 / math.pi), load.radius_m * 1.01)
    part = (np.arange(24) + 0.5) / 24.0
    near = load.radius_m * np.sqrt(part)
    far = np.sqrt(load.radius_m**2 + part * (outer_m**2 - load.radius_m**2))
    places = np.concatenate((near, far))
    focus = parameters.sampling_focus_share
    weights = np.concatenate((np.full(24, focus / 24.0), np.full(24, (1.0 - focus) / 24.0)))
    sigma = np.hypot(_scatter(load, places, parameters), math.log(parameters.jar_spread_factor))[:, None]
    loads = load.at(places)[:, None] * np.exp(sigma * _Z - 0.5 * sigma**2)
    inside = np.broadcast_to((places < load.crater_m)[:, None], loads.shape)
    shares = (weights[:, None] * _Z_WEIGHTS).ravel()
    tops = ground.layer(inside, loads, 0.0, 0.1).ravel()
    order = np.argsort(tops)
    below = np.cumsum(shares[order])
    wanted = parameters.sample_position_probability ** (1.0 / max(samples, 1.0)) * below[-1]
    at = order[min(int(np.searchsorted(below, wanted)), order.size - 1)]
    jar, turned = loads.ravel()[at], inside.ravel()[at]
    return (
        float(np.interp(wanted, below, tops[order])),
        float(ground.layer(turned, jar, 0.1, 0.2)),
        float(ground.layer(turned, jar, 0.2, 0.3)),
    )


def _left_kg(load: _Load, ground: _Ground, parameters: SoilParameters) -> float:
    """Mass still in the ground: the column integrated over depth, patches and the plane."""
    middles, rings = _rings(load, 12.0, 61)
    sigma = _scatter(load, middles, parameters)[:, None]
    factors = np.exp(sigma * _Z - 0.5 * sigma**2)
    factors = factors / (factors * _Z_WEIGHTS).sum(axis=1)[:, None]
    spots = load.at(middles)[:, None] * factors
    inside = (middles < load.crater_m)[:, None]
    held = np.where(inside, held_kg_per_m2(ground.turned, spots), held_kg_per_m2(ground.firm, spots))
    return min(float((rings[:, None] * _Z_WEIGHTS * held).sum()), load.total_kg())
