"""Readers of soundings: IGRA version 2, and the University of Wyoming's text and CSV forms.

A sounding becomes a profile of wind by geometric height, with temperature and pressure where they cover it.
Heights that are missing (many wind-only levels of IGRA) are interpolated in the logarithm of the pressure.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from downrange.errors import InputError, Problem, Where
from downrange.inputs.weather_plausible import beyond
from downrange.physics.atmosphere import WindProfile

__all__ = ["Level", "profile_of", "read_igra", "read_wyoming_csv", "read_wyoming_text"]

_KNOT_M_PER_S = 1852.0 / 3600.0
_RADIUS_M = 6356766.0
_MISSING = {-9999, -8888}
_NAN = math.nan


@dataclass(frozen=True)
class Level:
    """One level as it was read; not-a-number where a figure is missing. The height is geopotential."""

    pressure_pa: float
    height_m: float
    temperature_k: float
    wind_from_deg: float
    wind_speed_m_per_s: float
    line: int | None = None

    def figures(self) -> dict[str, float]:
        """Give what was read by name, without the place and what is missing."""
        return {name: number for name, number in vars(self).items()
                if name != "line" and not math.isnan(number)}  # fmt: skip


def geometric_m(geopotential_m: float) -> float:
    """Turn geopotential into geometric height (U.S. Standard Atmosphere 1976, equation 19)."""
    return _RADIUS_M * geopotential_m / (_RADIUS_M - geopotential_m)


def profile_of(levels: list[Level], file: str) -> WindProfile:
    """Make a profile of the levels of one sounding.

    Raises
    ------
    InputError
        If no level has wind and a height, or a figure is beyond every record.
    """
    wrong = [problem for level in levels for problem in beyond(level.figures(), file, level.line)]
    if wrong:
        raise InputError(wrong)
    ladder = sorted(
        (lv.pressure_pa, lv.height_m) for lv in levels if lv.pressure_pa > 0 and lv.height_m == lv.height_m
    )
    logs = np.log([pressure for pressure, _ in ladder]) if ladder else np.array([])
    heights = np.array([height for _, height in ladder])
    found: dict[float, tuple[float, float]] = {}
    for level in levels:
        height = level.height_m
        if math.isnan(height) and level.pressure_pa > 0 and len(ladder) >= 2:
            log = math.log(level.pressure_pa)
            if logs[0] <= log <= logs[-1]:
                height = float(np.interp(log, logs, heights))
        if math.isnan(height + level.wind_from_deg + level.wind_speed_m_per_s):
            continue
        turn = math.radians(level.wind_from_deg)
        speed = level.wind_speed_m_per_s
        found[geometric_m(height)] = (-speed * math.sin(turn), -speed * math.cos(turn))
    if not found:
        raise InputError(Problem(Where(file), "no level of this sounding has both a height and a wind"))
    levels_m = sorted(found)
    air = _air(levels, levels_m)
    return WindProfile(
        tuple(levels_m),
        tuple(found[height][0] for height in levels_m),
        tuple(found[height][1] for height in levels_m),
        temperature_k=air[0],
        pressure_pa=air[1],
        source=file,
    )


def _air(levels: list[Level], at_m: list[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Temperature and pressure at heights, or nothing where the sounding does not cover them."""
    rows = sorted(
        (geometric_m(lv.height_m), lv.temperature_k, lv.pressure_pa)
        for lv in levels
        if not math.isnan(lv.height_m + lv.temperature_k + lv.pressure_pa) and lv.pressure_pa > 0
    )
    if len(rows) < 2 or rows[0][0] > at_m[0] + 1.0 or rows[-1][0] < at_m[-1] - 1.0:
        return (), ()
    height, temperature, pressure = (np.array(column) for column in zip(*rows, strict=True))
    return (
        tuple(np.interp(at_m, height, temperature).tolist()),
        tuple(np.exp(np.interp(at_m, height, np.log(pressure))).tolist()),
    )


def _cell(text: str, scale: float = 1.0, offset: float = 0.0) -> float:
    """Read an IGRA integer; -9999 and -8888 mean missing."""
    try:
        number = int(text)
    except ValueError:
        return _NAN
    return _NAN if number in _MISSING else number * scale + offset


