"""Which measures are in force on a day, as far as their dates are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from downrange.case.schema import Case, Measure, Unknown, day_range

__all__ = ["MeasureState", "measures_on", "state_of", "states"]

State = Literal["not-yet", "possibly", "in-force", "ended", "unknown"]


@dataclass(frozen=True)
class MeasureState:
    """A measure with its state on a day and the reason."""

    measure: Measure
    state: State
    because: str

    def as_json(self) -> dict[str, Any]:
        """Give the measure with the keys of ``check``: id, kind, order, since, until, permits."""
        one = self.measure
        return {
            "id": one.id,
            "kind": one.kind,
            "order": None if isinstance(one.order, Unknown) else one.order,
            "since": None if isinstance(one.since, Unknown) else one.since,
            "until": None if isinstance(one.until, Unknown) else one.until,
            "permits": list(one.permits),
            "against": one.against,
            "state": self.state,
            "because": self.because,
        }


def _state(measure: Measure, on: date) -> tuple[State, str]:
    begun = _begun(measure, on)
    if begun[0] in ("not-yet", "unknown"):
        return begun
    if isinstance(measure.until, str):
        first, last = day_range(measure.until)
        if measure.ended_by is not None and on >= first:
            return "ended", f"it ended {measure.until} by {measure.ended_by}"
        if on > last:
            return "ended", f"it ended {measure.until}"
        if on >= first:
            return "possibly", f"it ended {measure.until}; the hour or day is not known"
    if begun[0] == "possibly":
        return begun
    if isinstance(measure.until, Unknown):
        seen = f", last seen {measure.seen_until}" if measure.seen_until else ""
        return "in-force", f"{begun[1]}{seen}; its end is not known: {measure.until.unknown}"
    return "in-force", f"{begun[1]}; no end is recorded"


def _begun(measure: Measure, on: date) -> tuple[State, str]:
    dated = measure.since if isinstance(measure.since, str) else measure.seen_from
    if dated is None:
        assert isinstance(measure.since, Unknown)
        return "unknown", f"since when is not known: {measure.since.unknown}"
    first, last = day_range(dated)
    if isinstance(measure.since, str):
        if on < first:
            return "not-yet", f"it dates from {dated}"
        if on < last:
            return "possibly", f"it dates from {dated}, the day is not known"
        return "in-force", f"since {dated}"
    if on < first:
        return "unknown", f"first seen {dated}; since when is not known: {measure.since.unknown}"
    if on < last:
        return "possibly", f"first seen {dated}, the day is not known"
    return "in-force", f"first seen {dated}; since when is not known: {measure.since.unknown}"


def state_of(measure: Measure, on: date) -> MeasureState:
    """Give the state of one measure on a day."""
    return MeasureState(measure, *_state(measure, on))


def states(case: Case, on: date, claim: str | None = None) -> tuple[MeasureState, ...]:
    """Give every measure of the case (or of one claim) with its state on a day."""
    chosen = [one for one in case.measures if claim is None or one.claim == claim]
    return tuple(state_of(one, on) for one in chosen)


def measures_on(case: Case, on: date, claim: str | None = None) -> tuple[MeasureState, ...]:
    """Give the measures that are in force on a day, or may be as far as their dates are known.

    One whose beginning is unknown and that nobody had yet seen on the day is left to :func:`states`.
    """
    return tuple(one for one in states(case, on, claim) if one.state in ("in-force", "possibly"))
