from __future__ import annotations

from pathlib import Path

from downrange.report.text_intake import intake
from downrange.service.statements.intake import intake_of


def test_items_known_facts_and_misfits_are_printed(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "TsENKI reportedly owes $29.7 million, Interfax reported. TsENKI owes $23.5 million.\n", "utf-8"
    )
    printed = "\n".join(intake(intake_of(article, "2023-03-14")))
    assert "29700000.00" in printed
    assert "hedged" in printed
    assert "by Interfax" in printed
    assert "known: $29.7 million is claim/debt of tsenki-2023" in printed
    assert "does not fit: $23.5 million against claim/debt of tsenki-2023" in printed
    assert printed.endswith("items are drafts until a person accepts, corrects or rejects them.")
