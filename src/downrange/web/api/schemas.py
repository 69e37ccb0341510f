"""What goes in and out, declared: the interface's own description is made from these.

Documents of use cases keep all their keys; those named here are promised. What comes in is strict: an unknown
key, a number as text or a day that is none is refused with the field's name.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from downrange.web.api.parts import (
    AssetId,
    Before,
    ClaimId,
    Day,
    Document,
    Hex,
    Line,
    MeasureId,
    MoneyIn,
    MoneyOut,
    PartyId,
    Place,
    Sent,
    Sha256,
    Slug,
    Sum,
    Text,
    day_of,
    no_nul,
)

__all__ = [
    "AssessIn",
    "AssetId",
    "AssetList",
    "AssetsIn",
    "Attachment",
    "Balance",
    "Before",
    "CaseList",
    "CaseSums",
    "ClaimId",
    "Consequence",
    "Consistency",
    "ContestIn",
    "Day",
    "Document",
    "DraftIn",
    "Entry",
    "GateAnswer",
    "GateIn",
    "Hex",
    "Imported",
    "Inclusion",
    "JobList",
    "JobOut",
    "Ladder",
    "Lease",
    "Line",
    "LogHead",
    "LookUps",
    "Me",
    "MeasureId",
    "MoneyIn",
    "MoneyOut",
    "Paid",
    "PartyId",
    "PaymentIn",
    "Place",
    "Proceeding",
    "PublicCase",
    "Sent",
    "Sha256",
    "Slug",
    "Statements",
    "Stepped",
    "Sum",
    "Text",
    "Verdict",
    "day_of",
    "no_nul",
]


class CaseRow(Document):
    """A case in a list."""

    name: str
    title: str
    parts: list[str]
    fictional: bool
    hypothetical: bool


class CaseList(BaseModel):
    """Cases that may be opened; ``next`` goes on."""

    items: list[CaseRow]
    next: str | None


class ClaimSums(BaseModel):
    """The sums of a claim on a day."""

    claim: str
    basis: str | None
    asserted: Sum
    awarded: Sum
    agreed: Sum
    paid: Sum
    outstanding: Document | None


class CaseSums(BaseModel):
    """A case with its sums on a day, and what is not known of it."""

    case: str
    title: str
    fictional: bool
    hypothetical: bool
    on: str
    parts: list[str]
    unknown: list[str]
    claims: list[ClaimSums]


class Account(Document):
    """The account of a claim on a day: the keys of ``downrange balance --json``."""

    claim: str
    on: str
    asserted: Sum
    paid: Sum
    outstanding: Document | None
    charges: list[Document]
    entries: list[Document]
    flags: list[str]


class Balance(BaseModel):
    """The account of each claim of a case on a day."""

    case: str
    on: str
    claims: list[Account]


class Lease(Document):
    """The lease on a day: the keys of ``downrange lease --json``."""

    on: str
    title: str
    in_term: bool
    schedule: list[Document]
    obligations: list[Document]


class Statements(Document):
    """Who said what, as known on a day: the keys of ``downrange statements --json``."""

    case: str
    on: str | None
    statements: list[Document]
    sayings_number: int
    conflicts: list[Document]
    sources: dict[str, Any]


class Attachment(Document):
    """A draft of what to attach: the keys of ``downrange attach --json``; a person decides."""

    claim: str
    on: str
    targets: list[Document]
    excluded: list[Document]
    notes: list[str]


class Ladder(Document):
    """The rungs by which a claim is compelled, and what answers them."""

    case: str
    claim: str
    on: str
    rungs: list[Document]


class Proceeding(BaseModel):
    """Where each claim and measure of a case stands on a day, and what may come next."""

    case: str
    on: str
    claims: list[Document]
    measures: list[Document]


class AssetRow(BaseModel):
    """A thing on the register, with the measures that name it."""

    asset: Document
    measures: list[str]


class AssetList(BaseModel):
    """A piece of a register; ``next`` goes on."""

    items: list[AssetRow]
    next: str | None
    total_number: int


class Consequence(Document):
    """What is stopped, delayed and left alone: the keys of ``downrange consequence --json``."""

    case: str
    on: str
    withdrawn: list[Document]
    launches: list[Document]
    notes: list[str]


class LookUp(Document):
    """That somebody asked after a party at the gate, why, and what was answered."""

    log_sequence: int
    at: str
    by: str
    purpose: str
    answer: str


class LookUps(BaseModel):
    """Who asked after one's own party."""

    case: str
    parties: list[str]
    items: list[LookUp]


class Entry(BaseModel):
    """A line of the public register with its place in the log."""

    kind: str
    about: str
    sequence: int
    recorded_at: str
    effective_on: str
    shown: dict[str, Any]
    withheld: str


class PublicCase(BaseModel):
    """What everybody may see of a case."""

    case: str
    title: str
    entries: list[Entry]


class LogHead(Document):
    """The size and root of the log, and its latest signed checkpoint."""

    size: int
    root_hash: str


