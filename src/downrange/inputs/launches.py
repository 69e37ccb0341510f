"""Readers of launch logs: our own CSV, GCAT's table layout (TSV), Launch Library 2 (JSON).

Each gives the launches with what the library knows they need; every row that cannot be used is a problem
with its file, key and line. A file's launches are plans: their day is the planned one; ``flew_on`` is the
day flown, where the file tells both.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from downrange.base.canonical import digest
from downrange.base.marked import Marked, parse
from downrange.errors import InputError, Problem, Where
from downrange.operations.library import add_launch
from downrange.operations.manifest import Launch
from downrange.reference import library
from downrange.reference.launches import CREDIT

__all__ = ["LAUNCH_FILES", "LIBRARY_CREDIT", "LaunchFile", "read_launches"]

LAUNCH_FILES = ("launches.csv", "launches.tsv", "launches.json")
"""Names under which a case's folder may hold its own manifest."""

_MOST_PROBLEMS = 100
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
_GCAT_DAY = re.compile(
    r"^(?P<year>\d{4})(?: (?P<month>[A-Z][a-z]{2})(?: {1,2}(?P<day>\d{1,2}))?)?(?:[ ?].*)?$"
)
_ISO_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
LIBRARY_CREDIT = "Launches: The Space Devs, Launch Library 2, thespacedevs.com."
"""The credit for what came by Launch Library 2; printed wherever a launch of it is shown."""
_GCAT_NAMES = ("Flight", "Mission", "PLName", "Name")

Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class LaunchFile:
    """The launches of a file, its digest; the day to which it says it is complete, and whom to credit."""

    file: str
    sha256: str
    launches: tuple[Launch, ...]
    complete_to: date | None = None
    credit: str = ""


