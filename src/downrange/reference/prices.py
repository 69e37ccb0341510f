"""Price indices and income per head by country, year and vintage (World Bank, IMF).

A deflated sum is only as good as the vintage of its index: Kazakhstan's deflator from 2013 to 2021 differs
by 3 % between two of them. So the vintage is part of every answer, and ratios are taken inside one column
only.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from downrange.errors import SourceError

__all__ = ["Deflated", "IncomeVintage", "Series", "deflate", "income_per_head_usd", "index_ratio"]

Series = Literal["cpi_v2022", "gdp_deflator_v2022", "gdp_deflator_v2025"]
IncomeVintage = Literal["world_bank_v2025", "imf_v2022"]

_INDICES, _INCOMES = "price_indices.csv", "gdp_per_head.csv"
_SOURCES: Mapping[str, str] = {
    "cpi_v2022": "world-bank-wdi-2022",
    "gdp_deflator_v2022": "world-bank-wdi-2022",
    "gdp_deflator_v2025": "world-bank-wdi-2025",
    "world_bank_v2025": "world-bank-wdi-2025",
    "imf_v2022": "imf-weo-2022",
}
_BROKEN = {("CAN", "gdp_deflator_v2022"): "lacks 1970-1996 and departs by up to 11 % in 1997-2008"}


@dataclass(frozen=True)
class Deflated:
    """A sum in the prices of another year, with the index that carried it there."""

    amount: float
    currency: str
    from_year: int
    to_year: int
    ratio: float
    country: str
    series: Series
    source: str


@lru_cache(maxsize=2)
def _table(path: str) -> Mapping[tuple[str, int], Mapping[str, str]]:
    text = files("downrange.reference").joinpath(path).read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return {(row["iso3"], int(row["year"])): row for row in csv.DictReader(io.StringIO(lines))}


def _cell(path: str, country: str, year: int, column: str) -> float:
    text = _table(path).get((country, year), {}).get(column, "")
    if not text:
        raise SourceError(f"no {column} for {country} {year}", [f"{path}: {column} {country} {year}"])
    return float(text)


def index_ratio(country: str, from_year: int, to_year: int, series: Series) -> float:
    """Give how prices rose between two years by one index column.

    Parameters
    ----------
    country : str
        ISO 3166 code of three letters.
    from_year, to_year : int
        Price years.
    series : str
        Which index and vintage.

    Raises
    ------
    SourceError
        If the column has no value for a year, or is known to be broken for the country.
    """
    if (country, series) in _BROKEN:
        reason = _BROKEN[country, series]
        raise SourceError(f"{series} of {country} is refused: {reason}", [f"{series} {country}"])
    return _cell(_INDICES, country, to_year, series) / _cell(_INDICES, country, from_year, series)


def deflate(
    amount: float,
    currency: str,
    country: str,
    from_year: int,
    to_year: int,
    series: Series = "gdp_deflator_v2025",
) -> Deflated:
    """Bring a sum from the prices of one year to those of another, in its own currency.

    Raises
    ------
    SourceError
        As :func:`index_ratio`.
    """
    ratio = index_ratio(country, from_year, to_year, series)
    return Deflated(amount * ratio, currency, from_year, to_year, ratio, country, series, _SOURCES[series])


def income_per_head_usd(country: str, year: int, vintage: IncomeVintage = "world_bank_v2025") -> float:
    """Give the GDP per head at purchasing power parity, current international dollars.

    Raises
    ------
    SourceError
        If the vintage has no value for the country and year.
    """
    return _cell(_INCOMES, country, year, vintage)
