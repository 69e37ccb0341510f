"""The report as one page that stands alone: values in, text out; no network, no clock, no disk.

The page is written from top to bottom by the template ``templates/report.html.j2``; what it prints is made
here and in the modules beside. Sections appear only where the case holds the part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from downrange.base.figures import share_text, significant
from downrange.base.money import Money
from downrange.case.schema import Case, Unknown, day_range
from downrange.damage import comparison
from downrange.damage.assessment import Assessment, Damage
from downrange.damage.remediation import Treated
from downrange.report import charts, numbers, operations, refused, sections, shapes, spreads, sums
from downrange.report.basemap import CREDITS
from downrange.report.map import pictures, visible_places
from downrange.report.notes import Notes, cited
from downrange.report.sheet import fill
from downrange.report.words import QUANTITIES, word

__all__ = ["Matter", "render", "science_parts"]


@dataclass(frozen=True)
class Matter:
    """All that a report is made of.

    Attributes
    ----------
    case, assessment
        The case and what was computed for it (empty where it has no scenario).
    account : mapping, optional
        The JSON of ``downrange balance`` for the case.
    others : sequence of (Case, Assessment)
        The events that the case's comparison names.
    command : str
        What repeats this run.
    operations : mapping, optional
        The JSON of ``downrange consequence`` for a case that holds or lost something launches need.
    selection : mapping, optional
        The selection of ``attach`` with the largest target, with its ``curve`` of harm against cover.
    """

    case: Case
    assessment: Assessment
    account: Mapping[str, Any] | None = None
    others: Sequence[tuple[Case, Assessment]] = ()
    command: str = ""
    operations: Mapping[str, Any] | None = None
    selection: Mapping[str, Any] | None = None

    @property
    def events(self) -> list[comparison.Event]:
        """The events held against the sum: those of the comparison, else the case's own."""
        own = comparison.event_of(self.case, self.assessment, own=bool(self.case.claims))
        found = [event for pair in self.others if (event := comparison.event_of(*pair)) is not None]
        return ([own] if own else []) + found


def render(matter: Matter, language: str = "en") -> str:
    """Write the report of a matter.

    Raises
    ------
    SourceError
        If something printed names a source nobody holds.
    """
    books = [matter.case.sources, *(case.sources for case, _ in matter.others)]
    notes = Notes(*books)
    return fill(
        "report.html.j2",
        language,
        notes=notes,
        cited=partial(cited, language=language),
        **_identity(matter),
        **_answer(matter),
        **_picture(matter),
        **_course(matter),
        **_science(matter),
        **_restoring(matter),
        **_doubts(matter),
        operations=operations.section(matter.operations, matter.selection),
    )


def science_parts(matter: Matter) -> dict[str, Any]:
    """Give what the report prints of the science, piece by piece: pictures, tables, plans, doubts."""
    return {**_picture(matter), **_science(matter), **_restoring(matter), **_doubts(matter)}


def _identity(matter: Matter) -> dict[str, Any]:
    case, assessment = matter.case, matter.assessment
    marks = [word(name) for name in ("hypothetical", "fictional") if getattr(case, name)]
    head = " · ".join([*(mark.upper() for mark in marks), f"Downrange, {case.case}"])
    return {
        "case": case,
        "page_title": " · ".join([*marks, case.question or case.title, "Downrange"]),
        "print_head": Markup(head),  # noqa: S704 - our words and a slug: nothing that CSS or HTML would read
        "samples": assessment.samples,
        "seed": assessment.seed,
        "manifest": assessment.manifest,
        "manifest_digest": assessment.manifest.as_json()["digest"],
        "command": matter.command
        or f"downrange run {case.case} --samples {assessment.samples} --seed {assessment.seed}",
        "credits": CREDITS,
        "party": partial(sections.party_name, case),
        "said": _said,
        "is_link": is_link,
        "exact": sums.exact,
        "title": numbers.quantity_title,
        "unit": numbers.unit_text,
        "money_json": money_json,
    }


