from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.report import examples

from downrange.damage.comparison import answers
from downrange.inputs.cases import read_case
from downrange.report.html import Matter
from downrange.report.run import run, write_matter

NAMES = [
    "report.html",
    "assessment.json",
    "zones.geojson",
    "fields.nc",
    "claim.json",
    "statement.json",
    "report.pdf",
]


def test_a_matter_becomes_its_files(tmp_path: Path) -> None:
    matter = Matter(examples.bare_case(), examples.assessment("example-case"), examples.ACCOUNT)
    paths = write_matter(matter, tmp_path / "example-case")
    assert [path.name for path in paths] == [*NAMES, "fields.tif"]
    assert sorted(p.name for p in (tmp_path / "example-case").iterdir()) == sorted([*NAMES, "fields.tif"])
    assert json.loads(paths[5].read_text("utf-8"))["outstanding"]["currency"] == "KZT"


def test_a_comparison_writes_its_answers(tmp_path: Path) -> None:
    other = (read_case("soyuz-nominal").case, examples.assessment("soyuz-nominal", examples.LAUNCH_DAMAGES))
    matter = Matter(read_case("tsenki-2023").case, examples.assessment("tsenki-2023", ()), None, [other])
    paths = write_matter(matter, tmp_path, answers(matter.case, matter.events))
    body = json.loads(paths[1].read_text("utf-8"))
    assert body["answers"][0]["figures"]
    assert json.loads(paths[5].read_text("utf-8")) == {"claim": None}


def test_nothing_is_written_where_a_source_is_missing(tmp_path: Path) -> None:
    from downrange.errors import SourceError

    case = examples.bare_case(timeline=[{"on": "2013", "title": "x", "sources": ["nobody-has-this"]}])
    with pytest.raises(SourceError):
        write_matter(Matter(case, examples.assessment("example-case")), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_matter_that_started_it_runs_from_its_name_to_its_files(tmp_path: Path) -> None:
    told: list[str] = []
    paths = run(["tsenki-2023"], tmp_path, samples=4, seed=1, say=told.append)
    assert [path.name for path in paths] == [*NAMES, "consequence.json"]
    stopped = json.loads(paths[-1].read_text("utf-8"))
    assert {row["effect"] for row in stopped["launches"]} == {"unaffected"}
    assert not stopped["named"]  # the folder may be handed on: no single point is named in it
    assert told[-1] == "tsenki-2023: writing the report"
    page = paths[0].read_text("utf-8")
    assert "13,684,550,338.70" in page
    assert "--samples 4 --seed 1" in page
    body = json.loads(paths[1].read_text("utf-8"))
    assert {answer["event"] for answer in body["answers"]} == {"soyuz-nominal", "soyuz-worst-case", "soyuz-5"}
    zones = json.loads(paths[2].read_text("utf-8"))
    assert {feature["properties"]["case"] for feature in zones["features"]} == {
        "soyuz-nominal",
        "soyuz-worst-case",
    }
    assert json.loads(paths[5].read_text("utf-8"))["asserted"]["amount"] == "13684550338.70"


def test_a_day_before_the_notice_knows_less(tmp_path: Path) -> None:
    paths = run(["baikonur-lease"], tmp_path, samples=2, on="1999-12-31")
    assert json.loads(paths[5].read_text("utf-8"))["on"] == "1999-12-31"
    assert "--on 1999-12-31" in paths[0].read_text("utf-8")
