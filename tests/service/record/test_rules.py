"""Supplied rules: dated, sourced facts that stand in for the library's own; package files never change."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.law.account import statement_of_account
from downrange.reference.library import fingerprint
from downrange.service.holding.recording import load_case
from downrange.service.record.on_record import case_on_record, cases_touched, record_size
from downrange.service.record.rules import (
    rulebook,
    supplied_rules,
    supplied_values,
    supply_rule,
    withdraw_rule,
)

NAME = "tsenki-2023-exercise"
SANCTION = "kz-enforcement.state_sanction_percent"
ON = date(2023, 6, 1)


def sanction() -> str:
    charges = statement_of_account(case_on_record(NAME), ON).charges
    return str(next(one.amount for one in charges if one.head == "sanction"))


def test_a_supplied_value_changes_the_account_of_its_case_and_no_file(registry: str) -> None:
    load_case(read_case(NAME).case)
    before, files = sanction(), fingerprint()
    given = {"value": 5, "source": "a decision brought by the editor", "article": "ENF 124 as amended"}
    told = supply_rule(SANCTION, given, "user/editor", NAME)
    assert (told.by, told.case, told.value) == ("user/editor", NAME, 5)
    assert before.startswith("1,250,000,000.00")
    assert sanction().startswith("625,000,000.00")
    assert fingerprint() == files
    rules = statement_of_account(case_on_record(NAME), ON).as_json()["rules"]
    applied = next(one for one in rules if one["parameter"] == SANCTION)
    assert applied["source"] == "a decision brought by the editor"
    assert "supplied by the user" in applied["flags"]
    withdraw_rule(SANCTION, "user/editor", "it was not in force", NAME)
    assert sanction() == before
    supply_rule(SANCTION, given, "user/editor", NAME)  # the same words again
    assert sanction().startswith("625,000,000.00")


def test_one_of_every_case_reaches_all_and_a_cases_own_goes_before_it(registry: str) -> None:
    load_case(read_case(NAME).case)
    size = record_size()
    supply_rule(SANCTION, {"value": 7, "source": "the editor's paper"}, "user/editor")
    assert cases_touched(size)[1] is None  # every case is read anew
    assert supplied_values("any-case")[SANCTION]["value"] == 7
    size = record_size()
    supply_rule(SANCTION, {"value": 6, "source": "the editor's paper"}, "user/editor", NAME)
    assert cases_touched(size)[1] == frozenset({NAME})
    assert supplied_values(NAME)[SANCTION]["value"] == 6
    assert rulebook().find(SANCTION, ON).value == 7
    assert rulebook(case=NAME).find(SANCTION, ON).value == 6
    assert [one.case for one in supplied_rules(NAME)] == [None, NAME]


def test_a_correction_supersedes_and_days_bound_what_answers(registry: str) -> None:
    given = {"value": 4, "source": "the editor's paper", "from": date(2023, 1, 1), "to": date(2023, 12, 31)}
    supply_rule(SANCTION, given, "user/editor")
    supply_rule(SANCTION, {**given, "value": 3}, "user/other")
    assert [(one.value, one.by) for one in supplied_rules()] == [(3, "user/other")]
    assert supplied_rules(on=date(2022, 12, 31)) == ()
    assert rulebook(ON).find(SANCTION, ON).value == 3


def test_what_is_no_rule_or_has_no_source_is_refused(registry: str) -> None:
    good = {"value": 4, "source": "the editor's paper"}
    for parameter, given in (
        ("kz-none.none", good),
        (SANCTION, {"value": 4}),
        (SANCTION, {"value": 0.5, "source": "a float"}),
        (SANCTION, {**good, "from": "2024-01-01", "to": "2023-01-01"}),
        (SANCTION, {**good, "from": "then"}),
    ):
        with pytest.raises(InputError):
            supply_rule(parameter, given, "user/editor")
    with pytest.raises(InputError, match="no supplied value"):
        withdraw_rule(SANCTION, "user/editor", "why")
    supply_rule(SANCTION, good, "user/editor")
    with pytest.raises(InputError, match="reason"):
        withdraw_rule(SANCTION, "user/editor", " ")
