"""The public register: what everybody may see, proofs that an entry stands unchanged, feeds."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.case.schema import Case
from downrange.errors import InputError, Problem, RecordError, Where
from downrange.service.record import public
from downrange.web import cases
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.policy import Action

__all__ = [
    "case_register",
    "entry",
    "feed_atom",
    "feed_json",
    "log_page",
    "register",
    "tabs",
    "urls",
    "weak_points",
]

_ATOM = "http://www.w3.org/2005/Atom"
_LARGEST_PROOF = 20_000
SAMPLES = 500
_AMOUNTS = ("asserted", "awarded", "agreed", "paid")


@page(Action.PUBLIC_VIEW)
def register(request: PageRequest) -> HttpResponse:
    """List the cases of the public register; ``?q=`` finds by words of the title or name."""
    words = request.GET.get("q", "").casefold().split()[:8]
    rows = [
        row
        for row in cases.titles()
        if all(word in f"{row['name']} {row['title']}".casefold() for word in words)
    ]
    context = {"rows": rows, "asked": request.GET.get("q", "")[:80], "head": public.log_head()}
    return render(request, "web/public.html", context)


@page(Action.PUBLIC_VIEW)
def case_register(request: PageRequest, name: str) -> HttpResponse:
    """Show what everybody may see of a case, each line with its place in the log."""
    case = _case(name)
    context = {"case": case, "entries": public.register_of(case), "amounts": _AMOUNTS}
    return render(request, "web/public_case.html", context)


@page(Action.PUBLIC_VIEW)
def weak_points(request: PageRequest, name: str) -> HttpResponse:
    """Show what a case's holds and losses stop, and single points of failure by kind: no thing is named."""
    case = _case(name)
    found = _aggregate(name, cases.version(name))
    return render(request, "web/public_weak_points.html", {"case": case, "found": found})


@lru_cache(maxsize=64)
def _aggregate(name: str, version: tuple[str, int]) -> dict[str, Any] | None:
    """Count effects and single points once, until something about the case is recorded."""
    from downrange.service.consequences.operations import consequences_of

    document = consequences_of(name, samples=SAMPLES, names=False, recorded=True)
    if document is None:
        return None
    effects = [str(row["effect"]) for row in document["launches"]]
    return {
        "on": document["on"],
        "complete_to": document["complete_to"],
        "credit": document["credit"],
        "counts": {effect: effects.count(effect) for effect in ("stopped", "delayed", "unaffected")},
        "lives": any(row["lives"] for row in document["dependents"]),
        "points": document["single_points"],
    }


def _case(name: str) -> Case:
    if name not in cases.names():
        raise Http404(name)
    return cases.the_case(name)


@page(Action.LOG_VERIFY, methods=("GET", "HEAD", "POST"))
def log_page(request: PageRequest) -> HttpResponse:
    """Show the head of the log; find an entry by its place; check a proof that somebody brings."""
    context: dict[str, Any] = {"head": public.log_head()}
    if request.method == "POST":
        text = request.POST.get("proof", "")
        context |= {"brought": text[:_LARGEST_PROOF], "verdict": public.verified(_document(text))}
    elif place := request.GET.get("entry", "").strip():
        return entry(request, sequence=_place(place))
    return render(request, "web/public_log.html", context)


def _place(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise InputError(Problem(Where("address", "entry"), _("not a place in the log"), value=text))
    return int(text)


def _document(text: str) -> dict[str, Any]:
    problem = Problem(Where("form", "proof"), _("this is no proof"), expected="JSON")
    if len(text) > _LARGEST_PROOF:
        raise InputError(problem)
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InputError(problem) from error
    if not isinstance(document, dict):
        raise InputError(problem)
    return document


@page(Action.LOG_VERIFY)
def entry(request: PageRequest, sequence: int) -> HttpResponse:
    """Show the proof that an entry is in the log; as JSON with ``?as=json``."""
    try:
        proof = public.proof_of(sequence)
    except RecordError as error:
        raise Http404(str(error)) from error
    if request.GET.get("as") == "json":
        return JsonResponse(proof)
    context = {"proof": proof, "document": json.dumps(proof, indent=1), "head": public.log_head()}
    return render(request, "web/public_entry.html", context)


def _recent() -> list[public.PublicEntry]:
    return public.recent({name: cases.the_case(name) for name in cases.names()})


def _words(one: public.PublicEntry) -> tuple[str, str]:
    """Give a feed's title and text of an entry; feeds are in the language of the record."""
    name = str(one.shown.get("title") or one.shown.get("claim") or one.about)
    kind = one.shown.get("kind", one.kind)
    return f"{kind}: {name}", json.dumps(one.shown, ensure_ascii=False, default=str)


@page(Action.PUBLIC_VIEW)
def feed_json(request: PageRequest) -> HttpResponse:
    """Give the latest public entries as a JSON Feed (version 1.1)."""
    items = []
    for one in _recent():
        title, text = _words(one)
        address = request.build_absolute_uri(reverse("public_entry", kwargs={"sequence": one.sequence}))
        items.append(
            {
                "id": address,
                "url": address,
                "title": title,
                "content_text": text,
                "date_published": one.recorded_at.isoformat(),
            }
        )
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Downrange: public register",
        "home_page_url": request.build_absolute_uri(reverse("public")),
        "feed_url": request.build_absolute_uri(),
        "items": items,
    }
    return JsonResponse(body, content_type="application/feed+json")


@page(Action.PUBLIC_VIEW)
def feed_atom(request: PageRequest) -> HttpResponse:
    """Give the latest public entries as an Atom feed (RFC 4287)."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    found = _recent()

    def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
        made = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
        made.text = text or None
        return made

    add(feed, "title", "Downrange: public register")
    add(feed, "id", request.build_absolute_uri(reverse("public")))
    add(feed, "link", rel="self", href=request.build_absolute_uri())
    add(add(feed, "author"), "name", "Downrange")
    add(feed, "updated", found[0].recorded_at.isoformat() if found else "1970-01-01T00:00:00+00:00")
    for one in found:
        title, text = _words(one)
        address = request.build_absolute_uri(reverse("public_entry", kwargs={"sequence": one.sequence}))
        item = add(feed, "entry")
        add(item, "title", title)
        add(item, "id", address)
        add(item, "link", href=address)
        add(item, "updated", one.recorded_at.isoformat())
        add(item, "content", text, type="text")
    return HttpResponse(
        ET.tostring(feed, encoding="utf-8", xml_declaration=True), content_type="application/atom+xml"
    )


tabs = (Tab(gettext_lazy("Public register"), "public", Action.PUBLIC_VIEW, place="main", order=90),)
urls = [
    path("public/", register, name="public"),
    path("public/cases/<slug:name>/", case_register, name="public_case"),
    path("public/cases/<slug:name>/weak-points/", weak_points, name="public_weak_points"),
    path("public/log/", log_page, name="public_log"),
    path("public/log/<int:sequence>/", entry, name="public_entry"),
    path("public/feed.json", feed_json, name="public_feed_json"),
    path("public/feed.atom", feed_atom, name="public_feed_atom"),
]
