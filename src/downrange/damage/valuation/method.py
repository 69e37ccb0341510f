"""What every valuation method is: one frozen shape, so that the spine treats them alike.

A method takes a :class:`~downrange.damage.harm.Harm`, a :class:`Context` (where, when, what kind of event)
and the drawn parameters, and gives :class:`Valued` (a sum in its own currency and price year, line by line)
or :class:`Refused` (what is missing, and why). Nothing is converted between currencies or price years, and
a mass without a price is listed, never counted as zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from downrange.base.source import Sourced
from downrange.base.trace import Tracer
from downrange.base.units import Quantity
from downrange.case.schema import Case, day_range
from downrange.damage.assessment import Applicability
from downrange.damage.harm import Harm
from downrange.damage.valuation.rule_set import RuleTable
from downrange.reference import library
from downrange.reference.mci import MCI_FILE, Index

__all__ = [
    "Applies",
    "Context",
    "DamageClass",
    "Line",
    "Method",
    "Outcome",
    "Price",
    "Refused",
    "Unpriced",
    "Valued",
    "context_of",
    "index_price",
    "left_over",
    "own_price",
    "price",
    "record",
    "settle",
    "supplied",
    "taken_as",
]

DamageClass = Literal[
    "soil", "water", "air", "climate", "health", "clean-up", "assessment-cost", "lost-use", "litter"
]  # fmt: skip
"""What kind of loss a line pays for; sums of one class by two methods are rivals, never addends."""


@dataclass(frozen=True)
class Context:
    """Where, when and in what kind of event the harm was done: what applicability depends on.

    ``on`` is the first day that the case's date may mean, None where no date is known. ``supplied`` holds the
    rule tables that the user's files brought, by method.
    """

    jurisdiction: str
    on: date | None
    kind: str = "impact"
    leased_land: bool = False
    supplied: Mapping[str, RuleTable] = field(default_factory=dict)


@dataclass(frozen=True)
class Applies:
    """How a method stands to the place and the date, and why."""

    applicability: Applicability
    why: str


@dataclass(frozen=True)
class Price:
    """A tariff's value with the name it is traced by; ``used`` is the drawn number where one was drawn."""

    name: str
    sourced: Sourced
    used: float
    unit: str


@dataclass(frozen=True)
class Line:
    """One line of a valuation: a quantity of the harm times its prices.

    ``quantity_name`` is the figure of the assessment it rests on, or one that the method worked out itself
    from the case's inputs named in ``rests_on``; ``amount`` is in ``currency``.
    """

    name: str
    damage_class: DamageClass
    quantity_name: str
    quantity: Quantity
    prices: tuple[Price, ...]
    amount: float
    currency: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unpriced:
    """A mass that the method has no price for."""

    what: str
    mass_kg: float
    why: str

    def __str__(self) -> str:
        return f"{self.what}: {self.mass_kg:,.3g} kg, {self.why}"


