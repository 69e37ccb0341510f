"""What changes the record: payments, measures step by step, registers; and questions to the gate.

Each is a use case's own; who does it is the user who came in, and a person decides each step.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Header
from pydantic import Field, ValidationError, create_model

from downrange.base.money import Money
from downrange.errors import InputError, Problem, Where
from downrange.service.holding.acts import Act
from downrange.web import cases, papers
from downrange.web.access import PageRequest, require, user_id_of
from downrange.web.api import schemas
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError, fields_of_validation
from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS, Deed, side_of
from downrange.web.pages.gate import reach
from downrange.web.policy import Action, Row

__all__ = ["given_of", "money"]

_KEY = {
    "alias": "Idempotency-Key",
    "min_length": 8,
    "max_length": 100,
    "pattern": r"^[A-Za-z0-9._:-]+$",
    "description": "The same key with the same request counts once.",
}
Needed = Annotated[str, Header(**_KEY)]
Key = Annotated[str | None, Header(**_KEY)]


def money(field: str, given: Any) -> Money:
    """Read a sum.

    Raises
    ------
    InputError
        If the currency is unknown or has fewer digits.
    """
    try:
        return Money.of(given.amount, given.currency)
    except ValueError as error:
        raise InputError(Problem(Where("body", field), str(error))) from error


def _claim(case: str, claim: str) -> Any:
    found = next((one for one in cases.the_case(case).claims if one.id == claim), None)
    if found is None:
        raise NotThereError(f"{case} holds no {claim}")
    return found


@endpoint(router, "POST", "/gate/check", Action.GATE_ASK, schemas.GateAnswer)
def gate_check(request: PageRequest, question: schemas.GateIn) -> Any:
    """Ask whether a thing or a person may leave; the question is on record before it is answered."""
    from downrange.service.border import gate

    if question.kind == "person" and not question.purpose.strip():
        raise InputError(Problem(Where("body", "purpose"), "a person is looked for only with a purpose"))
    mine, case = reach(request.who, Action.GATE_ASK), question.case
    if case is None and mine is not None:
        if len(mine) != 1:
            raise InputError(Problem(Where("body", "case"), "name the case", expected=", ".join(mine)))
        case = mine[0]
    if case is not None:
        require(request, Action.GATE_ASK, Row(case=case))
    by = request.who.by
    answer = gate.check(question.identifier, question.kind, case, by=by, purpose=question.purpose.strip())
    if gate.NO_PURPOSE in answer["notes"]:
        raise InputError(Problem(Where("body", "purpose"), "this names a person or firm: say the purpose"))
    called: Mapping[str, Any] = {}
    if answer["case"] and answer["measures"]:
        called = gate.authorities(answer["case"], [one["id"] for one in answer["measures"]])
    return {**answer, "measures": [{**one, "authority": called.get(one["id"])} for one in answer["measures"]]}


@endpoint(router, "POST", "/cases/{slug:case}/payments", Action.PAYMENT_RECORD, schemas.Paid, status=201)
def payment(request: PageRequest, case: str, payment: schemas.PaymentIn, idempotency_key: Needed) -> Any:
    """Post a payment, and let go in the same unit of work what it frees."""
    from downrange.service.holding.release import pay

    _claim(case, payment.claim)
    amount = money("amount", payment.amount)
    sha256, page = payment.document_sha256 or "", payment.document_page
    act = Act(request.who.by, "bailiff", date.fromisoformat(payment.on), payment.document, sha256, page)
    key = f"api/{request.who.user_id}/{idempotency_key}"

    def do() -> Any:
        with papers.borne(case, sha256, elsewhere=True):
            done = pay(
                case, payment.claim, key, amount, act, let_go=tuple(payment.let_go), licence=payment.licence
            )
        return done.as_json()

    return once(request, idempotency_key, payment.model_dump(), do, 201)


@endpoint(router, "POST", "/cases/{slug:case}/assets", Action.ASSET_IMPORT, schemas.Imported, status=201)
def import_register(
    request: PageRequest, case: str, things: schemas.AssetsIn, idempotency_key: Key = None
) -> Any:
    """Put things on a case's register, all or none; numbers that others bear are warned of."""
    from downrange.service.holding.assets import import_assets

    found = [_asset(number, one) for number, one in enumerate(things.assets)]
    return once(
        request,
        idempotency_key,
        things.model_dump(),
        lambda: import_assets(case, found, request.who.by),
        201,
    )


def _asset(number: int, given: schemas.AssetIn) -> Any:
    from downrange.case.schema import Asset

    body = given.model_dump(exclude_none=True)
    if given.value is not None:
        body["value"] = money(f"assets.{number}.value", given.value)
    try:
        return Asset.model_validate(body)
    except ValidationError as error:
        told = fields_of_validation([{**one, "loc": ("", *one["loc"])} for one in error.errors()])
        problems = [Problem(Where("body", f"assets.{number}.{one.field}"), one.message) for one in told]
        raise InputError(problems) from error


@endpoint(router, "POST", "/cases/{slug:case}/measures", Action.MEASURE_DRAFT, schemas.Document, status=201)
def draft(request: PageRequest, case: str, order: schemas.DraftIn, idempotency_key: Key = None) -> Any:
    """Draft an order; it reaches nothing until others have done their part."""
    from downrange.service.holding.orders import draft_order

    _claim(case, order.claim)
    sha256 = order.document_sha256 or ""
    act = Act(request.who.by, "bailiff", date.fromisoformat(order.on), order.document, sha256)

    def do() -> Any:
        permits, things = tuple(order.permits), tuple(order.reaches)
        with papers.borne(case, sha256, elsewhere=True):
            made = draft_order(
                case, order.kind, order.claim, order.against, things, act, permits=permits,
                despite=order.despite,
            )  # fmt: skip
        return made.as_json()

    return once(request, idempotency_key, order.model_dump(), do, 201)


