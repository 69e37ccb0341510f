"""The look-up "in force on a date" that law and evidence share.

A legal value is a list of dated versions, each with its article, source and certainty (``rules/*.yaml``). A
parameter's name is its file and key: ``kz-enforcement.exit_ban_threshold_mci``. Nothing is extrapolated: a
date outside the known range, a step that is only remembered, or two values side by side for different
purposes where no purpose was named raise :class:`~downrange.errors.SourceError`, which names what is
missing. A rule whose wording is known only from a later date computes, with the flag "wording not verified
for this date". A user may supply a value with a source; it then stands in, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from downrange.errors import InputError, Problem, SourceError, Where
from downrange.reference.library import citation, names, table

__all__ = [
    "Dated",
    "Found",
    "Supplied",
    "history",
    "in_force",
    "parameters",
    "supplied_from",
]

Plain = bool | int | str | tuple[Any, ...] | None
"""A value as the file has it: whole numbers, decimals as text, words, lists. Never a binary float."""

Certainty = Literal["verified", "secondary", "unverified"]

WORDING = "wording not verified for this date"


@dataclass(frozen=True)
class Dated:
    """One version of one parameter.

    Attributes
    ----------
    valid_from, valid_to
        First and last day on which the version answers (None: open).
    wording_from
        First day for which the wording was verified; before it (from ``valid_from`` on) the answer is
        flagged.
    from_is_latest_possible
        True where the version may be older than ``wording_from``.
    purpose
        Purposes the version serves; empty means all.
    day_verified
        False where the day of force is derived or reported with doubt.
    """

    parameter: str
    value: Plain
    valid_from: date
    valid_to: date | None
    wording_from: date
    from_is_latest_possible: bool
    purpose: tuple[str, ...]
    article: str
    source: str
    certainty: Certainty
    day_verified: bool = True
    note: str | None = None

    def covers(self, on: date) -> bool:
        """Say whether the version answers for a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Supplied:
    """A value a user gives for a parameter the library lacks, with its source in words."""

    parameter: str
    value: Plain
    source: str
    article: str = "as supplied"
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Found:
    """The version that was applied, to which day, why that one, and what is to be minded."""

    parameter: str
    value: Plain
    on: date
    article: str
    source: str
    certainty: Certainty
    rule: str
    why: str
    flags: tuple[str, ...] = ()

    @property
    def number(self) -> Decimal:
        """The value as an exact decimal."""
        assert isinstance(self.value, int | str), f"{self.parameter} is no number"
        return Decimal(self.value)

    @property
    def count(self) -> int:
        """The value as a whole number."""
        assert isinstance(self.value, int), f"{self.parameter} is no whole number"
        return self.value

    @property
    def text(self) -> str:
        """The value as a word."""
        assert isinstance(self.value, str), f"{self.parameter} is no word"
        return self.value

    @property
    def items(self) -> tuple[Any, ...]:
        """The value as a list."""
        assert isinstance(self.value, tuple), f"{self.parameter} is no list"
        return self.value

    def as_json(self) -> dict[str, Any]:
        """Give the applied rule with its version, for reports and traces."""
        return {
            "parameter": self.parameter,
            "rule": self.rule,
            "value": self.value,
            "on": self.on.isoformat(),
            "article": self.article,
            "source": self.source,
            "certainty": self.certainty,
            "why": self.why,
            "flags": list(self.flags),
        }


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: date = Field(alias="from")
    to: date | None = None
    latest: bool = False
    value: Any = None
    purposes: tuple[str, ...] = ()
    article: str
    source: str
    certainty: Certainty
    day: Literal["verified", "unverified"] = "verified"
    note: str | None = None


