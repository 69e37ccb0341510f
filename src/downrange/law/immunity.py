"""What a State's property is spared, and the gate before strategic objects.

A state company is another person and answers with all its own property; the exceptions here are for property
of a foreign State itself (Civil Procedure Code of Kazakhstan, art. 477-500) and for strategic objects (Civil
Code art. 193-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found

__all__ = ["Spared", "execution_against_state", "strategic_object"]


@dataclass(frozen=True)
class Spared:
    """Whether execution may reach a thing, what it needs first, and the article."""

    allowed: bool
    needs: tuple[str, ...]
    because: str
    rule: Found


def execution_against_state(
    use: str, exceptions: tuple[str, ...], on: date, book: Rulebook = NO_BOOK
) -> Spared:
    """Say whether property of a foreign State may be executed against (CPC 492, 493).

    Parameters
    ----------
    use : str
        Its use (``diplomatic``, ``military``, ``cultural-goods-not-for-sale``, ``commercial``, ...).
    exceptions : tuple of str
        Which of ``express-consent``, ``earmarked``, ``non-sovereign-use`` is shown.
    """
    always = book.find("kz-civil-procedure.immunity_always_sovereign", on)
    known = book.find("kz-civil-procedure.immunity_exceptions", on)
    met = tuple(one for one in exceptions if one in known.items)
    if use in always.items:
        met = tuple(one for one in met if one != "non-sovereign-use")
        if not met:
            return Spared(False, ("express-consent",), f"{use} always counts as sovereign use", always)
    if met:
        return Spared(True, (), f"exception: {', '.join(met)}", known)
    return Spared(False, tuple(str(one) for one in known.items), "no exception is shown", known)


def strategic_object(on: date, *, decision: bool, refused_first: bool, book: Rulebook = NO_BOOK) -> Spared:
    """Say whether a strategic object may be encumbered or sold (CC1 193-1): else the deal is void.

    Parameters
    ----------
    decision : bool
        Whether the Government decided so.
    refused_first : bool
        Whether the State gave up its right of first refusal.
    """
    rule = book.find("kz-civil-code.strategic_object_gate", on)
    shown = {"government-decision": decision, "state-first-refusal": refused_first}
    missing = tuple(str(one) for one in rule.items if not shown[str(one)])
    if missing:
        return Spared(False, missing, "without these the deal is void", rule)
    return Spared(True, (), "decided by the Government, first refusal given up", rule)
