"""A case as the first page shows it: plain values out of the case, its account and its contradictions.

Pure but for what :mod:`downrange.web.cases` keeps. Nothing is converted without a rate, a day and a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from downrange.base.money import Money
from downrange.case.schema import Case, Unknown, day_range
from downrange.errors import SourceError
from downrange.web import cases

__all__ = [
    "cited", "conversions", "disputed", "explained", "headline", "held", "next_steps", "party",
    "rate_sources", "timeline",
]  # fmt: skip

SHOWN_IN = ("KZT", "USD", "EUR", "RUB")
"""Currencies in which readers think; a sum is shown in each for which a rate of its day is in hand."""


def headline(name: str, on: date) -> list[dict[str, Any]]:
    """Give each claim with its four sums and what is outstanding on a day, conversions beside.

    Returns
    -------
    list of dict
        ``claim``, ``title``, ``basis``, ``creditor``, ``debtor``, ``standing``, ``sums``: each with ``name``,
        ``figure`` (for its derivation), ``money`` or ``high`` besides, ``why``, ``on``, ``conversions``,
        ``sources``.
    """
    case = cases.the_case(name)
    found = []
    for index, (claim, account) in enumerate(
        zip(case.claims, cases.account(name, on.isoformat()), strict=True)
    ):
        prefix = "claim" if index == 0 else claim.id
        sums = [
            _sum(prefix, key, getattr(claim, key), getattr(claim, f"{key}_on"), claim.arising_on)
            for key in ("asserted", "awarded", "agreed", "paid")
        ]
        sums.append(_outstanding(prefix, account, on))
        found.append(
            {
                "claim": claim.id,
                "title": claim.title,
                "basis": claim.basis,
                "standing": account.get("standing"),
                "creditor": party(case, claim.creditor),
                "debtor": party(case, claim.debtor),
                "sums": sums,
                "flags": account.get("flags", []),
            }
        )
    return found


def _sum(prefix: str, key: str, value: Money | Unknown, day: str | None, arising: str) -> dict[str, Any]:
    known = value if isinstance(value, Money) else None
    on = day or (arising if known else "")
    return {
        "name": key,
        "figure": f"{prefix}.{key}",
        "money": known,
        "high": None,
        "why": value.unknown if isinstance(value, Unknown) else "",
        "on": on,
        "conversions": conversions(known, day_range(on)[1]) if known else (),
    }


def _outstanding(prefix: str, account: Mapping[str, Any], on: date) -> dict[str, Any]:
    low, high = (_money(end) for end in _ends(account.get("outstanding")))
    return {
        "name": "outstanding",
        "figure": f"{prefix}.outstanding",
        "money": low,
        "high": high if high != low else None,
        "why": account.get("outstanding_reason", ""),
        "on": on.isoformat(),
        "conversions": conversions(low, on) if low else (),
    }


def _ends(body: Mapping[str, Any] | None) -> tuple[Mapping[str, str] | None, Mapping[str, str] | None]:
    """Give the low and the high end of a sum or a range of sums, as JSON holds them."""
    if not body:
        return None, None
    return (body["low"], body["high"]) if "low" in body else (body, body)


def _money(body: Mapping[str, str] | None) -> Money | None:
    return Money.of(body["amount"], body["currency"]) if body else None


@lru_cache(maxsize=4096)
def conversions(of: Money, on: date) -> tuple[dict[str, Any], ...]:
    """Convert a sum at the official rate of a day, else at a weaker rate that says so.

    Returns
    -------
    tuple of dict
        ``currency`` and either ``converted`` (as :class:`downrange.reference.exchange.Converted` in JSON) or
        ``missing``: no rate of that day is in hand. By tenge only, as the series are.
    """
    from downrange.reference.exchange import convert

    wanted = [code for code in SHOWN_IN if code != of.currency]
    if of.currency != "KZT":
        wanted = ["KZT"]
    rows: list[dict[str, Any]] = []
    for currency in wanted:
        base = of.currency if currency == "KZT" else currency
        quote = _rate(base, on)
        if quote is None:
            rows.append({"currency": currency, "missing": True, "on": on.isoformat()})
        else:
            rows.append(
                {
                    "currency": currency,
                    "missing": False,
                    "converted": convert(of, quote, "half-up").as_json(),
                    "tolerance_percent": quote.tolerance_percent,
                }
            )
    if all(row["missing"] for row in rows):
        return ({"currency": "", "missing": True, "on": on.isoformat()},)
    return tuple(row for row in rows if not row["missing"])


@lru_cache(maxsize=4096)
def _rate(base: str, on: date) -> Any:
    """Find a rate to tenge: the official one of the day, else one of a weaker series that covers it."""
    from downrange.reference import exchange

    try:
        return exchange.official(base, "KZT", on)
    except SourceError:
        pass
    weak = [
        one
        for series in ("weekly-cross", "month-end-cross", "customs-month")
        if series in exchange.series_names()
        for one in exchange.quotes(series)
        if one.base == base and one.quote == "KZT" and one.on <= on <= one.through
    ]
    return weak[0] if weak else None


def party(case: Case, reference: str | Unknown | None) -> dict[str, Any]:
    """Give a party's identifier with its names in the languages of the product."""
    if reference is None:
        return {"id": "", "en": ""}
    if isinstance(reference, Unknown):
        return {"id": "", "en": reference.unknown}
    found = next((one for one in case.parties if one.id == reference), None)
    if found is None:
        return {"id": reference, "en": reference}
    return {"id": reference, **found.name.model_dump(exclude_none=True)}


