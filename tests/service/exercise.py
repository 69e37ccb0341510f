"""The fictional exercise with its orders taken away, and the hands that act in it."""

from __future__ import annotations

from datetime import date

from downrange.base.money import Money
from downrange.case.schema import Case
from downrange.inputs.cases import read_case
from downrange.service.holding.acts import Act

NAME = "tsenki-2023-exercise"
CLAIM = "claim/debt"
DEBTOR = "party/tsenki-exercise"
FIRST, SECOND = "party/exercise-bailiff", "office/second-bailiff"


def exercise() -> Case:
    case = read_case(NAME).case
    return case.model_copy(update={"measures": ()})


def load() -> Case:
    from downrange.service.holding.recording import load_case

    case = exercise()
    load_case(case)
    return case


def act(role: str, on: str, document: str = "paper", by: str | None = None) -> Act:
    who = {"bailiff": FIRST, "court": "party/exercise-court", "prosecutor": "office/prosecutor"}
    return Act(by or who.get(role, f"office/{role}"), role, date.fromisoformat(on), document)


def tenge(amount: str | int) -> Money:
    return Money.of(str(amount), "KZT")


def in_force(
    kind: str,
    reaches: tuple[str, ...],
    on: str,
    *,
    claim: str = CLAIM,
    against: str = DEBTOR,
    covers: dict[str, Money] | None = None,
    measure: str | None = None,
    order: str = "",
    queue: bool = False,
) -> str:
    """Bring a measure from the draft into force in one day; give its identifier."""
    from downrange.law.enforcement.steps import sanction_by
    from downrange.service.holding import orders
    from downrange.service.holding.lives import bank_money, life_of

    drafted = orders.draft_order(
        NAME, kind, claim, against, reaches, act("bailiff", on), covers=covers, measure=measure
    )
    found = str(drafted.measure["id"])
    orders.approve(NAME, found, act("bailiff", on, by=SECOND))
    life = life_of(NAME, found)
    assert life is not None
    needed = sanction_by(kind, date.fromisoformat(on), bank_money=bank_money(NAME, life))
    if needed is not None:
        orders.sanction(NAME, found, act(needed[0], on, f"sanction of {found}"))
    orders.put_in_force(NAME, found, act("bailiff", on, order or f"order {found}"), queue=queue)
    return found


def gate(identifier: str, on: str) -> str:
    from downrange.service.border import gate as gates

    return str(gates.check(identifier, on=date.fromisoformat(on))["answer"])
