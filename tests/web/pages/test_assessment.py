"""The assessment's page: a run from the form to its figures, their derivations, and who may ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.web import jobs, worker
from downrange.web.models import Job

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PAGE = "/cases/proton-2013/assessment/"


def _run(user: str, case: str = "proton-2013", samples: int = 6) -> Job:
    client = driving.client(user)
    answer = client.post(f"/cases/{case}/assessment/run/", {"samples": samples, "seed": 1})
    assert answer.status_code == 302
    assert worker.work_off()
    return Job.objects.latest("id")


def test_a_run_goes_from_the_form_to_its_figures_and_their_derivations(pages: str) -> None:
    client = driving.client("regulator")
    assert "No assessment of this case has been computed here yet" in client.get(PAGE).content.decode()
    assert client.get("/cases/proton-2013/explain/quantities.udmh_to_soil_kg/").status_code == 404
    job = _run("regulator")
    assert job.state == "done", job.error
    text = client.get(PAGE).content.decode()
    for expected in (
        "6 draws, seed 1",
        "Measured against modelled",
        "What is refused, why, and what would bring a figure",
        "rules/kz-535.yaml beside the case",
        "Inputs nobody measured",
        "Restoring the ground",
        "submit a remediation programme",
        "<svg viewBox",
    ):
        assert expected in text, expected
    figures = job.result["derivations"]["figures"] if job.result else {}
    linked = [name for name in figures if f"/explain/{name}/" in text]
    assert len(linked) == len(figures) > 20
    for name in (linked[0], linked[-1]):
        found = client.get(f"/cases/proton-2013/explain/{name}/").content.decode()
        assert "How this figure came about" in found
        assert 'id="source-' in found
    assert client.get(f"{PAGE}?job={job.pk}").status_code == 200
    assert client.get(f"{PAGE}?job=999999").status_code == 404
    assert client.get(f"{PAGE}?job=one").status_code == 400


def test_a_case_that_compares_events_shows_each(pages: str) -> None:
    job = _run("debtor", "tsenki-2023", 2)  # a party may compute in its own case
    assert job.state == "done", job.error
    text = driving.client("debtor").get("/cases/tsenki-2023/assessment/").content.decode()
    assert "/cases/tsenki-2023/explain/soyuz-nominal.quantities." in text
    assert "What was asked of the events" in text


def test_a_case_without_a_fall_says_so(pages: str) -> None:
    client = driving.client("regulator")
    text = client.get("/cases/baikonur-lease/assessment/").content.decode()
    assert "holds no launch or failure to assess" in text
    assert client.post("/cases/baikonur-lease/assessment/run/", {"samples": 5}).status_code == 400


def test_progress_is_told_and_a_run_is_cancelled(pages: str) -> None:
    client = driving.client("regulator")
    client.post("/cases/proton-2013/assessment/run/", {"samples": 2000, "seed": 9})
    job = Job.objects.latest("id")
    Job.objects.filter(pk=job.pk).update(state="running", done=500, total=2000)
    part = client.get(f"/cases/proton-2013/jobs/{job.pk}/").content.decode()
    assert 'value="25"' in part
    assert 'hx-trigger="every 2s"' in part
    assert 'http-equiv="refresh"' in client.get(PAGE).content.decode()  # without scripts
    Job.objects.filter(pk=job.pk).update(state="queued")
    assert client.post(f"/cases/proton-2013/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    part = client.get(f"/cases/proton-2013/jobs/{job.pk}/").content.decode()
    assert "hx-trigger" not in part
    assert client.get(f"/cases/tsenki-2023/jobs/{job.pk}/").status_code == 404  # of another case


def test_who_may_look_and_who_may_run(pages: str) -> None:
    for role in ("bailiff", "auditor"):  # they look, and do not compute
        assert driving.client(role).get(PAGE).status_code == 200
        assert driving.client(role).post(f"{PAGE}run/", {"samples": 5}).status_code == 403
    for role in ("customs", "rule_editor", "debtor", "creditor"):  # parties of another case
        assert driving.client(role).get(PAGE).status_code == 403
        assert driving.client(role).post(f"{PAGE}run/", {"samples": 5}).status_code == 403
    for wrong in ("", "-1", "2001", "many"):
        assert driving.client("regulator").post(f"{PAGE}run/", {"samples": wrong}).status_code == 400
    job = jobs.ask("assessment", {"case": driving.CASE, "samples": 5, "seed": 1}, None, driving.CASE)
    cancel = f"/cases/{driving.CASE}/jobs/{job.pk}/cancel/"
    assert driving.client("debtor").post(cancel).status_code == 403  # another's run
    assert driving.client("bailiff").post(cancel).status_code == 403
    assert driving.client("regulator").post(cancel).status_code == 302


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_run_in_a_browser_fits_and_axe_finds_nothing(
    server: driving.Server, visit: Visit, width: int, scheme: Any
) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "regulator")
    page.goto(PAGE)
    page.get_by_label("Draws").select_option("50")
    page.get_by_label("Seed").fill(str(width))
    page.get_by_role("button", name="Compute").click()
    page.get_by_role("link", name="Show the result").click(timeout=120_000)
    page.get_by_role("heading", name="What moves the sums").wait_for()
    assert driving.across(page) <= width
    assert driving.axe(page) == []