def _said(value: str | Unknown | None) -> str:
    return "" if value is None else value.unknown if isinstance(value, Unknown) else value


def is_link(address: str | None) -> bool:
    """Say whether an address may become a link: a page of the web, nothing that would run.

    >>> is_link("https://adilet.zan.kz/"), is_link("javascript:alert(1)"), is_link(None)
    (True, False, False)
    """
    return address is not None and address.startswith(("https://", "http://"))


def money_json(value: Mapping[str, Any] | None) -> str:
    """Write money as it stands in JSON: an amount, or a low and a high one.

    >>> money_json({"amount": "12.50", "currency": "KZT"})
    '12.50 KZT'
    """
    if value is None:
        return word("nothing_known")
    if "amount" in value:
        return str(Money.of(str(value["amount"]), str(value["currency"])))
    return f"{money_json(value['low'])} … {money_json(value['high'])}"


def _damages(matter: Matter) -> list[Damage]:
    return [damage for event in matter.events for damage in event.assessment.damages]


def _answer(matter: Matter) -> dict[str, Any]:
    """Put the law first, then the range over the methods; no method alone is ever the headline."""
    reported = comparison.reported(matter.case)
    lines: list[sections.Line] = [
        ((comparison.range_sentence(event, reported), "distance"),) for event in matter.events if reported
    ]
    if not matter.others:
        lines += sections.headline(matter.assessment)
    claims = sums.claim_sums(matter.case)
    return {
        "law": sums.law_box(_damages(matter)),
        "law_notes": sums.law_notes(matter.case, matter.events),
        "computed_lines": lines,
        "claims": claims,
        "answer_sources": claims[0].claim.sources[:2] if claims else (),
    }


def _picture(matter: Matter) -> dict[str, Any]:
    reported = comparison.reported(matter.case)
    refused = matter.case.comparison.refused if matter.case.comparison else ()
    groups = sums.groups(matter.events, reported, refused) if reported and matter.events else []
    chart = charts.interval_chart(
        groups,
        title="Damage of one event as a share of the sum, by method",
        tick=numbers.tick_text,
        mark=(1.0, word("the_sum" if matter.others else "the_claim")),
    )
    tables = [
        {
            "title": event.case.title,
            "rows": [
                _method_row(share.damage, share, event)
                for share in comparison.shares(event.assessment.damages, reported)
                if not sums.idle(share.damage)
            ],
            "idle": _idle(event.assessment),
        }
        for event in matter.events
    ]
    return {
        "comparing": bool(matter.others),
        "share_chart": chart if groups else "",
        "reported": list(reported.values()),
        "event_tables": tables,
        "method_rows": [] if matter.others else _own_methods(matter),
        "idle_methods": [] if matter.others else _idle(matter.assessment),
    }


def _own_methods(matter: Matter) -> list[dict[str, Any]]:
    asked = [damage for damage in matter.assessment.damages if not sums.idle(damage)]
    return [_method_row(damage, None, None, matter.assessment) for damage in asked]


def _idle(assessment: Assessment) -> list[str]:
    return [comparison.method_title(damage) for damage in assessment.damages if sums.idle(damage)]


def _method_row(
    damage: Damage,
    share: comparison.Share | None,
    event: comparison.Event | None,
    assessment: Assessment | None = None,
) -> dict[str, Any]:
    if damage.amount is not None and damage.currency is not None:
        amount = numbers.money_text(damage.amount, damage.currency)
    else:
        amount = word("refused")
    held = share.share if share else None
    trace = assessment.central if assessment else None
    name = f"damages.{damage.method}"
    return {
        "title": comparison.method_title(damage),
        "damage": damage,
        "amount": amount,
        "share": share_text(held.p50) if held else "",
        "count": comparison.count_text(held, event.noun) if held and event else "",
        "parts": _parts(damage),
        "derivation": sections.derivation(trace, name, f"{name}.p50", damage.method) if trace else None,
    }


def _parts(damage: Damage) -> str:
    """Name the parts of a sum where it has more than one, by their medians."""
    if len(damage.parts) < 2:
        return ""
    return ", ".join(f"{part} {significant(amount.p50)}" for part, amount in damage.parts.items())


