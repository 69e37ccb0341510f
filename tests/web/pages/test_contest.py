"""Contesting: other inputs beside the case's, which change moved what, saved under one's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.web import cases, worker
from downrange.web.models import Counter, Job
from downrange.web.pages.contest import paths_of, read_value

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PAGE = "/cases/proton-2013/contest/"
PATH = "scenario.inputs.udmh_on_board_kg"


def _form(**more: Any) -> dict[str, Any]:
    return {
        "by": "party/tsenki", "because": "the engines burnt longer", "samples": 4, "seed": 1,
        "path": [PATH], "value": ["120000"], "source": ["flight record of the operator"], **more,
    }  # fmt: skip


def _done(form: dict[str, Any]) -> Job:
    assert driving.client("regulator").post(f"{PAGE}run/", form).status_code == 302
    assert worker.work_off()
    job = Job.objects.latest("id")
    assert job.state == "done", job.error
    return job


def test_a_contest_goes_from_the_form_to_a_saved_counter_assessment(pages: str) -> None:
    client = driving.client("regulator")
    assert f'value="{PATH}"' in client.get(f"{PAGE}?path={PATH}").content.decode()  # one click
    job = _done(_form())
    text = client.get(f"{PAGE}?job={job.pk}").content.decode()
    for expected in (
        "Side by side",
        "Which change moved the sum",
        "Common ground",
        "120,000 kg",
        "the engines burnt longer",
    ):
        assert expected in text, expected
    assert "Where both could settle" not in text
    assert client.post(f"{PAGE}{job.pk}/save/").status_code == 302
    assert client.post(f"{PAGE}{job.pk}/save/").status_code == 302  # twice saves once
    saved = Counter.objects.get()
    assert saved.by.startswith("regulator (")
    assert saved.because == "the engines burnt longer"
    assert saved.by in driving.client("auditor").get("/cases/proton-2013/assessment/").content.decode()
    assert saved.by in driving.client("auditor").get("/cases/proton-2013/").content.decode()
    page = driving.client("auditor").get(f"/cases/proton-2013/counters/{saved.pk}/").content.decode()
    assert "no finding of this registry" in page
    other = _done(_form(by="party/kazakhstan", value=["156000"], against=str(saved.pk)))
    assert "Where both could settle" in client.get(f"{PAGE}?job={other.pk}").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": ["scenario.inputs"]},
        {"value": ["much"]},
        {"path": [""]},
        {"by": "party/nobody"},
        {"samples": "9999"},
        {"against": "12345"},
    ],
)
def test_what_cannot_be_set_is_said_before_any_run(pages: str, wrong: dict[str, Any]) -> None:
    answer = driving.client("regulator").post(f"{PAGE}run/", _form(**wrong))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Job.objects.exists()


def test_a_party_speaks_for_itself_in_its_own_case_only(pages: str) -> None:
    debtor = driving.client("debtor")
    own = f"/cases/{driving.CASE}/contest/"
    claim = f"claims.{cases.the_case(driving.CASE).claims[0].id.split('/')[1]}.asserted"
    form = {
        "because": "half of it", "samples": 4, "seed": 1,
        "path": [claim], "value": ["100.00 KZT"], "source": ["our books"],
    }  # fmt: skip
    assert debtor.get(own).status_code == 200
    assert debtor.post(f"{own}run/", {**form, "by": "party/baiterek-jv"}).status_code == 400
    assert debtor.post(f"{own}run/", {**form, "by": "party/tsenki"}).status_code == 302
    job = Job.objects.latest("id")
    assert driving.client("creditor").get(f"/cases/{driving.CASE}/jobs/{job.pk}/").status_code == 404
    assert driving.client("creditor").post(f"{own}{job.pk}/save/").status_code == 404
    for role in ("debtor", "bailiff", "auditor", "customs"):
        assert driving.client(role).get(PAGE).status_code == 403, role
        assert driving.client(role).post(f"{PAGE}run/", _form()).status_code == 403, role


def test_values_of_a_form_are_read_by_their_look() -> None:
    assert read_value(" 12.5 ") == 12.5
    assert read_value("false") is False
    assert read_value("1,000.00 KZT") == {"amount": "1000.00", "currency": "KZT"}
    assert read_value("statement/limit-0-3") == "statement/limit-0-3"


def test_every_listed_path_is_one_of_the_case(pages: str) -> None:
    paths = {row["path"]: row["now"] for row in paths_of(cases.the_case("proton-2013"))}
    assert float(paths[PATH]) == 149_000
    assert any(path.startswith("claims.") for path in paths)


def test_the_form_fits_a_phone_and_axe_finds_nothing(server: driving.Server, visit: Visit) -> None:
    page = visit(server, viewport={"width": 320, "height": 800}).page()
    driving.login(page, "regulator")
    page.goto(f"{PAGE}?path={PATH}")
    assert driving.across(page) <= 320
    assert driving.axe(page) == []
    page.get_by_label("Value").first.fill("120000")
    page.get_by_label("Source").first.fill("flight record")
    page.get_by_label("Because").fill("another load")
    page.get_by_label("Draws").select_option("50")
    page.get_by_role("button", name="Compute both sides").click()
    page.get_by_role("link", name="Show the result").click(timeout=120_000)
    page.get_by_role("heading", name="Common ground").wait_for()
    assert driving.across(page) <= 320
    assert driving.axe(page) == []
