from __future__ import annotations

from typing import Any

import pytest
from tests.report.examples import assessment, bare_case

from downrange.report import operations
from downrange.report.html import Matter, render
from downrange.service.consequences.operations import consequence_report


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return consequence_report("baikonur-2025-pad-31", samples=200, names=False)


@pytest.fixture(scope="module")
def section(document: dict[str, Any]) -> dict[str, Any]:
    made = operations.section(document)
    assert made is not None
    return made


def test_no_document_no_section() -> None:
    assert operations.section(None) is None


def test_every_picture_has_a_table_with_the_same_things(
    document: dict[str, Any], section: dict[str, Any]
) -> None:
    assert [row["title"] for row in section["launches"]] == [row["title"] for row in document["launches"]]
    assert all(row["title"] in section["timeline"] for row in section["launches"])
    assert len(section["links"]) == len(document["graph"]["nodes"])
    assert {row["site"] for row in section["tracks"]} == {"Baikonur", "Vostochny", "Plesetsk"}
    assert len(section["maps"]) == 3
    assert all("<desc>" in picture["svg"] for picture in section["maps"])


def test_the_public_section_names_no_single_thing_that_is_not_withdrawn(section: dict[str, Any]) -> None:
    words = section["graph"] + str(section["points"]) + str(section["links"])
    for name in ("pad-31-service-tower", "Service tower", "Transporter-erector", "soyuz-transporter"):
        assert name not in words
    assert {"what": "pad equipment", "kind": "", "told": "3", "lives": "yes"} in section["points"]


def test_those_who_need_it_see_the_names_and_the_rank() -> None:
    full = operations.section(consequence_report("baikonur-2025-pad-31", samples=20))
    assert full is not None
    assert "Service tower of pad 31/6" in full["graph"]
    assert full["points"][0]["what"] == "baikonur-lease"


def test_launches_with_the_same_answer_share_a_row(section: dict[str, Any]) -> None:
    vostochny = [row for row in section["alternatives"] if row["site"] == "Vostochny"]
    assert [row["launches"] for row in vostochny] == ["Progress MS-33, Progress MS-34", "Soyuz MS-29"]
    assert all(row["possible"] == "no" for row in section["alternatives"])


def test_a_day_of_harm_is_told_with_its_probability() -> None:
    row = {
        "title": "x", "vehicle": "v", "date": "2025-12-20", "date_until": "2025-12-20", "effect": "stopped",
        "delay_d": None, "flew_on": None, "why": "", "harm_on": "2026-04-01", "harm_probability": 0.71,
    }  # fmt: skip
    told = operations._launch_row(row)
    assert told["harm"] == "2026-04-01: 71 % of the draws fly later"
    assert told["delay"] == "no way out known"


def test_the_curve_is_drawn_with_its_table() -> None:
    money = {"amount": "100.00", "currency": "KZT"}
    point = {"launches_stopped": 0, "covered": money, "assets": ["asset/a"], "added": []}
    more = {
        "launches_stopped": 3,
        "covered": {**money, "amount": "300.00"},
        "assets": [],
        "added": ["asset/b"],
    }
    curve = {"target": {"amount": "200.00", "currency": "KZT"}, "curve": [point, more]}
    assert "3 launches stopped: 300 KZT" in operations.tradeoff_chart(curve)
    rows = operations._choices(curve)
    assert [(row["enough"], row["assets"]) for row in rows] == [("no", "nothing"), ("yes", "b")]


def test_the_page_holds_the_section_and_credits_the_log(document: dict[str, Any]) -> None:
    case = bare_case()
    page = render(Matter(case, assessment(case.case), operations=document))
    assert 'id="operations"' in page
    assert page.count("CC BY 4.0") >= 2  # GCAT and GeoNames
    assert 'id="operations"' not in render(Matter(case, assessment(case.case)))