def read_igra(lines: list[str], file: str, when: str = "") -> WindProfile:
    """Read one sounding of an IGRA version 2 file.

    Parameters
    ----------
    when : str
        ISO date and hour (``2015-01-23T12``); may be left out where the file holds one sounding only.

    Raises
    ------
    InputError
        If the sounding is not in the file (naming the first and the last), or has no usable level.
    """
    heads = [(index, line) for index, line in enumerate(lines) if line.startswith("#")]
    times = {_igra_time(line): index for index, line in heads}
    if not when and len(times) == 1:
        when = next(iter(times))
    if when[:13] not in times:
        listed = sorted(times)
        message = "no sounding at this time" if when else "several soundings: say which, FILE#YYYY-MM-DDTHH"
        expected = f"one of {len(listed)} from {listed[0]} to {listed[-1]}" if listed else "soundings"
        raise InputError(Problem(Where(file), message, value=when or None, expected=expected))
    start = times[when[:13]] + 1
    levels = []
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("#"):
            break
        levels.append(
            Level(
                _cell(line[9:15]),
                _cell(line[16:21]),
                _cell(line[22:27], 0.1, 273.15),
                _cell(line[40:45]),
                _cell(line[46:51], 0.1),
                number,
            )
        )
    return profile_of(levels, file)


def _igra_time(head: str) -> str:
    return f"{head[13:17]}-{head[18:20]}-{head[21:23]}T{head[24:26]}"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return _NAN


def read_wyoming_text(lines: list[str], file: str) -> WindProfile:
    """Read the old TEXT:LIST form: columns of seven, wind in knots.

    Raises
    ------
    InputError
        If the table or its wind is missing.
    """
    begin = next((i for i, line in enumerate(lines) if line.split()[:2] == ["PRES", "HGHT"]), None)
    if begin is None:
        raise InputError(
            Problem(Where(file), "no table of a sounding", expected="a line of PRES HGHT TEMP ...")
        )
    units = lines[begin + 1].split() if begin + 1 < len(lines) else []
    if "knot" not in units:
        raise InputError(Problem(Where(file, "units", begin + 2), "wind not in knots", value=" ".join(units)))
    levels = []
    for number, line in enumerate(lines[begin + 3 :], begin + 4):
        cells = [_number(line[k : k + 7]) for k in range(0, 56, 7)]
        if math.isnan(cells[0]):
            break
        pressure, height, temperature = cells[0] * 100.0, cells[1], cells[2] + 273.15
        levels.append(Level(pressure, height, temperature, cells[6], cells[7] * _KNOT_M_PER_S, number))
    return profile_of(levels, file)


_WYOMING = {
    "pressure_pa": ("pressure_hPa", 100.0, 0.0),
    "height_m": ("geopotential height_m", 1.0, 0.0),
    "temperature_k": ("temperature_C", 1.0, 273.15),
    "wind_from_deg": ("wind direction_degree", 1.0, 0.0),
    "wind_speed_m_per_s": ("wind speed_m/s", 1.0, 0.0),
}


def read_wyoming_csv(lines: list[str], file: str) -> WindProfile:
    """Read the newer CSV form (metres per second).

    Raises
    ------
    InputError
        If a column is missing or no level is usable.
    """
    rows = list(csv.DictReader(lines))
    header = list(rows[0]) if rows else []
    lacking = [name for name, *_ in _WYOMING.values() if name not in header]
    if lacking:
        raise InputError([Problem(Where(file, name, 1), "this column is missing") for name in lacking])
    levels = [
        Level(
            **{
                key: _number(row[name] or "") * scale + offset
                for key, (name, scale, offset) in _WYOMING.items()
            },
            line=number,
        )
        for number, row in enumerate(rows, 2)
    ]
    return profile_of(levels, file)


def is_time(text: str) -> bool:
    """Say whether a text is an ISO date with an hour, as it stands after ``#``."""
    try:
        datetime.fromisoformat(text if len(text) > 13 else f"{text}:00")
    except ValueError:
        return False
    return "T" in text
