"""Downrange: what a launch leaves behind, what it costs, and how the debt gets paid.

The front door: the names below are the ones to build on; everything else may move. They are imported when
first used, so that ``import downrange`` costs nothing, writes nothing and draws nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "downrange.damage.assessment",
    "Case": "downrange.case.schema",
    "DownrangeError": "downrange.errors",
    "InputError": "downrange.errors",
    "Money": "downrange.base.money",
    "Problem": "downrange.errors",
    "Sourced": "downrange.base.source",
    "assess": "downrange.damage.ensemble",
    "balance": "downrange.service.record.account",
    "read_case": "downrange.inputs.cases",
    "run": "downrange.report.run",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name where it lives, when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'downrange' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
