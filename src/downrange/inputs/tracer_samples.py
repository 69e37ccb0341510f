"""Reader of tracer samples in the layout of NOAA's DATEM archive (CAPTEX, ETEX and others).

Two header lines, then ``year month day start duration latitude longitude value station``; start and duration
as hhmm, UTC; the value in pg/m3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from downrange.errors import InputError, Problem, Where

__all__ = ["TracerSample", "read_samples"]

_COLUMNS = "year month day start duration latitude longitude value station"
_PG_PER_KG = 1e15
_HEADER_LINES = 2
_MOST_TOLD = 20


@dataclass(frozen=True)
class TracerSample:
    """One sample of air: where, from when (seconds since 1970 UTC), for how long, what was found."""

    station: str
    latitude_deg: float
    longitude_deg: float
    start_s: float
    duration_s: float
    concentration_kg_per_m3: float


def read_samples(path: str | Path) -> tuple[TracerSample, ...]:
    """Read a file of samples; values below zero (no sample) are left out.

    Raises
    ------
    InputError
        Every line that is not understood, with its number.
    """
    place = Path(path)
    try:
        lines = place.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(Where(str(place)), f"cannot be read: {error}")) from error
    found, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        sample = _sample(line.split())
        if number <= _HEADER_LINES:
            if sample is not None:  # it would be lost as a header
                message = "a sample where a header line should stand"
                problems.append(Problem(Where(str(place), "", number), message, value=line.strip()))
        elif sample is None:
            problems.append(
                Problem(Where(str(place), "", number), "not a sample", value=line.strip(), expected=_COLUMNS)
            )
        elif sample.concentration_kg_per_m3 >= 0.0:
            found.append(sample)
    if not found and not problems:
        problems.append(Problem(Where(str(place)), "no samples", expected=_COLUMNS))
    if problems:
        more = len(problems) - _MOST_TOLD
        if more > 0:
            problems[_MOST_TOLD:] = [Problem(Where(str(place)), f"{more} more lines are no samples")]
        raise InputError(problems)
    return tuple(found)


def _sample(cells: list[str]) -> TracerSample | None:
    if len(cells) != 9 or not (cells[3].isdigit() and cells[4].isdigit()):
        return None
    try:
        year, month, day = (int(cell) for cell in cells[:3])
        start, duration = int(cells[3]), int(cells[4])
        moment = datetime(year, month, day, start // 100, start % 100, tzinfo=UTC)
        latitude, longitude, value = (float(cell) for cell in cells[5:8])
    except ValueError:
        return None
    seconds = 3600.0 * (duration // 100) + 60.0 * (duration % 100)
    inside = abs(latitude) <= 90.0 and abs(longitude) <= 360.0 and math.isfinite(value) and seconds > 0.0
    inside = inside and duration % 100 < 60
    if not inside:
        return None
    return TracerSample(cells[8], latitude, longitude, moment.timestamp(), seconds, value / _PG_PER_KG)
