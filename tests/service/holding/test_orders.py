"""From the draft to a measure in force, kind by kind, with the thresholds of the law."""

from __future__ import annotations

from datetime import date

import pytest
from tests.service.exercise import CLAIM, DEBTOR, NAME, SECOND, act, gate, in_force, load

from downrange.errors import AccessError, RecordError

HEAD = "party/testbek-primerov"


def test_an_exit_ban_from_the_notice_to_the_border(registry: str) -> None:
    from downrange.service.holding import orders

    load()
    draft = orders.draft_order(NAME, "exit-ban", CLAIM, HEAD, (), act("bailiff", "2023-01-30"))
    name = str(draft.measure["id"])
    assert draft.sanction == ("court", "ENF 33(1); CPC 252(3)")
    orders.notify(NAME, name, act("bailiff", "2023-01-31", "notice served"))
    orders.approve(NAME, name, act("supervisor", "2023-02-01", by=SECOND))
    with pytest.raises(RecordError, match="2023-02-07"):
        orders.sanction(NAME, name, act("court", "2023-02-06"))
    orders.sanction(NAME, name, act("court", "2023-02-08", "ruling"))
    assert gate(HEAD, "2023-02-09") == "ALLOW"
    orders.put_in_force(NAME, name, act("bailiff", "2023-02-09", "EX-4"))
    assert gate(HEAD, "2023-02-09") == "STOP"
    life = orders.serve(NAME, name, act("bailiff", "2023-02-10", "receipt"), "Border Service")
    assert life.served_on == date(2023, 2, 10)


def test_what_was_refused_goes_no_further(registry: str) -> None:
    from downrange.service.holding import orders

    load()
    with pytest.raises(RecordError, match="when the proceeding opened"):
        orders.draft_order(NAME, "licence-block", CLAIM, DEBTOR, (), act("bailiff", "2023-04-03"))
    in_force("attachment", ("asset/crane-07",), "2023-01-24")
    with pytest.raises(RecordError, match="runs to 2023-03-24"):
        orders.draft_order(NAME, "licence-block", CLAIM, DEBTOR, (), act("bailiff", "2023-03-24"))
    made = [
        str(
            orders.draft_order(
                NAME, "licence-block", CLAIM, DEBTOR, (), act("bailiff", "2023-04-03")
            ).measure["id"]
        )
        for _ in range(2)
    ]
    assert made == ["measure/licence-block-1", "measure/licence-block-2"]
    for name in made:
        orders.approve(NAME, name, act("bailiff", "2023-04-03", by=SECOND))
    refused = orders.refuse_sanction(NAME, made[0], act("court", "2023-04-05", "ruling"), "out of proportion")
    assert refused.state == "refused"
    assert orders.reject(NAME, made[1], act("bailiff", "2023-04-05"), "no longer needed").state == "refused"
    with pytest.raises(RecordError, match="is refused"):
        orders.put_in_force(NAME, made[0], act("bailiff", "2023-04-06"))


def test_an_order_names_only_what_is_on_record_and_allowed(registry: str) -> None:
    from downrange.base.money import Money
    from downrange.service.holding import orders
    from downrange.service.holding.recording import load_case

    case = load()
    by = act("bailiff", "2023-04-03")
    with pytest.raises(RecordError, match="not on record"):
        orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, ("asset/none",), by)
    with pytest.raises(RecordError, match="whom it is against"):
        orders.draft_order(NAME, "attachment", CLAIM, "party/none", (), by)
    with pytest.raises(RecordError, match="no measure of the kind"):
        orders.draft_order(NAME, "curse", CLAIM, DEBTOR, (), by)
    with pytest.raises(AccessError, match="draft is for the bailiff"):
        orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (), act("creditor", "2023-04-03"))
    small = case.claims[0].model_copy(update={"awarded": Money.of("100000", "KZT")})
    load_case(case.model_copy(update={"claims": (small,)}))
    with pytest.raises(RecordError, match="no exit ban"):
        orders.draft_order(NAME, "exit-ban", CLAIM, HEAD, (), by)
    with pytest.raises(RecordError, match="index multiples"):
        orders.draft_order(NAME, "licence-block", CLAIM, DEBTOR, (), by)
    dollars = case.claims[0].model_copy(update={"awarded": Money.of("100000", "USD")})
    load_case(case.model_copy(update={"claims": (dollars,)}))
    with pytest.raises(RecordError, match="in tenge"):
        orders.draft_order(NAME, "exit-ban", CLAIM, HEAD, (), by)
    assert orders.drafted_order(NAME, "attachment", CLAIM, DEBTOR, ("asset/crane-07",), by).things


@pytest.mark.parametrize(
    ("asset", "why"),
    [
        ("asset/hospital", "lives depend on it"),
        ("asset/first-pad", "CPC 493"),
        ("asset/pad-45x", r"ENF 62\(3\)"),
        ("asset/account-benefits", r"ENF 58\(2\)"),
        ("asset/launch-pad-31x", "CC1 193-1"),
    ],
)
def test_what_the_law_keeps_out_of_reach_is_drafted_only_with_a_recorded_reason(
    registry: str, asset: str, why: str
) -> None:
    from downrange.service.holding import orders
    from downrange.service.record.facts import facts_as_of

    load()
    by = act("bailiff", "2023-04-03")
    with pytest.raises(RecordError, match=why):
        orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (asset,), by)
    drafted = orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (asset,), by, despite="a ruling says so")
    step = facts_as_of(f"{NAME}/{drafted.measure['id']}", "measure-step")[0]
    assert step.body["told"] == "a ruling says so"


def test_an_order_is_given_for_paper_with_its_steps(registry: str) -> None:
    from downrange.service.holding import orders

    load()
    name = in_force("attachment", ("asset/crane-07",), "2023-01-24", order="EX-9")
    paper = orders.order_paper(NAME, name)
    assert (paper["order"], paper["since"], paper["in_force"]) == ("EX-9", "2023-01-24", True)
    assert [one["asset"] for one in paper["draft"]["things"]] == ["asset/crane-07"]
    assert [one["step"] for one in paper["steps"]] == ["draft", "approve", "put-in-force"]
    assert paper["fictional"]
    assert orders.order_paper(NAME, name, date(2023, 1, 24))["creditor"]
    with pytest.raises(RecordError, match="not on record"):
        orders.order_paper(NAME, "measure/none")


def test_a_box_that_carries_what_lives_depend_on_is_named_only_with_a_reason(registry: str) -> None:
    from tests.service.exercise import exercise

    from downrange.service.holding import orders
    from downrange.service.holding.recording import load_case

    case = exercise()
    assets = [
        one.model_copy(update={"inside": "asset/box-01"}) if one.id == "asset/hospital-ventilators" else one
        for one in case.assets
    ]
    load_case(case.model_copy(update={"assets": tuple(assets)}))
    for thing in ("asset/box-01", "asset/wagon-01"):
        with pytest.raises(RecordError, match="carries asset/hospital-ventilators, on which lives depend"):
            orders.draft_order(NAME, "attachment", CLAIM, DEBTOR, (thing,), act("bailiff", "2023-01-24"))
    assert orders.draft_order(
        NAME, "attachment", CLAIM, DEBTOR, ("asset/box-03",), act("bailiff", "2023-01-24")
    )
