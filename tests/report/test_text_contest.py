"""A contest in words."""

from __future__ import annotations

from typing import Any

from downrange.report import text_contest


def test_a_contest() -> None:
    side = {
        "by": "x",
        "damages": [{"method": "m", "currency": "EUR", "amount": {"p05": 1.0, "p50": 2.0, "p95": 3.0}}],
    }
    document: dict[str, Any] = {
        "case": "c", "samples": 8, "sides": [side, {**side, "by": "party/y"}], "common": ["a"],
        "changes": [{"path": "p", "kind": "fact", "from": 1, "to": 2, "by": "party/y", "moves": [{"figure": "damages.m", "amount": 0.5}]}],
        "settlement": [{"figure": "damages.m", "low": 1.0, "high": 2.0, "overlap": True}],
    }  # fmt: skip
    printed = "\n".join(text_contest.contest(document))
    assert "moves damages.m by 0.5" in printed
    assert "both support 1 to 2" in printed
    assert "moves no sum" not in printed
    same = {"path": "p", "kind": "fact", "from": 1, "to": 1, "by": "party/y", "moves": []}
    other = {**same, "to": 2, "moves": [{"figure": "quantities.q", "amount": 0.5}]}
    printed = "\n".join(text_contest.contest({**document, "changes": [same]}))
    assert "holds this value already\n    moves no sum\n" in printed
    printed = "\n".join(text_contest.contest({**document, "changes": [other]}))
    assert "moves no sum, but 1 other figures" in printed


def test_stated_sums_are_printed_exactly() -> None:
    before, after = ({"amount": amount, "currency": "KZT"} for amount in ("13684550338.70", "5000000000.12"))
    name = "claims.debt.asserted"
    sides = [
        {"by": by, "damages": [], "claims": {name: sum_}} for by, sum_ in (("x", before), ("party/y", after))
    ]
    change = {
        "path": name, "kind": "law", "from": before, "to": after, "by": "party/y",
        "moves": [{"figure": name, "amount": "-8684550338.58"}],
    }  # fmt: skip
    document = {
        "case": "c", "samples": 8, "sides": sides, "common": [], "changes": [change],
        "differences": [{"path": name, "kind": "law", "values": [before, after]}],
        "settlement": [{"figure": name, "low": "5000000000.12", "high": "13684550338.70", "overlap": False}],
    }  # fmt: skip
    printed = "\n".join(text_contest.contest(document))
    assert "13,684,550,338.70 KZT -> 5,000,000,000.12 KZT" in printed
    assert f"moves {name} by -8,684,550,338.58" in printed
    assert "median of" not in printed
    assert f"still apart, law: {name}: 13,684,550,338.70 KZT / 5,000,000,000.12 KZT" in printed
    assert "the gap is 5,000,000,000.12 to 13,684,550,338.70" in printed
