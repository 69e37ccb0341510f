"""The map: the same content on the live map, on the printed one and in tables; who sees things on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.web import worker
from downrange.web.pages.maps import after_release

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PAGE = "/cases/proton-2013/map/"


def test_without_an_assessment_the_page_says_so(pages: str) -> None:
    client = driving.client("regulator")
    text = client.get(PAGE).content.decode()
    assert "No assessment of this case has been computed here yet" in text
    assert "Natural Earth (public domain; de facto view of disputed borders)" in text
    assert "GeoNames, CC BY 4.0" in text
    body = client.get(f"{PAGE}data.json").json()
    kinds = {one["properties"]["kind"] for one in body["zones"]["features"]}
    assert kinds == {"pad", "settlement"}  # what is known of the place before anything is computed
    assert body["contours"]["features"] == []


def test_map_and_tables_hold_the_same_places(pages: str) -> None:
    client = driving.client("regulator")
    client.post("/cases/proton-2013/assessment/run/", {"samples": 6, "seed": 1})
    assert worker.work_off()
    text = client.get(PAGE).content.decode()
    body = client.get(f"{PAGE}data.json").json()
    names = {one["properties"]["name"] for one in body["zones"]["features"]}
    assert len(names) > 5
    tables = text.split('id="places"')[1]
    from django.utils.html import escape

    for name in names:
        assert escape(name) in tables, name
    fields = {one["properties"]["title"] for one in body["contours"]["features"]}
    assert fields
    for title in fields:
        assert escape(title) in tables, title
    assert "<svg viewBox" in text  # the printed maps, for who has no scripts
    _the_cloud_is_shown_by_moments_without_scripts_too(client, text, body)


def _the_cloud_is_shown_by_moments_without_scripts_too(client: Any, text: str, body: Any) -> None:
    times = sorted({one["properties"]["time_s"] for one in body["moments"]["features"]})
    assert times[0] == 300.0
    assert len(times) > 3
    assert "5 min" in text.split('id="clouds"')[1]
    name = body["moments"]["features"][0]["properties"]["field"]
    link = f"?cloud={name}&amp;after_s=300#clouds"
    assert link in text
    one = client.get(f"{PAGE}?cloud={name}&after_s=300").content.decode()
    assert '<figure class="moment"' in one
    for wrong in ("?cloud=none&after_s=300", f"?cloud={name}&after_s=x", f"?cloud={name}"):
        assert '<figure class="moment"' not in client.get(PAGE + wrong).content.decode()


def test_times_after_the_release_are_written_out() -> None:
    assert [after_release(one) for one in (0.0, 300.0, 3600.0, 5400.0)] == [
        "0 min", "5 min", "1 h", "1 h 30 min",
    ]  # fmt: skip


def test_the_base_map_is_shipped_and_marks_the_lease(pages: str) -> None:
    answer = driving.client("regulator").get("/map/base.json", HTTP_ACCEPT_ENCODING="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 150_000
    body = driving.client("regulator").get("/map/base.json").json()
    kinds = {one["properties"]["layer"] for one in body["features"]}
    assert kinds == {"water", "land", "lakes", "provinces", "borders", "lease"}


def test_things_stand_where_the_record_says(pages: str) -> None:
    client = driving.client("bailiff")
    body = client.get("/cases/baikonur-2025-pad-31/map/data.json").json()
    assert [one["properties"]["place"] for one in body["assets"]["features"]] == ["Baikonur, pad 31/6"]
    text = client.get("/cases/tsenki-2023-exercise/map/").content.decode()
    assert "position not on record" in text


def test_who_may_see_it(pages: str) -> None:
    assert driving.client("debtor").get(f"/cases/{driving.CASE}/map/").status_code == 200
    for role in ("debtor", "customs", "rule_editor"):  # a party of another case; roles without cases
        for path in (PAGE, f"{PAGE}data.json"):
            assert driving.client(role).get(path).status_code == 403, (role, path)
    assert driving.client().get(PAGE).status_code == 302


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_live_map_draws_keeps_its_state_and_fits(
    server: driving.Server, visit: Visit, width: int, scheme: Any
) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "regulator")
    page.goto("/cases/baikonur-2025-pad-31/map/")
    page.locator("#map[data-ready=yes]").wait_for(timeout=60_000)
    assert driving.across(page) <= width
    assert driving.axe(page) == []
    page.get_by_label("Settlements").uncheck()
    page.wait_for_url("**off=settlements**")
    shared = page.url
    page.goto("/")
    page.goto(shared)
    page.locator("#map[data-ready=yes]").wait_for(timeout=60_000)
    assert not page.get_by_label("Settlements").is_checked()
