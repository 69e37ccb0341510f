"""What is the same for every draw of a case: vehicle, site, soil, settlements, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from downrange.base.source import Sourced
from downrange.case.schema import Case, Scenario
from downrange.damage.chain.flown import comes_down, computed_parts, vehicle_flown
from downrange.damage.valuation.method import Context, context_of
from downrange.errors import Problem, SourceError, Where
from downrange.reference.settlements import NOTE, Settlement, settlements_near
from downrange.reference.sites import Site, site
from downrange.reference.vehicles import Vehicle, vehicle

__all__ = ["AZIMUTH", "INCLINATION", "Plan", "plan"]

INCLINATION = "inclination_deg"
AZIMUTH = "launch_azimuth_deg"
"""Heading of the ground track at the pad; where a case gives it, it goes before the inclination's."""
DEFAULT_SOIL = "desert-sandy-loam"


@dataclass(frozen=True)
class Plan:
    """A case made ready for draws.

    Attributes
    ----------
    own : mapping of name to Sourced
        The case's inputs, which take the place of the library's.
    soil : str
        Soil type of the library.
    """

    case: Case
    scenario: Scenario
    own: Mapping[str, Sourced]
    vehicle: Vehicle
    site: Site
    soil: str
    context: Context
    settlements: tuple[Settlement, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def pad(self) -> tuple[float, float]:
        """Latitude and longitude of the pad, degrees."""
        return self.site.latitude_deg.value, self.site.longitude_deg.value

    @property
    def azimuth_deg(self) -> float:
        """Heading of the ground track at the pad, degrees: the case's own, or of its central inclination.

        Two headings lead into an orbit of an inclination; the northward one is taken, and a note says so.

        Raises
        ------
        SourceError
            If the case has neither.
        """
        if AZIMUTH in self.own:
            return self.own[AZIMUTH].value % 360.0
        if INCLINATION not in self.own:
            raise SourceError(f"{self.case.case}: a launch needs the inclination of its orbit", [INCLINATION])
        return _heading_deg(self.pad[0], self.own[INCLINATION].value)

    @property
    def ground_m(self) -> float:
        """Height of the ground above the ellipsoid, m; zero where the library has none."""
        return 0.0 if self.site.altitude_m is None else self.site.altitude_m.value


def plan(case: Case) -> Plan:
    """Make a case ready for draws.

    Raises
    ------
    SourceError
        If the case has no scenario, or the library lacks its vehicle or site, or a mass of the vehicle.
    """
    scenario = case.scenario
    if scenario is None or scenario.kind == "none":
        raise SourceError(f"{case.case} holds no launch or failure", ["scenario"])
    if scenario.vehicle is None or scenario.site is None:
        absent = [name for name in ("vehicle", "site") if getattr(scenario, name) is None]
        raise SourceError(f"{case.case}: the scenario names no {' and no '.join(absent)}", absent)
    carrier = vehicle(scenario.vehicle)
    if not carrier.stages:
        why = carrier.missing.get("stages", "the library has none of its stages")
        raise SourceError(f"vehicle {carrier.slug}: {why}", [f"vehicles.{carrier.slug}.stages"])
    carrier.load_kg()  # a vehicle without masses is refused here, with what is missing
    for name in scenario.dropped:
        carrier.stage(name)
    place = site(scenario.site)
    made = Plan(
        case=case,
        scenario=scenario,
        own=scenario.inputs,
        vehicle=carrier,
        site=place,
        soil=scenario.soil or DEFAULT_SOIL,
        context=context_of(case),
        settlements=settlements_near(place.latitude_deg.value, place.longitude_deg.value),
        problems=_problems(case, scenario),
        notes=(NOTE, *_notes(scenario)),
    )
    return _with_states(_with_heading(made))


def _with_heading(made: Plan) -> Plan:
    """Say which of an inclination's two headings is taken."""
    if INCLINATION not in made.own or AZIMUTH in made.own:
        return made
    inclination = made.own[INCLINATION].value
    note = (
        f"Of the two headings into an orbit of {inclination:g} degrees the northward one is taken, "
        f"{made.azimuth_deg:.1f} degrees; the other is {_heading_deg(made.pad[0], inclination, True):.1f}. "
        f"A case says otherwise with {AZIMUTH}."
    )
    return replace(made, notes=(*made.notes, note))


def _heading_deg(latitude_deg: float, inclination_deg: float, descending: bool = False) -> float:
    from downrange.physics.earth import launch_azimuth_deg

    return float(launch_azimuth_deg(latitude_deg, inclination_deg, descending=descending))


def _with_states(made: Plan) -> Plan:
    """Fly the vehicle where the library lacks the state at which a part is dropped, and say so."""
    wanted = made.scenario.dropped if made.scenario.kind != "nominal-launch" else None
    names = [n for n in computed_parts(made.vehicle) if wanted is None or n in wanted]
    if not names or (INCLINATION not in made.own and AZIMUTH not in made.own):
        return made  # without an inclination the launch is refused when it is drawn, with what is missing
    flown = vehicle_flown(made.vehicle.slug, *made.pad, made.ground_m, made.azimuth_deg)
    notes = [f"No published separation state of {', '.join(names)}: computed by the nominal ascent."]
    parts = (*flown.stages[:-1], *(() if flown.fairing is None else (flown.fairing,)))
    high = [p.name for p in parts if not comes_down(p.separation)]
    if high:
        notes.append(
            f"Not counted as falling: {', '.join(high)}, dropped so near orbital speed that it may stay up."
        )
    return replace(made, vehicle=flown, notes=(*made.notes, *notes))


def _problems(case: Case, scenario: Scenario) -> tuple[Problem, ...]:
    found = []
    for name, sourced in scenario.inputs.items():
        if sourced.kind == "assumed":
            place = Where(f"{case.case}/case.yaml", f"scenario.inputs.{name}")
            found.append(Problem(place, f"{name} is an assumption, drawn from its range", "warning"))
    return tuple(found)


def _notes(scenario: Scenario) -> tuple[str, ...]:
    notes = ["Exposure levels are planning levels for one exposure; they are reported and never priced."]
    if scenario.kind == "nominal-launch":
        notes.append(
            "Heights of the exhaust follow a power of time to the first staging, then a straight line."
        )
    else:
        notes.append(
            "Products of the fire are counted by the emission indices of the same propellant's engines."
        )
        notes.append(
            "The film that a cloud lays down is given as an area and not dug: it goes by itself in days to "
            "weeks. A case that has it treated says so with film_treated_share."
        )
    return tuple(notes)
