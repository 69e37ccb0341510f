"""A claim is typed and dated: the bar of 2021, limitation, rank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.law.cases import case, claim

from downrange.law.claim import admissibility, law_of, limitation, rank


def one(**changed: Any) -> Any:
    return case(claims=[claim(**changed)]).claims[0]


@pytest.mark.parametrize(
    ("basis", "creditor", "arising", "allowed"),
    [
        ("ecological-damage", "party/state", "2013-07-02", True),
        ("ecological-damage", "party/state", "2021-06-30", True),
        ("ecological-damage", "party/state", "2021-07-01", False),
        ("ecological-damage", "party/creditor", "2023-04-01", False),
        ("state-costs", "party/state", "2023-04-01", True),
        ("clean-up-cost", "party/state", "2023-04-01", True),
        ("clean-up-cost", "party/creditor", "2023-04-01", False),
        ("contract", "party/creditor", "2023-04-01", True),
        ("property-damage", "party/creditor", "2023-04-01", True),
    ],
)
def test_no_money_for_ecological_damage_from_july_2021(
    basis: str, creditor: str, arising: str, allowed: bool
) -> None:
    whole = case()
    found = admissibility(whole, one(basis=basis, creditor=creditor, arising_on=arising))
    assert found.allowed is allowed
    if not allowed:
        assert "136(2)" in found.article


def test_a_year_alone_leaves_the_bar_open() -> None:
    found = admissibility(case(), one(basis="ecological-damage", arising_on="2021"))
    assert found.allowed
    assert found.flags


def test_the_code_of_2007_covers_nothing_before_it() -> None:
    before, after = (
        admissibility(case(), one(basis="ecological-damage", arising_on=day))
        for day in ("2006-07-26", "2007-09-06")
    )
    assert before.allowed
    assert "not held here" in before.reason
    assert "code of 2007 cover" in after.reason


def test_the_bar_is_kazakh_law() -> None:
    abroad = one(basis="ecological-damage", arising_on="2023-04-20", asserted={"amount": 1, "currency": "USD"},
                 awarded={"unknown": "none"})  # fmt: skip
    assert law_of(case(), abroad) == "other"
    assert admissibility(case(), abroad).allowed
    assert law_of(case(), one(basis="treaty")) == "int"


def test_limitation_3_and_30_years() -> None:
    general = limitation(one(arising_on="2022-10-15"))
    assert (general.years, general.latest) == (3, date(2025, 10, 15))
    ecological = limitation(one(basis="ecological-damage", arising_on="2023-04-01"))
    assert (ecological.years, ecological.latest, ecological.article) == (30, date(2053, 4, 1), "ECO 141")
    old = limitation(one(basis="ecological-damage", arising_on="2013-07-02"))
    assert old.years == 3
    assert any("2007" in flag for flag in old.flags)


def test_a_contract_award_stands_in_the_fifth_rank() -> None:
    assert rank(one(), date(2023, 8, 1))[0] == 5
    assert rank(one(basis="fee"), date(2023, 8, 1))[0] == 4
    assert rank(one(), date(2023, 8, 1), kind="wages")[0] == 1
