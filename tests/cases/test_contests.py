"""Contests from end to end: two parties against a case, what must hold between the sides, and the manual's file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from downrange.report.contest import contest_page
from downrange.service.science.contest import contest

MANUAL = Path(__file__).resolve().parents[2] / "docs/contest.md"

LOW = """\
by: party/roscosmos
because: "emptier tanks, stronger wind"
set:
  scenario.inputs.udmh_on_board_kg: {value: 100000, source: "statement of the operator"}
  scenario.inputs.wind_speed_m_per_s: {value: 6, source: "airfield log"}
"""
HIGH = """\
by: party/kazakhstan
because: "full tanks"
set:
  scenario.inputs.udmh_on_board_kg: {value: 172000, source: newdaynews}
"""


def _files(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"side-{number}.yaml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    return paths


def _medians(side: dict[str, Any]) -> dict[str, float]:
    found = {f"quantities.{name}": value["p50"] for name, value in side["quantities"].items()}
    sums = {f"damages.{d['method']}": float(d["amount"]["p50"]) for d in side["damages"] if d["amount"]}
    return found | sums


def _assert_parts_make_the_whole(found: dict[str, Any]) -> None:
    base = _medians(found["sides"][0])
    for number, side in enumerate(found["sides"][1:], 1):
        for figure, median in _medians(side).items():
            parts = sum(
                float(move["amount"])
                for change in found["changes"]
                if change["side"] == number
                for move in change["moves"]
                if move["figure"] == figure
            )
            whole = median - base[figure]
            assert parts == pytest.approx(whole, rel=1e-9, abs=1e-9 * max(abs(median), 1e-30)), figure


@pytest.fixture(scope="module")
def proton(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return contest("proton-2013", _files(tmp_path_factory.mktemp("proton"), LOW, HIGH), 12, 1)


def test_proton_2013_parts_make_the_whole_on_both_sides(proton: dict[str, Any]) -> None:
    _assert_parts_make_the_whole(proton)


def test_proton_2013_heptyl_in_soil_follows_heptyl_on_board(proton: dict[str, Any]) -> None:
    base, low, high = (_medians(side)["quantities.udmh_to_soil_kg"] for side in proton["sides"])
    assert low < base < high
    balance = [
        sum(_medians(side)[f"quantities.udmh_{way}_kg"] for way in ("reacted", "to_air", "to_soil"))
        for side in proton["sides"][1:]
    ]  # medians of parts need not add up to the load, but nearly do
    assert balance == pytest.approx([100_000, 172_000], rel=0.1)


def test_proton_2013_less_heptyl_leaves_more_of_the_oxidiser_to_the_air(proton: dict[str, Any]) -> None:
    base, low, high = (_medians(side) for side in proton["sides"])
    for figure in ("quantities.n2o4_to_air_kg", "damages.kz-emission-fee-576"):
        assert low[figure] > base[figure] > high[figure]
    assert low["quantities.n2o4_reacted_kg"] < high["quantities.n2o4_reacted_kg"]


def test_proton_2013_no_method_becomes_law_by_being_contested(proton: dict[str, Any]) -> None:
    for side in proton["sides"]:
        laws = [d for d in side["damages"] if d["applicability"] == "law"]
        assert laws
        assert all(damage["amount"] is None and damage["missing"] for damage in laws)


def test_proton_2013_the_settlement_lies_inside_both_or_between(proton: dict[str, Any]) -> None:
    one, two = proton["sides"][1:]
    for row in proton["settlement"]:
        if not row["figure"].startswith("quantities."):
            continue
        name = row["figure"].removeprefix("quantities.")
        a, b = one["quantities"][name], two["quantities"][name]
        if row["overlap"]:
            assert max(a["p05"], b["p05"]) == row["low"] <= row["high"] == min(a["p95"], b["p95"])
        else:
            assert min(a["p95"], b["p95"]) == row["low"] < row["high"] == max(a["p05"], b["p05"])


def test_proton_2013_sources_of_the_changes_are_told(proton: dict[str, Any]) -> None:
    page = contest_page(proton)
    assert "“statement of the operator”" in page
    assert "as cited by the party; not read by this program" in page
    assert "“On the Proton crash: about 600 t of propellant, of it 172 t heptyl”" in page
    assert "No method computed here is law" in page


def test_soyuz_worst_case_wind_leaves_the_soil_alone_and_the_mark_stays(tmp_path: Path) -> None:
    text = (
        "by: party/tsenki\nbecause: calm\nset:\n"
        '  scenario.inputs.wind_speed_m_per_s: {value: 1.5, source: "mast"}\n'
        '  scenario.inputs.impact_distance_m: {value: 900, source: "survey"}\n'
    )
    found = contest("soyuz-worst-case", _files(tmp_path, text), 12, 1)
    _assert_parts_make_the_whole(found)
    base, other = found["sides"]
    assert other["quantities"]["kerosene_to_soil_kg"] == base["quantities"]["kerosene_to_soil_kg"]
    assert other["quantities"]["impact_range_from_pad_km"]["p50"] == pytest.approx(0.9, rel=1e-3)
    assert found["hypothetical"] is True
    assert '<p class="marked">Hypothetical case' in contest_page(found)
    assert "settlement" not in found


def test_the_file_of_the_manual_runs(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", MANUAL.read_text("utf-8"), flags=re.DOTALL)
    found = contest("proton-2013", _files(tmp_path, text), 4, 1, tmp_path)
    changes = {change["path"]: change for change in found["changes"]}
    assert changes["scenario.inputs.udmh_on_board_kg"]["to"] == 120000
    assert (
        found["sources"][changes["scenario.inputs.wind_speed_m_per_s"]["source"]]["publisher"] == "Airfield"
    )
    assert changes["choices.soil-limit.statement"]["from"] == "statement/limit-0-1"
    soil = found["sides"][1]["quantities"]
    assert soil["udmh_to_soil_kg"]["p50"] < found["sides"][0]["quantities"]["udmh_to_soil_kg"]["p50"]
    assert (tmp_path / "proton-2013" / "contest.json").is_file()
