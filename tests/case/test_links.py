from __future__ import annotations

from downrange.base.marked import parse
from downrange.case.links import check_links, references, source_keys
from downrange.case.schema import Case
from downrange.errors import Problem

GOOD = """\
case: a
title: t
from: 2020
to: 2021
sources:
  s: {publisher: P, title: T}
parties:
  - {id: party/x, name: {en: X}, kind: company}
statements:
  - {id: statement/a, about: party/x, property: p, value: {number: 1}, said_by: party/x, source: s}
  - {id: statement/b, about: party/x, property: p, value: {number: 1}, said_by: party/x, source: s, copied_from: statement/a}
"""


def check(text: str) -> list[Problem]:
    marked = parse(text, "case.yaml")
    case = Case.model_validate(marked.data)
    return check_links(
        case, marked, library_source=lambda key: key == "lib", library_name=lambda k, n: n == "known"
    )


def test_a_sound_case_has_no_problem() -> None:
    assert check(GOOD) == []


def test_references_and_sources_are_walked() -> None:
    case = Case.model_validate(parse(GOOD, "f").data)
    assert {(kind, name) for _, kind, name in references(case)} == {("party", "x"), ("statement", "a")}
    assert {key for _, key in source_keys(case)} == {"s"}


def test_an_absent_party_is_named_with_its_line() -> None:
    (problem,) = check(
        GOOD.replace(
            "said_by: party/x, source: s}\n  - {id: statement/b",
            "said_by: party/y, source: s}\n  - {id: statement/b",
        )
    )
    assert problem.where.line == 10
    assert problem.where.key == "statements[0].said_by"
    assert problem.value == "party/y"
    assert problem.expected == "party/x"


def test_a_source_nowhere_and_a_source_unused() -> None:
    problems = check(GOOD.replace("source: s", "source: lib"))
    assert [(p.message, p.severity) for p in problems] == [("nobody uses this source", "warning")]
    problems = check(GOOD.replace("source: s}", "source: gone}", 1))
    assert [(p.message, p.value, p.where.line) for p in problems] == [("this source is nowhere", "gone", 10)]


def test_identifiers_are_unique_and_of_their_kind() -> None:
    problems = check(
        GOOD.replace("id: statement/b", "id: statement/a").replace(", copied_from: statement/a", "")
    )
    assert [(p.message, p.where.line) for p in problems] == [("this identifier stands twice", 11)]
    problems = check(GOOD.replace("id: statement/b", "id: claim/b"))
    assert [(p.message, p.expected) for p in problems] == [("the kind is wrong", "statement/...")]


def test_a_circle_of_echoes_is_found() -> None:
    circle = GOOD.replace(
        "source: s}\n  - {id: statement/b", "source: s, copied_from: statement/b}\n  - {id: statement/b"
    )
    assert {p.message for p in check(circle)} == {"runs in a circle"}
    alone = GOOD.replace("copied_from: statement/a", "copied_from: statement/b")
    assert [p.message for p in check(alone)] == ["a statement cannot repeat itself"]


def test_a_report_is_not_before_what_it_reports() -> None:
    late = GOOD.replace(
        "said_by: party/x, source: s}\n", "said_by: party/x, source: s, said_on: 2021, DAY}\n"
    )
    assert check(late.replace("DAY", "reported_on: 2021-02")) == []
    (problem,) = check(late.replace("DAY", "reported_on: 2020-12"))
    assert (problem.message, problem.where.line) == ("reported before it was said", 10)
    assert problem.where.key == "statements[0].reported_on"


def test_a_number_without_the_unit_that_others_give() -> None:
    bare = GOOD.replace("value: {number: 1}", "value: {number: 1, unit: km}", 1)
    (problem,) = check(bare)
    assert (problem.message, problem.expected, problem.where.line) == ("a number without its unit", "km", 11)
    summed = GOOD.replace("value: {number: 1}", 'value: {amount: {amount: "1.00", currency: USD}}', 1)
    assert [one.expected for one in check(summed)] == ["a sum with its currency"]


def test_a_case_that_ends_before_it_begins() -> None:
    (problem,) = check(GOOD.replace("to: 2021", "to: 2019"))
    assert problem.where.line == 4


def test_things_without_a_source_and_unknown_vehicles() -> None:
    text = GOOD + (
        "incident: {title: x, on: 2020, vehicle: known}\n"
        "scenario: {kind: impact, vehicle: nowhere}\n"
        "timeline:\n  - {on: 2020, title: t, sources: []}\n"
    )
    assert [(p.message, p.severity, p.where.line) for p in check(text)] == [
        ("no source is given", "error", 12),
        ("the library has no such vehicle", "warning", 13),
        ("no source is given", "error", 15),
    ]


def test_what_nobody_can_speak_about() -> None:
    (problem,) = check(GOOD.replace("about: party/x", "about: weather/x", 1))
    assert problem.message == "nothing of that kind can be spoken about"
