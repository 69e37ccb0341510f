"""``consequence`` from the command line: a folder of its own, the public form, a log of one's own."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calling import call, called

LOG = (
    "#Launch_Tag\tLaunch_Date\tLV_Type\tFlight\tLaunch_Site\tLaunch_Pad\n"
    "2026-900\t2026 Apr 26\tSoyuz-2-1A\tProgress MS-34\tGIK-5\tLC31\n"
)


def test_the_public_folder_names_no_single_point(tmp_path: Path) -> None:
    done = call(
        "consequence", "baikonur-2025-pad-31", "--public", "--samples", "50", "--out", str(tmp_path), "--json"
    )
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "baikonur-2025-pad-31"
    assert {path.name for path in folder.iterdir()} == {
        "consequence.json",
        "consequence.html",
        "consequence.pdf",
    }
    document = json.loads(done.stdout)
    assert document == json.loads((folder / "consequence.json").read_text("utf-8"))
    assert "resource" not in document["single_points"][0]
    assert "Service tower" not in (folder / "consequence.html").read_text("utf-8")


def test_a_log_of_ones_own_and_its_problems(tmp_path: Path) -> None:
    log = tmp_path / "mine.tsv"
    log.write_text(LOG, "utf-8")
    found = called("consequence", "baikonur-2025-pad-31", "--launches", str(log), "--samples", "50")
    assert [row["effect"] for row in found["launches"]] == ["stopped"]
    log.write_text(LOG.replace("2026 Apr 26", "26.4.2026"), "utf-8")
    wrong = call("consequence", "baikonur-2025-pad-31", "--launches", str(log), "--json")
    assert wrong.returncode == 1
    (problem,) = json.loads(wrong.stdout)["problems"]
    assert (problem["key"], problem["line"]) == ("Launch_Date", 2)


def test_attach_gives_the_harm_of_its_selection_and_the_curve() -> None:
    plan = called("attach", "tsenki-2023-exercise", "--on", "2023-03-10")
    assert plan["harm"] == {"launches": [], "lives": False}
    assert {"launches_stopped", "covered", "assets", "added"} == set(plan["curve"][0])