def _course(matter: Matter) -> dict[str, Any]:
    case = matter.case
    spoken = sections.spoken(case)
    moments, spans = sections.time_line_of(case)
    drawn = charts.time_line(moments, spans, word("until_unknown"), case.title) if moments else ""
    return {
        "spoken": spoken,
        "echoes": sum(1 for statement in spoken if statement.echo_of),
        "accounts": [matter.account, *matter.account.get("others", [])] if matter.account else [],
        "time_line": drawn,
        "timeline": sorted(case.timeline, key=lambda event: day_range(event.on)[0]),
        "lease_rows": _lease(case),
    }


def _lease(case: Case) -> list[tuple[str, str]]:
    if case.lease is None:
        return []
    lease = case.lease
    rent = lease.rent_per_year
    return [
        ("Instrument", lease.title),
        ("Object", lease.object),
        ("Lessor", sections.party_name(case, lease.lessor)),
        ("Tenant", sections.party_name(case, lease.tenant)),
        ("Signed", lease.signed_on),
        ("In force", _said(lease.in_force_on)),
        ("Until", _said(lease.until)),
        ("Rent a year", str(rent) if isinstance(rent, Money) else f"{word('nothing_known')}: {rent.unknown}"),
        ("Payable", _said(lease.payable)),
    ]


_TOLD = {
    f"{substance}_{way}_kg"
    for substance in ("udmh", "n2o4", "kerosene")
    for way in ("reacted", "to_air", "to_soil")
}
"""Quantities whose derivation the page itself opens; ``downrange explain`` opens every one."""


def _science(matter: Matter) -> dict[str, Any]:
    events = matter.events
    drawn = [picture for event in events for picture in pictures(event.assessment, event.case.title)]
    ladders = []
    for event in events:
        for ladder in sections.ladders(event.assessment):
            ladders.append(
                {
                    "substance": ladder.substance,
                    "owner": event.case.title if matter.others else "",
                    "parts": ladder.parts,
                    "chart": charts.split_chart(ladder.parts, f"Where the {ladder.substance} went"),
                }
            )
    own = matter.assessment
    laid = sections.measured_groups(matter.case, own)
    headlines = set(QUANTITIES) | {item.quantity for item in matter.case.measured} | _TOLD
    return {
        "maps": [picture for picture in drawn if not picture.of_field],
        "field_maps": [picture for picture in drawn if picture.of_field],
        "places": [place for event in events for place in visible_places(event.assessment)],
        "places_left": sum(
            len(event.assessment.places) - len(visible_places(event.assessment)) for event in events
        ),
        "distributions": spreads.distributions(own),
        "shapes": [
            {"title": event.case.title if matter.others else "", **laid_out}
            for event in events
            if (laid_out := shapes.shapes(event.assessment)) is not None
        ],
        "ladders": ladders,
        "compared": sections.compared(matter.case, own),
        "measured_charts": [
            {"unit": unit, "chart": _measured_chart(groups, unit)} for unit, groups in laid.items()
        ],
        "quantities": [
            {
                "name": name,
                "title": numbers.quantity_title(name),
                "value": numbers.interval_text(figure),
                "unit": numbers.unit_text(name),
                "derivation": sections.derivation(own.central, name, f"quantities.{name}")
                if name in headlines
                else None,
            }
            for name, figure in own.quantities.items()
        ],
    }


def _measured_chart(groups: list[charts.Group], unit: str) -> Markup:
    return charts.interval_chart(
        groups,
        title=f"Measured against modelled, {unit}",
        tick=lambda exponent: f"{significant(10.0**exponent, 1)} {unit}",
    )


def _restoring(matter: Matter) -> dict[str, Any]:
    """Lay the plan to restore the ground out: what law may ask for where it allows no money."""
    plans = [
        {
            "title": event.case.title if matter.others else "",
            "plan": event.assessment.remediation,
            "ground": [_ground(treated) for treated in event.assessment.remediation.ground],
        }
        for event in matter.events
        if event.assessment.remediation is not None
    ]
    return {"plans": plans}


