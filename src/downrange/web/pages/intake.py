"""An article becomes statements: its text with coloured spans, each item decided by a person, then on record.

A draft is its maker's own until it is recorded: it lies in a job's row of kind ``intake``, nobody else sees
it, and it is deleted with one press. Only what a person accepted goes on record, with the article's hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import yaml
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import InputError, Problem, Where
from downrange.service.statements import accepted, intake
from downrange.web import cases
from downrange.web.access import PageRequest, page, require
from downrange.web.models import Job
from downrange.web.navigation import Tab
from downrange.web.policy import Action, Row, Who, allowed

__all__ = [
    "decide",
    "decide_item",
    "delete",
    "download",
    "draft",
    "drafts",
    "line_of",
    "new_draft",
    "own_drafts",
    "pieces",
    "readable",
    "record",
    "record_draft",
    "tabs",
    "urls",
]

KIND = "intake"
LARGEST = 200_000
"""Signs of an article."""
MOST_DRAFTS = 50
_SUFFIXES = (".txt", ".text", ".md")


def own_drafts(who: Who) -> QuerySet[Job]:
    """Give somebody's own drafts; nobody sees another's."""
    return Job.objects.filter(kind=KIND, asked_by_id=who.user_id)


def _own(request: PageRequest, number: int) -> Job:
    found = own_drafts(request.who).filter(pk=min(number, 2**62)).first()
    if found is None or not isinstance(found.result, dict):
        raise Http404
    return found


@page(Action.INTAKE_RUN, methods=("GET", "HEAD", "POST"))
def drafts(request: PageRequest) -> HttpResponse:
    """List one's own drafts; read a pasted or uploaded article into a new one."""
    mine = own_drafts(request.who)
    context: dict[str, Any] = {"asked": request.POST, "largest": LARGEST}
    if request.method == "POST":
        try:
            name = request.POST.get("name", "").strip()[:100]
            published = request.POST.get("published", "").strip() or None
            made = new_draft(request.who, _article(request), name, published)
        except InputError as error:
            context["problems"] = error.problems
            context["rows"] = [line_of(one) for one in mine]
            return render(request, "web/intake.html", context, status=422)
        return redirect("intake-draft", number=made.pk)
    context["rows"] = [line_of(one) for one in mine]
    return render(request, "web/intake.html", context)


def line_of(job: Job) -> dict[str, Any]:
    """Give what a list says of a draft."""
    result: Mapping[str, Any] = job.result or {}
    items = result.get("draft", {}).get("items", ())
    return {
        "number": job.pk,
        "name": result.get("draft", {}).get("name", ""),
        "asked_at": job.asked_at,
        "items_number": len(items),
        "undecided_number": sum(one["decision"] is None for one in items),
        "recorded": result.get("recorded"),
    }


def new_draft(who: Who, text: str, name: str, published: str | None) -> Job:
    """Read an article into a draft of one's own.

    Raises
    ------
    InputError
        If one has too many drafts, or the text or the day cannot be read.
    """
    if own_drafts(who).count() >= MOST_DRAFTS:
        raise InputError(Problem(Where("form", "text"), _("Delete a draft first.")))
    text = readable(text)
    document = intake.draft_text(text, name or "article", published)
    now = datetime.now(UTC)
    return Job.objects.create(
        kind=KIND,
        asked_by_id=who.user_id,
        state="done",
        asked_at=now,
        ended_at=now,
        result={"draft": document, "text": text},
    )


def _article(request: PageRequest) -> str:
    """Give the text: pasted, or of a file that is text and says so.

    Raises
    ------
    InputError
        If the file is too long, or no text.
    """
    text, upload = request.POST.get("text", ""), request.FILES.get("file")
    if upload is not None:
        named = (upload.name or "").lower().endswith(_SUFFIXES)
        if not named or not (upload.content_type or "").startswith("text/"):
            raise InputError(
                Problem(Where("form", "file"), _("Only plain text: a file ending in .txt or .md."))
            )
        if (upload.size or 0) > 4 * LARGEST:
            raise InputError(Problem(Where("form", "file"), _("The article is too long.")))
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(Problem(Where("form", "file"), _("The file is no text in UTF-8."))) from error
    return text


