"""The page as PDF: the same figures, tagged, with Kazakh letters, without a font of this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.report.examples import ACCOUNT, assessment, bare_case

from downrange.report.html import Matter, render
from downrange.report.pdf import page_pdf, typst_source

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Байқоңыр"
RUSSIAN = "Жидкостный ракетный двигатель, съёмка"


def page(**more: object) -> str:
    case = bare_case(**more)
    return render(Matter(case, assessment(case.case), account=ACCOUNT))


def words_of(pdf: bytes, folder: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed: the words of the PDF cannot be read back")
    path = folder / "x.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", " ", done.stdout)


def bare(body: str) -> str:
    return f'<html lang="en"><head><title>t</title><style>a{{b:c}}</style></head><body><main>{body}</main></body></html>'


def test_it_is_tagged_has_language_and_title_and_is_the_same_twice() -> None:
    made = page_pdf(page())
    assert made == page_pdf(page())
    assert b"/StructTreeRoot" in made
    assert b"/MarkInfo" in made
    assert re.search(rb"/Lang\s*\(en", made)
    assert b"pdfuaid" in made or b"/ViewerPreferences" in made


def test_every_figure_of_the_page_stands_in_the_pdf(tmp_path: Path) -> None:
    html = page()
    words = words_of(page_pdf(html), tmp_path).replace(" ", "")
    for figure in (
        "13,690,747,305",
        "4.1(0.30–15)t",
        "5,200(900–21,000)",
        "unknown" if "unknown" in html else "nothing",
    ):
        assert figure.replace(" ", "") in words, figure
    numbers = re.findall(r"<b>([^<]*\d[^<]*)</b></div>", html)
    assert len(numbers) > 5
    for number in numbers:
        assert re.sub(r"\s", "", number) in words, number


def test_kazakh_and_russian_letters_are_in_the_fonts_that_typst_carries(tmp_path: Path) -> None:
    words = words_of(page_pdf(bare(f"<h1>{KAZAKH}</h1><p>{RUSSIAN}</p>")), tmp_path)
    assert KAZAKH in words
    assert RUSSIAN in words


def test_pictures_carry_their_words_and_their_own_style() -> None:
    picture = '<svg viewBox="0 0 9 9"><title>A map</title><desc>Told &amp; shown</desc><text class="x">a"b</text></svg>'
    source = typst_source(bare(f"<figure>{picture}</figure>"))
    assert "A map. Told & shown" in source
    assert "viewBox" in source
    assert page_pdf(bare(f"<figure>{picture}</figure>"))


def test_narrow_drawings_and_derivations_are_left_out_and_said_so() -> None:
    body = (
        '<svg viewBox="0 0 9 9" class="narrow-only"><text>narrow words</text></svg>'
        '<details class="derivation"><summary>how</summary>steps of it</details>'
        "<details><summary>folded</summary><p>is printed open</p></details>"
    )
    source = typst_source(bare(body))
    assert "narrow words" not in source
    assert "steps of it" not in source
    assert "is printed open" in source
    assert "Left out on paper" in source


def test_no_text_can_be_read_as_markup(tmp_path: Path) -> None:
    nasty = '#panic() \\ "quoted" $x$ [brackets] @label *bold* <tag>'
    escaped = nasty.replace("<", "&lt;").replace(">", "&gt;")
    words = words_of(page_pdf(bare(f"<p>{escaped}</p>")), tmp_path)
    assert nasty in words


def test_links_to_places_that_paper_does_not_have_are_plain_words() -> None:
    source = typst_source(bare('<p><a href="#gone">words</a> <a href="#here">more</a></p><p id="here">x</p>'))
    assert 'label("gone")' not in source
    assert 'label("here")' in source
