"""The page in a real browser: no console error, no request to another host, nothing wider than the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.report import examples

from downrange.report.compare import write_comparison
from downrange.report.consequence import write_consequence
from downrange.report.contest import write_contest
from downrange.report.html import Matter, render
from downrange.service.consequences.operations import consequence_report
from downrange.service.statements.comparison import comparison_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        message = f"no {CHROMIUM}: the pages were not looked at in a browser"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    matter = Matter(
        examples.bare_case(hypothetical=True), examples.assessment("example-case"), examples.ACCOUNT
    )
    path.write_text(render(matter), "utf-8")
    return path


@pytest.fixture(scope="module")
def contest_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_contest(examples.contest(), tmp_path_factory.mktemp("contest"))


@pytest.fixture(scope="module")
def comparison_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_comparison(comparison_table(), tmp_path_factory.mktemp("comparison"))


@pytest.fixture(scope="module")
def consequence_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    document = consequence_report("baikonur-2025-pad-31", samples=100, names=False)
    return write_consequence(document, tmp_path_factory.mktemp("consequence"))[1]


@pytest.fixture(scope="module", params=["page_file", "contest_file", "comparison_file", "consequence_file"])
def any_file(request: pytest.FixtureRequest) -> Path:
    path = request.getfixturevalue(str(request.param))
    assert isinstance(path, Path)
    return path


@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_stands_alone_and_fits(browser: Browser, any_file: Path, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(any_file.as_uri())
    for details in page.locator("details").all():
        details.evaluate("node => node.open = true")
    across = page.evaluate("document.documentElement.scrollWidth")
    shown = page.evaluate(
        "[...document.querySelectorAll('svg.wide-only, svg.narrow-only')]"
        ".filter(e => getComputedStyle(e).display != 'none').map(e => e.classList.contains('wide-only'))"
    )
    ink = page.evaluate("getComputedStyle(document.body).color")
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert across <= width
    assert shown
    assert all(flag == (width > 640) for flag in shown)
    assert (ink == "rgb(232, 230, 224)") == (scheme == "dark")


def test_it_prints_with_its_mark_on_paper(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_file.as_uri())
    data = page.pdf(format="A4", print_background=False)
    context.close()
    assert data.startswith(b"%PDF")
    assert len(data) > 20_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_those_who_do_not_see_the_pictures(
    browser: Browser, any_file: Path, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(any_file.as_uri())
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
