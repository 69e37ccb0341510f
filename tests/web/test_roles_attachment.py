"""A bailiff attaches and releases, with the approver and the debtor, in a browser, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.web import driving
from tests.web.test_roles import EXERCISE, HERE, filled, signed_in, words

if TYPE_CHECKING:
    from tests.web.conftest import Visit

CLAIM = f"/cases/{EXERCISE}/claims/debt/"
THING = "asset/garage-hall"  # left by the case's own orders, so it may still be attached


def answer(on: str) -> str:
    from downrange.service.border import gate

    return str(gate.check(THING, case=EXERCISE, on=date.fromisoformat(on))["answer"])


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
