"""Administration: users and roles, rules in force, who did what, who looked me up, what to forget."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import AccessError, InputError, Problem, SourceError, Where
from downrange.reference import dated, library
from downrange.registry.facts import FactDraft
from downrange.registry.models import User
from downrange.service.border.gate import looked_up
from downrange.service.record import audit, retention, rules
from downrange.service.record.facts import record_fact
from downrange.web import cases, users
from downrange.web.access import PageRequest, page, require
from downrange.web.models import Membership, Organisation
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.pages.gate import reach
from downrange.web.policy import Action, Role, Row, Who, allowed

__all__ = [
    "audit_page",
    "erase",
    "give_role",
    "lookups",
    "may_supply",
    "name_organisation",
    "new_link",
    "retention_page",
    "rules_page",
    "standing_rules",
    "switch_user",
    "tabs",
    "take_role",
    "urls",
    "user_of_number",
    "users_page",
]

BOTH = ("GET", "HEAD", "POST")
AT_ONCE = 50


def _by(request: PageRequest) -> str:
    return request.who.by


# ---- users, roles, organisations


@page(Action.USER_MANAGE, methods=BOTH)
def users_page(request: PageRequest) -> HttpResponse:
    """List users with their roles; make one, give and take roles, switch off, give a new link."""
    context: dict[str, Any] = {"asked": request.POST, "link": None, "problems": ()}
    if request.method == "POST":
        try:
            context["link"] = _changed(request)
        except InputError as error:
            context["problems"] = error.problems
    people = User.objects.order_by("username").prefetch_related("memberships__organisation")
    context |= {
        "people": people,
        "roles": [one.value for one in Role if one is not Role.PUBLIC],
        "cases": sorted(cases.names()),
        "organisations": Organisation.objects.all(),
        "link_url": request.build_absolute_uri(context["link"]) if context["link"] else "",
    }
    return render(request, "web/admin_users.html", context, status=422 if context["problems"] else 200)


def _changed(request: PageRequest) -> str | None:
    """Do what a form of the page asks for; give the path of a link where one was made."""
    work = {"add": _add, "switch": _switch, "drop": _drop, "link": _link, "organisation": _organisation}
    done = work.get(request.POST.get("do", ""))
    if done is None:
        raise InputError(Problem(Where("form", "do"), _("nothing to do was named")))
    return done(request)


def _add(request: PageRequest) -> str:
    given = {
        key: request.POST.get(key, "").strip() for key in ("name", "role", "case", "party", "organisation")
    }
    user = give_role(request.who, **given)
    messages.success(request, _("Done, and on record."))
    return users.password_link(user)


def give_role(
    who: Who, name: str, role: str, case: str = "", party: str = "", organisation: str = ""
) -> User:
    """Give somebody a role, making the user where there is none; who did is on record.

    Raises
    ------
    InputError
        If there is no such role, case, party or organisation, or the role takes another reach.
    """
    if not name or len(name) > 150:
        raise InputError(Problem(Where("form", "name"), _("a user needs a name")))
    if case and case not in cases.names():
        raise InputError(Problem(Where("form", "case"), _("no such case"), value=case))
    if role in ("creditor", "debtor"):
        known = {one.id for one in cases.the_case(case).parties} if case else set()
        if party not in known:
            where = Where("form", "party")
            raise InputError(
                Problem(where, _("a creditor or debtor needs a case and a party of it"), value=party)
            )
    elif party:
        raise InputError(Problem(Where("form", "party"), _("only a creditor or debtor stands for a party")))
    user, _link_path = users.add_user(name, role, case, party)
    if organisation:
        number = int(organisation) if organisation.isascii() and organisation.isdigit() else 0
        chosen = Organisation.objects.filter(pk=number).first() if number < 2**63 else None
        Membership.objects.filter(user=user, role=role, case=case, party=party).update(organisation=chosen)
    _note(who, user, "role given", role, case)
    return user


def _row_number(request: PageRequest, key: str, problem: str) -> int:
    """Read the number of a row that a form names; numbers that no row can bear are none."""
    text = request.POST.get(key, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise InputError(Problem(Where("form", key), problem, value=text[:40]))
    return int(text)


def _person(request: PageRequest) -> User:
    return user_of_number(_row_number(request, "user", _("no such user")))


def user_of_number(number: int) -> User:
    """Give the user of a number.

    Raises
    ------
    InputError
        If there is none.
    """
    user = User.objects.filter(pk=number).first()
    if user is None:
        raise InputError(Problem(Where("form", "user"), _("no such user"), value=str(number)))
    return user


def _switch(request: PageRequest) -> None:
    user = _person(request)
    switch_user(request.who, user, active=not user.is_active)
    messages.success(request, _("Done, and on record."))


def switch_user(who: Who, user: User, *, active: bool) -> None:
    """Let a user in or keep them out; nobody does so to themselves.

    Raises
    ------
    InputError
        If it is one's own account.
    """
    if user.pk == who.user_id:
        raise InputError(Problem(Where("form", "user"), _("nobody switches themselves off")))
    user.is_active = active
    user.save()
    _note(who, user, "switched on" if active else "switched off")


def _drop(request: PageRequest) -> None:
    take_role(request.who, _row_number(request, "membership", _("no such role is held")))
    messages.success(request, _("Done, and on record."))


def take_role(who: Who, number: int) -> User:
    """Take a held role from its user; nobody takes the regulator's from themselves.

    Raises
    ------
    InputError
        If no such role is held, or it is that one.
    """
    held = Membership.objects.filter(pk=number).select_related("user").first()
    if held is None:
        raise InputError(Problem(Where("form", "membership"), _("no such role is held"), value=str(number)))
    if held.user_id == who.user_id and held.role == Role.REGULATOR.value:
        raise InputError(Problem(Where("form", "membership"), _("nobody takes this role from themselves")))
    _note(who, held.user, "role taken", held.role, held.case)
    held.delete()
    return held.user


def _link(request: PageRequest) -> str:
    link = new_link(request.who, _person(request))
    messages.success(request, _("Done, and on record."))
    return link


def new_link(who: Who, user: User) -> str:
    """Give the path by which a user sets a password once; that it was given is on record."""
    _note(who, user, "link given")
    return users.password_link(user)


def _organisation(request: PageRequest) -> None:
    name_organisation(request.POST.get("name", "").strip(), request.POST.get("kind", "")[:40])


def name_organisation(name: str, kind: str = "") -> Organisation:
    """Give the organisation of a name, made where there is none.

    Raises
    ------
    InputError
        If the name is empty or too long.
    """
    if not name or len(name) > 200:
        raise InputError(Problem(Where("form", "name"), _("an organisation needs a name")))
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def _note(who: Who, user: User, what: str, role: str = "", case: str = "") -> None:
    """Put on record who changed what of a user, whom the log knows by number."""
    at = datetime.now(UTC)
    body = {"done": what, "role": role, "case": case, "at": at.isoformat()}
    record_fact(FactDraft("user-change", f"user/{user.pk}", body, who.by, at.date()))


# ---- rules and tariffs


@page(Action.RULE_VIEW, methods=BOTH)
def rules_page(request: PageRequest) -> HttpResponse:
    """Show the rules and tariffs of one file with article and source; a rule editor supplies values."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return _supplied(request)
        except InputError as error:
            problems = tuple(error.problems)
    stems, tariffs = library.names("rules"), library.package_files("tariffs")
    chosen, on = request.GET.get("file", stems[0]), asked_day(request)
    if chosen not in (*stems, *tariffs):
        raise Http404(chosen)
    cases_reached, supplied = reach(request.who, Action.RULE_EDIT), standing_rules(request)
    context = {
        "on": on,
        "stems": stems,
        "tariffs": tariffs,
        "chosen": chosen,
        "rules": _rules_of(chosen, on, supplied) if chosen in stems else (),
        "values": _tariff(chosen) if chosen in tariffs else (),
        "supplied": supplied,
        "may_edit": allowed(request.who, Action.RULE_EDIT),
        "cases": sorted(cases.names()) if cases_reached is None else cases_reached,
        "every": cases_reached is None,
        "problems": problems,
        "asked": request.POST,
        "names": [name for name, _rule, _says in dated.parameters()],
    }
    return render(request, "web/admin_rules.html", context, status=422 if problems else 200)


