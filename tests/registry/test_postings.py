"""Legs that stand: neither holds nor what was undone."""

from __future__ import annotations

from datetime import date

from downrange.base.money import Money


def test_holds_and_what_was_undone_do_not_stand(registry: str) -> None:
    from downrange.registry.entries import Draft, Line
    from downrange.registry.postings import settled_legs
    from downrange.service.record import ledger

    on, one = date(2023, 3, 1), Money.of("5.00", "KZT")
    lines = (Line("a/claim/x/payment", one), Line("a/y/owes", -one))
    first = ledger.post(Draft("first", on, "clerk", lines, memo="order 1", document_page="p. 2"))
    second = ledger.post(Draft("second", on, "clerk", lines))
    ledger.hold("kept", on, "clerk", lines)
    ledger.reverse(second.sequence, "undo", on, "clerk")
    (leg,) = settled_legs("a/claim/")
    assert (leg.key, leg.sequence, leg.account) == ("first", first.sequence, "a/claim/x/payment")
    assert (leg.on, leg.amount, leg.memo, leg.page) == (on, one, "order 1", "p. 2")
    assert settled_legs("b/") == []
