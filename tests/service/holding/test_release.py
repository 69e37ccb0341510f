"""The whole exercise on both databases: attach, approve, in force, instalments, default, payment, release."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.service.exercise import CLAIM, DEBTOR, NAME, act, gate, in_force, load, tenge

from downrange.base.money import Money
from downrange.errors import AccessError, RecordError
from downrange.law.settlement import Instalment, Plan

DEBT = tenge("12500000000.00")
PAY = tenge("34500000.00")


def hold_all() -> tuple[dict[str, Money], list[str]]:
    """Hold what the draft of 2023-03-10 proposes, money apart from things, by orders of January."""
    from downrange.law.enforcement.attach import attachment_plan

    case = load()
    plan = attachment_plan(case, date(2023, 3, 10)).as_json()
    chosen = {
        one["asset"]: Money.of(one["value"]["amount"], one["value"]["currency"]) for one in plan["chosen"]
    }
    money = tuple(name for name in chosen if name.startswith("asset/account"))
    things = tuple(name for name in chosen if name not in money)
    assert len(chosen) > 20
    for asset in (*money, *things):
        assert gate(asset, "2023-03-10") == "ALLOW"
    made = [
        in_force("account-freeze", money, "2023-01-23", covers={one: chosen[one] for one in money}),
        in_force("attachment", things, "2023-01-24", covers={one: chosen[one] for one in things}),
        in_force(
            "movement-ban",
            tuple(one for one in things if one != "asset/receivable-from-customer"),
            "2023-01-25",
        ),
        in_force("body-ban", (), "2023-01-26"),
    ]
    for asset in (*money, *things):
        assert gate(asset, "2022-12-31") == "ALLOW"
        assert gate(asset, "2023-03-10") == "STOP", asset
    return chosen, made


def own_part(asset: str) -> Money:
    """Give the debtor's part of a thing's value, by the register's own words."""
    from downrange.service.holding.cover import value_of
    from downrange.service.holding.lives import asset_of

    value, body = value_of(NAME, asset), asset_of(NAME, asset)
    assert value is not None
    assert body is not None
    owners = body["details"].get("owners", [])
    mine = [one for one in owners if one["party"] == DEBTOR and one.get("until") is None]
    return value.times(Decimal(mine[0]["share"]), "down") if mine else value


def ways(asset: str, on: str) -> list[str]:
    from downrange.service.border.gate import check

    return [one["way"] for one in check(asset, on=date.fromisoformat(on))["measures"]]


