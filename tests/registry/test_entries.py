from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.canonical import digest
from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.registry.entries import LARGEST_MINOR, Draft, Line, checked, content_digest, mirrored

DAY = date(2023, 3, 7)


def line(account: str, minor: int, currency: str = "KZT") -> Line:
    return Line(account, Money(minor, currency))


@given(st.text(min_size=1), st.text(), st.integers(-(2**63) + 1, 2**63 - 1), st.dates())
def test_the_digest_is_that_of_canonical_json(key: str, memo: str, minor: int, on: date) -> None:
    draft = Draft(key, on, "é", (line("a", minor), line("б", -minor, "JPY")), memo=memo, reverses=3)
    assert content_digest(draft) == digest(
        {
            "key": key,
            "kind": "entry",
            "effective_on": on,
            "by": "é",
            "memo": memo,
            "document_sha256": "",
            "document_page": "",
            "expires_on": None,
            "reverses": 3,
            "resolves": None,
            "legs": [("a", "KZT", 2, minor), ("б", "JPY", 0, -minor)],
        }
    )


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft("k", DAY, "x", (line("a", 1), line("b", -2))), "do not balance in KZT: -0.01 KZT left"),
        (Draft("k", DAY, "x", (line("a", 1), line("b", -1, "USD"))), "do not balance in KZT"),
        (Draft("k", DAY, "x", (line("a", 1),)), "two legs or more"),
        (Draft("k", DAY, "x"), "two legs or more"),
        (Draft("k", DAY, "x", (line("a", 0), line("b", 0))), "cannot stand in a leg"),
        (Draft("k", DAY, "x", (line("a", LARGEST_MINOR + 1), line("b", -LARGEST_MINOR - 1))), "cannot stand"),
        (Draft("k", DAY, "x", (line("a", 1), line("b", -1)), "void", resolves=1), "a void has no legs"),
        (Draft("", DAY, "x", (line("a", 1), line("b", -1))), "needs an idempotency key"),
        (Draft("k", DAY, "", (line("a", 1), line("b", -1))), "needs an idempotency key"),
    ],
)
def test_unfit_drafts_are_refused_with_words(draft: Draft, words: str) -> None:
    with pytest.raises(RecordError, match=words):
        checked(draft)


def test_fit_drafts_pass() -> None:
    draft = Draft("k", DAY, "x", (line("a", LARGEST_MINOR), line("b", -LARGEST_MINOR)))
    assert checked(draft) is draft


def test_a_mirror_twice_is_the_thing_itself() -> None:
    lines = (line("a", 5), line("b", -5))
    assert mirrored(lines) == (line("a", -5), line("b", 5))
    assert mirrored(mirrored(lines)) == lines
