"""Journals of postings as plain text, in the form that hledger and ledger share.

::

    2023-03-07 instalment  ; key: bank/2023-03-07/1
        claim:paid        100.00 KZT
        debtor:bank      -100.00 KZT

A day and a text, then indented legs: an account, two spaces or more, a sum with its currency. After ``;``
stands a comment; ``key:`` in it is the idempotency key, else file and line are. Every sum is written out:
none is inferred, so precision never is either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from downrange.base.money import EXPONENTS, Money
from downrange.errors import InputError, Problem, Where
from downrange.registry.entries import LARGEST_MINOR, Draft, Line

__all__ = ["Journal", "read_journal"]

_MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Journal:
    """A journal that was read: the digest of the file, and its postings in their order."""

    file: str
    sha256: str
    drafts: tuple[Draft, ...]


def read_journal(path: Path, by: str) -> Journal:
    """Read a journal; ``by`` is who records it.

    Raises
    ------
    InputError
        With the first hundred things that are wrong, each with its line.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(Where(str(path)), f"cannot be read: {error}")) from error
    sha256 = hashlib.sha256(raw).hexdigest()
    reader = _Reader(str(path), sha256, by)
    reader.read(text.split("\n"))
    if reader.problems:
        raise InputError(reader.problems[:_MOST_PROBLEMS])
    return Journal(str(path), sha256, tuple(reader.drafts))


@dataclass
class _Reader:
    file: str
    sha256: str
    by: str
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)

    def wrong(self, number: int, message: str, value: str, expected: str) -> None:
        where = Where(self.file, line=number)
        self.problems.append(Problem(where, message, value=value.strip(), expected=expected))

    def read(self, lines: Iterable[str]) -> None:
        head: tuple[int, str] | None = None
        legs: list[Line] = []
        for number, line in enumerate(lines, start=1):
            if not line or line.isspace():
                continue
            if line[0] in " \t":
                body = line.partition(";")[0] if ";" in line else line
                if body.isspace() or not body:
                    continue
                if head is None:
                    self.wrong(number, "a leg without a posting above it", line, "a day and a text first")
                    continue
                leg = self.leg(number, body)
                if leg is not None:
                    legs.append(leg)
            elif line[0] not in ";#*":
                self.end(head, legs)
                head, legs = (number, line), []
        self.end(head, legs)

    def leg(self, number: int, body: str) -> Line | None:
        words = body.rsplit(None, 2)
        if len(words) != 3 or words[2] not in EXPONENTS:
            self.wrong(number, "this is no leg", body, "an account, two spaces, a sum and its currency")
            return None
        account, amount, currency = words
        minor = _minor(amount, EXPONENTS[currency])
        if minor is None:
            wanted = f"a sum with at most {EXPONENTS[currency]} digits after the point, not zero"
            self.wrong(number, "this is no sum", amount, wanted)
            return None
        return Line(account.strip(), Money(minor, currency))

    def end(self, head: tuple[int, str] | None, legs: list[Line]) -> None:
        """Finish the posting that began at ``head``."""
        if head is None:
            return
        number, line = head
        text, _, comment = line.partition(";")
        printed, _, memo = text.strip().partition(" ")
        day = self.days.get(printed)
        if day is None:
            try:
                day = self.days[printed] = date.fromisoformat(printed)
            except ValueError:
                self.wrong(number, "a posting begins with a day", printed, "for example 2023-03-07")
                return
        before = len(self.problems)
        self.balance(number, legs)
        if len(self.problems) > before:
            return
        key = comment.partition("key:")[2].strip() or f"journal/{self.sha256[:32]}/{number}"
        self.drafts.append(Draft(key, day, self.by, tuple(legs), memo=memo.strip()))

    def balance(self, number: int, legs: list[Line]) -> None:
        if len(legs) < 2:
            self.wrong(number, "a posting has two legs or more", str(len(legs)), "2")
        sums: dict[str, int] = {}
        for line in legs:
            money = line.money
            sums[money.currency] = sums.get(money.currency, 0) + money.minor
        for currency, rest in sums.items():
            if rest:
                self.wrong(
                    number,
                    f"the legs do not balance in {currency}",
                    str(Money(rest, currency)),
                    "nothing left",
                )


def _minor(amount: str, digits: int) -> int | None:
    """Read a sum as minor units; None where it is no sum, too fine, too large or zero."""
    whole, point, rest = amount.partition(".")
    sign = whole[:1]
    figures = whole[1:] if sign in ("-", "+") else whole
    if (
        not amount.isascii()
        or not figures.isdecimal()
        or (point and not rest.isdecimal())
        or len(rest) > digits
    ):
        return None
    minor = int(figures + rest.ljust(digits, "0"))
    if not 0 < minor <= LARGEST_MINOR:
        return None
    return -minor if sign == "-" else minor
