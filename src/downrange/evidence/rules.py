"""Single rules that hold statements against the library, arithmetic, the calendar and each other's limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from downrange.case.schema import Figure, Statement, When, Words, day_range
from downrange.evidence.finding import Conflict, conflict
from downrange.evidence.statements import first_known

__all__ = ["anachronism", "arithmetic", "garbled", "library", "limits", "tokens"]

_TOXIC_WORDS = frozenset({"toxic", "heptyl", "udmh", "hydrazine", "hypergolic", "n2o4", "poisonous"})
_TOXIC_COMPONENTS = frozenset({"udmh", "n2o4", "mmh", "hydrazine", "aerozine-50"})
_EMPTY_WORDS = frozenset(
    {"a", "an", "the", "of", "and", "or", "in", "on", "to", "for", "by", "is", "was", "its"}
)

_TERM = re.compile(r"\b(?P<year>1[89]\d\d|20\d\d)\b\D{0,40}?\b(?P<years>\d{1,3})[ -]years?\b", re.IGNORECASE)
_END_PROPERTIES = frozenset({"term", "until", "end"})

_MULTIPLE = "-multiple"


def tokens(text: str) -> frozenset[str]:
    """Reduce words to what they say: lower case, no punctuation, no small words, no order."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(word for word in found if word not in _EMPTY_WORDS)


def library(
    statements: Sequence[Statement], components: Callable[[str], frozenset[str] | None]
) -> Iterator[Conflict]:
    """Hold what is said of a vehicle's propellants against the library's stages.

    "Highly toxic fuel" of a rocket whose own stages burn kerosene and oxygen is a conflict; upper stages are
    left out, since they fly with some payloads only.
    """
    for statement in statements:
        kind, _, name = statement.about.partition("/")
        if kind != "vehicle" or statement.property != "propellants" or not isinstance(statement.value, Words):
            continue
        known = components(name)
        if known is None or not tokens(statement.value.text) & _TOXIC_WORDS or known & _TOXIC_COMPONENTS:
            continue
        agreeing = tuple(
            other.id
            for other in statements
            if (other.about, other.property) == (statement.about, statement.property)
            and other is not statement
            and isinstance(other.value, Words)
            and not tokens(other.value.text) & _TOXIC_WORDS
        )
        because = f"the library's stages of {name} burn {' and '.join(sorted(known))}"
        yield conflict(
            "library", statement, ((statement.id,), (*agreeing, f"library/vehicles.{name}")), because
        )


def arithmetic(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """Add a term of years to its first year and hold the sum against the end that others name."""
    for statement in statements:
        if not isinstance(statement.value, Words) or statement.property not in _END_PROPERTIES:
            continue
        found = _TERM.search(statement.value.text)
        if not found:
            continue
        end = int(found["year"]) + int(found["years"])
        others = tuple(
            other.id
            for other in statements
            if other.about == statement.about
            and other.property in _END_PROPERTIES
            and isinstance(other.value, When)
            and day_range(other.value.date)[0].year != end
        )
        if others:
            because = f"{found['year']} and {found['years']} years make {end}"
            yield conflict("arithmetic", statement, ((statement.id,), others), because)


def anachronism(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """Find what was blamed on the launch of a vehicle that had not flown when it was said."""
    flights = [
        (statement, statement.value.date)
        for statement in statements
        if statement.property == "first-flight" and isinstance(statement.value, When)
    ]
    for flight, day in flights:
        name = flight.about.partition("/")[2]
        early = [
            statement
            for statement in statements
            if isinstance(statement.value, Words)
            and "launch" in tokens(statement.value.text)
            and name in statement.value.text.casefold().replace(" ", "-")
            and (days := first_known(statement)) is not None
            and days[1] < day_range(day)[0]
        ]
        if early:
            because = f"{name} first flew on {day}, after this was said"
            yield conflict("anachronism", early[0], (tuple(s.id for s in early), (flight.id,)), because)


def garbled(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """Keep every reading of a garbled text; none is chosen."""
    for statement in statements:
        if isinstance(statement.value, Words) and len(statement.value.readings) > 1:
            because = " / ".join(statement.value.readings)
            yield conflict("garbled", statement, ((statement.id,),) * len(statement.value.readings), because)


def limits(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """Show limits that differ as the cause of multiples that differ.

    A level and its multiple by one speaker give the limit that speaker divided by. Where several limits are
    in use for one substance, each multiple belongs on the side of its own limit.
    """
    stated = [
        (statement, statement.value.number)
        for statement in statements
        if statement.property.endswith("-limit")
        and isinstance(statement.value, Figure)
        and statement.value.number
    ]
    for about, name in dict.fromkeys((s.about, s.property) for s, _ in stated):
        same = [(s, number) for s, number in stated if (s.about, s.property) == (about, name)]
        values = sorted({number for _, number in same})
        if len(values) < 2:
            continue
        sides = tuple(
            (*(s.id for s, number in same if number == value), *_measured_by(statements, value))
            for value in values
        )
        spread = values[-1] / values[0]
        named = " and ".join(f"{value:g}" for value in values)
        because = f"limits of {named}: multiples of one level differ {spread:g} times"
        yield conflict("limit", same[0][0], sides, because)


def _measured_by(statements: Sequence[Statement], limit: float) -> Iterator[str]:
    """Give the levels and multiples of one speaker whose ratio is this limit."""
    for level in statements:
        if not (isinstance(level.value, Figure) and level.value.number and level.value.unit):
            continue
        for multiple in statements:
            if (
                multiple.property == f"{level.property}{_MULTIPLE}"
                and multiple.said_by == level.said_by
                and isinstance(multiple.value, Figure)
                and multiple.value.number
                and abs(level.value.number / multiple.value.number / limit - 1) < 0.01
            ):
                yield level.id
                yield multiple.id
