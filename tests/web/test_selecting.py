from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web import driving

from downrange.web import cases, selecting, worker
from downrange.web.models import Job

if TYPE_CHECKING:
    import pytest

CASE = "tsenki-2023-exercise"
PAGE = f"/cases/{CASE}/selection/?on=2023-05-02"
ASKED = {"include": "", "exclude": "", "because": ""}


def test_a_small_register_is_chosen_from_at_once(pages: str) -> None:
    found = selecting.chosen_for(CASE, "2023-05-02", ASKED, None)
    assert found.job is None
    assert found.plan is not None
    assert found.titles is not None
    target = found.plan["targets"][0]
    assert target["left_number"] == len(target["left"])
    assert {row["asset"] for row in target["chosen"]} <= set(found.titles)
    assert not Job.objects.exists()


def test_a_large_register_is_chosen_from_in_the_background(
    pages: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 5)
    monkeypatch.setattr(selecting, "MOST_LISTED", 2)
    bailiff = driving.client("bailiff")
    waiting = bailiff.get(PAGE).content.decode()
    assert "computed in the background" in waiting
    assert "What would change it" not in waiting
    bailiff.get(PAGE)
    assert Job.objects.count() == 1  # looking again is no second run
    assert worker.work_off()
    shown = bailiff.get(PAGE).content.decode()
    assert "What would change it" in shown
    assert "The first 2 of" in shown
    assert "recorded since" not in shown
    assert driving.client("creditor").get(PAGE).status_code == 403  # a party of another case
    driving.client("customs").post("/gate/", {"identifier": "asset/crane-07"})
    assert "recorded since" not in bailiff.get(PAGE).content.decode()  # about no case
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    record_fact(FactDraft("word", f"{CASE}/word", {"a": 1}, "clerk", cases.today()))
    assert "recorded since" in bailiff.get(PAGE).content.decode()
    assert "computed in the background" in bailiff.get(f"{PAGE}&anew=1").content.decode()
    assert Job.objects.count() == 2


def test_orders_that_cannot_be_followed_are_told_with_the_run(
    pages: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 5)
    path = f"{PAGE}&include=asset/no-such&because=x"
    driving.client("bailiff").get(path)
    assert worker.work_off()
    told = driving.client("bailiff").get(path).content.decode()
    assert "asset/no-such" in told
    assert "Compute it anew" in told


def test_consequences_of_a_large_register_do_not_wait_for_its_selection(
    pages: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = selecting.largest_target(CASE, "2023-05-02")
    assert small is not None
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 5)
    assert selecting.is_large(CASE)
    assert selecting.largest_target(CASE, "2023-05-02") is None
    driving.client("bailiff").get(PAGE)
    assert worker.work_off()
    large = selecting.largest_target(CASE, "2023-05-02")
    assert large is not None
    assert large["target"] == small["target"]
    assert large["curve"] == small["curve"]
    page = driving.client("regulator").get(f"/cases/{CASE}/consequences/?on=2023-05-03").content.decode()
    assert "comes with its selection" in page
