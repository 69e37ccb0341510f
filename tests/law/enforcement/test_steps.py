"""Which step may follow which, who may take it, and what it is refused for, with the article."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.cases import measure

from downrange.case.schema import Measure
from downrange.errors import AccessError, DownrangeError, RecordError
from downrange.law.enforcement.steps import (
    KINDS,
    RULES,
    Life,
    Papers,
    Step,
    begun,
    checked,
    live,
    sanction_by,
)

DAY = date(2023, 1, 24)
ORDER: dict[str, Any] = {
    "id": "measure/one", "kind": "attachment", "claim": "claim/debt", "ordered_by": "party/bailiff",
    "against": "party/debtor", "reaches": ["asset/a", "asset/b"], "permits": ["use in place"],
}  # fmt: skip


def step(name: str, on: date = DAY, by: str = "office/first", role: str | None = None, **more: Any) -> Step:
    return Step(name, on, by, role or RULES[name].roles[0], more.pop("document", "paper"), **more)


def follow(*steps: Step, kind: str = "attachment", papers: Papers | None = None, **changed: Any) -> Life:
    order = {**ORDER, "kind": kind, **changed}
    unknown = {"unknown": "not in force yet"}
    life = Life(Measure.model_validate({**order, "since": unknown}), "none")
    for number, one in enumerate((step("draft", order=order), *steps)):
        checked(life, one, papers)
        life = live([one], life if number else None)
    return life


def held(**changed: Any) -> Life:
    return follow(step("approve", by="office/second"), step("put-in-force"), **changed)


def test_the_straight_way_into_force() -> None:
    life = held()
    assert (life.state, life.since, life.reaches) == ("in-force", DAY, ("asset/a", "asset/b"))
    assert (life.drafted_by, life.approved_by) == ("office/first", "office/second")
    assert life.permits == ("use in place",)


def test_whoever_drafted_does_not_approve() -> None:
    with pytest.raises(AccessError, match="second person"):
        follow(step("approve", by="office/first"))


@pytest.mark.parametrize(
    ("kind", "money", "by"),
    [
        ("attachment", False, None),
        ("attachment", True, "prosecutor"),
        ("account-freeze", False, "prosecutor"),
        ("movement-ban", False, None),
        ("body-ban", False, None),
        ("exit-ban", False, "court"),
        ("licence-block", False, "court"),
    ],
)
def test_whose_sanction(kind: str, money: bool, by: str | None) -> None:
    found = sanction_by(kind, DAY, bank_money=money)
    assert (found and found[0]) == by
    if by is None:
        with pytest.raises(RecordError, match="needs no sanction"):
            follow(step("approve", by="office/second"), step("sanction"), kind=kind)
        return
    assert found is not None
    approved = step("approve", by="office/second")
    papers = Papers(bank_money=money)
    with pytest.raises(RecordError, match="waits for the sanction"):
        follow(approved, step("put-in-force"), kind=kind, papers=papers)
    other = "court" if by == "prosecutor" else "prosecutor"
    with pytest.raises(AccessError, match=by):
        follow(approved, step("sanction", role=other), kind=kind, papers=papers)


def test_an_exit_ban_waits_five_working_days_after_its_notice() -> None:
    approved = step("approve", by="office/second", on=date(2023, 1, 31))
    notice = step("notify", on=date(2023, 1, 31))
    kind: dict[str, Any] = {"kind": "exit-ban", "reaches": []}
    with pytest.raises(RecordError, match="no notice"):
        follow(approved, step("sanction", role="court", on=date(2023, 2, 7)), **kind)
    with pytest.raises(RecordError, match="2023-02-07"):
        follow(approved, notice, step("sanction", role="court", on=date(2023, 2, 6)), **kind)
    sanctioned = step("sanction", role="court", on=date(2023, 2, 7))
    life = follow(approved, notice, sanctioned, step("put-in-force", on=date(2023, 2, 8)), **kind)
    assert (life.state, life.noticed_on, life.sanctioned_on) == (
        "in-force",
        date(2023, 1, 31),
        date(2023, 2, 7),
    )
    lifted = live([step("lift", on=date(2023, 4, 3), told="change-of-head")], life)
    assert (lifted.state, lifted.until, lifted.ended_by) == ("ended", date(2023, 4, 3), "lift")
    with pytest.raises(RecordError, match="six grounds"):
        checked(life, step("lift", on=date(2023, 4, 3), told="a good word"))
    with pytest.raises(RecordError, match="only founder"):
        checked(life, step("lift", on=date(2023, 4, 3), told="change-of-head"), Papers(only_founder=True))
    with pytest.raises(RecordError, match="exit ban"):
        checked(follow(), step("notify"))
    with pytest.raises(RecordError, match="FROM/TO"):
        checked(life, step("permit", role="court", on=date(2023, 2, 20), told="a holiday"))
    with pytest.raises(AccessError, match=r"ENF 33\(3\)"):
        checked(life, step("permit", role="bailiff", on=date(2023, 2, 20), told="treatment abroad a/b"))
    leave = step("permit", role="court", on=date(2023, 2, 20), told="treatment abroad 2023-02-20/2023-02-26")
    assert live([checked(life, leave)], life).permits[-1].startswith("treatment")


def test_an_objection_suspends_nothing_and_is_decided_once() -> None:
    life = held()
    late = date(2023, 2, 8)
    objection = step("object", role="debtor", on=date(2023, 2, 7))
    with pytest.raises(RecordError, match="ended on 2023-02-07"):
        checked(life, step("object", role="debtor", on=late))
    assert checked(life, step("object", role="debtor", on=late, day=date(2023, 2, 1))) is not None
    with pytest.raises(RecordError, match="no objection waits"):
        checked(life, step("decide-objection", told="stands"))
    objected = live([checked(life, objection)], life)
    assert (objected.state, objected.objected_on) == ("in-force", date(2023, 2, 7))
    with pytest.raises(RecordError, match="not decided yet"):
        checked(objected, objection)
    with pytest.raises(RecordError, match="stands or cancelled"):
        checked(objected, step("decide-objection", on=late, told="perhaps"))
    assert live([step("decide-objection", on=late, told="stands")], objected).state == "in-force"
    gone = live([step("decide-objection", on=late, told="cancelled")], objected)
    assert (gone.state, gone.reaches) == ("ended", ())


def test_a_third_party_s_suit_stops_that_thing_only() -> None:
    life = held()
    with pytest.raises(RecordError, match="names the thing"):
        checked(life, step("third-party-suit"))
    with pytest.raises(RecordError, match="does not hold asset/z"):
        checked(life, step("third-party-suit", assets=("asset/z",)))
    with pytest.raises(RecordError, match="ended on"):
        checked(life, step("third-party-suit", on=date(2023, 3, 1), assets=("asset/a",)))
    known = step("third-party-suit", on=date(2023, 3, 1), assets=("asset/a",), day=date(2023, 2, 20))
    sued = live([checked(life, known)], life)
    assert (sued.stopped, sued.reaches) == (("asset/a",), ("asset/a", "asset/b"))
    with pytest.raises(RecordError, match="no suit"):
        checked(sued, step("decide-suit", on=date(2023, 3, 2), assets=("asset/b",), told="freed"))
    with pytest.raises(RecordError, match="freed or dismissed"):
        checked(sued, step("decide-suit", on=date(2023, 3, 2), assets=("asset/a",), told="maybe"))
    freed = live([step("decide-suit", on=date(2023, 3, 2), assets=("asset/a",), told="freed")], sued)
    assert (freed.state, freed.reaches, freed.stopped) == ("in-force", ("asset/b",), ())
    kept = live([step("decide-suit", on=date(2023, 3, 2), assets=("asset/a",), told="dismissed")], sued)
    assert (kept.reaches, kept.stopped) == (("asset/a", "asset/b"), ())


@pytest.mark.parametrize(("worth", "why"), [(False, "worth less"), (None, "no value on file")])
def test_nothing_of_less_value_takes_the_place(worth: bool | None, why: str) -> None:
    swap = step("substitute", assets=("asset/a",), into="asset/c")
    with pytest.raises(RecordError, match=why):
        checked(held(), swap, Papers(no_less_in_value=worth))
    with pytest.raises(RecordError, match="one thing"):
        checked(
            held(), step("substitute", assets=("asset/a",), into="asset/b"), Papers(no_less_in_value=True)
        )
    life = live([checked(held(), swap, Papers(no_less_in_value=True))], held())
    assert life.reaches == ("asset/b", "asset/c")


def test_permissions_come_and_go() -> None:
    life = live([step("permit", told="one journey to the depot")], held())
    assert life.permits == ("use in place", "one journey to the depot")
    with pytest.raises(RecordError, match="no such permission"):
        checked(life, step("withdraw-permit", told="two journeys"))
    assert live([step("withdraw-permit", told="use in place")], life).permits == ("one journey to the depot",)
    with pytest.raises(RecordError, match="what it allows"):
        checked(life, step("permit"))


def test_what_is_let_go_thing_by_thing_ends_with_the_last() -> None:
    life = live([step("release", told="excess", assets=("asset/a",))], held())
    assert (life.state, life.reaches) == ("in-force", ("asset/b",))
    with pytest.raises(RecordError, match="does not hold asset/a"):
        checked(life, step("release", told="excess", assets=("asset/a",)))
    done = live([step("release", told="payment", on=date(2023, 5, 2))], life)
    assert (done.state, done.until, done.ended_by) == ("ended", date(2023, 5, 2), "release")
    with pytest.raises(RecordError, match="cannot follow"):
        checked(done, step("release", told="payment", on=date(2023, 5, 2)))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (step("serve", document=""), "needs a document"),
        (step("release"), "ground"),
        (Step("melt", DAY, "x", "bailiff"), "no step is called"),
        (step("serve", on=date(2023, 1, 1)), "lies before"),
        (step("approve", by="office/second"), "cannot follow"),
        (step("lift", told="change-of-head"), "only an exit ban"),
    ],
)
def test_refusals(wrong: Step, error: str) -> None:
    with pytest.raises(RecordError, match=error):
        checked(held(), wrong)


def test_a_suspended_proceeding_takes_no_new_measure() -> None:
    approved = follow(step("approve", by="office/second"))
    with pytest.raises(RecordError, match="suspended to 2023-02-01"):
        checked(approved, step("put-in-force"), Papers(suspended_until=date(2023, 2, 1)))


def test_what_a_case_reports_is_in_force_without_steps() -> None:
    life = begun(Measure.model_validate(measure(reaches=["asset/a"])))
    assert (life.state, life.reaches, life.since) == ("in-force", ("asset/a",), date(2023, 1, 31))
    assert begun(Measure.model_validate(measure(since="2023-01"))).since is None  # it starts no term
    ended = Measure.model_validate(measure(until="2023-04-03"))
    assert begun(ended).state == "ended"
    assert begun(ended, date(2023, 4, 2)).state == "in-force"
    assert live([step("release", told="payment", order=measure())]).state == "ended"
    with pytest.raises(RecordError, match="nobody drafted"):
        live([step("release", told="payment")])
    with pytest.raises(RecordError, match="nothing is on record"):
        live([])


@given(st.lists(st.sampled_from(sorted(RULES)), max_size=12), st.sampled_from(KINDS), st.data())
def test_no_sequence_of_steps_gets_round_the_second_person_or_the_sanction(
    names: list[str], kind: str, data: st.DataObject
) -> None:
    """Whatever is tried, in force means approved by another, and sanctioned where the law wants it."""
    order = {**ORDER, "kind": kind}
    life = follow(kind=kind)
    for name in names:
        by = data.draw(st.sampled_from(["office/first", "office/second"]))
        role = data.draw(st.sampled_from(RULES[name].roles))
        told = data.draw(
            st.sampled_from(["", "change-of-head", "freed", "stands", "payment", "use in place"])
        )
        one = Step(name, DAY, by, role, "paper", told=told, order=order)
        try:
            life = live([checked(life, one)], life)
        except DownrangeError:
            continue
        if life.state == "in-force":
            assert life.approved_by not in (None, life.drafted_by)
            assert life.sanctioned_on is not None or sanction_by(kind, DAY) is None
        if life.state == "ended":
            assert life.reaches == ()


def test_a_user_of_an_old_record_is_the_same_person_as_now() -> None:
    """Acts of the pages bore a bare name once; the second person is another one in either spelling."""
    drafted = live([step("draft", by="anna", order=ORDER)])
    for by in ("anna", "user/anna"):
        with pytest.raises(AccessError, match="second person"):
            checked(drafted, step("approve", by=by, role="supervisor"))
    assert checked(drafted, step("approve", by="user/berik", role="supervisor"))
