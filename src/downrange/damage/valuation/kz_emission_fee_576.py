"""Kazakhstan's fee for emissions (Tax Code, art. 576): tonnes times a rate in MCI times the index.

Fee = mass (t) x rate (MCI per t) x monthly calculation index of the first day of the period. The rates are
for stationary sources and have no line for hydrazines. The wording in hand is that of 2023-01-01; for other
dates the sum is flagged. The period's length was not read: the index of 1 January is taken, which differs
from that of the quarter only in 2020 and is flagged there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Refused,
    Unpriced,
    index_price,
    left_over,
    price,
    settle,
    taken_as,
)
from downrange.errors import SourceError
from downrange.reference import library
from downrange.reference.mci import Index, monthly_calculation_index

__all__ = ["METHOD", "fee_kzt"]

SLUG = "kz-emission-fee-576"
FILE = "tariffs/kz/emission-fee-576.yaml"
TROPOPAUSE = "tropopause_altitude_m"
_RATED_AS = {
    "n2o4": "nox", "no2": "nox", "soot": "soot", "bc": "soot", "ch4": "methane", "nh3": "ammonia",
    "kerosene": "hydrocarbons", "al2o3": "dust",
}  # fmt: skip
_NO_DAMAGE = ("h2o", "h2", "n2")


def fee_kzt(mass_t: float, rate_mci_per_t: float, index_kzt: float) -> float:
    """Fee for one pollutant (Tax Code, art. 576): tonnes x MCI per tonne x index, KZT."""
    return mass_t * rate_mci_per_t * index_kzt


def _applies(context: Context) -> Applies:
    if context.jurisdiction != "kz":
        return Applies("analogy", "rates of Kazakhstan's Tax Code, applied to another country")
    what = "a launch" if context.kind == "nominal-launch" else "a crash"
    why = f"the rates are for stationary sources; {what} is none, so the code shows a scale, not a debt"
    if context.leased_land:
        why += "; application on the leased land is disputed"
    return Applies("persuasive", why)


def _parameters() -> Mapping[str, Sourced]:
    return {TROPOPAUSE: library.value("exposure.yaml", f"valuation.{TROPOPAUSE}")}


def _flags(on: date, index: Index) -> tuple[str, ...]:
    flags = [f"index {index.value_kzt} KZT of {index.from_}"]
    verified = library.table(FILE)["wording_verified_on"]
    if on.year != date.fromisoformat(verified).year:
        flags.append(f"wording not verified for this date (read as of {verified})")
    if index.certainty == "secondary":
        flags.append("index known from a public tax calculator only")
    if on.year == 2020 and on >= date(2020, 4, 1):
        flags.append(
            "whether the fee of 2020 followed the index of April was not read; that of January is taken"
        )
    flags.append("emissions below the tropopause counted; what lies above is not charged")
    return tuple(flags)


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Charge exhaust and unburnt propellant that reached the air."""
    if context.on is None:
        return Refused(SLUG, ("date of the emission",), "the index depends on the date")
    try:
        index = monthly_calculation_index(date(context.on.year, 1, 1), "taxes")
    except SourceError as error:
        return Refused(SLUG, error.missing, str(error))
    below_m = drawn.get(TROPOPAUSE, _parameters()[TROPOPAUSE].value)
    masses: list[tuple[str, str, float]] = [
        (name, f"{name.replace('-', '_')}_to_air_kg", mass) for name, mass in harm.to_air_kg.items()
    ]
    for name in sorted({e.substance for e in harm.emissions}):
        masses.append((name, f"exhaust_{name.replace('-', '_')}_kg", harm.emitted_kg(name, below_m)))
    lines: list[Line] = []
    unpriced: list[Unpriced] = []
    pairs: list[tuple[str, str]] = []
    known = library.values(FILE)
    counted = index_price(index)
    for name, quantity_name, mass_kg in masses:
        if mass_kg <= 0 or name in _NO_DAMAGE:
            continue
        rated = _RATED_AS.get(name, name)
        row = f"rates.{rated}.rate_mci_per_t"
        if row not in known:
            unpriced.append(Unpriced(f"{name} to air", mass_kg, "art. 576 has no rate for it"))
            continue
        rate = price(FILE, row)
        pairs.append((name, rated))
        label = name if rated == name else f"{name}-as-{rated}"
        lead = "exhaust-" if quantity_name.startswith("exhaust_") else ""
        amount = fee_kzt(mass_kg / 1000.0, rate.used, counted.used)
        lines.append(
            Line(
                f"{lead}{label}",
                "air",
                quantity_name,
                Quantity(mass_kg, "kg"),
                (rate, counted),
                amount,
                "KZT",
            )
        )
    unpriced += left_over(harm, ("soil", "water"), "the fee is for emissions to air")
    flags = (*_flags(context.on, index), *taken_as(pairs))
    return settle(
        SLUG, "KZT", context.on.year, lines, unpriced, flags, prices_what="an emission that art. 576 rates"
    )


METHOD = Method(
    slug=SLUG,
    title="Fee for emissions into the environment (Kazakhstan)",
    article="Tax Code of Kazakhstan, art. 576",
    jurisdiction="kz",
    currency="KZT",
    price_year=None,
    classes=("air",),
    needs=("to_air_kg", "emissions"),
    applies=_applies,
    value=_value,
    parameters=_parameters,
    sources=("kz-tax-code-576",),
    flags=("rates for stationary sources", "a region may have raised the rates; its decision was not read"),
)
