"""Reader of a user's vehicle: ``VEHICLE.yaml``, laid out as the library's, with plain numbers.

    name: Some rocket
    stages:
      stage-1: {components: [oxygen, kerosene], propellant_kg: 110e3, dry_mass_kg: 9000, diameter_m: 3.0,
                thrust_vacuum_n: 1.9e6, isp_vacuum_s: 310, burn_s: 150}
      stage-2: {...}
    fairing: {mass_kg: 900, length_m: 7, diameter_m: 3}
    nominal: {fit_event: stage-1-separation, fit_altitude_m: 65e3}     # may be left out

Masses and diameters are never guessed: a file without them is refused with every figure that is missing. A
blank specific impulse is taken from the range of the propellant, a blank thrust from load, burn and specific
impulse, and what else is blank from ``models/blank_stage.yaml``; all that stands among the assumptions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from downrange.base.source import Sourced
from downrange.base.spread import Uniform
from downrange.base.units import unit_of
from downrange.errors import InputError
from downrange.inputs.marked_reader import Reader, open_reader
from downrange.reference.library import value, values
from downrange.reference.vehicles import Vehicle, assembled

__all__ = ["read_vehicle"]

_BLANK = "models/blank_stage.yaml"
_GRAVITY = 9.80665
_NEEDED = ("propellant_kg", "dry_mass_kg", "diameter_m")
_OPTIONAL = (
    "thrust_vacuum_n", "thrust_sea_level_n", "isp_vacuum_s", "isp_sea_level_s", "burn_s", "length_m",
    "body_diameter_m", "oxidiser_ratio", "residual_fraction", "reserve_fraction", "unit_number", "ignition_s",
    "separation_delay_s",
)  # fmt: skip
_NOMINAL = ("leo_payload_kg", "fit_altitude_m", "fit_time_s")
_SHROUD = ("mass_kg", "length_m", "diameter_m")
_SHARES = ("residual_fraction", "reserve_fraction")
_KINDS = ("n2o4-udmh", "n2o4-mmh", "oxygen-kerosene", "oxygen-hydrogen", "oxygen-methane", "solid")
_MOST = 1e9


def read_vehicle(path: str | Path) -> Vehicle:
    """Read a vehicle from a user's file.

    Raises
    ------
    InputError
        With every problem of the file: what is missing, unknown or out of range, with its line.
    """
    place = Path(path)
    reader, _ = open_reader(place)
    top = reader.mapping((), ("name", "stages"), ("note", "fairing", "nominal"))
    found: dict[str, Sourced] = {}
    stages = top.get("stages")
    if not isinstance(stages, Mapping) or not stages:
        reader.problem(("stages",), "no stages", stages, "booster, stage-1, stage-2, ... by name")
        stages = {}
    names = [str(name) for name in stages]
    orders = [_order(str(name)) for name in names]
    if any(one is None for one in orders) or orders != sorted(one for one in orders if one is not None):
        reader.problem(("stages",), "stages are named and ordered by their separation", ", ".join(names),
                       "booster (if any), stage-1, stage-2, ...")  # fmt: skip
    body: dict[str, Any] = {"name": str(top.get("name")), "note": str(top.get("note", "")), "stages": {}}
    for name in names:
        components = _stage(reader, name, place.name, found)
        body["stages"][name] = {"components": components}
    if "fairing" in top:
        _figures(reader, ("fairing",), place.name, found, _SHROUD, ("unit_number",))
        found.setdefault("fairing.unit_number", _given("unit_number", 2.0, place.name))
        body["fairing"] = {}
    if "nominal" in top:
        wanted = _figures(reader, ("nominal",), place.name, found, (), _NOMINAL, ("fit_event",))
        body["nominal"] = {"fit_event": str(wanted.get("fit_event", ""))}
        if ("fit_event" in wanted) != ("fit_altitude_m" in wanted):
            reader.problem(("nominal",), "an event and its altitude go together", None,
                           "fit_event: stage-1-separation and fit_altitude_m")  # fmt: skip
    if reader.problems:
        raise InputError(reader.problems)
    return assembled(place.stem, body, found)


def _order(name: str) -> tuple[int, int] | None:
    if name == "booster":
        return (0, 0)
    number = name.removeprefix("stage-")
    return (1, int(number)) if number.isdigit() and number != name else None


def _given(key: str, number: float, file: str) -> Sourced:
    return Sourced(
        value=number, unit=unit_of(key) or "", source=file, locator="the user's file", kind="published"
    )


def _figures(
    reader: Reader,
    path: tuple[str | int, ...],
    file: str,
    found: dict[str, Sourced],
    needed: tuple[str, ...],
    optional: tuple[str, ...],
    words: tuple[str, ...] = (),
) -> Mapping[str, Any]:
    """Read the figures of one part into ``found`` under its dotted path."""
    also = ("components",) if path[0] == "stages" else ()
    body = reader.mapping(path, (*also, *needed), (*optional, *words))
    for key in (*needed, *optional):
        if key in body:
            top = 1.0 if key in _SHARES else _MOST
            low = key in _SHARES or key == "ignition_s"
            number = reader.number((*path, key), body[key], 0.0, top, above=not low)
            if math.isfinite(number):
                found[".".join((*map(str, path), key))] = _given(key, number, file)
    return body


def _stage(reader: Reader, name: str, file: str, found: dict[str, Sourced]) -> list[str]:
    path = ("stages", name)
    body = _figures(reader, path, file, found, _NEEDED, _OPTIONAL)
    listed = body.get("components")
    components = [str(item) for item in listed] if isinstance(listed, list) else []
    kind = "-".join(components)
    if kind not in _KINDS:
        if "components" in body:
            expected = ", ".join(f"[{one.replace('-', ', ')}]" for one in _KINDS)
            reader.problem(
                (*path, "components"), "unknown propellant", listed, f"oxidiser and fuel: {expected}"
            )
        return components
    start = f"stages.{name}"
    if all(f"{start}.{key}" in found for key in _NEEDED):
        found |= {key: item for key, item in _blanks(start, kind, found).items() if key not in found}
    if not {"thrust_vacuum_n", "burn_s"} & set(body):
        reader.problem(path, "no thrust, and no burn time from which to derive it", None,
                       "thrust_vacuum_n, or burn_s")  # fmt: skip
    return components


def _blanks(start: str, kind: str, found: Mapping[str, Sourced]) -> dict[str, Sourced]:
    """Give what a stage leaves blank: assumed, from its propellant and its own figures."""
    known = values(_BLANK)
    blank = {f"{start}.{name}": known[f"{kind}.{name}"] for name in ("isp_vacuum_s", "oxidiser_ratio")
             if f"{kind}.{name}" in known}  # fmt: skip
    blank[f"{start}.residual_fraction"] = value(_BLANK, "residual_fraction")
    blank[f"{start}.unit_number"] = _given("unit_number", 1.0, "one of it")
    load_kg, wide_m = (found[f"{start}.{key}"].value for key in ("propellant_kg", "diameter_m"))
    length_m = load_kg / (known[f"{kind}.density_kg_per_m3"].value * known["filling_share"].value)
    length_m /= math.pi / 4.0 * wide_m**2
    blank[f"{start}.length_m"] = _derived("length_m", length_m, 0.8, 1.25, "from the volume of the load")
    if f"{start}.burn_s" in found:
        impulse = found.get(f"{start}.isp_vacuum_s", blank[f"{start}.isp_vacuum_s"])
        low, high = impulse.low_high()
        thrust_n = load_kg / found[f"{start}.burn_s"].value * impulse.value * _GRAVITY
        blank[f"{start}.thrust_vacuum_n"] = _derived(
            "thrust_vacuum_n", thrust_n, 0.95 * low / impulse.value, 1.05 * high / impulse.value,
            "load over burn time, times the specific impulse",
        )  # fmt: skip
    return blank


def _derived(key: str, number: float, low: float, high: float, why: str) -> Sourced:
    return Sourced(
        value=number,
        unit=unit_of(key) or "",
        spread=Uniform(kind="uniform", low=low * number, high=high * number),
        source="flight-own",
        kind="assumed",
        rationale=f"left blank in the file: {why}",
    )
