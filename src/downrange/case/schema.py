"""The matter as a value: everything a ``case.yaml`` may hold.

Statements stand in the schema from the start: a case is first of all who said what, and only then what the
program computes with. What nobody knows is written down as unknown, with the reason; it is never a zero.
The layout is explained in docs/case.md; the JSON Schema for editors is generated from these classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from downrange.base.money import Money
from downrange.base.source import Source, Sourced
from downrange.base.units import is_dimensionless, unit_of
from downrange.case.sounding import Sounding
from downrange.case.supplied import SuppliedRules
from downrange.case.values import (
    Amount,
    Figure,
    Model,
    PartialDate,
    Reference,
    Slug,
    Unknown,
    Value,
    When,
    Who,
    Words,
    day_range,
)

__all__ = [
    "Amount",
    "Asset",
    "Case",
    "Chosen",
    "Claim",
    "Comparison",
    "Entry",
    "Event",
    "Figure",
    "Identifier",
    "Incident",
    "InterestTerms",
    "Lease",
    "Measure",
    "Measured",
    "Name",
    "PartialDate",
    "Party",
    "Reference",
    "Refused",
    "Scenario",
    "Slug",
    "Statement",
    "Unknown",
    "Value",
    "Verdict",
    "When",
    "Who",
    "Words",
    "day_range",
]


class Name(Model):
    """A name in the languages of the product; English always."""

    en: str
    ru: str | None = None
    kk: str | None = None


class Identifier(Model):
    """A registered number of a party or an asset: its kind (``bin``, ``inn``, ``vin``...) and value."""

    kind: str
    value: str
    source: str | None = None


class Party(Model):
    """Somebody in the matter. In shipped cases a speaker is an office at a date, never a private name."""

    id: Reference
    name: Name
    kind: Literal["state", "authority", "office", "company", "court", "press", "institute", "person", "other"]
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    part_of: Reference | None = None
    fictional: bool = False
    note: str | None = None
    sources: tuple[str, ...] = ()


class Statement(Model):
    """Who said what about what, when, and who reported it.

    ``copied_from`` names the statement it repeats, so that echoes count once; ``supersedes`` the one it
    corrects. Append-only: a correction is a new statement.
    """

    id: Reference
    about: Reference
    property: str
    value: Value
    said_by: Reference
    said_on: PartialDate | None = None
    capacity: str | None = None
    reported_by: Reference | None = None
    reported_on: PartialDate | None = None
    stance: Literal["asserts", "estimates", "denies", "corrects", "confirms"] = "asserts"
    source: str
    locator: str | None = None
    document_sha256: str | None = None
    span: tuple[int, int] | None = None
    """First character and the one after the last, in the document of that hash."""
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    copied_from: Reference | None = None
    supersedes: Reference | None = None
    note: str | None = None


class Chosen(Model):
    """Which statement the case computes with, by whose choice and why: contestable like anything said."""

    about: Reference
    property: str
    statement: Reference
    by: Reference
    on: PartialDate | None = None
    because: str


class Scenario(Model):
    """What the physics runs on.

    Attributes
    ----------
    kind
        ``nominal-launch`` (exhaust, spent stages), ``impact`` (tanks reach the ground), ``breakup-aloft``
        (tanks open in the air), ``none``.
    vehicle, site
        Names of the library.
    weather
        A weather file in the case's folder, ``FILE`` or ``FILE#2013-07-02T03``: the air of the day, which
        bodies fall through in place of a climatology (docs/physics/fall-wind.md).
    dropped
        Stages that had left before the failure, by name (``booster``): they fall as on any launch, and what
        they spill stands beside the failure's own.
    inputs
        What the case itself knows: each with its unit in the key, spread, source and kind. They take the
        place of the library's value of the same name.
    """

    kind: Literal["nominal-launch", "impact", "breakup-aloft", "none"]
    vehicle: Slug | None = None
    site: Slug | None = None
    on: PartialDate | None = None
    jurisdiction: Literal["kz", "ru", "us", "eu", "int", "other"] = "kz"
    leased_land: bool = False
    soil: Slug | None = None
    weather: str | None = None
    dropped: tuple[str, ...] = ()
    inputs: dict[str, Sourced] = Field(default_factory=dict)
    # read from rules/*.yaml beside the case, by method; not written by hand, so no editor offers it
    supplied: SkipJsonSchema[dict[str, SuppliedRules]] = Field(default_factory=dict)
    # read from the file that ``weather`` names
    sounding: SkipJsonSchema[Sounding | None] = None

    @model_validator(mode="before")
    @classmethod
    def _units(cls, given: Any) -> Any:
        return with_units(given, "inputs")


class Incident(Model):
    """What happened, in a few words, where and when."""

    title: str
    on: PartialDate
    at_utc: str | None = None
    place: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    vehicle: Slug | None = None
    site: Slug | None = None
    summary: str | None = None
    sources: tuple[str, ...] = ()


class Measured(Model):
    """A measured or reported outcome to hold against the model: ``quantity`` is a name of the assessment."""

    quantity: str
    number: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    samples_number: int | None = None
    on: PartialDate | None = None
    said_by: Reference | None = None
    note: str | None = None
    source: str
    locator: str | None = None


Sum = Money | Unknown


class InterestTerms(Model):
    """What gives interest, from which day, and on what terms; decimals are text, never floats.

    ``kz-353`` takes the National Bank's rate of one chosen day (``choice_days``: performance, claim,
    judgment, payment); ``simple`` and ``compound`` a rate of their own; ``per-day`` percent a day, capped.
    """

    rule: Literal["kz-353", "simple", "compound", "per-day"]
    start_on: PartialDate
    rate_percent_per_y: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?$")
    penalty_percent_per_d: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?$")
    cap_percent: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?$")
    compounding: Literal["monthly", "quarterly", "yearly"] | None = None
    day_counts: tuple[Literal["act/365", "act/act", "act/360", "30/360"], ...] = ("act/365",)
    choice_days: dict[Literal["performance", "claim", "judgment", "payment"], PartialDate] = Field(
        default_factory=dict
    )
    article: str
    source: str

    @model_validator(mode="after")
    def _rate(self) -> Self:
        needed = {
            "simple": "rate_percent_per_y",
            "compound": "rate_percent_per_y",
            "per-day": "penalty_percent_per_d",
        }
        missing = needed.get(self.rule)
        if missing and getattr(self, missing) is None:
            raise ValueError(f"{self.rule} needs {missing}")
        if self.rule == "compound" and self.compounding is None:
            raise ValueError("compound needs compounding: monthly, quarterly or yearly")
        return self


class Claim(Model):
    """What is claimed, by its basis; four amounts that are never mixed."""

    id: Reference
    title: str
    basis: Literal[
        "contract", "fine", "fee", "clean-up-cost", "property-damage", "ecological-damage", "state-costs",
        "treaty", "rent", "loan", "other",
    ]  # fmt: skip
    creditor: Reference
    debtor: Reference
    arising_on: PartialDate
    forum: str | None = None
    asserted: Sum
    asserted_on: PartialDate | None = None
    awarded: Sum
    awarded_on: PartialDate | None = None
    agreed: Sum
    agreed_on: PartialDate | None = None
    paid: Sum
    paid_on: PartialDate | None = None
    paid_by: Reference | None = None
    interest: InterestTerms | Unknown | None = None
    statements: tuple[Reference, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None


class Entry(Model):
    """One line of the account: a dated sum under a head, with its document."""

    on: PartialDate
    claim: Reference
    head: Literal[
        "principal", "interest", "penalty", "sanction", "bailiff-pay", "costs", "payment", "write-off"
    ]
    amount: Money
    payer: Reference | None = None
    document: str
    document_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    source: str
    note: str | None = None


class Measure(Model):
    """A measure to compel payment: by whom, against whom, since when, and what it reaches."""

    id: Reference
    kind: Literal[
        "attachment", "movement-ban", "exit-ban", "licence-block", "body-ban", "account-freeze", "arrest",
        "other",
    ]  # fmt: skip
    claim: Reference
    ordered_by: Reference | Unknown
    against: Reference
    reaches: tuple[Reference, ...] = ()
    scope: str | None = None
    since: PartialDate | Unknown
    until: PartialDate | Unknown | None = None
    seen_from: PartialDate | None = None
    """First date on which somebody reported it in force; for a measure whose beginning is unknown."""
    seen_until: PartialDate | None = None
    """Last date on which somebody reported it in force; its end may be unknown."""
    order: str | Unknown | None = None
    permits: tuple[str, ...] = ()
    ended_by: str | None = None
    """The act on record that ended it; with one, it is over at the end of the day in ``until``."""
    sources: tuple[str, ...] = ()


class Asset(Model):
    """A thing or right that may be held. The register's own fields grow with the rooms that need them."""

    id: Reference
    title: Name
    kind: str
    owner: Reference | Unknown
    holder: Reference | Unknown | None = None
    place: str | None = None
    value: Money | Unknown | None = None
    value_on: PartialDate | None = None
    identifiers: tuple[Identifier, ...] = ()
    inside: Reference | None = None
    use: tuple[str, ...] = ()
    details: dict[str, Any] = Field(default_factory=dict)
    fictional: bool = False
    sources: tuple[str, ...] = ()


