"""Whom what fell could have struck: the casualty expectation of the pieces of one draw.

Ec = sum over pieces of number x casualty area x persons per area where they came down (14 CFR 417, appendix
A: an inert piece counts from 11 foot-pounds on, over seven times its largest projected area). A piece that
fell into a settlement finds its built-up density, elsewhere the density of the open country; so over the
draws the mean weighs people with the places where things fall. Inert pieces only: no blast, no fire, no
toxic cloud.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from downrange.base.trace import Tracer
from downrange.damage.chain.member import Down
from downrange.damage.chain.plan import Plan
from downrange.damage.drawn import Drawn
from downrange.damage.places import DENSITY, built_up, local_m, parameters
from downrange.reference import library

if TYPE_CHECKING:
    from downrange.reference.vehicles import Fairing, Stage

__all__ = ["EXPECTATION", "RURAL", "endanger"]

EXPECTATION = "casualty_expectation"
RURAL = "rural_density_persons_per_km2"
"""Persons in the open where the pieces came down: the case's own, in Kazakhstan the library's range."""

_FALLEN = ("fallen_length_m", "fallen_diameter_m")


def endanger(plan: Plan, drawn: Drawn, down: Sequence[Down], tracer: Tracer) -> dict[str, float]:
    """Give the casualty expectation of one draw, given that the failure or the launch happened.

    Returns
    -------
    dict
        ``casualty_expectation``; empty where the density of the country or the size of a piece is not known.
    """
    from downrange.physics.fall_casualty import Piece, casualty_expectation

    rural = _rural(plan, drawn)
    if rural is None:
        return {}
    expected, asked = 0.0, [RURAL]
    for fallen in down:
        sized = _areas_m2(plan, drawn, fallen, down[0])
        if sized is None:
            return {}
        asked += [name for name in _FALLEN if name in drawn.values and name not in asked]
        mass_kg = fallen.dry_mass_kg + fallen.load.total_kg
        energy_j = 0.5 * mass_kg * fallen.speed_m_per_s**2
        pieces = [Piece(number, area_m2, energy_j / number) for number, area_m2 in sized]
        expected += casualty_expectation(pieces, _density_at(plan, drawn, fallen, rural))
    tracer.step(
        EXPECTATION, expected, "", "pieces times casualty area times persons per area where they fell; inert "
        "pieces, people in the open (docs/decisions/0174)", [*asked, DENSITY],
    )  # fmt: skip
    return {EXPECTATION: expected}


def _rural(plan: Plan, drawn: Drawn) -> float | None:
    """Draw the density of the open country; None where neither the case nor the library has one."""
    if RURAL in plan.own:
        return drawn(RURAL)
    if plan.context.jurisdiction != "kz":
        return None
    return drawn(RURAL, library.value("exposure.yaml", f"open_country.{RURAL}"))


def _density_at(plan: Plan, drawn: Drawn, fallen: Down, rural: float) -> float:
    known = parameters()
    values = {name: drawn(name, sourced) for name, sourced in known.items()}
    for place in built_up(plan.settlements, values):
        distance_m = math.hypot(
            *local_m(place.latitude_deg, place.longitude_deg, fallen.latitude_deg, fallen.longitude_deg)
        )
        if distance_m <= place.radius_m:
            return values[DENSITY]
    return rural


def _areas_m2(plan: Plan, drawn: Drawn, fallen: Down, first: Down) -> list[tuple[int, float]] | None:
    """Give number and largest projected area of the pieces that one thing stands for; a stage is a piece."""
    if fallen is first and all(name in plan.own for name in _FALLEN):
        length_m, diameter_m = (drawn(name) for name in _FALLEN)
        return [(fallen.count, length_m * diameter_m)]
    parts: list[Stage | Fairing] = list(plan.vehicle.stages)
    if plan.vehicle.fairing is not None:
        parts.append(plan.vehicle.fairing)
    named = [part for part in parts if part.name == fallen.body]
    taken = named or list(plan.vehicle.stages)
    if not all(part.has("length_m") and part.has("diameter_m") for part in taken):
        return None
    return [(part.count, _broadside_m2(part)) for part in taken]


def _broadside_m2(part: Stage | Fairing) -> float:
    wide = "body_diameter_m" if part.has("body_diameter_m") else "diameter_m"
    return part.figure("length_m").value * part.figure(wide).value
