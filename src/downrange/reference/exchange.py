"""Exchange rates with the convention of their series: conversion only at a named rate, source and date.

The National Bank's official rate of a day is the exchange mean of the session before. Published series date
their rows either by the session or by the day the rate is official for, and one of them changed its mind in
2012; each quote therefore carries the days it is official for. A rate of a weaker series (a cross, a mean)
never becomes official.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from downrange.base.calendar import is_working_day
from downrange.base.money import Money, Rounding
from downrange.errors import SourceError
from downrange.reference.library import citation, table

__all__ = ["Converted", "Quote", "convert", "official", "quotes", "series_names", "supplied_quote"]

Standing = Literal["official", "unchecked", "ambiguous", "weak", "supplied"]


@dataclass(frozen=True)
class Quote:
    """One rate: units of ``quote`` per unit of ``base``, the days it is for, its series and what that means.

    ``standing`` is ``official`` (read as official, or by the checked rule of the series), ``unchecked`` (by
    a rule nobody checked for that time), ``ambiguous`` (the rule of that time is unknown), ``weak`` (a cross
    or a mean), or ``supplied`` by the user.
    """

    series: str
    base: str
    quote: str
    rate: Decimal
    on: date
    through: date
    standing: Standing
    convention: str
    source: str
    tolerance_percent: Decimal = Decimal(0)

    @property
    def pair(self) -> str:
        """The pair as printed: base, stroke, quote."""
        return f"{self.base}/{self.quote}"


@dataclass(frozen=True)
class Converted:
    """A sum after conversion, with everything one needs to do it again."""

    amount: Money
    of: Money
    at: Quote
    rounding: Rounding

    def as_json(self) -> dict[str, Any]:
        """Give the sum with its rate, date, series, convention and source."""
        return {
            "amount": self.amount.as_json(),
            "of": self.of.as_json(),
            "rate": str(self.at.rate),
            "pair": self.at.pair,
            "on": self.at.on.isoformat(),
            "series": self.at.series,
            "standing": self.at.standing,
            "convention": self.at.convention,
            "source": self.at.source,
            "rounding": self.rounding,
        }


def _series() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = table("fx/series.yaml")["series"]
    return found


def series_names() -> tuple[str, ...]:
    """List the series of the library."""
    return tuple(_series())


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    text = files("downrange.reference").joinpath("fx", name).read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=16)
def quotes(series: str) -> tuple[Quote, ...]:
    """Give every quote of a series, in the order of its days.

    Raises
    ------
    SourceError
        If the library has no such series.
    """
    if series not in _series():
        raise SourceError(f"the library has no exchange rate series {series!r}", [series])
    body = _series()[series]
    citation(body["source"])
    readers = {
        "official-printed": _printed,
        "imf-daily": _dollar,
        "imf-month-end": _dollar,
        "month-end-cross": _month_end_cross,
        "year-mean": _year_mean,
        "weekly-cross": _weekly_cross,
        "customs-month": _customs_month,
    }
    found = readers[series](series, body)
    return tuple(sorted(found, key=lambda one: (one.on, one.pair)))


def _printed(series: str, body: Mapping[str, Any]) -> Iterator[Quote]:
    for row in body["rows"]:
        base, quote = row["pair"].split("/")
        on = date.fromisoformat(row["on"])
        through = date.fromisoformat(row.get("through", row["on"]))
        citation(row["source"])
        yield Quote(
            series, base, quote, Decimal(row["rate"]), on, through, "official",
            "read as the official rate of the day", row["source"],
        )  # fmt: skip


def _dollar(series: str, body: Mapping[str, Any]) -> Iterator[Quote]:
    for row in _rows(body["file"]):
        if not row["usd_kzt"]:
            continue
        dated = date.fromisoformat(row["date"])
        session = _last_working_day(dated) if series == "imf-month-end" else dated
        for convention in body["conventions"]:
            first, last = (date.fromisoformat(convention[end]) for end in ("from", "to"))
            if first <= dated <= last:
                on, through, told = _official_days(session, convention["means"])
                yield Quote(
                    series, "USD", "KZT", Decimal(row["usd_kzt"]), on, through, convention["standing"], told,
                    body["source"],
                )  # fmt: skip


def _last_working_day(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _official_days(session: date, means: str) -> tuple[date, date, str]:
    """Give the days a row's rate is official for; after a session these run to the next working day."""
    if means == "same-date":
        return session, session, f"row of {session}: the official rate of the same date"
    following = session + timedelta(days=1)
    through = following
    while not is_working_day(through):
        through += timedelta(days=1)
    if means == "next-day":
        return following, through, f"exchange mean of {session}: official from the next day"
    return session, through, f"row of {session}: whether of that date or of the next is not known"


