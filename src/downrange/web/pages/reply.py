"""What the one concerned may say: a named party's reply, and a complaint about a wrongful stop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import InputError, Problem, Where
from downrange.service.record.redress import answered, complained, contact_of
from downrange.web import cases
from downrange.web.access import PageRequest, page, require, sent
from downrange.web.models import Redress, RightOfReply
from downrange.web.navigation import Tab
from downrange.web.policy import Action, Row, Who, allowed

__all__ = [
    "RedressForm",
    "ReplyForm",
    "complain",
    "complaint",
    "decide",
    "decide_complaint",
    "own_parties",
    "redress",
    "replied",
    "reply",
    "tabs",
    "urls",
]

BOTH = ("GET", "HEAD", "POST")
_LINES = {"rows": 8}


class ReplyForm(forms.Form):
    """A reply: to what, and its words."""

    about = forms.CharField(label=gettext_lazy("To what you reply"), max_length=200, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=5000,
        widget=forms.Textarea(attrs=_LINES),
        help_text=gettext_lazy("Shown on the page of the case beside what is said of you, in your words."),
    )


class RedressForm(forms.Form):
    """A complaint: what happened, which answer, how to reach the person."""

    text = forms.CharField(
        label=gettext_lazy("What happened, where and when"),
        max_length=5000,
        widget=forms.Textarea(attrs=_LINES),
        help_text=gettext_lazy("Only those who decide read this. Give no more than is needed."),
    )
    sequence = forms.IntegerField(
        label=gettext_lazy("Number under which the answer was logged, if you were told it"),
        min_value=0,
        max_value=10**15,
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach you"),
        max_length=300,
        help_text=gettext_lazy("Kept apart from the log, and forgotten when its period is over."),
    )


def own_parties(who: Who, case: str) -> list[str]:
    """List the parties of a case for whom somebody may reply."""
    return [
        one.party
        for one in who.standings
        if one.party and allowed(who, Action.REPLY_WRITE, Row(case=case, party=one.party))
    ]


def replied(who: Who, case: str, party: str, about: str, text: str) -> RightOfReply:
    """Put a party's reply beside what is said of it."""
    assert who.user_id is not None, "the table lets only somebody signed in reply"
    return RightOfReply.objects.create(
        case=case, party=party, about=about, text=text, by_id=who.user_id, at=datetime.now(UTC)
    )


@page(Action.REPLY_WRITE, case=True, methods=BOTH)
def reply(request: PageRequest, case: str) -> HttpResponse:
    """Write a reply as a party of the case."""
    mine = own_parties(request.who, case)
    if not mine:
        require(request, Action.REPLY_WRITE, Row(case=case, party="party/none"))
    form = ReplyForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        party = request.POST.get("party") or mine[0]
        require(request, Action.REPLY_WRITE, Row(case=case, party=party))
        replied(request.who, case, party, form.cleaned_data["about"], form.cleaned_data["text"])
        messages.success(request, _("Your reply stands on the page of the case."))
        return redirect("reply", case=case)
    context = {
        "case": cases.the_case(case),
        "form": form,
        "parties": mine,
        "replies": RightOfReply.objects.filter(case=case, party__in=mine),
    }
    return render(request, "web/reply.html", context, status=422 if request.method == "POST" else 200)


def complain(text: str, contact: str, sequence: int | None) -> Redress:
    """Put a complaint on record; of how to reach the person the log holds a seal only."""
    reference, commitment = complained(contact, sequence)
    return Redress.objects.create(
        reference=reference,
        sequence=sequence,
        contact_commitment=commitment,
        text=text,
        created=datetime.now(UTC),
    )


@page(Action.REDRESS_WRITE, methods=BOTH)
def redress(request: PageRequest) -> HttpResponse:
    """Complain of a wrongful stop; no account is needed."""
    form = RedressForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reference = complain(given["text"], given["contact"], given["sequence"]).reference
        messages.success(request, _("Your complaint is on record. Keep its reference."))
        return redirect("complaint", reference=reference)
    context = {"form": form, "may_decide": allowed(request.who, Action.REDRESS_DECIDE)}
    return render(request, "web/redress.html", context, status=422 if request.method == "POST" else 200)


@page(Action.REDRESS_WRITE)
def complaint(request: PageRequest, reference: str) -> HttpResponse:
    """Show whoever holds the reference how the complaint stands; not what was written."""
    found = Redress.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    return render(request, "web/redress_one.html", {"one": found})


@page(Action.REDRESS_DECIDE, methods=BOTH)
def decide(request: PageRequest) -> HttpResponse:
    """List complaints, open ones first, and decide one."""
    if request.method == "POST":
        return _decided(request)
    rows = [
        {"one": one, "contact": contact_of(one.reference) if one.state == "open" else None}
        for one in Redress.objects.order_by("-answered_at", "id")[:200]
    ]
    rows.sort(key=lambda row: cast("Redress", row["one"]).state != "open")
    return render(request, "web/redress_decide.html", {"rows": rows})


def _decided(request: PageRequest) -> HttpResponse:
    verdict, answer = request.POST.get("verdict", ""), request.POST.get("answer", "").strip()
    if verdict not in ("granted", "refused") or not answer:
        raise InputError(Problem(Where("form", "answer"), _("a decision needs a verdict and its reasons")))
    decide_complaint(request.who, request.POST.get("reference", ""), verdict == "granted", answer[:5000])
    messages.success(request, _("Decided, and on record."))
    return redirect("redress_decide")


def decide_complaint(who: Who, reference: str, granted: bool, answer: str) -> None:
    """Decide an open complaint; only the first of two who decide at once finds it open.

    Raises
    ------
    InputError
        If no open complaint bears the reference.
    """
    changed = Redress.objects.filter(reference=reference, state="open").update(
        state="granted" if granted else "refused",
        answer=answer,
        answered_by=who.user_id,
        answered_at=datetime.now(UTC),
    )
    if not changed:
        raise InputError(Problem(Where("form", "reference"), _("no open complaint bears this reference")))
    answered(reference, granted, who.by)


tabs = (
    Tab(gettext_lazy("Reply"), "reply", Action.REPLY_WRITE, order=80),
    Tab(gettext_lazy("Wrongly stopped?"), "redress", Action.REDRESS_WRITE, place="main", order=95),
)
urls = [
    path("cases/<slug:case>/reply/", reply, name="reply"),
    path("redress/", redress, name="redress"),
    path("redress/decide/", decide, name="redress_decide"),
    path("redress/<slug:reference>/", complaint, name="complaint"),
]
