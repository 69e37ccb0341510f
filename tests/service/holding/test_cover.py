"""No thing is promised twice over: refused, or in the queue by rank, and served when something is let go."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.service.exercise import CLAIM, NAME, act, exercise, gate, in_force, tenge

from downrange.errors import RecordError

CRANE = "asset/crane-07"
OTHER, WAGES = "claim/other", "claim/tax"


def load_three() -> None:
    """Load the exercise with two more claims: one of the same rank, one that ranks before (ENF 111-112)."""
    from downrange.service.holding.recording import load_case

    case = exercise()
    first, entry = case.claims[0], case.entries[0]
    others = [
        first.model_copy(update={"id": OTHER}),
        first.model_copy(update={"id": WAGES, "basis": "property-damage"}),
    ]
    entries = [entry.model_copy(update={"claim": one.id}) for one in (first, *others)]
    load_case(case.model_copy(update={"claims": (first, *others), "entries": tuple(entries)}))


def value() -> Any:
    from downrange.service.holding.cover import value_of

    return value_of(NAME, CRANE)


def held(measure: str) -> Any:
    from downrange.service.holding.cover import covered
    from downrange.service.holding.lives import life_of

    life = life_of(NAME, measure)
    assert life is not None
    return {one.asset: (one.held.minor, one.waits.minor) for one in covered(NAME, life)}


def test_a_second_attachment_is_refused_or_waits_by_rank(registry: str) -> None:
    from downrange.service.holding import release
    from downrange.service.holding.cover import free_of
    from downrange.service.record.log import check_registry

    load_three()
    whole = value().minor
    first = in_force("attachment", (CRANE,), "2023-01-24")
    assert held(first) == {CRANE: (whole, 0)}
    assert free_of(NAME, CRANE, "KZT").minor == 0
    with pytest.raises(RecordError, match=r"queue by rank \(ENF 37\(4\), 110-112\)"):
        in_force("attachment", (CRANE,), "2023-02-01", claim=OTHER)
    assert held(first) == {CRANE: (whole, 0)}
    second = in_force("attachment", (CRANE,), "2023-02-02", claim=OTHER, queue=True, measure="measure/second")
    assert held(second) == {CRANE: (0, whole)}
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-05-02", "statement"))
    release.end_proceeding(NAME, CLAIM, "waiver", act("bailiff", "2023-05-02", "waiver"))
    assert held(second) == {CRANE: (whole, 0)}
    assert gate(CRANE, "2023-05-02") == "STOP"  # of the second
    assert check_registry() == []


def test_what_is_left_of_a_value_can_be_held_by_another(registry: str) -> None:
    load_three()
    whole = value()
    part = tenge("1000000")
    in_force("attachment", (CRANE,), "2023-01-24", covers={CRANE: part})
    second = in_force("attachment", (CRANE,), "2023-02-01", claim=OTHER, covers={CRANE: whole - part})
    assert held(second) == {CRANE: (whole.minor - part.minor, 0)}
    with pytest.raises(RecordError, match="has 0"):
        in_force(
            "attachment",
            (CRANE,),
            "2023-02-02",
            claim=OTHER,
            covers={CRANE: tenge("0.01")},
            measure="measure/x",
        )


def test_the_better_rank_is_served_first(registry: str) -> None:
    from downrange.service.holding import release

    load_three()
    whole = value().minor
    in_force("attachment", (CRANE,), "2023-01-24")
    same = in_force("attachment", (CRANE,), "2023-02-01", claim=OTHER, queue=True)
    before = in_force("attachment", (CRANE,), "2023-02-02", claim=WAGES, queue=True)
    from downrange.law.claim import rank
    from downrange.service.holding.lives import claim_of

    ranks = [rank(claim_of(NAME, one), act("bailiff", "2023-05-02").on)[0] for one in (OTHER, WAGES)]
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-05-02", "statement"))
    release.end_proceeding(NAME, CLAIM, "waiver", act("bailiff", "2023-05-02", "waiver"))
    served = before if ranks[1] < ranks[0] else same
    waits = same if served == before else before
    assert held(served) == {CRANE: (whole, 0)}
    assert held(waits) == {CRANE: (0, whole)}


def test_what_a_case_reports_came_first(registry: str) -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.holding.recording import load_case

    load_case(read_case(NAME).case)
    with pytest.raises(RecordError, match="held by measure/attachment"):
        in_force("attachment", (CRANE,), "2023-06-01")


def test_a_thing_without_value_is_held_and_covers_nothing(registry: str) -> None:
    from downrange.service.holding.recording import load_case

    case = exercise()
    assets = [one.model_copy(update={"value": None}) if one.id == CRANE else one for one in case.assets]
    load_case(case.model_copy(update={"assets": tuple(assets)}))
    name = in_force("attachment", (CRANE,), "2023-01-24")
    assert held(name) == {}
    assert gate(CRANE, "2023-01-24") == "STOP"
    assert in_force("movement-ban", (CRANE,), "2023-01-24") == "measure/movement-ban-1"


def revalue(case: Any, to: Any) -> Any:
    from downrange.service.holding.recording import load_case

    assets = [one.model_copy(update={"value": to}) if one.id == CRANE else one for one in case.assets]
    again = case.model_copy(update={"assets": tuple(assets)})
    load_case(again)
    return again


def test_a_new_valuation_moves_the_worth_and_never_below_what_is_held(registry: str) -> None:
    from downrange.service.holding.cover import free_of
    from downrange.service.holding.recording import load_case
    from downrange.service.record.log import check_registry

    case = exercise()
    load_case(case)
    before = value()
    in_force("attachment", (CRANE,), "2023-01-24", covers={CRANE: tenge(1000)})
    revalue(case, before + tenge(5))
    in_force("attachment", (CRANE,), "2023-01-25", covers={CRANE: tenge(2000)})
    assert free_of(NAME, CRANE, "KZT") == before + tenge(5) - tenge(3000)
    revalue(case, tenge(100))
    with pytest.raises(RecordError, match=r"has 0\.00 KZT left of its value.*queue by rank"):
        in_force("attachment", (CRANE,), "2023-01-26", covers={CRANE: tenge(1)}, measure="measure/late")
    waits = in_force(
        "attachment", (CRANE,), "2023-01-27", covers={CRANE: tenge(1)}, queue=True, measure="measure/queue"
    )
    assert held(waits) == {CRANE: (0, 100)}
    revalue(case, before)  # valued higher again: whoever waits is served
    assert held(waits) == {CRANE: (100, 0)}
    assert check_registry() == []


def test_what_a_case_reports_follows_its_file(registry: str) -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.holding.cover import free_of, held_by_asset
    from downrange.service.holding.recording import load_case

    case = read_case(NAME).case
    attachment = "measure/attachment"
    load_case(case)
    assert held_by_asset(NAME, attachment)[CRANE] == value()
    revalue(case, value() - tenge(5))
    fewer = [
        one.model_copy(update={"reaches": tuple(thing for thing in one.reaches if thing != CRANE)})
        if one.id == attachment
        else one
        for one in case.measures
    ]
    load_case(case.model_copy(update={"measures": tuple(fewer)}))
    assert CRANE not in held_by_asset(NAME, attachment)
    load_case(case.model_copy(update={"measures": ()}))
    assert held_by_asset(NAME, attachment) == {}
    assert free_of(NAME, CRANE, "KZT") == value()


def test_only_the_debtor_s_share_is_held(registry: str) -> None:
    from downrange.service.holding.cover import value_of
    from downrange.service.holding.lives import asset_of

    load_three()
    body = asset_of(NAME, "asset/shared-crane")
    assert body is not None
    share = next(
        one["share"] for one in body["details"]["owners"] if one["party"].endswith("tsenki-exercise")
    )
    whole = value_of(NAME, "asset/shared-crane")
    assert whole is not None
    name = in_force("attachment", ("asset/shared-crane",), "2023-01-24")
    assert held(name) == {"asset/shared-crane": (whole.times(Decimal(share), "down").minor, 0)}
    assert Decimal(share) < 1