class Lease(Model):
    """The lease a site runs under; what the treaty text does not show is unknown with the reason."""

    title: str
    lessor: Reference
    tenant: Reference
    object: str
    signed_on: PartialDate
    in_force_on: PartialDate | Unknown
    until: PartialDate | Unknown
    rent_per_year: Money | Unknown
    payable: str | Unknown
    details: dict[str, Any] = Field(default_factory=dict)
    sources: tuple[str, ...] = ()


class Verdict(Model):
    """A claim made in public, in our words, and what of it holds."""

    id: Reference
    claim: str
    said_by: Reference
    verdict: Literal["confirmed", "disputed", "wrong", "ambiguous", "out-of-scope"]
    because: str
    sources: tuple[str, ...]
    statements: tuple[Reference, ...] = ()


class Comparison(Model):
    """A question that computed events are held against: which debt, which events, which cannot be asked."""

    claim: Reference
    amounts: tuple[Reference, ...]
    """Statements that give the debt in one currency each; nothing is converted."""
    events: tuple[Slug, ...]
    refused: tuple[Refused, ...] = ()


class Refused(Model):
    """Something asked that cannot be computed, and what is missing."""

    asked: str
    vehicle: Slug | None = None
    missing: tuple[str, ...]


class Event(Model):
    """One dated fact of the matter's course, for the timeline."""

    on: PartialDate
    title: str
    actors: tuple[Reference, ...] = ()
    amount: Money | None = None
    sources: tuple[str, ...]
    note: str | None = None


