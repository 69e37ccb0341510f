"""Drafts of orders as data: composite, articles, blanks; nothing invented."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from downrange.case.schema import Measure
from downrange.law.enforcement.orders import USE_IN_PLACE, draft_order, slug_of
from downrange.law.enforcement.steps import KINDS

DAY = date(2023, 1, 25)
DEBTOR: dict[str, Any] = {
    "id": "party/debtor",
    "name": {"en": "Debtor"},
    "identifiers": [{"kind": "bin", "value": "1"}],
}
CRANE: dict[str, Any] = {
    "id": "asset/crane", "title": {"en": "Crane"}, "kind": "crane", "place": "base",
    "value": {"amount": "1.00", "currency": "KZT"}, "identifiers": [{"kind": "serial", "value": "SN-1"}],
}  # fmt: skip
BARE: dict[str, Any] = {
    "id": "asset/bare",
    "title": {"en": "Bare"},
    "kind": "desk",
    "value": {"unknown": "x"},
}


def draft(kind: str, *assets: dict[str, Any], debtor: dict[str, Any] = DEBTOR) -> Any:
    return draft_order(kind, slug_of(kind, 1), "claim/debt", debtor, assets, "party/bailiff", DAY)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_acts_articles_and_blanks(kind: str) -> None:
    found = draft(kind, CRANE)
    assert found.forbids
    assert all(article.startswith("ENF ") for _, article in found.forbids)
    assert "signature" in found.blanks
    Measure.model_validate({**found.measure, "since": "2023-01-25"})
    json.dumps(found.as_json())


def test_a_movement_ban_is_a_composite_with_use_permitted() -> None:
    found = draft("movement-ban", CRANE)
    assert [article for _, article in found.forbids] == ["ENF 32(2)(3)", "ENF 32(2)(4)", "ENF 32(2)(7)"]
    assert found.permits == (USE_IN_PLACE,)
    assert found.sanction is None


def test_what_is_not_known_is_a_blank() -> None:
    found = draft("attachment", CRANE, BARE, debtor={"id": "party/debtor", "name": {"en": "Debtor"}})
    assert {"numbers of asset/bare", "place of asset/bare", "value of asset/bare"} <= set(found.blanks)
    assert "numbers of asset/crane" not in found.blanks
    assert "registered number of party/debtor" in found.blanks
    assert "day and paper of the notice about the ban" in draft("exit-ban").blanks


def test_bank_money_needs_the_prosecutor() -> None:
    account = {**CRANE, "id": "asset/account", "kind": "account"}
    assert draft("attachment", account).sanction == ("prosecutor", "ENF 32(6)")
    with pytest.raises(ValueError, match="no measure of the kind"):
        draft("curse")
