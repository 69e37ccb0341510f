"""Who may do what: one table, and whatever it does not name is refused.

Pure functions of who asks, what is asked and which row it touches; Django stays outside. Each action names
the roles that may do it; :func:`allowed` then holds the row against the standing that grants it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from downrange.base.actor import by_user

__all__ = ["ANYBODY", "POLICY", "Action", "Role", "Row", "Standing", "Who", "allowed", "scopes"]


class Role(StrEnum):
    """What somebody is in this registry; ``public`` needs no account."""

    REGULATOR = "regulator"
    BAILIFF = "bailiff"
    APPROVER = "approver"
    CREDITOR = "creditor"
    DEBTOR = "debtor"
    CUSTOMS = "customs"
    RULE_EDITOR = "rule_editor"
    AUDITOR = "auditor"
    PUBLIC = "public"


class Action(StrEnum):
    """Everything that can be done, one name each; pages, API and scopes of tokens use the same."""

    HOME_VIEW = "home.view"
    HEALTH_VIEW = "health.view"
    ACCOUNT_LOGIN = "account.login"
    ACCOUNT_OWN = "account.own"
    CASE_VIEW = "case.view"
    MAP_VIEW = "map.view"
    ASSESSMENT_VIEW = "assessment.view"
    ASSESSMENT_RUN = "assessment.run"
    CONTEST_SAVE = "contest.save"
    DEBT_VIEW = "debt.view"
    ASSET_VIEW = "asset.view"
    ASSET_SEARCH = "asset.search"
    ASSET_IMPORT = "asset.import"
    MEASURE_VIEW = "measure.view"
    MEASURE_DRAFT = "measure.draft"
    MEASURE_APPROVE = "measure.approve"
    MEASURE_SERVE = "measure.serve"
    MEASURE_OBJECT = "measure.object"
    MEASURE_RELEASE = "measure.release"
    PAYMENT_RECORD = "payment.record"
    PAPER_KEEP = "paper.keep"
    PLAN_ASK = "plan.ask"
    PLAN_DECIDE = "plan.decide"
    GATE_ASK = "gate.ask"
    GATE_SNAPSHOT = "gate.snapshot"
    GATE_OVERRIDE = "gate.override"
    LEASE_VIEW = "lease.view"
    STATEMENT_VIEW = "statement.view"
    INTAKE_RUN = "intake.run"
    INTAKE_DECIDE = "intake.decide"
    CONSEQUENCE_VIEW = "consequence.view"
    CONSEQUENCE_WEAK_POINTS = "consequence.weak_points"
    PUBLIC_VIEW = "public.view"
    LOG_VERIFY = "log.verify"
    LOOKUP_VIEW_OWN = "lookup.view_own"
    AUDIT_VIEW = "audit.view"
    RULE_VIEW = "rule.view"
    RULE_EDIT = "rule.edit"
    USER_MANAGE = "user.manage"
    REPLY_WRITE = "reply.write"
    REDRESS_WRITE = "redress.write"
    REDRESS_DECIDE = "redress.decide"
    PERSONAL_ERASE = "personal.erase"
    API_USE = "api.use"


@dataclass(frozen=True)
class Standing:
    """A role with its reach: one case or all (None), for a party or for none."""

    role: Role
    case: str | None = None
    party: str | None = None


@dataclass(frozen=True)
class Who:
    """Somebody who asks; without an account, or without a role, they are the public."""

    user_id: int | None = None
    name: str = ""
    standings: tuple[Standing, ...] = ()

    @property
    def by(self) -> str:
        """How the record spells them where they act."""
        return by_user(self.name)

    @property
    def signed_in(self) -> bool:
        """Whether it is somebody with an account."""
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held; ``public`` where none is."""
        return frozenset(standing.role for standing in self.standings) or frozenset({Role.PUBLIC})


ANYBODY = Who()


@dataclass(frozen=True)
class Row:
    """What an action touches, as far as permission hangs on it.

    Attributes
    ----------
    case : str or None
        The case it belongs to.
    party : str or None
        The party it is of or about.
    by : int or None
        The user who made it: an order is approved by another person than its drafter.
    """

    case: str | None = None
    party: str | None = None
    by: int | None = None


NOTHING = Row()

_R = Role
_ALL = frozenset(Role)
_NOT_CUSTOMS = _ALL - {_R.CUSTOMS}
_SIGNED_IN = _ALL - {_R.PUBLIC}
_OF_CASE = frozenset({_R.REGULATOR, _R.BAILIFF, _R.APPROVER, _R.CREDITOR, _R.DEBTOR, _R.AUDITOR})
_OFFICES = frozenset({_R.REGULATOR, _R.BAILIFF, _R.APPROVER, _R.AUDITOR})
_PARTIES = frozenset({_R.CREDITOR, _R.DEBTOR})
_GATE = frozenset({_R.CUSTOMS, _R.BAILIFF, _R.REGULATOR})

