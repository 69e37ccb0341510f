"""The gate from the command line: exit 0 whatever the answer, 1 for what cannot be used, 2 for wrong usage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = [str(Path(sys.executable).parent / "downrange")]
NAME = "tsenki-2023-exercise"


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, timeout=300)


def _json(*words: str) -> Any:
    done = _run(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_attach_chooses_is_free_before_and_held_after() -> None:
    plan = _json("attach", NAME, "--on", "2023-03-10")
    chosen = [one["asset"] for one in plan["chosen"]]
    assert len(chosen) > 20
    for asset in (chosen[0], chosen[len(chosen) // 2], chosen[-1], "asset/crane-07"):
        assert _json("check", asset, "--case", NAME, "--on", "2022-12-31")["answer"] == "ALLOW"
        assert _json("check", asset, "--case", NAME, "--on", "2023-03-10")["answer"] == "STOP"


def test_text_for_people_and_exit_codes(tmp_path: Path) -> None:
    done = _run("check", "ЦЭНКИ", "--case", NAME, "--on", "2023-03-10")
    assert done.returncode == 0
    assert done.stdout.startswith("? REFER")
    wrong = _run("check", "x", "--kind", "ship", "--case", NAME, "--json")
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["problems"][0]["key"] == "--kind"
    assert _run("check").returncode == 2
    absent = _run("check", "x", "--database", f"sqlite:///{tmp_path}/none.sqlite3")
    assert absent.returncode == 1
    assert "no such database" in absent.stderr


def test_a_snapshot_is_written_and_asked(tmp_path: Path) -> None:
    path = str(tmp_path / "gate.json")
    told = _json("snapshot", "--out", path, "--case", NAME)
    assert told["persons_number"] == 2
    found = _json("check", "asset/crane-07", "--snapshot", path, "--on", "2023-03-10")
    assert found["answer"] == "STOP"
    past = _json("check", "asset/crane-07", "--snapshot", path, "--on", "2099-01-01")
    assert past["answer"] == "REFER"
    Path(path).write_text(Path(path).read_text().replace("EX-2023-002", "EX-2023-009"))
    assert _run("check", "asset/crane-07", "--snapshot", path).returncode == 1
