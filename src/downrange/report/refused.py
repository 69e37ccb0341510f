"""What is refused and why, as the one table of the page: methods, masses without a price, drivers, standing.

Masses without a price stand with the methods that have none for them, so that the table can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from downrange.case.schema import Refused
from downrange.damage.assessment import Assessment
from downrange.damage.comparison import method_title
from downrange.damage.refusals import Refusal, refusals_of, standing_refusals
from downrange.report import numbers
from downrange.report.words import word

__all__ = ["RefusedLine", "refused_lines", "standing_lines"]


@dataclass(frozen=True)
class RefusedLine:
    """One row: what was asked, why there is no figure, what is missing, what would bring one."""

    what: str
    why: str
    missing: tuple[str, ...]
    completes: str


def refused_lines(
    assessments: Sequence[Assessment], vehicles: Iterable[Refused] = ()
) -> tuple[RefusedLine, ...]:
    """Give what a case and the events that it compares refuse, each once.

    Parameters
    ----------
    assessments : sequence of Assessment
        The case's own, or those of its events.
    vehicles : iterable of Refused
        What the case's comparison asks for and nobody can compute.
    """
    found: dict[tuple[str, str], RefusedLine] = {}
    titles: dict[str, str] = {}
    refused: list[Refusal] = []
    for assessment in assessments:
        titles |= {damage.method: method_title(damage) for damage in assessment.damages}
        refused += refusals_of(assessment)
    for one in refused:
        if one.kind in ("method", "nothing-to-price"):
            line = RefusedLine(
                titles.get(one.what, one.what), one.why,
                tuple(numbers.missing_title(name) for name in one.missing), one.completes,
            )  # fmt: skip
            found.setdefault((line.what, line.why), line)
    lines = [*found.values(), *_unpriced(refused, titles), *_unresolved(refused, titles)]
    lines += [RefusedLine(one.asked, word("refused_asked"), tuple(one.missing), "") for one in vehicles]
    return tuple(lines)


def standing_lines() -> tuple[RefusedLine, ...]:
    """Give what is refused in every case."""
    return tuple(RefusedLine(one.what, one.why, one.missing, one.completes) for one in standing_refusals())


def _unpriced(refused: Sequence[Refusal], titles: dict[str, str]) -> list[RefusedLine]:
    """Bring the methods without a price for a mass together; an event's own median stands in its JSON."""
    methods: dict[str, list[str]] = {}
    for one in refused:
        if one.kind == "no-price":
            name = titles.get(one.why.partition(":")[0], one.why.partition(":")[0])
            if name not in methods.setdefault(one.what, []):
                methods[one.what].append(name)
    alike: dict[tuple[str, ...], list[str]] = {}
    for what, names in methods.items():
        alike.setdefault(tuple(names), []).append(_mass(what))
    lines = []
    for together, masses in alike.items():
        why = word("refused_unpriced", methods=", ".join(together))
        lines.append(RefusedLine("; ".join(masses), why, (), word("refused_price")))
    return lines


def _mass(what: str) -> str:
    """Name a mass and where it went: ``n2o4 to soil`` as people read it."""
    substance, _, medium = what.partition(" to ")
    title = numbers.quantity_title(substance) if re.fullmatch(r"[a-z0-9_-]+", substance) else substance
    return word("refused_mass", substance=title, medium=medium) if medium else what


def _unresolved(refused: Sequence[Refusal], titles: dict[str, str]) -> list[RefusedLine]:
    names = [one.what for one in refused if one.kind == "not-resolved"]
    if not names:
        return []
    titles = {f"damages.{slug}": title for slug, title in titles.items()}
    told = [
        titles.get(name) or numbers.quantity_title(name.removeprefix("quantities."))
        for name in dict.fromkeys(names)
    ]
    why = f"{word('unresolved')}: {', '.join(told)}"
    return [RefusedLine(word("refused_drivers"), why, (), word("more_draws"))]