POLICY: Mapping[Action, frozenset[Role]] = {
    Action.HOME_VIEW: _ALL,
    Action.HEALTH_VIEW: _ALL,
    Action.ACCOUNT_LOGIN: _ALL,
    Action.ACCOUNT_OWN: _SIGNED_IN,
    Action.CASE_VIEW: _OF_CASE,
    Action.MAP_VIEW: _OF_CASE,
    Action.ASSESSMENT_VIEW: _OF_CASE,
    Action.ASSESSMENT_RUN: frozenset({_R.REGULATOR, _R.CREDITOR, _R.DEBTOR}),
    Action.CONTEST_SAVE: frozenset({_R.REGULATOR, _R.CREDITOR, _R.DEBTOR}),
    Action.DEBT_VIEW: _OF_CASE,
    Action.ASSET_VIEW: _OF_CASE,
    Action.ASSET_SEARCH: _OFFICES,
    Action.ASSET_IMPORT: frozenset({_R.REGULATOR, _R.BAILIFF}),
    Action.MEASURE_VIEW: _OF_CASE,
    Action.MEASURE_DRAFT: frozenset({_R.BAILIFF}),
    Action.MEASURE_APPROVE: frozenset({_R.APPROVER}),
    Action.MEASURE_SERVE: frozenset({_R.BAILIFF}),
    Action.MEASURE_OBJECT: _PARTIES,
    Action.MEASURE_RELEASE: frozenset({_R.BAILIFF}),
    Action.PAYMENT_RECORD: frozenset({_R.BAILIFF}),
    Action.PAPER_KEEP: _OF_CASE - {_R.AUDITOR},
    Action.PLAN_ASK: _PARTIES | {_R.REGULATOR},
    Action.PLAN_DECIDE: frozenset({_R.BAILIFF, _R.APPROVER}),
    Action.GATE_ASK: _GATE,
    Action.GATE_SNAPSHOT: _GATE,
    Action.GATE_OVERRIDE: frozenset({_R.CUSTOMS, _R.BAILIFF}),
    Action.LEASE_VIEW: _OF_CASE,
    Action.STATEMENT_VIEW: _OF_CASE,
    Action.INTAKE_RUN: frozenset({_R.REGULATOR}),
    Action.INTAKE_DECIDE: frozenset({_R.REGULATOR}),
    Action.CONSEQUENCE_VIEW: _OFFICES,
    Action.CONSEQUENCE_WEAK_POINTS: frozenset({_R.REGULATOR}),
    Action.PUBLIC_VIEW: _NOT_CUSTOMS,
    Action.LOG_VERIFY: _NOT_CUSTOMS,
    Action.LOOKUP_VIEW_OWN: _PARTIES,
    Action.AUDIT_VIEW: frozenset({_R.AUDITOR, _R.REGULATOR}),
    Action.RULE_VIEW: _OF_CASE | {_R.RULE_EDITOR},
    Action.RULE_EDIT: frozenset({_R.RULE_EDITOR}),
    Action.USER_MANAGE: frozenset({_R.REGULATOR}),
    Action.REPLY_WRITE: _PARTIES,
    Action.REDRESS_WRITE: _NOT_CUSTOMS,
    Action.REDRESS_DECIDE: frozenset({_R.REGULATOR}),
    Action.PERSONAL_ERASE: frozenset({_R.REGULATOR}),
    Action.API_USE: _SIGNED_IN,
}
"""The roles that may do an action at all; an action that is not here may be done by nobody."""

_OWN_PARTY = frozenset({Action.LOOKUP_VIEW_OWN, Action.REPLY_WRITE, Action.MEASURE_OBJECT, Action.PLAN_ASK})
_ANOTHER_PERSON = frozenset({Action.MEASURE_APPROVE, Action.PLAN_DECIDE})
_WHOLE_REGISTRY = frozenset({Action.USER_MANAGE, Action.AUDIT_VIEW, Action.PERSONAL_ERASE})
_BOUND_TO_A_CASE = _PARTIES
"""Roles that never reach every case, also where their membership names none."""


def allowed(who: Who, action: Action, row: Row = NOTHING) -> bool:
    """Say whether somebody may do an action on a row; whatever is not allowed by the table is refused.

    A standing that names a case reaches that case only; a creditor's or debtor's without a case reaches none.
    What is one party's own needs a standing for that party. An order is approved, and a request for
    instalments decided, by another person than the one who made it. Users, the audit and erasure need a
    standing for the whole registry.

    >>> allowed(Who(1, "d", (Standing(Role.DEBTOR, "a", "party/d"),)), Action.CASE_VIEW, Row(case="b"))
    False
    """
    roles = POLICY.get(action, frozenset())
    if not who.standings:
        return Role.PUBLIC in roles or (who.signed_in and action is Action.ACCOUNT_OWN)
    if action in _ANOTHER_PERSON and row.by is not None and row.by == who.user_id:
        return False
    return any(standing.role in roles and _reaches(standing, action, row) for standing in who.standings)


def _reaches(standing: Standing, action: Action, row: Row) -> bool:
    if action in _WHOLE_REGISTRY:
        return standing.case is None
    if row.case is not None:
        if standing.case is None and standing.role in _BOUND_TO_A_CASE:
            return False
        if standing.case not in (None, row.case):
            return False
    if action in _OWN_PARTY and row.party is not None:
        return standing.party == row.party
    return True


def scopes(who: Who) -> frozenset[Action]:
    """List the actions that somebody may do on some row: what a token of theirs can be given."""
    return frozenset(action for action in Action if allowed(who, action))
