"""The gate: one field for an officer on a phone, ALLOW, STOP or REFER; and the extract for a lost connection.

The answer is the use case's own; this page adds the demand for a purpose, whom to call, and the override.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import InputError, Problem, Where
from downrange.service.border import gate as service
from downrange.service.border.snapshot import for_device
from downrange.web.access import PageRequest, page, require
from downrange.web.keys import key_file
from downrange.web.navigation import Tab
from downrange.web.policy import POLICY, Action, Role, Row, Who, allowed

__all__ = ["asked_offline", "gate", "offline", "override", "reach", "snapshot", "tabs", "urls", "worker"]

LONGEST = 120
MOST_OFFLINE = 500
_STATIC = Path(__file__).resolve().parents[1] / "static/web"
_KEPT = ("report/report.css", "web/pages.css", "web/gate.css", "vendor/htmx/htmx.min.js", "web/pages.js",
         "web/favicon.svg", "web/gate_offline.js", "web/gate_answers.js", "web/gate_store.js")  # fmt: skip
KINDS = {"": "asset", "container": "container", "person": "person"}
"""What the form offers, and the kind that is asked for; a thing is never looked for by name."""


def reach(who: Who, action: Action) -> tuple[str, ...] | None:
    """Give the cases in which somebody may do an action; None for all."""
    held = [one.case for one in who.standings if one.role in POLICY[action]]
    return None if None in held else tuple(sorted({one for one in held if one is not None}))


@page(Action.GATE_ASK, methods=("GET", "HEAD", "POST"))
def gate(request: PageRequest) -> HttpResponse:
    """Ask and answer; every question is logged before it is answered."""
    cases = reach(request.who, Action.GATE_ASK)
    context: dict[str, Any] = {
        "cases": cases,
        "kind": request.POST.get("kind", ""),
        "only_gate": request.who.roles == {Role.CUSTOMS},
        "may_override": allowed(request.who, Action.GATE_OVERRIDE),
        "may_keep": allowed(request.who, Action.GATE_SNAPSHOT),
    }
    if request.method != "POST":
        return render(request, "web/gate.html", context)
    asked, purpose = request.POST.get("identifier", "").strip(), request.POST.get("purpose", "").strip()
    context |= {"asked": asked[:LONGEST], "purpose": purpose[:300]}
    wrong = _wrong(asked, context["kind"], purpose)
    if wrong:
        return render(request, "web/gate.html", {**context, "wrong": wrong}, status=422)
    answer = service.check(
        asked, KINDS[context["kind"]], _case(request, cases), by=request.who.by, purpose=purpose
    )
    if service.NO_PURPOSE in answer["notes"]:
        context |= {"withheld": answer["log_sequence"], "kind": "person"}
        return render(request, "web/gate.html", context, status=422)
    return render(request, "web/gate.html", {**context, **_told(answer)})


def _wrong(asked: str, kind: str, purpose: str) -> dict[str, str]:
    """Say what is wrong with a question, by field."""
    wrong = {}
    if not asked or len(asked) > LONGEST:
        wrong["identifier"] = _("Give a number, a mark or a name, of at most 120 signs.")
    if kind not in KINDS:
        wrong["kind"] = _("Choose one of these.")
    if kind == "person" and not purpose:
        wrong["purpose"] = _("A person is looked for only with a purpose; it is shown to the person.")
    return wrong


def _case(request: PageRequest, cases: tuple[str, ...] | None) -> str | None:
    """Give the case asked about: what is chosen, else the only one that may be asked about, else all."""
    case = request.POST.get("case", "").strip() or None
    if case is None and cases is not None:
        if len(cases) != 1:
            raise InputError(Problem(Where("form", "case"), _("name the case"), expected=", ".join(cases)))
        case = cases[0]
    if case is not None:
        require(request, Action.GATE_ASK, Row(case=case))
    return case


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    called = (
        service.authorities(answer["case"], [one["id"] for one in answer["measures"]])
        if answer["case"] and answer["measures"]
        else {}
    )
    measures = [{**one, "authority": called.get(one["id"])} for one in answer["measures"]]
    return {"answer": answer, "measures": measures}


@page(Action.GATE_OVERRIDE, methods=("POST",))
def override(request: PageRequest) -> HttpResponse:
    """Put on record that a person decided against an answer, and why."""
    place = request.POST.get("sequence", "")
    if not place.isascii() or not place.isdigit() or len(place) > 15:
        raise InputError(Problem(Where("form", "sequence"), _("not a place in the log"), value=place))
    noted = service.note_override(int(place), request.who.by, request.POST.get("because", "").strip()[:1000])
    told = _("On record under number %(number)s: you decided otherwise, and why.")
    messages.success(request, told % {"number": noted["log_sequence"]})
    return redirect("gate")


@page(Action.GATE_SNAPSHOT, methods=("POST",))
def snapshot(request: PageRequest) -> HttpResponse:
    """Give this browser signed extracts of what it may ask for, and a key of its own."""
    cases = reach(request.who, Action.GATE_SNAPSHOT)
    made = for_device(key_file("gate"), cases, request.who.by)
    answer = JsonResponse(made)
    answer["Cache-Control"] = "no-store"
    return answer


@page(Action.GATE_SNAPSHOT)
def offline(request: PageRequest) -> HttpResponse:
    """Show the page that a browser keeps for a lost connection: it names nobody and holds no answer."""
    return render(request, "web/gate_offline.html", {"verdicts": ("ALLOW", "REFER", "STOP")})


@page(Action.GATE_SNAPSHOT)
def worker(request: PageRequest) -> HttpResponse:
    """Give the service worker of the gate, with the addresses that it keeps."""
    code = (_STATIC / "gate_worker.js").read_text("utf-8")
    # a module imports its neighbour under the plain name, so both names of a script are kept
    kept = sorted(
        {*(static(one) for one in _KEPT), *(f"/static/{one}" for one in _KEPT if one.endswith("js"))}
    )
    kept.append(reverse("gate_offline"))
    version = hashlib.sha256(f"{kept}{code}".encode()).hexdigest()[:12]
    head = f'const KEPT = {json.dumps(kept)};\nconst NAME = "downrange-gate-{version}";\n'
    return HttpResponse(head + code, content_type="text/javascript; charset=utf-8")


def _text(given: object) -> str:
    """Take a text that a database takes too.

    Raises
    ------
    ValueError
        If it is no text, or holds NUL or half a sign.
    """
    if not isinstance(given, str) or "\x00" in given:
        raise ValueError("no text")
    given.encode("utf-8")
    return given


@page(Action.GATE_ASK, methods=("POST",))
def asked_offline(request: PageRequest) -> HttpResponse:
    """Log what was asked of this device's extract while there was no connection."""
    cases = reach(request.who, Action.GATE_ASK)
    case = cases[0] if cases else None
    no_list = InputError(Problem(Where("device"), _("this is no list of questions")))
    if request.content_type == "multipart/form-data":  # its body was read as a form already
        raise no_list
    try:
        found = [
            (
                service.Question(
                    _text(one["identifier"])[:LONGEST], KINDS[one["kind"]], case, None,
                    request.who.by, _text(one["purpose"])[:300],
                ),
                _text(one["answer"]),
                datetime.fromisoformat(one["at"]).astimezone(UTC),
            )
            for one in json.loads(request.body)[:MOST_OFFLINE]
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise no_list from error
    return JsonResponse({"logged": service.asked_offline(found)})


tabs = (Tab(gettext_lazy("Gate"), "gate", Action.GATE_ASK, place="main", order=20),)
urls = [
    path("gate/", gate, name="gate"),
    path("gate/override/", override, name="gate_override"),
    path("gate/snapshot/", snapshot, name="gate_snapshot"),
    path("gate/offline/", offline, name="gate_offline"),
    path("gate/asked-offline/", asked_offline, name="gate_asked_offline"),
    path("gate/worker.js", worker, name="gate_worker"),
]
