"""The two papers: every value of theirs on the page, escaped, marked while unsigned, the same bytes twice."""

from __future__ import annotations

from typing import Any

import pytest

from downrange.report.papers import WORDS, certificate_page, order_page, paper_pdf

DRAFT: dict[str, Any] = {
    "measure": {"id": "measure/attachment-2", "kind": "attachment"},
    "whom": {"party": "party/d", "name": "Debtor <& Co>", "numbers": ["bin 000"]},
    "things": [
        {"asset": "asset/a", "name": "Crane", "numbers": ["vin 7"], "place": None, "holder": None,
         "value": {"amount": "10.00", "currency": "KZT"}},
        {"asset": "asset/b", "name": None, "numbers": [], "place": "yard", "holder": None,
         "value": {"unknown": "not valued"}},
    ],
    "forbids": [{"act": "disposal", "article": "ENF 62"}], "permits": [], "goes_to": ["debtor"],
    "sanction": {"by": "prosecutor", "article": "ENF 32(6)"}, "release": "within 24 hours",
    "objection": "10 working days", "blanks": ["signature"],
}  # fmt: skip
ORDER: dict[str, Any] = {
    "draft": DRAFT, "case": "exercise", "title": "An exercise", "fictional": True, "claim_title": "The debt",
    "awarded": {"amount": "12500.00", "currency": "KZT"}, "creditor": "Creditor", "order": None, "since": None,
    "in_force": False, "reason": "accepted by both", "covers": {"asset/a": {"amount": "4.00", "currency": "KZT"}},
    "steps": [{"on": "2023-05-02", "step": "draft", "role": "bailiff", "by": "clerk 7", "document": ""}],
}  # fmt: skip
RELEASE: dict[str, Any] = {
    "case": "exercise", "claim": "claim/debt", "released_on": "2023-06-01", "by": "clerk 7", "ground": "payment",
    "article": "ENF 47(2)", "posting": {"key": "pay/1", "log_sequence": 41}, "checkpoint": None,
    "measures": [{"measure": "measure/a", "kind": "attachment", "order": "EX-1", "things": ["asset/a"]}],
    "log": {"sequence": 42, "size": 50, "recorded_at": "2023-06-01T10:00:00", "leaf_hash": "aa", "proof": ["bb"],
            "root_hash": "cc"},
}  # fmt: skip


def test_a_draft_says_so_and_names_its_blanks() -> None:
    page = order_page(ORDER)
    for expected in (
        WORDS["unsigned_order"], "Debtor &lt;&amp; Co&gt;", "4.00 KZT", "12,500.00 KZT", "ENF 32(6)", "signature: ____",
        "accepted by both", WORDS["unknown"], WORDS["blank"], 'content="true"', "10 working days",
    ):  # fmt: skip
        assert expected in page, expected


def test_a_signed_order_has_its_number_and_no_blanks_left() -> None:
    page = order_page({**ORDER, "in_force": True, "order": "EX-9", "since": "2023-05-04", "fictional": False})
    assert "EX-9" in page
    assert WORDS["unsigned_order"] not in page
    assert WORDS["blanks"] not in page
    assert "downrange:fictional" not in page


def test_words_may_be_of_another_language() -> None:
    page = order_page(
        ORDER, {"order": "Постановление", "attachment": "арест имущества", "draft": "проект"}, "ru"
    )
    assert "<h1>Постановление: арест имущества</h1>" in page
    assert "<td>проект</td>" in page
    assert '<html lang="ru">' in page


def test_a_certificate_has_the_proof() -> None:
    page = certificate_page(RELEASE, fictional=True)
    for expected in (
        "EX-1",
        "pay/1",
        "<code>bb</code>",
        "<code>cc</code>",
        WORDS["unsigned"],
        "ENF 47(2)",
        "42 / 50",
    ):
        assert expected in page, expected
    signed = certificate_page({**RELEASE, "checkpoint": {"note": "log 50 cc", "public_key": "dd"}})
    assert "log 50 cc" in signed
    assert WORDS["unsigned"] not in signed


@pytest.mark.parametrize("page", [order_page(ORDER), certificate_page(RELEASE)])
def test_either_is_a_pdf_the_same_twice(page: str) -> None:
    made = paper_pdf(page)
    assert made.startswith(b"%PDF")
    assert made == paper_pdf(page)
