"""One scenario for each role, from the login to the result, in a browser, on SQLite and on PostgreSQL.

The bailiff attaches and releases with the approver and the debtor. Each test fails by itself on a console error,
on a request to another host and on a broken answer.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tests.web import driving

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
HERE = f"/cases/{EXERCISE}/measures/"
CLAIM = f"/cases/{EXERCISE}/claims/debt/"
THING = "asset/garage-hall"  # left by the case's own orders, so it may still be attached
SANCTION = "kz-enforcement.state_sanction_percent"


def signed_in(visit: Visit, server: driving.Server, user: str, *, refusals: bool = False) -> Page:
    watched = visit(server, viewport={"width": 1280, "height": 900})
    if refusals:
        watched.allowed_statuses.add(403)
    page = watched.page()
    driving.login(page, user)
    return page


def refused(page: Page, *addresses: str) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403, address


def words(page: Page) -> str:
    return page.locator("main").inner_text()


def answer(on: str) -> str:
    from downrange.service import gate

    return str(gate.check(THING, case=EXERCISE, on=date.fromisoformat(on))["answer"])


def filled(page: Page, path: str, given: dict[str, str]) -> None:
    """Take a step as a person does: open it, fill it in, read it once more, do it."""
    page.goto(path)
    for name, value in given.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Go on").click()
    page.locator('button[name="confirm"]').click()
    page.wait_for_load_state()
    said = page.locator(".message")
    assert said.count(), words(page)[:1500]


def test_a_bailiff_attaches_an_approver_approves_a_debtor_objects_and_it_is_released(
    any_server: driving.Server, visit: Visit
) -> None:
    from tests.conftest import _disconnect

    from downrange.registry.database import configure
    from downrange.web.users import add_user

    configure(any_server.database)
    add_user("debtor-2", "debtor", EXERCISE, "party/tsenki-exercise", driving.PASSWORD)
    bailiff, approver = signed_in(visit, any_server, "bailiff"), signed_in(visit, any_server, "approver")
    debtor = signed_in(visit, any_server, "debtor-2")
    mine = HERE + "of/attachment-2/"

    bailiff.goto(f"/cases/{EXERCISE}/selection/?on=2023-05-02")
    ticked = bailiff.get_by_label("Flat-bed lorry").first
    ticked.check()
    bailiff.get_by_role("button", name="Draft an order from what is ticked").first.click()
    assert "asset/truck-11 27900000.00 KZT" in bailiff.locator("#id_things").input_value()
    filled(bailiff, f"/cases/{EXERCISE}/orders/draft/", {"things": THING, "on": "2023-05-02"})
    assert "drafted" in bailiff.locator(".lead").inner_text()
    assert answer("2023-05-02") == "ALLOW"

    filled(approver, mine + "approve/", {"on": "2023-05-03"})
    filled(bailiff, mine + "put-in-force/", {"on": "2023-05-04", "document": "EX-2023-099"})
    assert answer("2023-05-04") == "STOP"
    filled(bailiff, mine + "serve/", {"on": "2023-05-05", "document": "receipt 4", "whom": "the debtor"})
    objection = {"on": "2023-05-10", "document": "complaint 1", "because": "out of proportion"}
    filled(debtor, mine + "object/", objection)
    assert "out of proportion" in words(debtor)
    decided = {"on": "2023-05-20", "document": "ruling 7", "objection": "stands"}
    filled(bailiff, mine + "decide-objection/", decided)

    part = {"on": "2023-05-30", "document": "payment order 12", "amount": "2500000000.00"}
    filled(bailiff, CLAIM + "pay/", part)
    assert answer("2023-05-30") == "STOP"
    filled(bailiff, CLAIM + "no-charges/", {"on": "2023-05-30", "document": "statement of charges 1"})
    rest = {"on": "2023-06-01", "document": "payment order 13", "amount": "10000000000.00"}
    filled(bailiff, CLAIM + "pay/", rest)
    assert answer("2023-06-01") == "ALLOW"
    bailiff.goto(HERE)
    bailiff.get_by_role("link", name="Certificate of release").click()
    assert "EX-2023-099" in words(bailiff)
    _disconnect()


def test_a_debtor_contests_its_own_case_and_saves_it(any_server: driving.Server, visit: Visit) -> None:
    page = signed_in(visit, any_server, "debtor", refusals=True)
    page.goto(f"/cases/{driving.CASE}/contest/")
    page.locator("#path-1").fill("claims.debt.asserted")
    page.locator("#value-1").fill("100.00 KZT")
    page.locator("#source-1").fill("our books, sheet 4")
    page.get_by_label("Because").fill("half of it was never due")
    page.get_by_label("Draws").select_option(index=0)
    page.get_by_role("button", name="Compute both sides").click()
    page.get_by_role("link", name="Show the result").click(timeout=120_000)
    assert "half of it was never due" in words(page)
    page.get_by_role("button", name="Save under my name").click()
    page.get_by_text("Saved as a counter-assessment").wait_for()
    page.goto(f"/cases/{driving.CASE}/")
    assert page.get_by_role("link", name=re.compile("^debtor")).is_visible()
    refused(page, f"/cases/{EXERCISE}/contest/", "/gate/", "/admin/audit/")


def test_a_customs_officer_gets_answers_and_is_refused_everything_else(
    any_server: driving.Server, visit: Visit
) -> None:
    from downrange.web import navigation

    page = signed_in(visit, any_server, "customs", refusals=True)
    assert page.url.endswith("/gate/")
    page.get_by_label("Number, mark or name").fill("asset/crane-07")
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("It may not leave").wait_for()
    assert "EX-2023-002" in words(page)
    case = [one.view for one in navigation.registered() if one.place == "case"]
    assert len(case) > 8
    refused(page, f"/cases/{EXERCISE}/", f"/cases/{EXERCISE}/debt/", f"/cases/{EXERCISE}/assets/", HERE)
    refused(page, "/public/", "/public/log/", "/intake/", "/admin/users/", "/admin/rules/", "/admin/audit/")


def test_the_public_verifies_a_proof_without_an_account(any_server: driving.Server, visit: Visit) -> None:
    page = visit(any_server).page()
    page.goto("/")
    page.get_by_role("link", name="Public register").first.click()
    page.goto(f"/public/cases/{EXERCISE}/")
    page.get_by_role("link", name="proof").first.click()
    page.get_by_role("button", name="Check it against the log").click()
    page.get_by_text("The proof holds").wait_for()
    proof = page.locator("#proof").input_value()
    page.locator("#proof").fill(re.sub(r'"leaf_hash": "..', '"leaf_hash": "00', proof))
    page.get_by_role("button", name="Check").last.click()
    page.get_by_text("The proof does not hold").wait_for()
    page.goto(f"/cases/{EXERCISE}/")
    assert "/account/login/" in page.url


def test_a_regulator_makes_a_user_who_sets_a_password_and_signs_in(
    any_server: driving.Server, visit: Visit
) -> None:
    page = signed_in(visit, any_server, "regulator")
    page.goto("/admin/users/")
    page.get_by_label("Name", exact=True).fill("officer-7")
    page.get_by_label("Role", exact=True).select_option("customs")
    page.get_by_role("button", name="Give the role and make a link").click()
    link = page.locator("code.hash").inner_text()
    page.goto(f"/cases/{EXERCISE}/assets/")
    page.goto(f"/cases/{EXERCISE}/")
    assert "12,500,000,000" in words(page)
    other = visit(any_server).page()
    other.goto(link)
    for field in other.locator("main input[type=password]").all():
        field.fill("a long word for officer seven")
    other.locator("main form button").first.click()
    other.wait_for_load_state()
    driving.login(other, "officer-7", "a long word for officer seven")
    assert other.url.endswith("/gate/")


def test_a_creditor_follows_what_is_owed_to_its_rule_and_article(
    any_server: driving.Server, visit: Visit
) -> None:
    page = signed_in(visit, any_server, "creditor", refusals=True)
    page.get_by_role("link", name="The attachment of TsENKI").click()
    page.get_by_role("link", name="13,684,550,338.70").first.click()
    assert page.get_by_role("heading", name="How this figure came about").is_visible()
    page.goto(f"/cases/{driving.CASE}/debt/?on=2024-01-31")
    assert "13,684,550,338.70" in words(page)
    page.goto(f"/cases/{driving.CASE}/measures/ladder/?on=2023-03-14")
    assert "ENF 32(6), 55(2)" in words(page)
    refused(page, f"/cases/{EXERCISE}/debt/", f"/cases/{driving.CASE}/claims/debt/pay/", "/gate/")


def test_a_rule_editor_supplies_a_value_and_an_auditor_sees_who_did(
    any_server: driving.Server, visit: Visit
) -> None:
    page = signed_in(visit, any_server, "rule_editor", refusals=True)
    page.goto("/admin/rules/")
    page.get_by_text("Supply a value").click()
    for name, value in (
        ("parameter", SANCTION), ("value", "10"), ("source", "Gazette, law 5, 2026"), ("article", "art. 1"),
        ("from", "2024-01-01"), ("to", "2024-12-31"),
    ):  # fmt: skip
        page.locator(f"form.panel #{name}").fill(value)
    page.locator("form.panel #case").select_option(EXERCISE)
    page.get_by_role("button", name="Put it on record").click()
    page.wait_for_load_state()
    assert "Gazette, law 5, 2026" in words(page)
    refused(page, "/admin/users/", f"/cases/{EXERCISE}/", "/gate/")

    auditor = signed_in(visit, any_server, "auditor", refusals=True)
    auditor.goto("/admin/audit/?by=user/rule_editor")
    assert SANCTION in words(auditor)
    auditor.locator("table a").first.click()
    auditor.get_by_role("button", name="Check it against the log").click()
    auditor.get_by_text("The proof holds").wait_for()
    refused(auditor, "/admin/users/", f"/cases/{EXERCISE}/orders/draft/", "/gate/")
