"""What the one concerned may say, by the interface: a party's reply, a complaint of a wrongful stop."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from downrange.errors import AccessError
from downrange.service.record.redress import contact_of
from downrange.web.access import PageRequest, require
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.reading import Limit
from downrange.web.api.schemas import Before, PartyId, Sent, no_nul
from downrange.web.api.writing import Key
from downrange.web.models import Redress, RightOfReply
from downrange.web.pages.reply import complain, decide_complaint, own_parties, replied
from downrange.web.policy import Action, Row

__all__: list[str] = []

Words = Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S"), AfterValidator(no_nul)]
Reference = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,20}$")]


class ReplyIn(Sent):
    """A reply: for which party of one's own, to what, its words."""

    party: PartyId | None = None
    about: Annotated[str, Field(max_length=200), AfterValidator(no_nul)] = ""
    text: Words


class ReplyOut(BaseModel):
    """A party's reply, shown on the page of the case beside what is said of it."""

    number: int
    case: str
    party: str
    about: str
    text: str
    at: str


class ReplyList(BaseModel):
    """The replies to what is said in a case."""

    items: list[ReplyOut]


class ComplaintIn(Sent):
    """A complaint: what happened, how to reach the person, the number of the answer in the log."""

    text: Words
    contact: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S"), AfterValidator(no_nul)]
    sequence: Annotated[int, Field(ge=0, le=10**15)] | None = None


class ComplaintOut(BaseModel):
    """How a complaint stands, to whoever holds its reference; not what was written."""

    reference: str
    state: str
    answer: str
    created: str
    answered_at: str | None


class ComplaintWhole(ComplaintOut):
    """A complaint to those who decide; ``contact`` while it is open and not forgotten."""

    number: int
    text: str
    sequence: int | None
    contact: str | None


class ComplaintList(BaseModel):
    """Complaints, the newest first; ``next`` goes on."""

    items: list[ComplaintWhole]
    next: str | None


class VerdictIn(Sent):
    """How a complaint is decided, with its reasons."""

    granted: bool
    answer: Words


def _reply(one: RightOfReply) -> dict[str, Any]:
    words = {"party": one.party, "about": one.about, "text": one.text}
    return {"number": one.pk, "case": one.case, **words, "at": one.at.isoformat()}


@endpoint(router, "GET", "/cases/{slug:case}/replies", Action.CASE_VIEW, ReplyList)
def list_replies(request: PageRequest, case: str) -> Any:
    """List what the parties of a case replied."""
    return {"items": [_reply(one) for one in RightOfReply.objects.filter(case=case)]}


@endpoint(router, "POST", "/cases/{slug:case}/replies", Action.REPLY_WRITE, ReplyOut, status=201)
def write_reply(request: PageRequest, case: str, reply: ReplyIn, idempotency_key: Key = None) -> Any:
    """Reply as the party one stands for."""
    mine = own_parties(request.who, case)
    party = reply.party or next(iter(mine), None)
    if party is None:
        raise AccessError("your standing names no party of this case")
    require(request, Action.REPLY_WRITE, Row(case=case, party=party))

    def do() -> Any:
        return _reply(replied(request.who, case, party, reply.about, reply.text))

    return once(request, idempotency_key, reply.model_dump(), do, 201)


def _short(one: Redress) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "state": one.state,
        "answer": one.answer,
        "created": one.created.isoformat(),
        "answered_at": None if one.answered_at is None else one.answered_at.isoformat(),
    }


def _whole(one: Redress) -> dict[str, Any]:
    contact = contact_of(one.reference) if one.state == "open" else None
    return {**_short(one), "number": one.pk, "text": one.text, "sequence": one.sequence, "contact": contact}


@endpoint(router, "POST", "/redress", Action.REDRESS_WRITE, ComplaintOut, status=201)
def write_complaint(request: PageRequest, complaint: ComplaintIn, idempotency_key: Key = None) -> Any:
    """Complain of a wrongful stop; no account is needed, the reference shows how it stands."""

    def do() -> Any:
        return _short(complain(complaint.text, complaint.contact, complaint.sequence))

    return once(request, idempotency_key, complaint.model_dump(), do, 201)


@endpoint(router, "GET", "/redress", Action.REDRESS_DECIDE, ComplaintList)
def list_complaints(request: PageRequest, limit: Limit = 50, cursor: Before = None) -> Any:
    """List complaints with how to reach the person, to those who decide."""
    found = Redress.objects.order_by("-pk")
    if cursor is not None:
        found = found.filter(pk__lt=int(cursor))
    rows = list(found[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [_whole(one) for one in rows[:limit]], "next": following}


@endpoint(router, "GET", "/redress/{slug:reference}", Action.REDRESS_WRITE, ComplaintOut)
def one_complaint(request: PageRequest, reference: Reference) -> Any:
    """Say how a complaint stands."""
    found = Redress.objects.filter(reference=reference).first()
    if found is None:
        raise NotThereError("no complaint bears this reference")
    return _short(found)


@endpoint(
    router, "POST", "/redress/{slug:reference}/decision", Action.REDRESS_DECIDE, ComplaintOut, status=201
)
def rule_on_complaint(
    request: PageRequest, reference: Reference, verdict: VerdictIn, idempotency_key: Key = None
) -> Any:
    """Decide an open complaint; that it was decided, and by whom, is on record."""
    if not Redress.objects.filter(reference=reference).exists():
        raise NotThereError("no complaint bears this reference")

    def do() -> Any:
        decide_complaint(request.who, reference, verdict.granted, verdict.answer)
        return _short(Redress.objects.get(reference=reference))

    return once(request, idempotency_key, verdict.model_dump(), do, 201)
