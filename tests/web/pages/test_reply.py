"""A named party's reply beside what is said of it; a complaint about a wrongful stop, its contact apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.registry.models import Fact, User
from downrange.service.record.redress import contact_of
from downrange.web.models import Membership, Redress, RightOfReply

if TYPE_CHECKING:
    from tests.web.conftest import Visit

REPLY = f"/cases/{driving.CASE}/reply/"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_reply_stands_on_the_page_of_the_case(pages: str) -> None:
    client = driving.client("debtor")
    answer = client.post(REPLY, {"text": "We deny <b>all</b> of it.", "about": "the sum"}, follow=True)
    assert "Your reply stands" in text_of(answer)
    shown = text_of(driving.client("auditor").get(f"/cases/{driving.CASE}/"))
    assert "We deny &lt;b&gt;all&lt;/b&gt; of it." in shown
    assert "party/tsenki" in shown
    assert client.post(REPLY, {"text": " "}).status_code == 422


@pytest.mark.parametrize("role", ["regulator", "bailiff", "auditor"])
def test_who_is_no_party_writes_no_reply(pages: str, role: str) -> None:
    assert driving.client(role).post(REPLY, {"text": "x"}).status_code == 403
    assert not RightOfReply.objects.exists()


def test_nobody_replies_for_another_party_or_in_another_case(pages: str) -> None:
    client = driving.client("debtor")
    assert client.post(REPLY, {"text": "x", "party": "party/baiterek-jv"}).status_code == 403
    assert client.post("/cases/cosmos-954/reply/", {"text": "x"}).status_code == 403
    user = User.objects.create(username="without-party")
    Membership.objects.create(user=user, role="debtor", case=driving.CASE)
    assert driving.client("without-party").get(REPLY).status_code == 403
    assert not RightOfReply.objects.exists()


def complain(client: Any) -> str:
    body = {"text": "My crane was held.", "contact": "somebody@example.org", "sequence": "3"}
    answer = client.post("/redress/", body)
    assert answer.status_code == 302
    return str(re.findall(r"/redress/(\w+)/", answer.headers["Location"])[0])


def test_a_complaint_needs_no_account_and_its_contact_is_not_in_the_log(pages: str) -> None:
    client = driving.client()
    reference = complain(client)
    text = text_of(client.get(f"/redress/{reference}/"))
    assert "nobody has decided yet" in text
    assert "My crane" not in text
    assert client.get("/redress/NONE/").status_code == 404
    bodies = "".join(Fact.objects.filter(about=f"redress/{reference}").values_list("body", flat=True))
    assert reference in bodies
    assert "example.org" not in bodies
    assert contact_of(reference) == "somebody@example.org"
    row = Redress.objects.get(reference=reference)
    assert row.contact_commitment in bodies
    assert "example.org" not in str(vars(row))
    for wrong in ({"text": "x"}, {"contact": "x"}, {"text": "x", "contact": "y", "sequence": "-1"}):
        assert client.post("/redress/", wrong).status_code == 422
    assert driving.client("customs").get("/redress/").status_code == 403


def test_a_regulator_decides_once_and_the_person_reads_the_answer(pages: str) -> None:
    reference = complain(driving.client())
    client = driving.client("regulator")
    assert "somebody@example.org" in text_of(client.get("/redress/decide/"))
    body = {"reference": reference, "verdict": "granted", "answer": "It was another crane."}
    assert client.post("/redress/decide/", {**body, "answer": " "}).status_code == 400
    assert client.post("/redress/decide/", {**body, "verdict": "perhaps"}).status_code == 400
    assert client.post("/redress/decide/", body).status_code == 302
    assert (
        client.post("/redress/decide/", {**body, "verdict": "refused"}).status_code == 400
    )  # decided already
    text = text_of(driving.client().get(f"/redress/{reference}/"))
    assert "It was another crane." in text
    assert "granted" in text
    assert "somebody@example.org" not in text_of(client.get("/redress/decide/"))
    assert Fact.objects.filter(about=f"redress/{reference}", kind="redress-answer").count() == 1


@pytest.mark.parametrize("role", ["bailiff", "auditor", "debtor", None])
def test_others_decide_no_complaint(pages: str, role: str | None) -> None:
    reference = complain(driving.client())
    client = driving.client(role)
    refused = 302 if role is None else 403
    assert client.get("/redress/decide/").status_code == refused
    body = {"reference": reference, "verdict": "granted", "answer": "x"}
    assert client.post("/redress/decide/", body).status_code == refused
    assert Redress.objects.get(reference=reference).state == "open"


def test_a_visitor_complains_on_a_phone(server: driving.Server, visit: Visit) -> None:
    page = visit(server, viewport={"width": 320, "height": 700}).page()
    page.goto("/redress/")
    assert driving.axe(page) == []
    page.get_by_label("What happened").fill("My crane was held at the gate.")
    page.get_by_label("How to reach you").fill("somebody@example.org")
    page.get_by_role("button", name="Complain").click()
    page.get_by_text("Keep this reference").wait_for()
    assert driving.across(page) <= 320
    assert driving.axe(page) == []


def test_a_partys_own_pages_fit_a_phone(server: driving.Server, visit: Visit) -> None:
    page = visit(server, viewport={"width": 320, "height": 700}).page()
    driving.login(page, "debtor")
    for address in (REPLY, f"/cases/{driving.CASE}/lookups/"):
        page.goto(address)
        assert driving.across(page) <= 320
        assert driving.axe(page) == []
