"""What the creditor may do next on a day, and what the debtor may answer."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.law.cases import case, claim, measure

from downrange.base.money import Money
from downrange.inputs.cases import read_case
from downrange.law.enforcement.ladder import Ladder, Rung, ladder

NONE = {"unknown": "none"}


def rungs(found: Ladder) -> dict[str, Rung]:
    return {one.step: one for one in found.rungs}


def test_the_real_case_in_march_2023() -> None:
    found = ladder(read_case("tsenki-2023").case, date(2023, 3, 14))
    by_step = rungs(found)
    assert by_step["attaching property"].state == "taken"
    assert by_step["exit ban on the head in office"].state == "taken"
    assert by_step["forbidding movement"].state == "taken"
    assert by_step["attaching bank money"].state == "open"
    assert by_step["blocking licences"].state == "open"
    moves = {one.move: one for one in found.answers}
    assert "2023-03-24" in moves["negotiating: the creditor's letter"].limit
    assert "2023-04-13" in moves["negotiating: the creditor's letter"].limit
    assert all(one.article for one in found.rungs)
    assert all(one.article for one in found.answers)
    json.dumps(found.as_json())


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2022-10-17", "waits"),
        ("2022-10-20", "waits"),
        ("2022-10-21", "open"),
        ("2022-11-01", "open"),
        ("2025-10-16", "closed"),
    ],
)
def test_the_window_for_presenting(day: str, state: str) -> None:
    assert rungs(ladder(case(), date.fromisoformat(day)))["presenting the writ"].state == state


def test_the_advance_and_the_threshold_of_the_day() -> None:
    by_step = rungs(ladder(case(), date(2023, 1, 10)))
    assert by_step["presenting the writ"].cost == Money.of(15 * 3450, "KZT")
    assert "138,000.00 KZT" in by_step["exit ban on the head in office"].because
    assert by_step["attaching property"].state == "waits"


def test_a_small_debt_closes_two_rungs() -> None:
    small: Any = {"amount": "100000", "currency": "KZT"}
    by_step = rungs(
        ladder(case(claims=[claim(asserted=small, awarded=small)], measures=[measure()]), date(2023, 3, 14))
    )
    assert by_step["exit ban on the head in office"].state == "closed"
    assert by_step["blocking licences"].state == "closed"


def test_before_a_title_only_talks_and_suits() -> None:
    found = ladder(case(claims=[claim(awarded=NONE, awarded_on=None)]), date(2023, 3, 14))
    assert next(one.step for one in found.rungs).startswith("settling")
    assert found.answers == ()


def test_what_may_not_be_asked_in_money_has_no_ladder() -> None:
    body = claim(basis="ecological-damage", arising_on="2023-04-01", awarded=NONE, awarded_on=None)
    found = ladder(case(claims=[body]), date(2023, 6, 1))
    assert [one.state for one in found.rungs] == ["closed"]
    assert found.rungs[0].article == "ECO 136(2), 137(4)"


def test_the_ladder_is_complete() -> None:
    found = ladder(read_case("tsenki-2023").case, date(2023, 3, 14))
    by_step = rungs(found)
    steps = (
        "forbidding bodies to dispose", "attaching what others owe the debtor", "register of debtors",
        "valuation", "taking in kind", "foreclosure on property", "foreclosure on pledged things", "auction",
        "taking an unsold thing", "indexing the judgment sum", "taking the writ back, to come again",
        "fine for non-performance", "criminal report",
    )  # fmt: skip
    assert set(steps) <= set(by_step)
    moves = {one.move for one in found.answers}
    assert all("paying" in one.against and set(one.against) <= moves for one in found.rungs)
    assert "naming a new head" in by_step["exit ban on the head in office"].against
    assert "a third party's suit" in by_step["attaching property"].against
    assert by_step["fine for non-performance"].cost == Money.of(20 * 3450, "KZT")
    assert {one.head for one in found.costs} == {"sanction", "bailiff-pay"}
    answered = {move for one in found.rungs for move in one.against}
    assert moves - answered == {
        "negotiating: the creditor's letter", "asking the court to cut or waive the sanction",
    }  # fmt: skip


def test_before_measures_the_debtor_has_fewer_answers() -> None:
    moves = {one.move for one in ladder(case(), date(2023, 1, 10)).answers}
    assert {"paying", "settling", "appealing an act"} <= moves
    assert not {"naming a new head", "a third party's suit", "selling the thing himself"} & moves
