"""The process that works the jobs off: ``python -m downrange.web.worker URL``, started by the server.

It ends with the process that started it. Between jobs it signs the head of the log when one is due. While a
job computes, a thread beats its heart and looks whether it was cancelled; a job that does not listen is ended
with the process, and the server starts another.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime

from downrange.errors import DownrangeError

__all__ = ["main", "work_off"]

GRACE_S = 10.0
IDLE_S = 0.5
HEAD_LOOK_S = 300.0
"""So often the worker looks whether a head of the log is due."""
log = logging.getLogger("downrange.jobs")


def main(url: str | None) -> None:
    """Work jobs off until told to stop or until the server is gone."""
    from downrange.registry.database import configure
    from downrange.web.settings import more

    os.nice(5)  # pages go first
    configure(url, more=more(url))
    import downrange.web.urls  # noqa: F401 -- page modules may add kinds of jobs
    from downrange.web.keys import sign_head

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()
    next_head_s = 0.0
    while not stop.is_set() and os.getppid() == parent:
        if time.monotonic() >= next_head_s:
            sign_head()
            next_head_s = time.monotonic() + HEAD_LOOK_S
        if not work_off(parent):
            stop.wait(IDLE_S)


def work_off(parent: int | None = None) -> bool:
    """Do one waiting job; say whether there was one."""
    from downrange.web import jobs

    jobs.requeue_lost()
    job = jobs.claim()
    if job is None:
        return False
    log.info("job begun", extra={"fields": {"job": job.pk, "kind": job.kind, "case": job.case}})
    heart = _Heart(job.pk, job.attempts, parent)
    heart.start()
    try:
        result = jobs.KINDS[job.kind](job.arguments, heart.progress)
        heart.end()
        jobs.finish(job, "done", result)
    except jobs.CancelledError:
        heart.end()
        jobs.finish(job, "cancelled")
    except DownrangeError as error:
        heart.end()
        jobs.finish(job, "failed", error=str(error))
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError, AssertionError) as error:
        # A bug in one run must not end the process for the next; it is told with its place in the log.
        heart.end()
        log.exception("job failed", extra={"fields": {"job": job.pk}})
        jobs.finish(job, "failed", error=f"{type(error).__name__}: {error}")
    log.info("job over", extra={"fields": {"job": job.pk}})
    return True


class _Heart(threading.Thread):
    """Beats while a job runs: writes progress, looks for a cancellation, ends with the server."""

    def __init__(self, job: int, attempts: int, parent: int | None) -> None:
        super().__init__(daemon=True, name=f"heart-{job}")
        self.job, self.attempts, self.parent = job, attempts, parent
        self.over = threading.Event()
        self.cancelled_at_s: float | None = None
        self.done_number, self.total_number = 0, 0

    def progress(self, done: int, total: int) -> None:
        """Take a word of progress; the place where a cancelled job stops."""
        from downrange.web.jobs import CancelledError

        self.done_number, self.total_number = done, total
        if self.cancelled_at_s is not None:
            raise CancelledError("cancelled")

    def end(self) -> None:
        """Stop beating, and wait until the last beat is written."""
        self.over.set()
        self.join()

    def run(self) -> None:
        """Beat until the job is over."""
        from django.db import connection

        from downrange.web.jobs import BEAT_S
        from downrange.web.models import Job

        while not self.over.wait(BEAT_S / 4):
            if self.parent is not None and os.getppid() != self.parent:
                os._exit(4)
            mine = Job.objects.filter(pk=self.job, state="running", attempts=self.attempts)
            mine.update(heartbeat=datetime.now(UTC), done=self.done_number, total=self.total_number)
            if self.cancelled_at_s is None and mine.filter(cancel_asked=True).exists():
                self.cancelled_at_s = time.monotonic()
            if self.cancelled_at_s is not None and time.monotonic() - self.cancelled_at_s > GRACE_S:
                mine.update(state="cancelled", ended_at=datetime.now(UTC))
                os._exit(3)
        connection.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
