from __future__ import annotations

from datetime import date

from downrange.registry.facts import FactDraft


def test_facts_go_in_and_come_out(registry: str) -> None:
    from downrange.service.record.facts import facts_as_of, record_fact, record_facts

    award = FactDraft("award", "claim/debt", {"forum": "court"}, "office/clerk", date(2022, 11, 30))
    notice = FactDraft("notice", "claim/debt", {"served": True}, "office/bailiff", date(2023, 1, 31))
    first = record_fact(award)
    assert [fact.sequence for fact in record_facts([award, notice])] == [0, 1]
    assert facts_as_of("claim/debt", on=date(2022, 12, 31)) == [first]
    assert [fact.kind for fact in facts_as_of("claim/debt")] == ["award", "notice"]
    assert [fact.kind for fact in facts_as_of(kind="notice")] == ["notice"]
