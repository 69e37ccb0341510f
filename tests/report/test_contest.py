from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from tests.report import examples

from downrange.report.contest import contest_page, write_contest


@pytest.fixture
def document() -> dict[str, Any]:
    return examples.contest()


def _text(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_sides_stand_beside_each_other_by_name(document: dict[str, Any]) -> None:
    text = _text(contest_page(document))
    assert "First Side computes with other values, because “tanks were &lt;emptier&gt;”" in text
    head = text[text.index("Medians, and in brackets") :]
    assert head.index("the case as it stands") < head.index("First Side") < head.index("Second Side")
    assert "2,000,000 (1,000,000–4,000,000)" in text
    assert "No method computed here is law for this place and date, on any side." in text
    assert "Refused on every side: method kz." in text


def test_every_change_has_its_bar_its_kind_and_its_source(document: dict[str, Any]) -> None:
    page = contest_page(document)
    wide = page.split('class="wide-only"')
    assert sum(part.count('class="move fact"') for part in wide) == 4  # two changes, wide and narrow
    assert page.count('class="move method"') == 2
    assert page.count('class="move law"') == 2
    text = _text(page)
    assert "149,000 kg" in text
    assert "100,000 kg" in text
    assert "First Side, “loading sheet”" in text
    assert "not given" in text
    assert "\u22121,500,000 EUR" in text


def test_fact_method_and_law_add_up_to_the_whole(document: dict[str, Any]) -> None:
    page = contest_page(document)
    rows = re.findall(r"<tr><td>method eu, EUR</td>(.*?)</tr>", page)
    cells = [re.findall(r"(?:<b>)?([+\u2212]?[\d,]+)(?:</b>)?</td>", row) for row in rows]
    assert cells == [
        ["\u22121,500,000", "\u2212400,000", "+100,000", "\u22121,800,000"],
        ["+1,000,000", "0", "0", "+1,000,000"],
    ]


def test_two_files_by_one_party_are_not_counted_twice(document: dict[str, Any]) -> None:
    document["sides"][2]["by"] = "party/one"
    document["changes"][3]["by"] = "party/one"
    rows = re.findall(r"<tr><td>method eu, EUR</td>.*?<b>(.*?)</b>", contest_page(document))
    assert rows == ["\u22121,800,000", "+1,000,000"]


def test_a_gap_is_called_a_gap_and_one_file_has_no_map(document: dict[str, Any]) -> None:
    text = _text(contest_page(document))
    assert "no overlap; the gap 400,000 … 600,000" in text
    one = copy.deepcopy(document)
    del one["settlement"], one["sides"][2], one["changes"][3], one["because"][1]
    assert "What both sides' own values support" not in _text(contest_page(one)).replace("&#39;", "'")


def test_only_quantities_that_differ_are_laid_out(document: dict[str, Any]) -> None:
    text = _text(contest_page(document))
    assert "Those that are not the same on all sides (1)" in text
    assert "UDMH to soil" in text
    assert "distance of the impact from the pad" not in text


@pytest.mark.parametrize("mark", ["hypothetical", "fictional"])
def test_what_did_not_happen_is_marked(document: dict[str, Any], mark: str) -> None:
    assert 'class="marked"' not in contest_page(document)
    page = contest_page({**document, mark: True})
    assert f'<meta name="downrange:{mark}" content="true">' in page
    assert 'class="marked"' in page
    assert f"<title>{mark.capitalize()} ·" in page
    assert f'@top-left{{content:"{mark.upper()}' in page


def test_nothing_is_fetched_and_what_users_wrote_is_text(document: dict[str, Any]) -> None:
    page = contest_page(document)
    assert "<emptier>" not in page
    assert "<example>" not in page
    assert not re.search(r"<(script|img|iframe|object|embed)\b|@import|url\(|https?://(?!www\.w3)", page)
    assert contest_page(document) == page


def test_a_side_that_refuses_what_the_other_computes_is_drawn_so(document: dict[str, Any]) -> None:
    document["sides"][1]["damages"][0] = examples.contest_damage("eu", None)
    page = contest_page({key: value for key, value in document.items() if key != "settlement"})
    assert 'class="ref"' in page
    assert "refused" in _text(page)


def test_it_is_written_beside_the_json(document: dict[str, Any], tmp_path: Path) -> None:
    path = write_contest(document, tmp_path)
    assert path == tmp_path / "example-case" / "contest.html"
    assert path.read_text("utf-8") == contest_page(document)
