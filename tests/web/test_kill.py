"""A power cut at any moment loses nothing that was acknowledged: postings and migrations, both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

POSTING = """
import sys
from datetime import date
from downrange.base.money import Money
from downrange.registry.database import configure
configure(sys.argv[1])
from downrange.registry.entries import Draft, Line
from downrange.service.record.ledger import post
one = Money.of("1.00", "KZT")
for number in range(100000):
    lines = (Line("a/claim/x/payment", -one), Line("a/y/owes/claim/x", one))
    post(Draft(f"late/{number}", date(2023, 4, 3), "clerk", lines))
    print(number, flush=True)  # acknowledged
"""

MIGRATING = """
import sys
from downrange.registry.database import configure
configure(sys.argv[1])
from django.core.management import call_command
print("begun", flush=True)
call_command("migrate", verbosity=0, interactive=False)
print("done", flush=True)
"""


def _start(code: str, url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def _kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def test_every_acknowledged_posting_survives(registry: str) -> None:
    from downrange.registry.postings import settled_legs
    from downrange.service.record.log import check_registry

    process = _start(POSTING, registry)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 40:
            break
    _kill(process)
    said = [int(line), *(int(more) for more in process.stdout.read().split("\n")[:-1])]
    standing = {leg.key for leg in settled_legs("a/claim/")}
    assert {f"late/{number}" for number in range(max(said) + 1)} <= standing
    assert len(standing) <= max(said) + 2  # at most the one that was on its way
    assert check_registry() == []


@pytest.mark.parametrize("after_s", [0.05, 0.3, 0.8])
def test_a_migration_cut_short_goes_on_at_the_next_start(
    registry: str, request: pytest.FixtureRequest, after_s: float
) -> None:
    from downrange.registry.database import migrate
    from downrange.service.record.log import check_registry

    if registry.startswith("sqlite"):
        url = f"sqlite:///{Path(registry.removeprefix('sqlite:///')).with_name('fresh.sqlite3')}"
    else:
        cluster = request.getfixturevalue("cluster")
        cluster.run("DROP DATABASE IF EXISTS fresh WITH (FORCE)")
        cluster.run("CREATE DATABASE fresh")
        url = cluster.url("fresh")
    process = _start(MIGRATING, url)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(after_s)
    _kill(process)
    migrate(url)
    assert check_registry() == []