def test_from_the_draft_to_the_release(registry: str) -> None:
    from downrange.service.holding import certificate, measures, release
    from downrange.service.record.log import check_registry

    chosen, made = hold_all()
    held = sum(sum_.minor for sum_ in chosen.values())
    state = measures.proceeding_state(NAME, date(2023, 3, 10))
    assert {one["state"] for one in state["measures"]} == {"in-force"}
    covers = sum(
        int(one["held"]["amount"].replace(".", "")) for m in state["measures"] for one in m["covers"]
    )
    assert covers == sum(min(chosen[one], own_part(one)).minor for one in chosen)
    assert DEBT.minor <= held

    release.charge(NAME, CLAIM, "bailiff-pay", PAY, act("bailiff", "2023-04-03", "order on pay"))
    third = tenge("4000000000.00")
    parts = (Instalment(date(2023, 5, 2), third), Instalment(date(2023, 6, 2), third),
             Instalment(date(2023, 7, 3), DEBT + PAY - third - third))  # fmt: skip
    release.agree_plan(NAME, CLAIM, Plan(parts), act("court", "2023-04-10", "ruling on instalments"))
    assert gate("asset/crane-07", "2023-04-11") == "STOP"  # instalments lift nothing

    first = release.pay(NAME, CLAIM, "one", third, act("bailiff", "2023-05-02", "payment order 1"))
    assert first.released == ()
    assert first.waits_for == "the rest of the debt"
    assert first.left == DEBT + PAY - third
    draft = first.proposal
    assert draft is not None
    assert draft.kept >= first.left
    assert draft.let_go

    one_too_many = (*draft.let_go, draft.keep[0], draft.keep[-1])
    with pytest.raises(RecordError, match=r"ENF 62\(1\)"):
        release.let_go(NAME, CLAIM, one_too_many, act("bailiff", "2023-05-03", "order on excess"))
    assert gate(draft.let_go[0], "2023-05-03") == "STOP"
    release.let_go(NAME, CLAIM, draft.let_go, act("bailiff", "2023-05-03", "order on excess"))
    assert "ALLOW" in [gate(asset, "2023-05-03") for asset in draft.let_go]
    for asset in draft.let_go:
        assert "itself" not in ways(asset, "2023-05-03")  # only for what is still held in it, or around it
        assert gate(asset, "2023-03-10") == "STOP"  # what held then is still told
    assert gate(draft.keep[-1], "2023-05-03") == "STOP"

    plan = release.plan_state_of(NAME, CLAIM, date(2023, 6, 5))
    assert plan is not None
    assert (plan.state, plan.default_on) == ("default", date(2023, 6, 3))

    rest = DEBT - third
    second = release.pay(NAME, CLAIM, "two", rest, act("bailiff", "2023-08-07", "payment order 2"))
    assert second.released == ()
    assert "sanction, costs, penalty" in str(second.waits_for)
    assert gate(draft.keep[-1], "2023-08-07") == "STOP"
    last = release.pay(NAME, CLAIM, "pay", PAY, act("bailiff", "2023-08-08", "payment order 3"))
    assert set(last.released) == set(made)
    assert last.left.minor == 0
    for asset in chosen:
        assert gate(asset, "2023-08-08") == "ALLOW", asset
        assert gate(asset, "2023-03-10") == "STOP", asset
    assert gate(DEBTOR, "2023-08-08") == "ALLOW"

    paper = certificate.certificate(NAME, CLAIM)
    assert paper["posting"] == {"key": last.key, "log_sequence": last.sequence}
    assert {one["measure"] for one in paper["measures"]} == set(made)
    assert certificate.faults(paper) == ["no signed head covers it yet"]
    after = measures.proceeding_state(NAME, date(2023, 8, 8))
    assert after["claims"][0]["ending"] == "payment"
    assert {one["state"] for one in after["measures"]} == {"ended"}
    assert check_registry() == []


def test_the_same_with_the_transfer_barred(registry: str) -> None:
    from downrange.service.holding import release

    chosen, made = hold_all()
    some = next(iter(chosen))
    half = tenge("6250000000.00")
    plan = Plan((Instalment(date(2023, 7, 31), half), Instalment(date(2023, 8, 31), half)))
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement on charges"))
    release.agree_plan(NAME, CLAIM, plan, act("court", "2023-04-10", "ruling"))
    release.offer_barred(
        NAME, CLAIM, half, act("bank", "2023-07-28", "refusal of the bank"), "a list bars it"
    )
    release.offer_barred(
        NAME, CLAIM, half, act("bank", "2023-08-28", "refusal of the bank 2"), "a list bars it"
    )
    state = release.plan_state_of(NAME, CLAIM, date(2023, 9, 15))
    assert state is not None
    assert (state.state, state.default_on) == ("willing-but-barred", None)
    assert gate(some, "2023-09-15") == "STOP"
    done = release.pay(NAME, CLAIM, "in tenge", DEBT, act("bailiff", "2023-10-02", "payment in tenge"))
    assert set(done.released) == set(made)
    assert gate(some, "2023-10-02") == "ALLOW"


def test_a_payment_that_a_list_bars_is_not_posted(registry: str) -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.holding import release
    from downrange.service.holding.recording import load_case
    from downrange.service.record.ledger import balance_now

    load_case(read_case("tsenki-2023").case)
    before = balance_now()
    dollars = Money.of("1000000.00", "USD")
    with pytest.raises(AccessError, match="willing but barred"):
        release.pay("tsenki-2023", "claim/debt", "k", dollars, act("bailiff", "2023-08-01"))
    assert balance_now() == before
    with pytest.raises(RecordError, match="two currencies"):
        release.pay("tsenki-2023", "claim/debt", "k", dollars, act("bailiff", "2023-08-01"), licence="L-1")
    assert balance_now() == before


