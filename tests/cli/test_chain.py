"""The chain from the command line: JSON on standard output, the keys others rely on."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, called


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
    assert called("cases", "--compare", *out)["rows"]
    assert (tmp_path / "comparison.html").is_file()
    assert {"case", "by", "sides", "changes", "common"} <= set(contested)
    assert {"path", "from", "to", "kind", "moves"} <= set(contested["changes"][0])
