"""The statement of account: what it says, that a payment recorded since shows, and who may see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.base.money import Money
from downrange.web import cases

if TYPE_CHECKING:
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"


def test_four_amounts_charges_interest_and_bars_stand_with_their_reasons(pages: str) -> None:
    text = driving.client("regulator").get("/cases/tsenki-2023/debt/?on=2023-08-01").content.decode()
    for expected in (
        "13,684,550,338.70",
        "1,368,455,033.87",  # the sanction of a state bailiff
        "ENF 124",
        "34,500,000",
        "No interest is computed",
        "since 2023-07-20",  # why the dollar leg is barred
        "No payment is on record",
    ):
        assert expected in text, expected


def test_every_case_with_a_claim_has_its_account(pages: str) -> None:
    client = driving.client("regulator")
    for name in sorted(cases.names()):
        if cases.the_case(name).claims:
            assert client.get(f"/cases/{name}/debt/").status_code == 200, name


def test_a_payment_recorded_since_shows_with_what_it_paid(pages: str) -> None:
    from downrange.service.holding.acts import Act
    from downrange.service.holding.release import pay

    client = driving.client("regulator")
    address = f"/cases/{EXERCISE}/debt/?on=2023-06-01"
    assert "No payment is on record" in client.get(address).content.decode()
    act = Act("clerk 7", "bailiff", date(2023, 5, 30), "payment order 12")
    pay(EXERCISE, "claim/debt", "one", Money.of("2500000000.00", "KZT"), act)
    text = client.get(address).content.decode()
    assert "payment order 12" in text
    assert "Still owed" in text
    assert "10,000,000,000" in text


def test_a_debtor_sees_its_own_case_only(pages: str) -> None:
    client = driving.client("debtor")
    assert client.get("/cases/tsenki-2023/debt/").status_code == 200
    assert client.get("/cases/proton-2013/debt/").status_code == 403
    assert driving.client("customs").get("/cases/tsenki-2023/debt/").status_code == 403


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_it_fits_and_axe_finds_nothing(server: driving.Server, visit: Visit, width: int, scheme: Any) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "regulator")
    for path in ("/cases/tsenki-2023/debt/", "/cases/baikonur-lease/debt/", "/cases/baikonur-lease/lease/"):
        page.goto(path)
        assert driving.across(page) <= width, path
        assert driving.axe(page) == [], path
