"""Holding and letting go from the command line: exit 0 whatever the answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.calling import call, called

NAME = "tsenki-2023-exercise"


def test_what_attach_chooses_is_free_before_and_held_after() -> None:
    plan = called("attach", NAME, "--on", "2023-03-10")
    chosen = [one["asset"] for one in plan["chosen"]]
    assert len(chosen) > 20
    for asset in (chosen[0], chosen[len(chosen) // 2], chosen[-1], "asset/crane-07"):
        assert called("check", asset, "--case", NAME, "--on", "2022-12-31")["answer"] == "ALLOW"
        assert called("check", asset, "--case", NAME, "--on", "2023-03-10")["answer"] == "STOP"


def test_a_deviation_from_the_laws_order_needs_its_reason() -> None:
    options = ("--on", "2023-03-10", "--include", "asset/mill-3")
    refused = call("attach", NAME, *options, "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["problems"][0]["key"] == "--because"
    text = call("attach", NAME, *options, "--because", "it is about to leave", "--excess-at-most", "0.2")
    assert text.returncode == 0
    assert "take asset/mill-3, because it is about to leave (ENF 72(4))" in text.stdout
    assert "an excess of at most 0.2" in text.stdout
    assert "what would change it" in text.stdout


def test_text_for_people_and_exit_codes(tmp_path: Path) -> None:
    done = call("check", "ЦЭНКИ", "--case", NAME, "--on", "2023-03-10")
    assert done.returncode == 0
    assert done.stdout.startswith("? REFER")
    wrong = call("check", "x", "--kind", "ship", "--case", NAME, "--json")
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["problems"][0]["key"] == "--kind"
    assert call("check").returncode == 2
    absent = call("check", "x", "--database", f"sqlite:///{tmp_path}/none.sqlite3")
    assert absent.returncode == 1
    assert "no such database" in absent.stderr


def test_a_snapshot_is_written_and_asked(tmp_path: Path) -> None:
    path = str(tmp_path / "gate.json")
    told = called("snapshot", "--out", path, "--case", NAME)
    assert told["persons_number"] == 2
    found = called("check", "asset/crane-07", "--snapshot", path, "--on", "2023-03-10")
    assert found["answer"] == "STOP"
    past = called("check", "asset/crane-07", "--snapshot", path, "--on", "2099-01-01")
    assert past["answer"] == "REFER"
    Path(path).write_text(Path(path).read_text().replace("EX-2023-002", "EX-2023-009"))
    assert call("check", "asset/crane-07", "--snapshot", path).returncode == 1


def test_a_question_to_a_registry_is_logged_and_can_be_overridden(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/registry.sqlite3"
    made = f"""
from downrange.registry.database import migrate
migrate({url!r})
from downrange.inputs.cases import read_case
from downrange.service.holding.recording import load_case
load_case(read_case({NAME!r}).case)
"""
    subprocess.run([sys.executable, "-c", made], check=True)
    asked = ("--database", url, "--on", "2023-03-10", "--by", "party/officer", "--purpose", "exit")
    found = called("check", "ZZ0000001", *asked)
    assert found["answer"] == "STOP"
    assert not any("purpose" in note for note in found["notes"])
    place = str(found["log_sequence"])
    told = called("override", place, "--by", "party/chief", "--because", "treatment", "--database", url)
    assert told["log_sequence"] == found["log_sequence"] + 1
    register, mapping = tmp_path / "register.csv", tmp_path / "mapping.yaml"
    register.write_text("inv,name,type,serial\nnew-1,Rack,equipment,TLM-0O03-Z\n")
    mapping.write_text("id: inv\ntitle.en: name\nkind: type\nidentifier.serial: serial\n")
    options = ("--mapping", str(mapping), "--by", "party/clerk", "--database", url)
    assert called("assets", NAME, str(register), *options)["recorded_number"] == 1
    again = call("assets", NAME, str(register), *options)
    assert "1 as before" in again.stdout
    assert "one slip away from TLM-0003-Z" in again.stdout
    wrong = call("override", "0", "--by", "party/chief", "--because", "treatment", "--database", url)
    assert wrong.returncode == 1
    text = call("override", place, "--by", "party/chief", "--because", "seen", "--database", url)
    assert text.stdout.startswith("STOP of log sequence")


def test_json_has_the_keys_others_rely_on() -> None:
    done = call(
        "consequence",
        "baikonur-2025-pad-31",
        "--freeze",
        "asset/pad-31-service-cabin",
        "--on",
        "2025-11-27",
        "--json",
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
    done = call("consequence", "oneweb-baikonur")
    assert done.returncode == 0, done.stderr
    assert "610,000.00 USD" in done.stdout
    assert "launches of the case's own launches.csv" in done.stdout
    shown = call("consequence", "baikonur-2023-attachment")
    assert "CC BY 4.0" in shown.stdout  # where the public log counts, its authors are named


def test_an_unknown_asset_is_a_problem_with_its_place() -> None:
    done = call("consequence", "baikonur-2025-pad-31", "--freeze", "asset/ghost", "--json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["key"], problem["value"]) == ("--freeze", "asset/ghost")


def test_the_ladder() -> None:
    found = called("ladder", "tsenki-2023", "--on", "2023-03-14")
    assert {"case", "claim", "on", "rungs", "answers", "costs"} <= set(found)
    assert all(one["article"] for one in (*found["rungs"], *found["answers"]))
    assert all(one["against"] for one in found["rungs"])
    done = call("ladder", "tsenki-2023", "--on", "2023-03-14")
    assert done.returncode == 0
    assert "exit ban on the head in office" in done.stdout
    assert call("ladder", "soyuz-nominal").returncode == 1
