"""Kazakhstan, Resolution 535 of 2007: the method that was law, refused until its tables are supplied.

What could be read of it (amendments of 2010-01-26 and 2016-06-21) gives the shape only::

    damage_i = max(actual_i - norm_i, 0) x A_i x index x multiplier x K_danger x K_risk, summed over i

with masses in tonnes, A_i = 1/MPC_i (relative danger), the monthly calculation index, a multiplier in MCI
per conditional tonne and the levels of ecological danger and risk. The multipliers, the K tables and the
formulas for land and water were not readable, so the shape itself is conditional: a user's file that
supplies the tables confirms it, and the sum says so. File format:
:mod:`downrange.damage.valuation.rule_set` and docs/valuation/kz-535.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    DamageClass,
    Line,
    Method,
    Outcome,
    Price,
    Refused,
    Unpriced,
    Valued,
    index_price,
    own_price,
    settle,
    supplied,
)
from downrange.damage.valuation.rule_set import RuleTable
from downrange.errors import SourceError
from downrange.reference.mci import monthly_calculation_index

__all__ = ["METHOD", "damage_kzt", "required"]

SLUG = "kz-535"
_IN_FORCE, _CODE, _REPEALED = date(2007, 6, 27), date(2021, 7, 1), date(2022, 7, 21)
_COMMON = ("multiplier_mci_per_t", "danger_level_coefficient", "risk_level_coefficient")
_EACH = ("relative_danger_coefficient", "norm_t")
_CLASSES: Mapping[str, DamageClass] = {"air": "air", "soil": "soil", "water": "water"}


def damage_kzt(
    actual_t: float,
    *,
    norm_t: float,
    relative_danger_coefficient: float,
    multiplier_mci_per_t: float,
    danger_level_coefficient: float,
    risk_level_coefficient: float,
    index_kzt: float,
) -> float:
    """Damage by one pollutant in one medium (conditional shape of Resolution 535 as amended), KZT."""
    excess_t = max(actual_t - norm_t, 0.0)
    return (
        excess_t
        * relative_danger_coefficient
        * multiplier_mci_per_t
        * danger_level_coefficient
        * risk_level_coefficient
        * index_kzt
    )


def _media(harm: Harm) -> dict[str, dict[str, float]]:
    media = {"air": harm.to_air_kg, "soil": harm.to_soil_kg, "water": harm.to_water_kg}
    return {
        medium: {name: mass for name, mass in masses.items() if mass > 0} for medium, masses in media.items()
    }


def required(harm: Harm) -> tuple[str, ...]:
    """Name every value that the rules need for this harm, as dotted names of the user's file."""
    names: list[str] = []
    for medium, masses in _media(harm).items():
        if masses:
            names += [f"{medium}.{name}" for name in _COMMON]
        for substance in masses:
            names += [f"{medium}.{substance}.{name}" for name in _EACH]
    return tuple(names)


def _covered(table: RuleTable, medium: str, substance: str) -> bool:
    """Say whether the user's file speaks of a substance in a medium at all."""
    return any(name.startswith(f"{medium}.{substance}.") for name in table.values)


def _asked(harm: Harm, table: RuleTable) -> tuple[str, ...]:
    """Name what is needed: all of it without a file, with one what the substances it speaks of need."""
    pairs = [(m, s) for m, masses in _media(harm).items() for s in masses if _covered(table, m, s)]
    if not pairs:
        return required(harm)
    common = [f"{medium}.{name}" for medium, _ in pairs for name in _COMMON]
    return tuple(dict.fromkeys(common + [f"{m}.{s}.{name}" for m, s in pairs for name in _EACH]))


def _applies(context: Context) -> Applies:
    if context.jurisdiction != "kz" or context.on is None:
        return Applies("analogy", "Kazakhstan's rules of 2007, asked for another place or an unknown date")
    if _IN_FORCE <= context.on < _CODE:
        return Applies(
            "law",
            "in force at the date (2007-06-27 to 2021-06-30 under the former Ecological Code); the ministry "
            "named these rules for its claims",
        )
    if _CODE <= context.on < _REPEALED:
        return Applies(
            "persuasive",
            "not yet repealed (2022-07-21), but the Ecological Code of 2021 allows no money for ecological "
            "damage except the State's costs (art. 136(2))",
        )
    return Applies("analogy", "not in force at the date (2007-06-27 to 2022-07-21)")


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Refuse with the list of what is missing, or compute with the user's tables."""
    table = supplied(context, SLUG)
    missing = list(table.missing(_asked(harm, table)))
    index: Price | None = None
    if context.on is None:
        missing.append("date of the event")
    elif "index_kzt_per_mci" in table.values:
        index = own_price(SLUG, table, "index_kzt_per_mci")
    else:
        try:
            index = index_price(monthly_calculation_index(context.on, "penalties"))
        except SourceError as error:
            missing += error.missing
    if not required(harm):
        return settle(SLUG, "KZT", None, (), prices_what="a mass that reached air, soil or water")
    if missing:
        why = "the multipliers, levels of danger and risk and the norms of Resolution 535 could not be read"
        return Refused(SLUG, tuple(missing), why)
    assert context.on is not None
    assert index is not None
    lines: list[Line] = []
    unpriced: list[Unpriced] = []
    for medium, masses in _media(harm).items():
        for substance, mass_kg in masses.items():
            if _covered(table, medium, substance):
                lines.append(_line(table, medium, substance, mass_kg, index))
            else:
                unpriced.append(Unpriced(f"{substance} to {medium}", mass_kg, f"not in {table.file}"))
    flags = (
        f"tables supplied by {table.file}",
        "shape of the formula known from the amendments of 2010 and 2016 only, not from the rules themselves",
    )
    return Valued(SLUG, "KZT", context.on.year, tuple(lines), tuple(unpriced), flags)


def _line(table: RuleTable, medium: str, substance: str, mass_kg: float, index: Price) -> Line:
    names = [f"{medium}.{name}" for name in _COMMON] + [f"{medium}.{substance}.{name}" for name in _EACH]
    values = {name.rsplit(".", 1)[-1]: table.values[name] for name in names}
    prices = (*(own_price(SLUG, table, name) for name in names), index)
    amount = damage_kzt(
        mass_kg / 1000.0, index_kzt=index.used, **{name: value.value for name, value in values.items()}
    )
    return Line(
        f"{substance}-to-{medium}",
        _CLASSES[medium],
        f"{substance.replace('-', '_')}_to_{medium}_kg",
        Quantity(mass_kg, "kg"),
        prices,
        amount,
        "KZT",
    )


METHOD = Method(
    slug=SLUG,
    title="Economic assessment of damage from pollution (Kazakhstan, 2007-2022)",
    article="Resolution 535 of 2007-06-27, as amended",
    jurisdiction="kz",
    currency="KZT",
    price_year=None,
    classes=("air", "soil", "water"),
    needs=("to_air_kg", "to_soil_kg", "to_water_kg"),
    applies=_applies,
    value=_value,
    sources=("kz-resolution-535", "kz-ecological-code-2021"),
    takes=(
        "index_kzt_per_mci",
        *(f"{medium}.{name}" for medium in _CLASSES for name in _COMMON),
        *(f"{medium}.*.{name}" for medium in _CLASSES for name in _EACH),
    ),
    asks=("a rule file kz-535 (docs/valuation/kz-535.md)",),
)
