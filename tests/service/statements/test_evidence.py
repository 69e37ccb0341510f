from __future__ import annotations

import json
from datetime import date

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.service.statements.evidence import statements_report, vehicle_components

CASE = read_case("tsenki-2023").case


def test_the_report_has_the_agreed_keys() -> None:
    report = statements_report(CASE)
    json.dumps(report)
    assert {"statements", "conflicts", "verdicts"} <= set(report)
    for one in report["conflicts"]:
        assert {"kind", "about", "sides", "settled_by", "moves"} <= set(one)
        assert len(one["sides"]) >= 2
        assert len(one["sayings_number"]) == len(one["sides"])
    for verdict in report["verdicts"]:
        assert {"claim", "verdict", "because", "sources"} <= set(verdict)
        assert set(verdict["sources"]) <= set(report["sources"])
    assert report["sayings_number"] < len(report["statements"])


def test_what_a_party_said_and_an_outlet_printed() -> None:
    own = statements_report(CASE, by="kazakhstan")
    assert {"party/kz-minister-digital-2023"} <= {row["said_by"] for row in own["statements"]}
    printed = statements_report(CASE, outlet="party/business-insider")
    assert printed["statements"]
    assert {row["reported_by"] for row in printed["statements"]} == {"party/business-insider"}
    shown = {row["id"] for row in printed["statements"]}
    assert all(shown & {name for side in one["sides"] for name in side} for one in printed["conflicts"])
    assert "library" in {one["kind"] for one in printed["conflicts"]}
    with pytest.raises(InputError, match="has no such party"):
        statements_report(CASE, by="nobody")


def test_who_repeated_whom() -> None:
    chains = {one["origin"]: one["echoes"] for one in statements_report(CASE, conflicts=False)["chains"]}
    assert chains["statement/cause-launch-damage"] == ["statement/cause-launch-damage-echo"]


def test_as_known_before_the_press_found_out() -> None:
    before = {row["id"] for row in statements_report(CASE, date(2023, 3, 6), conflicts=False)["statements"]}
    after = {row["id"] for row in statements_report(CASE, date(2023, 3, 7), conflicts=False)["statements"]}
    assert "statement/scope-all-tsenki" not in before
    assert "statement/scope-all-tsenki" in after
    assert "statement/debt-kzt-notice" not in after
    assert before < after


def test_on_the_day_of_the_notice_no_dollar_figure_was_known() -> None:
    report = statements_report(CASE, date(2023, 3, 12))
    sums = [row for row in report["statements"] if row["property"] == "principal"]
    assert [row["id"] for row in sums] == ["statement/debt-kzt-notice"]
    assert not [one for one in report["conflicts"] if one["property"] == "principal"]


def test_a_case_without_verdicts_has_no_such_key() -> None:
    report = statements_report(read_case("proton-2013").case)
    assert "verdicts" not in report
    assert any(one["kind"] == "limit" for one in report["conflicts"])


def test_what_a_rocket_burns_comes_from_the_library() -> None:
    assert vehicle_components("soyuz-2.1b") == frozenset({"kerosene", "oxygen"})
    assert vehicle_components("proton-m") == frozenset({"udmh", "n2o4"})
    assert vehicle_components("no-such-rocket") is None


def test_of_a_part_of_what_was_said_only_its_own_verdicts_are_given() -> None:
    whole = statements_report(CASE, conflicts=False)["verdicts"]
    early = statements_report(CASE, date(2023, 3, 1), conflicts=False)["verdicts"]
    minister = statements_report(CASE, conflicts=False, by="party/kz-minister-digital-2023")["verdicts"]
    assert "verdict/fines-29-7" in {one["id"] for one in whole}
    assert "verdict/fines-29-7" not in {one["id"] for one in early}
    assert {one["id"] for one in minister} == {"verdict/not-the-base"}
