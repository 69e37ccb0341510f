"""Use case: one table of what is refused and why, for a case and for every case."""

from __future__ import annotations

from typing import Any

from downrange.damage.refusals import Refusal, refusals_of, standing_refusals
from downrange.service.science.assessment import Assessed

__all__ = ["refusal_table"]


def refusal_table(assessed: Assessed) -> dict[str, Any]:
    """Give everything that a case refuses, and what is refused in every case.

    Parameters
    ----------
    assessed : Assessed
        From :func:`downrange.service.science.assessment.assess`; of a case that compares events, theirs too.

    Returns
    -------
    dict
        ``case``; ``refusals`` and ``standing``: lists of ``{what, kind, why, missing, completes}``; rows of
        events name them under ``event``.
    """
    rows: list[dict[str, Any]] = [one.as_json() for one in refusals_of(assessed.assessment)]
    for event in assessed.events:
        rows += [{"event": event.case.case, **one.as_json()} for one in refusals_of(event.assessment)]
    if assessed.case.comparison is not None:
        rows += [
            Refusal(
                one.asked, "vehicle", "asked for, and not computable from what is published",
                tuple(one.missing), "what is missing, with a source",
            ).as_json()
            for one in assessed.case.comparison.refused
        ]  # fmt: skip
    standing = [one.as_json() for one in standing_refusals()]
    return {"case": assessed.case.case, "refusals": rows, "standing": standing}
