from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.registry.entries import Draft, Line

DAY = date(2023, 3, 7)


def pair(key: str, minor: int = 100, **more: Any) -> Draft:
    lines = (Line("a", Money(minor, "KZT")), Line("b", Money(-minor, "KZT")))
    return Draft(key, DAY, "x", lines, **more)


def test_the_quick_way_records_what_the_general_way_records(registry: str) -> None:
    """Nothing tells afterwards which way a posting went in: digests, leaves, legs and folds all agree."""
    from downrange.registry import quick
    from downrange.registry.database import vendor
    from downrange.service.record.ledger import balance_as_of, balance_now, post_all
    from downrange.service.record.log import check_registry

    post_all([pair("opens the accounts")])
    if vendor() == "sqlite":
        assert quick.statements("sqlite") == []
        return
    held = quick.append_one(pair("h", 70, kind="hold", expires_on=date(2023, 4, 1), memo="é 'x'"))
    out = quick.append_one(pair("o", -30, kind="hold"))
    assert held is not None
    assert out is not None
    for draft in (
        pair("p", 5, document_sha256="ab" * 32, document_page="p. 1"),
        pair("part", 50, kind="post", resolves=held.sequence),
        pair("undo", -100, reverses=0),
        Draft("void", DAY, "x", kind="void", resolves=out.sequence),
    ):
        posted = quick.append_one(draft)
        assert posted is not None
        assert posted.fresh
        again = quick.append_one(draft)
        assert again is not None
        assert (again.sequence, again.fresh) == (posted.sequence, False)
    now = {b.account: (b.settled.minor, b.held_in.minor, b.held_out.minor) for b in balance_now()}
    assert now == {"a": (55, 0, 0), "b": (-55, 0, 0)}
    assert balance_as_of() == balance_now()
    assert check_registry() == []


def test_what_is_missing_goes_the_general_way(registry: str) -> None:
    from downrange.registry import quick
    from downrange.registry.database import vendor
    from downrange.service.record.ledger import balance_now, post

    if vendor() == "postgresql":
        assert quick.append_one(pair("first")) is None
    for i in range(3):
        assert post(pair(f"k{i}")).sequence == i
    dollars = (Line("a", Money(1, "USD")), Line("new", Money(-1, "USD")))
    assert post(Draft("other currency", DAY, "x", dollars)).sequence == 3
    assert len(balance_now()) == 4


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (pair("k", 7), "used for another posting"),
        (Draft("v", DAY, "x", kind="void", resolves=0), "what is resolved is no hold"),
        (pair("r", 1, reverses=0), "a reversal mirrors every leg"),
        (Draft("u", DAY, "x", (Line("a", Money(1, "KZT")), Line("b", Money(-2, "KZT")))), "do not balance"),
    ],
)
def test_refusals_are_the_same(registry: str, draft: Draft, words: str) -> None:
    from downrange.service.record.ledger import balance_now, post
    from downrange.service.record.log import check_registry

    post(pair("k"))
    with pytest.raises(RecordError, match=words):
        post(draft)
    assert balance_now(["a"])[0].settled.minor == 100
    assert check_registry() == []


def test_tiles_catch_up_with_quick_postings(registry: str) -> None:
    from downrange.registry import log
    from downrange.registry.database import vendor
    from downrange.registry.rows import ask
    from downrange.service.record.ledger import post
    from downrange.service.record.log import check_registry, prove_entry

    for i in range(258):
        post(pair(f"k{i}"))
    assert log.due(255)
    assert not log.due(256)
    assert ask("SELECT level, position FROM registry_log_tile") == [(8, 0)]
    if vendor() == "postgresql":
        assert len(prove_entry(3).proof) == 9
    assert check_registry() == []


def test_installing_again_changes_nothing(registry: str) -> None:
    from django.db import connection

    from downrange.registry import quick
    from downrange.service.record.ledger import post

    with connection.schema_editor() as editor:
        quick.install(None, editor)
    assert post(pair("k")).fresh