def readable(text: str) -> str:
    """Give an article with plain ends of lines.

    Raises
    ------
    InputError
        If it is empty, too long, or no text.
    """
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise InputError(Problem(Where("form", "text"), _("Paste an article or choose a file.")))
    if len(text) > LARGEST:
        raise InputError(Problem(Where("form", "text"), _("The article is too long.")))
    if any(ord(sign) < 32 and sign not in "\n\t\f\r" for sign in text):
        raise InputError(Problem(Where("form", "text"), _("The file is no text in UTF-8.")))
    return text


def pieces(text: str, items: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Cut a text at the borders of the items; each piece bears the shortest item that covers it.

    A statement covers a sentence; it is marked beside what is in it.

    >>> [one["number"] for one in pieces("ab", [{"start": 1, "end": 2, "kind": "date"}])]
    [0, 1]
    """
    numbered = [{**one, "number": number} for number, one in enumerate(items, start=1)]
    cuts = sorted({0, len(text), *(one[end] for one in numbered for end in ("start", "end"))})
    found = []
    for start, end in pairwise(cuts):
        over = [one for one in numbered if one["start"] <= start and end <= one["end"]]
        inner = [one for one in over if one["kind"] != "statement"]
        named = text[start:end].strip()  # a blank between two items leads nowhere
        best = min(inner or over, key=lambda one: one["end"] - one["start"], default=None) if named else None
        found.append(
            {
                "text": text[start:end],
                "number": 0 if best is None else best["number"],
                "kind": "" if best is None else best["kind"],
                "said": len(over) > len(inner),
            }
        )
    return found


@page(Action.INTAKE_RUN)
def draft(request: PageRequest, number: int) -> HttpResponse:
    """Show an article with its spans beside the items, what the casebook knows, and what contradicts."""
    return _shown(request, _own(request, number))


def _shown(request: PageRequest, job: Job, problems: Any = (), status: int = 200) -> HttpResponse:
    result: Mapping[str, Any] = job.result or {}
    report = intake.draft_report(result["draft"])
    following = next((at for at, one in enumerate(report["items"], 1) if one["decision"] is None), 0)
    rows = [
        {**one, "number": at, "value_text": _text(one["value"]), "next": at == following}
        for at, one in enumerate(report["items"], start=1)
    ]
    places = {one["id"]: one["number"] for one in rows}
    context = {
        "job": job,
        "rows": rows,
        "pieces": pieces(result["text"], report["items"]),
        "document": report["document"],
        "known": [{**one, "number": places.get(one["id"])} for one in report["known"]],
        "conflicts": [{**one, "number": places.get(one["id"])} for one in report["conflicts"]],
        "statements": report["statements"],
        "undecided_number": report["undecided_number"],
        "decided_number": len(rows) - report["undecided_number"],
        "recorded": result.get("recorded"),
        "may_decide": allowed(request.who, Action.INTAKE_DECIDE),
        "cases": [
            one for one in cases.titles() if allowed(request.who, Action.INTAKE_DECIDE, Row(case=one["name"]))
        ],
        "problems": problems,
        "asked": request.POST,
    }
    return render(request, "web/intake_draft.html", context, status=status)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _on_record() -> Problem:
    return Problem(Where("form", "draft"), _("This draft is on record; it does not change."))


def _value(text: str) -> Any:
    """Read a corrected value: a document where it is one, else the words."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def decide_item(
    who: Who, job: Job, item: str, verdict: str, value: Any = None, because: str = ""
) -> dict[str, Any]:
    """Decide one item of a draft and keep it; give the draft.

    Raises
    ------
    InputError
        If the draft is on record, or the decision cannot be taken.
    """
    result: dict[str, Any] = dict(job.result or {})
    if result.get("recorded"):
        raise InputError(_on_record())
    today = cases.today().isoformat()
    decided = intake.decide_item(result["draft"], item, verdict, who.by, today, value, because)
    job.result = {**result, "draft": decided}
    job.save(update_fields=["result"])
    return dict(decided)


