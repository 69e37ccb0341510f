"""The lease on a day: rent and its schedule, what was reported as paid, obligations, the parties' positions.

What the treaty's text does not show (the days rent falls due on, delay, set-off, liability) stays None with
the reason. Positions are what parties said, in the order they said it; none of them is taken for the
contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from downrange.base.money import Money
from downrange.case.schema import Case, Claim, Lease, Statement, Unknown, day_range
from downrange.errors import InputError, Problem, Where
from downrange.law.instruments import instrument_state, instruments, launch_plans
from downrange.law.rent import (
    BudgetCheck,
    BudgetLine,
    Netted,
    Netting,
    Period,
    check_budget_line,
    netted,
    schedule,
)

__all__ = ["LeaseStatement", "Obligation", "Position", "breach_claim", "lease_statement"]

_NO_SCHEDULE = (
    "the articles of the lease on the rent schedule could not be read: no day is known on which rent is due"
)
_NO_PAYMENTS = "no complete record of payments is known; what was reported stands under payments"
_NO_ARREARS = (
    "neither the days rent falls due on nor all payments are known; the parties' words stand under positions"
)


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Reported(_Body):
    on: str
    amount: Money
    what: str
    source: str


class _Duty(_Body):
    name: str
    by: str
    article: str = ""
    state: Unknown | str
    source: str = ""


class _Return(_Body):
    on: str
    what: str
    source: str


class _Details(_Body):
    """The keys of ``lease.details`` that are read; docs/law/lease.md explains them."""

    instalments_per_year_number: int | Unknown = 4
    first_year_number: int | None = None
    due_day: Unknown | str | None = None
    late_payment: Unknown | str | None = None
    budget_lines: tuple[BudgetLine, ...] = ()
    payments: tuple[_Reported, ...] = ()
    netting_1998: Netting | None = None
    obligations: tuple[_Duty, ...] = ()
    returns: tuple[_Return, ...] = ()


@dataclass(frozen=True)
class Obligation:
    """A duty under the lease, whose it is, and what is known of how it is kept."""

    name: str
    by: str
    article: str
    state: str
    evidence: str


@dataclass(frozen=True)
class Position:
    """What a party said about the terms."""

    party: str
    date: str | None
    about: str
    says: str
    stance: str
    statement: str
    side: str


@dataclass(frozen=True)
class LeaseStatement:
    """The lease on a day."""

    on: date
    title: str
    in_term: bool
    rent_per_year: Money | None
    due: Money | None
    paid: Money | None
    arrears: Money | None
    reasons: tuple[tuple[str, str], ...]
    schedule: tuple[Period, ...]
    obligations: tuple[Obligation, ...]
    positions: tuple[Position, ...]
    payments: tuple[tuple[str, Money, str, str], ...]
    budget: tuple[BudgetCheck, ...]
    netting: tuple[Netted, ...]
    instruments: tuple[tuple[str, str, str, str], ...]
    launch_plans: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the statement with the keys of ``lease --json``; more keys stand after them."""
        reasons = dict(self.reasons)
        body: dict[str, Any] = {"on": self.on.isoformat(), "title": self.title, "in_term": self.in_term}
        for name in ("rent_per_year", "due", "paid", "arrears"):
            value = getattr(self, name)
            body[name] = None if value is None else value.as_json()
            if value is None:
                body[f"{name}_reason"] = reasons[name]
        body["schedule"] = [period.as_json() for period in self.schedule]
        body["schedule_reason"] = reasons.get("schedule")
        body["obligations"] = [
            {
                "name": one.name,
                "state": one.state,
                "evidence": one.evidence,
                "by": one.by,
                "article": one.article,
            }
            for one in self.obligations
        ]
        body["positions"] = [
            {
                "party": one.party,
                "date": one.date,
                "about": one.about,
                "says": one.says,
                "stance": one.stance,
                "statement": one.statement,
                "side": one.side,
            }
            for one in self.positions
        ]
        body["payments"] = [
            {"on": on, "amount": amount.as_json(), "what": what, "source": source}
            for on, amount, what, source in self.payments
        ]
        body["budget"] = [one.as_json() for one in self.budget]
        body["netting"] = [one.as_json() for one in self.netting]
        body["instruments"] = [
            {"instrument": slug, "title": title, "state": state, "because": why}
            for slug, title, state, why in self.instruments
        ]
        body["launch_plans"] = list(self.launch_plans)
        body["notes"] = list(self.notes)
        return body


