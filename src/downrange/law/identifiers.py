"""Check digits of registered numbers: Kazakh persons and companies, containers, vehicles, rail wagons.

Kazakh numbers: twelve digits, the last a check over the first eleven, weights 1 to 11, modulo 11; if that
gives ten, weights 3 to 11, 1, 2; ten again is never issued. Containers: ISO 6346. Neither birth date nor sex
is read from a number: they have been unlinked since 2013. Vehicles: seventeen signs, and a check digit that
only North America demands (49 CFR 565.15). Rail wagons: the last digit completes the digits of the products
with 2, 1, 2, ... to a multiple of ten: eight digits on the 1,520 mm gauge, twelve by the UIC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from downrange.law.rule import NO_BOOK, Rulebook

__all__ = [
    "container_check_digit",
    "fault",
    "is_container",
    "is_kazakh_number",
    "is_vin",
    "is_wagon",
    "kazakh_check_digit",
    "vin_check_digit",
    "wagon_check_digit",
]

_READ_ON = date(2026, 2, 3)


def kazakh_check_digit(first_eleven: str, book: Rulebook = NO_BOOK) -> int | None:
    """Give the check digit of the first eleven digits, or None where no number is issued.

    Raises
    ------
    ValueError
        If these are not eleven digits.
    """
    if not re.fullmatch(r"[0-9]{11}", first_eleven):
        raise ValueError(f"eleven digits are needed, got {first_eleven!r}")
    for weights in book.find("others.bin_iin_weights", _READ_ON).items:
        rest: int = (
            sum(int(digit) * int(weight) for digit, weight in zip(first_eleven, weights, strict=True)) % 11
        )
        if rest < 10:
            return rest
    return None


def is_kazakh_number(text: str, book: Rulebook = NO_BOOK) -> bool:
    """Say whether a text is a well-formed personal or business number with a right check digit."""
    return bool(re.fullmatch(r"[0-9]{12}", text)) and kazakh_check_digit(text[:11], book) == int(text[11])


def container_check_digit(first_ten: str, book: Rulebook = NO_BOOK) -> int:
    """Give the check digit of a container number: letters from 10 skipping multiples of 11, weights of two.

    >>> container_check_digit("CSQU305438")
    3

    Raises
    ------
    ValueError
        If these are not three letters, one of U, J, Z, and six digits.
    """
    if not re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{6}", first_ten):
        raise ValueError(f"three letters, U, J or Z, and six digits are needed, got {first_ten!r}")
    letters = [value for value in range(10, 39) if value % 11]
    values = (int(sign) if sign.isdigit() else letters[ord(sign) - ord("A")] for sign in first_ten)
    modulus = book.find("others.iso_6346_modulus", _READ_ON).count
    return sum(value << place for place, value in enumerate(values)) % modulus % 10


def is_container(text: str, book: Rulebook = NO_BOOK) -> bool:
    """Say whether a text is a container number with a right check digit."""
    shape = re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", text)
    return bool(shape) and container_check_digit(text[:10], book) == int(text[10])


def vin_check_digit(text: str, book: Rulebook = NO_BOOK) -> str:
    """Give the ninth sign that North America demands: weighted sum modulo 11, ten written X.

    >>> vin_check_digit("1M8GDM9AXKP042788")
    'X'

    Raises
    ------
    ValueError
        If these are not seventeen signs without I, O and Q.
    """
    if not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", text):
        raise ValueError(f"seventeen signs without I, O and Q are needed, got {text!r}")
    weights = book.find("others.vin_weights", _READ_ON).items
    letters = dict(book.find("others.vin_letter_values", _READ_ON).items)
    values = (int(sign) if sign.isdigit() else int(letters[sign]) for sign in text)
    rest = sum(value * int(weight) for value, weight in zip(values, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def is_vin(text: str, book: Rulebook = NO_BOOK) -> bool:
    """Say whether a text is a vehicle number; those of North America (1 to 5) must pass their check too."""
    if not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", text):
        return False
    return text[0] not in "12345" or vin_check_digit(text, book) == text[8]


def wagon_check_digit(digits: str, book: Rulebook = NO_BOOK) -> int:
    """Give the check digit of a wagon: products with 2, 1, 2, ... are added digit by digit, up to a ten.

    >>> wagon_check_digit("21812471217")
    3

    Raises
    ------
    ValueError
        If these are neither seven (1,520 mm gauge) nor eleven digits (UIC).
    """
    if not re.fullmatch(r"[0-9]{7}|[0-9]{11}", digits):
        raise ValueError(f"seven or eleven digits are needed, got {digits!r}")
    first, second = (int(weight) for weight in book.find("others.rail_wagon_weights", _READ_ON).items)
    products = (int(digit) * (second if place % 2 else first) for place, digit in enumerate(digits))
    return -sum(sum(divmod(product, 10)) for product in products) % 10


def is_wagon(text: str, book: Rulebook = NO_BOOK) -> bool:
    """Say whether a text is a wagon number of eight or twelve digits with a right check digit."""
    shape = re.fullmatch(r"[0-9]{8}|[0-9]{12}", text)
    return bool(shape) and wagon_check_digit(text[:-1], book) == int(text[-1])


_CHECKED: dict[str, tuple[Callable[[str], bool], str]] = {
    "bin": (is_kazakh_number, "twelve digits, the last a check digit"),
    "iin": (is_kazakh_number, "twelve digits, the last a check digit"),
    "container": (is_container, "three letters, U, J or Z, six digits and a check digit"),
    "vin": (is_vin, "seventeen signs without I, O and Q; from North America with a check digit"),
    "rail-wagon": (is_wagon, "eight or twelve digits, the last a check digit"),
    "cadastral": (lambda text: re.fullmatch(r"[0-9]{8,}", text) is not None, "digits of district and plot"),
}

_FORMS = {
    "bin": r"[0-9]{12}",
    "iin": r"[0-9]{12}",
    "container": r"[A-Z]{3}[UJZ][0-9]{7}",
    "vin": r"[A-HJ-NPR-Z0-9]{17}",
    "rail-wagon": r"[0-9]{8}|[0-9]{12}",
}
"""The form without the check, so that a slip of one sign is told apart from a number of another kind."""


def fault(kind: str, value: str) -> str | None:
    """Say what is wrong with a number of a kind that can be checked; None where nothing is seen.

    Spaces, hyphens, colons and small letters do not count. Kinds without a check (serial numbers) never fail.
    """
    checked = _CHECKED.get(kind)
    if checked is None:
        return None
    right, expected = checked
    mark = re.sub(r"[^0-9A-Z]", "", value.upper())
    if right(mark):
        return None
    foreign = sorted({letter for letter in value if letter.isalpha() and not letter.isascii()})
    if foreign:
        told = ", ".join(unicodedata.name(letter, letter).lower() for letter in foreign)
        return f"a {kind} number with letters of another alphabet ({told}): {expected}"
    form = _FORMS.get(kind)
    if form is not None and re.fullmatch(form, mark):
        return f"a {kind} number whose check digit does not fit: {expected}"
    return f"no well-formed {kind} number: {expected}"
