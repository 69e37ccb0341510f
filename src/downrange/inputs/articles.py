"""Reader of articles: plain text, hashed; what cannot be read is a problem with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from downrange.base.canonical import digest
from downrange.errors import InputError, Problem, Where

__all__ = ["Article", "read_article"]

LIMIT = 100_000
"""Characters; an article is shorter, a mistaken file is not."""


_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """A text with the name and the hash of its file."""

    name: str
    text: str
    sha256: str


def read_article(path: str | Path) -> Article:
    """Read an article in plain text.

    Raises
    ------
    InputError
        If it cannot be read, is no UTF-8 text, is empty or far too long.
    """
    place = Path(path)
    try:
        raw = place.read_bytes()
    except OSError as error:
        raise InputError(
            Problem(Where(str(path)), f"cannot be read: {error.strerror}", expected="a text file")
        ) from error
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            Problem(Where(str(path), "", line), "is no UTF-8 text", expected="plain text in UTF-8")
        ) from error
    control = re.search(r"[\x00-\x08\x0e-\x1f]", text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(Problem(Where(str(path), "", line), "is no plain text", expected="a text file"))
    if _PAGE.match(text):
        expected = "its plain text: open the page, save or copy it as text"
        raise InputError(Problem(Where(str(path), "", 1), "is a web page, not its text", expected=expected))
    if not text.strip():
        raise InputError(Problem(Where(str(path)), "is empty", expected="an article"))
    if len(text) > LIMIT:
        raise InputError(
            Problem(
                Where(str(path)),
                "is too long for an article",
                value=str(len(text)),
                expected=f"at most {LIMIT} characters",
            )
        )
    return Article(place.stem, text, digest(raw))
