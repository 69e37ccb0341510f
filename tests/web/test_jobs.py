"""Jobs as rows: one taker each, given up after three ends, cancelled before and while they run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.web import driving

from downrange.errors import DownrangeError
from downrange.registry.models import User
from downrange.web import jobs
from downrange.web.models import Job


@pytest.fixture
def user(pages: str) -> int:
    return int(User.objects.get(username="regulator").pk)


def test_the_same_run_asked_for_twice_is_one(user: int) -> None:
    one = jobs.ask("assess", {"case": "x"}, user, "x")
    assert jobs.ask("assess", {"case": "x"}, user, "x").pk == one.pk
    assert jobs.ask("assess", {"case": "x", "seed": 2}, user, "x").pk != one.pk


def test_nobody_fills_the_queue(user: int) -> None:
    for seed in range(jobs.MOST_WAITING_OF_USER):
        jobs.ask("assess", {"seed": seed}, user, "x")
    with pytest.raises(DownrangeError, match="waiting already"):
        jobs.ask("assess", {"seed": -1}, user, "x")


def test_a_job_is_taken_once_and_the_oldest_first(user: int) -> None:
    first, second = (jobs.ask("assess", {"seed": seed}, user, "x") for seed in (1, 2))
    taken = [jobs.claim(), jobs.claim(), jobs.claim()]
    assert [one.pk if one else None for one in taken] == [first.pk, second.pk, None]


def test_a_job_whose_process_ended_is_run_again_and_given_up_the_third_time(user: int) -> None:
    job = jobs.ask("assess", {}, user, "x")
    now = datetime.now(UTC)
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        taken = jobs.claim(now)
        assert taken is not None
        assert taken.attempts == attempt
        jobs.requeue_lost(now + timedelta(seconds=jobs.LOST_AFTER_S - 1))
        assert Job.objects.get(pk=job.pk).state == "running"
        jobs.requeue_lost(now + timedelta(seconds=jobs.LOST_AFTER_S + 1))
    job.refresh_from_db()
    assert job.state == "failed"
    assert "three times" in job.error


def test_a_late_end_of_a_lost_attempt_changes_nothing(user: int) -> None:
    jobs.ask("assess", {}, user, "x")
    lost = jobs.claim()
    assert lost is not None
    jobs.requeue_lost(datetime.now(UTC) + timedelta(seconds=60))
    again = jobs.claim()
    assert again is not None
    jobs.finish(lost, "done", {"stale": True})
    assert Job.objects.get(pk=lost.pk).state == "running"
    jobs.finish(again, "done", {"fresh": True})
    found = jobs.latest("assess", "x")
    assert found is not None
    assert found.result == {"fresh": True}


def test_cancelling(user: int) -> None:
    waiting = jobs.ask("assess", {}, user, "x")
    jobs.cancel(waiting)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert waiting.is_over
    jobs.ask("assess", {}, user, "x")
    running = jobs.claim()
    assert running is not None
    jobs.cancel(running)
    running.refresh_from_db()
    assert running.cancel_asked
    jobs.requeue_lost(datetime.now(UTC) + timedelta(seconds=60))
    running.refresh_from_db()
    assert running.state == "cancelled"


def test_an_assessment_is_the_one_of_the_command_line(pages: str) -> None:
    said: list[tuple[int, int]] = []
    found = jobs.KINDS["assess"](
        {"case": "soyuz-nominal", "samples": 8, "seed": 3}, lambda done, total: said.append((done, total))
    )
    from downrange.report.exports import assessment_json
    from downrange.service.science.assessment import assess

    known = assess("soyuz-nominal", 8, 3)
    assert found == assessment_json(known.assessment, known.answers)
    assert said[-1] == (8, 8)


def test_a_counter_assessment_is_run_from_its_text(pages: str) -> None:
    text = "by: party/operator\nbecause: for a test\nsources: {}\nset: {}\n"
    said: list[tuple[int, int]] = []
    arguments = {"case": "soyuz-worst-case", "overrides": [text], "samples": 4}
    found = jobs.KINDS["contest"](arguments, lambda done, total: said.append((done, total)))
    assert found["by"] == "party/operator"
    assert len(found["sides"]) == 2
    assert said


def test_what_the_reader_of_counter_assessments_refuses_is_told(pages: str) -> None:
    with pytest.raises(DownrangeError):
        jobs.KINDS["contest"]({"case": "soyuz-worst-case", "overrides": ["what: ever"]}, lambda d, t: None)


def test_share_of_what_is_done() -> None:
    assert Job(done=1, total=3).share_percent == 33
    assert Job().share_percent == 0


def test_driving_has_a_user_of_each_role() -> None:
    assert {one["role"] for one in driving.USERS.values()} == set(driving.USERS)
