"""The command line as others call it: one process each, JSON on standard output, exit codes 0, 1, 2."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

COMMAND = [str(Path(sys.executable).parent / "downrange")]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, timeout=300)


def _json(*words: str) -> Any:
    done = _run(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_help_answers_at_once_and_every_option_is_explained() -> None:
    _run("--help")  # the first start may compile bytecode
    took = []
    for _ in range(3):
        start = time.perf_counter()
        done = _run("--help")
        took.append(time.perf_counter() - start)
    assert done.returncode == 0
    assert min(took) < 2.0  # 0.2 s on an idle machine; a test machine may be busy


def _commands() -> list[Any]:
    from downrange.cli import app

    return list(app.registered_commands)


@pytest.mark.parametrize("command", _commands(), ids=lambda c: c.name or c.callback.__name__)
def test_every_command_has_an_example_json_and_documented_options(command: Any) -> None:
    import typing

    assert "Example: downrange" in command.callback.__doc__
    hints = typing.get_type_hints(command.callback, include_extras=True)
    assert "as_json" in hints
    for name, hint in hints.items():
        if name == "return":
            continue
        texts = [getattr(extra, "help", None) for extra in typing.get_args(hint)[1:]]
        assert any(texts), f"{command.callback.__name__}: {name} has no help"


def test_assess_prints_the_keys_others_rely_on() -> None:
    found = _json("assess", "proton-2013", "--samples", "16", "--seed", "3")
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
    again = _json("assess", "proton-2013", "--samples", "16", "--seed", "3")
    assert again == found


def test_answers_of_the_comparison() -> None:
    found = _json("assess", "tsenki-2023", "--samples", "8")
    assert all({"question", "answer", "figures"} <= set(answer) for answer in found["answers"])


def test_explain_balance_cases_doctor() -> None:
    found = _json("explain", "proton-2013", "quantities.udmh_to_soil_kg", "--samples", "8")
    assert {"figure", "value", "unit", "steps", "leaves"} <= set(found)
    assert {"name", "method", "inputs", "output", "validity"} <= set(found["steps"][0])
    assert {"name", "value", "unit", "kind", "source", "locator"} <= set(found["leaves"][0])
    debt = _json("balance", "tsenki-2023", "--on", "2023-03-14")
    for key in (
        "claim",
        "basis",
        "on",
        "asserted",
        "awarded",
        "agreed",
        "paid",
        "principal",
        "charges",
        "outstanding",
        "interest",
        "deadlines",
        "entries",
    ):
        assert key in debt
    assert _json("cases")["cases"]
    assert _json("doctor")["checks"]


def test_problems_exit_with_1_and_their_place_and_usage_with_2(tmp_path: Path) -> None:
    done = _run("assess", "no-such-case", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"][0]["value"] == "no-such-case"
    assert "no such case" in done.stderr
    (tmp_path / "case.yaml").write_text("case: bad\ntitle: Bad\nfrom: 2020\nto: 20x1\nclaims: 7\n")
    done = _run("balance", str(tmp_path), "--json")
    assert done.returncode == 1
    lines = {p["key"]: p["line"] for p in json.loads(done.stdout)["problems"]}
    assert lines["to"] == 4
    assert lines["claims"] == 5
    assert _run("assess").returncode == 2
    assert _run("assess", "proton-2013", "--samples", "many").returncode == 2


def test_run_writes_everything_the_case_holds(tmp_path: Path) -> None:
    done = _run("run", "proton-2013", "--out", str(tmp_path), "--samples", "12", "--json")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "proton-2013").iterdir()}
    assert names == {
        "report.html",
        "assessment.json",
        "zones.geojson",
        "fields.nc",
        "claim.json",
        "statement.json",
    }
    page = (tmp_path / "proton-2013" / "report.html").read_text("utf-8")
    assert "http://" not in page.split("<body")[0].replace("http://www.w3.org", "")


def test_a_fall(tmp_path: Path) -> None:
    file = tmp_path / "fall.yaml"
    file.write_text(
        "state: {latitude_deg: 46.6, longitude_deg: 64.0, altitude_m: 43000, speed_m_per_s: 1738, flight_path_angle_deg: 25, azimuth_deg: 62}\n"
        "body: {mass_kg: 30600, drag: {coefficient: 1.0, reference_area_m2: 43.0}}\n"
        "spread: {speed_m_per_s: 20, flight_path_angle_deg: 0.5, azimuth_deg: 0.3, drag_fraction: 0.2, wind_m_per_s: 10}\n"
        "atmosphere: standard\n"
    )
    found = _json("fall", str(file), "--samples", "400")
    assert {"centre", "range_km", "flight_time_s", "ellipse", "impact_speed_m_per_s"} <= set(found)
    assert 150 < found["range_km"] < 307
    file.write_text("state: {latitude_deg: 46.6}\nbody: {mass_kg: -3}\n")
    assert _run("fall", str(file)).returncode == 1


def test_statements_rate_days_lease_attach() -> None:
    said = _json("statements", "tsenki-2023")
    assert {"statements", "conflicts", "verdicts"} <= set(said)
    days = _json(
        "rate-days", "13684550338.70 KZT", "29.7 M USD", "--from", "2023-01-01", "--to", "2023-03-31"
    )
    assert {"pair", "low", "high", "days", "open", "wider"} <= set(days)
    assert [day["on"] for day in days["days"]] == ["2023-02-01"]
    lease = _json("lease", "baikonur-lease")
    assert {"rent_per_year", "due", "paid", "arrears", "schedule", "obligations", "positions"} <= set(lease)
    draft = _json("attach", "tsenki-2023", "--on", "2023-03-10")
    assert {"targets", "chosen", "excluded", "covered", "excess", "optimal", "gap_ratio"} <= set(draft)
    assert draft["chosen"] == []  # no list of its assets is known, so none is invented


def test_an_ascent_reaches_its_orbit_and_drops_its_parts() -> None:
    found = _json(
        "ascent", "soyuz-2.1b", "--site", "baikonur-31-6", "--inclination-deg", "51.6", "--samples", "64"
    )
    assert {"vehicle", "site", "payload_kg", "events", "fitted_to", "falls"} <= set(found)
    names = [event["name"] for event in found["events"]]
    assert names[-1] == "orbit"
    assert "booster-separation" in names
    assert {part["body"] for part in found["falls"]} >= {"booster", "stage-1"}
    refused = _run("ascent", "soyuz-5", "--site", "baikonur-31-6", "--inclination-deg", "51.6", "--json")
    assert refused.returncode == 1
    assert any("propellant_kg" in name for name in json.loads(refused.stdout)["problems"][0]["missing"])


def test_a_plume(tmp_path: Path) -> None:
    file = tmp_path / "experiment.yaml"
    file.write_text(
        "source: {tracer: SO2, rate_g_per_s: 48.4, duration_s: 600, height_m: 0.46}\n"
        "weather: {wind_speed_m_per_s: 7.39, wind_height_m: 2.0, roughness_m: 0.006, temperature_difference: {lower_m: 2, upper_m: 16, upper_minus_lower_c: 0.37}}\n"
        "arcs_m: [50, 200, 800]\nz_m: 1.5\naveraging_s: 600\n"
    )
    found = _json("plume", str(file))
    assert {
        "arcs",
        "receptors",
        "obukhov_length_m",
        "friction_velocity_m_per_s",
        "particles",
        "seconds",
    } <= set(found)
    values = [arc["concentration_kg_per_m3"] for arc in found["arcs"]]
    assert values == sorted(values, reverse=True)


def test_validation_and_contest(tmp_path: Path) -> None:
    (found,) = _json("validate", "captex")["sets"]
    assert {"set", "rows", "scores", "baseline", "met"} <= set(found)
    override = tmp_path / "other.yaml"
    override.write_text(
        "by: party/roscosmos\nbecause: emptier tanks\nset:\n"
        '  scenario.inputs.udmh_on_board_kg: {value: 100000, source: "statement of the operator"}\n'
    )
    out = ("--out", str(tmp_path))
    contested = _json("contest", "proton-2013", "--with", str(override), "--samples", "8", *out)
    assert (tmp_path / "proton-2013" / "contest.html").is_file()
    assert _json("cases", "--compare", *out)["rows"]
    assert (tmp_path / "comparison.html").is_file()
    assert {"case", "by", "sides", "changes", "common"} <= set(contested)
    assert {"path", "from", "to", "kind", "moves"} <= set(contested["changes"][0])
