"""Measures of a case: where each stands, what may come next, who may do it by when, the forms for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import AccessError, InputError, RecordError
from downrange.service.holding.acts import Act
from downrange.service.holding.lives import claim_of, life_of, lives
from downrange.web import cases, matter, papers
from downrange.web.access import PageRequest, page, require, user_id_of
from downrange.web.deed_forms import Around, DeedForm, deed_form, retold
from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS, Deed, side_of
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.policy import Action, Row, allowed

__all__ = ["ladder", "measure", "measures", "tabs", "urls"]


@page(Action.MEASURE_VIEW, case=True)
def measures(request: PageRequest, case: str) -> HttpResponse:
    """Show every measure of a case with its state, and each proceeding, as of a day."""
    from downrange.service.holding.measures import proceeding_state, proceeding_steps

    on = asked_day(request)
    the_case = cases.the_case(case)
    state = proceeding_state(case, on)
    known = {claim.id for claim in the_case.claims}
    told = {one["claim"] for one in state["claims"]}
    claims = [
        *state["claims"],
        *({"claim": one, "steps": proceeding_steps(case, one, on)} for one in sorted(known - told)),
    ]
    context = {
        "case": the_case,
        "on": on,
        "claims": [_claim(request, case, one) for one in claims],
        "measures": [_shown(request, case, one) for one in state["measures"]],
        "may_draft": allowed(request.who, Action.MEASURE_DRAFT, Row(case=case)),
        **papers.shown(request.who, case),
    }
    return render(request, "web/measures.html", context)


def _claim(request: PageRequest, case: str, state: Mapping[str, Any]) -> dict[str, Any]:
    the_case = cases.the_case(case)
    found = next((one for one in the_case.claims if one.id == state["claim"]), None)
    deeds = [
        {"says": deed.says, "url": reverse(f"claim-{name}", args=[case, _slug(state["claim"])])}
        for name, deed in CLAIM_DEEDS.items()
        if found is not None and allowed(request.who, deed.action, Row(case=case))
    ]
    return {**state, "title": found.title if found is not None else state["claim"], "deeds": deeds}


def _slug(reference: str) -> str:
    return reference.partition("/")[2]


def _shown(request: PageRequest, case: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a measure's state whom it is against, and of each next step whether who asks may take it."""
    the_case = cases.the_case(case)
    rows = []
    for step in state["next"]:
        deed = MEASURE_DEEDS.get(step["step"])
        may = deed is not None and allowed(
            request.who, deed.action, _row(request, deed, case, state["claim"], state)
        )
        address = reverse(f"measure-{step['step']}", args=[case, _slug(state["measure"])]) if may else None
        rows.append({**step, "says": deed.says if deed else None, "url": address})
    return {**state, "whom": matter.party(the_case, state["against"]), "next": rows}


def _row(request: PageRequest, deed: Deed, case: str, claim: str, state: Mapping[str, Any]) -> Row:
    """Give the row of an act: the party that takes it, and who drafted the order: nobody approves his own."""
    row = Row(case=case, party=_side(request, deed, case, claim)[1])
    if deed.action is not Action.MEASURE_APPROVE:
        return row
    drafted = next((step["by"] for step in state["steps"] if step["step"] == "draft"), "")
    return Row(row.case, row.party, user_id_of(drafted))


def _side(request: PageRequest, deed: Deed, case: str, claim: str) -> tuple[str, str | None]:
    try:
        return side_of(request.who, deed, case, claim_of(case, claim))
    except RecordError:
        return "debtor", None


def _state_of(case: str, name: str, on: date) -> dict[str, Any]:
    from downrange.service.holding.measures import proceeding_state

    found = [one for one in proceeding_state(case, on)["measures"] if one["measure"] == name]
    if not found:
        raise Http404(name)
    return dict(found[0])


@page(Action.MEASURE_VIEW, case=True)
def measure(request: PageRequest, case: str, of: str) -> HttpResponse:
    """Show one measure: what it holds, every step with who took it, and what may come next."""
    on = asked_day(request)
    state = _state_of(case, f"measure/{of}", on)
    context = {
        "case": cases.the_case(case),
        "on": on,
        "of": of,
        "measure": _shown(request, case, state),
        "titles": _titles(case, [*state["reaches"], *(one["asset"] for one in state["let_go"])]),
        **papers.shown(request.who, case),
    }
    return render(request, "web/measures_one.html", context)


def _titles(case: str, assets: list[str]) -> dict[str, str]:
    from downrange.service.holding.lives import asset_of

    bodies = {one: asset_of(case, one) or {} for one in assets}
    return {one: str(body.get("title", {}).get("en", one)) for one, body in bodies.items()}


