"""The monthly calculation index of Kazakhstan by date and purpose: what law and valuation both count in.

The key is (date, purpose), because two values ran side by side in 2022. A value that was only recalled, or
whose purpose was not read, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from downrange.errors import SourceError
from downrange.reference.library import citation, table

__all__ = ["MCI_FILE", "Index", "Purpose", "monthly_calculation_index"]

MCI_FILE = "tariffs/kz/mci.yaml"

Purpose = Literal["benefits", "penalties", "taxes"]


@dataclass(frozen=True)
class Index:
    """One value of the index with the days it was in force (both inclusive)."""

    value_kzt: int
    from_: date
    to: date
    certainty: Literal["verified", "secondary", "unverified"]
    source: str


def monthly_calculation_index(on: date, purpose: Purpose) -> Index:
    """Give the index in force on a day for a purpose.

    Parameters
    ----------
    on : date
        The day that counts (for taxes and fees the first day of the period).
    purpose : {"benefits", "penalties", "taxes"}
        What is counted in it.

    Raises
    ------
    SourceError
        If the library holds no verified or secondary value for that day and purpose.
    """
    for row in table(MCI_FILE):
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        if not (first <= on <= last and purpose in row["purpose"]):
            continue
        citation(row["source"])
        if row["certainty"] == "unverified":
            break
        return Index(int(row["value_kzt"]), first, last, row["certainty"], row["source"])
    raise SourceError(
        f"no verified monthly calculation index for {purpose} on {on}",
        [f"{MCI_FILE}: index for {purpose} on {on}"],
    )
