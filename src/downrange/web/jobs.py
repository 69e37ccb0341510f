"""Long runs: rows of a table that a process of their own works off, so that no page ever waits for one.

A job that was running when its process ended goes back into the queue when its heartbeat is old; after three
such ends it is given up. A job that is cancelled stops at its next word of progress, or with its process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models

from downrange.errors import DownrangeError
from downrange.web.models import Job

__all__ = ["KINDS", "CancelledError", "Kind", "ask", "cancel", "claim", "finish", "latest", "requeue_lost"]

BEAT_S = 2.0
LOST_AFTER_S = 20.0
MOST_ATTEMPTS = 3
MOST_SAMPLES = 20_000
MOST_WAITING_OF_USER = 20

Progress = Callable[[int, int], None]
Kind = Callable[[Mapping[str, Any], Progress], dict[str, Any]]
"""What a kind of job does: arguments and a listener for progress in, a JSON document out."""


class CancelledError(DownrangeError):
    """The one who asked for the run asked to stop it."""


def _assess(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    from downrange.report.exports import assessment_json
    from downrange.service.science.assessment import assess

    samples, seed = int(arguments.get("samples", 500)), int(arguments.get("seed", 1))
    found = assess(str(arguments["case"]), min(samples, MOST_SAMPLES), seed, 1, progress, recorded=True)
    return assessment_json(found.assessment, found.answers)


def _contest(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    from downrange.service.science.contest import contest

    samples, seed = int(arguments.get("samples", 200)), int(arguments.get("seed", 1))
    texts = [str(text) for text in arguments["overrides"]]
    with tempfile.TemporaryDirectory(prefix="downrange-contest-") as folder:
        paths = []
        for index, text in enumerate(texts):
            path = Path(folder) / f"side-{index + 1}.yaml"
            path.write_text(text, "utf-8")
            paths.append(path)
        most = min(samples, MOST_SAMPLES)
        return contest(str(arguments["case"]), paths, most, seed, progress=progress, recorded=True)


KINDS: dict[str, Kind] = {"assess": _assess, "contest": _contest}
"""The kinds of jobs by name; a page's module may add its own: the worker imports them all."""


def ask(kind: str, arguments: Mapping[str, Any], user_id: int | None, case: str = "") -> Job:
    """Put a job into the queue; the same still waiting or running is given instead of a second one.

    Raises
    ------
    DownrangeError
        If this user has too many jobs waiting.
    """
    assert kind in KINDS, kind
    waiting = Job.objects.filter(state__in=("queued", "running"), asked_by_id=user_id)
    same = [one for one in waiting.filter(kind=kind, case=case) if one.arguments == dict(arguments)]
    if same:
        return same[0]
    if waiting.count() >= MOST_WAITING_OF_USER:
        raise DownrangeError(f"{MOST_WAITING_OF_USER} of your runs are waiting already")
    return Job.objects.create(
        kind=kind, arguments=dict(arguments), asked_by_id=user_id, case=case, asked_at=datetime.now(UTC)
    )


def cancel(job: Job) -> None:
    """Ask a job to stop; one that has not begun is over at once."""
    now = datetime.now(UTC)
    if Job.objects.filter(pk=job.pk, state="queued").update(
        state="cancelled", ended_at=now, cancel_asked=True
    ):
        return
    Job.objects.filter(pk=job.pk, state="running").update(cancel_asked=True)


def latest(kind: str, case: str) -> Job | None:
    """Give the newest finished job of a kind for a case."""
    return Job.objects.filter(kind=kind, case=case, state="done").first()


def claim(now: datetime | None = None) -> Job | None:
    """Take the oldest waiting job; of two workers one gets it."""
    at = now or datetime.now(UTC)
    for waiting in Job.objects.filter(state="queued").order_by("id")[:5]:
        taken = Job.objects.filter(pk=waiting.pk, state="queued").update(
            state="running", started_at=at, heartbeat=at, attempts=models.F("attempts") + 1, done=0
        )
        if taken:
            return Job.objects.get(pk=waiting.pk)
    return None


def finish(job: Job, state: str, result: Mapping[str, Any] | None = None, error: str = "") -> None:
    """Write down how a job ended; one that another process took over meanwhile is left to that."""
    Job.objects.filter(pk=job.pk, state="running", attempts=job.attempts).update(
        state=state, result=result, error=error[:4000], ended_at=datetime.now(UTC)
    )


def requeue_lost(now: datetime | None = None) -> int:
    """Put jobs back whose process has ended; give up those that ended theirs three times."""
    at = now or datetime.now(UTC)
    lost = Job.objects.filter(state="running", heartbeat__lt=at - timedelta(seconds=LOST_AFTER_S))
    lost.filter(cancel_asked=True).update(state="cancelled", ended_at=at)
    given_up = "its process ended three times while it ran"
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(state="failed", error=given_up, ended_at=at)
    return lost.update(state="queued", done=0)
