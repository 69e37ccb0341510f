"""The gate's folds in the registry: whoever recorded a fact, after every commit what the facts say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.registry.registers import as_case, parties

from downrange.errors import RecordError

ORDER: dict[str, Any] = {
    "id": "measure/m", "kind": "attachment", "claim": "claim/d", "ordered_by": "party/firm1",
    "against": "party/firm0", "since": "2023-01-20", "reaches": ["asset/a0"],
}  # fmt: skip
THING: dict[str, Any] = {
    "id": "asset/a0", "title": {"en": "made up"}, "kind": "equipment", "owner": "party/firm0",
    "identifiers": [{"kind": "serial", "value": "SN-1000A"}],
}  # fmt: skip
ON = date(2023, 3, 10)


def load(**changed: Any) -> None:
    from downrange.service.holding.recording import load_case

    found = {"case": ("case", {"fictional": True}), **parties(), "asset/a0": ("asset", {**THING, **changed})}
    load_case(as_case("c", found))


def record(kind: str, body: dict[str, Any], by: str = "party/bailiff", supersedes: str | None = None) -> str:
    from downrange.registry import facts, gate
    from downrange.service.record.work import writing

    slug = body.get("id", "measure/m")
    with writing():
        draft = facts.FactDraft(kind, f"c/{slug}", body, by, ON, supersedes=supersedes)
        found = facts.record([draft])
        gate.update("c", found)
    return found[0].id


def ways(text: str = "SN-1000A") -> list[str]:
    from downrange.registry.gate import store

    return [reach.measure.id for hit in store().hits(text, ON) for reach in hit.reaches]


def test_what_anybody_records_counts_at_once(registry: str) -> None:
    from downrange.registry import gate

    load()
    assert ways() == []
    first = record("measure", ORDER)
    assert ways() == ["measure/m"]
    assert gate.compare() == []
    gone = record("measure", {"id": "measure/m", "withdrawn": True}, supersedes=first)
    assert ways() == []
    record("measure", {**ORDER, "until": "2023-06-30"}, supersedes=gone)
    load(place="elsewhere")  # a case loaded again leaves the bailiff's order alone
    assert ways() == ["measure/m"]
    assert gate.compare() == []
    assert gate.refresh("c", "party/bailiff") == 5
    assert ways() == ["measure/m"]


def test_the_latest_of_two_facts_about_one_thing_counts(registry: str) -> None:
    from downrange.registry.gate import compare, store

    load()
    record("asset", {**THING, "identifiers": [{"kind": "serial", "value": "SN-2000B"}]})
    assert store("c").find("SN-1000A") == []
    assert [one.short for one, _, _ in store("c").find("SN-2000B")] == ["asset/a0"]
    assert store("other").find("SN-2000B") == []
    assert compare() == []


def test_a_fact_that_cannot_be_folded_is_refused_with_the_rest(registry: str) -> None:
    from downrange.registry.gate import compare

    load()
    with pytest.raises(RecordError, match="c/measure/m cannot be asked for"):
        record("measure", {"id": "measure/m", "kind": "attachment"})
    assert compare() == []


def test_much_that_changed_is_folded_anew(registry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from downrange.registry import gate

    monkeypatch.setattr(gate, "FEW", 2)
    load()  # a case, four parties and a thing
    record("measure", ORDER)
    assert ways() == ["measure/m"]
    assert gate.compare() == []


def test_a_fold_that_is_not_what_the_facts_say_is_found(registry: str) -> None:
    from downrange.registry import gate
    from downrange.registry.checks import verify
    from downrange.registry.rows import change

    load()
    record("measure", ORDER)
    change("DELETE FROM registry_gate_hold")
    places = [problem.where.key for problem in gate.compare()]
    assert places == ["gate.c.hold"]
    assert "gate.c.hold" in [problem.where.key for problem in verify()]
    gate.rebuild()
    assert gate.compare() == []


def test_circles_in_the_register_end(registry: str) -> None:
    load(inside="asset/a0")
    record("measure", ORDER)
    assert ways() == ["measure/m"]
