"""The proceeding around the measures, their parts on record, and what may come next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.law.enforcement.test_steps import DAY, held, step

from downrange.errors import AccessError, RecordError
from downrange.law.enforcement.course import (
    COURSE_RULES,
    Course,
    course,
    course_checked,
    next_steps,
    parts_of,
    presenting_again_until,
)
from downrange.law.enforcement.measures import state_of
from downrange.law.enforcement.steps import Life, Papers, Step, checked, live


def move(name: str, on: str = "2023-04-03", **more: Any) -> Step:
    role = more.pop("role", COURSE_RULES[name].roles[0])
    return Step(name, date.fromisoformat(on), "office/first", role, more.pop("document", "letter"), **more)


@pytest.mark.parametrize(("cause", "last"), [("creditor-letter", "2023-04-13"), ("mediation", "2023-05-03")])
def test_a_letter_suspends_and_the_proceeding_goes_on_by_itself(cause: str, last: str) -> None:
    found = course([move("suspend", told=cause)])
    end = date.fromisoformat(last)
    assert found.suspended_until == end
    assert found.suspended(end)
    assert not found.suspended(date(2023, 4, 2))
    assert not found.suspended(date.fromordinal(end.toordinal() + 1))
    resumed = course([move("suspend", told=cause), move("resume", "2023-04-05")])
    assert not resumed.suspended(date(2023, 4, 6))


def test_other_causes_suspend_until_resumed() -> None:
    assert course([move("suspend", told="court-stay")]).suspended(date(2030, 1, 1))
    with pytest.raises(RecordError, match="no cause"):
        course_checked(Course(), move("suspend", told="bad weather"))
    with pytest.raises(RecordError, match="names its term"):
        course_checked(Course(), move("suspend", told="deferral"))
    with pytest.raises(RecordError, match="not suspended"):
        course_checked(Course(), move("resume"))
    with pytest.raises(RecordError, match="no step"):
        course_checked(Course(), Step("dance", DAY, "x", "bailiff"))
    with pytest.raises(AccessError, match="bailiff or court"):
        course_checked(Course(), move("suspend", role="debtor", told="creditor-letter"))
    with pytest.raises(RecordError, match="document"):
        course_checked(Course(), move("suspend", document="", told="creditor-letter"))


def test_a_writ_is_returned_once_and_presented_again_in_its_term() -> None:
    with pytest.raises(RecordError, match="nothing to present again"):
        course_checked(Course(), move("present-again"))
    stayed = course([move("suspend", told="court-stay"), move("return", "2023-05-02", told="asked")])
    assert not stayed.suspended(date(2023, 5, 3))
    for name in ("suspend", "resume", "plan", "return"):
        with pytest.raises(RecordError, match="went back to the creditor on 2023-05-02"):
            course_checked(stayed, move(name, "2023-05-03", told="court-stay"))
    course_checked(stayed, move("end", "2023-05-03", told="payment"))
    assert course_checked(stayed, move("present-again", "2026-05-02")).name == "present-again"
    with pytest.raises(RecordError, match="until 2026-05-02"):
        course_checked(stayed, move("present-again", "2026-05-03"))
    again = course([move("return", "2023-05-02", told="asked"), move("present-again", "2024-05-02")])
    assert again.returned_on is None


def test_after_the_end_nothing_follows() -> None:
    ended = course([move("end", told="payment")])
    assert (ended.ended_on, ended.ending) == (date(2023, 4, 3), "payment")
    with pytest.raises(RecordError, match="ended on 2023-04-03"):
        course_checked(ended, move("plan"))


def test_a_returned_writ_may_come_again_for_three_years() -> None:
    assert course([move("return", told="no assets")]).returned_on == date(2023, 4, 3)
    assert presenting_again_until(date(2023, 4, 3)) == date(2026, 4, 3)
    assert course([move("no-charges")]).no_charges


def states(life: Life, asset: str, on: date) -> list[str]:
    return [state_of(one, on).state for one in parts_of(life) if asset in one.reaches]


def test_parts_answer_for_every_day() -> None:
    life = held()
    assert [one.id for one in parts_of(life)] == ["measure/one"]
    freed = live([step("release", on=date(2023, 5, 3), told="excess", assets=("asset/a",))], life)
    assert [one.id for one in parts_of(freed)] == ["measure/one", "measure/one-let-go-3"]
    assert states(freed, "asset/a", date(2023, 5, 2)) == ["in-force"]
    assert states(freed, "asset/a", date(2023, 5, 3)) == ["ended"]
    assert states(freed, "asset/a", date(2023, 1, 1)) == ["not-yet"]
    assert states(freed, "asset/b", date(2023, 5, 3)) == ["in-force"]
    done = live([step("release", on=date(2023, 8, 8), told="payment")], freed)
    assert [one.id for one in parts_of(done)] == ["measure/one-let-go-3", "measure/one"]
    assert states(done, "asset/b", date(2023, 8, 7)) == ["in-force"]
    assert states(done, "asset/b", date(2023, 8, 8)) == ["ended"]
    assert all(one.order == "paper" for one in parts_of(done))


def test_a_thing_put_in_the_place_of_another_is_held_from_that_day() -> None:
    swap = step("substitute", on=date(2023, 3, 1), assets=("asset/a",), into="asset/c")
    life = live([checked(held(), swap, Papers(no_less_in_value=True))], held())
    assert states(life, "asset/c", date(2023, 2, 1)) == ["not-yet"]
    assert states(life, "asset/c", date(2023, 3, 1)) == ["in-force"]
    assert states(life, "asset/a", date(2023, 3, 1)) == ["ended"]
    done = live([step("release", on=date(2023, 8, 8), told="payment")], life)
    assert {one.id for one in parts_of(done)} == {
        "measure/one-let-go-3",
        "measure/one",
        "measure/one-added-3",
    }
    assert states(done, "asset/c", date(2023, 8, 8)) == ["ended"]


def test_a_measure_that_names_nothing_is_one_part_and_a_draft_none() -> None:
    life = held(kind="body-ban", reaches=[])
    assert [(one.id, one.until) for one in parts_of(life)] == [("measure/one", None)]
    ended = live([step("release", on=date(2023, 8, 8), told="payment")], life)
    assert [(one.id, one.until) for one in parts_of(ended)] == [("measure/one", "2023-08-08")]
    assert parts_of(live([step("draft", order={**held().template.model_dump(), "since": "2023"})])) == ()


def test_what_may_come_next_with_who_and_by_when() -> None:
    found = {one.step: one for one in next_steps(held(), date(2023, 1, 25))}
    assert {"serve", "object", "third-party-suit", "substitute", "permit", "release"} <= set(found)
    assert not {"approve", "decide-suit", "lift", "draft", "decide-objection"} & set(found)
    assert found["object"].by == date(2023, 2, 7)
    assert "object" not in {one.step for one in next_steps(held(), date(2023, 2, 8))}
    from tests.law.enforcement.test_steps import follow

    drafted = follow(kind="exit-ban", reaches=[])
    assert {one.step for one in next_steps(drafted, DAY)} == {"notify", "approve", "reject"}
    approved = follow(step("notify"), step("approve", by="office/second"), kind="exit-ban", reaches=[])
    asked = {one.step: one for one in next_steps(approved, DAY)}
    assert asked["sanction"].opens_on == date(2023, 1, 31)
    assert asked["sanction"].who == ("court",)
    assert "put-in-force" not in asked
    assert all(one.article and one.as_json()["who"] for one in asked.values())
    frozen = follow(step("approve", by="office/second"), kind="account-freeze")
    assert {one.who for one in next_steps(frozen, DAY) if one.step == "sanction"} == {("prosecutor",)}