def test_the_gateway_waits_for_no_charges(registry: str) -> None:
    from downrange.service.holding import release

    load()
    made = in_force("attachment", ("asset/crane-07",), "2023-01-24")
    release.charge(NAME, CLAIM, "sanction", tenge("1250000000"), act("bailiff", "2023-04-03", "order"))
    with pytest.raises(AccessError, match="bailiff or the gateway"):
        release.pay(NAME, CLAIM, "k", DEBT, act("debtor", "2023-05-02"))
    done = release.pay(NAME, CLAIM, "k", DEBT, act("gateway", "2023-05-02", "gateway receipt"))
    assert done.released == (made,)
    assert done.article == "ENF 47(2) part 3"
    assert gate("asset/crane-07", "2023-05-02") == "ALLOW"


def test_the_same_payment_counts_once_and_another_after_the_end_goes_back(registry: str) -> None:
    from downrange.service.holding import release
    from downrange.service.record.facts import facts_as_of

    load()
    in_force("attachment", ("asset/crane-07",), "2023-01-24")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    whole = act("bailiff", "2023-05-02", "payment order")
    first = release.pay(NAME, CLAIM, "k", DEBT, whole)
    again = release.pay(NAME, CLAIM, "k", DEBT, whole)
    assert (first.fresh, again.fresh, again.sequence) == (True, False, first.sequence)
    with pytest.raises(RecordError, match="goes back to the payer"):
        release.pay(NAME, CLAIM, "other", DEBT, whole)
    assert release.owed(NAME, CLAIM).paid == DEBT
    assert len(facts_as_of(kind="release")) == 1


def test_a_statement_that_no_charges_are_due_may_come_last(registry: str) -> None:
    from downrange.service.holding import release

    load()
    in_force("attachment", ("asset/crane-07",), "2023-01-24")
    done = release.pay(NAME, CLAIM, "k", DEBT, act("bailiff", "2023-05-02", "payment"))
    assert "statement of charges" in str(done.waits_for)
    assert gate("asset/crane-07", "2023-05-02") == "STOP"
    assert release.no_charges(NAME, CLAIM, act("bailiff", "2023-05-03", "statement")) is not None
    assert gate("asset/crane-07", "2023-05-03") == "ALLOW"


@pytest.mark.parametrize(
    ("ending", "free"), [("waiver", False), ("title-set-aside", True), ("instalments", False)]
)
def test_other_endings(registry: str, ending: str, free: bool) -> None:
    from downrange.service.holding import release

    load()
    in_force("attachment", ("asset/crane-07",), "2023-01-24")
    paper = act("court", "2023-05-02", "ruling")
    if not free:
        with pytest.raises(RecordError, match="ENF"):
            release.end_proceeding(NAME, CLAIM, ending, paper)
        assert gate("asset/crane-07", "2023-05-02") == "STOP"
        if ending == "waiver":
            release.no_charges(NAME, CLAIM, act("bailiff", "2023-05-02", "statement"))
            release.end_proceeding(NAME, CLAIM, ending, paper)
            assert gate("asset/crane-07", "2023-05-02") == "ALLOW"
        return
    release.end_proceeding(NAME, CLAIM, ending, paper)
    assert gate("asset/crane-07", "2023-05-02") == "ALLOW"


