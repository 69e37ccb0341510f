"""Check digits of registered numbers: Kazakh personal and business numbers, freight containers.

Kazakh numbers: twelve digits, the last a check over the first eleven, weights 1 to 11, modulo 11; if that
gives ten, weights 3 to 11, 1, 2; ten again is never issued. Containers: ISO 6346. Neither birth date nor sex
is read from a number: they have been unlinked since 2013.
"""

from __future__ import annotations

import re
from datetime import date

from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["container_check_digit", "is_container", "is_kazakh_number", "kazakh_check_digit"]

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