def _weak(series: str, body: Mapping[str, Any], pair: str, rate: Decimal, days: tuple[date, date]) -> Quote:
    base, quote = pair.split("/")
    return Quote(
        series, base, quote, rate, days[0], days[1], "weak", body["says"], body["source"],
        Decimal(body["tolerance_percent"]),
    )  # fmt: skip


def _cross(above: str, below: str) -> Decimal | None:
    if not above or not below or not Decimal(below):
        return None
    return (Decimal(above) / Decimal(below)).quantize(Decimal("0.0001"))


def _month_end_cross(series: str, body: Mapping[str, Any]) -> Iterator[Quote]:
    for row in _rows(body["file"]):
        day = date.fromisoformat(row["date"])
        for name, column in (("EUR", "usd_eur"), ("RUB", "usd_rub")):
            rate = _cross(row["usd_kzt"], row[column])
            if rate is not None:
                yield _weak(series, body, f"{name}/KZT", rate, (day, day))


def _year_mean(series: str, body: Mapping[str, Any]) -> Iterator[Quote]:
    for row in _rows(body["file"]):
        days = date(int(row["date"]), 1, 1), date(int(row["date"]), 12, 31)
        if row["usd_kzt"]:
            yield _weak(series, body, "USD/KZT", Decimal(row["usd_kzt"]), days)
        for name, column in (("EUR", "usd_eur"), ("RUB", "usd_rub")):
            rate = _cross(row["usd_kzt"], row[column])
            if rate is not None:
                yield _weak(series, body, f"{name}/KZT", rate, days)


def _weekly_cross(series: str, body: Mapping[str, Any]) -> Iterator[Quote]:
    for row in _rows(body["file"]):
        day = date.fromisoformat(row["date"])
        for name, column in (("USD", "usd_pln"), ("EUR", "eur_pln")):
            rate = _cross(row[column], row["kzt_pln"])
            if rate is not None:
                yield _weak(series, body, f"{name}/KZT", rate, (day, day))


def _customs_month(series: str, body: Mapping[str, Any]) -> Iterator[Quote]:
    for row in _rows(body["file"]):
        year, month = (int(part) for part in row["date"].split("-"))
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        for name in ("USD", "EUR", "RUB"):
            rate = _cross(row["gbp_kzt"], row[f"gbp_{name.lower()}"])
            if rate is not None:
                yield _weak(series, body, f"{name}/KZT", rate, (first, last))


def official(base: str, quote: str, on: date) -> Quote:
    """Give the official rate of a day.

    Raises
    ------
    SourceError
        If no official rate of that day is in hand; no weaker series stands in for it.
    """
    for series in ("official-printed", "imf-daily", "imf-month-end"):
        for one in quotes(series):
            same = (one.base, one.quote) == (base, quote)
            if same and one.on <= on <= one.through and one.standing in ("official", "unchecked"):
                return one
    asked = f"official rate {base}/{quote} on {on}"
    raise SourceError(f"no {asked} is in hand; supply it with its source", [asked])


def supplied_quote(base: str, quote: str, rate: str | Decimal, on: date, source: str) -> Quote:
    """Make a quote of a rate the user gives with its source."""
    return Quote(
        "supplied", base, quote, Decimal(rate), on, on, "supplied", "as supplied by the user", source
    )


def convert(of: Money, at: Quote, rounding: Rounding) -> Converted:
    """Convert a sum at one named quote, in either direction, rounding once.

    Raises
    ------
    ValueError
        If the quote is of other currencies.
    """
    if of.currency == at.base:
        return Converted(of.converted(at.rate, at.quote, rounding), of, at, rounding)
    if of.currency == at.quote:
        inverse = of.divided(at.rate, at.base, rounding)
        return Converted(inverse, of, at, rounding)
    raise ValueError(f"{at.pair} does not convert {of.currency}")
