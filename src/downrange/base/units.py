"""Units: the suffixes allowed at the end of a name, and the only converter.

A figure's unit is the last part of its name (``mass_kg``, ``speed_m_per_s``). This module knows which endings
are units, what people may type ("12 t", "3 km/s") and how to convert. Factors are exact by definition (SI
Brochure, 9th edition, 2019, tables 2, 4 and 8; the international foot and pound of 1959) unless a comment
says otherwise.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

__all__ = ["DIMENSIONLESS", "Quantity", "convert", "is_dimensionless", "is_unit", "si", "unit_of"]


@dataclass(frozen=True)
class Quantity:
    """A number and its unit, spelled as a name's suffix (``kg``, ``m_per_s``)."""

    value: float
    unit: str


@dataclass(frozen=True)
class _Atom:
    factor: float
    dimension: str
    offset_factor: float = 0.0


_ATOMS: dict[str, _Atom] = {
    # length, area, volume
    "mm": _Atom(1e-3, "m"), "cm": _Atom(1e-2, "m"), "m": _Atom(1.0, "m"), "km": _Atom(1e3, "m"),
    "ft": _Atom(0.3048, "m"), "mile": _Atom(1609.344, "m"), "um": _Atom(1e-6, "m"),
    "nmi": _Atom(1852.0, "m"),
    "cm2": _Atom(1e-4, "m2"), "m2": _Atom(1.0, "m2"), "ha": _Atom(1e4, "m2"), "km2": _Atom(1e6, "m2"),
    "acre": _Atom(4046.8564224, "m2"), "ft2": _Atom(0.3048**2, "m2"),
    "cm3": _Atom(1e-6, "m3"), "m3": _Atom(1.0, "m3"), "l": _Atom(1e-3, "m3"),
    "gal": _Atom(3.785411784e-3, "m3"), "yd3": _Atom(0.764554857984, "m3"),
    # mass and amount
    "ug": _Atom(1e-9, "kg"), "mg": _Atom(1e-6, "kg"), "g": _Atom(1e-3, "kg"), "kg": _Atom(1.0, "kg"),
    "t": _Atom(1e3, "kg"), "lb": _Atom(0.45359237, "kg"), "mol": _Atom(1.0, "mol"),
    "pg": _Atom(1e-15, "kg"), "ng": _Atom(1e-12, "kg"),
    # time
    "s": _Atom(1.0, "s"), "min": _Atom(60.0, "s"), "h": _Atom(3600.0, "s"), "d": _Atom(86400.0, "s"),
    "y": _Atom(365.25 * 86400.0, "s"),  # the Julian year of astronomy (IAU); money counts calendar days
    # temperature (a difference and a reading share the suffix: only kelvin readings are converted)
    "k": _Atom(1.0, "k"), "c": _Atom(1.0, "k", 273.15),
    # mechanics, heat
    "n": _Atom(1.0, "n"), "kn": _Atom(1e3, "n"), "pa": _Atom(1.0, "pa"), "hpa": _Atom(100.0, "pa"),
    "kpa": _Atom(1e3, "pa"), "mpa": _Atom(1e6, "pa"), "bar": _Atom(1e5, "pa"), "j": _Atom(1.0, "j"),
    "kj": _Atom(1e3, "j"), "mj": _Atom(1e6, "j"), "w": _Atom(1.0, "w"), "mw": _Atom(1e6, "w"),
    # angle
    "rad": _Atom(1.0, "rad"), "deg": _Atom(math.pi / 180.0, "rad"),
    # shares of a volume
    "ppm": _Atom(1e-6, "1"), "ppb": _Atom(1e-9, "1"), "percent": _Atom(1e-2, "1"),
    # things counted or paid; a price stays in its own currency, no factor joins two of them
    "persons": _Atom(1.0, "persons"), "hz": _Atom(1.0, "hz"),
    "eur": _Atom(1.0, "eur"), "usd": _Atom(1.0, "usd"), "kzt": _Atom(1.0, "kzt"), "rub": _Atom(1.0, "rub"),
    "gbp": _Atom(1.0, "gbp"), "uah": _Atom(1.0, "uah"), "mci": _Atom(1.0, "mci"),
    "bq": _Atom(1.0, "bq"), "kbq": _Atom(1e3, "bq"),
}  # fmt: skip

DIMENSIONLESS = (
    "fraction", "share", "ratio", "probability", "score", "confidence", "coefficient", "factor", "number",
    "expectation",
)  # fmt: skip

