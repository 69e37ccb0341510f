"""Measures from the draft to the release by the hands of several persons; who may not; what the law refuses."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests.web import driving

from downrange.registry.models import User
from downrange.web.models import Membership

if TYPE_CHECKING:
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
HERE = f"/cases/{EXERCISE}/measures/"
CLAIM = f"/cases/{EXERCISE}/claims/debt/"
THING = "asset/garage-hall"  # left by the case's own orders, so it may still be attached


def text(answer: Any) -> str:
    return str(answer.content.decode())


def party_of_exercise(role: str, party: str) -> Client:
    user = User.objects.create(username=f"{role}-2")
    Membership.objects.create(user=user, role=role, case=EXERCISE, party=party)
    client = Client()
    client.force_login(user)
    return client


def confirmed(client: Client, path: str, given: dict[str, Any]) -> str:
    """Fill in, read once more, do it; the first answer must not have done anything."""
    first = client.post(path, given)
    assert first.status_code == 200, text(first)[-2500:]
    assert 'value="yes"' in text(first), text(first)
    done = client.post(path, {**given, "confirm": "yes"}, follow=True)
    assert done.status_code == 200, re.findall(r'role="alert">.*?</div>', text(done), re.DOTALL)
    return text(done)


def drafted(client: Client, on: str = "2023-05-02", things: str = THING) -> None:
    given = {
        "kind": "attachment", "claim": "claim/debt", "against": "party/tsenki-exercise", "things": things,
        "on": on, "document": "", "permits": "", "despite": "",
    }  # fmt: skip
    said = confirmed(client, f"/cases/{EXERCISE}/orders/draft/", given)
    assert "The draft is on record" in said


def answer(on: str) -> str:
    from downrange.service.border import gate

    return str(gate.check(THING, case=EXERCISE, on=date.fromisoformat(on))["answer"])


def test_a_bailiff_drafts_another_approves_it_holds_is_objected_to_paid_and_released(pages: str) -> None:
    bailiff, approver = driving.client("bailiff"), driving.client("approver")
    debtor = party_of_exercise("debtor", "party/tsenki-exercise")
    mine = HERE + "of/attachment-2/"
    drafted(bailiff)
    assert answer("2023-05-02") == "ALLOW"  # a draft reaches nothing
    assert "cannot follow" in text(
        bailiff.post(mine + "put-in-force/", {"on": "2023-05-02", "document": "EX-9", "confirm": "yes"})
    )
    confirmed(approver, mine + "approve/", {"on": "2023-05-03"})
    confirmed(bailiff, mine + "put-in-force/", {"on": "2023-05-04", "document": "EX-2023-099"})
    assert answer("2023-05-04") == "STOP"
    confirmed(bailiff, mine + "serve/", {"on": "2023-05-05", "document": "receipt 4", "whom": "the debtor"})
    shown = text(debtor.get(mine + "?on=2023-05-06"))
    assert "Object to the measure" in shown
    assert "Record the service" not in shown
    creditor = party_of_exercise("creditor", "party/exercise-creditor")
    assert "Object to the measure" in text(creditor.get(mine + "?on=2023-05-06"))  # ENF 10(5), 127
    assert creditor.get(mine + "object/").status_code == 200
    objection = {"on": "2023-05-10", "document": "complaint 1", "because": "out of proportion"}
    confirmed(debtor, mine + "object/", objection)
    decided = {"on": "2023-05-20", "document": "ruling 7", "objection": "stands"}
    confirmed(bailiff, mine + "decide-objection/", decided)
    state = text(bailiff.get(mine + "?on=2023-05-21"))
    for expected in ("EX-2023-099", "receipt 4", "complaint 1", "ruling 7", "out of proportion", "debtor-2"):
        assert expected in state, expected
    part = {
        "on": "2023-05-30",
        "document": "payment order 12",
        "amount": "2500000000.00",
        "currency": "KZT",
        "key": "one",
    }
    confirmed(bailiff, CLAIM + "pay/", part)
    assert answer("2023-05-30") == "STOP"
    charges = {"on": "2023-05-30", "document": "statement of charges 1"}
    confirmed(bailiff, CLAIM + "no-charges/", charges)
    rest = {
        **part,
        "on": "2023-06-01",
        "amount": "10000000000.00",
        "key": "two",
        "document": "payment order 13",
    }
    confirmed(bailiff, CLAIM + "pay/", rest)
    assert answer("2023-06-01") == "ALLOW"
    assert "Certificate of release" in text(bailiff.get(HERE))
    paper = text(bailiff.get(CLAIM + "certificate/"))
    assert "attachment-2" in paper
    assert "EX-2023-099" in paper


def test_nobody_approves_what_he_drafted_whatever_his_roles(pages: str) -> None:
    both = User.objects.get(username="bailiff")
    Membership.objects.create(user=both, role="approver")
    bailiff = driving.client("bailiff")
    drafted(bailiff)
    mine = HERE + "of/attachment-2/approve/"
    assert bailiff.get(mine).status_code == 403
    assert bailiff.post(mine, {"on": "2023-05-03", "confirm": "yes"}).status_code == 403
    assert "Approve the draft" not in text(bailiff.get(HERE)).split("Acts on")[0].replace(
        "Approve the draft, as a second person</td>", ""
    )
    confirmed(driving.client("approver"), mine, {"on": "2023-05-03"})


@pytest.mark.parametrize(
    ("role", "step"),
    [
        ("regulator", "measures/of/attachment/serve/"), ("creditor", "measures/of/attachment/serve/"),
        ("approver", "measures/of/attachment/permit/"), ("auditor", "measures/of/attachment/object/"),
        ("bailiff", "measures/of/attachment/object/"), ("bailiff", "measures/of/attachment/approve/"),
        ("debtor", "measures/of/attachment/object/"), ("approver", "claims/debt/pay/"),
        ("regulator", "claims/debt/pay/"), ("creditor", "claims/debt/end/"), ("auditor", "orders/draft/"),
        ("approver", "orders/draft/"), ("customs", "measures/"), ("debtor", "selection/"),
    ],
)  # fmt: skip
def test_what_is_not_ones_own_is_refused(pages: str, role: str, step: str) -> None:
    client = driving.client(role)  # the debtor and the creditor are of another case
    path = f"/cases/{EXERCISE}/{step}"
    assert client.get(path).status_code == 403
    assert client.post(path, {"on": "2023-05-03", "confirm": "yes"}).status_code in (403, 405)


def test_a_debtor_objects_to_what_is_for_its_own_debt_only(pages: str) -> None:
    stranger = party_of_exercise("debtor", "party/exercise-lessor")
    assert stranger.get(HERE).status_code == 200
    assert stranger.get(HERE + "of/attachment/object/").status_code == 403
    assert stranger.post(HERE + "of/attachment/object/", {"on": "2023-02-01"}).status_code == 403


def test_terms_roles_and_papers_are_refused_with_the_article(pages: str) -> None:
    from downrange.service.record.on_record import record_size

    bailiff = driving.client("bailiff")
    before = record_size()
    late = {"on": "2023-05-05", "document": "suit", "assets": "asset/crane-07", "confirm": "yes"}
    answer_ = bailiff.post(HERE + "of/attachment/third-party-suit/", {**late, "known_on": "2023-01-30"})
    assert answer_.status_code == 422
    assert "CPC 251" in text(answer_)
    assert bailiff.post(HERE + "of/attachment/serve/", {"on": "2023-05-05"}).status_code == 422  # no paper
    refused = {
        "kind": "attachment", "claim": "claim/debt", "against": "party/tsenki-exercise",
        "things": "asset/ambulance-01", "on": "2023-05-05",
    }  # fmt: skip
    said = bailiff.post(f"/cases/{EXERCISE}/orders/draft/", refused)
    assert said.status_code == 422
    assert "to deviate, record the reason" in text(said)
    assert record_size() == before
    assert bailiff.get(HERE + "of/no-such/").status_code == 404
    assert bailiff.get(HERE + "of/no-such/serve/").status_code == 404
    assert bailiff.get(f"/cases/{EXERCISE}/claims/none/pay/").status_code == 404


def test_a_recorded_reason_carries_a_deviation(pages: str) -> None:
    bailiff = driving.client("bailiff")
    given = {
        "kind": "attachment", "claim": "claim/debt", "against": "party/tsenki-exercise",
        "things": "asset/account-usd", "on": "2023-05-05", "despite": "the creditor accepts dollars",
    }  # fmt: skip
    confirmed(bailiff, f"/cases/{EXERCISE}/orders/draft/", given)
    assert "the creditor accepts dollars" in text(bailiff.get(HERE + "of/attachment-2/order.html"))


def test_a_payment_lets_go_what_is_named_and_counts_once(pages: str) -> None:
    from downrange.service.holding.lives import lives
    from downrange.service.holding.release import owed

    bailiff, approver = driving.client("bailiff"), driving.client("approver")
    drafted(bailiff, things=f"{THING}\nasset/archive-house")
    mine = HERE + "of/attachment-2/"
    confirmed(approver, mine + "approve/", {"on": "2023-05-03"})
    confirmed(bailiff, mine + "put-in-force/", {"on": "2023-05-04", "document": "EX-2023-099"})
    given = {
        "on": "2023-05-30", "document": "payment order 12", "amount": "12100000000.00", "currency": "KZT",
        "key": "k1", "assets": ["asset/archive-house"],
    }  # fmt: skip
    confirmed(bailiff, CLAIM + "pay/", given)
    assert "Archive house" in text(bailiff.get(mine)).split("Let go")[1]
    left = owed(EXERCISE, "claim/debt").left
    confirmed(bailiff, CLAIM + "pay/", {**given, "assets": []})  # the same payment twice counts once
    assert owed(EXERCISE, "claim/debt").left == left
    held = {one for life in lives(EXERCISE).values() if life.state == "in-force" for one in life.reaches}
    too_much = {"on": "2023-06-02", "document": "decision", "assets": sorted(held), "confirm": "yes"}
    refused = bailiff.post(CLAIM + "let-go/", too_much)
    assert refused.status_code == 422
    assert "must stay covered" in text(refused)


def test_a_suspension_is_shown_and_lifts_nothing(pages: str) -> None:
    bailiff = driving.client("bailiff")
    confirmed(
        bailiff,
        CLAIM + "suspend/",
        {"on": "2023-05-30", "document": "letter 3", "cause": "creditor-letter", "role": "bailiff"},
    )
    shown = text(bailiff.get(HERE + "?on=2023-05-31"))
    assert "suspended" in shown
    assert "creditor&#x27;s letter" in shown
    assert "in force" in shown
    confirmed(bailiff, CLAIM + "resume/", {"on": "2023-06-01"})


def test_the_ladder_is_shown(pages: str) -> None:
    shown = text(driving.client("creditor").get("/cases/tsenki-2023/measures/ladder/?on=2023-03-14"))
    for expected in ("ENF 32(6), 55(2)", "exit ban on the head in office", "What the law does not say"):
        assert expected in shown, expected
    assert "holds no claim" in text(driving.client("regulator").get("/cases/soyuz-nominal/measures/ladder/"))


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_they_fit_and_axe_finds_nothing(
    server: driving.Server, visit: Visit, width: int, scheme: Any
) -> None:
    page = visit(server, viewport={"width": width, "height": 900}, color_scheme=scheme).page()
    driving.login(page, "bailiff")
    for path in (
        HERE, HERE + "of/attachment/", HERE + "of/attachment/serve/", HERE + "of/attachment/third-party-suit/",
        CLAIM + "pay/", HERE + "ladder/", f"/cases/{EXERCISE}/orders/draft/", f"/cases/{EXERCISE}/selection/",
        HERE + "of/attachment/order.html",
    ):  # fmt: skip
        page.goto(path)
        assert driving.across(page) <= width, path
        assert driving.axe(page) == [], path
