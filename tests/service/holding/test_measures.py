"""What happens to measures in force, on record, and what the pages are told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.service.exercise import CLAIM, DEBTOR, NAME, SECOND, act, gate, in_force, load

from downrange.errors import InputError, RecordError

CRANE, FLATS = "asset/crane-07", "asset/flats-a"
OLD, NEW = "party/testbek-primerov", "party/uchebnaya-obraztsova"


def shown(on: str, measure: str) -> dict[str, Any]:
    from downrange.service.holding.measures import proceeding_state

    state = proceeding_state(NAME, date.fromisoformat(on))
    json.dumps(state)
    return next(one for one in state["measures"] if one["measure"] == measure)


def test_objections_suits_and_permissions(registry: str) -> None:
    from downrange.service.holding import measures

    load()
    name = in_force("attachment", (CRANE, FLATS), "2023-01-24")
    measures.object_to(NAME, name, act("debtor", "2023-01-30", "complaint"), "too much")
    assert gate(CRANE, "2023-01-30") == "STOP"  # the order works meanwhile
    assert shown("2023-01-30", name)["objected_on"] == "2023-01-30"
    measures.decide_objection(NAME, name, act("court", "2023-02-10", "ruling"), "stands")
    measures.third_party_suit(
        NAME, name, (FLATS,), act("third-party", "2023-02-13", "suit"), known_on=date(2023, 2, 6)
    )
    assert gate(FLATS, "2023-02-13") == "STOP"
    assert shown("2023-02-13", name)["stopped"] == [FLATS]
    measures.permit(NAME, name, "one journey to the depot", act("bailiff", "2023-02-14"))
    measures.withdraw_permit(NAME, name, "use in place, so that launches go on", act("bailiff", "2023-02-15"))
    assert shown("2023-02-15", name)["permits"] == ["one journey to the depot"]
    assert shown("2023-02-14", name)["permits"][0].startswith("use in place")
    measures.decide_suit(NAME, name, (FLATS,), act("court", "2023-03-01", "judgment"), "freed")
    assert gate(FLATS, "2023-03-01") == "ALLOW"
    assert gate(FLATS, "2023-02-28") == "STOP"
    assert gate(CRANE, "2023-03-01") == "STOP"
    assert shown("2023-03-01", name)["let_go"] == [{"asset": FLATS, "on": "2023-03-01"}]


def test_a_cancelled_measure_holds_nothing(registry: str) -> None:
    from downrange.service.holding import measures
    from downrange.service.holding.cover import held_of

    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    assert held_of(NAME, name)
    measures.object_to(NAME, name, act("debtor", "2023-01-30", "complaint"), "not mine")
    measures.decide_objection(NAME, name, act("court", "2023-02-10", "ruling"), "cancelled")
    assert gate(CRANE, "2023-02-10") == "ALLOW"
    assert not held_of(NAME, name)


def test_substitution_swaps_thing_and_hold_in_one_act(registry: str) -> None:
    from downrange.service.holding import measures
    from downrange.service.holding.cover import held_of, value_of

    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    with pytest.raises(RecordError, match="worth less"):
        measures.substitute(NAME, name, CRANE, "asset/car-01", act("bailiff", "2023-02-01"))
    with pytest.raises(RecordError, match="lives depend on it"):
        measures.substitute(NAME, name, CRANE, "asset/hospital", act("bailiff", "2023-02-01"))
    measures.substitute(NAME, name, CRANE, FLATS, act("bailiff", "2023-02-01"), asked_by="debtor")
    assert gate(CRANE, "2023-02-01") == "ALLOW"
    assert gate(CRANE, "2023-01-31") == "STOP"
    assert gate(FLATS, "2023-02-01") == "STOP"
    assert gate(FLATS, "2023-01-31") == "ALLOW"
    value = value_of(NAME, FLATS)
    assert [one.amount for one in held_of(NAME, name)] == [value]


def test_the_ban_hangs_on_the_office(registry: str) -> None:
    from downrange.service.holding import measures, orders

    load()
    draft = orders.draft_order(NAME, "exit-ban", CLAIM, OLD, (), act("bailiff", "2023-01-20"))
    name = str(draft.measure["id"])
    orders.notify(NAME, name, act("bailiff", "2023-01-20", "notice"))
    orders.approve(NAME, name, act("bailiff", "2023-01-23", by=SECOND))
    orders.sanction(NAME, name, act("court", "2023-01-30", "ruling"))
    orders.put_in_force(NAME, name, act("bailiff", "2023-01-31", "EX-4"))
    leave = "treatment abroad 2023-02-20/2023-02-26"
    measures.permit(NAME, name, leave, act("court", "2023-02-17", "ruling"))
    assert [gate(OLD, day) for day in ("2023-02-19", "2023-02-21", "2023-02-27")] == ["STOP", "ALLOW", "STOP"]
    with pytest.raises(RecordError, match="only founder"):
        measures.change_of_head(
            NAME, DEBTOR, OLD, NEW, act("bailiff", "2023-04-03", "extract"), only_founder=True
        )
    done = measures.change_of_head(NAME, DEBTOR, OLD, NEW, act("bailiff", "2023-04-03", "extract"))
    assert (done["lifted"], done["by"]) == ([name], "2023-04-04")
    assert gate(OLD, "2023-04-03") == "ALLOW"
    assert gate(NEW, "2023-04-03") == "ALLOW"  # a candidate, not yet held
    assert done["candidate"]["claims"] == [
        {"claim": CLAIM, "required": True, "first_day_if_notified_today": "2023-04-10"}
    ]
    with pytest.raises(RecordError, match="cannot follow"):
        measures.lift(NAME, name, "creditor-request", act("bailiff", "2023-04-05"))


def test_a_letter_suspends_and_lifts_nothing(registry: str) -> None:
    from downrange.service.holding import measures, orders
    from downrange.service.holding.measures import proceeding_state

    load()
    in_force("attachment", (CRANE,), "2023-01-24")
    draft = orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (FLATS,), act("bailiff", "2023-03-01"))
    waiting = str(draft.measure["id"])
    orders.approve(NAME, waiting, act("bailiff", "2023-03-02", by=SECOND))
    measures.suspend(NAME, CLAIM, "creditor-letter", act("bailiff", "2023-03-03", "letter"))
    assert gate(CRANE, "2023-03-05") == "STOP"
    with pytest.raises(RecordError, match="suspended to 2023-03-13"):
        orders.put_in_force(NAME, waiting, act("bailiff", "2023-03-06", "EX"))
    claim = proceeding_state(NAME, date(2023, 3, 13))["claims"][0]
    assert (claim["suspended"], claim["suspended_until"]) == (True, "2023-03-13")
    assert not proceeding_state(NAME, date(2023, 3, 14))["claims"][0]["suspended"]
    measures.resume(NAME, CLAIM, act("bailiff", "2023-03-07"))
    orders.put_in_force(NAME, waiting, act("bailiff", "2023-03-08", "EX"))
    assert gate(FLATS, "2023-03-08") == "STOP"


def test_what_is_not_presented_again_lapses(registry: str) -> None:
    from downrange.service.holding import measures

    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    measures.return_to_creditor(
        NAME, CLAIM, act("bailiff", "2023-05-02", "order on return"), "creditor asked"
    )
    assert measures.lapse_due(NAME, act("bailiff", "2026-05-02")) == []
    assert gate(CRANE, "2026-05-02") == "STOP"
    assert measures.lapse_due(NAME, act("bailiff", "2026-05-04")) == [name]
    assert gate(CRANE, "2026-05-04") == "ALLOW"


def test_a_writ_presented_again_goes_on_with_what_is_held(registry: str) -> None:
    from downrange.service.holding import measures, orders
    from downrange.service.holding.measures import proceeding_state

    load()
    in_force("attachment", (CRANE,), "2023-01-24")
    draft = orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (FLATS,), act("bailiff", "2023-03-01"))
    waiting = str(draft.measure["id"])
    orders.approve(NAME, waiting, act("bailiff", "2023-03-02", by=SECOND))
    measures.return_to_creditor(NAME, CLAIM, act("bailiff", "2023-05-02", "order"), "creditor asked")
    with pytest.raises(RecordError, match="went back to the creditor on 2023-05-02"):
        orders.put_in_force(NAME, waiting, act("bailiff", "2023-05-03", "EX"))
    with pytest.raises(RecordError, match="presented again by 2026-05-02"):
        measures.suspend(NAME, CLAIM, "creditor-letter", act("bailiff", "2023-05-03", "letter"))
    assert gate(CRANE, "2023-05-03") == "STOP"
    measures.present_again(NAME, CLAIM, act("bailiff", "2026-05-02", "writ"))
    claim = proceeding_state(NAME, date(2026, 5, 3))["claims"][0]
    assert claim["returned_on"] is None
    assert measures.lapse_due(NAME, act("bailiff", "2026-05-04")) == []
    assert gate(CRANE, "2026-05-04") == "STOP"
    orders.put_in_force(NAME, waiting, act("bailiff", "2026-05-04", "EX"))
    assert gate(FLATS, "2026-05-04") == "STOP"


def test_the_pages_are_told_who_may_do_what_by_when(registry: str) -> None:
    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    state = shown("2023-01-25", name)
    assert state["state"] == "in-force"
    by_step = {one["step"]: one for one in state["next"]}
    assert by_step["object"]["by"] == "2023-02-07"
    assert by_step["serve"]["who"] == ["bailiff"]
    assert state["covers"][0]["asset"] == CRANE
    assert [one["step"] for one in state["steps"]] == ["draft", "approve", "put-in-force"]


def test_the_ladder_of_a_case() -> None:
    from downrange.service.holding.measures import ladder_of

    body = ladder_of("tsenki-2023", "2023-03-14")
    assert body["claim"] == "claim/debt"
    assert len(body["rungs"]) > 10
    assert body["answers"]
    with pytest.raises(InputError, match="no claim"):
        ladder_of("soyuz-nominal")
