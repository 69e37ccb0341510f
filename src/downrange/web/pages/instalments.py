"""A plan of instalments: asked for by a party, decided by a court, put on record by another person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.base.money import EXPONENTS, Money
from downrange.case.schema import Claim
from downrange.errors import AccessError, InputError, RecordError
from downrange.law.settlement import Instalment, Plan, equal_instalments
from downrange.service.holding import plans
from downrange.service.holding.acts import Act
from downrange.service.holding.lives import claim_of
from downrange.web import cases, papers
from downrange.web.access import PageRequest, page, require, user_id_of
from downrange.web.labels import label
from downrange.web.policy import Action, Role, Row, Who, allowed

__all__ = ["PlanForm", "RulingForm", "ask", "asker", "decide", "requests_of", "urls"]

BOTH = ("GET", "HEAD", "POST")
MOST_PARTS = 240
_DAY = {"type": "date"}


class PlanForm(forms.Form):
    """What is asked for: equal instalments, or each in a line; when it defaults; why, on which paper."""

    total = forms.DecimalField(
        label=gettext_lazy("Sum in all"), min_value=0, max_digits=24, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(one, one) for one in sorted(EXPONENTS)]
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number of instalments"), min_value=1, max_value=MOST_PARTS, required=False
    )
    first = forms.DateField(
        label=gettext_lazy("The first falls due on"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        required=False,
    )
    months = forms.IntegerField(
        label=gettext_lazy("Months from one to the next"),
        min_value=1,
        max_value=60,
        initial=1,
        required=False,
    )
    lines = forms.CharField(
        label=gettext_lazy("Or each instalment in a line: day and sum"),
        help_text=gettext_lazy("as 2026-01-31 125000000.00; the lines then count instead of equal parts"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    missed_number = forms.IntegerField(
        label=gettext_lazy("In default after so many missed in a row"),
        min_value=1,
        max_value=MOST_PARTS,
        initial=2,
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace for each"), min_value=0, max_value=365, initial=5
    )
    grace_unit = forms.ChoiceField(label=gettext_lazy("Counted in"))
    accelerates = forms.BooleanField(
        label=gettext_lazy("On default all that is left falls due at once"), required=False, initial=True
    )
    because = forms.CharField(
        label=gettext_lazy("Because"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = forms.DateField(
        label=gettext_lazy("Day of the request"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    document = forms.CharField(label=gettext_lazy("Paper: what document bears it"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["grace_unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [(one, label(f"{one}-days")) for one in ("working", "calendar")]
        papers.add_fields(self)

    def clean(self) -> dict[str, Any]:
        """Put the plan together, or say which field does not let it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            parts = self._parts(cleaned)
        except ValueError as error:
            self.add_error("lines", _("Not a day and a sum: %(line)s") % {"line": str(error)})
            return cleaned
        if parts is None:
            self.add_error("total", _("Give sum, number and first day, or the lines."))
            return cleaned
        cleaned["plan"] = Plan(
            parts,
            cleaned["missed_number"],
            cleaned["grace_days"],
            cleaned["grace_unit"],
            cleaned["accelerates"],
        )
        return cleaned

    @staticmethod
    def _parts(given: Mapping[str, Any]) -> tuple[Instalment, ...] | None:
        currency = str(given["currency"])
        rows = [line.split() for line in given["lines"].splitlines() if line.strip()][: MOST_PARTS + 1]
        if rows:
            return tuple(_line(row, currency) for row in rows)
        total, number, first = given["total"], given["number"], given["first"]
        if not total or not number or first is None:
            return None
        return equal_instalments(Money.of(str(total), currency), number, first, given["months"] or 1)


def _line(row: list[str], currency: str) -> Instalment:
    try:
        day, sum_ = row
        return Instalment(date.fromisoformat(day), Money.of(str(Decimal(sum_.replace(",", ""))), currency))
    except (ValueError, ArithmeticError) as error:
        raise ValueError(" ".join(row)[:100]) from error


