"""A contest as one page that stands alone: the sides beside each other, and which change moved what.

The page is made of the JSON of ``downrange contest`` and of nothing else, so that whoever holds
``contest.json`` can make the same page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downrange.base.figures import significant
from downrange.base.source import Source
from downrange.damage.assessment import Range
from downrange.report import charts, numbers
from downrange.report.bars import Bar, Moved, move_chart, signed
from downrange.report.exports import written
from downrange.report.notes import cited
from downrange.report.sheet import fill
from downrange.report.words import word

__all__ = ["contest_page", "contest_parts", "write_contest"]

Document = Mapping[str, Any]
_KINDS = ("fact", "method", "law")


@dataclass(frozen=True)
class Sum:
    """A method's sum on every side; None where a side's computation was refused or asked for nothing."""

    method: str
    title: str
    currency: str
    applicability: str
    amounts: tuple[Range | None, ...]

    @property
    def figure(self) -> str:
        """The dotted name of the sum."""
        return f"damages.{self.method}"


def write_contest(document: Document, out: Path) -> Path:
    """Write ``contest.html`` beside ``contest.json``, whole or not at all; gives its path."""
    return written(out / document["case"] / "contest.html", contest_page(document))


def contest_page(document: Document, language: str = "en") -> str:
    """Write the page of a contest.

    Parameters
    ----------
    document : mapping
        What ``downrange contest --json`` prints.
    """
    return fill("contest.html.j2", language, document=document, **contest_parts(document))


def contest_parts(document: Document) -> dict[str, Any]:
    """Give what the page of a contest prints, piece by piece: pictures and rows of tables."""
    sums = _sums(document)
    names = [_name(document, side["by"]) for side in document["sides"]]
    return {
        "names": names,
        "law": _law(sums),
        "pleas": list(zip(names[1:], document["because"], strict=True)),
        "side_charts": _side_charts(sums, names),
        "sum_rows": [_sum_row(item) for item in sums],
        "refused": _refused(document),
        "move_charts": _move_charts(document, sums),
        "changes": [_change(document, change, sums) for change in document["changes"]],
        "kinds": _by_kind(document, sums),
        "quantities": _quantities(document),
        "common": [numbers.quantity_title(path.rsplit(".", 1)[-1]) for path in document["common"]],
        "settlement": _settlement(document, sums),
        "settlement_charts": _settlement_charts(document, sums, names),
    }


def _name(document: Document, reference: str) -> str:
    return str(document["parties"].get(reference, reference))


def _range(quantiles: Mapping[str, float | str]) -> Range:
    return Range(float(quantiles["p05"]), float(quantiles["p50"]), float(quantiles["p95"]))


def _sums(document: Document) -> list[Sum]:
    """Take the methods that gave a sum on at least one side, in the case's order."""
    found: dict[str, Sum] = {}
    by_side = [{damage["method"]: damage for damage in side["damages"]} for side in document["sides"]]
    for damages in by_side:
        for method, damage in damages.items():
            if damage["amount"] is None or method in found:
                continue
            lines = [side.get(method) for side in by_side]
            amounts = tuple(_range(line["amount"]) if line and line["amount"] else None for line in lines)
            found[method] = Sum(
                method, damage["title"], damage["currency"] or "", damage["applicability"], amounts
            )
    return list(found.values())


def _law(sums: Sequence[Sum]) -> str:
    laws = [item.title for item in sums if item.applicability == "law"]
    return word("law_here", names=", ".join(laws)) if laws else word("no_law_here")


def _refused(document: Document) -> list[str]:
    """Name what every side's computation refused."""
    sides = [
        {damage["title"] for damage in side["damages"] if damage["amount"] is None}
        for side in document["sides"]
    ]
    return sorted(set.intersection(*sides))


def _by_currency(sums: Sequence[Sum]) -> dict[str, list[Sum]]:
    grouped: dict[str, list[Sum]] = {}
    for item in sums:
        grouped.setdefault(item.currency, []).append(item)
    return grouped


