"""Washington State's oil spill compensation schedule (WAC 173-183): gallons times scores, under 1,000.

Marine: gallons x 0.208 x (AT x SVS_AT + MI x SVS_MI + PER x SVS_PER) (-830); Columbia estuary: gallons x
0.508 x SVS x (AT + MI + PER) (-840); fresh water: gallons x 0.162 x SVS x (AT + MI + PER) (-850). Where
several environments are touched the greatest sum counts, never their sum (-865). The scores of
vulnerability are the user's. From 1,000 gallons the multipliers of 2013 were not read: refused, unless the
user's file supplies them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Price,
    Refused,
    Valued,
    own_price,
    price,
    supplied,
)
from downrange.reference import library

__all__ = [
    "METHOD",
    "SCORES",
    "compensation_usd",
    "marine_score",
    "mechanical_injury_score",
    "oil_scores",
    "toxicity_score",
]

SLUG = "us-wa-schedule"
FILE = "tariffs/us/wa-schedule.yaml"
SPILLED = "wa_spilled_to_water_gal"
LIMIT_GAL = 1_000.0
SCORES: Mapping[str, tuple[str, ...]] = {
    "marine": ("wa_marine_acute_score", "wa_marine_mechanical_score", "wa_marine_persistence_score"),
    "columbia": ("wa_columbia_vulnerability_score",),
    "freshwater": ("wa_freshwater_vulnerability_score",),
}
_OIL = ("acute_toxicity_score", "mechanical_injury_score", "persistence_score")


def mechanical_injury_score(specific_gravity_ratio: float) -> float:
    """Score an oil's mechanical injury from its specific gravity (WAC 173-183-340), to 0.1."""
    return round((specific_gravity_ratio - 0.688) / 0.062, 1)


def toxicity_score(rings: Sequence[tuple[float, float]]) -> float:
    """Score an oil's acute toxicity (WAC 173-183-340), to 0.1.

    Parameters
    ----------
    rings : sequence of pairs
        Solubility and weight percent of the aromatics of one, two and three rings.
    """
    return round(sum(s * share for s, share in rings) / 107.0, 1)


def oil_scores(oil: str = "kerosene") -> tuple[float, float, float]:
    """Give an oil's acute toxicity, mechanical injury and persistence (WAC 173-183-340)."""
    acute, mechanical, persistence = (library.value(FILE, f"oils.{oil}.{name}").value for name in _OIL)
    return acute, mechanical, persistence


def marine_score(oil: tuple[float, float, float], vulnerability: tuple[float, float, float]) -> float:
    """Weigh the oil's three scores by the three vulnerabilities of a marine place (-830)."""
    return sum(o * v for o, v in zip(oil, vulnerability, strict=True))


def compensation_usd(spilled_gal: float, multiplier_usd_per_gal: float, weighted_score: float) -> float:
    """Compensation of one environment, within the bounds per gallon (RCW 90.48.366), to the cent."""
    least = library.value(FILE, "bounds.least_usd_per_gal").value
    greatest = library.value(FILE, "bounds.greatest_usd_per_gal").value
    per_gal = min(max(multiplier_usd_per_gal * weighted_score, least), greatest)
    return round(spilled_gal * per_gal, 2)


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies("persuasive", "law in Washington State for oil in its waters, not elsewhere")
    return Applies("analogy", "a schedule of Washington State for oil in its waters")


def _missing(drawn: Mapping[str, float]) -> tuple[str, ...]:
    if SPILLED not in drawn:
        return (SPILLED,)
    if not any(all(name in drawn for name in names) for names in SCORES.values()):
        return tuple(name for names in SCORES.values() for name in names)
    return ()


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Compensate kerosene that reached water by the greatest of the environments scored."""
    missing = _missing(drawn)
    if missing:
        return Refused(
            SLUG, missing, "the place's vulnerability and the volume in water are the user's to give"
        )
    spilled_gal = drawn[SPILLED]
    table = supplied(context, SLUG)
    scored = [name for name, names in SCORES.items() if all(n in drawn for n in names)]
    if spilled_gal >= LIMIT_GAL:
        asked = [f"{name}_multiplier_usd_per_gal" for name in scored] + [
            "greatest_usd_per_gal",
            "least_usd_per_gal",
        ]
        absent = table.missing(asked)
        if absent:
            why = "the multipliers and bounds for 1,000 gallons and more were not read"
            return Refused(SLUG, absent, why)
    found: dict[str, tuple[float, Price]] = {}
    for name in scored:
        oil = oil_scores()
        vulnerability = [drawn[n] for n in SCORES[name]]
        if name == "marine":
            score = marine_score(oil, (vulnerability[0], vulnerability[1], vulnerability[2]))
        else:
            score = vulnerability[0] * sum(oil)
        if spilled_gal < LIMIT_GAL:
            unit = price(FILE, f"environments.{name}.multiplier_usd_per_gal")
            found[name] = (compensation_usd(spilled_gal, unit.used, score), unit)
        else:
            unit = own_price(SLUG, table, f"{name}_multiplier_usd_per_gal")
            low, high = (
                table.values["least_usd_per_gal"].value,
                table.values["greatest_usd_per_gal"].value,
            )
            found[name] = (round(spilled_gal * min(max(unit.used * score, low), high), 2), unit)
    greatest = max(found, key=lambda name: found[name][0])
    amount, unit = found[greatest]
    line = Line(greatest, "water", SPILLED, Quantity(spilled_gal, "gal"), (unit,), amount, "USD")
    flags = ["text of 2009", f"vulnerability given by the user: {', '.join(scored)}"]
    if len(found) > 1:
        others = ", ".join(f"{n} {a:,.2f} USD" for n, (a, _) in found.items() if n != greatest)
        flags.append(f"the greatest of the environments, never their sum; not added: {others}")
    return Valued(SLUG, "USD", 2009, (line,), (), tuple(flags))


METHOD = Method(
    slug=SLUG,
    title="Oil spill compensation schedule (Washington State)",
    article="WAC 173-183-830 to -865; RCW 90.48.366",
    jurisdiction="us",
    currency="USD",
    price_year=2009,
    classes=("water",),
    needs=(),
    applies=_applies,
    value=_value,
    takes=(
        *(f"{name}_multiplier_usd_per_gal" for name in SCORES),
        "least_usd_per_gal",
        "greatest_usd_per_gal",
    ),
    asks=(SPILLED, *(name for names in SCORES.values() for name in names)),
    flags=("equal weights force unlike injuries to equal value: a known criticism of the schedule",),
    sources=("us-wac-173-183", "us-rcw-90-48-366"),
)
