"""The reader of FALL.yaml: one body from a state to the ground.

The file's keys are those of the command line's documentation; unknown keys are refused, every problem is
reported with its file, key and line in one go.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path as FilePath
from typing import Any

from downrange.base.canonical import digest
from downrange.errors import InputError, Problem, Where
from downrange.inputs.marked_reader import Reader, open_reader
from downrange.inputs.weather import read_profile
from downrange.physics.atmosphere import CALM, UpperAir, WindProfile
from downrange.physics.fall import Body, State
from downrange.physics.fall_breakup import Fragment
from downrange.physics.fall_drag import ConstantDrag, Drag, MachDrag, NoDrag, TumblingCylinder
from downrange.physics.fall_ellipse import SPREADS, Spreads
from downrange.physics.fall_wind import UncertainWind, default_wind, with_upper
from downrange.physics.upper_air import msis
from downrange.reference.drag import cylinder_curves

__all__ = ["BreakUp", "FallRequest", "month_of", "read_fall"]

_STATE = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 360.0),
    "altitude_m": (-500.0, 2.0e6),
    "speed_m_per_s": (0.0, 12000.0),
    "flight_path_angle_deg": (-90.0, 90.0),
    "azimuth_deg": (-360.0, 360.0),
}
_CLIMATOLOGY = "climatology"
_OPTIONAL = (
    "spread", "atmosphere", "upper_atmosphere", "ground_m", "probability", "break_up", "persons_per_km2",
)  # fmt: skip
_FRAGMENT = ("count", "mass_kg", "ballistic_kg_per_m2", "projected_area_m2")
_INDICES = {"f107_number": (50.0, 500.0), "f107_mean_number": (50.0, 500.0), "ap_number": (0.0, 400.0)}
_DRAG_FORMS = (
    "none, or {coefficient, reference_area_m2}, or {model: tumbling-cylinder, length_m, diameter_m}, or "
    "{model: mach, mach_number, drag_coefficient, reference_area_m2}"
)


@dataclass(frozen=True)
class BreakUp:
    """Where the body comes apart, how fast the fragments part, and what they are."""

    altitude_m: float
    velocity_m_per_s: float
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True)
class FallRequest:
    """What FALL.yaml asks.

    Attributes
    ----------
    spread : mapping
        Standard deviations, see :data:`downrange.physics.fall_ellipse.SPREADS`.
    assumed : tuple of str
        Inputs that are assumptions of the library and not the user's.
    hashes : mapping
        SHA-256 of each file that was read, by its name.
    break_up : BreakUp or None
        Where the file lets the body come apart.
    persons_per_km2 : float or None
        People in the open where it falls, for the casualty expectation.
    projected_area_m2 : float or None
        Largest projected area of the body: the file's, else length times diameter or the reference area.
    """

    state: State
    body: Body
    spread: Spreads
    wind: WindProfile | UncertainWind
    ground_m: float
    probability: float
    assumed: tuple[str, ...]
    hashes: Mapping[str, str]
    break_up: BreakUp | None = None
    persons_per_km2: float | None = None
    projected_area_m2: float | None = None


def read_fall(path: str | FilePath) -> FallRequest:
    """Read FALL.yaml.

    Raises
    ------
    InputError
        With every problem found: file, key, line, value, what was expected.
    """
    place = FilePath(path)
    reader, sha256 = open_reader(place)
    top = reader.mapping((), ("state", "body"), _OPTIONAL)
    hashes = {place.name: sha256}
    state = _state(reader)
    body, assumed = _body(reader)
    spread = _spread(reader) if top.get("spread") is not None else {}
    if assumed and "drag_fraction" not in spread:  # an assumed value is always drawn from
        spread["drag_fraction"] = cylinder_curves().drag_fraction
    wind = _wind(reader, top.get("atmosphere", _CLIMATOLOGY), place.parent, hashes, state)
    if top.get("upper_atmosphere") is not None and state is not None:
        upper = _upper(reader, state)
        wind = wind if upper is None else with_upper(wind, upper)
    ground_m = reader.number(("ground_m",), top.get("ground_m", 0.0), -500.0, 9000.0, default=0.0)
    probability = reader.number(("probability",), top.get("probability", 0.95), 0.01, 0.9999, default=0.95)
    if state is not None and state.altitude_m < ground_m:
        reader.problem(
            ("state", "altitude_m"), "below the ground", state.altitude_m, f"at least {ground_m:g}"
        )
    parting = _break_up(reader, ground_m) if top.get("break_up") is not None else None
    if parting is not None and body is not None:
        _no_mass_made(reader, parting, body.mass_kg)
    persons = None
    if top.get("persons_per_km2") is not None:
        persons = reader.number(("persons_per_km2",), top["persons_per_km2"], 0.0)
    if reader.problems:
        raise InputError(reader.problems)
    assert state is not None, "a missing state is a problem"
    assert body is not None, "a missing body is a problem"
    given = reader.mapping(("body",), ("mass_kg", "drag"), ("projected_area_m2",)).get("projected_area_m2")
    area = None if isinstance(body.drag, NoDrag) else body.drag.reference_area_m2
    return FallRequest(
        state, body, spread, wind, ground_m, probability, assumed, hashes, parting, persons,
        area if given is None else float(given),
    )  # fmt: skip


def _state(reader: Reader) -> State | None:
    node = reader.mapping(("state",), _STATE)
    read = {
        key: reader.number(("state", key), node[key], *bounds)
        for key, bounds in _STATE.items()
        if key in node
    }
    if len(read) < len(_STATE) or any(math.isnan(value) for value in read.values()):
        return None
    return State(**read)


def _body(reader: Reader) -> tuple[Body | None, tuple[str, ...]]:
    node = reader.mapping(("body",), ("mass_kg", "drag"), ("projected_area_m2",))
    mass = math.nan
    if "projected_area_m2" in node:
        reader.number(("body", "projected_area_m2"), node["projected_area_m2"], 0.0, above=True)
    if "mass_kg" in node:
        mass = reader.number(("body", "mass_kg"), node["mass_kg"], 0.0, above=True)
    drag, assumed = _drag(reader, node["drag"]) if "drag" in node else (None, ())
    if drag is None or math.isnan(mass):
        return None, assumed
    return Body(mass, drag), assumed


def _drag(reader: Reader, node: Any) -> tuple[Drag | None, tuple[str, ...]]:
    at = ("body", "drag")
    if node == "none":
        return NoDrag(), ()
    if not isinstance(node, dict):
        reader.problem(at, "no drag model", node, _DRAG_FORMS)
        return None, ()
    model = node.get("model")
    if model == "tumbling-cylinder":
        read = _numbers(reader, ("model", "length_m", "diameter_m"))
        if read is None:
            return None, ()
        curves = cylinder_curves()
        cylinder = TumblingCylinder(
            read["length_m"],
            read["diameter_m"],
            curves.mach_number,
            curves.cross_flow_coefficient,
            curves.face_coefficient,
        )
        return cylinder, ("drag.scale_factor",)
    if model == "mach":
        return _mach(reader), ()
    if model is not None:
        reader.problem((*at, "model"), "unknown drag model", model, _DRAG_FORMS)
        return None, ()
    read = _numbers(reader, ("coefficient", "reference_area_m2"))
    return (None if read is None else ConstantDrag(read["coefficient"], read["reference_area_m2"])), ()


def _numbers(reader: Reader, keys: tuple[str, ...]) -> dict[str, float] | None:
    """Read the positive numbers of a drag model; a coefficient may be zero."""
    at = ("body", "drag")
    node = reader.mapping(at, keys)
    names = [key for key in keys if key != "model"]
    read = {
        key: reader.number((*at, key), node[key], 0.0, above=key != "coefficient")
        for key in names
        if key in node
    }
    bad = len(read) < len(names) or any(math.isnan(value) for value in read.values())
    return None if bad else read


def _mach(reader: Reader) -> MachDrag | None:
    at = ("body", "drag")
    node = reader.mapping(at, ("model", "mach_number", "drag_coefficient", "reference_area_m2"))
    lists = [node.get("mach_number"), node.get("drag_coefficient")]
    area = reader.number((*at, "reference_area_m2"), node.get("reference_area_m2"), 0.0, above=True)
    numbers = [
        tuple(float(v) for v in given)
        for given in lists
        if isinstance(given, list)
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in given)
    ]
    if len(numbers) < 2:
        reader.problem(at, "the curve is not two lists of numbers", None, "mach_number and drag_coefficient")
        return None
    if math.isnan(area):
        return None
    try:
        return MachDrag(numbers[0], numbers[1], area)
    except ValueError as error:
        reader.problem((*at, "mach_number"), str(error), node.get("mach_number"))
        return None


def _spread(reader: Reader) -> dict[str, float]:
    node = reader.mapping(("spread",), (), SPREADS)
    read = {key: reader.number(("spread", key), node[key], 0.0) for key in SPREADS if key in node}
    return {key: value for key, value in read.items() if not math.isnan(value)}


def _break_up(reader: Reader, ground_m: float) -> BreakUp | None:
    at = ("break_up",)
    node = reader.mapping(at, ("altitude_m", "fragments"), ("velocity_m_per_s",))
    altitude = reader.number((*at, "altitude_m"), node.get("altitude_m"), ground_m, above=True)
    velocity = reader.number((*at, "velocity_m_per_s"), node.get("velocity_m_per_s", 0.0), 0.0, 5000.0)
    listed = node.get("fragments")
    if not isinstance(listed, list) or not listed:
        reader.problem((*at, "fragments"), "not a list of fragments", None, f"- {{{', '.join(_FRAGMENT)}}}")
        return None
    pieces = []
    for number, entry in enumerate(listed):
        place = (*at, "fragments", number)
        if not isinstance(entry, dict) or set(entry) != set(_FRAGMENT):
            reader.problem(place, "wrong keys of a fragment", entry, ", ".join(_FRAGMENT))
            continue
        pieces.append(
            Fragment(*(reader.number((*place, key), entry[key], 0.0, above=True) for key in _FRAGMENT))
        )
    return BreakUp(altitude, velocity, tuple(pieces))


def _no_mass_made(reader: Reader, parting: BreakUp, mass_kg: float) -> None:
    """Refuse fragments that weigh more than the body which they come from; less may have burnt."""
    total_kg = sum(piece.count_number * piece.mass_kg for piece in parting.fragments)
    if not reader.problems and total_kg > mass_kg * (1.0 + 1e-9):
        reader.problem(
            ("break_up", "fragments"), "the fragments weigh more than the body", f"{total_kg:g} kg",
            f"at most {mass_kg:g} kg",
        )  # fmt: skip


def _upper(reader: Reader, state: State) -> UpperAir | None:
    """Read the air above 80 km: NRLMSIS with its day and indices, all of them given."""
    at = ("upper_atmosphere",)
    node = reader.mapping(at, ("model", "on", *_INDICES))
    read = {
        key: reader.number((*at, key), node[key], *bounds) for key, bounds in _INDICES.items() if key in node
    }
    if node.get("model", "nrlmsis-2.1") != "nrlmsis-2.1":
        reader.problem((*at, "model"), "unknown model", node["model"], "nrlmsis-2.1")
    try:
        when = datetime.fromisoformat(str(node.get("on", "")))
    except ValueError:
        if "on" in node:
            reader.problem((*at, "on"), "not a date", node["on"], "YYYY-MM-DD or YYYY-MM-DDTHH:MM, UTC")
        return None
    if reader.problems or len(read) < len(_INDICES):
        return None
    return msis(
        when,
        state.latitude_deg,
        state.longitude_deg,
        flux_number=read["f107_number"],
        mean_flux_number=read["f107_mean_number"],
        ap_number=read["ap_number"],
    )


def month_of(on: str | None) -> int | None:
    """Give the month of a date, a month (``2013-07``) or nothing.

    Raises
    ------
    InputError
        If it is neither.
    """
    if on is None or on == "":
        return None
    parts = on.split("T")[0].split("-")
    numbers = [int(part) for part in parts if part.isdigit()]
    if len(numbers) != len(parts) or len(numbers) not in (2, 3) or not 1 <= numbers[1] <= 12:
        raise InputError(
            Problem(Where("", "on"), "not a date or month", value=on, expected="YYYY-MM-DD or YYYY-MM")
        )
    return numbers[1]


def _wind(
    reader: Reader, node: Any, folder: FilePath, hashes: dict[str, str], state: State | None
) -> WindProfile | UncertainWind:
    if node == "standard":
        return CALM
    expected = "standard, climatology (or climatology#YYYY-MM), or the path of a weather file"
    if not isinstance(node, str) or not node:
        reader.problem(("atmosphere",), "neither standard nor a file", node, expected)
        return CALM
    name, _, when = node.partition("#")
    latitude, longitude = (0.0, 0.0) if state is None else (state.latitude_deg, state.longitude_deg)
    if name == _CLIMATOLOGY:
        try:
            return default_wind(latitude, longitude, month_of(when))
        except InputError:
            reader.problem(("atmosphere",), "not a date or month", when, expected)
            return CALM
    file = folder / name
    if not file.is_file():
        reader.problem(("atmosphere",), "there is no such weather file", node, expected)
        return CALM
    try:
        profile = read_profile(file, latitude, longitude, when)
    except InputError as error:
        reader.problems.extend(error.problems)
        return CALM
    hashes[file.name] = digest(file.read_bytes())
    return profile
