"""The gate's decision: what stops, what is doubtful, what is excepted, and what no measure reaches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.cases import measure

from downrange.case.schema import Measure
from downrange.law.enforcement.gate import (
    Hit,
    How,
    Reach,
    Title,
    by_title,
    decide,
    is_general,
    on_person,
    only_refer,
)

ON = date(2023, 3, 10)


def order(**changed: object) -> Measure:
    return Measure.model_validate(measure(**changed))


def hit(*reaches: Reach, how: How = "exact", subject: str = "asset/it") -> Hit:
    return Hit(subject, how, "IT-0001", reaches)


def itself(**changed: object) -> Reach:
    return Reach(order(reaches=["asset/it"], **changed), "itself", "asset/it")


def test_what_is_held_stops_from_the_day_of_the_order() -> None:
    held = hit(itself())
    assert decide("x", [held], ON).answer == "STOP"
    assert decide("x", [held], date(2023, 1, 31)).answer == "STOP"
    before = decide("x", [held], date(2023, 1, 30))
    assert before.answer == "ALLOW"
    assert "no measure found as of 2023-01-30" in before.because
    assert before.measures == ()


def test_what_was_let_go_may_leave_and_the_day_itself_is_doubtful() -> None:
    held = hit(itself(until="2023-06-01"))
    assert decide("x", [held], date(2023, 5, 31)).answer == "STOP"
    assert decide("x", [held], date(2023, 6, 1)).answer == "REFER"
    assert decide("x", [held], date(2023, 6, 2)).answer == "ALLOW"


def test_a_day_known_in_part_is_referred() -> None:
    held = hit(itself(since="2023-03"))
    assert decide("x", [held], ON).answer == "REFER"
    assert decide("x", [held], date(2023, 3, 31)).answer == "STOP"


@pytest.mark.parametrize("how", ["near-miss", "name"])
def test_likeness_alone_never_stops(how: How) -> None:
    assert decide("x", [hit(itself(), how=how)], ON).answer == "REFER"


def test_a_name_alone_is_referred_even_where_nothing_is_held() -> None:
    assert decide("x", [hit(how="name")], ON).answer == "REFER"
    assert decide("x", [hit(how="near-miss")], ON).answer == "ALLOW"


def test_nothing_found_may_leave_unless_the_number_is_wrong_in_itself() -> None:
    assert decide("x", [], ON).answer == "ALLOW"
    wrong = decide("x", [], ON, "check digit")
    assert (wrong.answer, wrong.matched) == ("REFER", None)


def test_two_things_of_one_number_stop_only_if_both_are_held() -> None:
    other = hit(subject="asset/other")
    assert decide("x", [hit(itself()), hit(itself(), subject="asset/other")], ON).answer == "STOP"
    assert decide("x", [hit(itself()), other], ON).answer == "REFER"
    assert decide("x", [other, hit(itself())], ON).subject == "asset/it"


def test_treatment_abroad_is_excepted_for_its_days_and_shown() -> None:
    ban = order(kind="exit-ban", against="party/head", permits=["treatment abroad 2023-03-01/2023-03-15"])
    person = hit(on_person(ban, "party/head"), subject="party/head")
    allowed = decide("x", [person], ON)
    assert allowed.answer == "ALLOW"
    assert allowed.exceptions == ("measure/attachment: treatment abroad 2023-03-01/2023-03-15",)
    assert decide("x", [person], date(2023, 3, 16)).answer == "STOP"


def test_a_use_permission_does_not_let_a_thing_leave_but_is_shown() -> None:
    found = decide("x", [hit(itself(permits=["use in place"]))], ON)
    assert found.answer == "STOP"
    assert found.as_json()["measures"][0]["permits"] == ["use in place"]


def test_a_company_is_not_stopped_by_measures_on_its_things() -> None:
    company = hit(on_person(order(), "party/debtor"), subject="party/debtor")
    found = decide("x", [company], ON)
    assert found.answer == "REFER"
    assert "ask for the thing" in found.because


def test_a_measure_that_names_things_is_not_general_and_one_on_persons_never() -> None:
    assert is_general(order())
    assert not is_general(order(reaches=["asset/it"]))
    assert not is_general(order(kind="exit-ban"))


@pytest.mark.parametrize(
    ("title", "reached", "sure"),
    [
        (Title("party/debtor"), True, True),
        (Title("party/other"), False, None),
        (Title("party/debtor", until="2023-01-30"), False, None),
        (Title("party/debtor", until="2023-02-20"), True, True),  # sold after the order
        (Title("party/debtor", until="2023-01"), True, False),  # sold in the month of the order
        (Title("party/debtor", since="2023-03-11"), False, None),
        (Title("party/debtor", share="0.6"), True, False),
    ],
)
def test_a_general_measure_reaches_what_the_debtor_owned_since(
    title: Title, reached: bool, sure: bool | None
) -> None:
    found = by_title(order(), [title], ON)
    assert (found is not None) == reached
    if found is not None:
        assert found.sure is sure
        assert decide("x", [hit(found)], ON).answer == ("STOP" if sure else "REFER")


@given(st.lists(st.sampled_from(["2023-01", "2023-02-01", "2022"]), min_size=1, max_size=4))
def test_an_expired_extract_never_stops(begins: list[str]) -> None:
    reaches = [itself(id=f"measure/m{place}", since=since) for place, since in enumerate(begins)]
    found = decide("x", [hit(*reaches)], ON)
    assert found.answer == "STOP"
    late = only_refer(found, "expired")
    assert late.answer == "REFER"
    assert late.because.startswith("expired")
    assert only_refer(decide("x", [], ON), "expired").answer == "ALLOW"


def test_a_humanitarian_permission_is_shown_and_a_person_decides() -> None:
    ban = order(kind="exit-ban", against="party/head", permits=["humanitarian 2023-03-01/2023-03-15"])
    found = decide("x", [hit(on_person(ban, "party/head"), subject="party/head")], ON)
    assert found.answer == "REFER"
    assert found.exceptions == ("measure/attachment: humanitarian 2023-03-01/2023-03-15",)
    assert "the law does not name" in found.because
    assert any("ENF 33(3)" in note for note in found.notes)
    thing = itself(permits=["leave for repair 2023-03-01/2023-03-15"])
    assert decide("x", [hit(thing)], ON).answer == "ALLOW"  # an order on a thing may let it leave


def test_one_number_in_several_cases_is_one_thing_and_one_slug_several() -> None:
    def of(case: str, *reaches: Reach, spelt: str) -> Hit:
        return Hit("asset/it", "exact", spelt, reaches, (), case)

    by_number = [of("a", itself(), spelt="IT-0001"), of("b", spelt="IT-0001")]
    assert decide("IT-0001", by_number, ON).answer == "STOP"
    by_slug = [of("a", itself(), spelt="asset/it"), of("b", spelt="asset/it")]
    found = decide("asset/it", by_slug, ON)
    assert (found.answer, found.case, found.subjects) == ("REFER", "a", ("a/asset/it", "b/asset/it"))
    assert any("a/asset/it, b/asset/it" in note for note in found.notes)
