"""The matter as a value: everything a ``case.yaml`` may hold.

Statements stand in the schema from the start: a case is first of all who said what, and only then what the
program computes with. What nobody knows is written down as unknown, with the reason; it is never a zero.
The layout is explained in docs/case.md; the JSON Schema for editors is generated from these classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from downrange.base.money import Money
from downrange.base.source import Source, Sourced
from downrange.base.units import is_dimensionless, unit_of

__all__ = [
    "Asset",
    "Case",
    "Claim",
    "Comparison",
    "Entry",
    "Incident",
    "Lease",
    "Measure",
    "Measured",
    "Party",
    "Scenario",
    "Statement",
    "Unknown",
    "Value",
    "Verdict",
    "day_range",
]

PartialDate = Annotated[str, AfterValidator(lambda text: _partial(text))]
"""A date as far as it is known: ``2022``, ``2022-11`` or ``2023-03-07``."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Reference = Annotated[str, Field(pattern=r"^[a-z-]+/[a-z0-9][a-z0-9.-]*$")]
"""An identifier within a case: ``party/tsenki``, ``claim/debt``, ``statement/notice``."""


def _partial(text: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise ValueError("expected a date as far as known: 2022, 2022-11 or 2022-11-30")
    day_range(text)
    return text


def day_range(text: str) -> tuple[date, date]:
    """Give the first and last day that a partial date may mean.

    >>> day_range("2022-11")
    (datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        year, month = parts
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), date.fromordinal(following.toordinal() - 1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Unknown(_Model):
    """Nothing known, and why: written out, so that an absence is a statement and never a zero."""

    unknown: str


class Name(_Model):
    """A name in the languages of the product; English always."""

    en: str
    ru: str | None = None
    kk: str | None = None


class Identifier(_Model):
    """A registered number of a party or an asset: its kind (``bin``, ``inn``, ``vin``...) and value."""

    kind: str
    value: str
    source: str | None = None


class Party(_Model):
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


class Amount(_Model):
    """A sum as somebody printed it; ``low``/``high`` where a range was given."""

    amount: Money | None = None
    low: Money | None = None
    high: Money | None = None
    approximate: bool = False

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.amount is None and self.low is None and self.high is None:
            raise ValueError("give amount, or low and high")
        return self


class Figure(_Model):
    """A number with its unit suffix."""

    number: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.number is None and self.low is None and self.high is None:
            raise ValueError("give number, or low and high")
        return self


class Words(_Model):
    """Something said that is no number: in our words, never a copied sentence."""

    text: str


class When(_Model):
    """A date as the value of a statement."""

    date: PartialDate


class Who(_Model):
    """A party as the value of a statement."""

    party: Reference


Value = Amount | Figure | Words | When | Who | Unknown


class Statement(_Model):
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
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    copied_from: Reference | None = None
    supersedes: Reference | None = None
    note: str | None = None


class Scenario(_Model):
    """What the physics runs on.

    Attributes
    ----------
    kind
        ``nominal-launch`` (exhaust, spent stages), ``impact`` (tanks reach the ground), ``breakup-aloft``
        (tanks open in the air), ``none``.
    vehicle, site
        Names of the library.
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
    inputs: dict[str, Sourced] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _units(cls, given: Any) -> Any:
        return with_units(given, "inputs")


class Incident(_Model):
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


class Measured(_Model):
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


class Claim(_Model):
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
    interest: Unknown | None = None
    statements: tuple[Reference, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None


class Entry(_Model):
    """One line of the account: a dated sum under a head, with its document."""

    on: PartialDate
    claim: Reference
    head: Literal[
        "principal", "interest", "penalty", "sanction", "bailiff-pay", "costs", "payment", "write-off"
    ]
    amount: Money
    payer: Reference | None = None
    document: str
    source: str
    note: str | None = None


class Measure(_Model):
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
    order: str | Unknown | None = None
    permits: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Asset(_Model):
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


class Lease(_Model):
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


class Verdict(_Model):
    """A claim made in public, in our words, and what of it holds."""

    id: Reference
    claim: str
    said_by: Reference
    verdict: Literal["confirmed", "disputed", "wrong", "ambiguous", "out-of-scope"]
    because: str
    sources: tuple[str, ...]
    statements: tuple[Reference, ...] = ()


class Comparison(_Model):
    """A question that computed events are held against: which debt, which events, which cannot be asked."""

    claim: Reference
    amounts: tuple[Reference, ...]
    """Statements that give the debt in one currency each; nothing is converted."""
    events: tuple[Slug, ...]
    refused: tuple[Refused, ...] = ()


class Refused(_Model):
    """Something asked that cannot be computed, and what is missing."""

    asked: str
    vehicle: Slug | None = None
    missing: tuple[str, ...]


class Event(_Model):
    """One dated fact of the matter's course, for the timeline."""

    on: PartialDate
    title: str
    actors: tuple[Reference, ...] = ()
    amount: Money | None = None
    sources: tuple[str, ...]
    note: str | None = None


class Case(_Model):
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
    incident: Incident | None = None
    scenario: Scenario | None = None
    measured: tuple[Measured, ...] = ()
    claims: tuple[Claim, ...] = ()
    entries: tuple[Entry, ...] = ()
    measures: tuple[Measure, ...] = ()
    assets: tuple[Asset, ...] = ()
    lease: Lease | None = None
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
