"""What stops if this is frozen: launches, who depends on them, who could take over, what permits them.

Single points of failure are named to those whose task needs them; others get the same page with counts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy

from downrange.case.schema import Case
from downrange.report.basemap import CREDITS
from downrange.web import cases
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.pictures import drawn
from downrange.web.policy import Action, Row, allowed
from downrange.web.selecting import is_large, largest_target

__all__ = ["consequences", "tabs", "urls"]

SAMPLES = 1000
_MOST_CHOSEN = 200


@page(Action.CONSEQUENCE_VIEW, case=True)
def consequences(request: PageRequest, case: str) -> HttpResponse:
    """Show what a measure stops: what the case itself holds, or with ``?freeze=`` what is chosen."""
    on = asked_day(request).isoformat() if request.GET.get("on") else None
    chosen = tuple(dict.fromkeys(request.GET.getlist("freeze")))[:_MOST_CHOSEN]
    named = allowed(request.who, Action.CONSEQUENCE_WEAK_POINTS, Row(case=case))
    the_case = cases.the_case(case)
    found = _computed(case, chosen, on, named, cases.version(case))
    things = [{**row, "chosen": row["id"] in chosen} for row in [*_own(the_case), *_library(named)]]
    context: dict[str, Any] = {
        "case": the_case,
        "asked": on or "",
        "chosen": chosen,
        "own": [row for row in things if row["own"]],
        "library": [row for row in things if not row["own"]],
        "named": named,
        "points": found["points"] if found else [],
        "o": _localised(found["section"]) if found else None,
        "document": found["document"] if found else None,
        "sources": found["sources"] if found else {},
        "counts": found["counts"] if found else {},
        "large": found is not None and is_large(case),
        "basemap_credit": CREDITS[0],
    }
    return render(request, "web/consequences.html", context)


@lru_cache(maxsize=64)
def _computed(
    case: str, freeze: tuple[str, ...], on: str | None, named: bool, version: tuple[str, int]
) -> dict[str, Any] | None:
    """Compute the consequences once for each question; None where the case holds nothing launches need.

    Kept until something about the case is recorded, which changes ``version``.
    """
    from downrange.operations.library import library_resources
    from downrange.report.operations import section
    from downrange.service.consequences.operations import consequence_report, consequences_of

    if freeze:
        document: dict[str, Any] | None = consequence_report(
            case, freeze, on, samples=SAMPLES, names=named, recorded=True
        )
    else:
        document = consequences_of(case, on, samples=SAMPLES, names=named, recorded=True)
    if document is None:
        return None
    shown = section(document, largest_target(case, document["on"]))
    counts = dict.fromkeys(("stopped", "delayed", "unaffected"), 0)
    for row in document["launches"]:
        counts[row["effect"]] += 1
    titles = {name: one.title for name, one in library_resources().items()}
    points = [
        {**row, "title": titles.get(row.get("resource", ""), row.get("resource", ""))}
        for row in document["single_points"]
    ]
    return {
        "document": document,
        "section": shown,
        "sources": _sources(shown),
        "counts": counts,
        "points": points,
    }


def _localised(section: dict[str, Any]) -> dict[str, Any]:
    """Give the section with its pictures in the reader's language; what is kept stays as it was drawn."""
    pictures = {key: drawn(str(section[key])) for key in ("timeline", "graph", "curve") if section.get(key)}
    maps = [{**one, "svg": drawn(str(one["svg"]))} for one in section["maps"] or ()]
    return {**section, **pictures, "maps": maps}


def _sources(shown: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    """Give the citations of every source that the page names."""
    from downrange.reference import library

    rows = [row for part in ("worth", "tracks", "zones", "money") for row in (shown or {})[part]]
    wanted = dict.fromkeys(str(row["source"]) for row in rows if row.get("source"))
    known = library.sources()
    return {key: known[key].model_dump(mode="json", exclude_none=True) for key in wanted if key in known}


def _own(case: Case) -> list[dict[str, Any]]:
    return [
        {"id": asset.id, "name": asset.title.model_dump(exclude_none=True), "kind": asset.kind, "own": True}
        for asset in case.assets
    ]


def _library(named: bool) -> list[dict[str, Any]]:
    """List what launches need by the library's name; a list of weak places is for those who may see them."""
    if not named:
        return []
    from downrange.operations.library import library_resources

    return [
        {"id": f"asset/{name}", "name": {"en": one.title}, "kind": one.kind, "own": False}
        for name, one in library_resources().items()
    ]


tabs = (Tab(gettext_lazy("Consequences"), "consequences", Action.CONSEQUENCE_VIEW, order=55, part="assets"),)
urls = [path("cases/<slug:case>/consequences/", consequences, name="consequences")]
