"""The gate: the answer with its order and whom to call, nothing else; persons only with a purpose."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.web import driving

from downrange.registry.models import User
from downrange.service.border.gate import looked_up
from downrange.service.record.facts import facts_as_of
from downrange.web.models import Membership

if TYPE_CHECKING:
    from django.test import Client
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
HEAD = "009931000126"
"""The number of the exercise's second head, whom an exit ban stops to this day."""


def ask(client: Client, identifier: str, **more: str) -> Any:
    return client.post("/gate/", {"identifier": identifier, **more})


def test_a_held_thing_is_stopped_with_the_order_and_whom_to_call(pages: str) -> None:
    answer = ask(driving.client("customs"), "zzz 000005 00000007")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "STOP" in text
    assert "It may not leave" in text
    for wanted in ("EX-2023-002", "EX-2023-003", "Whom to call", "Bailiff", "use in place", "Logged under"):
        assert wanted in text, wanted
    assert "Fictional" in text


def test_words_and_shapes_tell_the_three_answers_apart(pages: str) -> None:
    client = driving.client("customs")
    shapes = {}
    for identifier, verdict in (
        ("asset/crane-07", "STOP"),
        ("asset/crane-08", "ALLOW"),
        ("TLM-0004-Z", "REFER"),
    ):
        text = ask(client, identifier).content.decode()
        assert f"<strong>{verdict}</strong>" in text, identifier
        shapes[verdict] = re.findall(r'<path d="[^"]+"', text)[0]
    assert len(set(shapes.values())) == 3


def test_it_answers_in_well_under_a_second(pages: str) -> None:
    client = driving.client("customs")
    ask(client, "asset/crane-07")
    began = time.process_time()
    for _ in range(5):
        ask(client, "ZZZU0000026")
    assert (time.process_time() - began) / 5 < 0.5


def test_every_question_is_logged_with_who_asked(pages: str) -> None:
    text = ask(driving.client("customs"), "asset/crane-07").content.decode()
    place = int(re.findall(r"Logged under number ([\d,]+)", text)[0].replace(",", ""))
    query = facts_as_of("gate/query", "gate-query")[-1]
    assert (query.sequence, query.by, query.body["answer"]) == (place, "user/customs", "STOP")


def test_a_person_is_looked_for_only_with_a_purpose_and_can_see_it(pages: str) -> None:
    client = driving.client("customs")
    without = ask(client, HEAD, kind="person")
    assert without.status_code == 422
    assert "only with a purpose" in without.content.decode()
    assert not facts_as_of("gate/query", "gate-query")
    asked = ask(client, HEAD, kind="person", purpose="exit at the border")
    assert "STOP" in asked.content.decode()
    assert "EX-2023-011" in asked.content.decode()
    found = looked_up(f"{EXERCISE}/party/uchebnaya-obraztsova")
    assert [(one["by"], one["purpose"]) for one in found] == [("user/customs", "exit at the border")]


def test_a_persons_number_among_things_gives_no_answer_without_a_purpose(pages: str) -> None:
    answer = ask(driving.client("customs"), HEAD)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what for" in text
    for hidden in ("<strong>STOP", "EX-2023-011", "obraztsova"):
        assert hidden not in text
    assert looked_up(f"{EXERCISE}/party/uchebnaya-obraztsova")[0]["purpose"] == ""


@pytest.mark.parametrize(
    "given", [{"identifier": ""}, {"identifier": "x" * 121}, {"identifier": "x", "kind": "planet"}]
)
def test_a_question_that_is_none_is_not_asked(pages: str, given: dict[str, str]) -> None:
    assert driving.client("customs").post("/gate/", given).status_code == 422
    assert not facts_as_of("gate/query", "gate-query")


def test_an_override_names_who_and_why(pages: str) -> None:
    client = driving.client("customs")
    ask(client, "asset/crane-07")
    place = facts_as_of("gate/query", "gate-query")[-1].sequence
    answer = client.post(
        "/gate/override/", {"sequence": place, "because": "order shown on paper"}, follow=True
    )
    assert "you decided otherwise" in answer.content.decode()
    noted = facts_as_of("gate/query", "gate-override")[0]
    assert (noted.by, noted.body["because"]) == ("user/customs", "order shown on paper")
    for wrong in (
        {"sequence": place},
        {"sequence": "0", "because": "x"},
        {"sequence": "one", "because": "x"},
    ):
        assert client.post("/gate/override/", wrong).status_code == 400


@pytest.mark.parametrize("role", ["approver", "creditor", "debtor", "rule_editor", "auditor"])
def test_who_may_not_ask_is_refused(pages: str, role: str) -> None:
    assert ask(driving.client(role), "asset/crane-07").status_code == 403
    assert not facts_as_of("gate/query", "gate-query")


def test_a_regulator_asks_but_overrides_nothing(pages: str) -> None:
    client = driving.client("regulator")
    text = ask(client, "asset/crane-07").content.decode()
    assert "STOP" in text
    assert "I decide otherwise" not in text
    assert client.post("/gate/override/", {"sequence": "1", "because": "x"}).status_code == 403
    assert driving.client("approver").post("/gate/override/", {}).status_code == 403


def test_a_standing_for_one_case_asks_of_that_case_only(pages: str) -> None:
    officer = User.objects.create(username="of-one-case")
    Membership.objects.create(user=officer, role="customs", case="baikonur-lease")
    client = driving.client("of-one-case")
    assert "ALLOW" in ask(client, "asset/crane-07").content.decode()
    assert ask(client, "asset/crane-07", case=EXERCISE).status_code == 403
    Membership.objects.create(user=officer, role="customs", case=EXERCISE)
    assert ask(client, "asset/crane-07").status_code == 400  # which of the two?
    assert "STOP" in ask(client, "asset/crane-07", case=EXERCISE).content.decode()


def test_customs_sees_the_gate_and_nothing_else(pages: str) -> None:
    client = driving.client("customs")
    assert client.get("/").headers["Location"] == reverse("gate")
    text = client.get("/gate/").content.decode()
    links = set(re.findall(r'href="(/(?!static)[^"]*)"', text))
    assert links == {"/gate/", "/gate/offline/", "/account/"}
    for address in ("/public/", "/cases/tsenki-2023/", "/cases/tsenki-2023-exercise/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_without_scripts(server: driving.Server, visit: Visit, scheme: Any) -> None:
    page = visit(
        server, viewport={"width": 320, "height": 640}, color_scheme=scheme, java_script_enabled=False
    ).page()
    driving.login(page, "customs")
    assert page.url.endswith("/gate/")
    page.get_by_label("Number, mark or name").fill("asset/crane-07")
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("It may not leave").wait_for()


def test_axe_finds_nothing_and_it_fits(server: driving.Server, visit: Visit) -> None:
    page = visit(server, viewport={"width": 320, "height": 640}).page()
    driving.login(page, "customs")
    assert driving.axe(page) == []
    page.get_by_label("Number, mark or name").fill("asset/crane-07")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    box = page.locator(".verdict").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 640 - box["height"]  # in sight, with the next field in focus
    assert driving.across(page) <= 320
    assert driving.axe(page) == []
    assert page.evaluate("document.activeElement.id") == "identifier"
