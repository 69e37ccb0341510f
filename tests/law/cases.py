"""Small made-up cases for the tests of the law."""

from __future__ import annotations

from typing import Any

from downrange.case.schema import Case

SUM = "13684550338.70"
UNKNOWN = {"unknown": "not known in this test"}


def claim(**changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": "claim/debt",
        "title": "A debt",
        "basis": "contract",
        "creditor": "party/creditor",
        "debtor": "party/debtor",
        "arising_on": "2022",
        "asserted": {"amount": SUM, "currency": "KZT"},
        "awarded": {"amount": SUM, "currency": "KZT"},
        "awarded_on": "2022-10-15",
        "agreed": UNKNOWN,
        "paid": UNKNOWN,
    }
    return body | changed


def measure(**changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": "measure/attachment",
        "kind": "attachment",
        "claim": "claim/debt",
        "ordered_by": "party/bailiff",
        "against": "party/debtor",
        "since": "2023-01-31",
    }
    return body | changed


def case(**changed: Any) -> Case:
    body: dict[str, Any] = {
        "case": "made-up",
        "title": "A made-up case",
        "from": "2022",
        "to": "2023",
        "parties": [
            {"id": "party/creditor", "name": {"en": "Creditor"}, "kind": "company"},
            {"id": "party/debtor", "name": {"en": "Debtor"}, "kind": "company"},
            {"id": "party/state", "name": {"en": "State"}, "kind": "state"},
            {"id": "party/bailiff", "name": {"en": "Bailiff"}, "kind": "office"},
        ],
        "claims": [claim()],
    }
    return Case.model_validate(body | changed)
