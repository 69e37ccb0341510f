"""From the selection of things to a drafted order, and the papers: order and certificate of release."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _
from django.utils.translation import gettext as in_words

from downrange.base.money import Money
from downrange.errors import AccessError, DownrangeError, InputError, RecordError
from downrange.law.enforcement.steps import KINDS
from downrange.service.holding import orders
from downrange.service.holding.acts import Act
from downrange.web import cases, matter, papers
from downrange.web.access import PageRequest, page
from downrange.web.keys import key_file
from downrange.web.labels import label
from downrange.web.pages.case import asked_day
from downrange.web.policy import Action, Row, allowed
from downrange.web.selecting import chosen_for

__all__ = ["OrderForm", "certificate", "draft", "paper", "paper_as_pdf", "selection", "urls"]

MOST_NAMED = 500
"""Things that one order names by a form."""


@page(Action.MEASURE_VIEW, case=True)
def selection(request: PageRequest, case: str) -> HttpResponse:
    """Show which things the law's order would take: chosen, left, excluded, and what would change it."""
    on = asked_day(request)
    asked = {key: request.GET.get(key, "").strip()[:2000] for key in ("include", "exclude", "because")}
    the_case = cases.the_case(case)
    context: dict[str, Any] = {"case": the_case, "on": on, "asked": asked}
    if the_case.claims:
        anew = request.GET.get("anew") == "1"
        try:
            found = chosen_for(case, on.isoformat(), asked, request.who.user_id, anew=anew)
        except DownrangeError as error:
            problems = error.problems if isinstance(error, InputError) else [str(error)]
            return render(
                request, "web/measures_selection.html", {**context, "problems": problems}, status=422
            )
        context |= {"selected": found, "plan": found.plan, "titles": found.titles}
    if plan := context.get("plan"):
        debtor = next(one.debtor for one in the_case.claims if one.id == plan["claim"])
        context |= {
            "debtor": matter.party(the_case, debtor),
            "may_draft": allowed(request.who, Action.MEASURE_DRAFT, Row(case=case)),
        }
    return render(request, "web/measures_selection.html", context)