@page(Action.INTAKE_DECIDE, methods=("POST",))
def decide(request: PageRequest, number: int) -> HttpResponse:
    """Decide one item: accept, correct or reject it; then the next one has the focus."""
    job = _own(request, number)
    if (job.result or {}).get("recorded"):
        raise InputError(_on_record())
    verdict, item = request.POST.get("verdict", ""), request.POST.get("item", "")[:100]
    value = _value(request.POST.get("value", "")[:2000].strip()) if verdict == "corrected" else None
    because = request.POST.get("because", "").strip()[:500]
    try:
        decided = decide_item(request.who, job, item, verdict, value, because)
    except InputError as error:
        return _shown(request, job, error.problems, 422)
    rows = decided["items"]
    following = next((at for at, one in enumerate(rows, 1) if one["decision"] is None), None)
    place = "finish" if following is None else f"accept-{following}"
    return redirect(f"{reverse('intake-draft', kwargs={'number': number})}#{place}")


@page(Action.INTAKE_RUN)
def download(request: PageRequest, number: int) -> HttpResponse:
    """Give the draft as a case of its own, in YAML."""
    result: Mapping[str, Any] = _own(request, number).result or {}
    body = intake.case_of_draft(result["draft"])
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draft-{number}.yaml"'
    return response


def record_draft(
    who: Who, job: Job, case: str, publisher: str, title: str, address: str = ""
) -> dict[str, Any]:
    """Put what was accepted of a draft on record for a case, once; say where.

    Raises
    ------
    InputError
        If it is on record already, there is no such case, or the article's citation is wanting.
    """
    result: dict[str, Any] = dict(job.result or {})
    if case not in cases.names():
        raise InputError(Problem(Where("form", "case"), _("Choose the case.")))
    if address and not address.startswith(("https://", "http://")):
        raise InputError(Problem(Where("form", "address"), _("An address begins with https://.")))
    if result.get("recorded"):
        raise InputError(_on_record())
    told = accepted.record_accepted(case, result["draft"], who.by, publisher, title, address)
    job.result, job.case = {**result, "recorded": told}, case
    job.save(update_fields=["result", "case"])
    return told


@page(Action.INTAKE_DECIDE, methods=("POST",))
def record(request: PageRequest, number: int) -> HttpResponse:
    """Put what was accepted on record for a case, under one's own name."""
    job = _own(request, number)
    given = {
        key: request.POST.get(key, "").strip()[:300] for key in ("case", "publisher", "title", "address")
    }
    require(request, Action.INTAKE_DECIDE, Row(case=given["case"] or None))
    try:
        record_draft(request.who, job, **given)
    except InputError as error:
        return _shown(request, job, error.problems, 422)
    messages.success(request, _("What you accepted is on record."))
    return redirect("statements", case=given["case"])


@page(Action.INTAKE_RUN, methods=("POST",))
def delete(request: PageRequest, number: int) -> HttpResponse:
    """Delete a draft of one's own, with the article; what is on record stays."""
    _own(request, number).delete()
    messages.success(request, _("The draft and its article are deleted."))
    return redirect("intake")


tabs = (Tab(gettext_lazy("Intake"), "intake", Action.INTAKE_RUN, place="main", order=40),)
urls = [
    path("intake/", drafts, name="intake"),
    path("intake/<int:number>/", draft, name="intake-draft"),
    path("intake/<int:number>/decide/", decide, name="intake-decide"),
    path("intake/<int:number>/case.yaml", download, name="intake-case"),
    path("intake/<int:number>/record/", record, name="intake-record"),
    path("intake/<int:number>/delete/", delete, name="intake-delete"),
]
