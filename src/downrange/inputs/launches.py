"""Readers of launch logs: our own CSV, GCAT's table layout (TSV), Launch Library 2 (JSON).

Each gives the launches with what the library knows they need; every row that cannot be used is a problem
with its file, key and line. A file's launches are plans: their day is the planned one; ``flew_on`` is the
day flown, where the file tells both.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from downrange.base.canonical import digest
from downrange.base.marked import Marked, parse
from downrange.errors import InputError, Problem, Where
from downrange.inputs.launch_days import Days, gcat_days, library_days, partial_days
from downrange.operations.library import add_launch
from downrange.operations.manifest import Launch
from downrange.reference import library
from downrange.reference.launches import CREDIT

__all__ = ["LAUNCH_FILES", "LIBRARY_CREDIT", "LaunchFile", "read_launches"]

LAUNCH_FILES = ("launches.csv", "launches.tsv", "launches.json")
"""Names under which a case's folder may hold its own manifest."""

_MOST_PROBLEMS = 100
_MOST_BYTES_NUMBER = 200_000_000
_DAYS = ("on", "planned_first", "planned_last")
_WHOLE_DAYS = ("flew_on", "harm_on")
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
    notes: tuple[str, ...] = ()


def read_launches(path: Path) -> LaunchFile:
    """Read a launch log by its ending: ``.csv`` (ours), ``.tsv`` (GCAT), ``.json`` (Launch Library 2).

    Raises
    ------
    InputError
        With the first hundred things that are wrong, each with file, key and line.
    """
    readers = {".csv": _own_rows, ".tsv": _gcat_rows, ".json": _library_rows}
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise InputError(Problem(Where(path.name), "no such kind of file", expected=".csv, .tsv or .json"))
    try:
        if path.stat().st_size > _MOST_BYTES_NUMBER:
            raise InputError(
                Problem(Where(path.name), "too large for a launch log", expected="200 MB at most")
            )
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(Where(path.name), f"cannot be read: {error}")) from error
    problems: list[Problem] = []
    launches: dict[str, Launch] = {}
    for line, row in readers[suffix](path.name, text, problems):
        wrong = _wrong(path.name, line, row)
        problems += wrong
        if not wrong:
            add_launch(launches, row)
    if not launches and not problems:
        problems.append(Problem(Where(path.name), "no launch in this file"))
    if problems:
        raise InputError(problems[:_MOST_PROBLEMS])
    told, credit = _standing(suffix, text)
    notes = _more_pages(text) if suffix == ".json" else ()
    return LaunchFile(path.name, digest(raw), tuple(launches.values()), told, credit, notes)


def _wrong(file: str, line: int, row: Mapping[str, str]) -> list[Problem]:
    """Check what a row says: days that are days, in order, an inclination that is one."""
    found = []
    for key in _DAYS:
        if (row.get(key) or key == "on") and partial_days(row[key]) is None:
            wanted = "2025, 2025-12 or 2025-12-20"
            found.append(Problem(Where(file, key, line), "not a day", value=row[key], expected=wanted))
    for key in _WHOLE_DAYS:
        days = partial_days(row.get(key) or "0001-01-01")
        if days is None or days[0] != days[1]:
            found.append(
                Problem(Where(file, key, line), "not a day", value=row.get(key), expected="2025-12-20")
            )
    if row.get("planned_last") and not row.get("planned_first"):
        found.append(Problem(Where(file, "planned_first", line), "missing beside planned_last"))
    elif row.get("planned_first") and not found:
        first, last = (
            partial_days(row[key] or row["planned_first"]) for key in ("planned_first", "planned_last")
        )
        if first and last and last[1] < first[0]:
            where = Where(file, "planned_last", line)
            found.append(Problem(where, "before planned_first", value=row["planned_last"]))
    angle = row.get("inclination_deg") or "0"
    try:
        fits = 0.0 <= float(angle) <= 180.0
    except ValueError:
        fits = False
    if not fits:
        where = Where(file, "inclination_deg", line)
        found.append(Problem(where, "not an inclination", value=angle, expected="degrees from 0 to 180"))
    if not row["vehicle"].strip():
        found.append(Problem(Where(file, "vehicle", line), "empty", expected="the vehicle's name"))
    return found


def _standing(suffix: str, text: str) -> tuple[date | None, str]:
    """Find the day on which the file was brought up to date, as each log tells it, and its credit."""
    if suffix == ".json":
        stamps = re.findall(r'"last_updated"\s*:\s*"([^"]*)"', text)
        known = [days[1] for stamp in stamps if (days := library_days(stamp)) is not None]
        return (max(known) if known else None), LIBRARY_CREDIT
    updated = re.search(r"^# Updated (\d{4} [A-Z][a-z]{2} {1,2}\d{1,2})", text, re.MULTILINE)
    days = gcat_days(updated[1]) if updated else None
    credit = CREDIT if suffix == ".tsv" or "GCAT" in text else ""
    return (None if days is None else days[1]), credit


def _columns(file: str, line: int, names: list[str], needed: tuple[str, ...], into: list[Problem]) -> bool:
    missing = [name for name in needed if name not in names]
    into += [Problem(Where(file, name, line), "this column is missing") for name in missing]
    return not missing


def _lines(text: str) -> list[str]:
    """Part a text at its line ends only: names may hold other characters that Python takes for one."""
    return [line.removesuffix("\r") for line in text.split("\n")]


