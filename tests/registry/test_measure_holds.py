"""Holds that wait, by how their keys begin, and what was settled when."""

from __future__ import annotations

from datetime import date

from downrange.base.money import Money
from downrange.registry.entries import Draft, Line

DAY = date(2023, 1, 24)


def draft(key: str, minor: int, kind: str = "entry", on: date = DAY) -> Draft:
    lines = (Line("a", Money(minor, "KZT")), Line("b", Money(-minor, "KZT")))
    return Draft(key, on, "x", lines, "hold" if kind == "hold" else "entry")


def test_only_what_waits_is_found(registry: str) -> None:
    from downrange.registry.measure_holds import movements, open_holds
    from downrange.service.record.ledger import post_all, resolve

    first, *_ = post_all(
        [draft("hold/c/m/1", 5, "hold"), draft("hold/c/m/2", 7, "hold"), draft("hold/c/n/1", 9, "hold"),
         draft("p", 11, on=date(2023, 2, 1)), draft("q", -2)]
    )  # fmt: skip
    resolve(first.sequence, "void", "v", date(2023, 1, 25), "x")
    assert [(one.key, one.amount.minor) for one in open_holds("hold/c/m/")] == [("hold/c/m/2", 7)]
    assert [one.amount.minor for one in open_holds("hold/c/")] == [7, 9]
    assert [one.amount.minor for one in open_holds("hold/c/", DAY)] == [5, 7, 9]
    assert open_holds("hold/d/") == []
    assert [one.amount.minor for one in open_holds("hold/c/m/", date(2023, 1, 23))] == []
    assert movements("a") == [(DAY, Money(-2, "KZT")), (date(2023, 2, 1), Money(11, "KZT"))]
    assert movements("none") == []