# "10_20_cm_mg_per_kg" ends in mg_per_kg: a number before "cm" makes it part of the name, not of the unit;
# a digit that ends a formula ("n2o4_kg") does not.
_SUFFIX = re.compile(
    r"(?:^|(?<!\d)_|(?<=[a-z]\d)_)((?:{atom})(?:_(?:{atom}))*(?:_per_(?:{atom})(?:_(?:{atom}))*)?|per_(?:{atom}))$".format(
        atom="|".join(sorted(_ATOMS, key=len, reverse=True))
    )
)
_TYPED = re.compile(r"^\s*([-+]?\d[\d_,  ]*(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+]?\.\d+)\s*([^\d\s].*)?$")
_SPOKEN = {
    "°": "deg", "°c": "c", "tonne": "t", "tonnes": "t", "tons": "t", "kilometre": "km", "metres": "m",
    "metre": "m", "kilograms": "kg", "hectares": "ha", "hectare": "ha", "acres": "acre", "feet": "ft",
    "hours": "h", "hour": "h", "minutes": "min", "seconds": "s", "days": "d", "day": "d", "years": "y",
    "year": "y", "gallons": "gal", "litre": "l", "litres": "l", "sec": "s", "degrees": "deg", "%": "percent",
    "µg": "ug", "μg": "ug", "people": "persons",
}  # fmt: skip


def unit_of(name: str) -> str | None:
    """Find the unit at the end of a name, or None where the name ends in no unit.

    >>> unit_of("speed_m_per_s"), unit_of("wind_share")
    ('m_per_s', None)
    """
    found = _SUFFIX.search(name)
    return found.group(1) if found else None


def is_dimensionless(name: str) -> bool:
    """Say whether a name declares a pure number (``share``, ``burnt_fraction``)."""
    return name.rsplit("_", 1)[-1] in DIMENSIONLESS


def _resolve(unit: str) -> tuple[float, tuple[str, ...], float]:
    """Reduce a suffix to a factor, its dimension (numerators, then 1/denominators, sorted) and an offset."""
    spelled = f"_{unit}" if unit.startswith("per_") else unit
    above, _, below = spelled.partition("_per_")
    factor, offset, dimension = 1.0, 0.0, []
    for sign, part in ((1, above), (-1, below)):
        for name in filter(None, part.split("_")):
            if name not in _ATOMS:
                raise ValueError(f"unknown unit {name!r} in {unit!r}")
            atom = _ATOMS[name]
            factor *= atom.factor**sign
            dimension.append(atom.dimension if sign > 0 else f"1/{atom.dimension}")
            if unit == name:
                offset = atom.offset_factor
    return factor, tuple(sorted(dimension)), offset


def is_unit(unit: str) -> bool:
    """Tell whether a suffix such as ``mg_per_kg`` is made of units known here."""
    try:
        _resolve(unit)
    except ValueError:
        return False
    return True


def convert(value: float, unit: str, to: str) -> float:
    """Convert ``value`` from one suffix to another.

    Parameters
    ----------
    value : float
        In ``unit``.
    unit, to : str
        Suffixes such as ``km``, ``mg_per_kg``, ``c``.

    Raises
    ------
    ValueError
        If a suffix is unknown or the dimensions differ.

    Examples
    --------
    >>> convert(180.0, "deg", "rad") == math.pi
    True
    """
    factor, dimension, offset = _resolve(unit)
    to_factor, to_dimension, to_offset = _resolve(to)
    if dimension != to_dimension:
        raise ValueError(f"{unit!r} cannot be converted to {to!r}")
    return ((value * factor + offset) - to_offset) / to_factor


_SI = {"m": "m", "m2": "m2", "m3": "m3", "kg": "kg", "s": "s", "k": "k", "rad": "rad", "1": ""}


def si(text: str) -> Quantity:
    """Read what people type and give it in SI.

    >>> si("12 t")
    Quantity(value=12000.0, unit='kg')
    >>> si("3.6 km/h").unit
    'm_per_s'

    Raises
    ------
    ValueError
        If the number or the unit cannot be read.
    """
    found = _TYPED.match(text)
    if not found:
        raise ValueError(f"cannot read {text!r} as a number with a unit")
    value = float(re.sub(r"[,_  ]", "", found.group(1)))
    spoken = (found.group(2) or "").strip().lower()
    if not spoken:
        return Quantity(value, "")
    above, _, below = spoken.replace(" per ", "/").partition("/")
    parts = ["_".join(_spoken(p) for p in part.split()) for part in (above, below) if part.strip()]
    unit = "_per_".join(parts)
    factor, _, offset = _resolve(unit)
    names = unit.split("_per_")
    target = "_per_".join("_".join(_ATOMS[n].dimension for n in part.split("_")) for part in names)
    return Quantity(value * factor + offset, "" if target == "1" else target)


def _spoken(word: str) -> str:
    word = word.strip().replace("²", "2").replace("³", "3").replace("^", "")
    return _SPOKEN.get(word, word)
