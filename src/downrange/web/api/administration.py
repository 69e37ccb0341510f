"""Administration by the interface: users and roles, supplied rules, the audit, what is to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse, JsonResponse
from ninja import Query
from pydantic import AfterValidator, BaseModel, Field

from downrange.base.canonical import plain
from downrange.errors import InputError, SourceError
from downrange.reference import dated, library
from downrange.registry.models import User
from downrange.service.record import audit, retention, rules
from downrange.web import cases
from downrange.web.access import PageRequest
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.reading import Cursor, Limit
from downrange.web.api.schemas import Before, Day, Document, Line, PartyId, Place, Sent, Slug, no_nul
from downrange.web.api.writing import Key
from downrange.web.models import Membership, Organisation
from downrange.web.pages import administration as acts
from downrange.web.policy import Action

__all__: list[str] = []

Short = Annotated[str, Field(max_length=40), AfterValidator(no_nul)]
CaseName = Annotated[str, Field(pattern=rf"^{Slug}$")]
Parameter = Annotated[str, Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$", max_length=200)]


class RoleOut(BaseModel):
    """A role somebody holds: in one case or in all, for a party or for none."""

    number: int
    role: str
    case: str | None
    party: str | None
    organisation: str | None


class UserOut(BaseModel):
    """A user with the roles held; never a password, nor a link."""

    number: int
    name: str
    active: bool
    roles: list[RoleOut]


class UserList(BaseModel):
    """Users in the order of their numbers; ``next`` goes on."""

    items: list[UserOut]
    next: str | None


class RoleIn(Sent):
    """A role for somebody; a user of that name is made where there is none."""

    name: Annotated[str, Field(min_length=1, max_length=150, pattern=r"\S"), AfterValidator(no_nul)]
    role: Annotated[
        str,
        Field(pattern="^(regulator|bailiff|approver|creditor|debtor|customs|rule_editor|auditor)$"),
    ]
    case: CaseName | None = None
    party: PartyId | None = None
    organisation: Place | None = None


class ActiveIn(Sent):
    """Whether a user is let in."""

    active: bool


class OrganisationIn(Sent):
    """An organisation by its name."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S"), AfterValidator(no_nul)]
    kind: Short = ""


class OrganisationOut(BaseModel):
    """An organisation that users are of."""

    number: int
    name: str
    kind: str


class OrganisationList(BaseModel):
    """The organisations."""

    items: list[OrganisationOut]


class LinkOut(BaseModel):
    """The path under which a user sets a password once; it is kept nowhere."""

    path: str


class RuleIn(Sent):
    """A value for a rule that the library lacks; decimals as text; for one case or, without it, for all."""

    parameter: Parameter
    value: int | Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(no_nul)] | list[Any]
    source: Line
    article: Annotated[str, Field(max_length=300), AfterValidator(no_nul)] | None = None
    holds_from: Day | None = None
    holds_to: Day | None = None
    case: CaseName | None = None


class WithdrawIn(Sent):
    """Which supplied value is taken back, and why."""

    parameter: Parameter
    because: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S"), AfterValidator(no_nul)]
    case: CaseName | None = None


class RuleOut(Document):
    """A supplied value as it stands."""

    parameter: str
    case: str | None
    value: Any
    source: str
    by: str
    log_sequence: int


class RuleList(BaseModel):
    """The supplied values that stand, of all cases and of those that may be seen."""

    items: list[RuleOut]


class RuleInForce(BaseModel):
    """What the library holds of one parameter of the law on a day, or why it answers nothing."""

    parameter: str
    rule: str
    says: str
    value: Any
    article: str | None
    source: dict[str, str] | None
    certainty: str | None
    why: str
    flags: list[str]
    versions: int


class RulesInForce(BaseModel):
    """The parameters of the law on a day, a page at a time."""

    on: str
    items: list[RuleInForce]
    next: str | None


class Noted(BaseModel):
    """Where in the log it stands that something was done."""

    log_sequence: int


class Done(BaseModel):
    """A fact of the audit."""

    sequence: int
    recorded_at: str
    kind: str
    about: str
    by: str
    body: dict[str, Any]


class DoneList(BaseModel):
    """What was put on record, the newest first; ``next`` goes on."""

    items: list[Done]
    next: str | None


class DueOut(BaseModel):
    """A private part whose period is over."""

    sequence: int
    kind: str
    what: str
    since: str


class DueList(BaseModel):
    """What is due to be forgotten."""

    items: list[DueOut]


