"""How numbers are written: few digits where few are known, all digits where money is exact."""

from __future__ import annotations

import re

from downrange.base.figures import significant
from downrange.base.units import unit_of
from downrange.damage.assessment import Range
from downrange.report.words import QUANTITIES

__all__ = [
    "interval_text",
    "missing_title",
    "money_text",
    "quantity_title",
    "spread_text",
    "tick_text",
    "unit_label",
    "unit_text",
]

_UNITS = {
    "m2": "m²", "m3": "m³", "km2": "km²", "deg": "°", "c": "°C", "k": "K", "percent": "%", "d": "days",
    "kzt": "KZT", "usd": "USD", "eur": "EUR", "rub": "RUB", "gbp": "GBP", "mci": "MCI", "y": "years",
}  # fmt: skip
_AT_LEVEL = re.compile(r"_at_(\d+)_(\d+)$")  # the same quantity at another limit
_OF_SUBSTANCE = re.compile(r"_(udmh|no2|n2o4|kerosene)$")  # the same quantity for one substance
_SUBSTANCES = {
    "udmh": "UDMH", "n2o4": "N₂O₄", "no2": "NO₂", "hno3": "HNO₃", "ndma": "NDMA",
    "co2": "CO₂", "co": "CO", "h2": "H₂", "h2o": "H₂O", "nox": "NOx", "co2e": "CO₂e", "tph": "TPH",
    "aegl2": "AEGL-2", "60min": "(60 min)",
}  # fmt: skip


def interval_text(interval: Range, digits: int = 2) -> str:
    """Write a median with its 5–95 % interval.

    >>> interval_text(Range(1.0, 20.0, 300.0))
    '20 (1.0–300)'
    """
    middle, spread = significant(interval.p50, digits), spread_text(interval, digits)
    return middle if middle == spread else f"{middle} ({spread})"


def spread_text(interval: Range, digits: int = 2) -> str:
    """Write the 5–95 % interval alone."""
    low, high = significant(interval.p05, digits), significant(interval.p95, digits)
    return low if low == high else f"{low}–{high}"


def money_text(amount: Range, currency: str) -> str:
    """Write a computed amount: two digits, because more are not known."""
    return f"{interval_text(amount)} {currency}"


def tick_text(exponent: int) -> str:
    """Label a decade of the share axis.

    >>> tick_text(-6), tick_text(-2), tick_text(0), tick_text(1)
    ('1/million', '1/100', 'the sum', '10 times')
    """
    names = {-6: "1/million", -9: "1/billion", 0: "the sum"}
    if exponent in names:
        return names[exponent]
    return f"1/{10**-exponent:,}" if exponent < 0 else f"{10**exponent:,} times"


def unit_text(name: str) -> str:
    """Write the unit at the end of a quantity's name as people do.

    >>> unit_text("udmh_soil_peak_mg_per_kg"), unit_text("area_m2"), unit_text("burnt_fraction")
    ('mg/kg', 'm²', '')
    """
    unit = unit_of(_OF_SUBSTANCE.sub("", _AT_LEVEL.sub("", name)))
    if unit is None:
        return "persons" if name.startswith("population_") else ""
    return unit_label(unit)


def unit_label(unit: str) -> str:
    """Write a unit as people do: a suffix of ours, or a spelling of UDUNITS.

    >>> unit_label("mg_s_per_m3"), unit_label("mg m-3"), unit_label("")
    ('mg s/m³', 'mg/m³', '')
    """
    above, below = _parts(unit)
    parts = [" ".join(_UNITS.get(atom, atom) for atom in atoms) for atoms in (above, below) if atoms]
    return "/".join(parts)


def _parts(unit: str) -> tuple[list[str], list[str]]:
    if " " in unit or re.search(r"-\d", unit):
        words = unit.split()
        below = [re.sub(r"-1?", "", word) for word in words if "-" in word]
        return [word for word in words if "-" not in word], below
    numerator, _, denominator = unit.partition("_per_")
    return [a for a in numerator.split("_") if a], [a for a in denominator.split("_") if a]


def quantity_title(name: str) -> str:
    """Give the name of a quantity as people read it.

    >>> quantity_title("udmh_to_soil_kg")
    'UDMH to soil'
    """
    if name in QUANTITIES:
        return QUANTITIES[name]
    level = _AT_LEVEL.search(name)
    if level:
        return f"{quantity_title(name[: level.start()])}, at {level[1]}.{level[2]}"
    of = _OF_SUBSTANCE.search(name)
    if of and name[: of.start()] in QUANTITIES:
        return f"{QUANTITIES[name[: of.start()]]}, {_SUBSTANCES.get(of[1], of[1])}"
    if name.startswith("kerosene_") and name.replace("kerosene_", "udmh_", 1) in QUANTITIES:
        return QUANTITIES[name.replace("kerosene_", "udmh_", 1)].replace("UDMH", "kerosene")
    if name.startswith("kerosene_") and name.removeprefix("kerosene_") in QUANTITIES:
        return QUANTITIES[name.removeprefix("kerosene_")].replace("UDMH limit of 0.1 mg/kg", "kerosene level")
    unit = unit_of(name)
    stem = name.removesuffix(f"_{unit}" if unit else "_number")
    return " ".join(_SUBSTANCES.get(part, part) for part in stem.rsplit(".", 1)[-1].split("_"))


def missing_title(name: str) -> str:
    """Write what a method lacks: prose as it is, a key of a table in words, its unit left out.

    >>> missing_title("air.udmh.norm_t"), missing_title("stage masses")
    ('air UDMH norm', 'stage masses')
    """
    if " " in name:
        return name
    unit = unit_of(name)
    stem = name.removesuffix(f"_{unit}") if unit else name
    return " ".join(_SUBSTANCES.get(part, part) for part in re.split(r"[._]", stem))
