"""Every precedent that carries a rule is asked under the law at hand, by its name in the table of precedents."""

from __future__ import annotations

import csv
from pathlib import Path

from downrange.base.marked import parse

EXAMPLES = parse(
    (Path(__file__).resolve().parents[1] / "rules" / "precedents.yaml").read_text("utf-8"), "precedents.yaml"
).data


def test_every_row_with_a_rule_has_an_example(measured_data: Path) -> None:
    with (measured_data / "freeze_precedents.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    named = {row["case"] for row in rows if row["rule_for_software"]}
    assert len(named) > 20
    asked = {one["row"] for one in EXAMPLES if "row" in one}
    assert named == asked


def test_what_the_law_at_hand_does_not_say_is_refused() -> None:
    assert [one["row"] for one in EXAMPLES if "refused" in one] == [
        "Noga v Russia (accounts)", "Naftogaz v Russia", "Lybid",
    ]  # fmt: skip
    silent = {one["row"] for one in EXAMPLES if (one.get("expect") or {}).get("answered") is False}
    assert silent == {
        "Devas v Antrix (Quebec, Air India)", "Devas (US)", "Noga v Russia (accounts)", "ARA Libertad",
        "Noga v Russia (Le Bourget)", "An-124 RA-82078", "ProtoStar 1", "OneWeb satellites at Baikonur",
        "Stati v Kazakhstan (KMG Kashagan)",
    }  # fmt: skip
