"""Launch logs, sites and vehicles of the library, after GCAT (J. McDowell, CC BY 4.0)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from downrange.errors import SourceError
from downrange.reference.library import table

__all__ = ["CREDIT", "complete_to", "launch_rows", "rows", "tables"]

CREDIT = (
    "Launches: Jonathan McDowell, General Catalog of Artificial Space Objects (GCAT), "
    "planet4589.org/space/gcat, CC BY 4.0."
)
"""The credit that the licence asks for; printed wherever a launch of the tables is shown."""

_FOLDER = "operations"


def tables() -> Mapping[str, Mapping[str, str]]:
    """Give each shipped table with the days it covers (``from``, ``complete_to``), source and note."""
    found: Mapping[str, Mapping[str, str]] = table(f"{_FOLDER}/tables.yaml")
    return found


def complete_to(name: str) -> str:
    """Give the day to which a table is complete, ISO 8601.

    Raises
    ------
    SourceError
        If there is no such table.
    """
    if name not in tables():
        raise SourceError(f"no table {name!r}; there are {', '.join(tables())}", [f"{_FOLDER}/{name}.csv"])
    return tables()[name]["complete_to"]


@lru_cache(maxsize=8)
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Read one table: a mapping of column to text for each row.

    Raises
    ------
    SourceError
        If there is no such table.
    """
    complete_to(name)
    text = files("downrange.reference").joinpath(_FOLDER, f"{name}.csv").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(io.StringIO(lines)))


def launch_rows() -> tuple[Mapping[str, str], ...]:
    """Give every launch of the tables once, by day: the log of the two sites first, then the world's.

    A launch of Baikonur or Vostochny stands in two tables; the one of the two sites counts.
    """
    found = list(rows("launches_baikonur_vostochny"))
    known = {(row["on"], row["time_utc"][:5], row["site_code"]) for row in found}
    for name in ("launches_2023", "launches_2024"):
        found += [
            row for row in rows(name) if (row["on"], row["time_utc"][:5], row["site_code"]) not in known
        ]
    return tuple(sorted(found, key=lambda row: (row["on"], row["time_utc"])))
