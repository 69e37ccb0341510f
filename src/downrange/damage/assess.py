"""The first spine: one draw of one case, from launch or failure to money, top to bottom.

What came down, what got out, where the wind carried it, what stays in the ground, whom it reached, what that
costs. Each link is a module of ``damage/chain``; each leaves its steps in the trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from downrange.base.trace import Tracer
from downrange.damage.chain.coming_down import come_down
from downrange.damage.chain.counting import count_harm, count_people
from downrange.damage.chain.drifting import drift
from downrange.damage.chain.endangering import endanger
from downrange.damage.chain.letting_go import drawn_soil, let_go
from downrange.damage.chain.member import Member
from downrange.damage.chain.outcomes import OF_DROPPED
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.chain.pricing import price_harm
from downrange.damage.chain.soaking import soak
from downrange.damage.drawn import Drawn

if TYPE_CHECKING:
    from downrange.physics.puff import Grid

__all__ = ["assess_one", "plan"]


def assess_one(prepared: Plan, draw: int, seed: int, grid: Grid | None = None) -> Member:
    """Walk one draw down the spine.

    Parameters
    ----------
    prepared : Plan
        The case made ready, from :func:`plan`.
    draw, seed : int
        Which draw of which streams; nothing else decides the numbers.
    grid : Grid, optional
        Where given, the air's fields are mapped on it.
    """
    tracer = Tracer()
    drawn = Drawn(prepared.own, seed, draw, tracer)

    soil = drawn_soil(prepared, drawn, tracer)
    down = come_down(prepared, drawn, tracer)
    released = let_go(prepared, drawn, down, soil, tracer)
    aloft, quantities = drift(prepared, drawn, released, down, tracer, grid)
    quantities |= soak(prepared, drawn, released, aloft, soil, tracer)
    quantities |= count_people(prepared, drawn, aloft, tracer)
    quantities |= endanger(prepared, drawn, down, tracer)
    quantities |= {name: float(tracer.steps[name].output) for name in _masses_and_ranges(tracer)}
    harm = count_harm(drawn, released, soil.bulk_density_kg_per_m3, quantities, tracer)
    outcomes = price_harm(prepared, drawn, harm, tracer)

    return Member(
        draw, drawn.values, frozenset(drawn.assumed), quantities, outcomes, tracer.done(), down, aloft
    )


def _masses_and_ranges(tracer: Tracer) -> list[str]:
    """Name the steps of the first two links that are quantities of the assessment."""
    endings = (
        "_reacted_kg", "_to_air_kg", "_to_air_aloft_kg", "_to_soil_kg", "_residue_in_tanks_kg",
        "_range_from_pad_km", "_near_pad_kg", "_in_pad_cloud_kg",
    )  # fmt: skip
    single = ("crater_diameter_m", "probability_of_arrival", "highest_dynamic_pressure_pa")
    return [
        name
        for name in tracer.steps
        if name.removesuffix(OF_DROPPED).endswith(endings) or name in single or name.startswith("exhaust_")
    ]