class OrderForm(forms.Form):
    """What an order says: the kind, for which claim, against whom, which things, what is permitted."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of measure"))
    claim = forms.ChoiceField(label=gettext_lazy("Claim"))
    against = forms.ChoiceField(label=gettext_lazy("Against"))
    things = forms.CharField(
        label=gettext_lazy("Things, one on a line; a sum after it where not all of its value is asked"),
        help_text=gettext_lazy("as in the register: asset/account-deposit 454900000.00 KZT"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    permits = forms.CharField(
        label=gettext_lazy("What is permitted, one on a line; empty: use in place"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    despite = forms.CharField(
        label=gettext_lazy("Reason for departing from the law's order, or for naming what is out of reach"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.DateField(
        label=gettext_lazy("Day of the act"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    document = forms.CharField(label=gettext_lazy("Paper, if there is one"), required=False, max_length=300)

    def __init__(self, *args: Any, case: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "kind": [(one, label(one)) for one in KINDS],
            "claim": [(one.id, one.title) for one in case.claims],
            "against": [(one.id, str(one.name.en)) for one in case.parties],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
        papers.add_fields(self)

    def clean_things(self) -> str:
        """Check that each line is a thing, with a sum or without."""
        text = str(self.cleaned_data["things"])
        try:
            things, _covers = named_things(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Not a thing with a sum: %(line)s") % {"line": str(error)}
            ) from error
        if len(things) > MOST_NAMED:
            raise forms.ValidationError(_("Too many things for one form."))
        return text


def named_things(text: str) -> tuple[tuple[str, ...], dict[str, Money]]:
    """Read lines of things with the sum asked of each, if not all of its value.

    Raises
    ------
    ValueError
        With the line that cannot be read.
    """
    things: list[str] = []
    covers: dict[str, Money] = {}
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        if not words[0].startswith("asset/") or len(words) not in (1, 3):
            raise ValueError(line)
        if len(words) == 3:
            try:
                covers[words[0]] = Money.of(words[1], words[2])
            except (ValueError, ArithmeticError) as error:
                raise ValueError(line) from error
        things.append(words[0])
    return tuple(dict.fromkeys(things)), covers


@page(Action.MEASURE_DRAFT, case=True, methods=("GET", "HEAD", "POST"))
def draft(request: PageRequest, case: str) -> HttpResponse:
    """Draft an order: the form, the draft to be read, then the record; it reaches nothing yet."""
    the_case = cases.the_case(case)
    context: dict[str, Any] = {"case": the_case}
    if request.method != "POST" or request.POST.get("pick"):
        form = OrderForm(initial=_begun(request, the_case), case=the_case)
        return render(request, "web/measures_draft.html", {**context, "form": form})
    data, wrong = papers.given(request, case)
    form = OrderForm(data, case=the_case)
    if wrong is not None:
        form.add_error("paper", str(wrong.problems[0].message))
    context["form"] = form
    if not form.is_valid() or request.POST.get("again"):
        return render(request, "web/measures_draft.html", context, status=200 if form.is_valid() else 422)
    try:
        if request.POST.get("confirm") != "yes":
            return render(
                request, "web/measures_draft.html", {**context, **_read(request, case, form, record=False)}
            )
        with papers.borne(case, form.cleaned_data["paper_sha256"]) as sha256:
            done = _read(request, case, form, sha256, record=True)
    except (RecordError, AccessError, InputError) as error:
        status = 403 if isinstance(error, AccessError) else 422
        return render(request, "web/measures_draft.html", {**context, "refusal": str(error)}, status=status)
    messages.success(
        request, _("The draft is on record. It reaches nothing until another person approves it.")
    )
    return redirect("measure", case=case, of=str(done["read"]["measure"]["id"]).partition("/")[2])


def _begun(request: PageRequest, case: Any) -> dict[str, Any]:
    """Begin a draft with what was picked from the selection."""
    claim = request.POST.get("claim") or (case.claims[0].id if case.claims else "")
    debtor = next((one.debtor for one in case.claims if one.id == claim), "")
    return {
        "kind": request.POST.get("kind", "attachment"),
        "claim": claim,
        "against": debtor,
        "things": "\n".join(request.POST.getlist("pick")),
        "despite": request.POST.get("because", ""),
        "on": cases.today(),
    }


def _read(
    request: PageRequest, case: str, form: OrderForm, sha256: str = "", *, record: bool
) -> dict[str, Any]:
    given = form.cleaned_data
    things, covers = named_things(given["things"])
    act = Act(request.who.by, "bailiff", given["on"], given["document"], sha256)
    permits = tuple(line.strip() for line in given["permits"].splitlines() if line.strip())
    make = orders.draft_order if record else orders.drafted_order
    made = make(
        case, given["kind"], given["claim"], given["against"], things, act,
        permits=permits, covers=covers, despite=given["despite"],
    )  # fmt: skip
    return {"read": made.as_json(), "told": given}


_KEPT = (
    "draft", "notify", "approve", "reject", "sanction", "put-in-force", "serve", "object", "payment",
    "bailiff", "supervisor", "prosecutor", "court", "debtor", "third-party", "permit", "release",
)  # fmt: skip
PAPER_WORDS = (
    gettext_noop("Order"),
    gettext_noop("Draft: no order until a person has signed it"),
    gettext_noop("Fictional"),
    gettext_noop("Case"),
    gettext_noop("Claim"),
    gettext_noop("Creditor"),
    gettext_noop("Against"),
    gettext_noop("Measure"),
    gettext_noop("Number of the order"),
    gettext_noop("Day"),
    gettext_noop("blank: to be filled in by hand"),
    gettext_noop("Things"),
    gettext_noop("Numbers"),
    gettext_noop("Place"),
    gettext_noop("Estimated value"),
    gettext_noop("Held up to"),
    gettext_noop("Forbidden"),
    gettext_noop("Permitted"),
    gettext_noop("Article"),
    gettext_noop("To be sent to"),
    gettext_noop("Sanction needed"),
    gettext_noop("Objection"),
    gettext_noop("Release"),
    gettext_noop("What was done"),
    gettext_noop("Act of"),
    gettext_noop("Recorded by"),
    gettext_noop("Document"),
    gettext_noop("Left blank"),
    gettext_noop("Signature"),
    gettext_noop("Reason recorded"),
    gettext_noop("Drafted by a program, decided by the person who signs it."),
    gettext_noop("Nothing known"),
    gettext_noop("Certificate of release"),
    gettext_noop("Released"),
    gettext_noop("Ground"),
    gettext_noop("Payment"),
    gettext_noop("Proof"),
    gettext_noop("Entry of the log"),
    gettext_noop("Root"),
    gettext_noop("Leaf hash"),
    gettext_noop("Path"),
    gettext_noop("Signed head"),
    gettext_noop("No signed head covers the release yet"),
    gettext_noop("Whoever holds the public key of the log can check this paper without us."),
    gettext_noop("none"),
)
"""What :data:`downrange.report.papers.WORDS` says, marked for translators; a test holds the two together."""


def _paper_words() -> dict[str, str]:
    """Give the words of the papers in the reader's language."""
    from downrange.report.papers import WORDS

    found = {key: in_words(text) for key, text in WORDS.items()}
    return {**{key: label(key) for key in (*KINDS, *_KEPT) if key not in found}, **found}


