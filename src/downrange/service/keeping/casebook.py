"""Use cases on the casebook: what there is."""

from __future__ import annotations

from typing import Any

from downrange.service.holding.recording import load_case

__all__ = ["listing", "load_case"]


def listing() -> dict[str, Any]:
    """List the casebook with the keys of ``cases --json``."""
    from downrange.inputs.cases import list_cases

    return {"cases": list_cases()}
