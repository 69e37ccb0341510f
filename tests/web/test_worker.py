"""The process that works jobs off: done, failed, cancelled; a bug ends the job and not the process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from downrange.errors import InputError, Problem, Where
from downrange.registry.models import User
from downrange.web import jobs, worker
from downrange.web.models import Job


def _double(arguments: Mapping[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    progress(1, 2)
    return {"twice": 2 * int(arguments["number"])}


def _refuse(arguments: Mapping[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    raise InputError(Problem(Where("somewhere"), "nothing to assess"))


def _endless(arguments: Mapping[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    Job.objects.filter(kind="endless").update(cancel_asked=True)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        progress(1, 10)
        time.sleep(0.02)
    return {}


@pytest.fixture
def user(pages: str, monkeypatch: pytest.MonkeyPatch) -> int:
    for name, kind in (("double", _double), ("refuse", _refuse), ("endless", _endless)):
        monkeypatch.setitem(jobs.KINDS, name, kind)
    return int(User.objects.get(username="regulator").pk)


def _worked(kind: str, user: int, **arguments: Any) -> Job:
    job = jobs.ask(kind, arguments, user)
    assert worker.work_off()
    job.refresh_from_db()
    return job


def test_a_job_is_done_with_its_result(user: int) -> None:
    job = _worked("double", user, number=21)
    assert (job.state, job.result) == ("done", {"twice": 42})
    assert job.started_at is not None
    assert job.ended_at is not None
    assert not worker.work_off()


def test_what_the_program_refuses_is_told(user: int) -> None:
    job = _worked("refuse", user)
    assert job.state == "failed"
    assert "nothing to assess" in job.error


def test_a_bug_fails_the_job_and_the_next_is_done(user: int) -> None:
    assert _worked("double", user).state == "failed"  # no number: KeyError
    assert _worked("double", user, number=1).state == "done"


def test_a_cancelled_job_stops_at_its_next_word(user: int) -> None:
    began = time.monotonic()
    assert _worked("endless", user).state == "cancelled"
    assert time.monotonic() - began < 10
