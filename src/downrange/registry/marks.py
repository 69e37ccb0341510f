"""Registered numbers as people write them, brought to one form; and what is one slip away from them.

Three forms of a mark: *normal* (capitals and digits only), *skeleton* (signs that look alike made the same:
I and 1, O and 0, Cyrillic letters and the Latin ones they resemble), and *variants* (the skeleton and all
that it leaves with one sign dropped): two skeletons within one edit of each other share a variant, so near
misses are found by equality, which an index can do.
"""

from __future__ import annotations

import unicodedata

__all__ = ["SHORTEST_NEAR", "normal", "one_slip_apart", "skeleton", "variants"]

SHORTEST_NEAR = 5
"""Below this length everything is near to something; no near misses are looked for."""

# Capitals that look alike in print: Cyrillic (Russian, Kazakh) to Latin, then letters to digits.
_ALIKE = str.maketrans("АВЕКМНОРСТУХІҺIОO", "ABEKMHOPCTYX1H100")


def normal(text: str) -> str:
    """Keep capitals and digits: ``csqu 305438-3`` becomes ``CSQU3054383``."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())


def skeleton(mark: str) -> str:
    """Make signs that look alike the same, so that ``O1`` and ``0I`` are one."""
    return normal(mark).translate(_ALIKE)


def variants(mark: str) -> set[str]:
    """Give the skeleton of a mark and all that dropping one sign leaves of it."""
    bones = skeleton(mark)
    if len(bones) < SHORTEST_NEAR:
        return {bones}
    return {bones, *(bones[:i] + bones[i + 1 :] for i in range(len(bones)))}


def one_slip_apart(one: str, other: str) -> bool:
    """Say whether two marks differ by one sign (changed, dropped, added, swapped with the next) or less.

    Signs that look alike count as the same.
    """
    a, b = sorted((skeleton(one), skeleton(other)), key=len)
    if len(b) - len(a) > 1:
        return False
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(b) > len(a):
        return a[start:] == b[start + 1 :]
    swapped = a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or swapped == b[start:]
