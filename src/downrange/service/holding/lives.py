"""Where measures and proceedings stand, read from the record: on a day, as far as recorded by a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from downrange.errors import RecordError

if TYPE_CHECKING:
    from downrange.case.schema import Asset, Claim
    from downrange.law.enforcement.course import Course
    from downrange.law.enforcement.steps import Life, Step
    from downrange.registry.facts import Fact

__all__ = [
    "Act", "asset_of", "bank_money", "claim_of", "course_of", "excluded", "life_of", "lives", "order_of",
    "steps_of", "use_barred",
]  # fmt: skip

_MONEY_KINDS = ("account", "cash", "money")


@dataclass(frozen=True)
class Act:
    """Who acts, in which role, on which day, on which paper."""

    by: str
    role: str
    on: date
    document: str = ""
    document_sha256: str = ""
    document_page: str = ""


def life_of(case: str, measure: str, on: date | None = None, known_at: datetime | None = None) -> Life | None:
    """Give where a measure stands at the end of a day as far as recorded by a time; None if not on record."""
    from downrange.case.schema import Measure
    from downrange.law.enforcement.steps import begun, live
    from downrange.registry import facts

    about = f"{case}/{measure}"
    steps = facts.as_of(about, "measure-step", on, known_at)
    if steps:
        return live(_step(fact) for fact in steps)
    reported = facts.as_of(about, "measure", on, known_at)
    if not reported or reported[-1].body.get("withdrawn"):
        return None
    return begun(Measure.model_validate(reported[-1].body), on)


def lives(case: str, on: date | None = None, known_at: datetime | None = None) -> dict[str, Life]:
    """Give every measure of a case and where it stands, those that a case reports included."""
    from downrange.case.schema import Measure
    from downrange.law.enforcement.course import parts_of
    from downrange.law.enforcement.steps import begun, live

    under = f"{case}/"
    taken_: dict[str, list[Step]] = {}
    steps, measures = _on_record(case, on, known_at)
    for fact in steps:
        taken_.setdefault(fact.about.removeprefix(under), []).append(_step(fact))
    found = {measure: live(steps) for measure, steps in taken_.items()}
    parts = {part.id for life in found.values() for part in parts_of(life)}
    for fact in measures:
        name = fact.about.removeprefix(under)
        if not (name in found or name in parts) and not fact.body.get("withdrawn"):
            found[name] = begun(Measure.model_validate(fact.body), on)
    return dict(sorted(found.items()))


def use_barred(case: str) -> frozenset[str]:
    """List the measures whose last permission was withdrawn here: their silence about use is no silence."""
    return frozenset(
        measure
        for measure, life in lives(case).items()
        if not life.permits and any(step.name == "withdraw-permit" for step in life.steps)
    )


def _on_record(case: str, on: date | None, known_at: datetime | None) -> tuple[list[Fact], list[Fact]]:
    """Read the steps and the measures of a case, in the order of their days and of the log."""
    from downrange.registry import facts

    kinds = ("measure-step", "measure")
    if known_at is None:
        steps, measures = (facts.under(f"{case}/measure/", kind, on) for kind in kinds)
        return sorted(steps, key=lambda one: (one.effective_on, one.sequence)), measures
    found = [facts.as_of(kind=kind, on=on, known_at=known_at) for kind in kinds]
    mine = [[fact for fact in row if fact.about.startswith(f"{case}/")] for row in found]
    return mine[0], mine[1]


def asset_of(case: str, asset: str) -> dict[str, Any] | None:
    """Give an asset as it stands on record, or None."""
    from downrange.registry import facts

    standing = facts.as_of(f"{case}/{asset}", "asset")
    return standing[-1].body if standing and not standing[-1].body.get("withdrawn") else None


def excluded(case: str, asset: str, debtor: str, on: date) -> tuple[str, str] | None:
    """Say why the law, or policy, keeps a thing out of reach: reason and article; None if it does not."""
    from downrange.case.schema import Asset, Case
    from downrange.law.enforcement.attachability import attachability, on_lives
    from downrange.registry import facts

    body = asset_of(case, asset)
    if body is None:
        return f"{case}/{asset} is not on record", "ENF 66(3)"
    parties = [fact.body for fact in facts.under(f"{case}/", "party") if not fact.body.get("withdrawn")]
    whole = Case.model_validate(
        {"case": case, "title": case, "from": "1900", "to": date.max.isoformat(), "parties": parties}
    )
    found = attachability(whole, Asset.model_validate(body), debtor, on)
    if found.status == "excluded":
        return found.reason, found.article
    return on_lives(_around(case, asset)).get(asset)


def _around(case: str, asset: str) -> list[Asset]:
    """Give a thing with what it lies in and what it carries, as they stand on record."""
    from downrange.case.schema import Asset
    from downrange.registry import gate

    store = gate.store(case)
    seen = store.subjects([f"{case}/{asset}"]).get(f"{case}/{asset}")
    keys = [] if seen is None else [one.key for one in store.upwards(seen)]
    keys += store.carried([f"{case}/{asset}"])
    names = dict.fromkeys([asset, *(key.removeprefix(f"{case}/") for key in keys)])
    bodies = [body for name in names if (body := asset_of(case, name)) is not None]
    return [Asset.model_validate(body) for body in bodies]


def claim_of(case: str, claim: str) -> Claim:
    """Give a claim as it stands on record.

    Raises
    ------
    RecordError
        If it is not on record.
    """
    from downrange.case.schema import Claim
    from downrange.registry import facts

    standing = facts.as_of(f"{case}/{claim}", "claim")
    if not standing or standing[-1].body.get("withdrawn"):
        raise RecordError(f"{case}/{claim} is not on record")
    return Claim.model_validate(standing[-1].body)


def course_of(case: str, claim: str, on: date | None = None, known_at: datetime | None = None) -> Course:
    """Give where the proceeding of a claim stands at the end of a day, as far as recorded by a time."""
    from downrange.law.enforcement.course import course

    return course(steps_of(case, claim, on, known_at))


def steps_of(case: str, claim: str, on: date | None = None, known_at: datetime | None = None) -> list[Step]:
    """Give the acts on the proceeding of a claim up to the end of a day, as far as recorded by a time."""
    from downrange.registry import facts

    return [_step(fact) for fact in facts.as_of(f"{case}/{claim}", "proceeding-step", on, known_at)]


def bank_money(case: str, life: Life) -> bool:
    """Say whether a measure reaches money on accounts."""
    things = life.reaches or life.template.reaches
    return any((asset_of(case, asset) or {}).get("kind") in _MONEY_KINDS for asset in things)


def order_of(life: Life) -> str | None:
    """Give the number of the order a measure rests on, as its step or the case that reports it names it."""
    named = next((step.document for step in life.steps if step.name == "put-in-force"), None)
    reported = life.template.order if isinstance(life.template.order, str) else None
    return named or reported


def _step(fact: Fact) -> Step:
    from downrange.law.enforcement.steps import Step

    body = fact.body
    return Step(
        body["step"], fact.effective_on, fact.by, body["role"], body.get("document", ""),
        tuple(body.get("assets", ())), body.get("into"), body.get("told", ""),
        date.fromisoformat(body["day"]) if body.get("day") else None, body.get("order"),
        body.get("covers", {}), fact.document_sha256,
    )  # fmt: skip
