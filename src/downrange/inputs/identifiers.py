"""Doubts about a registered number as it is entered: signs of two alphabets, or a number of another kind.

A wrong kind of number once cost a lessor 23 million elsewhere: the search by the right kind found nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from downrange.law.identifiers import fault
from downrange.registry.marks import normal

__all__ = ["number_doubts"]

_SHAPES = (
    ("container", r"[A-Z]{3}[UJZ][0-9]{7}"),
    ("vin", r"(?=.*[A-Z])[A-HJ-NPR-Z0-9]{17}"),
    ("iin", r"[0-9]{12}"),
)
_FREE = ("serial", "plate", "contract", "train-number", "inventory")
"""Kinds without a form of their own, under which a number of another kind may have slipped in."""


def number_doubts(kind: str, value: str) -> Iterator[str]:
    """Say what is doubtful about a number; nothing of it is an error.

    The fifth digit of a Kazakh company's number tells its type: 4 resident, 5 not resident, 6.
    """
    scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in value if sign.isalpha()}
    if len(scripts) > 1:
        yield f"letters of {' and '.join(sorted(one.lower() for one in scripts))} in one number: look-alikes?"
    mark = normal(value)
    if kind in _FREE:
        for other, shape in _SHAPES:
            if re.fullmatch(shape, mark) and fault(other, mark) is None:
                yield f"has the form and check digit of a number of kind {other}: is {kind} right?"
    if kind == "bin" and re.fullmatch(r"[0-9]{12}", mark) and mark[4] not in "456":
        yield "a company's number has 4, 5 or 6 as its fifth digit: is it a person's (iin)?"