class Case(Model):
    """A whole matter."""

    case: Slug
    title: str
    question: str | None = None
    answer: tuple[str, ...] = ()
    hypothetical: bool = False
    fictional: bool = False
    from_: PartialDate = Field(alias="from")
    to: PartialDate
    state_of_knowledge: PartialDate | None = None
    sources: dict[str, Source] = Field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    statements: tuple[Statement, ...] = ()
    choices: tuple[Chosen, ...] = ()
    incident: Incident | None = None
    scenario: Scenario | None = None
    measured: tuple[Measured, ...] = ()
    claims: tuple[Claim, ...] = ()
    entries: tuple[Entry, ...] = ()
    measures: tuple[Measure, ...] = ()
    assets: tuple[Asset, ...] = ()
    lease: Lease | None = None
    supplied: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Values for legal rules the library lacks: ``{parameter: {value, source, article, from, to}}``."""
    timeline: tuple[Event, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    comparison: Comparison | None = None
    unknown: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Name the parts this case holds, for the list of cases."""
        names = (
            "statements", "incident", "scenario", "measured", "claims", "entries", "measures", "assets",
            "lease", "verdicts", "comparison",
        )  # fmt: skip
        return tuple(name for name in names if getattr(self, name))

    def identifiers(self) -> Iterator[tuple[str, str]]:
        """Give every identifier with the path of the thing that bears it."""
        for part in ("parties", "statements", "claims", "measures", "assets", "verdicts"):
            for index, item in enumerate(getattr(self, part)):
                yield item.id, f"{part}[{index}].id"


def with_units(given: Any, key: str) -> Any:
    """Give each sourced value under ``key`` the unit that its name ends in, before it is checked."""
    if not isinstance(given, dict) or not isinstance(given.get(key), dict):
        return given
    values = {}
    for name, body in given[key].items():
        if isinstance(body, dict) and "unit" not in body:
            unit = unit_of(name)
            if unit is None and not is_dimensionless(name):
                raise ValueError(f"{name!r} ends in no unit (mass_kg) and no pure number (burnt_fraction)")
            body = {**body, "unit": unit or ""}
        values[name] = body
    return {**given, key: values}