def _own_rows(file: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    lines = [(number, line) for number, line in enumerate(_lines(text), 1) if line and line[0] != "#"]
    if not lines:
        return
    reader = csv.DictReader((line + "\n" for _, line in lines), strict=True)
    seen: dict[tuple[str, ...], int] = {}
    number = lines[0][0]
    try:
        head = list(reader.fieldnames or ())
        if not _columns(file, number, head, ("on", "vehicle", "site_code", "pad", "payloads"), problems):
            return
        doubled = sorted({name for name in head if head.count(name) > 1})
        problems += [Problem(Where(file, name, number), "this column stands twice") for name in doubled]
        for row in reader:
            number = lines[reader.line_num - 1][0]
            if None in row or None in row.values():
                problems.append(Problem(Where(file, "", number), "not as many fields as columns"))
                continue
            key = tuple(row[name].strip() for name in ("on", "vehicle", "site_code", "pad", "payloads"))
            if key in seen:
                told = f"this launch stands twice, first in line {seen[key]}"
                problems.append(Problem(Where(file, "", number), told, value=row["payloads"]))
            else:
                seen[key] = number
                yield number, {name: value.strip() for name, value in row.items()}
    except csv.Error as error:
        problems.append(Problem(Where(file, "", number), f"not a table: {error}"))


def _gcat_rows(file: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    """Walk through GCAT's table: a header that begins with ``#``, fields parted by tabs, one row a launch.

    A log with one row for each payload gives each launch tag once, under its first payload.
    """
    head: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(_lines(text), 1):
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
        days = gcat_days(row["Launch_Date"])
        if days is None:
            where = Where(file, "Launch_Date", number)
            wanted = "2025 Nov 27 0927:57, 2025 Nov, 2025 Q4, 2025"
            told = "not a day as GCAT writes it"
            problems.append(Problem(where, told, value=row["Launch_Date"], expected=wanted))
            continue
        if row["Launch_Tag"] in seen:
            continue
        seen.add(row["Launch_Tag"])
        name = next((row[key] for key in _GCAT_NAMES if row.get(key) not in (None, "", "-")), "")
        yield number, {
            **_planned(days), "vehicle": row["LV_Type"], "site_code": row["Launch_Site"],
            "pad": row["Launch_Pad"], "payloads": name or row["Launch_Tag"], "source": "gcat-launchlog",
        }  # fmt: skip


def _planned(days: Days) -> Mapping[str, str]:
    first, last = (day.isoformat() for day in days)
    return {"on": first, "planned_first": first, "planned_last": last}


Place = tuple[str | int, ...]


def _pages(data: Any) -> Iterator[tuple[Place, Any]]:
    """Walk through the launches of an answer of the interface, of a list of answers, or of a bare list."""
    if isinstance(data, list):
        for index, item in enumerate(data):
            if isinstance(item, dict) and "results" in item:
                yield from (((index, *path), one) for path, one in _pages(item))
            else:
                yield (index,), item
    elif isinstance(data, dict) and isinstance(data.get("results"), list):
        yield from ((("results", index), item) for index, item in enumerate(data["results"]))
    else:
        yield (), None


def _library_rows(file: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    """Walk through the launches; of one on two pages the account brought up to date last counts."""
    marked = parse(text, file)
    latest: dict[str, tuple[str, Place, Any]] = {}
    for path, item in _pages(marked.data):
        if path == ():
            problems.append(Problem(Where(file, "results"), "expected the list of launches"))
            return
        name = str(_inside(item, "id") or path)
        updated = str(_inside(item, "last_updated") or "")
        if name not in latest or updated > latest[name][0]:
            latest[name] = (updated, path, item)
    for _, path, item in latest.values():
        row = _library_row(item, path, marked, problems)
        if row is not None:
            yield marked.where(path).line or 0, row


def _more_pages(text: str) -> tuple[str, ...]:
    """Say so where the file is one page of several, and the others are not in hand."""
    count, following = re.search(r'"count"\s*:\s*(\d+)', text), re.search(r'"next"\s*:\s*"[^"]', text)
    if following is None:
        return ()
    total = f" of {count[1]} launches" if count else ""
    return (f"the file names a further page{total}: launches may be missing",)


def _inside(item: Any, *keys: str) -> Any:
    for key in keys:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def _library_row(item: Any, path: Place, marked: Marked, problems: list[Problem]) -> Mapping[str, str] | None:
    pad, name = _inside(item, "pad"), _inside(item, "name")
    wanted = {
        "net": _inside(item, "net"),
        "name": name,
        "rocket": _inside(item, "rocket", "configuration", "full_name")
        or _inside(item, "rocket", "configuration", "name")
        or (name.split("|")[0].strip() if isinstance(name, str) and "|" in name else None),
        "pad": pad if isinstance(pad, str) else _inside(pad, "name"),
    }
    wrong = [key for key, value in wanted.items() if not isinstance(value, str) or not value.strip()]
    problems += [Problem(marked.where((*path, key)), "this key is missing or no text") for key in wrong]
    if wrong:
        return None
    days = library_days(wanted["net"], str(_inside(item, "net_precision", "name") or ""))
    if days is None:
        where = marked.where((*path, "net"))
        problems.append(Problem(where, "not a day", value=wanted["net"], expected="2026-03-22T11:59:51Z"))
        return None
    place = str(_inside(item, "pad", "location", "name") or _inside(item, "location") or "")
    known = library.table("operations/requirements.yaml")["launch_library"]
    code, pads = next(((b["code"], b["pads"]) for word, b in known.items() if word in place), (place, {}))
    pad = next((name for word, name in pads.items() if word in wanted["pad"]), wanted["pad"])
    mission = _inside(item, "mission")
    title = str(_inside(mission, "name") or mission or wanted["name"].split("|")[-1].strip())
    return {
        **_planned(days), "vehicle": wanted["rocket"], "site_code": code, "pad": pad, "payloads": title,
        "source": "",
    }  # fmt: skip
