from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from downrange.case.schema import Case, Statement
from downrange.evidence.statements import (
    by_outlet,
    by_speaker,
    chains,
    first_known,
    independent_number,
    known_on,
    row,
    standing,
    value_json,
)
from downrange.inputs.cases import read_case


def said(name: str, **more: object) -> Statement:
    body = {
        "about": "claim/c",
        "property": "p",
        "value": {"number": 1},
        "said_by": "party/x",
        "source": "s",
        **more,
    }
    return Statement.model_validate({"id": f"statement/{name}", **body})


def test_five_echoes_count_once() -> None:
    echoes = [said(f"e{i}", said_by=f"party/p{i}", copied_from="statement/a") for i in range(5)]
    found = chains([said("a"), *echoes])
    assert len(found) == 1
    assert found[0].origin.id == "statement/a"
    assert len(found[0].echoes) == 5


def test_an_echo_of_an_echo_belongs_to_the_origin() -> None:
    items = [
        said("c", said_by="party/z", copied_from="statement/b"),
        said("b", said_by="party/y", copied_from="statement/a"),
        said("a"),
    ]
    (chain,) = chains(items)
    assert chain.origin.id == "statement/a"
    assert set(chain.ids) == {"statement/a", "statement/b", "statement/c"}


def test_one_speakers_words_in_two_outlets_are_one_saying() -> None:
    items = [
        said("a", reported_by="party/o1", reported_on="2023-03-14"),
        said("b", reported_by="party/o2", reported_on="2023-03-13"),
    ]
    (chain,) = chains(items)
    assert chain.origin.id == "statement/b"


def test_two_speakers_with_one_value_are_two_sayings() -> None:
    assert independent_number([said("a"), said("b", said_by="party/y")]) == 2
    assert independent_number([said("a"), said("b", value={"number": 2})]) == 2
    assert independent_number([said("a"), said("b", stance="denies")]) == 2


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=10))
def test_chains_neither_lose_nor_double_a_statement(links: list[tuple[int, int]]) -> None:
    items = [
        said(f"s{i}", said_by=f"party/p{speaker}", **({"copied_from": f"statement/s{to}"} if to < i else {}))
        for i, (speaker, to) in enumerate(links)
    ]
    names = [name for chain in chains(items) for name in chain.ids]
    assert sorted(names) == sorted(item.id for item in items)


def test_known_from_the_report_not_from_the_saying() -> None:
    case = Case.model_validate(
        {
            "case": "a",
            "title": "t",
            "from": 2020,
            "to": 2023,
            "statements": [
                said("early", said_on="2020-01-01", reported_on="2023-03-07").model_dump(mode="json"),
                said("month", reported_on="2023-03").model_dump(mode="json"),
                said("undated").model_dump(mode="json"),
            ],
        }
    )
    names = [s.id for s in known_on(case, date(2023, 3, 6))]
    assert names == ["statement/undated"]
    assert [s.id for s in known_on(case, date(2023, 3, 7))] == ["statement/early", "statement/undated"]
    assert len(known_on(case, date(2023, 3, 7), perhaps=True)) == 3
    assert len(known_on(case)) == 3
    assert first_known(case.statements[2]) is None


def test_a_correction_leaves_the_corrected_on_record_but_not_standing() -> None:
    old, new = said("old"), said("new", stance="corrects", supersedes="statement/old", value={"number": 2})
    assert standing([old, new]) == (new,)
    assert standing([old]) == (old,)


def test_the_ministry_speaks_for_the_state() -> None:
    case = read_case("tsenki-2023").case
    own = by_speaker(case, "party/kazakhstan", with_offices=False)
    all_of_it = by_speaker(case, "party/kazakhstan")
    assert len(all_of_it) > len(own)
    assert {s.said_by for s in all_of_it} >= {"party/kz-minister-digital-2023", "party/kz-bailiff"}
    assert all(s.reported_by == "party/bne" for s in by_outlet(case, "party/bne"))
    assert len(by_outlet(case, "party/bne")) >= 3


def test_the_notice_and_its_echo_count_once() -> None:
    case = read_case("tsenki-2023").case
    notice = [s for s in case.statements if s.id.startswith("statement/debt-kzt-notice")]
    assert len(notice) == 2
    assert independent_number(notice) == 1


def test_a_row_has_the_agreed_keys() -> None:
    keys = {
        "id",
        "about",
        "property",
        "value",
        "said_by",
        "said_on",
        "reported_by",
        "reported_on",
        "stance",
        "source",
        "locator",
    }
    assert keys <= set(row(said("a")))
    assert value_json(said("a")) == {"number": 1.0}
