"""Canonical JSON: the one spelling of a value from which identifiers and manifests are hashed.

Keys sorted by code point, no white space, UTF-8, floats by ``repr`` (the shortest text that reads back to the
same number), dates as ISO 8601, decimals as strings; not-a-number and infinities refused. The layout follows
RFC 8785 (JSON Canonicalization Scheme) except for the spelling of floats, which stays Python's.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

__all__ = ["canonical", "digest", "plain"]


def plain(value: Any) -> Any:
    """Reduce a value of this package to what JSON can hold; raise ``TypeError`` for anything unknown."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} has no canonical form")
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    for kind, spell in _SPELLINGS:
        if isinstance(value, kind):
            return plain(spell(value))
    return plain(_spell_by_shape(value))


_SPELLINGS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    (date, lambda value: value.isoformat()),  # datetimes too
    (Decimal, str),
    (bytes, lambda value: value.hex()),
)


def _spell_by_shape(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "as_json"):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    for method in ("tolist", "item"):  # numpy arrays and scalars
        if hasattr(value, method):
            return getattr(value, method)()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> bytes:
    """Spell a value as canonical JSON, UTF-8."""
    return json.dumps(
        plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of a value, or of the bytes themselves; 64 hexadecimal digits."""
    return hashlib.sha256(value if isinstance(value, bytes) else canonical(value)).hexdigest()
