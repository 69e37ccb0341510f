"""Use cases on an account: what is owed on a day, and why. Read-only: nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from downrange.errors import InputError, Problem, Where

__all__ = ["attach", "balance", "day", "lease"]


def day(text: str | None, otherwise: str | None = None) -> date:
    """Read a day as people give it; the last day that a partial date may mean.

    Raises
    ------
    InputError
        If the text is no date.
    """
    from downrange.case.schema import day_range

    given = text or otherwise
    if given is None:
        raise InputError(Problem(Where("command line", "--on"), "no day is given and the case names none"))
    try:
        return day_range(given)[1]
    except ValueError as error:
        problem = Problem(Where("command line", "--on"), "not a date", value=given, expected="2023-03-14")
        raise InputError(problem) from error


def balance(name: str, on: str | None = None) -> dict[str, Any]:
    """State the account of a case on a day, with the keys of ``balance --json``.

    The first claim stands at the top; a case with several has the others under ``others``. Without a day the
    case's own state of knowledge counts.

    Raises
    ------
    InputError
        If the case cannot be read or holds no claim.
    """
    from downrange.inputs.cases import read_case
    from downrange.law.account import statements_of_account

    case = read_case(name).case
    if not case.claims:
        raise InputError(
            Problem(Where(name, "claims"), "this case holds no claim", expected="a case with claims")
        )
    first, *others = statements_of_account(case, day(on, case.state_of_knowledge or case.to))
    body = {"case": case.case, **first.as_json()}
    if others:
        body["others"] = [account.as_json() for account in others]
    return body


def lease(name: str, on: str | None = None) -> dict[str, Any]:
    """State the lease of a case on a day, with the keys of ``lease --json``.

    Raises
    ------
    InputError
        If the case cannot be read or holds no lease.
    """
    from downrange.inputs.cases import read_case
    from downrange.law.lease import lease_statement

    case = read_case(name).case
    if case.lease is None:
        raise InputError(Problem(Where(name, "lease"), "this case holds no lease"))
    return lease_statement(case, day(on, case.state_of_knowledge or case.to)).as_json()


def attach(
    name: str,
    on: str | None = None,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    because: str = "",
    excess_at_most: str | None = None,
    recorded: bool = False,
) -> dict[str, Any]:
    """Draft which of the debtor's assets to attach, with the keys of ``attach --json``.

    What operations know of the assets flows in as data: lives depend on it (never held), launches (last).

    Parameters
    ----------
    include, exclude : sequence of str
        Assets that a person orders to take first, or to leave, whatever the law's order of queues.
    because : str
        The reason, needed with either.
    excess_at_most : str, optional
        The user's policy: the most by which the hold may exceed the target, as a share of it (``"0.1"``).
    recorded : bool
        From what stands on record in the registry in use, not from the case's file.

    Raises
    ------
    InputError
        If the case cannot be read or holds no claim, or the orders cannot be followed.
    """
    from downrange.inputs.cases import read_case
    from downrange.law.enforcement.attach import Policy, attachment_plan
    from downrange.service.on_record import case_on_record
    from downrange.service.operations import criticality_of, manifest_of
    from downrange.service.selection import marked_by_criticality, with_harm

    file = read_case(name)
    if recorded:
        file = replace(file, case=case_on_record(name))
    case = file.case
    if not case.claims:
        raise InputError(Problem(Where(name, "claims"), "this case holds no claim to attach for"))
    when = day(on, case.state_of_knowledge or case.to)
    policy = Policy(tuple(include), tuple(exclude), because, _ratio(excess_at_most))
    harms = criticality_of(case, when, manifest_of(file, when)) if case.assets else {}
    plan = attachment_plan(marked_by_criticality(case, harms), when, policy=policy).as_json()
    return with_harm(file, when, plan, harms) if case.assets else plan


def _ratio(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        where = Where("command line", "--excess-at-most")
        raise InputError(Problem(where, "no number", value=text, expected="a share, such as 0.1")) from error
