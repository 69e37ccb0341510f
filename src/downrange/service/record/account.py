"""Use cases on an account: what is owed on a day, and why. Read-only: nothing is stored."""

from __future__ import annotations

from typing import Any

from downrange.errors import InputError, Problem, Where
from downrange.service.days import day

__all__ = ["balance", "lease"]


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
