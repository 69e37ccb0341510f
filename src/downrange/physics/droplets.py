"""Break-up aloft: liquid torn to drops that fall and evaporate; the share that lands, and where.

Docs: docs/physics/release.md, section 2. Drops start at rest in the air at the height of the break-up: the
flash of superheated liquid and the spray's own motion are left out, both of which leave less for the ground.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from downrange.physics.release_library import Substance

__all__ = [
    "BreakupParameters",
    "BreakupRelease",
    "breakup_aloft",
    "largest_drop_m",
    "liquid_constants",
]

GRAVITY_M_PER_S2 = 9.80665
DRAG_OF_A_LARGE_DROP_COEFFICIENT = 0.5
CLASSES = 10
"""Equal-mass classes of drop size."""


@dataclass(frozen=True)
class BreakupParameters:
    """One draw; the names are leaves of ``reference/models/release.yaml``."""

    drop_median_mm: float
    drop_spread_factor: float
    weber_number: float
    footprint_spread_factor: float


@dataclass(frozen=True)
class BreakupRelease:
    """What a break-up aloft lets go, for one liquid.

    Attributes
    ----------
    ground_share : float
        Of the mass, what reaches the ground as liquid.
    drift_m : float
        From the place under the break-up to the middle of what lands; zero where nothing does.
    drift_east_m, drift_north_m : float
        The same to the east and to the north; of a wind given along one direction all of it is in the first.
    footprint_m2, deposit_kg_per_m2 : float
        Area of the fall-out and the mean load on it (zero where nothing arrives).
    gone_height_m : float
        Height at which the last class that evaporates is gone; the ground's where something arrives.
    """

    to_air_kg: float
    to_soil_kg: float
    ground_share: float
    drift_m: float
    fall_time_s: float
    footprint_m2: float
    deposit_kg_per_m2: float
    gone_height_m: float
    validity: str = ""
    drift_east_m: float = 0.0
    drift_north_m: float = 0.0


def largest_drop_m(liquid: Substance, weber_number: float) -> float:
    """Give the largest drop that its own terminal stream leaves whole, m.

    rho_a v^2 d / sigma = We with the terminal v gives d = sqrt(3 We C_d sigma / (4 rho_l g)), in any air.
    """
    return math.sqrt(
        3.0
        * weber_number
        * DRAG_OF_A_LARGE_DROP_COEFFICIENT
        * liquid.surface_tension_n_per_m
        / (4.0 * liquid.density_kg_per_m3 * GRAVITY_M_PER_S2)
    )


def breakup_aloft(
    liquid: Substance,
    mass_kg: float,
    break_up_m: float,
    ground_m: float,
    heights_m: Any,
    temperatures_k: Any,
    pressures_pa: Any,
    winds_m_per_s: Any,
    parameters: BreakupParameters,
) -> BreakupRelease:
    """Let the liquid of broken tanks fall as drops.

    Parameters
    ----------
    liquid : Substance
    mass_kg : float
    break_up_m, ground_m : float
        Heights above sea level.
    heights_m, temperatures_k, pressures_pa : array (levels,)
        A profile, heights rising.
    winds_m_per_s : array (levels,) or (2, levels)
        Along one direction, or to the east and to the north: the wind turns with height.
    parameters : BreakupParameters
        One draw.

    Returns
    -------
    BreakupRelease
        Mass closed: to_air + to_soil = mass.

    Notes
    -----
    Lognormal drops by mass, cut at the largest stable drop; each class falls at its terminal speed and
    evaporates by Ranz and Marshall (1952) at its wet-bulb temperature.
    """
    from scipy.special import ndtri

    from downrange.physics.kernels.droplets import fall_drops

    heights = np.asarray(heights_m, dtype=float)
    start_m = min(break_up_m, float(heights[-1]))
    validity = "" if start_m == break_up_m else "break-up above the profile: drops start at its top"
    classes = (np.arange(CLASSES) + 0.5) / CLASSES
    sizes = parameters.drop_median_mm * 1e-3 * parameters.drop_spread_factor ** ndtri(classes)
    sizes = np.minimum(sizes, largest_drop_m(liquid, parameters.weber_number))
    winds = np.atleast_2d(np.asarray(winds_m_per_s, dtype=float))
    falls = [
        fall_drops(
            np.ascontiguousarray(sizes),
            start_m,
            ground_m,
            heights,
            np.asarray(temperatures_k, dtype=float),
            np.log(np.asarray(pressures_pa, dtype=float)),
            np.ascontiguousarray(wind),
            liquid_constants(liquid),
        )
        for wind in winds  # the drift is all that the wind changes, so each component falls by itself
    ]
    fallen = falls[0]
    shares = fallen[:, 0]
    ground_share = float(shares.mean())
    arrived = shares > 0.0
    drifts = np.stack([fall[:, 2] for fall in falls], axis=1)
    middle = (shares @ drifts) / shares.sum() if arrived.any() else np.zeros(len(falls))
    drift_m = float(np.hypot.reduce(middle)) if len(falls) > 1 else float(middle[0])
    along = drifts @ (middle / drift_m) if drift_m != 0.0 else drifts[:, 0]
    footprint_m2 = _footprint_m2(along[arrived], parameters.footprint_spread_factor)
    to_soil_kg = mass_kg * ground_share
    return BreakupRelease(
        mass_kg - to_soil_kg,
        to_soil_kg,
        ground_share,
        drift_m,
        float(fallen[arrived, 1].max()) if arrived.any() else float(fallen[:, 1].max()),
        footprint_m2,
        to_soil_kg / footprint_m2 if footprint_m2 > 0.0 else 0.0,
        ground_m if arrived.any() else float(fallen[:, 3].min()),
        validity,
        float(middle[0]),
        float(middle[1]) if len(falls) > 1 else 0.0,
    )


def liquid_constants(liquid: Substance) -> Any:
    """Lay a liquid out for the drops' kernel: molar mass, density, Antoine, diffusivity, heat (SI)."""
    return np.array(
        [
            liquid.molar_mass_kg_per_mol,
            liquid.density_kg_per_m3,
            liquid.antoine_a_number,
            liquid.antoine_b_k,
            liquid.antoine_c_k,
            liquid.vapour_diffusivity_m2_per_s,
            liquid.heat_of_vaporisation_j_per_kg,
        ]
    )


def _footprint_m2(drifts_m: Any, spread_factor: float) -> float:
    """Ellipse from the spread of the drifts and a cross-wind share of it; at least a circle of 100 m."""
    if drifts_m.size == 0:
        return 0.0
    length_m = max(float(drifts_m.max() - drifts_m.min()), 100.0)
    width_m = max(spread_factor * float(drifts_m.max()), 100.0)
    return 0.25 * math.pi * length_m * width_m
