"""Upgrades: an older registry with data in it goes forward on both databases and is whole afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.money import Money


@pytest.fixture
def older(registry: str, request: pytest.FixtureRequest) -> str:
    """A registry of the release before the gate: its tables only, and data written as then."""
    from django.core.management import call_command

    from downrange.registry.database import configure

    if registry.startswith("sqlite"):
        path = registry.removeprefix("sqlite:///")
        url = f"sqlite:///{path}.older"
    else:
        cluster = request.getfixturevalue("cluster")
        cluster.run("DROP DATABASE IF EXISTS older WITH (FORCE)")
        cluster.run("CREATE DATABASE older")
        url = str(cluster.url("older"))
    configure(url)
    call_command("migrate", "registry", "0003", verbosity=0, interactive=False)
    return url


def test_an_older_registry_goes_forward_with_its_data(older: str) -> None:
    from downrange.registry import facts, ledger
    from downrange.registry.database import migrate
    from downrange.registry.entries import Draft, Line
    from downrange.service.border.gate import check
    from downrange.service.record.ledger import balance_now, rebuild_balances
    from downrange.service.record.log import check_registry
    from downrange.service.record.work import writing

    on, one = date(2023, 1, 24), Money.of("5.00", "KZT")
    party = {"id": "party/x", "name": {"en": "X"}, "kind": "company", "aliases": [], "identifiers": []}
    asset = {
        "id": "asset/crane", "title": {"en": "Crane"}, "kind": "crane", "owner": "party/x", "use": [],
        "identifiers": [{"kind": "serial", "value": "KR-40512"}],
    }  # fmt: skip
    measure = {
        "id": "measure/hold", "kind": "attachment", "claim": "claim/a", "ordered_by": "party/x",
        "against": "party/x", "reaches": ["asset/crane"], "since": "2023-01-24", "order": "7",
    }  # fmt: skip
    with writing():
        head = {"title": "Old", "from": "2023", "to": "2023", "fictional": True}
        bodies = (("case", "case", head), ("party", "party/x", party), ("asset", "asset/crane", asset))
        facts.record(
            [
                facts.FactDraft(kind, f"old/{about}", body, "casebook", on)
                for kind, about, body in (*bodies, ("measure", "measure/hold", measure))
            ]
        )
        ledger.append([Draft("k", on, "clerk", (Line("old/a", one), Line("old/b", -one)))])
    before = [fact.id for fact in facts.everything()]
    migrate(older)
    assert [fact.id for fact in facts.everything()] == before
    assert {one_.account: one_.settled for one_ in balance_now()}["old/a"] == one
    assert check_registry() == []
    assert check("kr 40512", on=date(2023, 2, 1))["answer"] == "STOP"
    assert rebuild_balances() == 2
    assert check_registry() == []