def _ground(treated: Treated) -> dict[str, str]:
    stages = "" if treated.stages is None else f"{treated.stages[0]} to {treated.stages[1]}"
    return {
        "substance": numbers.quantity_title(treated.substance),
        "area": f"{numbers.interval_text(treated.area)} m²",
        "stages": stages or word("nothing_known"),
    }


def _doubts(matter: Matter) -> dict[str, Any]:
    events = matter.events
    assumptions = [
        line
        for event in (events if matter.others else events[:1])
        for line in sections.assumed(event.case, event.assessment)
    ]
    return {
        "assumed": list({(line.name, line.value): line for line in assumptions}.values()),
        "drivers": [
            {"title": event.case.title if matter.others else "", "rows": rows}
            for event in events
            if (rows := _drivers(event, only_sums=bool(matter.others)))
        ],
        "swings": [row for event in events for row in _swings(event)],
        "driver_charts": [chart for event in events for chart in spreads.driver_charts(event.assessment)],
        "narrowing": list(dict.fromkeys(line for e in events for line in spreads.narrowing(e.assessment))),
        "unresolved": list(dict.fromkeys(name for event in events for name in _unresolved(event))),
        "refusals": _refusals(matter),
        "standing": refused.standing_lines() if events else (),
        "problems": [
            str(problem)
            for event in events
            for problem in event.assessment.problems
            if "is an assumption" not in problem.message  # told under its own heading
        ],
        "run_notes": list(dict.fromkeys(n for event in events for n in event.assessment.notes)),
    }


_MOST_DRIVERS = 2  # for each figure; the JSON holds all that the draws can tell


def _drivers(event: comparison.Event, *, only_sums: bool) -> list[dict[str, Any]]:
    titles = {f"damages.{d.method}": comparison.method_title(d) for d in event.assessment.damages}
    units = {f"damages.{d.method}": d.currency or "" for d in event.assessment.damages}
    seen: Counter[str] = Counter()
    found = []
    for driver in event.assessment.drivers:  # figure by figure, the greatest share first
        seen[driver.figure] += 1
        if seen[driver.figure] > _MOST_DRIVERS or not driver.resolved:
            continue
        if only_sums and driver.figure not in titles:
            continue
        name = driver.figure.removeprefix("quantities.")
        unit = units.get(driver.figure) or numbers.unit_text(name)
        found.append(
            {
                "figure": titles.get(driver.figure, numbers.quantity_title(name)),
                "input": numbers.quantity_title(driver.input),
                "share": word(
                    "interval_of_share",
                    share=f"{100 * driver.share:.0f} %",
                    low=f"{100 * driver.low_share:.0f}",
                    high=f"{100 * driver.high_share:.0f}",
                ),
                "span": f"{significant(driver.low)} … {significant(driver.high)} {unit}".strip(),
            }
        )
    return found


def _unresolved(event: comparison.Event) -> list[str]:
    titles = {f"damages.{d.method}": comparison.method_title(d) for d in event.assessment.damages}
    names = [d.figure for d in event.assessment.drivers if not d.resolved]
    return [titles.get(name, numbers.quantity_title(name)) for name in names]


def _refusals(matter: Matter) -> tuple[refused.RefusedLine, ...]:
    comparison_ = matter.case.comparison
    assessments = [event.assessment for event in matter.events]
    return refused.refused_lines(assessments, comparison_.refused if comparison_ else ())


def _swings(event: comparison.Event) -> list[dict[str, str]]:
    titles = {
        f"damages.{d.method}": (comparison.method_title(d), d.currency) for d in event.assessment.damages
    }
    found = []
    for swing in event.assessment.swings:
        title, currency = titles[swing.figure]
        span = f"{significant(swing.low)} … {significant(swing.high)} {currency or ''}".strip()
        ratio = f"{significant(swing.ratio, 3)} ×"
        found.append({"figure": title, "what": swing.what, "span": span, "ratio": ratio})
    return found
