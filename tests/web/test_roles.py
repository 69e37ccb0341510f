"""One scenario for each role, from the login to the result, in a browser, on SQLite and on PostgreSQL.

The bailiff, the approver and a debtor act together in ``test_roles_attachment.py``, which ends with everything
released and so has a server of its own. Each test fails by itself on a console error, on a request to another host
and on a broken answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web import driving

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
HERE = f"/cases/{EXERCISE}/measures/"
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
    page.locator('button[name="confirm"]').wait_for(state="detached")
    page.locator(".message").first.wait_for()


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
    page.get_by_text("half of it was never due").first.wait_for()
    page.get_by_role("button", name="Save under my name").click()
    page.get_by_text("Saved as a counter-assessment").wait_for()
    page.goto(f"/cases/{driving.CASE}/")
    page.get_by_role("link", name=re.compile(r"^debtor \(")).wait_for()
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
    other = re.sub(r'(?<="leaf_hash": ")(.)', lambda digit: "1" if digit[0] == "0" else "0", proof)
    assert other != proof
    page.locator("#proof").fill(other)
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
    with other.expect_navigation():
        other.locator("main form button").first.click()
    driving.login(other, "officer-7", "a long word for officer seven")
    assert other.url.endswith("/gate/")


def test_a_creditor_follows_what_is_owed_to_its_rule_and_article(
    any_server: driving.Server, visit: Visit
) -> None:
    page = signed_in(visit, any_server, "creditor", refusals=True)
    page.get_by_role("link", name="The attachment of TsENKI").click()
    page.get_by_role("link", name="13,684,550,338.70").first.click()
    page.get_by_role("heading", name="How this figure came about").wait_for()
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
    page.get_by_text("Gazette, law 5, 2026").first.wait_for()
    refused(page, "/admin/users/", f"/cases/{EXERCISE}/", "/gate/")

    auditor = signed_in(visit, any_server, "auditor", refusals=True)
    auditor.goto("/admin/audit/?by=user/rule_editor")
    assert SANCTION in words(auditor)
    auditor.locator("table a").first.click()
    auditor.get_by_role("button", name="Check it against the log").click()
    auditor.get_by_text("The proof holds").wait_for()
    refused(auditor, "/admin/users/", f"/cases/{EXERCISE}/orders/draft/", "/gate/")


def drafted(page: Page, thing: str) -> str:
    """Draft an order on a thing; give the address of its measure."""
    filled(page, f"/cases/{EXERCISE}/orders/draft/", {"things": thing, "on": "2023-05-02"})
    return page.url


def test_an_approver_approves_rejects_and_is_refused_an_own_draft(
    any_server: driving.Server, visit: Visit
) -> None:
    from tests.conftest import _disconnect

    from downrange.registry.database import configure
    from downrange.web.users import add_user

    configure(any_server.database)
    for role in ("bailiff", "approver"):
        add_user("both-7", role, EXERCISE, "", driving.PASSWORD)
    _disconnect()
    bailiff = signed_in(visit, any_server, "bailiff")
    first = drafted(bailiff, "asset/garage-hall")
    second = drafted(bailiff, "asset/garage-hall")
    assert first != second

    approver = signed_in(visit, any_server, "approver", refusals=True)
    filled(approver, f"{first}approve/", {"on": "2023-05-03"})
    approver.goto(first)
    assert "approved" in approver.locator(".lead").inner_text()
    filled(approver, f"{second}reject/", {"on": "2023-05-03", "because": "the first one holds it"})
    approver.goto(second)
    assert "the first one holds it" in words(approver)
    refused(approver, f"/cases/{EXERCISE}/orders/draft/", f"{first}put-in-force/", "/gate/")

    both = signed_in(visit, any_server, "both-7", refusals=True)
    own = drafted(both, "asset/garage-hall")
    refused(both, f"{own}approve/", f"{own}reject/")
