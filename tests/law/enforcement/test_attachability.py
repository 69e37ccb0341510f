"""Asset by asset: whose it is, what it is used for, and the article."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.law.cases import case

from downrange.case.schema import Asset
from downrange.law.enforcement.attachability import attachability, on_lives, queue_of

DAY = date(2023, 3, 10)
DEBTOR = "party/debtor"


def asset(**changed: Any) -> Asset:
    body: dict[str, Any] = {
        "id": "asset/crane", "title": {"en": "A crane"}, "kind": "machine", "owner": DEBTOR,
        "value": {"amount": "100", "currency": "KZT"},
    }  # fmt: skip
    return Asset.model_validate(body | changed)


@pytest.mark.parametrize(
    ("changed", "status", "article"),
    [
        ({}, "attachable", "ENF 62(3)"),
        ({"owner": {"unknown": "no papers"}}, "doubtful", "ENF 63(1)"),
        ({"owner": "party/creditor"}, "excluded", "ENF 62(3)"),
        ({"owner": "party/state"}, "excluded", "ENF 62(3)"),
        ({"use": ["life-critical"]}, "excluded", "policy"),
        ({"use": ["Life critical"]}, "excluded", "policy"),  # however it is spelt
        ({"use": ["heritage"]}, "excluded", "CPC 493"),
        ({"use": ["strategic-object"]}, "excluded", "CC1 193-1"),
        (
            {"use": ["strategic-object"], "details": {"government_decision": True, "state_refused_first": True}},
            "attachable", "ENF 62(3)",
        ),
        ({"details": {"existed_1991_08_31": True}}, "excluded", "lease 6.1"),
        ({"details": {"existed_1991_08_31": False, "financed_by": [DEBTOR]}}, "attachable", "ENF 62(3)"),
        ({"details": {"existed_1991_08_31": False, "financed_by": ["party/russia"]}}, "excluded", "lease 6.1"),
        ({"kind": "account", "details": {"account_type": "escrow"}}, "excluded", "ENF 58(2)"),
        ({"kind": "account", "details": {"account_type": "current"}}, "attachable", "ENF 62(3)"),
        ({"use": ["military"]}, "attachable", "ENF 62(3)"),  # a company, not a State
    ],
)  # fmt: skip
def test_status_and_article(changed: dict[str, Any], status: str, article: str) -> None:
    found = attachability(case(), asset(**changed), DEBTOR, DAY)
    assert found.status == status, found.reason
    assert article in found.article


def test_a_states_own_property_needs_an_exception() -> None:
    spared = attachability(case(), asset(owner="party/state", use=["military"]), "party/state", DAY)
    assert (spared.status, spared.article) == ("excluded", "CPC 493")
    shown = asset(owner="party/state", details={"immunity_exceptions": ["non-sovereign-use"]})
    assert attachability(case(), shown, "party/state", DAY).status == "attachable"


@pytest.mark.parametrize(
    ("changed", "queue"),
    [
        ({"kind": "account"}, "money"),
        ({"kind": "car"}, "movables-not-in-production"),
        ({"kind": "flat"}, "immovables-not-in-production"),
        ({"kind": "flat", "use": ["production"]}, "production-assets"),
        ({"kind": "crane", "use": ["launch-critical"]}, "production-assets"),
        ({"kind": "car", "details": {"queue": "production-assets"}}, "production-assets"),
    ],
)
def test_queue(changed: dict[str, Any], queue: str) -> None:
    assert queue_of(asset(**changed)) == queue


def test_what_carries_or_lies_in_what_lives_depend_on_is_spared_too() -> None:
    train = asset(id="asset/train")
    wagon = asset(id="asset/wagon", inside="asset/train")
    pump = asset(id="asset/pump", inside="asset/wagon", use=["life-critical"])
    gauge = asset(id="asset/gauge", inside="asset/pump")
    beside = asset(id="asset/beside", inside="asset/train")
    found = on_lives([train, wagon, pump, gauge, beside])
    assert set(found) == {"asset/train", "asset/wagon", "asset/gauge"}
    assert found["asset/gauge"][0].startswith("lies in asset/pump")
    assert on_lives([train, wagon, gauge, beside]) == {}
    round_about = [asset(id="asset/a", inside="asset/b", use=["life-critical"]),
                   asset(id="asset/b", inside="asset/a")]  # fmt: skip
    assert set(on_lives(round_about)) == {"asset/b"}
