"""The rulebook asks the library, lets the user's values stand in, and traces which version was applied."""

from __future__ import annotations

from datetime import date

from downrange.base.money import Money
from downrange.law.rule import NO_BOOK, Rulebook, flags_of, trace_of
from downrange.reference.dated import Supplied


def test_index_multiples_in_tenge() -> None:
    assert NO_BOOK.index(40, date(2025, 1, 1))[0] == Money.of(157280, "KZT")
    assert NO_BOOK.index(40, date(2023, 1, 1))[0] == Money.of(138000, "KZT")
    assert NO_BOOK.index(40, date(2024, 1, 1))[0] == Money.of(147680, "KZT")
    assert NO_BOOK.index(40, date(2026, 1, 1))[0] == Money.of(173000, "KZT")


def test_a_supplied_value_stands_in() -> None:
    name = "kz-index.mci_kzt"
    book = Rulebook({name: Supplied(name, 1030, "budget law of 2006")})
    money, found = book.index(100, date(2006, 7, 26))
    assert money == Money.of(103000, "KZT")
    assert "supplied by the user" in flags_of([found, found])


def test_the_trace_names_version_and_reason() -> None:
    found = NO_BOOK.find("kz-enforcement.state_sanction_percent", date(2023, 3, 14))
    trace = trace_of("sanction", "1", "ten percent", [found])
    assert trace.steps[0].inputs == ("kz-enforcement.state_sanction_percent@2023-03-14",)
    assert "2014-01-01" in str(trace.leaves[0].locator)
    assert trace.leaves[0].source == "law-kz-enf"