def _order_html(request: PageRequest, case: str, of: str) -> str:
    from downrange.report.papers import order_page

    try:
        found = orders.order_paper(case, f"measure/{of}", asked_day(request))
    except RecordError as error:
        raise Http404(of) from error
    return order_page(found, _paper_words(), (get_language() or "en")[:2])


@page(Action.MEASURE_VIEW, case=True)
def paper(request: PageRequest, case: str, of: str) -> HttpResponse:
    """Show an order as it is printed."""
    return _printable(_order_html(request, case, of))


def _printable(html: str) -> HttpResponse:
    """Answer with a page that stands alone: its one style sheet is allowed by its digest, nothing else is."""
    import base64
    import hashlib

    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    response = HttpResponse(html)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )
    return response


@page(Action.MEASURE_VIEW, case=True)
def paper_as_pdf(request: PageRequest, case: str, of: str) -> HttpResponse:
    """Give an order as PDF."""
    return _pdf(_order_html(request, case, of), f"order-{case}-{of}.pdf")


def _pdf(html: str, name: str) -> HttpResponse:
    from downrange.report.papers import paper_pdf

    response = HttpResponse(paper_pdf(html), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(Action.MEASURE_VIEW, case=True)
def certificate(request: PageRequest, case: str, of: str) -> HttpResponse:
    """Give the certificate of the latest release of a claim: as a page, ``?as=pdf`` or ``?as=json``."""
    from downrange.report.papers import certificate_page
    from downrange.service.holding.certificate import certificate as drawn_up

    try:
        found = drawn_up(case, f"claim/{of}")
    except RecordError as error:
        raise Http404(of) from error
    if found["checkpoint"] is None:
        with suppress(RecordError):  # the key is another server's: its next head covers the release
            found = drawn_up(case, f"claim/{of}", found["release"], key_file("log"))
    form = request.GET.get("as", "")
    if form == "json":
        return JsonResponse(json.loads(json.dumps(found, default=str)))
    fictional = cases.the_case(case).fictional
    html = certificate_page(found, _paper_words(), (get_language() or "en")[:2], fictional=fictional)
    return _pdf(html, f"release-{case}-{of}.pdf") if form == "pdf" else _printable(html)


urls = [
    path("cases/<slug:case>/selection/", selection, name="selection"),
    path("cases/<slug:case>/orders/draft/", draft, name="order-draft"),
    path("cases/<slug:case>/measures/of/<str:of>/order.html", paper, name="order-paper"),
    path("cases/<slug:case>/measures/of/<str:of>/order.pdf", paper_as_pdf, name="order-pdf"),
    path("cases/<slug:case>/claims/<str:of>/certificate/", certificate, name="certificate"),
]