@page(Action.MEASURE_VIEW, case=True)
def ladder(request: PageRequest, case: str) -> HttpResponse:
    """Show what may lawfully come next for each claim, with cost, time and what the other side may do."""
    from downrange.service.holding.measures import ladder_of

    on = asked_day(request)
    the_case = cases.the_case(case)
    found = ladder_of(case, on.isoformat(), recorded=True) if the_case.claims else {}
    claims = [found, *found.get("others", [])] if found else []
    context = {"case": the_case, "on": on, "claims": claims, "not_said": found.get("not_said", [])}
    return render(request, "web/measures_ladder.html", context)


def _measure_view(deed: Deed) -> Callable[..., HttpResponse]:
    @page(deed.action, case=True, methods=("GET", "HEAD", "POST"))
    def view(request: PageRequest, case: str, of: str) -> HttpResponse:
        name = f"measure/{of}"
        life = life_of(case, name)
        if life is None:
            raise Http404(of)
        claim, steps = life.template.claim, [{"step": step.name, "by": step.by} for step in life.steps]
        require(request, deed.action, _row(request, deed, case, claim, {"steps": steps}))
        reaches = list(life.stopped if deed.name == "decide-suit" else life.reaches)
        around = Around(cases.today(), reaches, life.permits, titles=_titles(case, reaches))
        side = _side(request, deed, case, claim)[0] if deed.by_party else None
        return _done(request, deed, case, name, around, reverse("measure", args=[case, of]), side)

    view.__doc__ = f"Take the step {deed.name}: form, confirmation, act."
    return view


def _claim_view(deed: Deed) -> Callable[..., HttpResponse]:
    @page(deed.action, case=True, methods=("GET", "HEAD", "POST"))
    def view(request: PageRequest, case: str, of: str) -> HttpResponse:
        name = f"claim/{of}"
        try:
            claim = claim_of(case, name)
        except RecordError as error:
            raise Http404(of) from error
        held = [
            asset
            for life in lives(case).values()
            if life.template.claim == name and life.state == "in-force"
            for asset in life.reaches
        ]
        reaches = list(dict.fromkeys(held)) if "assets" in deed.fields else []
        currency = getattr(claim.awarded, "currency", None) or getattr(claim.asserted, "currency", None)
        around = Around(cases.today(), reaches, currency=currency or "KZT", titles=_titles(case, reaches))
        return _done(request, deed, case, name, around, reverse("measures", args=[case]))

    view.__doc__ = f"Take the step {deed.name} of a proceeding: form, confirmation, act."
    return view


def _done(
    request: PageRequest, deed: Deed, case: str, of: str, around: Around, back: str, side: str | None = None
) -> HttpResponse:
    """Show the form; then what was filled in, once more; then carry it out, or say why the law refuses.

    ``side`` is the role of a party that acts for itself.
    """
    data, wrong = papers.given(request, case) if request.method == "POST" else (None, None)
    form = deed_form(deed, around, data)
    if wrong is not None:
        form.add_error("paper", str(wrong.problems[0].message))
    context: dict[str, Any] = {
        "case": cases.the_case(case), "deed": deed, "of": of, "form": form, "back": back,
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid() or request.POST.get("again"):
        status = 422 if request.method == "POST" and not form.is_valid() else 200
        return render(request, "web/measures_act.html", context, status=status)
    if request.POST.get("confirm") != "yes":
        return render(request, "web/measures_act.html", {**context, "told": retold(form)})
    try:
        with papers.borne(case, form.cleaned_data["paper_sha256"]) as sha256:
            deed.do(case, of, _act(request, deed, form, side, sha256), form.given())
    except (RecordError, AccessError, InputError) as error:
        status = 403 if isinstance(error, AccessError) else 422
        return render(request, "web/measures_act.html", {**context, "refusal": str(error)}, status=status)
    messages.success(request, _("On record: %(what)s") % {"what": deed.says})
    return redirect(back)


def _act(request: PageRequest, deed: Deed, form: DeedForm, side: str | None, sha256: str) -> Act:
    role = side or form.cleaned_data.get("role") or deed.roles[0]
    cleaned = form.cleaned_data
    return Act(request.who.by, role, cleaned["on"], cleaned["document"], sha256)


tabs = (Tab(gettext_lazy("Measures"), "measures", Action.MEASURE_VIEW, order=55, part="claims"),)
urls = [
    path("cases/<slug:case>/measures/", measures, name="measures"),
    path("cases/<slug:case>/measures/ladder/", ladder, name="ladder"),
    path("cases/<slug:case>/measures/of/<str:of>/", measure, name="measure"),
    *(
        path(f"cases/<slug:case>/measures/of/<str:of>/{name}/", _measure_view(deed), name=f"measure-{name}")
        for name, deed in MEASURE_DEEDS.items()
    ),
    *(
        path(f"cases/<slug:case>/claims/<str:of>/{name}/", _claim_view(deed), name=f"claim-{name}")
        for name, deed in CLAIM_DEEDS.items()
    ),
]
