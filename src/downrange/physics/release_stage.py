"""A nominal spent stage: what it vents aloft and what its pieces bring to the ground.

Only a published second-hand estimate exists for the ground share of a hypergolic stage (0.25-5 %); kerosene
and peroxide are assumed ranges. Page: docs/physics/release.md, section 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from downrange.physics.release import HYPERGOLIC_FUELS, Fate, Load

__all__ = ["SpentStageParameters", "SpentStageRelease", "spent_stage"]


@dataclass(frozen=True)
class SpentStageParameters:
    """One draw; the names are leaves of ``reference/models/release.yaml``."""

    volatile_ground_share: float
    kerosene_ground_share: float
    peroxide_ground_share: float
    fragments_number: float
    largest_fragment_share: float
    spot_thrown_share: float
    contact_length_factor: float


@dataclass(frozen=True)
class SpentStageRelease:
    """What a spent stage lets go.

    Attributes
    ----------
    fates : mapping of str to Fate
        By component; nothing reacts, nothing stays in tanks (pieces leak out).
    fragments_kg : mapping of str to tuple of float
        By component, the mass at each piece, the wettest first.
    thrown_share, contact_length_factor : float
        At each piece, what splashes instead of leaking; the wetted radius over the cube root of the volume.
    """

    fates: Mapping[str, Fate]
    fragments_kg: Mapping[str, tuple[float, ...]]
    thrown_share: float
    contact_length_factor: float

    def quantities(self) -> dict[str, float]:
        """Give kg by the names that others rely on."""
        found: dict[str, float] = {}
        for slug, fate in self.fates.items():
            name = slug.replace("-", "_")
            found[f"{name}_reacted_kg"] = fate.reacted_kg
            found[f"{name}_to_air_kg"] = fate.to_air_kg
            found[f"{name}_to_soil_kg"] = fate.to_soil_kg
        return found


def spent_stage(residuals: Load, parameters: SpentStageParameters) -> SpentStageRelease:
    """Share out what is left in a stage that did its work.

    Parameters
    ----------
    residuals : Load
        Liquids left at separation, kg by slug.
    parameters : SpentStageParameters
        One draw.

    Returns
    -------
    SpentStageRelease
        Each kilogram in the air or at one of the pieces.
    """
    fates: dict[str, Fate] = {}
    fragments: dict[str, tuple[float, ...]] = {}
    pieces = max(round(parameters.fragments_number), 1)
    for slug, mass_kg in residuals.components_kg.items():
        grounded_kg = mass_kg * _ground_share(slug, parameters)
        fates[slug] = Fate(0.0, mass_kg - grounded_kg, grounded_kg, 0.0)
        fragments[slug] = _divided(grounded_kg, pieces, parameters.largest_fragment_share)
    return SpentStageRelease(fates, fragments, parameters.spot_thrown_share, parameters.contact_length_factor)


def _ground_share(slug: str, parameters: SpentStageParameters) -> float:
    if slug in HYPERGOLIC_FUELS or slug == "n2o4":
        return parameters.volatile_ground_share
    if slug == "kerosene":
        return parameters.kerosene_ground_share
    if slug == "hydrogen-peroxide":
        return parameters.peroxide_ground_share
    return 0.0  # cryogens boil off in the fall


def _divided(mass_kg: float, pieces: int, largest_share: float) -> tuple[float, ...]:
    if mass_kg <= 0.0:
        return ()
    if pieces == 1:
        return (mass_kg,)
    largest_kg = max(largest_share, 1.0 / pieces) * mass_kg
    return (largest_kg, *((mass_kg - largest_kg) / (pieces - 1),) * (pieces - 1))
