"""Use cases: a rule editor puts a value on record that the library lacks, dated and with its source.

Package files never change. A supplied value is a fact, of one case (``CASE/rule/PARAMETER``) or of all
(``rules/PARAMETER``); a new one for the same parameter supersedes the old one, and the log keeps both. What
stands is handed to the law as supplied values; it stands in for the library's own, flagged "supplied by the
user", and outside its days it answers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.law.rule import Rulebook
    from downrange.registry.facts import Fact

__all__ = ["SuppliedRule", "rulebook", "supplied_rules", "supplied_values", "supply_rule", "withdraw_rule"]

EVERY_CASE = "rules/"
KIND = "rule"


@dataclass(frozen=True)
class SuppliedRule:
    """A supplied value as it stands: for which case (None: all), who recorded it, when, where in the log."""

    parameter: str
    case: str | None
    value: Any
    source: str
    article: str
    valid_from: str | None
    valid_to: str | None
    by: str
    recorded_at: datetime
    log_sequence: int

    def as_given(self) -> dict[str, Any]:
        """Give it in the form of a case's ``supplied``."""
        body = {"value": self.value, "source": self.source, "article": self.article}
        return {**body, "from": self.valid_from, "to": self.valid_to}


def _prefix(case: str | None) -> str:
    return EVERY_CASE if case is None else f"{case}/rule/"


def supply_rule(
    parameter: str,
    given: Mapping[str, Any],
    by: str,
    case: str | None = None,
) -> SuppliedRule:
    """Put a value for a rule on record.

    Parameters
    ----------
    parameter : str
        File and key of the library, such as ``kz-rates.base_rate_percent``.
    given : mapping
        ``value`` (whole number, word, list, or a decimal as text), ``source`` (where it was read),
        ``article``, and ``from`` and ``to``: first and last day on which it answers, ISO 8601; None: open.
    by : str
        Who supplies it.
    case : str, optional
        For this case only; by default for every case.

    Raises
    ------
    InputError
        If the library has no such parameter, no source is named, a decimal is no text, or the days are in
        the wrong order.
    """
    from downrange.reference.dated import supplied_from
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    kept = {name: value for name, value in given.items() if value is not None}
    found = supplied_from({parameter: kept}, "form")[parameter]
    first, last = found.valid_from, found.valid_to
    if first and last and last < first:
        raise InputError(Problem(Where("form", "to"), "ends before it begins", value=last.isoformat()))
    body = {
        "value": found.value, "source": found.source, "article": found.article,
        "from": first.isoformat() if first else None, "to": last.isoformat() if last else None,
    }  # fmt: skip
    about = _prefix(case) + parameter
    before = _standing(about)
    # recorded again after a withdrawal, the same words are another fact: the time tells them apart
    body["supplied_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    holds_from = first or date.min
    draft = FactDraft(KIND, about, body, by, holds_from, supersedes=before.id if before else None)
    return _told(record_fact(draft))


def withdraw_rule(parameter: str, by: str, because: str, case: str | None = None) -> int:
    """Take a supplied value back; give the place in the log.

    Raises
    ------
    InputError
        If none stands, or no reason is named.
    """
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    before = _standing(_prefix(case) + parameter)
    if before is None or before.body.get("withdrawn"):
        raise InputError(Problem(Where("form", "parameter"), "no supplied value stands", value=parameter))
    if not because.strip():
        raise InputError(Problem(Where("form", "because"), "a withdrawal needs a reason"))
    body = {"withdrawn": True, "because": because}
    draft = FactDraft(KIND, before.about, body, by, before.effective_on, supersedes=before.id)
    return record_fact(draft).sequence


def _standing(about: str) -> Fact | None:
    from downrange.registry.facts import standing

    found = [one for one in standing(about) if one.about == about]
    return found[-1] if found else None


def _told(fact: Fact) -> SuppliedRule:
    case, _, parameter = fact.about.rpartition("/")
    body = fact.body
    return SuppliedRule(
        parameter, None if case == "rules" else case.removesuffix("/rule"), body["value"], body["source"],
        body["article"], body["from"], body["to"], fact.by, fact.recorded_at, fact.sequence,
    )  # fmt: skip


def supplied_rules(case: str | None = None, on: date | None = None) -> tuple[SuppliedRule, ...]:
    """Give the supplied values that stand: those of every case, then those of one case.

    Parameters
    ----------
    case : str, optional
        Those of this case too.
    on : date, optional
        As recorded to hold at the end of this day; by default the latest.
    """
    from downrange.registry.facts import under

    prefixes = [None] if case is None else [None, case]
    found = [fact for one in prefixes for fact in under(_prefix(one), KIND, on)]
    return tuple(_told(fact) for fact in found if not fact.body.get("withdrawn"))


def supplied_values(case: str, on: date | None = None) -> dict[str, dict[str, Any]]:
    """Give what stands for a case in the form of its ``supplied``; its own value goes before that of all."""
    return {one.parameter: one.as_given() for one in supplied_rules(case, on)}


def rulebook(on: date | None = None, case: str | None = None) -> Rulebook:
    """Give the library's rules with what stands on record standing in.

    Parameters
    ----------
    on : date, optional
        As recorded to hold at the end of this day; by default the latest.
    case : str, optional
        With the values supplied for this case.
    """
    from downrange.law.rule import Rulebook
    from downrange.reference.dated import supplied_from

    given = {one.parameter: one.as_given() for one in supplied_rules(case, on)}
    return Rulebook(supplied_from(given, "registry"))
