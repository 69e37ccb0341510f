"""How long the gate takes to answer, with parents, owners and persons, in one process.

A made-up register: items in boxes on wagons in trains, every thing owned by one of many companies, heads of
companies under exit bans; 5 % of the things under an order, half of those orders ended; a hundredth of the
companies under a general attachment. Questions: numbers of things (most of them free), one in ten mistyped,
one in ten a person's. Beside it the same question in one recursive statement over the same tables: what a
register does that leaves the walk to the planner.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from downrange.case.schema import Measure
from downrange.law.enforcement.gate import Title, decide
from downrange.registry.gate_fold import Subject
from downrange.registry.gate_index import GateIndex

ON = date(2023, 3, 10)
GOALS_MS = {"p50": 1.0, "p99": 10.0}
_RECURSIVE = (
    "WITH RECURSIVE up(one, parent) AS (SELECT s.key, s.parent FROM registry_gate_mark m"
    " JOIN registry_gate_subject s ON s.key = m.subject WHERE m.form = 'normal' AND m.mark = ?"
    " UNION SELECT s.key, s.parent FROM registry_gate_subject s JOIN up ON s.key = up.parent)"
    " SELECT h.measure FROM up JOIN registry_gate_hold h ON h.subject = up.one"
    " JOIN registry_gate_measure m ON m.key = h.measure"
)


def subjects(number: int) -> Iterator[Subject]:
    companies = max(number // 1000, 10)
    for i in range(companies):
        yield Subject(f"party/c{i}", "company", (f"BIN{i:09d}",), (f"Made-up firm {i}",))
        yield Subject(
            f"party/p{i}", "person", (f"PSP{i:09d}",), (f"Made-up person {i}",), None, f"party/c{i}"
        )
    for i in range(number):
        level = i % 20  # one train, one wagon, two boxes, sixteen items
        above = {0: None, 1: i - 1, 2: i - 1, 3: i - 2}.get(level, i - level + 2 + level % 2)
        titles = (Title(f"party/c{i % companies}", "2010-01-01"),)
        parent = None if above is None else f"asset/a{above}"
        yield Subject(f"asset/a{i}", "equipment", (f"SN-{i:010d}",), (), parent, None, titles)


def orders(number: int) -> Iterator[Measure]:
    body: dict[str, Any] = {
        "kind": "attachment",
        "claim": "claim/c",
        "ordered_by": "party/b",
        "since": "2023-01-20",
    }
    one = Measure.model_validate(
        {"id": "measure/m", "against": "party/x", "reaches": ["asset/x"], "since": "2023-01-20", **body}
    )
    companies = max(number // 1000, 10)
    chance = random.Random(11)
    for i in range(number // 20):
        thing = chance.randrange(number)
        ended = {"until": "2023-02-01"} if i % 2 else {}
        changed = {
            "id": f"measure/m{i}",
            "against": f"party/c{thing % companies}",
            "reaches": (f"asset/a{thing}",),
        }
        yield one.model_copy(update={**changed, **ended})
    for i in range(0, companies, 100):
        yield one.model_copy(update={"id": f"measure/all{i}", "against": f"party/c{i}", "reaches": ()})
    for i in range(0, companies, 10):
        changed = {"id": f"measure/exit{i}", "kind": "exit-ban", "against": f"party/p{i}", "reaches": ()}
        yield one.model_copy(update=changed)


def questions(number: int, count: int) -> list[str]:
    chance = random.Random(5)
    companies = max(number // 1000, 10)
    found = []
    for _ in range(count):
        kind = chance.random()
        text = f"SN-{chance.randrange(number):010d}"
        if kind < 0.1:
            place = chance.randrange(3, len(text))
            text = text[:place] + chance.choice("ABXY") + text[place + 1 :]
        elif kind < 0.2:
            text = f"PSP{chance.randrange(companies):09d}"
        found.append(text)
    return found


def quantiles_ms(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {"p50": 1e3 * ordered[len(ordered) // 2], "p99": 1e3 * ordered[len(ordered) * 99 // 100]}


def build(number: int, path: Path) -> None:
    """Make the register, whole under its name or not at all."""
    start = time.perf_counter()
    half = path.with_suffix(".part")
    half.unlink(missing_ok=True)
    building = GateIndex(str(half), "made-up", cache_mb=min(64 + number // 2000, 6000))
    building.add(subjects(number), orders(number))
    building.seal()
    building.close()
    half.replace(path)
    print(f"{number:,} things: built in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


def measure(number: int, count: int, folder: Path) -> list[dict[str, Any]]:
    path = folder / f"gate-{number}.sqlite3"
    if not path.exists():
        build(number, path)
    index = GateIndex(str(path))  # opened anew, with the cache that it has at a gate
    asked = questions(number, count)
    answers: dict[str, int] = {}
    ours, of_cpu, peer = [], [], []
    for text in asked:
        start, cpu = time.perf_counter(), time.thread_time()
        found = decide(text, index.store.hits(text, ON, names=False), ON)
        ours.append(time.perf_counter() - start)
        of_cpu.append(time.thread_time() - cpu)
        answers[found.answer] = answers.get(found.answer, 0) + 1
    for text in asked[: min(count, 500)]:
        start = time.perf_counter()
        index.connection.execute(_RECURSIVE, (text.replace("-", ""),)).fetchall()
        peer.append(time.perf_counter() - start)
    index.close()
    size_mb = path.stat().st_size / 1e6
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    here, there = quantiles_ms(ours), quantiles_ms(peer)
    busy = quantiles_ms(of_cpu)
    load = os.getloadavg()[0]
    told = f"load {load:.1f}; CPU p50 {busy['p50']:.3f} ms, p99 {busy['p99']:.3f} ms; "
    told += f"{size_mb:.0f} MB, process {memory_mb:.0f} MB, answers {answers}"
    return [
        {
            "what": f"check among {number:,} things, {name}",
            "ours": here[name],
            "peer": there[name],
            "peer_name": "one recursive statement, parents only",
            "unit": "ms",
            "ratio": there[name] / here[name],
            "goal": GOALS_MS[name],
            "why": told,
        }
        for name in ("p50", "p99")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument(
        "--folder", type=Path, help="Where registers are built, kept and found again; 10 M need 10 GB."
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        rows = [row for size in options.sizes for row in measure(size, options.questions, folder)]
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        told = f"recursive {row['peer']:8.3f} ms   goal {row['goal']} ms"
        print(f"{row['what']:40} {row['ours']:8.3f} ms   {told}")
        print(f"    {row['why']}")


if __name__ == "__main__":
    main()
