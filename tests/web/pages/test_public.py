"""The public register: no account needed, no person shown, proofs that anybody can check, feeds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from tests.web import driving

from downrange.web import cases

if TYPE_CHECKING:
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"


def test_every_case_is_there_without_persons_and_without_lists_of_things(pages: str) -> None:
    client = driving.client()
    listing = client.get("/public/").content.decode()
    for name in sorted(cases.names()):
        assert f"/public/cases/{name}/" in listing
    text = client.get(f"/public/cases/{EXERCISE}/").content.decode()
    assert "12,500,000,000" in text
    assert "who is not named here" in text
    case = cases.the_case(EXERCISE)
    for party in case.parties:
        if party.kind in ("person", "office"):
            assert party.name.en not in text
    for asset in case.assets:
        assert asset.id not in text
    assert client.get("/public/cases/none/").status_code == 404
    found = client.get("/public/?q=exercise").content.decode()
    assert EXERCISE in found
    assert "cosmos-954" not in found


def test_a_stranger_checks_a_proof_and_a_forged_one_fails(pages: str) -> None:
    client = driving.client()
    text = client.get(f"/public/cases/{EXERCISE}/").content.decode()
    place = text.split('href="/public/log/')[1].split("/")[0]
    proof = client.get(f"/public/log/{place}/?as=json").json()
    good = client.post("/public/log/", {"proof": json.dumps(proof)}).content.decode()
    assert "The proof holds" in good
    forged = {**proof, "leaf_hash": "00" * 32}
    assert "does not hold" in client.post("/public/log/", {"proof": json.dumps(forged)}).content.decode()
    for wrong in ("", "[]", "{}", "x" * 30_000):
        assert client.post("/public/log/", {"proof": wrong}).status_code == 400
    assert client.get("/public/log/?entry=1").status_code == 200
    assert client.get("/public/log/?entry=one").status_code == 400
    assert client.get("/public/log/999999999/").status_code == 404


def test_feeds_are_well_formed_and_newest_first(pages: str) -> None:
    client = driving.client()
    items = client.get("/public/feed.json").json()["items"]
    assert len(items) == 50
    dates = [item["date_published"] for item in items]
    assert dates == sorted(dates, reverse=True)
    atom = ET.fromstring(client.get("/public/feed.atom").content)
    entries = atom.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 50
    assert client.get(items[0]["url"].replace("http://testserver", "")).status_code == 200


def test_customs_officers_see_the_gate_only(pages: str) -> None:
    assert driving.client("customs").get("/public/").status_code == 403


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_it_fits_and_a_visitor_verifies_an_entry(
    server: driving.Server, visit: Visit, width: int, scheme: Any
) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    page.goto("/public/")
    assert driving.across(page) <= width
    assert driving.axe(page) == []
    page.goto(f"/public/cases/{EXERCISE}/")
    assert driving.across(page) <= width
    assert driving.axe(page) == []
    page.get_by_role("link", name="proof").first.click()
    page.wait_for_url("**/public/log/**")
    assert driving.across(page) <= width
    assert driving.axe(page) == []
    page.get_by_role("button", name="Check it against the log").click()
    page.get_by_text("The proof holds").wait_for()
    assert driving.axe(page) == []


def test_weak_points_are_counted_in_public_and_never_named(pages: str) -> None:
    client = driving.client()
    path = "/public/cases/baikonur-2025-pad-31/"
    assert f'{path}weak-points/"' in client.get(path).content.decode()
    text = client.get(f"{path}weak-points/").content.decode()
    assert "Counted by kind" in text
    assert '<td class="n" data-l="How many">' in text
    for name in ("service cabin", "Service cabin", "Service tower", "pad-31"):
        assert name not in text.split("<h2>")[1].split("</table>")[0], name
    nothing = client.get("/public/cases/proton-2013/weak-points/").content.decode()
    assert "No launch in hand needs anything" in nothing
    assert client.get("/public/cases/nowhere/weak-points/").status_code == 404
    assert driving.client("customs").get(f"{path}weak-points/").status_code == 403
