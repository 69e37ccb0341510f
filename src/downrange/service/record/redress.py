"""Use case: a complaint about a wrongful stop; of how to reach the person the log holds a seal only.

What is complained of and what is answered are the pages' own rows; here stands only that a complaint came,
when, under which reference, and about which entry of the log, so that none can be made to disappear.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

__all__ = ["answered", "complained", "contact_of"]

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def complained(contact: str, sequence: int | None, by: str = "public") -> tuple[str, str]:
    """Put on record that somebody complains; give the reference and the commitment to how to reach them.

    Parameters
    ----------
    contact : str
        How to reach the person: held back, erasable.
    sequence : int, optional
        The place in the log of the answer complained of.
    """
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    reference = "".join(secrets.choice(_SIGNS) for _ in range(10))
    body = {"reference": reference, "of": sequence}
    today = datetime.now(UTC).date()
    draft = FactDraft("redress", f"redress/{reference}", body, by, today, private={"contact": contact})
    return reference, str(record_fact(draft).body["private_commitment"])


def contact_of(reference: str) -> str | None:
    """Read how to reach who complained; None where it was erased."""
    from downrange.registry.facts import as_of, private_part

    found = as_of(f"redress/{reference}", "redress")
    private = private_part(found[0]) if found else None
    return None if private is None else str(private["contact"])


def answered(reference: str, granted: bool, by: str) -> int:
    """Put on record that a complaint was decided, by whom and how; give the place in the log."""
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    today = datetime.now(UTC).date()
    body = {"reference": reference, "granted": granted}
    return record_fact(FactDraft("redress-answer", f"redress/{reference}", body, by, today)).sequence