def _details(case: Case, lease: Lease) -> _Details:
    try:
        return _Details.model_validate(lease.details)
    except ValidationError as error:
        problems = [
            Problem(
                Where(case.case, ".".join(["lease.details", *(str(part) for part in item["loc"])])),
                item["msg"],
                value=str(item["input"]),
            )
            for item in error.errors()
        ]
        raise InputError(problems) from error


def _known(dated: str | None, on: date) -> bool:
    return dated is None or day_range(dated)[0] <= on


def _said(statement: Statement) -> str | None:
    return statement.said_on or statement.reported_on


def _words(statement: Statement) -> str:
    value = statement.value.model_dump(mode="json", exclude_none=True)
    for key in ("printed", "text", "date", "party"):
        if value.get(key):
            return str(value[key])
    if "amount" in value:
        return f"{value['amount']['amount']} {value['amount']['currency']}"
    if "unknown" in value:
        return f"unknown: {value['unknown']}"
    return " ".join(
        str(value[key]) for key in ("number", "low", "high", "unit") if value.get(key) not in (None, "")
    )


def _side(case: Case, party: str, lease: Lease) -> str:
    """Give the side a speaker belongs to by his chain of parents: lessor, tenant, own or other."""
    by_id = {one.id: one for one in case.parties}
    seen: set[str] = set()
    here: str | None = party
    while here and here not in seen:
        if here in (lease.lessor, lease.tenant):
            return "lessor" if here == lease.lessor else "tenant"
        seen.add(here)
        here = by_id[here].part_of if here in by_id else None
    return "own" if party == "party/downrange" else "other"


def _positions(case: Case, lease: Lease, on: date) -> tuple[Position, ...]:
    rents = {claim.id for claim in case.claims if claim.basis == "rent"}
    found = []
    for one in case.statements:
        side = _side(case, one.said_by, lease)
        mine = one.about.startswith("lease/") or one.about in rents
        if not mine or side == "own" or not _known(_said(one), on):
            continue
        says = _words(one) + (f" ({one.note})" if one.note else "")
        found.append(Position(one.said_by, _said(one), one.property, says, one.stance, one.id, side))
    return tuple(sorted(found, key=lambda one: (one.date or "", one.statement)))


def _obligations(details: _Details) -> tuple[Obligation, ...]:
    found = []
    for duty in details.obligations:
        state = f"unknown: {duty.state.unknown}" if isinstance(duty.state, Unknown) else duty.state
        found.append(Obligation(duty.name, duty.by, duty.article, state, duty.source))
    return tuple(found)


def _years(lease: Lease, details: _Details) -> tuple[int, int] | None:
    if not isinstance(lease.until, str):
        return None
    first = details.first_year_number or day_range(lease.signed_on)[0].year
    return first, day_range(lease.until)[1].year


def _schedule(lease: Lease, details: _Details) -> tuple[tuple[Period, ...], str | None]:
    years, number = _years(lease, details), details.instalments_per_year_number
    if not isinstance(lease.rent_per_year, Money) or years is None or isinstance(number, Unknown):
        return (), "rent, term or the number of instalments is not known"
    told = (
        "equal parts of calendar years, as the budget of 2022 shows; the days they fall due on are not known"
    )
    return schedule(lease.rent_per_year, years[0], years[1], number), told


