"""Every page asked for on a registry of the casebook and a large register: processor time, and by the clock.

In this process by Django's client, with middleware, templates and queries, on SQLite or on ``--database``.
Each page is asked in three ways: *again* (the same question), *anew* (another day, word or place each time,
so that no kept answer helps) and *after writing* (something about its case was recorded in between). There is
no peer: no other registry of this kind is known. ``benchmarks/web.py`` asks the real server by many at once.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

LARGE = "tsenki-2023-exercise"
CASES = (LARGE, "tsenki-2023", "proton-2013", "baikonur-lease")
GOAL_MS = 150.0
PARTS = {
    "figure": "claim.outstanding", "asset": "crane-07", "of": "attachment", "sequence": "40", "name": LARGE,
    "measure": "attachment", "claim": "debt", "number": "1", "pk": "1", "reference": "NONE", "key": "1",
    "token": "x",
}  # fmt: skip
LEFT_OUT = ("order.pdf", "/account/set", "/language/", "/logout/", "/map/base.json", "/^")
"""Typst sets the PDF; the others answer no GET, or the same bytes to everybody."""


@dataclass(frozen=True)
class Asked:
    """One page asked one way: milliseconds of the processor and by the clock."""

    path: str
    way: str
    cpu_ms: list[float]
    wall_ms: list[float]


def addresses() -> Iterator[str]:
    """Give every address that may answer a GET, those of a case for each of some cases."""
    from tests.web.test_access import patterns

    found = {}
    for path, one in patterns():
        if any(part in path for part in LEFT_OUT):
            continue
        for case in CASES if "case" in one.pattern.converters else ("",):
            address = path
            for part, value in {**PARTS, "case": case}.items():
                for kind in ("slug", "str", "int", "path"):
                    address = address.replace(f"<{kind}:{part}>", value)
            found[address] = True
    yield from found


def varied(path: str, number: int) -> str:
    """Put another question into an address each time."""
    if path.rstrip("/").endswith("/assets"):
        word = "cursor" if path.startswith("/api") else "after"
        return f"{path}?{word}=asset/made-up-{number * 1999:07d}"
    if "/log/" in path and "/40" in path:
        return path.replace("/40", f"/{40 + 97 * number}")
    if path in ("/", "/public/"):
        return f"{path}?q={'abcdefghij'[number % 10]}"
    return f"{path}?on=2024-{1 + number % 12:02d}-{1 + number % 28:02d}"


def ask(client: Any, path: str, way: str, times: int, address: Callable[[int], str]) -> Asked | None:
    """Ask so many times; nothing where the page is not there for this role."""
    asked = Asked(path, way, [], [])
    for number in range(times):
        wanted = address(number)
        cpu, wall = time.process_time(), time.perf_counter()
        status = client.get(wanted).status_code
        asked.cpu_ms.append(1000 * (time.process_time() - cpu))
        asked.wall_ms.append(1000 * (time.perf_counter() - wall))
        if status != 200:
            if status == 429 or status >= 500:  # else: a long run, not there, not read, not for this role
                raise SystemExit(f"{wanted}: {status}, which is no page to be timed")
            return None
    return asked


def record_about(case: str) -> None:
    """Put a word about a case on record, so that whatever is kept of it is out of date."""
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    now = datetime.now(UTC)
    body = {"at": now.isoformat()}
    record_fact(FactDraft("benchmark", f"{case}/benchmark/word", body, "benchmark", now.date()))


def measure(client: Any, times: int, only: str, skip: str, ways: tuple[str, ...]) -> list[Asked]:
    found = []
    for path in addresses():
        if only not in path or (skip and skip in path):
            continue
        if ask(client, path, "first", 1, lambda _, path=path: path) is None:
            continue
        case = next((one for one in CASES if f"/{one}/" in f"{path}/"), LARGE)

        def after_writing(_: int, path: str = path, case: str = case) -> str:
            record_about(case)
            return path

        how: dict[str, Callable[[int], str]] = {
            "again": lambda _, path=path: path,
            "anew": lambda number, path=path: varied(path, number + 1),
            "after writing": after_writing,
        }
        rows = [ask(client, path, way, times, how[way]) for way in ways]
        found += [row for row in rows if row is not None]
        for row in rows:
            if row is not None and statistics.median(row.cpu_ms) > 40:
                sys.stderr.write(
                    f"{path} {row.way}: {statistics.median(row.cpu_ms):.0f} ms of the processor\n"
                )
    return found


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def rows_of(found: list[Asked], things: int) -> list[dict[str, Any]]:
    rows = []
    for way in dict.fromkeys(one.way for one in found):
        mine = [one for one in found if one.way == way]
        slowest = max(mine, key=lambda one: statistics.median(one.cpu_ms))
        for clock in ("cpu_ms", "wall_ms"):
            values = [value for one in mine for value in getattr(one, clock)]
            what = f"{len(mine)} pages asked {way}, {things} things, {clock.removesuffix('_ms')}"
            rows += [
                {"what": f"{what}, {name}", "ours": round(percentile(values, share), 1), "peer": None,
                 "peer_name": None, "unit": "ms", "ratio": None, "goal": GOAL_MS if share == 0.95 else None,
                 "why": f"no other registry of this kind is known; slowest: {slowest.path}"}
                for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
            ]  # fmt: skip
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="addresses with these signs in them")
    parser.add_argument("--ways", default="again,anew,after writing")
    parser.add_argument("--skip", default="", help="addresses without these signs in them")
    parser.add_argument("--database", help="an empty database, or with --filled one that holds it all")
    parser.add_argument("--filled", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    from benchmarks.web import register
    from django.conf import settings
    from tests.web import conftest, driving

    from downrange.registry.database import configure, migrate

    with tempfile.TemporaryDirectory(prefix="downrange-pages-") as folder:
        url = args.database or f"sqlite:///{folder}/registry.sqlite3"
        migrate(url)
        configure(url)
        if not args.filled:
            conftest._fill()
            register(args.assets)
        settings.DOWNRANGE_REQUESTS_PER_MINUTE = 10**9  # one client asks for all of it
        logging.disable(logging.CRITICAL)  # a line for each question is not what is looked at here
        client, ways = driving.client("regulator"), tuple(args.ways.split(","))
        found = measure(client, args.times, args.only, args.skip, ways)
        rows = rows_of(found, args.assets)
    if args.json:
        json.dump({"rows": rows}, sys.stdout, indent=2)
        return 0
    for row in rows:
        print(f"{row['what']:75} {row['ours']:>8} ms   {row['why'].partition('; ')[2]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