def _rules_of(stem: str, on: Any, supplied: Sequence[rules.SuppliedRule]) -> list[dict[str, Any]]:
    """Give each parameter of a file: its versions, which is in force or why none, what is supplied."""
    found = []
    for name, rule, says in dated.parameters():
        if not name.startswith(f"{stem}."):
            continue
        versions = dated.history(name)
        row: dict[str, Any] = {"name": name, "rule": rule, "says": says, "versions": versions}
        row["supplied"] = [one for one in supplied if one.parameter == name]
        try:
            row["found"] = dated.in_force(name, on)
            row["source"] = library.citation(row["found"].source)
        except SourceError as error:
            row["why"] = str(error)
        found.append(row)
    return found


def _tariff(path_: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "value": one.value, "unit": one.unit, "kind": one.kind, "locator": one.locator,
         "source": library.citation(one.source)}
        for name, one in library.values(path_).items()
    ]  # fmt: skip


def standing_rules(request: PageRequest) -> list[rules.SuppliedRule]:
    """Give the supplied values of the cases that somebody may see."""
    mine = [name for name in sorted(cases.names()) if allowed(request.who, Action.RULE_VIEW, Row(case=name))]
    own = [one for name in mine for one in rules.supplied_rules(name) if one.case]
    return [*rules.supplied_rules(), *own]


def may_supply(request: PageRequest, case: str | None) -> None:
    """Ask whether somebody may supply rules for a case, or for all (None).

    Raises
    ------
    AccessError
        If not; a standing for one case supplies nothing for all.
    InputError
        If there is no such case.
    """
    require(request, Action.RULE_EDIT, Row(case=case))
    if case is None and reach(request.who, Action.RULE_EDIT) is not None:
        raise AccessError(Action.RULE_EDIT.value)
    if case is not None and case not in cases.names():
        raise InputError(Problem(Where("form", "case"), _("no such case"), value=case))


