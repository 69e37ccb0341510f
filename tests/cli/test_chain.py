"""The chain from the command line: JSON on standard output, the keys others rely on."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

from tests.cli.calling import COMMAND, call, called


def test_assess_prints_the_keys_others_rely_on() -> None:
    found = called("assess", "proton-2013", "--samples", "16", "--seed", "3")
    for key in (
        "case",
        "samples",
        "seed",
        "manifest",
        "quantities",
        "damages",
        "drivers",
        "assumed",
        "problems",
    ):
        assert key in found
    for name in ("udmh_soil_peak_mg_per_kg", "udmh_soil_sampled_max_mg_per_kg", "soil_splash_area_over_limit_m2", "soil_deposit_area_over_limit_m2",
                 "crater_diameter_m", "udmh_soil_10_20_cm_mg_per_kg", "udmh_soil_20_30_cm_mg_per_kg", "impact_range_from_pad_km", "udmh_reacted_kg",
                 "udmh_to_air_kg", "udmh_to_soil_kg", "udmh_decayed_in_air_kg", "n2o4_to_air_kg", "distance_over_aegl2_60min_m",
                 "population_over_aegl2_60min", "population_over_aegl2_60min_udmh", "population_over_aegl2_60min_no2"):  # fmt: skip
        assert set(found["quantities"][name]) == {"p05", "p50", "p95"}
    assert {"code_version", "inputs"} <= set(found["manifest"])
    methods = {d["method"]: d for d in found["damages"]}
    assert methods["kz-535"]["status"] == "refused"
    assert methods["kz-535"]["missing"]
    delft = methods["eu-ce-delft-2024"]
    assert isinstance(delft["amount"]["p50"], str)
    assert delft["currency"] == "EUR"
    assert delft["price_year"] == 2021
    again = called("assess", "proton-2013", "--samples", "16", "--seed", "3")
    assert again == found


def test_answers_of_the_comparison() -> None:
    found = called("assess", "tsenki-2023", "--samples", "8")
    assert all({"question", "answer", "figures"} <= set(answer) for answer in found["answers"])


def test_explain_leads_to_leaves() -> None:
    found = called("explain", "proton-2013", "quantities.udmh_to_soil_kg", "--samples", "8")
    assert {"figure", "value", "unit", "steps", "leaves"} <= set(found)
    assert {"name", "method", "inputs", "output", "validity"} <= set(found["steps"][0])
    assert {"name", "value", "unit", "kind", "source", "locator"} <= set(found["leaves"][0])


def test_run_writes_everything_the_case_holds(tmp_path: Path) -> None:
    done = call("run", "proton-2013", "--out", str(tmp_path), "--samples", "12", "--json")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "proton-2013").iterdir()}
    assert names == {
        "report.html",
        "assessment.json",
        "zones.geojson",
        "fields.nc",
        "claim.json",
        "statement.json",
        "report.pdf",
        "fields.tif",
    }
    page = (tmp_path / "proton-2013" / "report.html").read_text("utf-8")
    assert "http://" not in page.split("<body")[0].replace("http://www.w3.org", "")


def test_contest_and_comparison(tmp_path: Path) -> None:
    override = tmp_path / "other.yaml"
    override.write_text(
        "by: party/roscosmos\nbecause: emptier tanks\nset:\n"
        '  scenario.inputs.udmh_on_board_kg: {value: 100000, source: "statement of the operator"}\n'
    )
    out = ("--out", str(tmp_path))
    contested = called("contest", "proton-2013", "--with", str(override), "--samples", "8", *out)
    assert (tmp_path / "proton-2013" / "contest.html").is_file()
    saved = call("contest", "proton-2013", "--with", str(override), "--samples", "4", "--save", str(tmp_path))
    assert saved.returncode == 0, saved.stderr
    counter = tmp_path / "proton-2013" / "counter-roscosmos.yaml"
    again = called("contest", "proton-2013", "--with", str(counter), "--samples", "8")
    assert again["changes"] == contested["changes"]
    assert called("cases", "--compare", *out)["rows"]
    assert (tmp_path / "comparison.html").is_file()
    assert {"case", "by", "sides", "changes", "common"} <= set(contested)
    assert {"path", "from", "to", "kind", "moves"} <= set(contested["changes"][0])


def test_a_killed_run_goes_on_and_gives_the_same_bytes(tmp_path: Path) -> None:
    words = ["assess", "soyuz-worst-case", "--samples", "256", "--workers", "1", "--json"]
    keep = tmp_path / "draws"
    run = subprocess.Popen([*COMMAND, *words, "--resume", str(keep)], stdout=subprocess.PIPE)
    end = time.monotonic() + 120
    while len(list(keep.rglob("draws-*.npz"))) < 4 and time.monotonic() < end:
        assert run.poll() is None, "the run was over before it could be killed"
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert run.stdout is not None
    run.stdout.close()
    left = len(list(keep.rglob("draws-*.npz")))
    assert 4 <= left < 8
    resumed = call(*words, "--resume", str(keep))
    assert resumed.returncode == 0, resumed.stderr
    assert resumed.stdout == call(*words).stdout
    other = call(*words, "--resume", str(keep), "--seed", "9")
    assert other.returncode == 1
    assert "another run" in other.stderr


def test_a_run_stopped_by_hand_says_where_its_draws_are(tmp_path: Path) -> None:
    words = ["assess", "soyuz-worst-case", "--samples", "100000", "--workers", "1"]
    keep = tmp_path / "draws"
    run = subprocess.Popen([*COMMAND, *words, "--resume", str(keep)], stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 120
    while not list(keep.rglob("draws-*.npz")) and time.monotonic() < end:
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert f"kept in {keep}; the same command goes on" in said
    assert "Traceback" not in said


def test_until_is_told_in_the_document_and_its_options_go_together() -> None:
    figure = "damages.us-boscem"
    found = called("assess", "soyuz-worst-case", "--until", "0.5", "--figure", figure, "--workers", "1")
    assert found["until"]["met"] is True
    assert found["until"]["figure"] == figure
    assert found["samples"] >= 1000
    error = found["errors"][figure]
    assert isinstance(error["p95"], str)
    assert error["by"] == "replicates"
    assert call("assess", "soyuz-worst-case", "--until", "0.5").returncode == 2
    assert call("assess", "soyuz-worst-case", "--until", "0", "--figure", figure).returncode == 2
    wrong = call("assess", "soyuz-worst-case", "--until", "0.5", "--figure", "damages.us-bosce", "--json")
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["problems"][0]["key"] == "--figure"
