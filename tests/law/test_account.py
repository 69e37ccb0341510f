"""The statement of account: four amounts kept apart, charges under both assumptions, what is not known said."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.law.cases import SUM, case, claim, measure

from downrange.base.money import Money
from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.law.account import MoneyRange, statement_of_account, statements_of_account

DEBT = Money.of(SUM, "KZT")
NONE = {"unknown": "none known"}
KEYS = {
    "claim", "basis", "on", "asserted", "awarded", "agreed", "paid", "principal", "charges", "outstanding",
    "interest", "interest_reason", "deadlines", "entries",
}  # fmt: skip


def entry(**changed: Any) -> dict[str, Any]:
    body = {
        "on": "2023-05-01",
        "claim": "claim/debt",
        "head": "payment",
        "amount": {"amount": "1000000000", "currency": "KZT"},
        "document": "order",
        "source": "s",
    }
    return body | changed


def test_the_real_case_to_the_tiyn() -> None:
    account = statement_of_account(read_case("tsenki-2023").case, date(2023, 3, 14))
    assert account.principal == DEBT
    assert account.standing == "awarded"
    assert account.paid is None
    assert account.agreed is None
    assert {one.assumption: str(one.amount.amount) for one in account.charges} == {
        "state-bailiff": "1368455033.87",
        "private-bailiff": "34500000.00",
    }
    assert account.outstanding == MoneyRange(DEBT, Money.of("15053005372.57", "KZT"))
    assert account.interest is None
    assert account.interest_reason
    assert account.rank == 5
    body = account.as_json()
    assert set(body) >= KEYS
    assert body["principal"] == {"amount": "13684550338.70", "currency": "KZT"}
    json.dumps(body)


def test_the_real_case_of_2013_is_an_assertion() -> None:
    account = statement_of_account(read_case("proton-2013").case, date(2016, 3, 1))
    assert account.outstanding == Money.of("13690747305", "KZT")
    assert account.standing == "asserted"
    assert account.paid == Money(0, "KZT")
    assert any("asserted only" in flag for flag in account.flags)


def test_no_charges_before_any_measure_is_known() -> None:
    account = statement_of_account(case(measures=[measure(since="2023-01-31")]), date(2023, 1, 30))
    assert not account.charges
    assert account.outstanding == DEBT
    assert "charges_reason" in account.as_json()


@pytest.mark.parametrize(
    ("role", "head"), [("state-bailiff", "sanction"), ("private-bailiff", "bailiff-pay")]
)
def test_a_known_bailiff_gives_one_outcome(role: str, head: str) -> None:
    whole = case()
    parties = [party.model_dump() for party in whole.parties]
    parties[3]["roles"] = [role]
    whole = case(parties=parties, measures=[measure()])
    account = statement_of_account(whole, date(2024, 1, 1))
    assert [one.head for one in account.charges] == [head]


def test_an_award_not_yet_made_does_not_count() -> None:
    account = statement_of_account(case(), date(2022, 10, 14))
    assert account.awarded is None
    assert account.standing == "asserted"
    assert "not yet" in dict(account.reasons)["awarded"]


def test_payments_up_to_the_day_reduce_the_principal() -> None:
    whole = case(entries=[entry(), entry(on="2023-07-01"), entry(on="2023-04-01", head="costs")])
    account = statement_of_account(whole, date(2023, 6, 30))
    assert account.outstanding == DEBT  # one payment and as much costs
    assert [one.on for one in account.entries] == ["2023-04-01", "2023-05-01"]


def test_a_payment_of_the_month_is_flagged() -> None:
    account = statement_of_account(case(entries=[entry(on="2023-05")]), date(2023, 5, 10))
    assert any("may be later" in flag for flag in account.flags)


def test_settlement_and_write_off_of_cosmos_954() -> None:
    body = claim(
        basis="treaty", arising_on="1978-01-24", asserted={"amount": "6041174.70", "currency": "CAD"}, awarded=NONE,
        awarded_on=None, agreed={"amount": 3000000, "currency": "CAD"}, agreed_on="1981-04-02",
        paid={"amount": 3000000, "currency": "CAD"},
    )  # fmt: skip
    account = statement_of_account(case(claims=[body]), date(1982, 1, 1))
    assert account.outstanding == Money(0, "CAD")
    assert account.written_off == Money.of("3041174.70", "CAD")
    assert account.rank is None
    before = statement_of_account(case(claims=[body | {"paid_on": "1981-06"}]), date(1981, 1, 1))
    assert before.outstanding == Money.of("6041174.70", "CAD")


def test_money_that_may_not_be_asked_is_not_outstanding() -> None:
    body = claim(basis="ecological-damage", arising_on="2023-04-01", awarded=NONE, awarded_on=None)
    account = statement_of_account(case(claims=[body]), date(2023, 6, 1))
    assert account.outstanding is None
    assert "remediation" in str(account.as_json()["outstanding_reason"])
    assert account.as_json()["admissible"] is False


def test_another_currency_is_not_converted_silently() -> None:
    body = claim(paid={"amount": 1000000, "currency": "USD"})
    account = statement_of_account(case(claims=[body]), date(2023, 6, 1))
    assert account.outstanding is None
    assert "rate" in str(account.as_json()["outstanding_reason"])


def test_principal_posted_otherwise_is_flagged() -> None:
    whole = case(entries=[entry(head="principal", amount={"amount": "13500000000", "currency": "KZT"})])
    account = statement_of_account(whole, date(2023, 6, 1))
    assert account.outstanding == DEBT
    assert any("entries post" in flag for flag in account.flags)


def test_a_claim_is_chosen_by_its_identifier() -> None:
    whole = case(claims=[claim(), claim(id="claim/second")])
    assert statement_of_account(whole, date(2023, 1, 1), "claim/second").claim == "claim/second"
    assert len(statements_of_account(whole, date(2023, 1, 1))) == 2
    with pytest.raises(InputError, match="does not hold"):
        statement_of_account(whole, date(2023, 1, 1), "claim/none")


def test_an_unknown_sum_stays_unknown() -> None:
    body = claim(asserted=NONE, awarded=NONE, awarded_on=None)
    account = statement_of_account(case(claims=[body]), date(2023, 6, 1))
    assert account.principal is None
    assert account.outstanding is None
    assert account.standing == "none"


def test_interest_under_the_claims_own_terms() -> None:
    given = {
        "rule": "simple",
        "start_on": "2022-10-15",
        "rate_percent_per_y": "10",
        "article": "clause 7",
        "source": "s",
    }
    account = statement_of_account(
        case(claims=[claim(interest=given)], entries=[entry()]), date(2023, 10, 15)
    )
    assert account.interest is not None
    assert account.interest_reason is None
    assert account.interest.low < DEBT.times(10, "half-up")
    body = account.as_json()["interest"]
    assert set(body) >= {"low", "high", "choices"}
    assert set(body["choices"][0]) >= {"rule", "rate", "day_count", "article", "amount"}


def test_without_terms_the_forum_decides_what_is_said() -> None:
    aifc = statement_of_account(case(claims=[claim(forum="AIFC arbitration")]), date(2023, 3, 14))
    assert "no other rate stands" in str(aifc.interest_reason)
    assert "nothing in the case" in str(statement_of_account(case(), date(2023, 3, 14)).interest_reason)


def test_a_case_may_supply_what_the_library_lacks() -> None:
    terms = {"rule": "kz-353", "start_on": "2024-01-22", "article": "CC1 353", "source": "s"}
    whole = case(claims=[claim(interest=terms)])
    assert statement_of_account(whole, date(2024, 2, 1)).interest is None
    given = {
        "kz-rates.base_percent_per_y": {"value": "15.25", "source": "the bank's notice", "from": "2024-01-22"}
    }
    account = statement_of_account(case(claims=[claim(interest=terms)], supplied=given), date(2024, 2, 1))
    assert account.interest is not None
    assert str(account.interest.choices[0].rate) == "15.25"
    assert any("supplied by the user" in rule["flags"] for rule in account.as_json()["rules"])
    with pytest.raises(InputError, match="no such parameter"):
        statement_of_account(case(supplied={"x.y": {"value": 1, "source": "abc"}}), date(2024, 2, 1))


def test_the_answer_says_which_version_of_which_rule() -> None:
    body = statement_of_account(case(measures=[measure()]), date(2023, 3, 14)).as_json()
    told = {rule["parameter"]: rule["why"] for rule in body["rules"]}
    assert "2014-01-01" in told["kz-enforcement.state_sanction_percent"]
    assert "wording is the one of 2023-06-27" in told["kz-enforcement.private_pay_bands_percent"]


def test_a_large_debt_to_the_state_goes_to_a_state_bailiff() -> None:
    """Above 1,000 index multiples only a state bailiff may enforce for the State (ENF 138(1))."""
    body = claim(creditor="party/state")
    account = statement_of_account(case(claims=[body], measures=[measure()]), date(2024, 1, 1))
    assert [one.head for one in account.charges] == ["sanction"]
    small = {"amount": "3692000", "currency": "KZT"}
    few = claim(creditor="party/state", asserted=small, awarded=small)
    account = statement_of_account(case(claims=[few], measures=[measure()]), date(2024, 1, 1))
    assert [one.head for one in account.charges] == ["sanction", "bailiff-pay"]


def test_a_dollar_leg_is_barred_from_the_day_of_the_list_and_tenge_is_not() -> None:
    case = read_case("tsenki-2023").case
    before = {b.currency: b.state for b in statement_of_account(case, date(2023, 3, 14)).bars}
    after = {b.currency: b.state for b in statement_of_account(case, date(2023, 7, 20)).bars}
    assert before["USD"] == "free"
    assert after["USD"] == "barred"
    assert after["KZT"] == "free"
    assert statement_of_account(read_case("proton-2013").case, date(2023, 7, 20)).bars == ()
