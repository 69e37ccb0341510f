"""Problems exit with 1 and their place, wrong usage with 2."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calling import call


def test_problems_exit_with_1_and_their_place_and_usage_with_2(tmp_path: Path) -> None:
    done = call("assess", "no-such-case", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"][0]["value"] == "no-such-case"
    assert "no such case" in done.stderr
    (tmp_path / "case.yaml").write_text("case: bad\ntitle: Bad\nfrom: 2020\nto: 20x1\nclaims: 7\n")
    done = call("balance", str(tmp_path), "--json")
    assert done.returncode == 1
    lines = {p["key"]: p["line"] for p in json.loads(done.stdout)["problems"]}
    assert lines["to"] == 4
    assert lines["claims"] == 5
    assert call("assess").returncode == 2
    assert call("assess", "proton-2013", "--samples", "many").returncode == 2