@dataclass(frozen=True)
class Valued:
    """One draw's sum by one method."""

    method: str
    currency: str
    price_year: int | None
    lines: tuple[Line, ...]
    unpriced: tuple[Unpriced, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def amount(self) -> float:
        """Sum of the lines, in the method's currency."""
        return math.fsum(line.amount for line in self.lines)

    @property
    def parts(self) -> dict[str, float]:
        """Sum by damage class, in the method's currency, in the order of first appearance."""
        found: dict[str, float] = {}
        for line in self.lines:
            found[line.damage_class] = found.get(line.damage_class, 0.0) + line.amount
        return found


@dataclass(frozen=True)
class Refused:
    """The method was not computed; ``missing`` names what would make it computable.

    ``nothing_to_price`` tells the harmless case apart: this harm holds nothing that the method prices. A
    draw of that kind counts as nothing beside draws that were valued; a method with such draws only is
    refused.
    """

    method: str
    missing: tuple[str, ...]
    why: str
    nothing_to_price: bool = False


Outcome = Valued | Refused


def _no_parameters() -> Mapping[str, Sourced]:
    return {}


@dataclass(frozen=True)
class Method:
    """One valuation method.

    Attributes
    ----------
    slug, title, article
        Its name in commands, in words, and the act, table or paper it rests on.
    jurisdiction : str
        Whose method it is; "" where it belongs to none.
    currency : str
        ISO 4217 code of its sums.
    price_year : int or None
        Year of its prices; None where it follows the date or the technology (then in each Valued).
    classes : tuple of DamageClass
        What its lines may pay for.
    needs : tuple of str
        Fields of Harm that it reads.
    applies : callable
        Context -> Applies.
    value : callable
        (Harm, Context, drawn parameters by name) -> Valued or Refused.
    parameters : callable
        () -> the tariff parameters that are drawn, by name; a case's input of the same name takes its place.
    asks : tuple of str
        Case inputs that it may use or insists on, beyond ``parameters``.
    takes : tuple of str
        Values that a user's rule file may bring, as dotted names; ``*`` stands for a name of the user's.
    flags : tuple of str
        What must be printed with every sum of this method.
    sources : tuple of str
        Citations of the act, the handbook or the paper (keys of the library).
    """

    slug: str
    title: str
    article: str
    jurisdiction: str
    currency: str
    price_year: int | None
    classes: tuple[DamageClass, ...]
    needs: tuple[str, ...]
    applies: Callable[[Context], Applies]
    value: Callable[[Harm, Context, Mapping[str, float]], Outcome]
    parameters: Callable[[], Mapping[str, Sourced]] = _no_parameters
    asks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def context_of(case: Case) -> Context:
    """Read the context out of a case: its scenario's date, else its incident's; the user's rule tables."""
    scenario = case.scenario
    on = (scenario.on if scenario else None) or (case.incident.on if case.incident else None)
    return Context(
        jurisdiction=scenario.jurisdiction if scenario else "other",
        on=day_range(on)[0] if on else None,
        kind=scenario.kind if scenario else "none",
        leased_land=scenario.leased_land if scenario else False,
        supplied={
            slug: RuleTable(slug, rules.file, rules.values, rules.sources)
            for slug, rules in (scenario.supplied if scenario else {}).items()
        },
    )


def price(path: str, name: str, drawn: float | None = None) -> Price:
    """Read one tariff value of the library with the name it is traced by.

    A drawn value is traced by the parameter's own name, which is the last part of the path, so that a case's
    input of that name and the library's value are one leaf.

    Raises
    ------
    SourceError
        If the library has no such value.
    """
    sourced = library.value(path, name)
    if drawn is not None:
        return Price(name.rsplit(".", 1)[-1], sourced, drawn, sourced.unit)
    stem = path.removesuffix(".yaml").replace("/", ".")
    return Price(f"{stem}.{name}", sourced, sourced.value, sourced.unit)


def index_price(index: Index) -> Price:
    """Give the monthly calculation index as a price, traced to its publication."""
    sourced = Sourced(
        value=float(index.value_kzt),
        unit="kzt_per_mci",
        source=index.source,
        locator=f"{index.from_} to {index.to}, {index.certainty}",
        kind="published",
    )
    name = f"{MCI_FILE.removesuffix('.yaml').replace('/', '.')}.{index.from_}"
    return Price(name, sourced, sourced.value, sourced.unit)


def supplied(context: Context, slug: str) -> RuleTable:
    """Give the rule table that the user's file brought for a method; an empty one where there is none."""
    return context.supplied.get(slug, RuleTable(slug, ""))


def own_price(slug: str, table: RuleTable, name: str) -> Price:
    """Give a value of the user's file as a price, traced under the method's name."""
    sourced = table.values[name]
    return Price(f"{slug}.{name}", sourced, sourced.value, sourced.unit)


def left_over(
    harm: Harm, media: Sequence[str], why: str, *, except_: Sequence[str] = ()
) -> tuple[Unpriced, ...]:
    """List the unburnt masses in the named media that a method has no price for, so that none is silent.

    Parameters
    ----------
    harm : Harm
        The harm of one draw.
    media : sequence of {"air", "soil", "water"}
        Which media.
    why : str
        The reason, as printed.
    except_ : sequence of str
        Substances that the method does price there.
    """
    masses = {"air": harm.to_air_kg, "soil": harm.to_soil_kg, "water": harm.to_water_kg}
    return tuple(
        Unpriced(f"{name} to {medium}", mass_kg, why)
        for medium in media
        for name, mass_kg in masses[medium].items()
        if mass_kg > 0 and name not in except_
    )


def taken_as(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Say which substances were priced as which others: a choice of ours that no tariff makes.

    Parameters
    ----------
    pairs : iterable of (substance, what it was priced as)
        Equal names say nothing.
    """
    told = []
    for name, other in sorted({(name, other) for name, other in pairs if name != other}):
        if other == "nox":
            what = "nitrogen tetroxide and dioxide in air priced as NOx"
        else:
            what = f"{name} in air priced as {other}"
        told.append(f"{what}, kilogram for kilogram: our choice")
    return tuple(dict.fromkeys(told))


def settle(
    slug: str,
    currency: str,
    price_year: int | None,
    lines: Sequence[Line],
    unpriced: Sequence[Unpriced] = (),
    flags: Sequence[str] = (),
    *,
    prices_what: str,
) -> Outcome:
    """Make the outcome of the lines found: a sum, or a refusal where nothing of this harm has a price."""
    if not lines:
        listed = "; ".join(str(item) for item in unpriced)
        why = "this harm holds nothing that the method prices" + (
            f" (without a price: {listed})" if listed else ""
        )
        return Refused(slug, (prices_what,), why, nothing_to_price=True)
    return Valued(slug, currency, price_year, tuple(lines), tuple(unpriced), tuple(flags))


def record(tracer: Tracer, valued: Valued) -> None:
    """Write a valuation into the trace: one step a line, one leaf a price, one step for the sum."""
    inputs = []
    unit = valued.currency.lower()
    for line in valued.lines:
        for item in line.prices:
            if item.name not in tracer.leaves:  # what the spine drew or the case gave stays as it is
                tracer.read(item.name, item.sourced, item.used)
        if line.quantity_name not in {*tracer.steps, *tracer.leaves}:
            known = [name for name in line.rests_on if name in tracer.leaves]
            how = "worked out by the method" if known else "as the user's file gives it"
            tracer.step(line.quantity_name, line.quantity.value, line.quantity.unit, how, known)
        name = f"{valued.method}.{line.name}"
        tracer.step(
            name,
            line.amount,
            unit,
            f"{line.quantity_name} times its price ({line.damage_class})",
            (line.quantity_name, *(item.name for item in line.prices)),
        )
        inputs.append(name)
    how = "; ".join(("sum of the lines", *valued.flags))
    tracer.step(f"damages.{valued.method}", valued.amount, unit, how, inputs)
