"""What stops if this is frozen: what the page says, whom it names weak points to, who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PAD = "/cases/baikonur-2025-pad-31/consequences/"
CABIN = "asset/pad-31-service-cabin"


def test_the_loss_of_the_cabin_stops_soyuz_and_not_proton(pages: str) -> None:
    text = driving.client("regulator").get(PAD).content.decode()
    rows = {row.split("<br>")[0]: row for row in text.split('<tr><td lang="en">')}
    progress = next(row for name, row in rows.items() if name == "Progress MS-33")
    proton = next(row for name, row in rows.items() if name.startswith("Elektro-L"))
    assert "<b>stopped</b>" in progress
    assert "<b>not touched</b>" in proton
    assert "2026-03-22" in progress  # the day it flew is on record
    assert "Vostochny" in text
    assert "Jonathan McDowell" in text
    assert "CC BY 4.0" in text
    assert text.count("<svg viewBox") >= 4  # time line, graph, a map for each site
    assert "&lt;svg" not in text


def test_weak_points_are_named_to_the_regulator_only(pages: str) -> None:
    named = driving.client("regulator").get(PAD).content.decode()
    assert "Named here because your task needs it" in named
    assert "Service cabin under the launch table" in named
    for role in ("bailiff", "auditor"):
        text = driving.client(role).get(PAD).content.decode()
        points = text.split('id="points"')[1].split("</section>")[0]
        assert "Counted by kind" in points, role
        assert "pad 31 service cabin" not in points, role
        assert "Of the library" not in text, role  # no list of weak places to choose from either


def test_what_is_chosen_is_frozen_on_the_day(pages: str) -> None:
    client = driving.client("regulator")
    nothing = client.get("/cases/proton-2013/consequences/").content.decode()
    assert "No launch in hand needs anything that this case holds or lost" in nothing
    answer = client.get(
        "/cases/baikonur-2023-attachment/consequences/", {"freeze": CABIN, "on": "2023-03-07"}
    )
    text = answer.content.decode()
    assert f'value="{CABIN}" checked' in text
    assert "<b>stopped</b>" in text
    unknown = client.get("/cases/baikonur-2023-attachment/consequences/", {"freeze": "asset/none"})
    assert unknown.status_code == 400
    assert client.get(PAD + "?on=yesterday").status_code == 400


def test_use_barred_in_the_registry_stops_launches(pages: str) -> None:
    from tests.service import exercise

    from downrange.service.holding import measures
    from downrange.web import cases

    name = exercise.NAME
    order = exercise.in_force("attachment", ("asset/oxygen-plant",), "2023-03-10")
    permit = next(one for one in cases.the_case(name).measures if one.id == order).permits[0]
    measures.withdraw_permit(name, order, permit, exercise.act("bailiff", "2023-03-11"))
    text = driving.client("bailiff").get(f"/cases/{name}/consequences/?on=2023-03-20").content.decode()
    assert "<b>stopped</b>" in text
    assert "on record in this registry" in text


def test_the_exercise_shows_harm_against_cover(pages: str) -> None:
    text = driving.client("bailiff").get("/cases/tsenki-2023-exercise/consequences/").content.decode()
    assert "Harm against cover" in text
    assert "Fictional" in text


@pytest.mark.parametrize("role", ["creditor", "debtor", "customs", "rule_editor"])
def test_others_are_refused(pages: str, role: str) -> None:
    answer = driving.client(role).get("/cases/tsenki-2023/consequences/")
    assert answer.status_code == 403


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_it_fits_and_axe_finds_nothing(server: driving.Server, visit: Visit, width: int, scheme: Any) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "regulator")
    page.goto(PAD)
    assert driving.across(page) <= width
    assert driving.axe(page) == []
    page.get_by_text("Things to freeze").click()
    page.get_by_label("Service tower of pad 31/6").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**freeze=**")
    assert driving.across(page) <= width
    assert driving.axe(page) == []
