from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.names import (
    LIKELY,
    Decision,
    clusters,
    name_key,
    of_other_countries,
    register_of,
    similarity,
    transliterate,
)
from downrange.inputs.cases import read_case

REGISTER = register_of(read_case("tsenki-2023").case.parties)


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("ЦЭНКИ", "tsenki"),
        ("Роскосмос", "roskosmos"),
        ("Қазақстан", "qazaqstan"),
        ("Бәйтерек", "bayterek"),
        ("объект", "obekt"),
        ("Plain", "plain"),
    ],
)
def test_letters(text: str, latin: str) -> None:
    assert transliterate(text) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ЦЭНКИ", "TsENKI"),
        ("ЦЭНКИ", "TSENKI"),
        ("ЦЭНКИ", "Tzenki"),
        ("АО «ЦЭНКИ»", "JSC TsENKI"),
        ("Байтерек", "Bayterek"),
        ("Байтерек", "Baiterek"),
        ("Бәйтерек", "Baiterek"),
        ("Қазақстан", "Kazakstan"),
        ("Хруничев", "Khrunichev"),
    ],
)
def test_rival_spellings_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Roscosmos", "Kazcosmos"),
        ("Roscosmos", "Glavkosmos"),
        ("Progress", "Proton"),
        ("Kazinform", "Kazcosmos"),
        ("TsENKI", "Energia"),
    ],
)
def test_alike_but_others(one: str, other: str) -> None:
    assert similarity(one, other) < LIKELY


@pytest.mark.parametrize(
    ("one", "other"), [("Roscosmos", "Roskosmos"), ("Khrunichev Center", "Khrunichev Centre")]
)
def test_near_misses_are_proposed(one: str, other: str) -> None:
    assert similarity(one, other) >= LIKELY


@pytest.mark.parametrize(
    "spelling",
    [
        "TsENKI",
        "ЦЭНКИ",
        "tsenki",
        "АО «ЦЭНКИ»",
        "Space Infrastructure Center",
        "Center for Operation of Space Ground-based Infrastructure",
        "Center for Operation of Space Ground Based Infrastructure",
        "Centre for Operation of Space Ground-based Infrastructure",
    ],
)
def test_one_debtor_under_all_its_names(spelling: str) -> None:
    assert REGISTER.find(spelling)[0].party == "party/tsenki"


def test_how_a_name_was_matched() -> None:
    assert REGISTER.find("ЦЭНКИ")[0].how == "exact"
    assert REGISTER.find("ТСЭНКИ")[0].how == "normalised"
    assert REGISTER.find("Roskosmoz")[0].how == "near-miss"
    assert REGISTER.find("Unheard Of Ltd") == ()
    assert REGISTER.find("") == ()


def same(left: str, right: str) -> Decision:
    return Decision("same", left, right, "party/reviewer", "2026-11-23", "b")


def distinct(left: str, right: str) -> Decision:
    return Decision("distinct", left, right, "party/reviewer", "2026-11-24", "b")


def test_merging_and_unmerging_loses_nothing() -> None:
    names = ["a", "b", "c"]
    merged = [same("a", "b"), same("b", "c")]
    assert clusters(names, merged) == (("a", "b", "c"),)
    assert clusters(names, [*merged, distinct("b", "c")]) == (("a", "b"), ("c",))
    assert clusters(names, [*merged, distinct("b", "c"), same("b", "c")]) == (("a", "b", "c"),)
    assert clusters(names, []) == (("a",), ("b",), ("c",))


def test_two_held_distinct_are_not_joined_by_a_third() -> None:
    groups = clusters(["a", "b", "c"], [distinct("a", "c"), same("a", "b"), same("b", "c")])
    assert groups == (("a", "b"), ("c",))


def test_a_decision_on_an_unknown_party_does_nothing() -> None:
    assert clusters(["a"], [same("a", "z")]) == (("a",),)


def test_the_register_keeps_every_decision() -> None:
    register = REGISTER.decide(same("party/tsenki", "party/progress")).decide(
        distinct("party/tsenki", "party/progress")
    )
    assert len(register.decisions) == 2
    assert ("party/tsenki",) in register.groups()
    assert len(REGISTER.decisions) == 0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_groups_are_a_partition_and_respect_distinctions(moves: list[tuple[bool, int, int]]) -> None:
    names = [f"p{i}" for i in range(6)]
    decisions = [(same if merge else distinct)(f"p{a}", f"p{b}") for merge, a, b in moves if a != b]
    groups = clusters(names, decisions)
    assert sorted(name for group in groups for name in group) == names
    last = {decision.pair: decision.kind for decision in decisions}
    for group in groups:
        for pair, kind in last.items():
            assert not (kind == "distinct" and pair <= set(group))


@given(st.text(alphabet="абвгдежзиклмнопрстуABCDEabcde -«»", max_size=20))
def test_a_key_is_its_own_key(name: str) -> None:
    assert 0.0 <= similarity(name, "TsENKI") <= 1.0
    assert not name_key(name) or similarity(name, name) == 1.0


def test_names_of_different_countries_are_never_near() -> None:
    assert of_other_countries("Russian space agency", "Kenya Space Agency")
    assert of_other_countries("Казахстанское космическое агентство", "Russian Space Agency")
    assert not of_other_countries("Russian space agency", "Российское космическое агентство")
    assert not of_other_countries("Space agency", "Kenya Space Agency")
    kenya = register_of(read_case("kenya-ring-2024").case.parties)
    assert kenya.find("Kenyan Space Agency")
    assert not kenya.find("Russian Space Agency")
