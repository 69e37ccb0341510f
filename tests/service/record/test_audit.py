"""Who did what: newest first, by kind and person, without private parts."""

from __future__ import annotations

from downrange.service.border.gate import check, note_override
from downrange.service.record.audit import done, kinds


def test_it_lists_the_newest_first_by_kind_and_person(registry: str) -> None:
    places = [check(f"ABC {number}", by=f"user/{number % 2}")["log_sequence"] for number in range(5)]
    note_override(places[0], "user/1", "seen on paper")
    assert kinds() == {"gate-override": 1, "gate-query": 5}
    assert [one.kind for one in done()] == ["gate-override", *["gate-query"] * 5]
    assert [one.sequence for one in done("gate-query")] == places[::-1]
    assert {one.by for one in done(by="user/0")} == {one.by for one in done(by="0")} == {"user/0"}
    assert [one.sequence for one in done("gate-query", before=places[3], limit=2)] == [places[2], places[1]]
    assert "ABC" not in str([one.body for one in done()])
