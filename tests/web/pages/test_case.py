"""The first page of a case: what it says, and that every figure leads to its derivation."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.web import cases

if TYPE_CHECKING:
    from tests.web.conftest import Visit


def test_the_sums_stand_with_their_conversions_and_lead_to_their_derivation(pages: str) -> None:
    client = driving.client("regulator")
    text = client.get("/cases/tsenki-2023/").content.decode()
    assert "13,684,550,338.70" in text
    links = set(re.findall(r'href="(/cases/tsenki-2023/explain/[^"]+)"', text))
    assert {link.split("/")[-2] for link in links} == {
        "claim.asserted",
        "claim.awarded",
        "claim.outstanding",
    }
    for link in links:
        shown = client.get(link)
        assert shown.status_code == 200
        assert "13,684,550,338.70" in shown.content.decode()


def test_every_case_opens_and_so_does_every_figure_on_it(pages: str) -> None:
    client = driving.client("regulator")
    for name in sorted(cases.names()):
        answer = client.get(f"/cases/{name}/")
        assert answer.status_code == 200, name
        for link in set(re.findall(r'href="(/cases/[^"]+/explain/[^"]+)"', answer.content.decode())):
            assert client.get(link).status_code == 200, link


def test_an_earlier_day_shows_what_stood_then(pages: str) -> None:
    client = driving.client("regulator")
    assert "not yet in force" in client.get("/cases/tsenki-2023-exercise/?on=2022-09-02").content.decode()
    wrong = client.get("/cases/tsenki-2023/?on=yesterday")
    assert wrong.status_code == 400
    assert "yesterday" in wrong.content.decode()


def test_an_unknown_figure_is_not_found(pages: str) -> None:
    assert driving.client("regulator").get("/cases/tsenki-2023/explain/claim.nonsense/").status_code == 404


def test_a_path_is_never_taken_for_a_case(pages: str) -> None:
    client = driving.client("regulator")
    for name in ("..", "casebook", "tsenki-2023%2F..%2Fcosmos-954"):
        assert client.get(f"/cases/{name}/").status_code in (404, 301)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(server: driving.Server, visit: Visit, width: int, scheme: Any) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "regulator")
    for path in ("/", "/cases/tsenki-2023/", "/cases/tsenki-2023/explain/claim.outstanding/"):
        page.goto(path)
        assert driving.across(page) <= width, path
        assert driving.axe(page) == [], path


def test_every_headline_figure_opens_its_derivation_and_that_its_source(pages: str) -> None:
    """Each sum of each case links to an explanation; what rests on a source names it with its citation."""
    client = driving.client("auditor")
    for name in sorted(cases.names()):
        if not cases.the_case(name).claims:
            continue
        text = client.get(f"/cases/{name}/").content.decode().split('id="sums"')[1].split("</section>")[0]
        for address in sorted(set(re.findall(rf'href="(/cases/{name}/explain/[^"]+)"', text))):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "/explain/" in address
            assert 'id="source-' in answer.content.decode(), address


def test_the_map_is_on_the_first_page_once_something_was_computed(pages: str) -> None:
    from downrange.web.models import Job

    client = driving.client("regulator")
    before = client.get("/cases/proton-2013/").content.decode()
    assert 'href="/cases/proton-2013/map/"' in before
    assert "Nothing was computed here yet" in before
    maps = [
        {"title": "All", "svg": "<svg>x</svg>" * 30_000, "caption": ""},
        {"title": "Near", "svg": "<svg/>", "caption": ""},
    ]
    Job.objects.create(
        kind="assessment", case="proton-2013", state="done", asked_at=datetime.now(UTC),
        result={"drawn": {"maps": maps}},
    )  # fmt: skip
    after = client.get("/cases/proton-2013/").content.decode()
    assert "<figcaption>Near" in after  # the first that is not too large for this page