def test_a_payment_with_things_let_go_is_one_act(registry: str) -> None:
    from downrange.service.holding import release

    load()
    in_force("attachment", ("asset/crane-07", "asset/flats-a"), "2023-01-24")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    much = tenge("10300000000")
    before = release.owed(NAME, CLAIM)
    with pytest.raises(RecordError, match="must stay covered"):
        release.pay(NAME, CLAIM, "k", much, act("bailiff", "2023-05-02", "p"), let_go=("asset/flats-a",))
    assert release.owed(NAME, CLAIM) == before  # the payment was not posted either
    with pytest.raises(RecordError, match="no measure"):
        release.pay(NAME, CLAIM, "k", much, act("bailiff", "2023-05-02", "p"), let_go=("asset/hotel-small",))
    done = release.pay(NAME, CLAIM, "k", much, act("bailiff", "2023-05-02", "p"), let_go=("asset/crane-07",))
    assert done.released == ("measure/attachment-1",)
    assert gate("asset/crane-07", "2023-05-02") == "ALLOW"
    assert gate("asset/flats-a", "2023-05-02") == "STOP"
    shown: dict[str, Any] = done.as_json()
    assert shown["left"] == (DEBT - much).as_json()
    assert shown["may_be_let_go"] == []


def load_as_reported() -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.holding.recording import load_case

    load_case(read_case(NAME).case)


def test_what_a_case_only_reports_is_held_let_go_and_released_as_well(registry: str) -> None:
    from downrange.service.holding import certificate, measures, release
    from downrange.service.record.log import check_registry

    load_as_reported()
    state = {one["measure"]: one for one in measures.proceeding_state(NAME, date(2023, 3, 10))["measures"]}
    attached = state["measure/attachment"]
    assert attached["reported"]
    assert attached["steps"] == []
    covers = {one["asset"]: Money.of(one["held"]["amount"], "KZT") for one in attached["covers"]}
    assert covers["asset/crane-07"] == tenge("248600000.00")
    assert covers["asset/shared-crane"] == own_part("asset/shared-crane")
    assert covers["asset/sold-forklift"] == tenge(9500000)  # sold afterwards: attached all the same
    before = {
        one["measure"]: one["covers"]
        for one in measures.proceeding_state(NAME, date(2023, 1, 23))["measures"]
    }
    assert set(before) == {"measure/account-freeze"}

    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    first = release.pay(NAME, CLAIM, "one", tenge("4000000000"), act("bailiff", "2023-05-02", "payment 1"))
    draft = first.proposal
    assert draft is not None
    assert draft.kept >= first.left
    with pytest.raises(RecordError, match="must stay covered"):
        release.let_go(NAME, CLAIM, (*draft.let_go, *draft.keep), act("bailiff", "2023-05-03", "order"))
    gone = "asset/spare-cable" if "asset/spare-cable" in draft.let_go else draft.let_go[0]
    release.let_go(NAME, CLAIM, (gone,), act("bailiff", "2023-05-03", "order on excess"))
    assert "itself" not in ways(gone, "2023-05-03")
    assert gate(gone, "2023-03-10") == "STOP"
    rest = release.owed(NAME, CLAIM).left
    last = release.pay(NAME, CLAIM, "two", rest, act("bailiff", "2023-08-07", "payment 2"))
    assert {"measure/attachment", "measure/account-freeze", "measure/exit-ban-2"} <= set(last.released)
    assert gate("asset/crane-07", "2023-08-07") == "ALLOW"
    paper = certificate.certificate(NAME, CLAIM)
    assert {one["order"] for one in paper["measures"]} >= {"EX-2023-001", "EX-2023-002", "EX-2023-011"}
    assert check_registry() == []


def test_a_registry_of_before_counts_reported_measures_at_the_first_act(
    registry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from downrange.service.holding import cover, release

    with monkeypatch.context() as before:
        before.setattr(cover, "keep_up", lambda *_: None)
        load_as_reported()
    assert cover.held_by_asset(NAME, "measure/attachment") == {}
    done = release.pay(NAME, CLAIM, "one", tenge("4000000000"), act("bailiff", "2023-05-02", "payment 1"))
    assert cover.held_by_asset(NAME, "measure/attachment")["asset/crane-07"] == tenge("248600000.00")
    assert done.proposal is not None
    assert done.proposal.let_go
