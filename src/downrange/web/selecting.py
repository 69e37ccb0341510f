"""The selection of things for an order: at once where the register is small, as a long run where it is large.

Choosing among a hundred thousand things reads them all and takes many seconds, for which no page waits. What
a run chose is kept and shown again until somebody asks for it anew; where something about the case was
recorded since, the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from downrange.service.record.on_record import MOST_ASSETS_NUMBER
from downrange.web import cases, jobs
from downrange.web.models import Job

__all__ = ["Selected", "chosen_for", "is_large", "largest_target"]

KIND = "selection"
MOST_AT_ONCE = MOST_ASSETS_NUMBER
MOST_LISTED = 300
"""Things of each list that a page shows; of the others it says how many there are."""
_LISTS = ("chosen", "left", "excluded")


@dataclass(frozen=True)
class Selected:
    """What a page shows: the plan once there is one, the run that makes it, whether the record grew since."""

    plan: dict[str, Any] | None = None
    titles: Mapping[str, str] | None = None
    job: Job | None = None
    grown: bool = False


def chosen_for(
    case: str, on: str, asked: Mapping[str, str], user_id: int | None, *, anew: bool = False
) -> Selected:
    """Choose at once, or show what a run chose, or put that run into the queue.

    Raises
    ------
    DownrangeError
        If the orders cannot be followed, or too many runs of this user wait.
    """
    question = {key: asked[key] for key in ("include", "exclude", "because")}
    if not is_large(case):
        made = _at_once(case, on, *question.values(), cases.version(case))
        return Selected(made["plan"], made["titles"])
    arguments = {"case": case, "on": on, **question}
    found = Job.objects.filter(kind=KIND, case=case, arguments=arguments).exclude(state="cancelled").first()
    if found is None or (anew and found.is_over):
        found = jobs.ask(KIND, arguments, user_id, case)
    if found.result is None:
        return Selected(job=found)
    return Selected(found.result["plan"], found.result["titles"], found, _grown(case, found.result["size"]))


def is_large(case: str) -> bool:
    """Say whether a case's register is larger than a page may read whole."""
    from downrange.registry import facts

    return facts.more_than(f"{case}/", "asset", MOST_AT_ONCE)


def largest_target(case: str, on: str) -> dict[str, Any] | None:
    """Give the selection with the largest target; of a large register what the latest run chose, or None."""
    from downrange.service.consequences.selection import selection_of

    if not is_large(case):
        return selection_of(case, on, recorded=True)
    wanted = {"case": case, "on": on, "include": "", "exclude": "", "because": ""}
    job = Job.objects.filter(kind=KIND, case=case, arguments=wanted, state="done").first()
    targets = job.result["plan"]["targets"] if job is not None and job.result is not None else []
    largest = max(targets, key=lambda one: float(one["target"]["amount"]), default=None)
    return largest if largest is not None and largest["chosen"] else None


@lru_cache(maxsize=32)
def _at_once(
    case: str, on: str, include: str, exclude: str, because: str, version: tuple[str, int]
) -> dict[str, Any]:
    return _document({"case": case, "on": on, "include": include, "exclude": exclude, "because": because})


def _document(arguments: Mapping[str, Any], progress: jobs.Progress | None = None) -> dict[str, Any]:
    """Choose, and keep what a page shows of it: the first of each list with their titles."""
    from downrange.service.consequences.selection import attach
    from downrange.service.holding.lives import asset_of
    from downrange.service.record.on_record import record_size

    case, size = str(arguments["case"]), record_size()
    plan = attach(
        case,
        str(arguments["on"]),
        include=str(arguments["include"]).split(),
        exclude=str(arguments["exclude"]).split(),
        because=str(arguments["because"]),
        recorded=True,
    )
    if progress is not None:
        progress(1, 2)
    targets = [
        {
            **one,
            **{f"{key}_number": len(one[key]) for key in _LISTS},
            **{key: one[key][:MOST_LISTED] for key in _LISTS},
        }
        for one in plan["targets"]
    ]
    shown = {row["asset"] for one in targets for key in _LISTS for row in one[key]}
    bodies = {one: asset_of(case, one) or {} for one in sorted(shown)}
    titles = {one: str(body.get("title", {}).get("en", one)) for one, body in bodies.items()}
    return {"plan": {**plan, "targets": targets}, "titles": titles, "size": size}


def _grown(case: str, since: int) -> bool:
    from downrange.service.record.on_record import cases_touched

    _, touched = cases_touched(since)
    return touched is None or case in touched


jobs.KINDS[KIND] = _document