def lease_statement(case: Case, on: date) -> LeaseStatement:
    """Draw up the lease of a case on a day.

    Parameters
    ----------
    case : Case
        A case that holds a lease.
    on : date
        The day; later statements, payments and budget years are left out.

    Raises
    ------
    InputError
        If the case holds no lease, or its details cannot be read (with every key).
    """
    lease = case.lease
    if lease is None:
        raise InputError(Problem(Where(case.case, "lease"), "the case does not hold a lease"))
    details = _details(case, lease)
    rent = lease.rent_per_year if isinstance(lease.rent_per_year, Money) else None
    periods, told = _schedule(lease, details)
    reasons = {"due": _reason(details.due_day, _NO_SCHEDULE), "paid": _NO_PAYMENTS, "arrears": _NO_ARREARS}
    if isinstance(lease.rent_per_year, Unknown):
        reasons["rent_per_year"] = lease.rent_per_year.unknown
    if told:
        reasons["schedule"] = told
    checks = tuple(
        check_budget_line(line, rent)
        for line in details.budget_lines
        if rent is not None and line.year <= on.year
    )
    return LeaseStatement(
        on=on,
        title=lease.title,
        in_term=_in_term(lease, on),
        rent_per_year=rent,
        due=None,
        paid=None,
        arrears=None,
        reasons=tuple(reasons.items()),
        schedule=periods,
        obligations=_obligations(details),
        positions=_positions(case, lease, on),
        payments=tuple(
            (one.on, one.amount, one.what, one.source) for one in details.payments if _known(one.on, on)
        ),
        budget=checks,
        netting=tuple(one for one in _netting(details) if one.since <= on),
        instruments=tuple((one.slug, one.title, *instrument_state(one.slug, on)) for one in instruments()),
        launch_plans=tuple(plan for plan in launch_plans() if plan["year"] <= on.year),
        notes=_notes(details, on),
    )


def _netting(details: _Details) -> tuple[Netted, ...]:
    return () if details.netting_1998 is None else netted(details.netting_1998)


def _reason(given: Unknown | str | None, otherwise: str) -> str:
    return given.unknown if isinstance(given, Unknown) else otherwise


def _in_term(lease: Lease, on: date) -> bool:
    if on < day_range(lease.signed_on)[0]:
        return False
    return not isinstance(lease.until, str) or on <= day_range(lease.until)[1]


def _notes(details: _Details, on: date) -> tuple[str, ...]:
    notes = [f"{one.on}: {one.what}" for one in details.returns if _known(one.on, on)]
    if isinstance(details.late_payment, Unknown):
        notes.append(f"late payment: {details.late_payment.unknown}")
    return tuple(notes)


def breach_claim(
    case: Case, obligation: str, arising_on: date, asserted: Money | None, because: str
) -> Claim:
    """Turn a breached obligation of the lease into a claim of the other side.

    The claim is only asserted; nothing of it is awarded, agreed or paid. A sum nobody named stays unknown.

    Raises
    ------
    InputError
        If the case holds no lease or no obligation of that name.
    """
    lease = case.lease
    if lease is None:
        raise InputError(Problem(Where(case.case, "lease"), "the case does not hold a lease"))
    duty = next((one for one in _details(case, lease).obligations if one.name == obligation), None)
    if duty is None:
        where = Where(case.case, "lease.details.obligations")
        raise InputError(Problem(where, "no such obligation", value=obligation))
    creditor = lease.lessor if duty.by == lease.tenant else lease.tenant
    nobody = Unknown(unknown="not decided: the breach is only asserted")
    return Claim(
        id=f"claim/breach-{arising_on.isoformat()}",
        title=f"Breach of {duty.article or 'the lease'}: {duty.name}",
        basis="treaty",
        creditor=creditor,
        debtor=duty.by,
        arising_on=arising_on.isoformat(),
        asserted=asserted or Unknown(unknown="no sum was named"),
        awarded=nobody,
        agreed=nobody,
        paid=nobody,
        interest=Unknown(unknown="no clause on late payment was readable"),
        note=because,
    )
