"""The command ``consequence`` as others call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

COMMAND = [str(Path(sys.executable).parent / "downrange"), "consequence"]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, timeout=120)


def test_json_has_the_keys_others_rely_on() -> None:
    done = _run(
        "baikonur-2025-pad-31", "--freeze", "asset/pad-31-service-cabin", "--on", "2025-11-27", "--json"
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {"launches", "dependents", "alternatives", "permissions"} <= set(document)
    for row in document["launches"]:
        assert {"launch", "date", "effect", "by", "delay_d", "why"} <= set(row)
        assert row["effect"] in ("stopped", "delayed", "unaffected")
        assert set(row["delay_d"]) == {"p05", "p50", "p95"}
    for row in document["alternatives"]:
        assert {"launch", "site", "possible", "why"} <= set(row)


def test_text_names_launches_reasons_and_the_credit() -> None:
    done = _run("oneweb-baikonur")
    assert done.returncode == 0, done.stderr
    assert "610,000.00 USD" in done.stdout
    assert "CC BY 4.0" in done.stdout


def test_an_unknown_asset_is_a_problem_with_its_place() -> None:
    done = _run("baikonur-2025-pad-31", "--freeze", "asset/ghost", "--json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["key"], problem["value"]) == ("--freeze", "asset/ghost")
