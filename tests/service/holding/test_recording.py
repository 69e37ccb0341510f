from __future__ import annotations

from datetime import date

from downrange.base.money import Money
from downrange.case.schema import Case
from downrange.inputs.cases import read_case


def balances(on: date | None = None) -> dict[str, Money]:
    from downrange.service.record.ledger import balance_as_of

    return {b.account: b.settled for b in balance_as_of(on=on)}


def changed(case: Case, **parts: object) -> Case:
    return case.model_copy(update=parts)


def test_the_debt_stands_to_the_tiyn(registry: str) -> None:
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.facts import facts_as_of
    from downrange.service.record.log import check_registry

    case = read_case("tsenki-2023").case
    done = load_case(case)
    assert done.fresh_facts_number == done.facts_number > 20
    assert done.fresh_postings_number == done.postings_number == len(case.entries)
    debt = Money.of("13684550338.70", "KZT")
    debtor = case.claims[0].debtor
    assert balances()["tsenki-2023/claim/debt/principal"] == debt
    assert balances()[f"tsenki-2023/{debtor}/owes/claim/debt"] == -debt
    assert balances(date(2022, 11, 29)) == {}
    measures = facts_as_of(kind="measure")
    assert {fact.about for fact in measures} == {f"tsenki-2023/{measure.id}" for measure in case.measures}
    assert check_registry() == []
    again = load_case(case)
    assert (again.fresh_facts_number, again.fresh_postings_number, again.reversed_number) == (0, 0, 0)
    assert again.as_json()["facts_number"] == done.facts_number


def test_what_changes_is_superseded_or_reversed(registry: str) -> None:
    from downrange.registry import facts
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.facts import facts_as_of
    from downrange.service.record.log import check_registry

    case = read_case("tsenki-2023").case
    load_case(case)
    entry = case.entries[0]
    other = entry.model_copy(
        update={"amount": Money.of("1.00", "KZT"), "head": "payment", "on": "2023-05-02"}
    )
    claim = case.claims[0].model_copy(update={"note": "corrected"})
    new = changed(case, entries=(other, other), claims=(claim, *case.claims[1:]), verdicts=case.verdicts[1:])
    done = load_case(new)
    assert (done.fresh_facts_number, done.fresh_postings_number, done.reversed_number) == (2, 2, 1)
    held = balances()
    assert held["tsenki-2023/claim/debt/principal"].minor == 0
    assert held["tsenki-2023/claim/debt/payment"] == Money.of("-2.00", "KZT")
    assert facts_as_of("tsenki-2023/claim/debt")[0].body["note"] == "corrected"
    gone = facts_as_of(f"tsenki-2023/{case.verdicts[0].id}")
    assert [fact.body for fact in gone] == [{"withdrawn": True}]
    assert load_case(new).fresh_facts_number == 0
    back = load_case(case)
    assert (back.fresh_facts_number, back.fresh_postings_number, back.reversed_number) == (2, 1, 2)
    assert balances()["tsenki-2023/claim/debt/principal"] == entry.amount
    assert load_case(case) == type(back)(case.case, back.facts_number, 0, back.postings_number, 0, 0)
    assert len(list(facts.everything())) == done.facts_number + 1 + 2 + 2
    assert check_registry() == []


def test_a_day_known_in_part_is_posted_at_its_end_and_says_so(registry: str) -> None:
    from downrange.registry.models import Transaction
    from downrange.service.keeping.casebook import load_case

    load_case(read_case("tsenki-2023").case, document_sha256="ab" * 32)
    posting = Transaction.objects.get()
    assert posting.effective_on == date(2022, 11, 30)
    assert posting.memo.endswith("(day known as 2022-11 only)")
    assert posting.document_sha256 == "ab" * 32


def test_every_case_of_the_casebook_goes_on_record(registry: str) -> None:
    from downrange.inputs.cases import iterate_cases
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.ledger import compare_balances

    for found in iterate_cases():
        assert load_case(found.case).facts_number > 0
    assert compare_balances() == []
