"""The rules as one question: which version applies on this day; and what a conclusion rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from downrange.base.money import Money
from downrange.base.trace import Trace, Tracer
from downrange.reference.dated import Found, Supplied, in_force

__all__ = ["NO_BOOK", "Rulebook", "flags_of", "trace_of"]


@dataclass(frozen=True)
class Rulebook:
    """The library's rules, with what a user supplied standing in where he gave a source."""

    supplied: Mapping[str, Supplied] = field(default_factory=dict)

    def find(self, parameter: str, on: date, purpose: str = "all") -> Found:
        """Find the version in force on a day; see :func:`downrange.reference.dated.in_force`."""
        return in_force(parameter, on, purpose, self.supplied)

    def index(self, multiples: int, on: date, purpose: str = "penalties") -> tuple[Money, Found]:
        """Turn multiples of the monthly calculation index into tenge of a day.

        Raises
        ------
        SourceError
            If the index of that day and purpose is not verified.
        """
        found = self.find("kz-index.mci_kzt", on, purpose)
        return Money.of(found.number * multiples, "KZT"), found


NO_BOOK = Rulebook()
"""The library alone, nothing supplied."""


def flags_of(rules: Iterable[Found]) -> tuple[str, ...]:
    """Gather the flags of the applied rules, each once, in order."""
    return tuple(dict.fromkeys(flag for rule in rules for flag in rule.flags))


def trace_of(figure: str, output: str, method: str, rules: Iterable[Found]) -> Trace:
    """Write down which version of which rule a figure rests on, and why that one."""
    tracer = Tracer()
    named = []
    for rule in rules:
        name = f"{rule.parameter}@{rule.on}"
        tracer.leaf(name, str(rule.value), "", "law", rule.source, f"{rule.article}: {rule.why}")
        named.append(name)
    tracer.step(figure, output, "", method, named)
    return tracer.done()