def _side_charts(sums: Sequence[Sum], names: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for currency, items in _by_currency(sums).items():
        groups = [charts.Group(item.title, _side_rows(item, names)) for item in items]
        found.append({"currency": currency, "chart": _money_chart(groups, currency)})
    return found


def _side_rows(item: Sum, names: Sequence[str]) -> tuple[charts.Row, ...]:
    return tuple(
        charts.Row(name, item.applicability, amount, numbers.interval_text(amount))
        if amount
        else charts.Row(name, "refused", None, word("refused"))
        for name, amount in zip(names, item.amounts, strict=True)
    )


def _money_chart(groups: Sequence[charts.Group], currency: str) -> str:
    return charts.interval_chart(
        groups,
        title=word("sides_in", currency=currency),
        tick=lambda exponent: f"{significant(10.0**exponent, 1)} {currency}",
    )


def _sum_row(item: Sum) -> dict[str, Any]:
    cells = [numbers.interval_text(amount) if amount else word("refused") for amount in item.amounts]
    return {
        "title": item.title,
        "currency": item.currency,
        "applicability": item.applicability,
        "cells": cells,
    }


def _moves(document: Document, figure: str, side: int) -> list[tuple[Mapping[str, Any], float]]:
    """Give a side's changes that moved a figure, the largest first."""
    found = [
        (change, float(move["amount"]))
        for change in document["changes"]
        if change["side"] == side
        for move in change["moves"]
        if move["figure"] == figure
    ]
    return sorted(found, key=lambda pair: -abs(pair[1]))


def _move_charts(document: Document, sums: Sequence[Sum]) -> list[dict[str, Any]]:
    found = []
    for number, side in enumerate(document["sides"][1:], 1):
        groups = []
        for item in sums:
            moved = _moves(document, item.figure, number)
            bars = tuple(Bar(_label(change["path"]), amount, change["kind"]) for change, amount in moved)
            if bars:
                groups.append(Moved(item.title, item.currency, bars))
        name = _name(document, side["by"])
        found.append(
            {"name": name, "chart": move_chart(groups, word("moved_by", name=name)) if groups else ""}
        )
    return found


def _label(path: str) -> str:
    name = path.removesuffix(".value")
    if name.startswith("scenario.inputs."):
        return numbers.quantity_title(name.removeprefix("scenario.inputs."))
    return name.replace("_", " ").replace(".", " · ")


def _printed(path: str, value: Any) -> str:
    """Write a value as people do; a number of the scenario with its unit."""
    if value is None:
        return word("not_given")
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, int | float):
        unit = numbers.unit_text(path.removesuffix(".value").rsplit(".", 1)[-1])
        return f"{value:,.12g} {unit}".strip()
    if isinstance(value, Mapping) and {"amount", "currency"} <= set(value):
        return f"{value['amount']} {value['currency']}"
    return str(value)


def _change(document: Document, change: Mapping[str, Any], sums: Sequence[Sum]) -> dict[str, Any]:
    units = {item.figure: f"{item.title}: {{}} {item.currency}" for item in sums}
    moves = [
        units[move["figure"]].format(signed(float(move["amount"])))
        for move in change["moves"]
        if move["figure"] in units
    ]
    source = dict(document["sources"][change["source"]])
    source["publisher"] = _name(document, source["publisher"])
    return {
        "label": _label(change["path"]),
        "path": change["path"],
        "by": _name(document, change["by"]),
        "kind": change["kind"],
        "from": _printed(change["path"], change["from"]),
        "to": _printed(change["path"], change["to"]),
        "source": cited(Source.model_validate(source)),
        "moves": moves,
        "unread": change.get("unread", False),
    }


def _by_kind(document: Document, sums: Sequence[Sum]) -> list[dict[str, Any]]:
    """Add up, for each side and sum, what changes of fact, of method and of law moved, and the whole."""
    rows = []
    for number, side in enumerate(document["sides"][1:], 1):
        for item in sums:
            moved = _moves(document, item.figure, number)
            if not moved:
                continue
            parts = {kind: sum(a for change, a in moved if change["kind"] == kind) for kind in _KINDS}
            rows.append(
                {
                    "by": _name(document, side["by"]),
                    "title": item.title,
                    "currency": item.currency,
                    "cells": [signed(parts[kind]) for kind in _KINDS],
                    "whole": signed(sum(parts.values())),
                }
            )
    return rows


def _quantities(document: Document) -> list[dict[str, Any]]:
    """Lay the quantities side by side that are not the same on all sides."""
    sides = [side["quantities"] for side in document["sides"]]
    return [
        {
            "title": numbers.quantity_title(name),
            "unit": numbers.unit_text(name),
            "cells": [numbers.interval_text(_range(side[name])) if name in side else "" for side in sides],
        }
        for name in sides[0]
        if any(side.get(name) != sides[0][name] for side in sides[1:])
    ]


def _settlement(document: Document, sums: Sequence[Sum]) -> list[dict[str, Any]]:
    rows = {row["figure"]: row for row in document.get("settlement", ())}
    return [
        {
            "title": item.title,
            "currency": item.currency,
            "range": _span(rows[item.figure]),
            "overlap": rows[item.figure]["overlap"],
        }
        for item in sums
        if item.figure in rows
    ]


def _span(row: Mapping[str, Any]) -> str:
    return f"{significant(float(row['low']))} … {significant(float(row['high']))}"


def _settlement_charts(document: Document, sums: Sequence[Sum], names: Sequence[str]) -> list[dict[str, Any]]:
    """Draw the two sides' intervals with the range both support, or the gap between them, under them."""
    rows = {row["figure"]: row for row in document.get("settlement", ())}
    found = []
    for currency, items in _by_currency([item for item in sums if item.figure in rows]).items():
        groups = []
        for item in items:
            row = rows[item.figure]
            told = word("both_support" if row["overlap"] else "gap")
            span = _span(row)
            shared = charts.Row(
                told,
                "model",
                None,
                span,
                (charts.Point(float(row["low"]), float(row["high"]), f"{told}: {span}"),),
            )
            groups.append(charts.Group(item.title, (*_side_rows(item, names)[1:], shared)))
        found.append({"currency": currency, "chart": _money_chart(groups, currency)})
    return found
