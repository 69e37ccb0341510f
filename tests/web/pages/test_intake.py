"""Intake: an article becomes spans and items, each decided by a person; what is accepted goes on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web import driving

from downrange.web import cases
from downrange.web.models import Job
from downrange.web.pages import intake

if TYPE_CHECKING:
    from tests.web.conftest import Visit

ARTICLE = (
    "On 14 March 2023 Kazakhstan attached property of TsENKI over a debt of 13.7 billion tenge,"
    " the outlet KZ24 reported. <script>alert(1)</script> The company denied the debt."
)


def made(client: Client, text: str = ARTICLE) -> int:
    answer = client.post("/intake/", {"text": text, "name": "KZ24 of March", "published": "2023-03-14"})
    assert answer.status_code == 302, answer.content
    return int(answer.headers["Location"].split("/")[2])


def items(number: int) -> list[dict[str, object]]:
    result = Job.objects.get(pk=number).result
    assert result is not None
    found = result["draft"]["items"]
    assert isinstance(found, list)
    return found


def decide(client: Client, number: int, item: object, verdict: str, **more: str) -> int:
    sent = {"item": str(item), "verdict": verdict, **more}
    return client.post(f"/intake/{number}/decide/", sent).status_code


def test_pieces_make_up_the_text_and_bear_the_shortest_item() -> None:
    found = intake.pieces(
        "abcdef",
        [
            {"start": 0, "end": 6, "kind": "statement"},
            {"start": 1, "end": 4, "kind": "claim"},
            {"start": 2, "end": 3, "kind": "money"},
        ],
    )
    assert "".join(one["text"] for one in found) == "abcdef"
    assert [(one["text"], one["kind"]) for one in found] == [
        ("a", "statement"), ("b", "claim"), ("c", "money"), ("d", "claim"), ("ef", "statement"),
    ]  # fmt: skip
    assert all(one["said"] for one in found)


def test_an_article_is_shown_with_its_spans_and_nothing_of_it_is_run(pages: str) -> None:
    client = driving.client("regulator")
    text = client.get(f"/intake/{made(client)}/").content.decode()
    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert 'class="span k-date' in text
    assert "tsenki-2023" in text  # what is recognised


def test_items_are_decided_and_accepted_ones_go_on_record_under_ones_own_name(pages: str) -> None:
    from downrange.service.record.facts import facts_as_of

    client = driving.client("regulator")
    number = made(client)
    finish = {"case": driving.CASE, "publisher": "KZ24", "title": "Property attached"}
    assert client.post(f"/intake/{number}/record/", finish).status_code == 422  # not all are decided
    for one in items(number):
        accepted = one["kind"] in ("claim", "statement")
        assert decide(client, number, one["id"], "accepted" if accepted else "rejected") == 302
    before = len(cases.the_case(driving.CASE).statements)
    assert client.post(f"/intake/{number}/record/", {**finish, "case": ""}).status_code == 422
    bad = {**finish, "address": "javascript:alert(1)"}
    assert client.post(f"/intake/{number}/record/", bad).status_code == 422
    assert client.post(f"/intake/{number}/record/", finish).status_code == 302
    after = cases.the_case(driving.CASE)
    assert len(after.statements) > before
    new = [one for one in after.statements if one.source.startswith("article-")]
    assert new
    facts = [one for one in facts_as_of(kind="statement") if one.about == f"{driving.CASE}/{new[0].id}"]
    assert [one.by for one in facts] == ["user/regulator"]
    shown = client.get(f"/cases/{driving.CASE}/statements/").content.decode()
    assert "Property attached" in shown
    assert decide(client, number, items(number)[0]["id"], "accepted") == 400  # it is on record


def test_a_correction_is_kept_beside_what_was_read(pages: str) -> None:
    client = driving.client("regulator")
    number = made(client)
    date = next(one for one in items(number) if one["kind"] == "date")
    assert decide(client, number, date["id"], "corrected", value="2023-03-13", because="a misprint") == 302
    kept = next(one for one in items(number) if one["id"] == date["id"])
    assert kept["value"] == "2023-03-14"
    decision = kept["decision"]
    assert isinstance(decision, dict)
    assert (decision["value"], decision["because"], decision["by"]) == (
        "2023-03-13", "a misprint", "user/regulator"
    )  # fmt: skip
    for verdict in ("", "maybe"):
        assert decide(client, number, date["id"], verdict) == 422
    assert decide(client, number, "item/none", "accepted") == 422


def test_a_draft_is_its_makers_own_and_can_be_deleted(pages: str) -> None:
    client = driving.client("regulator")
    number = made(client)
    for role in ("bailiff", "creditor", "customs", "auditor"):
        assert driving.client(role).get(f"/intake/{number}/").status_code == 403
        assert driving.client(role).get("/intake/").status_code == 403
        assert decide(driving.client(role), number, "item/0001-date", "accepted") == 403
    from downrange.registry.models import User
    from downrange.web.users import add_user

    add_user("another", "regulator", password=driving.PASSWORD)
    other = Client()
    other.force_login(User.objects.get(username="another"))
    assert other.get(f"/intake/{number}/").status_code == 404
    assert other.post(f"/intake/{number}/delete/").status_code == 404
    body = yaml.safe_load(client.get(f"/intake/{number}/case.yaml").content)
    assert body["title"].endswith("KZ24 of March")
    assert client.post(f"/intake/{number}/delete/").status_code == 302
    assert not Job.objects.filter(pk=number).exists()


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("a.pdf", "application/pdf", b"%PDF-1.4"),
        ("a.txt", "application/octet-stream", b"words"),
        ("a.exe", "text/plain", b"words"),
        ("a.txt", "text/plain", b"\xff\xfe\x00w"),
        ("a.txt", "text/plain", b"a\x00b"),
        ("a.txt", "text/plain", b"x" * 1_000_000),
        ("a.txt", "text/plain", b" \n"),
    ],
)
def test_only_text_of_a_certain_size_is_read(pages: str, name: str, kind: str, content: bytes) -> None:
    file = SimpleUploadedFile(name, content, content_type=kind)
    answer = driving.client("regulator").post("/intake/", {"file": file})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Job.objects.filter(kind="intake").exists()


def test_a_text_file_is_read(pages: str) -> None:
    file = SimpleUploadedFile("a.txt", ARTICLE.encode(), content_type="text/plain")
    assert driving.client("regulator").post("/intake/", {"file": file}).status_code == 302


@pytest.mark.parametrize("width", [320, 1280])
def test_every_item_is_decided_from_the_keyboard(server: driving.Server, visit: Visit, width: int) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme="dark").page()
    driving.login(page, "regulator")
    page.goto("/intake/")
    page.get_by_label("Paste the article").fill(ARTICLE)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/intake/*/")
    assert driving.axe(page) == []
    assert driving.across(page) <= width
    number = page.locator("[data-item]").count()
    for _ in range(number):
        assert page.evaluate("document.activeElement.dataset.key") == "a"
        with page.expect_navigation():
            page.keyboard.press("a")
    assert page.locator("[data-item].decided").count() == number
    assert driving.axe(page) == []