def held(name: str, on: date) -> list[dict[str, Any]]:
    """Give each measure with its state on a day and what it reaches."""
    from downrange.law.enforcement.measures import states

    case = cases.the_case(name)
    titles = {asset.id: asset.title.model_dump(exclude_none=True) for asset in case.assets}
    rows = []
    for state in states(case, on):
        measure = state.measure
        rows.append(
            {
                **state.as_json(),
                "against": party(case, measure.against),
                "ordered_by": party(case, measure.ordered_by),
                "reaches": [{"id": one, **titles.get(one, {"en": one})} for one in measure.reaches],
                "scope": measure.scope,
                "sources": list(measure.sources),
            }
        )
    return rows


def disputed(name: str) -> list[dict[str, Any]]:
    """Give each contradiction with what every side says, so that they stand side by side."""
    from downrange.report.sections import value_text

    case = cases.the_case(name)
    by_id = {statement.id: statement for statement in case.statements}
    rows = []
    for conflict in cases.statements(name, None)["conflicts"]:
        sides = []
        for side in conflict["sides"]:
            said = [by_id[one] for one in side if one in by_id]
            library = [one for one in side if one not in by_id]
            sides.append(
                {
                    "said": [
                        {
                            "value": value_text(case, one.value),
                            "by": party(case, one.said_by),
                            "on": one.said_on or one.reported_on,
                            "source": one.source,
                        }
                        for one in said
                    ],
                    "library": library,
                }
            )
        rows.append({**conflict, "sides": sides})
    return rows


def next_steps(name: str, on: date) -> dict[str, list[dict[str, Any]]]:
    """Give who may act next and by when: terms that run or end about now, and those that have passed."""
    terms = [
        {**term, "claim": account["claim"]}
        for account in cases.account(name, on.isoformat())
        for term in account.get("deadlines", [])
    ]
    running = sorted((t for t in terms if t["state"] != "passed"), key=lambda t: str(t["by"]))
    passed = sorted((t for t in terms if t["state"] == "passed"), key=lambda t: str(t["by"]), reverse=True)
    return {"running": running, "passed": passed}


def timeline(name: str) -> list[dict[str, Any]]:
    """Give the dated facts of a case in order, each with its sources."""
    case = cases.the_case(name)
    return [
        {
            "on": event.on,
            "title": event.title,
            "note": event.note,
            "amount": event.amount,
            "actors": [party(case, one) for one in event.actors],
            "sources": list(event.sources),
        }
        for event in sorted(case.timeline, key=lambda event: day_range(event.on)[0])
    ]


def cited(name: str, more: Iterable[str] = ()) -> dict[str, dict[str, Any]]:
    """Give the citations of a case by key: its own, then those of the library that are named in it.

    Parameters
    ----------
    name : str
        The case.
    more : iterable of str
        Further keys that a page names, such as those of exchange rates.
    """
    from downrange.reference import library

    case = cases.the_case(name)
    named = [
        key for part in (case.measures, case.timeline, case.claims) for one in part for key in one.sources
    ]
    named += [one.source for one in case.statements]
    wanted = [key for key in dict.fromkeys([*named, *more]) if key not in case.sources]
    known = {**case.sources, **{key: source for key, source in library.sources().items() if key in wanted}}
    return {key: source.model_dump(mode="json", exclude_none=True) for key, source in known.items()}