def read_launches(path: Path) -> LaunchFile:
    """Read a launch log by its ending: ``.csv`` (ours), ``.tsv`` (GCAT), ``.json`` (Launch Library 2).

    Raises
    ------
    InputError
        With the first hundred things that are wrong, each with file, key and line.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(Where(path.name), f"cannot be read: {error}")) from error
    readers = {".csv": _own_rows, ".tsv": _gcat_rows, ".json": _library_rows}
    if path.suffix not in readers:
        raise InputError(Problem(Where(path.name), "no such kind of file", expected=".csv, .tsv or .json"))
    problems: list[Problem] = []
    launches: dict[str, Launch] = {}
    for line, row in readers[path.suffix](path.name, text, problems):
        try:
            add_launch(launches, row)
        except ValueError as error:
            problems.append(Problem(Where(path.name, "on", line), str(error), value=row["on"]))
    if not launches and not problems:
        problems.append(Problem(Where(path.name), "no launch in this file"))
    if problems:
        raise InputError(problems[:_MOST_PROBLEMS])
    told, credit = _standing(path.suffix, text)
    return LaunchFile(path.name, digest(raw), tuple(launches.values()), told, credit)


def _standing(suffix: str, text: str) -> tuple[date | None, str]:
    """Find the day on which the file was brought up to date, as each log tells it, and its credit."""
    if suffix == ".json":
        days = [found[:10] for found in re.findall(r'"last_updated"\s*:\s*"([^"]*)"', text)]
        known = [date.fromisoformat(day) for day in days if _ISO_DAY.fullmatch(day)]
        return (max(known) if known else None), LIBRARY_CREDIT
    updated = re.search(r"^# Updated (\d{4} [A-Z][a-z]{2} {1,2}\d{1,2})", text, re.MULTILINE)
    day = _gcat_day(updated[1]) if updated else None
    credit = CREDIT if suffix == ".tsv" or "GCAT" in text else ""
    return (None if day is None else date.fromisoformat(day)), credit


def _columns(file: str, line: int, names: list[str], needed: tuple[str, ...], into: list[Problem]) -> bool:
    missing = [name for name in needed if name not in names]
    into += [Problem(Where(file, name, line), "this column is missing") for name in missing]
    return not missing


def _own_rows(file: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line and line[0] != "#"]
    if not lines:
        return
    reader = csv.DictReader(io.StringIO("\n".join(line for _, line in lines)))
    head = list(reader.fieldnames or ())
    if not _columns(file, lines[0][0], head, ("on", "vehicle", "site_code", "pad", "payloads"), problems):
        return
    for (number, _), row in zip(lines[1:], reader, strict=False):
        if None in row or None in row.values():
            problems.append(Problem(Where(file, "", number), "not as many fields as columns"))
        else:
            yield number, row


def _gcat_day(text: str) -> str | None:
    found = _GCAT_DAY.match(text.strip())
    if found is None:
        return None
    if found["month"] is None:
        return found["year"]
    if found["month"] not in _MONTHS:
        return None
    month = f"{found['year']}-{_MONTHS[found['month']]:02d}"
    return month if found["day"] is None else f"{month}-{int(found['day']):02d}"


def _gcat_rows(file: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    """Walk through GCAT's table: a header that begins with ``#``, fields parted by tabs, one row a launch.

    A log with one row for each payload gives each launch tag once, under its first payload.
    """
    head: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        fields = [field.strip() for field in line.split("\t")]
        if not head and len(fields) > 1:
            head = [fields[0].lstrip("# "), *fields[1:]]
            needed = ("Launch_Tag", "Launch_Date", "LV_Type", "Launch_Site", "Launch_Pad")
            if not _columns(file, number, head, needed, problems):
                return
            continue
        if not line.strip() or line.startswith("#"):
            continue
        row = dict(zip(head, fields, strict=False))
        if len(fields) != len(head):
            problems.append(Problem(Where(file, "", number), "not as many fields as columns"))
            continue
        day = _gcat_day(row["Launch_Date"])
        if day is None:
            where = Where(file, "Launch_Date", number)
            problems.append(Problem(where, "not a day as GCAT writes it", value=row["Launch_Date"]))
            continue
        if row["Launch_Tag"] in seen:
            continue
        seen.add(row["Launch_Tag"])
        name = next((row[key] for key in _GCAT_NAMES if row.get(key) not in (None, "", "-")), "")
        yield number, {
            "on": day, "vehicle": row["LV_Type"], "site_code": row["Launch_Site"],
            "pad": row["Launch_Pad"], "payloads": name or row["Launch_Tag"], "source": "gcat-launchlog",
        }  # fmt: skip


def _library_rows(file: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    marked = parse(text, file)
    results = marked.data.get("results") if isinstance(marked.data, dict) else marked.data
    if not isinstance(results, list):
        problems.append(Problem(Where(file, "results"), "expected the list of launches"))
        return
    prefix: tuple[str | int, ...] = ("results",) if isinstance(marked.data, dict) else ()
    for index, item in enumerate(results):
        path = (*prefix, index)
        row = _library_row(item, path, marked, problems)
        if row is not None:
            yield marked.where(path).line or 0, row


def _inside(item: Any, *keys: str) -> Any:
    for key in keys:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def _library_row(
    item: Any, path: tuple[str | int, ...], marked: Marked, problems: list[Problem]
) -> Mapping[str, str] | None:
    wanted = {
        "net": _inside(item, "net"),
        "name": _inside(item, "name"),
        "rocket": _inside(item, "rocket", "configuration", "full_name")
        or _inside(item, "rocket", "configuration", "name"),
        "pad": _inside(item, "pad", "name"),
    }
    wrong = [key for key, value in wanted.items() if not isinstance(value, str) or not value]
    problems += [Problem(marked.where((*path, key)), "this key is missing or no text") for key in wrong]
    if wrong:
        return None
    day = wanted["net"][:10]
    try:
        date.fromisoformat(day)
    except ValueError:
        problems.append(Problem(marked.where((*path, "net")), "not a day", value=wanted["net"]))
        return None
    place = str(_inside(item, "pad", "location", "name") or "")
    known = library.table("operations/requirements.yaml")["launch_library"]
    code, pads = next(((b["code"], b["pads"]) for word, b in known.items() if word in place), (place, {}))
    pad = next((name for word, name in pads.items() if word in wanted["pad"]), wanted["pad"])
    title = str(_inside(item, "mission", "name") or wanted["name"].split("|")[-1].strip())
    return {
        "on": day, "vehicle": wanted["rocket"], "site_code": code, "pad": pad, "payloads": title,
        "source": "",
    }  # fmt: skip
