"""Readers of weather files: which format a file has, and the profile in it.

The plain table is CSV with a header: ``height_m`` and either ``east_m_per_s`` and ``north_m_per_s`` (where
the air goes) or ``wind_speed_m_per_s`` and ``wind_from_deg`` (where it comes from), optionally
``temperature_k`` and ``pressure_pa``. Lines that begin with # are comments. Heights in any order; a level
that stands twice is a problem.
"""

from __future__ import annotations

import csv
import gzip
import math
import zlib
from itertools import pairwise
from pathlib import Path

from downrange.errors import InputError, Problem, Where
from downrange.inputs.weather_plausible import beyond
from downrange.inputs.weather_soundings import read_igra, read_wyoming_csv, read_wyoming_text
from downrange.physics.atmosphere import WindProfile

__all__ = ["read_profile"]

_VECTOR = ("east_m_per_s", "north_m_per_s")
_POLAR = ("wind_speed_m_per_s", "wind_from_deg")
_AIR = ("temperature_k", "pressure_pa")
_KNOWN = ("height_m", *_VECTOR, *_POLAR, *_AIR)
_GRIB = (".grib", ".grb", ".grib2", ".grb2")


def read_profile(
    path: str | Path, latitude_deg: float = 0.0, longitude_deg: float = 0.0, when: str = ""
) -> WindProfile:
    """Read a profile of wind, and of temperature and pressure where they are given.

    Parameters
    ----------
    path : str or Path
        A plain table, an IGRA version 2 file (also gzipped), a Wyoming sounding, or pressure levels of ERA5
        in NetCDF or of any centre in GRIB.
    latitude_deg, longitude_deg : float
        The place, for gridded files.
    when : str
        ISO date and hour, for files of several times.

    Raises
    ------
    InputError
        With every problem found; for a format that is not read, what would be.
    """
    place = Path(path)
    if place.suffix.lower() in (".nc", *_GRIB):
        from downrange.inputs.weather_reanalysis import read_era5

        return read_era5(place, latitude_deg, longitude_deg, when)
    if place.suffix.lower() not in (".csv", ".txt", ".gz"):
        raise InputError(
            Problem(
                Where(str(path)),
                "this weather format is not read",
                value=place.suffix or "no ending",
                expected=f"CSV with {', '.join(_KNOWN)}; IGRA 2; Wyoming text or CSV; ERA5 NetCDF (.nc) "
                "or GRIB (.grib, .grib2)",
            )
        )
    lines = _lines(place)
    first = next((line for line in lines if line.strip()), "")
    if _is_igra(first):
        return read_igra(lines, str(path), when)
    if any(line.split()[:2] == ["PRES", "HGHT"] for line in lines):
        return read_wyoming_text(lines, str(path))
    if "geopotential height_m" in first:
        return read_wyoming_csv(lines, str(path))
    return read_table(lines, str(path))


def _lines(place: Path) -> list[str]:
    try:
        content = place.read_bytes()
        text = gzip.decompress(content) if place.suffix.lower() == ".gz" else content
        return text.decode("utf-8-sig").splitlines()  # spreadsheets put a mark before the first column
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise InputError(Problem(Where(str(place)), f"cannot be read as text: {error}")) from error


def _is_igra(line: str) -> bool:
    return len(line) > 60 and line[0] == "#" and line[13:17].isdigit() and line[18:20].isdigit()


def read_table(lines: list[str], file: str) -> WindProfile:
    """Read the plain table; see the module's docstring for its columns."""
    numbered = [(i, line) for i, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise InputError(Problem(Where(file), "the table is empty", expected=", ".join(_KNOWN)))
    header = [name.strip() for name in next(csv.reader([numbered[0][1]]))]
    problems = _header_problems(header, file, numbered[0][0])
    if problems:
        raise InputError(problems)
    rows: list[dict[str, float]] = []
    for line, text in numbered[1:]:
        row = _row(header, text, Where(file, "", line), problems)
        if row is not None:
            rows.append(row)
    if not rows and not problems:
        problems.append(Problem(Where(file), "the table has no levels"))
    rows.sort(key=lambda row: row["height_m"])
    for low, high in pairwise(rows):
        if low["height_m"] == high["height_m"]:
            problems.append(
                Problem(Where(file, "height_m"), "a height stands twice", value=f"{low['height_m']:g}")
            )
    if problems:
        raise InputError(problems)
    return _profile(rows, file)


def _header_problems(header: list[str], file: str, line: int) -> list[Problem]:
    where = Where(file, "header", line)
    problems = [
        Problem(where, "unknown column", value=name, expected=f"one of {', '.join(_KNOWN)}")
        for name in header
        if name not in _KNOWN
    ]
    if "height_m" not in header:
        problems.append(Problem(where, "the column height_m is missing"))
    if not (set(_VECTOR) <= set(header) or set(_POLAR) <= set(header)):
        problems.append(
            Problem(where, "no wind", expected=f"{' and '.join(_VECTOR)}, or {' and '.join(_POLAR)}")
        )
    if len(set(_AIR) & set(header)) == 1:
        problems.append(Problem(where, "temperature and pressure go together", expected=" and ".join(_AIR)))
    return problems


def _row(header: list[str], text: str, where: Where, problems: list[Problem]) -> dict[str, float] | None:
    cells = next(csv.reader([text]))
    if len(cells) != len(header):
        problems.append(
            Problem(where, "wrong number of cells", value=str(len(cells)), expected=str(len(header)))
        )
        return None
    row: dict[str, float] = {}
    for name, cell in zip(header, cells, strict=True):
        try:
            row[name] = float(cell)
        except ValueError:
            problems.append(Problem(Where(where.file, name, where.line), "not a number", value=cell))
            return None
    wrong = beyond(row, where.file, where.line)
    problems += wrong
    return None if wrong else row


def _profile(rows: list[dict[str, float]], file: str) -> WindProfile:
    if "east_m_per_s" in rows[0]:
        east = tuple(row["east_m_per_s"] for row in rows)
        north = tuple(row["north_m_per_s"] for row in rows)
    else:
        turned = [(row["wind_speed_m_per_s"], math.radians(row["wind_from_deg"])) for row in rows]
        east = tuple(-speed * math.sin(angle) for speed, angle in turned)
        north = tuple(-speed * math.cos(angle) for speed, angle in turned)
    air = "temperature_k" in rows[0]
    return WindProfile(
        tuple(row["height_m"] for row in rows),
        east,
        north,
        temperature_k=tuple(row["temperature_k"] for row in rows) if air else (),
        pressure_pa=tuple(row["pressure_pa"] for row in rows) if air else (),
        source=file,
    )
