"""Users' rule files: read, or every problem with its line."""

from __future__ import annotations

import pytest

from downrange.base.marked import parse
from downrange.damage.valuation.rule_set import RuleTable, read_rules
from downrange.errors import InputError

GOOD = """
rules: kz-535
sources:
  official: {publisher: Government, title: Rules, date: "2007-06-27"}
values:
  air:
    multiplier_mci_per_t: {value: 2.5, source: official, locator: "annex 1"}
    udmh:
      norm_t: {value: 0, source: official}
"""

BAD = """
rules: kz-535
sources:
  official: {publisher: Government}
values:
  air:
    multiplier: {value: 2.5, source: official}
    norm_t: {value: 1, source: nobody}
    other_t: 7
"""


def test_a_good_file_gives_sourced_values() -> None:
    table = read_rules(parse(GOOD, "kz-535.yaml"))
    assert table.rules == "kz-535"
    assert table.values["air.multiplier_mci_per_t"].value == 2.5
    assert table.values["air.multiplier_mci_per_t"].unit == "mci_per_t"
    assert table.values["air.udmh.norm_t"].source == "official"
    assert table.sources["official"].publisher == "Government"
    assert table.missing(["air.udmh.norm_t", "soil.norm_t"]) == ("soil.norm_t",)
    assert RuleTable("x", "").missing(["a"]) == ("a",)


def test_every_problem_is_reported_with_its_line() -> None:
    with pytest.raises(InputError) as refusal:
        read_rules(parse(BAD, "bad.yaml"))
    found = {(p.where.key, p.where.line) for p in refusal.value.problems}
    assert ("sources.official", 4) in found  # no title
    assert ("values.air.multiplier", 7) in found  # no unit
    assert ("values.air.norm_t", 8) in found  # no such source
    assert ("values.air.other_t", 9) in found  # a bare number


def test_an_empty_file_says_what_it_should_hold() -> None:
    with pytest.raises(InputError) as refusal:
        read_rules(parse("", "empty.yaml"))
    assert {p.where.key for p in refusal.value.problems} == {"rules", "sources", "values"}
