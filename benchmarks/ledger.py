"""The ledger beside hledger and beancount on the same journal, and its other measured figures.

Peers run as separate programs, on the same random journal spelled for each, timed in the same run by the CPU
seconds of the process and its children: wall times are noisy on shared machines. Not like for like: hledger
and bean-check read, check and (hledger) print balances, and store nothing; ours reads, checks and stores
under triggers and a Merkle log. Where a peer is not installed its row says so: hledger comes with
``apt-get install hledger``; beancount (GPL) goes into an environment of its own, named with ``--beancount``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ACCOUNTS = [f"ledger:account{i:03d}" for i in range(500)]


def write_journals(folder: Path, postings: int) -> tuple[Path, Path]:
    """Write a random journal of two legs a posting, for us and hledger, and the same for beancount."""
    chance = random.Random(7)
    plain, bean = folder / "journal", folder / "journal.beancount"
    start = date(2020, 1, 1)
    with plain.open("w") as ours, bean.open("w") as theirs:
        for account in ACCOUNTS:
            theirs.write(f"2019-01-01 open {beaned(account)}\n")
        for i in range(postings):
            day = start + timedelta(days=i * 1000 // postings)
            one, two = chance.sample(ACCOUNTS, 2)
            currency, minor = chance.choice(["KZT", "USD"]), chance.randint(1, 10**9)
            amount = f"{minor // 100}.{minor % 100:02d}"
            ours.write(
                f"{day} payment {i}\n    {one}  {amount} {currency}\n    {two}  -{amount} {currency}\n\n"
            )
            theirs.write(f'{day} * "payment {i}"\n  {beaned(one)}  {amount} {currency}\n')
            theirs.write(f"  {beaned(two)}  -{amount} {currency}\n\n")
    return plain, bean


def beaned(account: str) -> str:
    return "Assets:" + account.split(":")[1].capitalize()


def child_cpu_s(run: Callable[[], Any]) -> float:
    """CPU seconds of what a call starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_a_process(task: Callable[..., Any], *arguments: Any) -> dict[str, float]:
    """Run one of our tasks in a process of its own, so that nothing of an earlier one is warm."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    worker = context.Process(target=task, args=(answers, *arguments))
    worker.start()
    found: dict[str, float] = answers.get()
    worker.join()
    return found


def import_journal(answers: Any, url: str, path: Path) -> None:
    from downrange.registry.database import migrate

    migrate(url)
    from downrange.service.record.journal import import_journal as take

    wall, cpu = time.perf_counter(), time.process_time()
    done = take(path, "benchmark")
    answers.put(
        {
            "postings": done.fresh_number,
            "cpu_s": time.process_time() - cpu,
            "wall_s": time.perf_counter() - wall,
        }
    )


def rebuild(answers: Any, url: str) -> None:
    from downrange.registry.database import configure

    configure(url)
    from downrange.registry.rows import ask
    from downrange.service.record.ledger import compare_balances, rebuild_balances

    legs = ask("SELECT count(*) FROM registry_leg")[0][0]
    wall = time.perf_counter()
    rebuild_balances()
    problems = compare_balances()
    answers.put({"legs": legs, "wall_s": time.perf_counter() - wall, "problems": len(problems)})


def post_for(answers: Any, url: str, worker: int, seconds: float) -> None:
    from downrange.registry.database import configure

    configure(url)
    from downrange.base.money import Money
    from downrange.registry.entries import Draft, Line
    from downrange.service.record.ledger import post

    chance, number = random.Random(worker), 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        one, two = chance.sample(range(500), 2)
        lines = (Line(f"a{one}", Money(5, "KZT")), Line(f"a{two}", Money(-5, "KZT")))
        post(Draft(f"{worker}/{number}", date(2023, 1, 1), "benchmark", lines))
        number += 1
    answers.put({"postings": number})


def singles_per_s(url: str, clients: int, seconds: float) -> float:
    """Durable single postings a second by several clients at once."""
    from downrange.registry.database import migrate

    migrate(url)
    from django.db import connection

    from downrange.service.record.ledger import open_account

    for i in range(500):
        open_account(f"a{i}")
    connection.close()
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    workers = [
        context.Process(target=post_for, args=(answers, url, worker, seconds)) for worker in range(clients)
    ]
    for worker in workers:
        worker.start()
    done = sum(answers.get()["postings"] for _ in workers)
    for worker in workers:
        worker.join()
    return done / seconds


@contextmanager
def postgresql() -> Iterator[str | None]:
    """A PostgreSQL of our own with its usual durability; None where the programs are missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield None
        return
    programs = found[-1].parent
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=512MB"
        )
        data: list[str | Path] = ["-D", folder / "data"]
        quiet: dict[str, Any] = {"user": user, "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([programs / "initdb", *data, "-U", "downrange", "-A", "trust"], **quiet)
        start = ["-w", "-l", folder / "log", "-o", options, "start"]
        subprocess.run([programs / "pg_ctl", *data, *start], **quiet)
        try:
            yield f"postgresql://downrange@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([programs / "pg_ctl", *data, "-m", "immediate", "stop"], **quiet)


def row(what: str, ours: float, unit: str, goal: str | None, **more: Any) -> dict[str, Any]:
    return {
        "what": what,
        "ours": ours,
        "peer": None,
        "peer_name": None,
        "unit": unit,
        "ratio": None,
        "goal": goal,
        **more,
    }


def against_peers(folder: Path, postings: int, beancount: str | None) -> list[dict[str, Any]]:
    plain, bean = write_journals(folder, postings)
    ours = in_a_process(import_journal, f"sqlite:///{folder}/import.sqlite3", plain)
    speed = postings / ours["cpu_s"]
    peers = {
        "hledger": ([shutil.which("hledger"), "-f", plain, "bal"], "not installed: apt-get install hledger"),
        "beancount": (
            [beancount or shutil.which("bean-check"), "--no-cache", bean],
            "not installed: pip install beancount into an environment of its own, then --beancount",
        ),
    }
    what = f"bulk import with all checks, {postings} postings, SQLite (CPU)"
    goal, rows = ">= 10,000 postings/s of CPU", []
    for name, (command, missing) in peers.items():
        found = row(what, round(speed), "postings/s", goal, peer_name=name)
        if command[0] is None:
            found["why"] = missing
        else:
            silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
            cpu = child_cpu_s(lambda c=command, s=silent: subprocess.run(c, **s))
            found.update(peer=round(postings / cpu), ratio=round(speed / (postings / cpu), 2))
        rows.append(found)
    wall = row("the same, wall time", round(ours["wall_s"], 1), "s", None, why="peers store nothing")
    folds = in_a_process(rebuild, f"sqlite:///{folder}/import.sqlite3")
    assert not folds["problems"]
    legs = folds["legs"]
    scaled = folds["wall_s"] * 1_000_000 / legs
    rows += [
        wall,
        row(
            f"rebuild and compare all balances, {legs} legs, scaled to a million (wall)",
            round(scaled, 2),
            "s",
            "<= 10 s for a million",
            why="no peer stores balances beside postings",
        ),
    ]
    return rows


def singles(folder: Path, seconds: float) -> list[dict[str, Any]]:
    why = "no peer of this kind is installed here; see docs/performance.md for figures of others"
    speed = singles_per_s(f"sqlite:///{folder}/singles.sqlite3", 1, seconds)
    rows = [row("durable single postings, SQLite, one client", round(speed), "postings/s", ">= 150", why=why)]
    with postgresql() as url:
        if url is None:
            rows.append(
                row(
                    "durable single postings, PostgreSQL, 8 clients",
                    0,
                    "postings/s",
                    ">= 1,000",
                    why="PostgreSQL is not installed",
                )
            )
        else:
            speed = singles_per_s(url, 8, seconds)
            rows.append(
                row(
                    "durable single postings, PostgreSQL, 8 clients",
                    round(speed),
                    "postings/s",
                    ">= 1,000",
                    why=why,
                )
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--postings", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long single postings are measured")
    parser.add_argument("--beancount", help="path of bean-check in its own environment")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*against_peers(folder, given.postings, given.beancount), *singles(folder, given.seconds)]
    load = [round(value, 1) for value in os.getloadavg()]
    if given.json:
        json.dump({"rows": rows, "load": load}, sys.stdout, indent=2)
        print()
        return
    for found in rows:
        peer = f"{found['peer_name']} {found['peer']}" if found["peer"] is not None else found.get("why", "")
        ratio = f"  x {found['ratio']}" if found["ratio"] is not None else ""
        print(
            f"{found['what']:75} {found['ours']:>10} {found['unit']}  | {peer}{ratio}  | goal {found['goal']}"
        )
    print(f"load of the machine: {load}")


if __name__ == "__main__":
    main()
