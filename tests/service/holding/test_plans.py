"""Instalments asked for and granted: what binds, who may, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from tests.service import exercise

from downrange.errors import AccessError, RecordError
from downrange.law.settlement import Instalment, Plan, equal_instalments
from downrange.service.holding import plans
from downrange.service.holding.release import plan_state_of

NAME, CLAIM, ON = exercise.NAME, exercise.CLAIM, date(2023, 6, 1)


def _plan(number: int = 4) -> Plan:
    parts = equal_instalments(exercise.tenge(4_000_000), number, date(2023, 7, 1), 1)
    return Plan(parts, 2, 5, "working")


def test_a_request_binds_nobody_until_it_is_granted_and_comes_back_whole(registry: str) -> None:
    exercise.load()
    asked = plans.ask_for_plan(NAME, CLAIM, _plan(), exercise.act("debtor", "2023-06-01"), "cash comes late")
    assert (asked.state, asked.role, asked.by_account) == ("asked", "debtor", "office/debtor")
    assert plans.plan_of(asked.plan) == _plan()
    assert plan_state_of(NAME, CLAIM, date(2023, 12, 1)) is None
    ruling = exercise.act("court", "2023-06-10", "ruling 4")
    decided = plans.decide_plan(NAME, CLAIM, asked.id, ruling, granted=True, because="both agree")
    assert (decided.state, decided.on, decided.by_account) == ("granted", ON, "office/debtor")
    assert plans.asked_for(NAME, CLAIM) == (decided,)
    early = plan_state_of(NAME, CLAIM, date(2023, 6, 20))
    ahead = plan_state_of(NAME, CLAIM, date(2023, 6, 20), if_nothing_more=True)
    assert early is not None
    assert early.state == "kept"
    assert ahead is not None
    assert (ahead.state, ahead.default_on) == ("default", date(2023, 8, 9))
    state = plan_state_of(NAME, CLAIM, date(2023, 8, 31))
    assert state is not None
    assert state.state == "default"  # two missed in a row, each after five working days
    assert state.due_now == exercise.tenge(4_000_000)
    with pytest.raises(RecordError, match="not open"):
        plans.decide_plan(NAME, CLAIM, asked.id, ruling, granted=False)


def test_a_refusal_leaves_no_plan_and_a_new_request_takes_the_open_ones_place(registry: str) -> None:
    exercise.load()
    first = plans.ask_for_plan(NAME, CLAIM, _plan(), exercise.act("creditor", "2023-06-01"), "a")
    second = plans.ask_for_plan(NAME, CLAIM, _plan(2), exercise.act("creditor", "2023-06-02"), "b")
    assert [one.id for one in plans.asked_for(NAME, CLAIM)] == [second.id]
    ruling = exercise.act("court", "2023-06-10", "ruling 4")
    with pytest.raises(RecordError, match="not open"):
        plans.decide_plan(NAME, CLAIM, first.id, ruling, granted=True)
    assert plans.decide_plan(NAME, CLAIM, second.id, ruling, granted=False).state == "refused"
    assert plan_state_of(NAME, CLAIM, date(2023, 12, 1)) is None


def test_nobody_decides_what_he_asked_for_and_only_with_a_paper(registry: str) -> None:
    exercise.load()
    asked = plans.ask_for_plan(NAME, CLAIM, _plan(), exercise.act("regulator", "2023-06-01"), "a")
    own = exercise.act("court", "2023-06-02", by="office/regulator")
    with pytest.raises(AccessError, match="another person"):
        plans.decide_plan(NAME, CLAIM, asked.id, own, granted=True)
    with pytest.raises(RecordError, match="ruling"):
        plans.decide_plan(NAME, CLAIM, asked.id, exercise.act("court", "2023-06-02", ""), granted=True)
    with pytest.raises(AccessError):
        plans.decide_plan(NAME, CLAIM, asked.id, exercise.act("creditor", "2023-06-02"), granted=False)
    with pytest.raises(RecordError, match="before the request"):
        plans.decide_plan(NAME, CLAIM, asked.id, exercise.act("court", "2023-05-02"), granted=True)
    with pytest.raises(AccessError, match="asked for by"):
        plans.ask_for_plan(NAME, CLAIM, _plan(), exercise.act("bailiff", "2023-06-01"), "a")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("2023-07-01", 10, "KZT"), ("2023-08-01", 10, "USD")], "one currency"),
        ([("2023-07-01", 0, "KZT")], "above nought"),
        ([("2023-08-01", 1, "KZT"), ("2023-07-01", 1, "KZT")], "one after another"),
        ([("2023-07-01", 1, "KZT"), ("2023-07-01", 1, "KZT")], "one after another"),
        ([("2023-05-01", 1, "KZT")], "before the request"),
    ],
)
def test_instalments_that_make_no_plan_are_refused(
    registry: str, rows: list[tuple[str, int, str]], said: str
) -> None:
    from downrange.base.money import Money

    exercise.load()
    parts = tuple(Instalment(date.fromisoformat(day), Money(sum_, code)) for day, sum_, code in rows)
    with pytest.raises(RecordError, match=said):
        plans.ask_for_plan(NAME, CLAIM, Plan(parts), exercise.act("debtor", "2023-06-01"), "a")
