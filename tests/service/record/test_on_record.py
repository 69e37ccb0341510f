"""A case as the registry has it: what was recorded since shows wherever the case does."""

from __future__ import annotations

from datetime import date
from typing import Any

from downrange.base.money import Money
from downrange.inputs.cases import read_case


def test_a_case_put_on_record_reads_back_as_its_file_has_it(registry: str) -> None:
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.on_record import case_on_record

    for name in ("tsenki-2023", "tsenki-2023-exercise", "baikonur-lease"):
        case = read_case(name).case
        assert case_on_record(name) == case  # never put on record: as the file has it
        load_case(case)
        found = case_on_record(name)
        for part in ("parties", "claims", "measures", "statements", "assets", "entries", "lease"):
            assert getattr(found, part) == getattr(case, part), (name, part)


def test_a_payment_a_statement_and_an_asset_recorded_since_show(registry: str) -> None:
    from downrange.base.canonical import plain
    from downrange.law.account import MoneyRange, statement_of_account
    from downrange.registry.entries import Draft, Line
    from downrange.registry.facts import FactDraft
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.facts import record_fact
    from downrange.service.record.ledger import post, reverse
    from downrange.service.record.on_record import case_on_record, record_size

    name = "tsenki-2023-exercise"
    case = read_case(name).case
    load_case(case)
    size = record_size()
    claim, on = case.claims[0], date(2023, 4, 3)
    part = Money.of("1000000.00", "KZT")
    lines = (Line(f"{name}/{claim.id}/payment", -part), Line(f"{name}/{claim.debtor}/owes/{claim.id}", part))
    posted = post(Draft("pay/one", on, "bailiff", lines, memo="payment order 7"))
    asset = case.assets[0]
    changed = {**plain(asset), "place": "another hangar"}
    old = next(f for f in _standing(name) if f.about == f"{name}/{asset.id}")
    record_fact(FactDraft("asset", old.about, changed, "bailiff", on, supersedes=old.id))
    assert record_size() == size + 2
    found = case_on_record(name)
    assert found.entries[-1].amount == part
    assert found.entries[-1].document == "payment order 7"
    assert found.assets[0].place == "another hangar"
    few = case_on_record(name, most_assets_number=3)  # every one is named by the file
    assert {one.id for one in few.assets} == {one.id for one in case.assets}
    assert few.assets[0].place == "another hangar"
    record_fact(FactDraft("asset", f"{name}/asset/later", {**plain(asset), "id": "asset/later"}, "b", on))
    few = case_on_record(name, most_assets_number=3)
    assert "asset/later" not in {one.id for one in few.assets}
    assert "asset/later" in {one.id for one in case_on_record(name).assets}
    assert case_on_record(name, date(2023, 4, 2)).assets[0].place == asset.place
    before, after = statement_of_account(case, on), statement_of_account(found, on)
    assert after.as_json()["entries"][-1]["amount"] == part.as_json()
    assert isinstance(before.outstanding, MoneyRange)
    assert isinstance(after.outstanding, MoneyRange)
    assert after.outstanding.low == before.outstanding.low - part
    assert (before.paid, after.paid) == (None, part)
    reverse(posted.sequence, "pay/one/undo", on, "bailiff")
    assert case_on_record(name).entries == case.entries


def _standing(name: str) -> list[Any]:
    from downrange.registry import facts

    return facts.standing(f"{name}/")


def test_the_log_tells_which_cases_were_touched(registry: str) -> None:
    from downrange.registry.entries import Draft, Line
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact
    from downrange.service.record.ledger import post
    from downrange.service.record.on_record import MOST_LOOKED_AT, cases_touched, record_size

    on, one = date(2023, 4, 3), Money.of("1.00", "KZT")
    record_fact(FactDraft("event", "first/event/x", {"a": 1}, "clerk", on))
    size = record_size()
    assert cases_touched(size) == (size, frozenset())
    record_fact(FactDraft("event", "second/event/x", {"a": 1}, "clerk", on))
    post(Draft("p", on, "clerk", (Line("third/claim/x/payment", one), Line("third/y/owes", -one))))
    assert cases_touched(size) == (size + 2, frozenset({"second", "third"}))
    assert cases_touched(size + 3) == (size + 2, None)  # another database, or one put back
    assert cases_touched(-MOST_LOOKED_AT) == (size + 2, None)
