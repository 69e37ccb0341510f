"""Every action for every role from a table written out by hand, then the rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.web.policy import ANYBODY, POLICY, Action, Role, Row, Standing, Who, allowed, scopes

COLUMNS = (
    "regulator",
    "bailiff",
    "approver",
    "creditor",
    "debtor",
    "customs",
    "rule_editor",
    "auditor",
    "public",
)
MATRIX = """
                         reg bai app cre deb cus rul aud pub
home.view                 x   x   x   x   x   x   x   x   x
health.view               x   x   x   x   x   x   x   x   x
account.login             x   x   x   x   x   x   x   x   x
account.own               x   x   x   x   x   x   x   x   .
case.view                 x   x   x   x   x   .   .   x   .
map.view                  x   x   x   x   x   .   .   x   .
assessment.view           x   x   x   x   x   .   .   x   .
assessment.run            x   .   .   x   x   .   .   .   .
contest.save              x   .   .   x   x   .   .   .   .
debt.view                 x   x   x   x   x   .   .   x   .
asset.view                x   x   x   x   x   .   .   x   .
asset.search              x   x   x   .   .   .   .   x   .
asset.import              x   x   .   .   .   .   .   .   .
measure.view              x   x   x   x   x   .   .   x   .
measure.draft             .   x   .   .   .   .   .   .   .
measure.approve           .   .   x   .   .   .   .   .   .
measure.serve             .   x   .   .   .   .   .   .   .
measure.object            .   .   .   x   x   .   .   .   .
measure.release           .   x   .   .   .   .   .   .   .
payment.record            .   x   .   .   .   .   .   .   .
paper.keep                x   x   x   x   x   .   .   .   .
plan.ask                  x   .   .   x   x   .   .   .   .
plan.decide               .   x   x   .   .   .   .   .   .
gate.ask                  x   x   .   .   .   x   .   .   .
gate.snapshot             x   x   .   .   .   x   .   .   .
gate.override             .   x   .   .   .   x   .   .   .
lease.view                x   x   x   x   x   .   .   x   .
statement.view            x   x   x   x   x   .   .   x   .
intake.run                x   .   .   .   .   .   .   .   .
intake.decide             x   .   .   .   .   .   .   .   .
consequence.view          x   x   x   .   .   .   .   x   .
consequence.weak_points   x   .   .   .   .   .   .   .   .
public.view               x   x   x   x   x   .   x   x   x
log.verify                x   x   x   x   x   .   x   x   x
lookup.view_own           .   .   .   x   x   .   .   .   .
audit.view                x   .   .   .   .   .   .   x   .
rule.view                 x   x   x   x   x   .   x   x   .
rule.edit                 .   .   .   .   .   .   x   .   .
user.manage               x   .   .   .   .   .   .   .   .
reply.write               .   .   .   x   x   .   .   .   .
redress.write             x   x   x   x   x   .   x   x   x
redress.decide            x   .   .   .   .   .   .   .   .
personal.erase            x   .   .   .   .   .   .   .   .
api.use                   x   x   x   x   x   x   x   x   .
"""
LINES = [line.split() for line in MATRIX.strip().splitlines()[1:]]
CELLS = [
    (action, role, cell == "x") for action, *cells in LINES for role, cell in zip(COLUMNS, cells, strict=True)
]


def somebody(role: str, case: str | None = None, party: str | None = None, user: int = 7) -> Who:
    if role == "public":
        return ANYBODY
    return Who(user, role, (Standing(Role(role), case, party),))


def test_the_table_names_every_action_and_every_role() -> None:
    assert [line[0] for line in LINES] == [action.value for action in Action]
    assert set(COLUMNS) == {role.value for role in Role}
    assert set(POLICY) == set(Action)


@pytest.mark.parametrize(("action", "role", "may"), CELLS, ids=[f"{a}-{r}" for a, r, _ in CELLS])
def test_the_table(action: str, role: str, may: bool) -> None:
    assert allowed(somebody(role), Action(action)) is may
    if may and role not in ("creditor", "debtor"):
        assert allowed(somebody(role), Action(action), Row(case="any"))


@pytest.mark.parametrize(("action", "role", "may"), CELLS, ids=[f"{a}-{r}" for a, r, _ in CELLS])
def test_a_standing_for_one_case_reaches_that_case_only(action: str, role: str, may: bool) -> None:
    who = somebody(role, "a", "party/p")
    assert not allowed(who, Action(action), Row(case="b")) or role == "public"
    whole = action in ("user.manage", "audit.view", "personal.erase")
    assert allowed(who, Action(action), Row(case="a", party="party/p")) is (may and not whole)


@pytest.mark.parametrize("role", ["creditor", "debtor"])
def test_a_party_without_a_case_reaches_none(role: str) -> None:
    assert not allowed(somebody(role), Action.CASE_VIEW, Row(case="a"))


@pytest.mark.parametrize("action", [Action.LOOKUP_VIEW_OWN, Action.REPLY_WRITE])
def test_a_party_sees_and_answers_what_is_its_own(action: Action) -> None:
    debtor = somebody("debtor", "a", "party/d")
    assert allowed(debtor, action, Row(case="a", party="party/d"))
    assert not allowed(debtor, action, Row(case="a", party="party/c"))
    assert not allowed(somebody("debtor", "a"), action, Row(case="a", party="party/d"))


def test_an_order_is_approved_by_another_person_even_with_both_roles() -> None:
    both = Who(7, "b", (Standing(Role.BAILIFF), Standing(Role.APPROVER)))
    assert allowed(both, Action.MEASURE_DRAFT, Row(case="a"))
    assert not allowed(both, Action.MEASURE_APPROVE, Row(case="a", by=7))
    assert allowed(both, Action.MEASURE_APPROVE, Row(case="a", by=8))


def test_customs_may_do_nothing_but_the_gate_and_its_own_account() -> None:
    assert scopes(somebody("customs")) == {
        Action.HOME_VIEW,
        Action.HEALTH_VIEW,
        Action.ACCOUNT_LOGIN,
        Action.ACCOUNT_OWN,
        Action.GATE_ASK,
        Action.GATE_SNAPSHOT,
        Action.GATE_OVERRIDE,
        Action.API_USE,
    }


def test_a_user_without_a_role_is_the_public_with_an_account() -> None:
    who = Who(7, "new")
    assert scopes(who) == scopes(ANYBODY) | {Action.ACCOUNT_OWN}


@given(st.sampled_from(list(Action)), st.lists(st.sampled_from([r for r in Role if r is not Role.PUBLIC])))
def test_more_roles_never_take_anything_away_but_customs_takes_nothing(
    action: Action, roles: list[Role]
) -> None:
    who = Who(7, "x", tuple(Standing(role) for role in roles))
    single = [allowed(Who(7, "x", (Standing(role),)), action) for role in roles]
    assert allowed(who, action) is (any(single) if roles else allowed(Who(7, "x"), action))
