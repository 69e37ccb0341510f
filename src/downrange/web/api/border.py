"""Papers and the border by the interface: an order as printed, the certificate of a release, an override."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from downrange.base.canonical import plain
from downrange.errors import RecordError
from downrange.service.holding import certificate as certificates
from downrange.service.holding import orders
from downrange.web import cases
from downrange.web.access import PageRequest
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.schemas import Day, Document, Place, Sent, no_nul
from downrange.web.api.writing import Key
from downrange.web.keys import key_file
from downrange.web.policy import Action

__all__: list[str] = []


class OverrideIn(Sent):
    """Against which answer of the gate, by its number in the log, a person decided, and why."""

    sequence: Place
    because: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S"), AfterValidator(no_nul)]


class Overridden(BaseModel):
    """That a person decided otherwise, and where that stands in the log."""

    overrides: int
    answer: str
    by: str
    because: str
    log_sequence: int


class OrderPaper(Document):
    """An order as it is printed: the draft, what fills it in, the steps on record."""

    case: str
    draft: Document
    in_force: bool
    steps: list[Any]


class Certificate(Document):
    """The certificate of a release, with the proof that it stands in the log."""

    case: str
    claim: str
    released_on: str
    ground: Any


@endpoint(router, "GET", "/cases/{slug:case}/measures/{slug:measure}/order", Action.MEASURE_VIEW, OrderPaper)
def order_as_printed(request: PageRequest, case: str, measure: str, on: Day | None = None) -> Any:
    """Give an order as it is printed, as on record on a day."""
    day = cases.today() if on is None else date.fromisoformat(on)
    try:
        return plain(orders.order_paper(case, f"measure/{measure}", day))
    except RecordError as error:
        raise NotThereError(str(error)) from error


@endpoint(
    router, "GET", "/cases/{slug:case}/claims/{slug:claim}/certificate", Action.MEASURE_VIEW, Certificate
)
def certificate_of_release(request: PageRequest, case: str, claim: str) -> Any:
    """Give the certificate of the latest release of a claim."""
    of = f"claim/{claim}"
    try:
        found = certificates.certificate(case, of)
    except RecordError as error:
        raise NotThereError(str(error)) from error
    if found["checkpoint"] is None:
        with suppress(RecordError):  # the key is another server's: its next head covers the release
            found = certificates.certificate(case, of, found["release"], key_file("log"))
    return plain(found)


@endpoint(router, "POST", "/gate/overrides", Action.GATE_OVERRIDE, Overridden, status=201)
def override_answer(request: PageRequest, override: OverrideIn, idempotency_key: Key = None) -> Any:
    """Put on record that a person decided against an answer of the gate, and why."""
    from downrange.service.border import gate

    def do() -> Any:
        return gate.note_override(override.sequence, request.who.by, override.because.strip())

    return once(request, idempotency_key, override.model_dump(), do, 201)
