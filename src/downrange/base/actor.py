"""Who did something, as the record spells it: ``user/NAME`` for an account, ``party/SLUG`` and the like else.

Records made before acts were spelt so bear a user's bare name. Nothing on record is ever changed, so both
spellings of a user count as one wherever two persons are told apart.
"""

from __future__ import annotations

__all__ = ["by_user", "same_actor", "spellings", "user_of"]

_USER = "user/"


def by_user(name: str) -> str:
    """Spell a user as the one who did something."""
    return f"{_USER}{name}"


def user_of(by: str) -> str | None:
    """Give the user's name of who did something; None for a party, an office or nobody."""
    name = by.removeprefix(_USER)
    return name if name and "/" not in name else None


def spellings(by: str) -> tuple[str, ...]:
    """Give every spelling under which the record may have one who acts, the one in use first."""
    name = user_of(by)
    if name is None:
        return (by,)
    return (by_user(name), name) if by.startswith(_USER) else (name, by_user(name))


def same_actor(one: str | None, other: str | None) -> bool:
    """Whether two spellings mean one who acts; nobody is the same as nobody else."""
    return bool(one and other) and str(one).removeprefix(_USER) == str(other).removeprefix(_USER)
