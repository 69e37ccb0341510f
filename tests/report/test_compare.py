from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from downrange.report import text
from downrange.report.compare import comparison_page, write_comparison
from downrange.service.statements.comparison import comparison_table


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return comparison_table()


@pytest.fixture(scope="module")
def page(table: dict[str, Any]) -> str:
    return comparison_page(table)


def _row(page: str, case: str, title: str) -> str:
    found = re.search(rf"<tr><td><b>{case}</b><br>{title}.*?</tr>", page)
    assert found, title
    return re.sub(r"<[^>]+>", " ", found[0])


def test_every_claim_has_its_line(table: dict[str, Any], page: str) -> None:
    assert page.count("<tr><td><b>") == len(table["rows"]) > 40


def test_known_sums_stand_to_the_last_digit_and_unknown_ones_in_words(page: str) -> None:
    proton = _row(page, "proton-2007", "")
    assert "7,327,000,000 KZT" in proton
    assert "291,800,000 KZT" in proton
    assert "4.0" in proton
    debt = _row(page, "tsenki-2023", "")
    assert "13,684,550,338.70 KZT" in debt
    assert "no payment was reported and none denied" in debt
    assert "2.94–3.93" in _row(page, "cosmos-954", "")


def test_each_currency_has_a_picture_and_nothing_is_converted(table: dict[str, Any], page: str) -> None:
    wanted = {r[name]["currency"] for r in table["rows"] for name in ("asserted", "paid") if r[name]}
    assert set(re.findall(r'<section id="in-([A-Z]{3})">', page)) == wanted
    dollars = page.split('id="in-USD"')[1].split("</section>")[0]
    paid = [r for r in table["rows"] if r["paid"] and r["paid"]["currency"] == "USD"]
    assert all(float(r["paid"]["amount"]) > 0 for r in paid)
    assert dollars.count('class="measpoint"') == 2 * len(paid)  # wide and narrow
    tenge = page.split('id="in-KZT"')[1].split("</section>")[0]
    assert tenge.count('class="measpoint"') == 2  # one payment; what was nought is told, not drawn
    assert "paid of it: nothing" in tenge
    assert "paid in USD" in page.split('id="in-KZT"')[1].split("</section>")[0]


def test_a_payment_lies_left_of_a_larger_claim(page: str) -> None:
    canada = page.split('id="in-CAD"')[1].split("</section>")[0]
    paid, claimed = re.search(r'd="M([\d.]+) ', canada), re.search(r'cx="([\d.]+)"', canada)
    assert paid
    assert claimed
    assert float(paid[1]) < float(claimed[1])


def test_it_stands_alone_and_is_written_whole(table: dict[str, Any], page: str, tmp_path: Path) -> None:
    assert not re.search(r"<(script|img|iframe)\b|@import|url\(", page)
    path = write_comparison(table, tmp_path)
    assert path.name == "comparison.html"
    assert path.read_text("utf-8") == page


def test_what_a_hectare_was_claimed_at_and_how_long_it_took_are_told(
    table: dict[str, Any], page: str
) -> None:
    proton = next(row for row in table["rows"] if row["case"] == "proton-2007")
    assert float(proton["asserted_per_ha"]["amount"]) == pytest.approx(7.327e9 / 32000, rel=1e-6)
    assert "Claimed per hectare" in page
    assert "228,968.75 KZT" in page.replace("\u00a0", " ").replace("\u202f", " ")
    printed = "\n".join(text.comparison(table))
    assert "228,968.75 KZT" in printed
    assert "0.32-1.32" in printed
