from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report import examples

from downrange.inputs.cases import read_case
from downrange.report.html import Matter, money_json, render


class Reader(HTMLParser):
    """Collects what a page holds: tags in order, their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skip += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.fixture(scope="module")
def event_page() -> str:
    return render(Matter(examples.bare_case(), examples.assessment("example-case"), examples.ACCOUNT))


@pytest.fixture(scope="module")
def debt_page() -> str:
    launch = replace(examples.assessment("soyuz-nominal", examples.LAUNCH_DAMAGES), fields=())
    others = [
        (read_case("soyuz-nominal").case, launch),
        (read_case("soyuz-worst-case").case, examples.assessment("soyuz-worst-case")),
    ]
    empty = replace(
        examples.assessment("tsenki-2023", ()),
        quantities={},
        remediation=None,
        drivers=(),
        assumed=(),
        places=(),
        fields=(),
    )
    return render(Matter(read_case("tsenki-2023").case, empty, None, others))


def test_nothing_is_fetched_from_anywhere(event_page: str, debt_page: str) -> None:
    for page in (event_page, debt_page):
        for tag, attributes in read(page).tags:
            assert tag not in ("script", "img", "iframe", "object", "embed")
            for name in ("src", "srcset", "action", "data"):
                assert name not in attributes
            if tag == "link":
                assert (attributes["href"] or "").startswith("data:")
        assert "@import" not in page
        assert "url(" not in page


def test_the_question_is_the_title_and_law_comes_before_any_number(debt_page: str) -> None:
    text = read(debt_page).text
    title = text.index("What are the $29.7 M?", text.index("matter"))
    law = text.index("No method computed here is law")
    counted = text.index("such launches to reach it")
    chart = text.index("How far from the sum?")
    assert title < law < counted < chart


def test_the_debt_stands_to_the_tiyn_and_unknown_is_said_in_words(debt_page: str) -> None:
    text = read(debt_page).text
    assert "13,684,550,338.70" in text
    assert text.count("nothing known") >= 2
    assert "29,700,000 USD" in text
    assert "25,000,000 EUR" in text


def test_every_verdict_has_a_word(debt_page: str) -> None:
    cells = [
        a.get("class")
        for t, a in read(debt_page).tags
        if t == "td" and (a.get("class") or "").startswith("v ")
    ]
    case = read_case("tsenki-2023").case
    assert cells == [f"v {verdict.verdict}" for verdict in case.verdicts]
    for word in ("confirmed", "wrong", "ambiguous", "out of scope"):
        assert word in read(debt_page).text


def test_refusals_have_a_row_in_the_picture_and_a_heading(debt_page: str) -> None:
    assert 'class="ref"' in debt_page
    assert "What we refuse, and why" in debt_page
    assert "dry mass of each stage" in debt_page


def test_every_note_on_the_page_leads_to_a_source_and_every_source_is_named(
    event_page: str, debt_page: str
) -> None:
    for page in (event_page, debt_page):
        wanted = set(re.findall(r'href="#s(\d+)"', page))
        there = set(re.findall(r'<li id="s(\d+)"', page))
        assert wanted
        assert wanted == there


def test_links_inside_the_page_lead_somewhere(event_page: str, debt_page: str) -> None:
    for page in (event_page, debt_page):
        there = {a["id"] for _, a in read(page).tags if "id" in a}
        inner = [
            a["href"] or "" for t, a in read(page).tags if t == "a" and (a.get("href") or "").startswith("#")
        ]
        assert {href[1:] for href in inner} <= there


def test_what_users_wrote_is_text_never_markup(event_page: str) -> None:
    assert "What is &lt;this&gt;?" in event_page
    assert "<stands>" not in event_page
    assert "Example <paper>" not in event_page


def test_an_address_that_would_run_is_never_a_link() -> None:
    bad = examples.SOURCE.model_copy(update={"address": "javascript:alert(1)"})
    page = render(
        Matter(examples.bare_case(sources={"example": bad.model_dump()}), examples.assessment("example-case"))
    )
    assert "javascript:alert(1)" in read(page).text
    assert not any((a.get("href") or "").startswith("javascript") for t, a in read(page).tags if t == "a")


def test_sections_appear_only_where_the_case_holds_the_part(event_page: str) -> None:
    heads = re.findall(r"<h2>(.*?)</h2>", event_page)
    assert "Measured against modelled" in heads
    assert "What was said, and what of it holds" not in heads
    assert "The lease" not in heads


def test_a_case_with_nothing_but_a_lease_degrades_gracefully() -> None:
    case = read_case("baikonur-lease").case
    empty = replace(
        examples.assessment(case.case, ()),
        quantities={},
        remediation=None,
        drivers=(),
        assumed=(),
        places=(),
        fields=(),
    )
    page = render(Matter(case, empty))
    heads = re.findall(r"<h2>(.*?)</h2>", page)
    assert "The lease" in heads
    assert "Where it falls" not in heads
    assert "How far from the sum?" not in heads


@pytest.mark.parametrize("mark", ["hypothetical", "fictional"])
def test_what_did_not_happen_is_marked_in_heading_metadata_and_on_every_printed_page(mark: str) -> None:
    page = render(Matter(examples.bare_case(**{mark: True}), examples.assessment("example-case")))
    assert f'<meta name="downrange:{mark}" content="true">' in page
    assert re.search(rf"<title>{mark.capitalize()} ", page)
    assert mark.capitalize() in read(page).text
    assert re.search(rf'@top-left{{content:"{mark.upper()}', page)
    plain = render(Matter(examples.bare_case(), examples.assessment("example-case")))
    assert mark.upper() not in plain


def test_a_figure_opens_its_derivation_down_to_its_leaves(event_page: str) -> None:
    text = read(event_page).text
    assert "beyond the tested depth" in text
    assert "argued from parts" in text
    assert event_page.count("How this figure came about</summary>") >= 3


def test_the_plan_to_restore_the_ground_stands_beside_the_sums(event_page: str) -> None:
    text = read(event_page).text
    assert "Restoring the ground" in text
    assert "2 to 9" in text
    assert "art. 137(1)" in text
    assert "of which air 800,000, soil 100,000" in text


def test_the_last_lines_let_the_other_side_repeat_it(event_page: str) -> None:
    digest = examples.MANIFEST.as_json()["digest"]
    tail = read(event_page).text[-1500:]
    assert "downrange run example-case --samples 200 --seed 1" in tail
    assert digest in tail


def test_a_table_stands_behind_each_picture(event_page: str, debt_page: str) -> None:
    for page in (event_page, debt_page):
        sections = re.split(r"<section", page)[1:]
        for section in sections:
            if "<svg" in section and 'id="ladder"' not in section[:20]:
                assert "<table" in section, section[:40]


def test_the_same_values_give_the_same_page(event_page: str) -> None:
    again = render(Matter(examples.bare_case(), examples.assessment("example-case"), examples.ACCOUNT))
    assert again == event_page


def test_money_from_json_is_exact_or_unknown() -> None:
    low, high = {"amount": "1.00", "currency": "KZT"}, {"amount": "2.50", "currency": "KZT"}
    assert money_json(None) == "nothing known"
    assert money_json({"low": low, "high": high}) == "1.00 KZT … 2.50 KZT"
