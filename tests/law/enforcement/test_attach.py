"""The draft of what to attach: both assumptions, reasons, and nothing invented in the real case."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.law.cases import case, claim, measure

from downrange.base.money import Money
from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.law.enforcement.attach import Policy, attachment_plan

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


def chosen(plan: Any) -> dict[str, str]:
    return {one["asset"]: one["value"]["amount"] for one in plan.as_json()["targets"][0]["chosen"]}


OWNERS = [{"party": "party/debtor", "share": "0.6"}, {"party": "party/creditor", "share": "0.4"}]


def test_of_a_joint_thing_the_debtors_share_alone_counts() -> None:
    assets = [thing("crane", "1000", details={"owners": OWNERS})]
    plan = attachment_plan(case(assets=assets), DAY)
    assert chosen(plan) == {"asset/crane": "600.00"}
    assert "share of 0.6" in plan.selections[0][1].chosen[0].reason
    share = [thing("crane", "1000", details={"owners": OWNERS, "value_of": "share"})]
    assert chosen(attachment_plan(case(assets=share), DAY)) == {"asset/crane": "1000.00"}


def test_the_owner_of_the_day_counts() -> None:
    sold = {
        "owners": [
            {"party": "party/debtor", "until": "2023-02-19"},
            {"party": "party/x", "since": "2023-02-20"},
        ]
    }
    assets = [thing("lorry", "1000", details=sold)]
    late = attachment_plan(case(assets=assets), DAY)
    assert chosen(late) == {}
    assert "not the debtor's on 2023-03-10" in {one: why for one, why, _ in late.excluded}["asset/lorry"]
    assert chosen(attachment_plan(case(assets=assets), date(2023, 2, 1))) == {"asset/lorry": "1000.00"}


def test_what_is_held_for_another_claim_comes_later_and_is_told() -> None:
    assets = [thing("car", "20000000000"), thing("lorry", "20000000000")]
    other = measure(id="measure/other", claim="claim/other", reaches=["asset/car"], since="2023-01-10")
    both = [claim(), claim(id="claim/other", creditor="party/x")]
    plan = attachment_plan(case(assets=assets, measures=[measure(), other], claims=both), DAY)
    assert set(chosen(plan)) == {"asset/lorry"}
    body = plan.as_json()
    assert {"asset": "asset/car", "measure": "measure/other", "claim": "claim/other"} in body["already_held"]
    left = {one["asset"]: one["reason"] for one in body["targets"][0]["left"]}
    assert "held for claim/other" in left["asset/car"]
    before = attachment_plan(case(assets=assets, measures=[measure(), other], claims=both), date(2023, 1, 5))
    assert before.held == ()


def test_a_deviation_needs_its_reason_and_shows_it() -> None:
    assets = [thing("account", "90000000000", kind="account"), thing("crane", "5", use=["production"]), thing("lift", "5", use=["life-critical"])]  # fmt: skip
    whole = case(assets=assets)
    plan = attachment_plan(
        whole, DAY, policy=Policy(include=("asset/crane",), because="it is about to leave")
    )
    assert list(chosen(plan)) == ["asset/account", "asset/crane"]
    body = plan.as_json()
    assert body["policy"]["because"] == "it is about to leave"
    assert {one["article"] for one in body["chosen"] if one["asset"] == "asset/crane"} == {"ENF 72(4)"}
    left = attachment_plan(whole, DAY, policy=Policy(exclude=("asset/account",), because="disputed"))
    assert list(chosen(left)) == ["asset/crane"]
    assert "left out by a person: disputed" in {why for _, why, _ in left.excluded}
    for wrong, match in (
        (Policy(include=("asset/crane",)), "needs its reason"),
        (Policy(exclude=("asset/none",), because="x"), "no such asset"),
        (Policy(include=("asset/lift",), because="x"), "lives depend"),
        (Policy(("asset/crane",), ("asset/crane",), "x"), "taken and left"),
        (Policy(excess_at_most=Decimal("-0.1")), "below nought"),
    ):
        with pytest.raises(InputError, match=match):
            attachment_plan(whole, DAY, policy=wrong)


def test_a_limit_on_the_excess_is_policy_and_told() -> None:
    assets = [thing("hall", "30000000000"), thing("press", "16000000000", use=["production"])]
    whole = case(assets=assets)
    assert set(chosen(attachment_plan(whole, DAY))) == {"asset/hall"}
    kept = attachment_plan(whole, DAY, policy=Policy(excess_at_most=Decimal("0.2")))
    assert set(chosen(kept)) == {"asset/press"}
    assert "policy" in kept.selections[0][1].chosen[0].reason
    none = attachment_plan(whole, DAY, policy=Policy(excess_at_most=Decimal("0.01")))
    assert set(chosen(none)) == {"asset/hall"}
    assert any("no choice keeps the excess within 0.01" in note for note in none.notes)


def test_it_says_what_would_change_it() -> None:
    assets = [
        thing("orbiter", "20000000000", owner={"unknown": "two courts"}), thing("press", "21000000000", use=["production"]),
        thing("unseen", "1", value={"unknown": "no appraiser yet"}), thing("pad", "1", use=["strategic-object"]),
    ]  # fmt: skip
    told = attachment_plan(case(assets=assets), DAY).changes
    assert any("proves that asset/orbiter is his: asset/press in its place" in one for one in told)
    assert any("asset/orbiter is not needed once" in one for one in told)
    assert any("a valuation of asset/unseen" in one for one in told)
    assert any("the Government's decision on asset/pad" in one for one in told)


def test_what_is_worth_nothing_or_carries_what_lives_depend_on_is_not_chosen() -> None:
    assets = [
        thing("scrap", "0"), thing("crane", "900000000"), thing("box", "900000001"),
        thing("pump", "1", inside="asset/box", use=["life-critical"]),
    ]  # fmt: skip
    body = attachment_plan(case(assets=assets, measures=[measure()]), DAY).as_json()
    assert [one["asset"] for one in body["chosen"]] == ["asset/crane"]
    why = {one["asset"]: one["reason"] for one in body["excluded"]}
    assert why["asset/scrap"].startswith("worth nothing")
    assert why["asset/box"].startswith("carries asset/pump")
    assert "what is known and valued does not cover the target" in body["notes"]