_FIELDS: dict[str, tuple[Any, Any]] = {
    "because": (schemas.Line, ...),
    "whom": (schemas.Line, ...),
    "asked_by": (schemas.Text, ""),
    "permission": (schemas.Line, ...),
    "permits": (schemas.Line, ...),
    "queue": (bool, False),
    "founder": (bool, False),
    "known_on": (schemas.Day | None, None),
    "until": (schemas.Day | None, None),
    "objection": (Annotated[str, Field(pattern="^(stands|cancelled)$")], ...),
    "suit": (Annotated[str, Field(pattern="^(freed|dismissed)$")], ...),
    "assets": (Annotated[list[schemas.AssetId], Field(max_length=1000)], []),
    "old": (schemas.AssetId, ...),
    "into": (schemas.AssetId, ...),
    "ground": (schemas.Line, ...),
    "amount": (schemas.MoneyIn, ...),
    "licence": (schemas.Text, ""),
    "head": (Annotated[str, Field(pattern="^(sanction|bailiff-pay|costs|penalty)$")], ...),
    "ending": (schemas.Line, ...),
    "cause": (schemas.Line, ...),
}
"""What an act asks for beside its day and paper, as the pages' forms ask it."""
_TOLD = ("because", "whom", "asked_by", "permission", "permits", "ground")


def _model(deed: Deed) -> Any:
    """Declare what an act asks for."""
    fields: dict[str, Any] = {"on": (schemas.Day, ...)}
    fields["document"] = (schemas.Line, ...) if deed.paper else (schemas.Text, "")
    fields["document_sha256"] = (schemas.Sha256 | None, None)
    if len(deed.roles) > 1 and not deed.by_party:
        fields["role"] = (Annotated[str, Field(pattern=f"^({'|'.join(deed.roles)})$")], ...)
    fields |= {name: _FIELDS[name] for name in deed.fields if name in _FIELDS}
    words = "".join(part.capitalize() for part in deed.name.split("-"))
    return create_model(f"{words}In", __base__=schemas.Sent, __doc__=str(deed.name), **fields)


def given_of(body: Mapping[str, Any], amount: Money | None = None) -> dict[str, Any]:
    """Give what the table of acts is told: one text, one day, one outcome, whichever field says it."""
    told = next((body[name] for name in _TOLD if body.get(name)), "")
    day = body.get("known_on") or body.get("until")
    sum_ = {} if amount is None else amount.as_json()
    return {
        "queue": False,
        "founder": False,
        "licence": "",
        **body,
        **sum_,
        "told": told,
        "day": None if day is None else date.fromisoformat(day),
        "outcome": body.get("objection") or body.get("suit"),
    }


def _done(
    request: PageRequest, deed: Deed, case: str, of: str, body: Any, key: str | None, side: str | None = None
) -> Any:
    values = body.model_dump()
    amount = money("amount", body.amount) if "amount" in values else None
    role = side or values.get("role") or deed.roles[0]
    sha256 = body.document_sha256 or ""
    act = Act(request.who.by, role, date.fromisoformat(body.on), body.document, sha256)
    given = given_of(values, amount)

    def do() -> Any:
        from downrange.service.holding.measures import proceeding_state

        with papers.borne(case, sha256, elsewhere=True):
            deed.do(case, of, act, given)
        state = proceeding_state(case, act.on)
        return {"case": case, "of": of, "step": deed.name, "on": body.on, "measures": state["measures"]}

    return once(request, key, values, do, 201)


def _on_measure(deed: Deed) -> None:
    model = _model(deed)

    def act(request: PageRequest, case: str, measure: str, body: Any, idempotency_key: Key = None) -> Any:
        from downrange.service.holding.lives import life_of

        of = f"measure/{measure}"
        life = life_of(case, of)
        if life is None:
            raise NotThereError(f"{case} holds no {of}")
        by = user_id_of(life.drafted_by)
        side, party = side_of(request.who, deed, case, _claim(case, life.template.claim))
        require(request, deed.action, Row(case=case, party=party, by=by))
        return _done(request, deed, case, of, body, idempotency_key, side if deed.by_party else None)

    act.__annotations__ |= {"body": model}
    act.__name__ = f"measure_{deed.name.replace('-', '_')}"
    _place(act, deed, f"/cases/{{slug:case}}/measures/{{slug:measure}}/{deed.name}")


def _on_claim(deed: Deed) -> None:
    model = _model(deed)

    def act(request: PageRequest, case: str, claim: str, body: Any, idempotency_key: Key = None) -> Any:
        of = f"claim/{claim}"
        debtor = _claim(case, of).debtor
        require(request, deed.action, Row(case=case, party=debtor))
        return _done(request, deed, case, of, body, idempotency_key)

    act.__annotations__ |= {"body": model}
    act.__name__ = f"claim_{deed.name.replace('-', '_')}"
    _place(act, deed, f"/cases/{{slug:case}}/claims/{{slug:claim}}/{deed.name}")


def _place(act: Any, deed: Deed, path: str) -> None:
    from django.utils.translation import override

    with override("en"):
        summary = str(deed.says)
    endpoint(router, "POST", path, deed.action, schemas.Stepped, status=201, summary=summary)(act)


for one in MEASURE_DEEDS.values():
    _on_measure(one)
for one in CLAIM_DEEDS.values():
    if one.name != "pay":  # a payment has an address and a key of its own
        _on_claim(one)