def _supplied(request: PageRequest) -> HttpResponse:
    given = {
        name: request.POST.get(name, "").strip() for name in ("parameter", "source", "article", "because")
    }
    case = request.POST.get("case", "").strip() or None
    may_supply(request, case)
    if request.POST.get("do") == "withdraw":
        place = rules.withdraw_rule(given["parameter"], _by(request), given["because"], case)
    else:
        body = {
            "value": _value(request.POST.get("value", "")),
            "source": given["source"],
            "article": given["article"] or None,
            "from": request.POST.get("from", "") or None,
            "to": request.POST.get("to", "") or None,
        }
        place = rules.supply_rule(given["parameter"], body, _by(request), case).log_sequence
    messages.success(request, _("On record under number %(number)s.") % {"number": place})
    return redirect("rules")


def _value(text: str) -> Any:
    """Read a value as people write it: a whole number, a list in brackets, else text (decimals stay text)."""
    text = text.strip()
    if text.lstrip("-").isdigit() and text.isascii():
        return int(text)
    if text.startswith("["):
        try:
            return json.loads(text, parse_float=str)
        except ValueError as error:
            raise InputError(Problem(Where("form", "value"), _("this is no list"), value=text)) from error
    if not text:
        raise InputError(Problem(Where("form", "value"), _("a value is needed")))
    return text


# ---- who did what, who looked me up, what is to be forgotten


@page(Action.AUDIT_VIEW)
def audit_page(request: PageRequest) -> HttpResponse:
    """List what was put on record, by kind and by whom, newest first."""
    kind, by = request.GET.get("kind", "")[:64], request.GET.get("by", "").strip()[:255]
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    found = audit.done(kind, by, place, AT_ONCE + 1)
    shown = found[:AT_ONCE]
    rows = [{"fact": one, "body": json.dumps(one.body, ensure_ascii=False)[:600]} for one in shown]
    more = shown[-1].sequence if len(found) > AT_ONCE else None
    context = {"rows": rows, "kinds": audit.kinds(), "kind": kind, "by": by, "more": more}
    context["may_erase"] = allowed(request.who, Action.PERSONAL_ERASE)
    return render(request, "web/admin_audit.html", context)


@page(Action.LOOKUP_VIEW_OWN, case=True)
def lookups(request: PageRequest, case: str) -> HttpResponse:
    """Show a party who asked the gate after it, when, why, and what was answered."""
    parties = sorted({one.party for one in request.who.standings if one.case == case and one.party})
    found = []
    for party in parties:
        row = Row(case=case, party=party)
        if allowed(request.who, Action.LOOKUP_VIEW_OWN, row):
            rows = [{**one, "at": datetime.fromisoformat(one["at"])} for one in looked_up(f"{case}/{party}")]
            found.append({"party": party, "rows": rows})
    return render(request, "web/admin_lookups.html", {"case": cases.the_case(case), "found": found})


@page(Action.PERSONAL_ERASE)
def retention_page(request: PageRequest) -> HttpResponse:
    """Show how long what may be forgotten is kept, and what is due to be forgotten."""
    today = cases.today()
    context = {"kept": retention.KEPT, "period": retention.period(today), "due": retention.due(today)}
    return render(request, "web/admin_retention.html", context)


@page(Action.PERSONAL_ERASE, methods=("POST",))
def erase(request: PageRequest) -> HttpResponse:
    """Forget the private part of a fact, for a reason that is put on record."""
    place = request.POST.get("sequence", "")
    if not place.isascii() or not place.isdigit() or len(place) > 15:
        raise InputError(Problem(Where("form", "sequence"), _("not a place in the log"), value=place))
    because = request.POST.get("because", "")[:1000]
    noted = retention.erase(int(place), _by(request), because, cases.today())
    told = _("Forgotten. That it was is on record under number %(number)s.")
    messages.success(request, told % {"number": noted.sequence})
    return redirect("retention")


tabs = (
    Tab(gettext_lazy("Rules"), "rules", Action.RULE_VIEW, place="main", order=70),
    Tab(gettext_lazy("Users"), "users", Action.USER_MANAGE, place="main", order=80),
    Tab(gettext_lazy("Audit"), "audit", Action.AUDIT_VIEW, place="main", order=82),
    Tab(gettext_lazy("Retention"), "retention", Action.PERSONAL_ERASE, place="main", order=84),
    Tab(gettext_lazy("Who looked me up"), "lookups", Action.LOOKUP_VIEW_OWN, order=85),
)
urls = [
    path("admin/users/", users_page, name="users"),
    path("admin/rules/", rules_page, name="rules"),
    path("admin/audit/", audit_page, name="audit"),
    path("admin/retention/", retention_page, name="retention"),
    path("admin/erase/", erase, name="erase"),
    path("cases/<slug:case>/lookups/", lookups, name="lookups"),
]
