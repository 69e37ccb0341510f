from __future__ import annotations

from dataclasses import replace

from tests.report import examples

from downrange.base.money import Money
from downrange.case.schema import Refused
from downrange.damage.assessment import Range
from downrange.damage.comparison import event_of, reported
from downrange.inputs.cases import read_case
from downrange.report.sums import claim_sums, exact, groups, law_box, law_notes


def test_the_four_amounts_are_kept_apart_and_unknown_is_said() -> None:
    (claim,) = claim_sums(read_case("tsenki-2023").case)
    by_name = {one.name: one for one in claim.sums}
    assert list(by_name) == ["asserted", "awarded", "agreed", "paid"]
    assert str(by_name["asserted"].money) == "13,684,550,338.70 KZT"
    assert by_name["paid"].money is None
    assert by_name["paid"].why


def test_where_no_method_is_law_that_is_said_first() -> None:
    box = law_box(examples.PROTON_DAMAGES)
    assert box.head.startswith("No method computed here is law")
    assert any("coefficient tables" in line for line in box.lines)
    assert box.lines[-1].startswith("The range over methods")


def test_a_method_that_is_law_is_named() -> None:
    law = examples.damage("kz-535", "law", "KZT", Range(1, 2, 3))
    assert "Resolution 535" in law_box([law]).head
    assert law_box([]).head == ""


def test_every_method_has_a_row_the_refused_too() -> None:
    case = examples.bare_case(hypothetical=True)
    event = event_of(case, examples.assessment("example-case"))
    assert event is not None
    laid = groups([event], reported(case), [Refused(asked="Soyuz-5", missing=("masses", "zones"))])
    assert [row.style for row in laid[0].rows] == ["refused", "absent", "persuasive", "analogy"]
    more = replace(
        event, assessment=examples.assessment("x", (examples.damage("hea", "analogy", "USD", None),) * 3)
    )
    assert [row.label for row in groups([more], reported(case), [])[0].rows] == ["3 more analogies"]
    assert "hypothetical" in laid[0].title
    assert laid[1].rows[0].note == "refused: masses (+1)"


def test_since_july_2021_no_money_is_owed_for_ecological_damage_and_the_page_says_so() -> None:
    event = event_of(read_case("soyuz-nominal").case, examples.assessment("x"))
    assert event is not None
    (line,) = law_notes(read_case("tsenki-2023").case, [event])
    assert "no money may be asked for ecological damage from 2021-07-01" in line
    assert "136" in line
    (earlier,) = law_notes(examples.bare_case(), [replace(event, own=True)])
    assert "before 2021-07-01" in earlier
    assert law_notes(examples.bare_case(claims=[], statements=[]), [event]) == []


def test_exact_sums_keep_every_digit() -> None:
    assert exact(Money.of("13684550338.70", "KZT")) == "13,684,550,338.70"
    assert exact(Money.of("29700000", "USD")) == "29,700,000"
