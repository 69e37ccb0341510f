"""The casebook's claims as one page: claimed against paid, drawn currency by currency, and as a table.

Nothing is converted: each currency has a picture of its own. What is unknown stands in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from downrange.base.figures import share_text, significant
from downrange.base.money import Money
from downrange.damage.assessment import Range
from downrange.report import charts, sums
from downrange.report.exports import written
from downrange.report.pdf import page_pdf
from downrange.report.sheet import fill
from downrange.report.words import word

__all__ = ["comparison_page", "write_comparison"]

Row = Mapping[str, Any]
_SUMS = ("asserted", "awarded", "agreed", "paid")


def write_comparison(table: Mapping[str, Any], out: Path) -> Path:
    """Write ``comparison.html`` and the same on paper, each whole or not at all; gives the page's path."""
    page = comparison_page(table)
    written(out / "comparison.pdf", page_pdf(page))
    return written(out / "comparison.html", page)


def comparison_page(table: Mapping[str, Any], language: str = "en") -> str:
    """Write the page of claimed against paid.

    Parameters
    ----------
    table : mapping
        What ``downrange cases --compare --json`` prints.
    """
    rows = table["rows"]
    return fill(
        "comparison.html.j2",
        language,
        notes=table["notes"],
        number=len(rows),
        told=sum(row["paid"] is not None for row in rows),
        pictures=_pictures(rows),
        rows=[_line(row) for row in rows],
    )


def _pictures(rows: list[Row]) -> list[dict[str, Any]]:
    """Draw, for each currency in which a sum was claimed or paid, those claims on one log axis."""
    found: dict[str, list[charts.Row]] = {}
    for row in rows:
        for currency in dict.fromkeys(row[name]["currency"] for name in ("asserted", "paid") if row[name]):
            found.setdefault(currency, []).append(_drawn(row, currency))
    return [
        {
            "currency": currency,
            "chart": charts.interval_chart(
                [charts.Group("", tuple(lines))],
                title=word("claimed_in", currency=currency),
                tick=lambda exponent: significant(10.0**exponent, 1),
            ),
        }
        for currency, lines in sorted(found.items(), key=lambda pair: -len(pair[1]))
    ]


def _amount(row: Row, name: str, currency: str) -> float | None:
    """Give a sum in a currency; nothing for nought, which has no place on a log axis and is told beside."""
    value = row[name]
    return float(value["amount"]) or None if value and value["currency"] == currency else None


def _drawn(row: Row, currency: str) -> charts.Row:
    claimed, paid = _amount(row, "asserted", currency), _amount(row, "paid", currency)
    points = () if paid is None else (charts.Point(paid, paid, f"{word('paid')}: {paid:,.2f} {currency}"),)
    interval = None if claimed is None else Range(claimed, claimed, claimed)
    return charts.Row(f"{row['case']}: {row['title']}", "model", interval, _told(row, currency), points)


def _told(row: Row, currency: str) -> str:
    if row["paid"] is None:
        return str(row["reasons"].get("paid", word("nothing_known")))
    if row["paid"]["currency"] != currency:
        return word("paid_in", currency=row["paid"]["currency"])
    ratio = row["paid_to_asserted_ratio"]
    if ratio is None:
        return f"{word('paid')}: {_money(row['paid'])}"
    return word("paid_share", share=share_text(ratio) if ratio else word("none"))


def _money(value: Mapping[str, str]) -> str:
    money = Money.of(str(value["amount"]), str(value["currency"]))
    return f"{sums.exact(money)} {money.currency}"


def _settled_after(low_y: float | None, high_y: float | None) -> str:
    """Print how many years a claim took, as far as its dates are known; nothing where none is."""
    if low_y is None or high_y is None:
        return ""
    return f"{low_y:g}" if low_y == high_y else f"{low_y:g}–{high_y:g}"


def _line(row: Row) -> dict[str, Any]:
    ratio, low, high = row["paid_to_asserted_ratio"], row["settled_after_low_y"], row["settled_after_high_y"]
    years = _settled_after(low, high)
    return {
        "case": row["case"],
        "title": row["title"],
        "arose": row["arising_on"],
        "sums": [
            _money(row[name]) if row[name] else row["reasons"].get(name, word("nothing_known"))
            for name in _SUMS
        ],
        "known": [row[name] is not None for name in _SUMS],
        "share": "" if ratio is None else share_text(ratio),
        "years": years,
        "per_t": _money(row["asserted_per_t"]) if row["asserted_per_t"] else "",
        "per_ha": _money(row["asserted_per_ha"]) if row["asserted_per_ha"] else "",
    }
