"""What the record says of a case: measures, claims, things, and from which day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.service.exercise import CLAIM, DEBTOR, NAME, in_force, load

from downrange.errors import RecordError

CRANE = "asset/crane-07"


def test_what_is_on_record_is_read_back(registry: str) -> None:
    from downrange.service.holding.lives import asset_of, bank_money, claim_of, course_of, life_of

    load()
    name = in_force("account-freeze", ("asset/account-current",), "2023-01-23")
    life = life_of(NAME, name)
    assert life is not None
    assert bank_money(NAME, life)
    assert life.sanctioned_on == date(2023, 1, 23)
    assert (asset_of(NAME, CRANE) or {})["owner"] == DEBTOR
    assert asset_of(NAME, "asset/none") is None
    assert claim_of(NAME, CLAIM).debtor == DEBTOR
    with pytest.raises(RecordError, match="not on record"):
        claim_of(NAME, "claim/none")
    assert course_of(NAME, CLAIM).ended_on is None
