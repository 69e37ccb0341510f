"""Instalments from the request to default, on the page of the debt; who may ask, who may decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests.web import driving
from tests.web.pages.test_measures import CLAIM, EXERCISE, confirmed, party_of_exercise, text

if TYPE_CHECKING:
    from tests.web.conftest import Visit

DEBT = f"/cases/{EXERCISE}/debt/"
ASK = CLAIM + "instalments/"
PLAN: dict[str, Any] = {
    "total": "4000000.00", "currency": "KZT", "number": "4", "first": "2023-07-01", "months": "1",
    "missed_number": "2", "grace_days": "5", "grace_unit": "working", "accelerates": "on",
    "because": "cash comes late", "on": "2023-06-01", "document": "request 3",
}  # fmt: skip


def _asked(role: str = "debtor", party: str = "party/tsenki-exercise") -> str:
    said = confirmed(party_of_exercise(role, party), ASK, PLAN)
    assert "binds nobody until it is granted" in said
    page = text(driving.client("bailiff").get(DEBT + "?on=2023-06-02"))
    assert "cash comes late" in page
    return page.split(f'href="{ASK}')[1].split('"')[0]


def test_a_debtor_asks_a_bailiff_records_the_ruling_and_default_shows(pages: str) -> None:
    where = ASK + _asked()
    ruling = {
        "verdict": "granted",
        "role": "court",
        "on": "2023-06-10",
        "document": "ruling 4",
        "because": "",
    }
    done = driving.client("bailiff").post(where, ruling, follow=True)
    assert "Decided, and on record" in text(done)
    client = driving.client("auditor")
    kept = text(client.get(DEBT + "?on=2023-06-20"))
    assert "1,000,000" in kept, kept.split("Instalments</h3>")[1][:1500]
    assert "If nothing more is paid: in default on 9 Aug 2023" in kept
    late = text(client.get(DEBT + "?on=2023-08-31"))
    assert "In default: what fell due is enforced" in late
    again = driving.client("bailiff").post(where, ruling)
    assert again.status_code in (404, 422)


def test_who_asked_does_not_decide_and_a_refusal_leaves_no_plan(pages: str) -> None:
    from downrange.registry.models import User
    from downrange.web.models import Membership

    where = ASK + _asked("creditor", "party/exercise-creditor")
    both = User.objects.get(username="creditor-2")
    Membership.objects.create(user=both, role="bailiff", case=EXERCISE)
    client = Client()
    client.force_login(both)
    assert client.get(where).status_code == 403
    ruling = {
        "verdict": "refused",
        "role": "court",
        "on": "2023-06-10",
        "document": "ruling 4",
        "because": "x",
    }
    assert "Decided" in text(driving.client("approver").post(where, ruling, follow=True))
    assert "No plan of instalments is on record" in text(client.get(DEBT))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"total": ""}, "Give sum, number and first day"),
        ({"lines": "2023-07-01"}, "Not a day and a sum"),
        ({"lines": "2023-13-01 5"}, "Not a day and a sum"),
        ({"lines": "2023-07-01 NaN"}, "Not a day and a sum"),
        ({"lines": "2023-07-01 0.001"}, "Not a day and a sum"),
        ({"missed_number": "0"}, "greater than or equal to 1"),
        ({"grace_unit": "lunar"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_plan_is_said_at_its_field(pages: str, given: dict[str, str], said: str) -> None:
    answer = driving.client("regulator").post(ASK, {**PLAN, **given})
    assert answer.status_code == 422
    assert said in text(answer)


def test_lines_count_instead_of_equal_parts(pages: str) -> None:
    lines = {"lines": "2023-07-01 1500000.00\n2023-09-15 2,500,000.00\n", "total": "", "number": ""}
    read = text(driving.client("regulator").post(ASK, {**PLAN, **lines}))
    assert "2,500,000.00" in read
    assert 'value="yes"' in read
    early = driving.client("regulator").post(ASK, {**PLAN, "on": "2023-07-15", "confirm": "yes"})
    assert early.status_code == 422
    assert "before the request" in text(early)


@pytest.mark.parametrize("role", ["bailiff", "auditor", "debtor", "creditor", "customs", "approver"])
def test_others_do_not_ask(pages: str, role: str) -> None:
    assert driving.client(role).get(ASK).status_code == 403  # the debtor and creditor are of another case


def test_form_and_public_page_fit_a_phone_and_axe_finds_nothing(server: driving.Server, visit: Visit) -> None:
    page = visit(server, viewport={"width": 320, "height": 900}, color_scheme="dark").page()
    driving.login(page, "regulator")
    for path in (ASK, "/public/cases/baikonur-2025-pad-31/weak-points/"):
        page.goto(path)
        assert driving.across(page) <= 320, path
        assert driving.axe(page) == [], path
