from __future__ import annotations

from downrange.evidence.intake.gazetteer import find_known, known_names, things
from downrange.evidence.intake.items import Text


def test_the_longest_name_wins() -> None:
    found = find_known("The Soyuz-2.1b and the Soyuz-5, then a Soyuz.", "vehicles")
    assert [one.slug for one in found] == ["soyuz-2.1b", "soyuz-5", "soyuz"]


def test_one_debtor_under_several_names() -> None:
    for name in (
        "TsENKI",
        "ЦЭНКИ",
        "Space Infrastructure Center",
        "Center for Operation of Space Ground-Based Infrastructure",
    ):
        assert [one.slug for one in find_known(f"It was {name}.", "parties")] == ["tsenki"]


def test_substances_are_found_in_any_case_and_inside_no_word() -> None:
    assert [one.slug for one in find_known("Heptyl and KEROSENE, not kerosenes", "propellants")] == [
        "udmh",
        "kerosene",
    ]
    assert find_known("Kazakhstanis and Protonic", "parties") == []


def test_what_bears_the_name_of_a_rocket() -> None:
    assert things(Text("proton therapy; a Proton therapy"), "vehicles", "vehicle") == []
    (item,) = things(Text("A Proton fell. The Proton burnt."), "vehicles", "vehicle")
    assert (item.value, item.start) == ("proton", 2)


def test_every_name_has_a_slug_of_the_right_form() -> None:
    for section in ("parties", "outlets", "vehicles", "propellants", "places"):
        for name, (slug, _) in known_names(section).items():
            assert name.strip() == name
            assert slug == slug.lower()


def test_a_ministry_is_known_only_where_its_country_is_told() -> None:
    abroad = find_known("In the Bahamas the environment ministry said nothing.", "parties")
    assert [one.slug for one in abroad] == ["bahamas"]
    known = find_known("In Astana the environment ministry said nothing.", "parties")
    assert [one.slug for one in known] == ["kz-environment-ministry"]