class Inclusion(Document):
    """What shows that an entry stands in the log."""

    sequence: int
    size: int
    leaf_hash: str
    proof: list[str]
    root_hash: str


class Consistency(BaseModel):
    """What shows that the log at ``second`` continues the log at ``first``."""

    first: int
    second: int
    first_root_hash: str
    second_root_hash: str
    proof: list[str]


class ProofIn(Sent):
    """A proof to be checked, as this log gives it."""

    model_config = ConfigDict(extra="ignore", strict=True)
    sequence: Place
    size: Place
    leaf_hash: Hex
    root_hash: Hex
    proof: Annotated[list[Hex], Field(max_length=80)]


class Verdict(BaseModel):
    """Whether a proof holds: against itself, this log's root, and this log's leaf."""

    path: bool
    root: bool
    leaf: bool
    holds: bool


class StandingOut(BaseModel):
    """A role with its reach."""

    role: str
    case: str | None
    party: str | None


class Me(BaseModel):
    """Who asks, as this registry sees it."""

    name: str
    standings: list[StandingOut]
    actions: list[str]


class GateIn(Sent):
    """A question to the gate; a person is asked after only with a purpose, which the person is shown."""

    identifier: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(no_nul)]
    kind: Annotated[str, Field(pattern="^(asset|container|person)$")] | None = None
    case: Annotated[str, Field(pattern=rf"^{Slug}$")] | None = None
    purpose: Annotated[str, Field(max_length=300), AfterValidator(no_nul)] = ""


class GateAnswer(Document):
    """ALLOW, STOP or REFER, with why, whom to call and where the question stands in the log."""

    answer: str
    as_of: str
    log_sequence: int
    measures: list[Document]
    because: Any
    notes: list[str]


class PaymentIn(Sent):
    """A payment by its document; the day of the document is the value date."""

    claim: ClaimId
    amount: MoneyIn
    on: Day
    document: Line
    document_sha256: Sha256 | None = None
    document_page: Annotated[str, Field(max_length=40), AfterValidator(no_nul)] = ""
    let_go: Annotated[list[AssetId], Field(max_length=200, default_factory=list)]
    licence: Annotated[str, Field(max_length=300), AfterValidator(no_nul)] = ""


class Paid(Document):
    """What a payment did: where it stands in the log, what it let go, what the rest waits for."""

    key: str
    log_sequence: int
    left: MoneyOut
    surplus: MoneyOut
    released: list[str]
    waits_for: str | None


class Imported(Document):
    """What putting assets on record did."""

    case: str
    recorded_number: int
    superseded_number: int
    unchanged_number: int
    log_sequence: int
    warnings: list[Document]


class NameIn(Sent):
    """A name in the languages it is known in."""

    en: Line
    ru: Line | None = None
    kk: Line | None = None


class IdentifierIn(Sent):
    """A number or mark that a thing bears."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", examples=["serial"])]
    value: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(no_nul)]


class AssetIn(Sent):
    """A thing for the register."""

    id: AssetId
    title: NameIn
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", examples=["vehicle"])]
    owner: PartyId
    holder: PartyId | None = None
    place: Line | None = None
    value: MoneyIn | None = None
    value_on: Day | None = None
    identifiers: Annotated[list[IdentifierIn], Field(max_length=20, default_factory=list)]
    inside: AssetId | None = None


class AssetsIn(Sent):
    """Things to be put on record together, all or none; what stands about one is superseded."""

    assets: Annotated[list[AssetIn], Field(min_length=1, max_length=1000)]


class DraftIn(Sent):
    """A draft of an order; it reaches nothing until a second person approved it and it is in force."""

    kind: Annotated[
        str, Field(pattern="^(attachment|account-freeze|movement-ban|exit-ban|licence-block|body-ban)$")
    ]
    claim: ClaimId
    against: PartyId
    reaches: Annotated[list[AssetId], Field(max_length=1000, default_factory=list)]
    on: Day
    document: Annotated[str, Field(max_length=300), AfterValidator(no_nul)] = ""
    document_sha256: Sha256 | None = None
    permits: Annotated[list[Line], Field(max_length=20, default_factory=list)]
    despite: Text = ""


class AssessIn(Sent):
    """What to compute."""

    samples: Annotated[int, Field(ge=20, le=20_000)] = 500
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1


class SettingIn(Document):
    """A value of one's own with where it is from."""

    value: Any
    source: Line


class ContestIn(AssessIn):
    """Inputs of one's own, by their path, and why."""

    set: Annotated[dict[str, SettingIn], Field(min_length=1, max_length=50)]
    because: Text = ""


class JobOut(BaseModel):
    """A long run; ``result`` is there when ``state`` is done."""

    number: int
    kind: str
    case: str
    state: str
    done: int
    total: int
    error: str
    result: dict[str, Any] | None


class JobList(BaseModel):
    """One's own runs, the newest first, without their results."""

    items: list[JobOut]
    next: str | None


class Stepped(BaseModel):
    """What a step did: where every measure of the case stands at the end of its day."""

    case: str
    of: str
    step: str
    on: str
    measures: list[Document]
