"""Administration: users, rules on record, the audit, who looked me up, forgetting; each for its roles only."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.reference import dated, library
from downrange.registry.models import User
from downrange.service.border.gate import check, note_override
from downrange.service.record.facts import facts_as_of
from downrange.service.record.rules import supplied_rules
from downrange.web import cases, users
from downrange.web.models import Membership, Organisation

if TYPE_CHECKING:
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
SANCTION = "kz-enforcement.state_sanction_percent"
PAGES = {
    "/admin/users/": {"regulator"},
    "/admin/retention/": {"regulator"},
    "/admin/audit/": {"regulator", "auditor"},
    "/admin/rules/": {"regulator", "bailiff", "approver", "creditor", "debtor", "auditor", "rule_editor"},
    f"/cases/{driving.CASE}/lookups/": {"creditor", "debtor"},
}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("role", [*driving.USERS, "public"])
def test_each_page_opens_for_its_roles_only(pages: str, role: str) -> None:
    client = driving.client(None if role == "public" else role)
    for address, may in PAGES.items():
        expected = 200 if role in may else 302 if role == "public" else 403
        assert client.get(address).status_code == expected, address


# ---- users


def test_a_user_is_made_with_a_link_that_is_shown_once(pages: str) -> None:
    client = driving.client("regulator")
    Organisation.objects.create(name="Customs post 1")
    body = {
        "do": "add",
        "name": "officer-9",
        "role": "customs",
        "organisation": Organisation.objects.get().pk,
    }
    text = text_of(client.post("/admin/users/", body))
    link = re.findall(r"http://testserver(/account/set/[^<]+)", text)[0]
    key, token = link.strip("/").split("/")[-2:]
    made = users.by_link(key, token)
    assert made is not None
    assert (made.username, made.has_usable_password()) == ("officer-9", False)
    held = Membership.objects.get(user=made)
    assert (held.role, str(held.organisation)) == ("customs", "Customs post 1")
    assert "/account/set/" not in text_of(client.get("/admin/users/"))
    noted = facts_as_of(f"user/{made.pk}", "user-change")[0]
    assert (noted.by, noted.body["done"], noted.body["role"]) == ("user/regulator", "role given", "customs")


def test_switching_off_taking_a_role_and_a_new_link(pages: str) -> None:
    client, bailiff = driving.client("regulator"), User.objects.get(username="bailiff")
    client.post("/admin/users/", {"do": "switch", "user": bailiff.pk})
    assert driving.client("bailiff").get("/admin/rules/").status_code == 302  # nobody any more
    client.post("/admin/users/", {"do": "switch", "user": bailiff.pk})
    assert driving.client("bailiff").get("/admin/rules/").status_code == 200
    held = Membership.objects.get(user=bailiff)
    client.post("/admin/users/", {"do": "drop", "membership": held.pk})
    assert driving.client("bailiff").get("/admin/rules/").status_code == 403
    assert "/account/set/" in text_of(client.post("/admin/users/", {"do": "link", "user": bailiff.pk}))
    assert (
        client.post("/admin/users/", {"do": "organisation", "name": "Bailiffs of the exercise"}).status_code
        == 200
    )
    assert Organisation.objects.filter(name="Bailiffs of the exercise").exists()
    done = [one.body["done"] for one in facts_as_of(f"user/{bailiff.pk}", "user-change")]
    assert done == ["switched off", "switched on", "role taken", "link given"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"do": "add", "name": "", "role": "customs"},
        {"do": "add", "name": "x", "role": "emperor"},
        {"do": "add", "name": "x", "role": "customs", "case": "none"},
        {"do": "add", "name": "x", "role": "debtor"},
        {"do": "add", "name": "x", "role": "debtor", "case": EXERCISE, "party": "party/none"},
        {"do": "add", "name": "x", "role": "customs", "party": "party/tsenki"},
        {"do": "switch", "user": "999999"},
        {"do": "switch", "user": "self"},
        {"do": "drop", "membership": "own"},
        {"do": "drop", "membership": "x"},
        {"do": "organisation", "name": " "},
    ],
)
def test_what_cannot_be_done_to_users_is_told_and_not_done(pages: str, body: dict[str, str]) -> None:
    regulator = User.objects.get(username="regulator")
    given = {**body}
    if body.get("user") == "self":
        given["user"] = str(regulator.pk)
    if body.get("membership") == "own":
        given["membership"] = str(Membership.objects.get(user=regulator).pk)
    before = (User.objects.count(), Membership.objects.count(), Organisation.objects.count())
    answer = driving.client("regulator").post("/admin/users/", given)
    assert answer.status_code == 422
    assert 'role="alert"' in text_of(answer)
    assert (User.objects.count(), Membership.objects.count(), Organisation.objects.count()) == before
    regulator.refresh_from_db()
    assert regulator.is_active


@pytest.mark.parametrize("role", ["bailiff", "auditor", "rule_editor"])
def test_others_change_no_users(pages: str, role: str) -> None:
    body = {"do": "add", "name": "mine", "role": "regulator"}
    assert driving.client(role).post("/admin/users/", body).status_code == 403
    assert not User.objects.filter(username="mine").exists()


def test_a_regulator_of_one_case_manages_no_users(pages: str) -> None:
    user = User.objects.create(username="of-one-case")
    Membership.objects.create(user=user, role="regulator", case=EXERCISE)
    client = driving.client("of-one-case")
    for address in ("/admin/users/", "/admin/audit/", "/admin/retention/"):
        assert client.get(address).status_code == 403


# ---- rules


def test_rules_and_tariffs_are_shown_with_article_and_source(pages: str) -> None:
    client = driving.client("auditor")
    text = text_of(client.get("/admin/rules/?file=kz-enforcement&on=2023-06-01"))
    assert SANCTION in text
    assert "ENF 124" in text
    cited = library.citation(dated.in_force(SANCTION, date(2023, 6, 1)).source)
    assert f"{cited.publisher}, <i>{cited.title}</i>" in text
    assert "Supply a value" not in text
    for address in ("/admin/rules/?file=kz-index&on=2019-07-01", "/admin/rules/?file=ru-rates&on=1990-01-01"):
        assert client.get(address).status_code == 200
    tariff = re.findall(r"<option>(tariffs/[^<]+)</option>", text)
    assert tariff
    for one in tariff:
        assert client.get("/admin/rules/", {"file": one}).status_code == 200, one
    assert client.get("/admin/rules/?file=../../secret").status_code == 404


def test_a_supplied_value_is_on_record_and_reaches_the_account(pages: str) -> None:
    def sanction() -> str:
        charges = cases.account(EXERCISE, "2023-06-01")[0]["charges"]
        return str(next(one["amount"]["amount"] for one in charges if one["head"] == "sanction"))

    assert sanction() == "1250000000.00"
    client = driving.client("rule_editor")
    body = {
        "do": "supply",
        "parameter": SANCTION,
        "value": "5",
        "source": "Gazette, 2023-05-01",
        "case": EXERCISE,
    }
    answer = client.post("/admin/rules/", body, follow=True)
    assert "On record under number" in text_of(answer)
    assert "Gazette, 2023-05-01" in text_of(answer)
    shown = text_of(client.get("/admin/rules/?file=kz-enforcement&on=2023-06-01"))
    place = supplied_rules(EXERCISE)[0].log_sequence
    assert f'id="supplied-{place}"' in shown  # beside the library's own it says what stands in, and where
    assert f'href="#supplied-{place}"' in shown
    assert sanction() == "625000000.00"
    (one,) = supplied_rules(EXERCISE)
    assert (one.by, one.value) == ("user/rule_editor", 5)
    back = {"do": "withdraw", "parameter": SANCTION, "because": "not in force", "case": EXERCISE}
    client.post("/admin/rules/", back)
    assert sanction() == "1250000000.00"
    client.post("/admin/rules/", {**body, "case": ""})  # for every case
    assert sanction() == "625000000.00"
    assert "every case" in text_of(driving.client("debtor").get("/admin/rules/"))


@pytest.mark.parametrize(
    "change",
    [
        {"parameter": "none.none"}, {"source": ""}, {"value": ""}, {"value": "[1,"}, {"case": "none"},
        {"from": "2024-01-01", "to": "2023-01-01"}, {"from": "then"}, {"do": "withdraw"},
    ],
)  # fmt: skip
def test_a_value_that_cannot_stand_is_refused(pages: str, change: dict[str, str]) -> None:
    body = {"do": "supply", "parameter": SANCTION, "value": "5", "source": "Gazette", **change}
    answer = driving.client("rule_editor").post("/admin/rules/", body)
    assert answer.status_code == 422
    assert supplied_rules() == ()


@pytest.mark.parametrize("role", ["regulator", "debtor", "auditor"])
def test_only_a_rule_editor_supplies_values(pages: str, role: str) -> None:
    body = {"do": "supply", "parameter": SANCTION, "value": "5", "source": "Gazette"}
    assert driving.client(role).post("/admin/rules/", body).status_code == 403
    assert supplied_rules() == ()


def test_a_rule_editor_of_one_case_supplies_nothing_for_all(pages: str) -> None:
    editor = User.objects.create(username="of-one-case")
    Membership.objects.create(user=editor, role="rule_editor", case=EXERCISE)
    client = driving.client("of-one-case")
    body = {"do": "supply", "parameter": SANCTION, "value": "[[1, 0.5]]", "source": "Gazette"}
    for case in ("", "cosmos-954"):
        assert client.post("/admin/rules/", {**body, "case": case}).status_code == 403
    assert client.post("/admin/rules/", {**body, "case": EXERCISE}).status_code == 302
    assert supplied_rules(EXERCISE)[0].value == [[1, "0.5"]]  # no binary float on record


# ---- audit, look-ups, forgetting


def test_the_audit_shows_who_did_what_and_no_persons_number(pages: str) -> None:
    asked = check("009931000126", "person", by="user/customs", purpose="exit at the border")
    note_override(asked["log_sequence"], "user/customs", "order seen")
    client = driving.client("auditor")
    text = text_of(client.get("/admin/audit/"))
    assert "user/customs" in text
    assert "order seen" in text
    for hidden in ("009931000126", "exit at the border"):
        assert hidden not in text
    assert "obraztsova" not in text_of(client.get("/admin/audit/?kind=gate-query"))
    text = text_of(client.get("/admin/audit/?kind=gate-query&by=user/customs"))
    assert text.count("<tr>") == 2
    older = re.findall(r'href="(\?[^"]*before=\d+)"', text_of(client.get("/admin/audit/?kind=statement")))[0]
    assert "statement" in text_of(client.get("/admin/audit/" + older.replace("&amp;", "&")))


def test_a_party_sees_who_asked_after_it_and_no_other_does(pages: str) -> None:
    asked = check("ЦЭНКИ", None, driving.CASE, by="user/customs", purpose="goods at the border")
    note_override(asked["log_sequence"], "user/customs", "another firm of that name")
    address = f"/cases/{driving.CASE}/lookups/"
    text = text_of(driving.client("debtor").get(address))
    for wanted in ("user/customs", "goods at the border", "another firm of that name", "REFER"):
        assert wanted in text
    other = text_of(driving.client("creditor").get(address))
    assert "goods at the border" not in other
    assert "Nobody asked after you" in other
    assert driving.client("debtor").get(f"/cases/{EXERCISE}/lookups/").status_code == 403


def test_what_was_asked_is_forgotten_and_the_log_still_stands(pages: str) -> None:
    place = check("009931000126", "person", by="user/customs", purpose="exit")["log_sequence"]
    client = driving.client("regulator")
    text = text_of(client.get("/admin/retention/"))
    assert "CC1 178" in text
    assert "Nothing is due." in text
    for role in ("auditor", "rule_editor", "customs"):
        assert (
            driving.client(role).post("/admin/erase/", {"sequence": place, "because": "x"}).status_code == 403
        )
    assert client.post("/admin/erase/", {"sequence": place, "because": " "}).status_code == 400
    answer = client.post(
        "/admin/erase/", {"sequence": place, "because": "by order 7 of a court"}, follow=True
    )
    assert "Forgotten" in text_of(answer)
    assert client.post("/admin/erase/", {"sequence": place, "because": "again"}).status_code == 400
    assert client.post("/admin/erase/", {"sequence": "x", "because": "again"}).status_code == 400
    proof = driving.client("auditor").get(f"/public/log/{place}/?as=json").json()
    checked = driving.client().post("/public/log/", {"proof": json.dumps(proof)})
    assert "The proof holds" in text_of(checked)


def test_in_a_browser_an_editor_supplies_and_a_regulator_makes_a_user(
    server: driving.Server, visit: Visit
) -> None:
    page = visit(server, viewport={"width": 320, "height": 800}).page()
    driving.login(page, "rule_editor")
    page.goto("/admin/rules/?file=kz-enforcement")
    page.get_by_text("Supply a value").click()
    page.get_by_label("Rule", exact=True).fill(SANCTION)
    page.get_by_label("Value", exact=True).fill("5")
    page.get_by_label("Source", exact=True).fill("Gazette, 2023-05-01")
    page.get_by_role("button", name="Put it on record").click()
    page.get_by_text("On record under number").wait_for()
    assert driving.across(page) <= 320
    assert driving.axe(page) == []
    other = visit(server).page()
    driving.login(other, "regulator")
    other.goto("/admin/users/")
    other.locator("#name").fill("officer-10")
    other.locator("#role").select_option("customs")
    other.get_by_role("button", name="Give the role and make a link").click()
    other.get_by_text("/account/set/").wait_for()
    assert driving.axe(other) == []


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "none", ""])
def test_a_number_that_no_row_bears_is_refused_at_its_field(pages: str, number: str) -> None:
    client = driving.client("regulator")
    for act, field in (("switch", "user"), ("link", "user"), ("drop", "membership")):
        assert client.post("/admin/users/", {"do": act, field: number}).status_code == 422
