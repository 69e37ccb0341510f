from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.errors import InputError
from downrange.operations.manifest import Launch, Manifest, Need, Resource, slug


def resource(name: str, *needs: Need) -> Resource:
    return Resource(name, name, "thing", needs=needs)


def launch(name: str, day: date, *needs: Need, payload_class: str = "satellite", pad: str = "pad") -> Launch:
    return Launch(
        f"launch/{name}", name, (day, day), "Rocket", "rocket", "SITE", pad, payload_class, "someone", needs
    )


DAY = date(2030, 1, 1)


def test_what_is_needed_comes_before_what_needs_it() -> None:
    manifest = Manifest(
        {"pad": resource("pad", Need("part", ("cabin",))), "cabin": resource("cabin")},
        (launch("a", DAY, Need("pad", ("pad",))),),
    )
    assert manifest.order["cabin"] < manifest.order["pad"]
    assert manifest.reached(["cabin"]) == ("cabin", "pad")
    assert manifest.users == {"cabin": ("pad",)}
    assert manifest.launches_by_need == {"pad": (0,)}


def test_every_wrong_name_and_a_double_launch_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Manifest(
            {"pad": resource("pad", Need("part", ("ghost",)), Need("empty", ()))},
            (launch("a", DAY, Need("pad", ("phantom",))), launch("a", DAY)),
        )
    values = {problem.value for problem in caught.value.problems}
    assert {"ghost", "phantom", "empty"} <= values
    assert any("twice" in problem.message for problem in caught.value.problems)


def test_needs_in_a_circle_are_refused() -> None:
    with pytest.raises(InputError, match="circle"):
        Manifest({"a": resource("a", Need("x", ("b",))), "b": resource("b", Need("x", ("a",)))}, ())


@given(st.text())
def test_a_slug_is_a_name_of_a_case(text: str) -> None:
    spelled = slug(text)
    assert spelled
    assert set(spelled) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert spelled[0] not in "-."
    assert slug(spelled) == spelled


def test_slugs_of_ships() -> None:
    assert slug("Progress MS-33") == "progress-ms-33"
    assert slug("Elektro-L No. 5") == "elektro-l-no-5"


def test_what_a_set_touches_is_what_its_members_touch() -> None:
    from datetime import date

    from downrange.operations.library import library_manifest

    manifest = library_manifest(date(2023, 3, 1), date(2024, 3, 1))
    cabin, tower = manifest.touched(["pad-31-service-cabin"]), manifest.touched(["pad-81-24-service-tower"])
    assert manifest.touched(["pad-31-service-cabin", "pad-81-24-service-tower"]) == cabin | tower
    assert {manifest.launches[index].pad for index in cabin} == {"pad-31-6"}
    assert manifest.touched(["repair-tools"]) == set()  # needed to mend, not on the day
