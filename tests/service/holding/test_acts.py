"""A step on record: the fact of the act, the measure it makes, the gate in the same commit, on both axes of time."""

from __future__ import annotations

from datetime import date

import pytest
from tests.service.exercise import CLAIM, DEBTOR, FIRST, NAME, SECOND, act, gate, in_force, load

from downrange.errors import AccessError, RecordError

CRANE = "asset/crane-07"


def test_a_draft_reaches_nothing_and_a_measure_in_force_does(registry: str) -> None:
    from downrange.service.holding import orders
    from downrange.service.holding.lives import life_of
    from downrange.service.record.facts import facts_as_of
    from downrange.service.record.log import check_registry

    load()
    draft = orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (CRANE,), act("bailiff", "2023-01-20"))
    name = str(draft.measure["id"])
    assert gate(CRANE, "2023-01-24") == "ALLOW"
    with pytest.raises(RecordError, match="cannot follow"):
        orders.put_in_force(NAME, name, act("bailiff", "2023-01-24"))
    orders.approve(NAME, name, act("bailiff", "2023-01-21", by=SECOND))
    assert gate(CRANE, "2023-01-24") == "ALLOW"
    orders.put_in_force(NAME, name, act("bailiff", "2023-01-24", "EX-1"))
    assert gate(CRANE, "2023-01-24") == "STOP"
    assert gate(CRANE, "2023-01-23") == "ALLOW"
    facts = facts_as_of(f"{NAME}/{name}", "measure-step")
    assert [(one.body["step"], one.by) for one in facts] == [
        ("draft", FIRST), ("approve", SECOND), ("put-in-force", FIRST),
    ]  # fmt: skip
    assert facts_as_of(f"{NAME}/{name}", "measure")[0].body["order"] == "EX-1"
    life = life_of(NAME, name, date(2023, 1, 22))
    assert life is not None
    assert life.state == "approved"
    assert life_of(NAME, name, date(2023, 1, 19)) is None
    then = life_of(NAME, name, known_at=facts[1].recorded_at)
    assert then is not None
    assert then.state == "approved"
    assert check_registry() == []


def test_what_is_refused_changes_nothing(registry: str) -> None:
    from downrange.registry import log
    from downrange.service.holding import measures, orders

    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    size = log.tail()[0]
    with pytest.raises(AccessError, match="not for the debtor"):
        measures.permit(NAME, name, "anything", act("debtor", "2023-02-01"))
    with pytest.raises(AccessError, match="a person's"):
        orders.serve(NAME, name, act("bailiff", "2023-02-01", by="casebook"), "debtor")
    with pytest.raises(RecordError, match="not on record"):
        measures.permit(NAME, "measure/none", "x", act("bailiff", "2023-02-01"))
    assert log.tail()[0] == size
    assert gate(CRANE, "2023-02-01") == "STOP"


def test_loading_the_case_again_does_not_undo_what_persons_did(registry: str) -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.holding import measures, release
    from downrange.service.holding.lives import lives
    from downrange.service.holding.recording import load_case

    case = read_case(NAME).case
    load_case(case)
    assert gate(CRANE, "2023-06-01") == "STOP"
    reported = lives(NAME)
    assert reported["measure/attachment"].state == "in-force"
    assert reported["measure/exit-ban"].state == "ended"
    measures.permit(NAME, "measure/attachment", "one journey", act("bailiff", "2023-05-30"))
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-05-30", "statement"))
    release.end_proceeding(NAME, CLAIM, "waiver", act("bailiff", "2023-06-01", "letter of waiver"))
    assert gate(CRANE, "2023-06-01") == "ALLOW"
    again = load_case(case)
    assert again.fresh_facts_number == 0
    assert gate(CRANE, "2023-06-01") == "ALLOW"
    assert gate(CRANE, "2023-05-31") == "STOP"