class RulingForm(forms.Form):
    """How the court decided, on which day, on which paper."""

    verdict = forms.ChoiceField(label=gettext_lazy("The request"))
    role = forms.ChoiceField(label=gettext_lazy("Whose act it is"))
    on = forms.DateField(
        label=gettext_lazy("Day of the act"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    document = forms.CharField(label=gettext_lazy("Paper: what document bears it"), max_length=300)
    because = forms.CharField(label=gettext_lazy("Because"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("verdict", ("granted", "refused")), ("role", ("court", "bailiff"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(one, label(one)) for one in values]
        papers.add_fields(self)


def _claim(case: str, of: str) -> Claim:
    try:
        return claim_of(case, f"claim/{of}")
    except RecordError as error:
        raise Http404(of) from error


def asker(who: Who, case: str, claim: Claim) -> tuple[str, str | None]:
    """Give the role and the party as which somebody asks: a party for itself, the regulator for none."""
    for role, party in (("creditor", claim.creditor), ("debtor", claim.debtor)):
        if isinstance(party, str) and any(
            one.party == party and one.role.value == role and one.case == case for one in who.standings
        ):
            return role, party
    regulates = any(one.role is Role.REGULATOR for one in who.standings)
    return "regulator", None if regulates else "party/none"


def requests_of(who: Who, case: str, claim: str, on: date) -> list[dict[str, Any]]:
    """Give the requests for instalments about a claim, each with the address where it may be decided."""
    rows = []
    for one in plans.asked_for(case, claim, on):
        row = Row(case=case, by=user_id_of(one.by_account))
        may = one.state == "asked" and allowed(who, Action.PLAN_DECIDE, row)
        place = {"case": case, "of": claim.partition("/")[2], "sequence": one.log_sequence}
        rows.append({"asked": one, "url": reverse("plan-decide", kwargs=place) if may else ""})
    return rows


@page(Action.PLAN_ASK, case=True, methods=BOTH)
def ask(request: PageRequest, case: str, of: str) -> HttpResponse:
    """Ask for instalments as a party or the regulator: the form, what it comes to, then the record."""
    claim = _claim(case, of)
    role, party = asker(request.who, case, claim)
    require(request, Action.PLAN_ASK, Row(case=case, party=party))
    context: dict[str, Any] = {"case": cases.the_case(case), "claim": claim, "role": role, "of": of}
    if request.method != "POST":
        owed = next(
            (one for one in (claim.awarded, claim.agreed, claim.asserted) if isinstance(one, Money)), None
        )
        initial = {"on": cases.today(), "currency": owed.currency if owed else "KZT"}
        return render(request, "web/instalments_ask.html", {**context, "form": PlanForm(initial=initial)})
    data, wrong = papers.given(request, case)
    form = PlanForm(data)
    if wrong is not None:
        form.add_error("paper", str(wrong.problems[0].message))
    context["form"] = form
    if not form.is_valid() or request.POST.get("again"):
        return render(request, "web/instalments_ask.html", context, status=200 if form.is_valid() else 422)
    if request.POST.get("confirm") != "yes":
        return render(
            request, "web/instalments_ask.html", {**context, "plan": plans.body_of(form.cleaned_data["plan"])}
        )
    given = form.cleaned_data
    try:
        with papers.borne(case, given["paper_sha256"]) as sha256:
            act = Act(request.who.by, role, given["on"], given["document"], sha256)
            plans.ask_for_plan(case, claim.id, given["plan"], act, given["because"])
    except (RecordError, AccessError, InputError) as error:
        return _refused(request, "web/instalments_ask.html", context, error)
    messages.success(request, _("The request is on record. It binds nobody until it is granted."))
    return redirect("debt", case=case)


def _refused(request: PageRequest, template: str, context: dict[str, Any], error: Exception) -> HttpResponse:
    status = 403 if isinstance(error, AccessError) else 422
    return render(request, template, {**context, "refusal": str(error)}, status=status)


@page(Action.PLAN_DECIDE, case=True, methods=BOTH)
def decide(request: PageRequest, case: str, of: str, sequence: int) -> HttpResponse:
    """Put on record that a request was granted or refused, on the ruling's paper."""
    claim = _claim(case, of)
    asked = next((one for one in plans.asked_for(case, claim.id) if one.log_sequence == sequence), None)
    if asked is None:
        raise Http404(str(sequence))
    require(request, Action.PLAN_DECIDE, Row(case=case, by=user_id_of(asked.by_account)))
    data, wrong = papers.given(request, case) if request.method == "POST" else (None, None)
    form = RulingForm(data, initial={"on": cases.today()})
    if wrong is not None:
        form.add_error("paper", str(wrong.problems[0].message))
    context = {"case": cases.the_case(case), "claim": claim, "asked": asked, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "web/instalments_decide.html", context, status=status)
    given = form.cleaned_data
    try:
        granted = given["verdict"] == "granted"
        with papers.borne(case, given["paper_sha256"]) as sha256:
            act = Act(request.who.by, given["role"], given["on"], given["document"], sha256)
            plans.decide_plan(case, claim.id, asked.id, act, granted=granted, because=given["because"])
    except (RecordError, AccessError, InputError) as error:
        return _refused(request, "web/instalments_decide.html", context, error)
    messages.success(request, _("Decided, and on record."))
    return redirect("debt", case=case)


urls = [
    path("cases/<slug:case>/claims/<str:of>/instalments/", ask, name="plan-ask"),
    path("cases/<slug:case>/claims/<str:of>/instalments/<int:sequence>/", decide, name="plan-decide"),
]