class EraseIn(Sent):
    """Whose private part is forgotten, by its place in the log, and why."""

    sequence: Place
    because: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S"), AfterValidator(no_nul)]


def _user(found: User) -> dict[str, Any]:
    held = Membership.objects.filter(user=found).select_related("organisation").order_by("pk")
    roles = [
        {
            "number": one.pk,
            "role": one.role,
            "case": one.case or None,
            "party": one.party or None,
            "organisation": one.organisation.name if one.organisation else None,
        }
        for one in held
    ]
    return {"number": found.pk, "name": found.get_username(), "active": found.is_active, "roles": roles}


def _of(number: int) -> User:
    try:
        return acts.user_of_number(number)
    except InputError as error:
        raise NotThereError(f"no user {number}") from error


@endpoint(router, "GET", "/users", Action.USER_MANAGE, UserList)
def list_users(
    request: PageRequest,
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(pattern="^[0-9]{1,15}$", description="``next`` before.")] = None,
) -> Any:
    """List users with their roles."""
    rows = list(User.objects.filter(pk__gt=int(cursor or 0)).order_by("pk")[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [_user(one) for one in rows[:limit]], "next": following}


@endpoint(router, "POST", "/users", Action.USER_MANAGE, UserOut, status=201)
def give_role(request: PageRequest, role: RoleIn, idempotency_key: Key = None) -> Any:
    """Give somebody a role, making the user where there is none; a link for the password is asked apart."""
    body = str(role.organisation) if role.organisation is not None else ""

    def do() -> Any:
        made = acts.give_role(
            request.who, role.name.strip(), role.role, role.case or "", role.party or "", body
        )
        return _user(made)

    return once(request, idempotency_key, role.model_dump(), do, 201)


@endpoint(router, "POST", "/users/{int:number}/active", Action.USER_MANAGE, UserOut, status=201)
def switch_user(request: PageRequest, number: Place, active: ActiveIn, idempotency_key: Key = None) -> Any:
    """Let a user in or keep them out."""
    found = _of(number)

    def do() -> Any:
        acts.switch_user(request.who, found, active=active.active)
        return _user(found)

    return once(request, idempotency_key, active.model_dump(), do, 201)


@endpoint(router, "POST", "/users/{int:number}/link", Action.USER_MANAGE, LinkOut, status=201)
def password_link(request: PageRequest, number: Place) -> HttpResponse:
    """Give the link by which a user sets a password once; no key repeats it, since it is kept nowhere."""
    link = acts.new_link(request.who, _of(number))
    return JsonResponse({"path": link}, status=201, headers={"Cache-Control": "no-store"})


@endpoint(router, "DELETE", "/roles/{int:number}", Action.USER_MANAGE, UserOut)
def take_role(request: PageRequest, number: Place) -> Any:
    """Take a held role from its user."""
    if not Membership.objects.filter(pk=number).exists():
        raise NotThereError(f"no role {number} is held")
    return _user(acts.take_role(request.who, number))


def _organisation(one: Organisation) -> dict[str, Any]:
    return {"number": one.pk, "name": one.name, "kind": one.kind}


@endpoint(router, "GET", "/organisations", Action.USER_MANAGE, OrganisationList)
def list_organisations(request: PageRequest) -> Any:
    """List the organisations that users are of."""
    return {"items": [_organisation(one) for one in Organisation.objects.order_by("pk")]}


@endpoint(router, "POST", "/organisations", Action.USER_MANAGE, OrganisationOut, status=201)
def name_organisation(request: PageRequest, organisation: OrganisationIn, idempotency_key: Key = None) -> Any:
    """Name an organisation; one that is there already is given."""

    def do() -> Any:
        return _organisation(acts.name_organisation(organisation.name.strip(), organisation.kind))

    return once(request, idempotency_key, organisation.model_dump(), do, 201)


def _rule(one: rules.SuppliedRule) -> dict[str, Any]:
    who = {"by": one.by, "recorded_at": one.recorded_at.isoformat(), "log_sequence": one.log_sequence}
    found: Mapping[str, Any] = plain({"parameter": one.parameter, "case": one.case, **one.as_given(), **who})
    return dict(found)


def _in_force(parameter: str, rule: str, says: str, on: date) -> dict[str, Any]:
    told = {"parameter": parameter, "rule": rule, "says": says, "versions": len(dated.history(parameter))}
    try:
        found = dated.in_force(parameter, on)
    except SourceError as refused:
        unknown: dict[str, Any] = {
            "value": None,
            "article": None,
            "source": None,
            "certainty": None,
            "flags": [],
        }
        return {**told, **unknown, "why": str(refused)}
    return {
        **told,
        "value": plain(found.value),
        "article": found.article,
        "source": library.citation(found.source).model_dump(exclude_none=True),
        "certainty": found.certainty,
        "why": found.why,
        "flags": list(found.flags),
    }


@endpoint(router, "GET", "/rules", Action.RULE_VIEW, RulesInForce)
def list_rules(request: PageRequest, on: Day | None = None, limit: Limit = 50, cursor: Cursor = "") -> Any:
    """List the law's parameters by name with the version in force on a day, or why there is none.

    These are the library's; what editors supplied beside them is listed apart (``/rules/supplied``).
    """
    day = date.fromisoformat(on) if on else cases.today()
    rows = sorted(row for row in dated.parameters() if row[0] > cursor)
    return {
        "on": day.isoformat(),
        "items": [_in_force(*row, day) for row in rows[:limit]],
        "next": rows[limit - 1][0] if len(rows) > limit else None,
    }


@endpoint(router, "GET", "/rules/supplied", Action.RULE_VIEW, RuleList)
def list_supplied_rules(request: PageRequest) -> Any:
    """List the values that editors supplied, of all cases and of those that may be seen."""
    return {"items": [_rule(one) for one in acts.standing_rules(request)]}


@endpoint(router, "POST", "/rules/supplied", Action.RULE_EDIT, RuleOut, status=201)
def supply_rule(request: PageRequest, rule: RuleIn, idempotency_key: Key = None) -> Any:
    """Put a value for a rule on record, dated and with its source; what stood is superseded."""
    acts.may_supply(request, rule.case)
    days = {"from": rule.holds_from, "to": rule.holds_to}
    given = {"value": rule.value, "source": rule.source, "article": rule.article or None, **days}

    def do() -> Any:
        return _rule(rules.supply_rule(rule.parameter, given, request.who.by, rule.case))

    return once(request, idempotency_key, rule.model_dump(), do, 201)


@endpoint(router, "POST", "/rules/withdrawals", Action.RULE_EDIT, Noted, status=201)
def withdraw_rule(request: PageRequest, withdrawal: WithdrawIn, idempotency_key: Key = None) -> Any:
    """Take a supplied value back; the log keeps it."""
    case = withdrawal.case
    acts.may_supply(request, case)

    def do() -> Any:
        by, why = request.who.by, withdrawal.because
        return {"log_sequence": rules.withdraw_rule(withdrawal.parameter, by, why, case)}

    return once(request, idempotency_key, withdrawal.model_dump(), do, 201)


@endpoint(router, "GET", "/audit", Action.AUDIT_VIEW, DoneList)
def list_done(
    request: PageRequest,
    limit: Limit = 50,
    cursor: Before = None,
    kind: Annotated[str, Query(max_length=64, pattern="^[a-z-]*$")] = "",
    by: Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$")] = "",
) -> Any:
    """List what was put on record, by kind and by whom, the newest first."""
    found = audit.done(kind, by, int(cursor) if cursor else None, limit + 1)
    rows = [
        {
            "sequence": one.sequence,
            "recorded_at": one.recorded_at.isoformat(),
            "kind": one.kind,
            "about": one.about,
            "by": one.by,
            "body": one.body,
        }
        for one in found[:limit]
    ]
    return {"items": rows, "next": str(found[limit - 1].sequence) if len(found) > limit else None}


@endpoint(router, "GET", "/retention", Action.PERSONAL_ERASE, DueList)
def list_due(request: PageRequest) -> Any:
    """List the private parts whose period is over, 200 at most."""
    return {
        "items": [
            {
                "sequence": one.fact.sequence,
                "kind": one.fact.kind,
                "what": str(one.kept.what),
                "since": one.since.isoformat(),
            }
            for one in retention.due(cases.today())
        ]
    }


@endpoint(router, "POST", "/erasures", Action.PERSONAL_ERASE, Noted, status=201)
def erase_private(request: PageRequest, erasure: EraseIn, idempotency_key: Key = None) -> Any:
    """Forget the private part of a fact, for a reason that is put on record."""

    def do() -> Any:
        noted = retention.erase(erasure.sequence, request.who.by, erasure.because, cases.today())
        return {"log_sequence": noted.sequence}

    return once(request, idempotency_key, erasure.model_dump(), do, 201)
