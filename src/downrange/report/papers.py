"""Orders and certificates of release on paper: HTML to print, and the same as PDF; bytes from plain data.

An order is printed as a draft with its blanks until a person has signed it; the words around the data may be
given in another language, the data itself stands as it is on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from downrange.report.localised import day_text, moment_text, money_text
from downrange.report.pdf import page_pdf
from downrange.report.sheet import fill

__all__ = ["WORDS", "certificate_page", "order_page", "paper_pdf"]

WORDS: Mapping[str, str] = {
    "order": "Order", "unsigned_order": "Draft: no order until a person has signed it",
    "fictional": "Fictional",
    "case": "Case", "claim": "Claim", "creditor": "Creditor", "against": "Against", "measure": "Measure",
    "number": "Number of the order", "day": "Day", "blank": "blank: to be filled in by hand",
    "things": "Things",
    "numbers": "Numbers", "place": "Place", "value": "Estimated value", "asked": "Held up to",
    "forbidden": "Forbidden",
    "permitted": "Permitted", "article": "Article", "sent": "To be sent to",
    "sanction_needed": "Sanction needed",
    "objection": "Objection", "how_released": "Release", "steps": "What was done", "role": "Act of",
    "by": "Recorded by",
    "paper": "Document", "blanks": "Left blank", "signature": "Signature", "reason": "Reason recorded",
    "note": "Drafted by a program, decided by the person who signs it.", "unknown": "Nothing known",
    "certificate": "Certificate of release", "released": "Released", "ground": "Ground", "posting": "Payment",
    "proof": "Proof", "entry": "Entry of the log", "root": "Root", "leaf": "Leaf hash", "path": "Path",
    "head": "Signed head", "unsigned": "No signed head covers the release yet",
    "check": "Whoever holds the public key of the log can check this paper without us.", "none": "none",
}  # fmt: skip
"""The words of both papers in English, by key."""


def order_page(paper: Mapping[str, Any], words: Mapping[str, str] | None = None, language: str = "en") -> str:
    """Write an order as a page.

    Parameters
    ----------
    paper : mapping
        From :func:`downrange.service.holding.orders.order_paper`.
    words : mapping, optional
        :data:`WORDS` in another language; kinds, states, steps and roles under their own keys.
    """
    return fill(
        "order.html.j2",
        language,
        paper=paper,
        draft=paper["draft"],
        t={**WORDS, **(words or {})},
        money=partial(money_text, language=language),
        day=partial(day_text, language=language),
    )


def certificate_page(
    paper: Mapping[str, Any],
    words: Mapping[str, str] | None = None,
    language: str = "en",
    *,
    fictional: bool = False,
) -> str:
    """Write a certificate of release as a page, with the proof that the log holds it.

    Parameters
    ----------
    paper : mapping
        From :func:`downrange.service.holding.certificate.certificate`.
    """
    return fill(
        "certificate.html.j2",
        language,
        paper=paper,
        fictional=fictional,
        t={**WORDS, **(words or {})},
        day=partial(day_text, language=language),
        moment=partial(moment_text, language=language),
    )


def paper_pdf(page: str) -> bytes:
    """Set either page as a tagged PDF, the same bytes for the same page."""
    return page_pdf(page)
