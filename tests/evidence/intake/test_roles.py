from __future__ import annotations

from typing import Any

import pytest

from downrange.evidence.intake.extract import extract
from downrange.evidence.intake.items import Item
from downrange.evidence.intake.roles import assign_roles


def read(text: str) -> tuple[dict[str, Any], list[Item]]:
    items = extract(text, None)
    claim = next(item for item in items if item.kind == "claim")
    return claim.value, [item for item in items if item.kind == "ambiguity"]


def test_the_simple_article_gives_debtor_basis_scope_and_an_open_creditor() -> None:
    text = (
        "Kazakhstan has impounded the property of the Space Infrastructure Center at Baikonur over an unpaid debt "
        "of $29.7M tied to an environmental assessment of Soyuz-5. The measures reach only the agency's property, "
        "not the base."
    )
    value, open_ones = read(text)
    assert (value["debtor"], value["creditor"], value["basis"]) == ("tsenki", None, "contract")
    assert value["creditor_candidates"] == ["kazakhstan"]
    assert [item.value["readings"] for item in open_ones] == [["kazakhstan"]]
    items = extract(text, None)
    assert {item.text for item in items if item.kind == "scope"} == {
        "only the agency's property",
        "not the base",
    }
    held = next(item for item in items if item.kind == "measure")
    assert held.scope == "only the agency's property"


@pytest.mark.parametrize(
    ("text", "creditor"),
    [
        (
            "TsENKI's property was seized over a debt of $29.7M. The creditor is the joint venture Baiterek.",
            True,
        ),
        ("A debt of $29.7M was recovered from TsENKI in favour of Baiterek.", True),
        (
            "TsENKI's assets were seized over a bill of $29.7M. Baiterek, a venture, says it is owed the money.",
            True,
        ),
        ("Имущество ЦЭНКИ арестовано, долг 13,7 млрд тенге. Взыскатель — СП «Байтерек».", True),
        ("TsENKI's property was seized over a debt of $29.7M.", False),
    ],
)
def test_a_creditor_named_elsewhere(text: str, creditor: bool) -> None:
    value, open_ones = read(text)
    assert value["debtor"] == "tsenki"
    assert value["creditor"] == ("baiterek-jv" if creditor else None)
    assert bool(open_ones) is not creditor


def test_two_possible_creditors_are_both_kept() -> None:
    value, (item,) = read(
        "Kazakhstan impounded property of TsENKI over an unpaid debt of $29.7M. A joint venture, Baiterek, exists."
    )
    assert value["creditor"] is None
    assert item.value["readings"] == ["kazakhstan", "baiterek-jv"]
    assert item.confidence < 0.85


def test_what_a_phrase_says_is_not_overruled() -> None:
    value, open_ones = read(
        "Russia owes Kazakhstan $89.5 million, a debt of 2013. The property of TsENKI was seized in 2023."
    )
    assert (value["debtor"], value["creditor"]) == ("russia", "kazakhstan")
    assert open_ones == []


def test_a_sum_that_is_no_debt_gets_no_debtor() -> None:
    text = "The property of TsENKI was seized. Insurers asked for $2 million before any overflight."
    value, _ = read(text)
    assert value["debtor"] is None
    assert assign_roles.__doc__