def rate_sources(claims: Iterable[Mapping[str, Any]]) -> list[str]:
    """List the sources of the rates that the sums of :func:`headline` were converted at."""
    rows = (row for claim in claims for sum_ in claim["sums"] for row in sum_["conversions"])
    return sorted({row["converted"]["source"] for row in rows if not row["missing"]})


def explained(name: str, figure: str, on: date) -> dict[str, Any] | None:
    """Explain a figure of the case or of its account, with the keys of ``explain --json``; None if unknown.

    Figures: ``claim.asserted`` and its like; ``claim.outstanding``, ``claim.principal``, ``claim.interest``;
    with a claim's name in front for the claims after the first; ``quantities.NAME`` and ``damages.METHOD`` of
    the latest assessment on these pages, with the event's name in front where the case compares events.
    """
    from downrange.reference import library
    from downrange.service.science.explained import claim_figures

    case = cases.the_case(name)
    found = claim_figures(case).get(figure) or _account_figure(name, figure, on) or _kept(name, figure)
    if found is None:
        return None
    known = {**library.sources(), **case.sources}
    for event in case.comparison.events if case.comparison else ():
        known |= cases.the_case(event).sources
    keys = {leaf["source"] for leaf in found["leaves"]} & set(known)
    sources = {key: known[key].model_dump(mode="json", exclude_none=True) for key in sorted(keys)}
    return {"case": name, "figure": figure, **found, "sources": sources}


def _kept(name: str, figure: str) -> dict[str, Any] | None:
    """Explain a figure of the latest assessment that was computed for the pages; None where there is none."""
    from downrange.service.science.derivations import derivation_of
    from downrange.web import jobs

    job = jobs.latest("assessment", name)
    return derivation_of(job.result["derivations"], figure) if job is not None and job.result else None


def _account_figure(name: str, figure: str, on: date) -> dict[str, Any] | None:
    prefix, _, what = figure.rpartition(".")
    accounts = {
        "claim" if index == 0 else account["claim"]: account
        for index, account in enumerate(cases.account(name, on.isoformat()))
    }
    account = accounts.get(prefix)
    if account is None or what not in ("outstanding", "principal", "interest"):
        return None
    value = account.get(what)
    shown = _ends(value)[0] if isinstance(value, dict) and "unknown" not in value else None
    steps = [
        {
            "name": f"{account['claim']}.{what}",
            "method": account.get(f"{what}_reason") or "entries of the account",
            "inputs": [f"{entry['date']} {entry['head']}" for entry in account.get("entries", [])],
            "output": shown.get("amount", "") if isinstance(shown, dict) else "",
            "unit": shown.get("currency", "") if isinstance(shown, dict) else "",
            "validity": on.isoformat(),
        },
        *(
            {
                "name": charge["head"],
                "method": charge["when"],
                "inputs": [charge["assumption"]],
                "output": charge["amount"]["amount"],
                "unit": charge["amount"]["currency"],
                "validity": charge["article"],
            }
            for charge in account.get("charges", [])
            if charge.get("amount")
        ),
    ]
    leaves = _said_and_posted(name, account["claim"], prefix, on)
    leaves += [
        {
            "name": rule["parameter"],
            "value": rule["value"],
            "unit": "",
            "kind": rule["certainty"],
            "source": rule["source"],
            "locator": rule["article"],
        }
        for rule in account.get("rules", [])
        if not isinstance(rule["value"], list | dict)
    ]
    return {
        "value": shown.get("amount") if isinstance(shown, dict) else None,
        "unit": shown.get("currency", "") if isinstance(shown, dict) else "",
        "steps": steps,
        "leaves": leaves,
    }


def _said_and_posted(name: str, claim: str, prefix: str, on: date) -> list[dict[str, Any]]:
    """Give what an account begins with (who said what is owed) and each entry posted, with sources."""
    from downrange.service.science.explained import claim_figures

    case = cases.the_case(name)
    figures = claim_figures(case)
    begun = next((figures[f"{prefix}.{sum_}"] for sum_ in _OWED_FIRST if f"{prefix}.{sum_}" in figures), None)
    posted = [
        {
            "name": f"{entry.on} {entry.head}",
            "value": entry.amount.as_json()["amount"],
            "unit": entry.amount.currency,
            "kind": "posted",
            "source": entry.source,
            "locator": entry.document,
        }
        for entry in case.entries
        if entry.claim == claim and day_range(entry.on)[0] <= on
    ]
    return [*(begun["leaves"] if begun is not None else ()), *posted]


_OWED_FIRST = ("awarded", "agreed", "asserted")
"""Which of a claim's sums an account begins with, where it is known."""
