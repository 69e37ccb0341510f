"""Registered numbers as people write them, brought to one form; and what is one slip away from them.

Three forms of a mark: *normal* (capitals and digits only), *skeleton* (signs that look alike made the same:
I and 1, O and 0, Cyrillic letters and the Latin ones they resemble), and *variants* (the skeleton and all
that it leaves with one sign dropped): two skeletons within one edit of each other share a variant, so near
misses are found by equality, which an index can do. Where only hashes are kept, *slips* say exactly the same
by equality alone.
"""

from __future__ import annotations

import unicodedata

from downrange.law.identifiers import fault

__all__ = [
    "SHORTEST_NEAR",
    "digit_fault",
    "normal",
    "one_slip_apart",
    "skeleton",
    "slips_asked",
    "slips_kept",
    "slug_of",
    "slug_slips",
    "variants",
]

SHORTEST_NEAR = 5
"""Below this length everything is near to something; no near misses are looked for."""

# Capitals that look alike in print: Cyrillic (Russian, Kazakh) to Latin, then letters to digits.
_ALIKE = str.maketrans("АВЕКМНОРСТУХІҺIОO", "ABEKMHOPCTYX1H100")
_SMALL_ALIKE = str.maketrans("авекмнорстухіһ", "abekmhopctyxih")
_SLUG_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789.-"
_LONGEST_SLUG = 64
"""Past so many signs no slug is looked for one slip away: each sign makes some eighty questions."""


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


def slug_of(text: str) -> str:
    """Bring a slug as people type it to the form it is kept in: ``ASSET/Сrane-07`` is ``asset/crane-07``."""
    return unicodedata.normalize("NFKC", text).strip().casefold().translate(_SMALL_ALIKE)


def slug_slips(slug: str) -> list[str]:
    """Give all slugs one slip away: a sign of the name changed, dropped, added, swapped with the next."""
    kind, _, name = slug.partition("/")
    if not 1 < len(name) <= _LONGEST_SLUG:
        return []
    found = {name[:i] + sign + name[i + 1 :] for i in range(len(name)) for sign in _SLUG_SIGNS}
    found |= {name[:i] + sign + name[i:] for i in range(len(name) + 1) for sign in _SLUG_SIGNS}
    found |= {name[:i] + name[i + 1 :] for i in range(len(name))}
    found |= {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)}
    return sorted(f"{kind}/{one}" for one in found - {name, ""})


def _without_each(bones: str) -> list[str]:
    return [bones[:i] + bones[i + 1 :] for i in range(len(bones))]


def slips_kept(bones: str) -> set[str]:
    """Give what to keep (hashed) of a mark, so that :func:`slips_asked` of another meets it by equality.

    The two sets of two skeletons share a member if and only if the skeletons are one slip apart or less.
    """
    dropped = _without_each(bones)
    return {f"={bones}", *(f"-{one}" for one in dropped), *(f"{i}*{one}" for i, one in enumerate(dropped))}


def slips_asked(bones: str) -> set[str]:
    """Give what to ask for of a mark, against :func:`slips_kept`: changed, dropped, added, swapped signs."""
    dropped = _without_each(bones)
    swapped = [bones[:i] + bones[i + 1] + bones[i] + bones[i + 2 :] for i in range(len(bones) - 1)]
    same = {f"={one}" for one in (bones, *dropped, *swapped)}
    return same | {f"-{bones}"} | {f"{i}*{one}" for i, one in enumerate(dropped)}


def digit_fault(text: str, kind: str | None = None) -> str | None:
    """Say what is wrong with a number whose shape or kind shows that it bears a check digit."""
    mark = normal(text)
    shape = len(mark) == 11 and mark[:4].isalpha() and mark[3] in "UJZ" and mark[4:].isdigit()
    if kind == "container" or (shape and mark.isascii()):
        return fault("container", mark)
    if mark.isascii() and mark.isdigit() and len(mark) == 12:
        wagon, person = fault("rail-wagon", mark), fault("iin", mark)
        return None if wagon is None or person is None else person
    return None
