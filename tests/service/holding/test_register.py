"""The register page by page, by any number, and one thing with its history; a large one is never read whole."""

from __future__ import annotations

import time
from datetime import date

import pytest

from downrange.case.schema import Asset
from downrange.inputs.cases import read_case
from downrange.service.holding import register
from downrange.service.holding.assets import import_assets
from downrange.service.holding.recording import load_case

NAME = "tsenki-2023-exercise"


def loaded() -> None:
    load_case(read_case(NAME).case)


def test_pages_follow_one_another_without_gap_or_repetition(registry: str) -> None:
    loaded()
    everything = sorted(one.id for one in read_case(NAME).case.assets)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = register.register_page(NAME, after, limit=7)
        assert page.total_number == len(everything)
        seen += [asset.id for asset, _ in page.rows]
        after = page.after
    assert seen == everything


def test_filters_by_kind_owner_and_order(registry: str) -> None:
    loaded()
    case = read_case(NAME).case
    kinds = dict(register.register_kinds(NAME))
    assert kinds["account"] == sum(one.kind == "account" for one in case.assets)
    assert sum(kinds.values()) == len(case.assets)
    accounts = register.register_page(NAME, kind="account")
    assert {asset.kind for asset, _ in accounts.rows} == {"account"}
    assert accounts.total_number == kinds["account"]
    once = register.register_page(NAME, owner="party/exercise-lessor").rows
    assert {"asset/sold-forklift", "asset/leased-excavator"} <= {asset.id for asset, _ in once}
    named = register.register_page(NAME, named=True, limit=500).rows
    assert all(measures for _, measures in named)
    assert {asset.id for asset, _ in named} == {name for one in case.measures for name in one.reaches}


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("ZZZ00000500000007", "exact"), ("zzz 0000 0500000007", "normalised"), ("ZZZ00000500000O07", "near-miss"),
        ("crane-07", "normalised"), ("asset/crane-07", "exact"),
    ],
)  # fmt: skip
def test_any_number_finds_the_thing_and_the_search_is_logged(registry: str, text: str, how: str) -> None:
    from downrange.registry.facts import as_of, private_part
    from downrange.service.border.gate import looked_up

    loaded()
    found, _ = register.find_assets(NAME, text, "clerk 7", "an inventory")
    assert [(one.asset.id, one.how) for one in found] == [("asset/crane-07", how)]
    (query,) = as_of("register/query", "register-query")
    assert text not in str(query.body)
    private = private_part(query)
    assert private is not None
    assert (private["asked"], private["purpose"]) == (text, "an inventory")
    assert private["subjects"] == [f"{NAME}/asset/crane-07"]
    (seen,) = looked_up(f"{NAME}/asset/crane-07")
    assert (seen["by"], seen["purpose"], seen["answer"]) == ("clerk 7", "an inventory", "shown")


def test_nothing_found_is_logged_too_and_persons_are_not_looked_for(registry: str) -> None:
    from downrange.registry.facts import as_of

    loaded()
    assert register.find_assets(NAME, "NO-SUCH-NUMBER-1", "clerk 7") == ([], None)
    assert register.find_assets(NAME, "party/testbek-primerov", "clerk 7")[0] == []
    assert len(as_of("register/query")) == 2
    assert register.find_assets(NAME, "CSQU3054384", "clerk 7")[1] is not None  # its check digit is 3


def test_a_sheet_has_owners_values_containment_measures_and_history(registry: str) -> None:
    loaded()
    crane = next(one for one in read_case(NAME).case.assets if one.id == "asset/crane-07")
    sheet = register.asset_sheet(NAME, "asset/crane-07", date(2023, 3, 10))
    assert sheet is not None
    assert {one["measure"]: one["state"] for one in sheet["reaches"]} == {
        "measure/attachment": "in-force", "measure/movement-ban": "in-force",
    }  # fmt: skip
    assert [one["party"] for one in sheet["owners"]] == ["party/tsenki-exercise"]
    assert sheet["valuations"][-1]["amount"] == "248600000.00"
    assert len(sheet["history"]) == 1
    import_assets(NAME, [crane.model_copy(update={"place": "yard 9"})], "clerk 7", date(2023, 4, 1))
    later = register.asset_sheet(NAME, "asset/crane-07", date(2023, 4, 2))
    assert later is not None
    assert (later["asset"].place, len(later["history"])) == ("yard 9", 2)
    before = register.asset_sheet(NAME, "asset/crane-07", date(2023, 3, 10))
    assert before is not None
    assert before["asset"].place == crane.place
    assert register.asset_sheet(NAME, "asset/none", date(2023, 3, 10)) is None
    inner = next(one for one in read_case(NAME).case.assets if one.inside is not None)
    held = register.asset_sheet(NAME, inner.id, date(2023, 3, 10))
    assert held is not None
    assert held["above"][0]["id"] == inner.inside
    outer = register.asset_sheet(NAME, str(inner.inside), date(2023, 3, 10))
    assert outer is not None
    assert inner.id in [one["id"] for one in outer["inside"]]


def test_a_page_of_a_large_register_is_as_quick_as_of_a_small_one(registry: str) -> None:
    loaded()
    case = read_case(NAME).case
    pattern = next(one for one in case.assets if one.id == "asset/truck-11")
    many = [
        Asset.model_validate({**pattern.model_dump(mode="json"), "id": f"asset/z-{i:05}", "identifiers": []})
        for i in range(5_000)
    ]
    import_assets(NAME, many, "clerk 7", date(2023, 4, 1))
    began = time.process_time()
    page = register.register_page(NAME, "asset/z-04000", "vehicle", "party/tsenki-exercise")
    assert time.process_time() - began < 0.2
    assert page.rows[0][0].id == "asset/z-04001"
    assert len(page.rows) == register.PAGE_NUMBER


def test_the_selection_and_the_ladder_may_stand_on_the_record(registry: str) -> None:
    from downrange.service.consequences.selection import attach
    from downrange.service.holding.measures import ladder_of

    loaded()
    assert attach(NAME, "2023-12-31", recorded=True)["chosen"] == attach(NAME, "2023-12-31")["chosen"]
    assert ladder_of(NAME, "2023-12-31", recorded=True) == ladder_of(NAME, "2023-12-31")
    crane = next(one for one in read_case(NAME).case.assets if one.id == "asset/crane-07")
    import_assets(NAME, [crane.model_copy(update={"use": ("life-critical",)})], "clerk 7", date(2023, 4, 1))
    plan = attach(NAME, "2023-12-31", recorded=True)
    assert "asset/crane-07" not in [one["asset"] for one in plan["chosen"]]
    assert "asset/crane-07" in [one["asset"] for one in plan["excluded"]]