class _Parameter(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str = ""
    says: str
    dated: tuple[_Entry, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    short: str
    act_from: date
    checked_to: date | None = None
    known_to: date | None = None
    parameters: dict[str, _Parameter]


def _plain(value: Any, name: str) -> Plain:
    if isinstance(value, list | tuple):
        return tuple(_plain(item, name) for item in value)
    if isinstance(value, float):
        raise SourceError(f"{name}: write decimals as text, never as a binary float", [name])
    assert value is None or isinstance(value, bool | int | str), name
    return value


@lru_cache(maxsize=64)
def _file(stem: str) -> _File:
    path = f"rules/{stem}.yaml"
    try:
        return _File.model_validate(table(path))
    except ValidationError as error:
        raise SourceError(f"{path}: {error}", [path]) from error


@lru_cache(maxsize=1024)
def history(parameter: str) -> tuple[Dated, ...]:
    """Give every version of a parameter, oldest first.

    A version without an end ends the day before the next one that serves the same purposes.

    Raises
    ------
    SourceError
        If the library has no such parameter.
    """
    stem, _, key = parameter.partition(".")
    if stem not in names("rules") or key not in _file(stem).parameters:
        raise SourceError(f"the library has no rule {parameter}", [parameter])
    file = _file(stem)
    entries = file.parameters[key].dated
    found = []
    for index, entry in enumerate(entries):
        citation(entry.source)
        end = entry.to
        for later in entries[index + 1 :]:
            same = not later.purposes or not entry.purposes or set(later.purposes) & set(entry.purposes)
            broad = entry.purposes or not later.purposes
            if end is None and same and broad:
                end = later.from_ - timedelta(days=1)
        first = index == 0
        found.append(
            Dated(
                parameter,
                _plain(entry.value, parameter),
                min(file.act_from, entry.from_) if entry.latest and first else entry.from_,
                end if end is not None else file.known_to,
                entry.from_,
                entry.latest,
                entry.purposes,
                entry.article,
                entry.source,
                entry.certainty,
                entry.day == "verified",
                entry.note,
            )
        )
    return tuple(found)


def parameters() -> tuple[tuple[str, str, str], ...]:
    """List every parameter of the library with its rule number and what it says."""
    return tuple(
        (f"{stem}.{key}", body.rule, body.says)
        for stem in names("rules")
        for key, body in _file(stem).parameters.items()
    )


def _candidates(parameter: str, on: date, purpose: str) -> tuple[Dated, ...]:
    covering = [version for version in history(parameter) if version.covers(on)]
    if purpose == "all":
        return tuple(covering)
    named = [version for version in covering if purpose in version.purpose]
    return tuple(named or [version for version in covering if not version.purpose])


def _range(parameter: str) -> str:
    versions = [version for version in history(parameter) if version.certainty != "unverified"]
    if not versions:
        return "no verified version"
    last = versions[-1].valid_to
    return f"known from {versions[0].valid_from} to {last or 'now'}, with the gaps its file names"


def _flags(version: Dated, on: date) -> tuple[str, ...]:
    stem = version.parameter.partition(".")[0]
    flags = []
    if on < version.wording_from:
        flags.append(f"{WORDING} ({version.article}: known from {version.wording_from})")
    if not version.day_verified:
        reason = f" ({version.note})" if version.note else ""
        flags.append(f"the day of force of {version.article} is not verified{reason}")
    checked = _file(stem).checked_to
    if checked is not None and on > checked:
        flags.append(f"{version.article} was not checked against an edition later than {checked}")
    return tuple(flags)


def _why(version: Dated, on: date) -> str:
    end = f" to {version.valid_to}" if version.valid_to else ""
    since = version.wording_from if on >= version.wording_from else version.valid_from
    told = f"the version in force from {since}{end} covers {on}"
    if on < version.wording_from:
        told += f"; its wording is the one of {version.wording_from}"
    return told


def in_force(
    parameter: str,
    on: date,
    purpose: str = "all",
    supplied: Mapping[str, Supplied] | None = None,
) -> Found:
    """Find the version of a parameter in force on a day.

    Parameters
    ----------
    parameter : str
        File and key, such as ``kz-index.mci_kzt``.
    on : date
        The day asked about.
    purpose : str
        For series that run side by side (``penalties``, ``benefits``, ``taxes``).
    supplied : mapping, optional
        Values the user gives by parameter name; they stand in, with the flag "supplied by the user".

    Returns
    -------
    Found
        The value with article, source, certainty, the reason and the flags.

    Raises
    ------
    SourceError
        If nothing verified is known for that day and purpose; ``missing`` names it.
    """
    given = (supplied or {}).get(parameter)
    if given is not None:
        if (given.valid_from and on < given.valid_from) or (given.valid_to and on > given.valid_to):
            raise SourceError(f"the value supplied for {parameter} does not cover {on}", [parameter])
        why = f"supplied by the user: {given.source}"
        return Found(
            parameter,
            given.value,
            on,
            given.article,
            given.source,
            "secondary",
            "",
            why,
            ("supplied by the user",),
        )
    found = _candidates(parameter, on, purpose)
    asked = f"{parameter} on {on}" + (f" for {purpose}" if purpose != "all" else "")
    if not found:
        raise SourceError(f"{asked}: outside the known range ({_range(parameter)})", [asked])
    if len(found) > 1:
        told = ", ".join(sorted({name for version in found for name in version.purpose}))
        raise SourceError(f"{asked}: values run side by side; name the purpose ({told}, or another)", [asked])
    version = found[0]
    if version.certainty == "unverified" or version.value is None:
        told = f": {version.note}" if version.note else ""
        raise SourceError(f"{asked}: not verified{told}; supply a value with its source", [asked])
    stem, _, key = parameter.partition(".")
    rule = _file(stem).parameters[key].rule
    return Found(
        parameter, version.value, on, version.article, version.source, version.certainty, rule,
        _why(version, on), _flags(version, on),
    )  # fmt: skip


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Any
    source: str = Field(min_length=3)
    article: str = "as supplied"
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


def supplied_from(data: Any, file: str) -> dict[str, Supplied]:
    """Read values a user supplies: ``{parameter: {value, source, article, from, to}}``.

    Raises
    ------
    InputError
        With every problem found: an unknown parameter, a missing source, a decimal not written as text.
    """
    if not isinstance(data, dict):
        raise InputError(
            Problem(Where(file), "expected a mapping of parameters", expected="{name: {value, source}}")
        )
    found: dict[str, Supplied] = {}
    problems: list[Problem] = []
    known = {name for name, _, _ in parameters()}
    for name, body in data.items():
        if name not in known:
            problems.append(Problem(Where(file, name), "no such parameter of the library", value=name))
            continue
        try:
            given = _Given.model_validate(body)
            value = _plain(given.value, name)
        except (ValidationError, SourceError) as error:
            problems.append(
                Problem(Where(file, name), str(error), expected="value, source, article, from, to")
            )
            continue
        found[name] = Supplied(name, value, given.source, given.article, given.from_, given.to)
    if problems:
        raise InputError(problems)
    return found
