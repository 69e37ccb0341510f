"""The draft of what to attach: both assumptions, reasons, and nothing invented in the real case."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.law.cases import case, claim, measure

from downrange.base.money import Money
from downrange.inputs.cases import read_case
from downrange.law.enforcement.attach import attachment_plan

DAY = date(2023, 3, 10)


def thing(name: str, amount: str, **changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": f"asset/{name}", "title": {"en": name}, "kind": "machine", "owner": "party/debtor",
        "value": {"amount": amount, "currency": "KZT"},
    }  # fmt: skip
    return body | changed


def test_two_targets_and_the_largest_on_top() -> None:
    assets = [
        thing("account", "13000000000", kind="account"), thing("crane", "900000000"), thing("tower", "3000000000", use=["launch-critical"]),
        thing("lift", "1", use=["life-critical"]), thing("euro", "1", value={"amount": "5", "currency": "EUR"}),
        thing("unvalued", "1", value={"unknown": "no appraiser yet"}), thing("theirs", "1", owner="party/creditor"),
    ]  # fmt: skip
    body = attachment_plan(case(assets=assets, measures=[measure()]), DAY).as_json()
    json.dumps(body)
    assert {one["assumption"] for one in body["targets"]} == {"state-bailiff", "private-bailiff"}
    top = body["targets"][0]
    assert top["target"] == {"amount": "15053005372.57", "currency": "KZT"}
    # the tower is needed, and with it the crane is not: the account gives the rest in part
    assert [one["asset"] for one in body["chosen"]] == ["asset/account", "asset/tower"]
    assert body["chosen"][0]["value"]["amount"] == "12053005372.57"
    assert [one["asset"] for one in body["targets"][1]["chosen"]] == ["asset/account", "asset/crane"]
    reasons = {one["asset"]: one["article"] for one in body["excluded"]}
    assert set(reasons) == {"asset/lift", "asset/euro", "asset/unvalued", "asset/theirs"}
    assert reasons["asset/lift"] == "policy of this program"
    assert body["covered"] == top["target"]
    assert body["optimal"] is True
    assert body["gap_ratio"] == 0


def test_the_real_case_invents_nothing() -> None:
    body = attachment_plan(read_case("tsenki-2023").case, DAY).as_json()
    assert body["chosen"] == []
    assert body["covered"]["amount"] == "0.00"
    reasons = {one["asset"]: one["reason"] for one in body["excluded"]}
    assert "not valued" in reasons["asset/tsenki-own-property"]
    assert "not the debtor's" in reasons["asset/baikonur-complex"]
    assert any("does not cover" in note for note in body["notes"])


def test_without_title_or_assets_it_says_so() -> None:
    none = {"unknown": "none"}
    plan = attachment_plan(case(claims=[claim(awarded=none, awarded_on=None)]), DAY)
    assert any("no title" in note for note in plan.notes)
    assert any("none is invented" in note for note in plan.notes)
    paid = claim(paid={"amount": "13684550338.70", "currency": "KZT"})
    done = attachment_plan(case(claims=[paid], assets=[thing("a", "1")]), DAY)
    assert done.selections == ()
    assert done.as_json()["chosen"] == []


def test_the_charge_is_part_of_the_target() -> None:
    plan = attachment_plan(case(measures=[measure()], assets=[thing("a", "1")]), DAY)
    targets = {name: one.target for name, one in plan.selections}
    assert targets["private-bailiff"] == Money.of("13719050338.70", "KZT")
