"""The exercise from the plan of instalments to the release, and the same with the transfer barred."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from downrange.base.money import Money
from downrange.case.schema import Case, Entry
from downrange.inputs.cases import read_case
from downrange.law.account import statement_of_account
from downrange.law.enforcement.attach import attachment_plan
from downrange.law.enforcement.gate import decide
from downrange.law.enforcement.release import release
from downrange.law.settlement import Paid, Plan, equal_instalments, plan_state
from downrange.registry.gate_index import case_index

DEBT = Money.of("12500000000", "KZT")
PLAN = Plan(equal_instalments(DEBT, 5, date(2023, 5, 15), 1), missed_number=1, grace_days=10)
FIRST = Paid(Money.of("2500000000", "KZT"), date(2023, 5, 15))
SECOND = Paid(Money.of("10000000000", "KZT"), date(2023, 7, 20))


@pytest.fixture(scope="module")
def exercise() -> Case:
    return read_case("tsenki-2023-exercise").case


def with_payments(case: Case, *paid: Paid) -> Case:
    body: dict[str, Any] = {
        "claim": "claim/debt",
        "head": "payment",
        "document": "d",
        "source": "exercise-papers",
    }
    entries = tuple(
        Entry.model_validate({**body, "on": one.on.isoformat(), "amount": one.amount.as_json()})
        for one in paid
        if not one.barred
    )
    return case.model_copy(update={"entries": (*case.entries, *entries)})


def let_go(case: Case, on: str) -> Case:
    measures = tuple(one if one.until else one.model_copy(update={"until": on}) for one in case.measures)
    return case.model_copy(update={"measures": measures})


def answer(case: Case, on: date, asset: str = "asset/crane-07") -> str:
    index = case_index(case)
    try:
        return decide(asset, index.store.hits(asset, on), on).answer
    finally:
        index.close()


def held_value(case: Case, on: date) -> Money:
    return max(
        (one.covered for _, one in attachment_plan(case, on).selections), key=lambda money: money.minor
    )


def test_instalments_default_second_payment_release(exercise: Case) -> None:
    # the plan changes nothing for what is held
    assert not release("instalments", date(2023, 4, 20), charges_paid=False).released
    assert answer(exercise, date(2023, 5, 1)) == "STOP"

    # the first instalment is kept; less need be held for the rest
    assert plan_state(PLAN, [FIRST], date(2023, 5, 16)).state == "kept"
    after_first = with_payments(exercise, FIRST)
    assert held_value(after_first, date(2023, 5, 16)) < held_value(exercise, date(2023, 5, 14))

    # the second is missed, after its days of grace all is due
    assert plan_state(PLAN, [FIRST], date(2023, 6, 25)).state == "overdue"
    missed = plan_state(PLAN, [FIRST], date(2023, 6, 26))
    assert (missed.state, missed.default_on) == ("default", date(2023, 6, 26))
    assert missed.due_now == Money.of("10000000000", "KZT")
    assert answer(after_first, date(2023, 6, 26)) == "STOP"

    # the rest comes; the debt is nought, but measures wait for the charges
    assert plan_state(PLAN, [FIRST, SECOND], date(2023, 7, 20)).state == "performed"
    paid = with_payments(exercise, FIRST, SECOND)
    assert statement_of_account(paid, date(2023, 7, 20)).as_json()["outstanding"] is not None
    waits = release("payment", date(2023, 7, 20), charges_paid=False)
    assert (waits.released, waits.waits_for is not None) == (False, True)
    assert waits.article.startswith("ENF 47")

    # charges in, or paid through the gateway: released, and the gate lets it pass
    assert release("payment", date(2023, 7, 24), charges_paid=True).released
    assert release("payment", date(2023, 7, 20), charges_paid=False, through_gateway=True).released
    free = let_go(paid, "2023-07-24")
    assert answer(free, date(2023, 7, 23)) == "STOP"
    assert answer(free, date(2023, 7, 24)) == "REFER"  # the hour of the order is not in a date
    assert answer(free, date(2023, 7, 25)) == "ALLOW"


def test_the_same_with_the_transfer_barred(exercise: Case) -> None:
    barred = Paid(Money.of("2500000000", "KZT"), date(2023, 6, 14), barred=True)
    on = date(2023, 6, 26)
    state = plan_state(PLAN, [FIRST, barred], on)
    assert (state.state, state.default_on) == ("willing-but-barred", None)
    assert state.left == Money.of("10000000000", "KZT")

    # an offer that did not arrive pays nothing and frees nothing
    offered = with_payments(exercise, FIRST, barred)
    assert held_value(offered, on) == held_value(with_payments(exercise, FIRST), on)
    assert answer(offered, on) == "STOP"
    assert not release("instalments", on, charges_paid=False).released

    # once a way is found all is as before
    arrived = plan_state(PLAN, [FIRST, barred, SECOND], date(2023, 7, 20))
    assert arrived.state == "performed"
    assert release("payment", date(2023, 7, 24), charges_paid=True).released
    assert answer(let_go(offered, "2023-07-24"), date(2023, 7, 25)) == "ALLOW"
