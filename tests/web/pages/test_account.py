"""Signing in, the second factor, passwords, the first administrator."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from tests.web import driving

from downrange.registry.models import User
from downrange.web import lockout, totp, users
from downrange.web.models import LoginAttempt, Membership, TotpDevice

NEW = "another long phrase 55"


def sign_in(client: Client, name: str = "bailiff", password: str = driving.PASSWORD, **more: str) -> int:
    return client.post("/account/login/", {"name": name, "password": password, **more}).status_code


def test_the_right_password_opens_and_a_new_session_begins(pages: str) -> None:
    client = Client()
    client.get("/account/login/")
    before = client.session.session_key
    answer = client.post(
        "/account/login/?next=/account/",
        {"name": "bailiff", "password": driving.PASSWORD, "next": "/account/"},
    )
    assert answer.headers["Location"] == "/account/"
    assert client.session.session_key != before
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_one_is_never_sent_elsewhere_after_signing_in(pages: str, back: str) -> None:
    answer = Client().post("/account/login/", {"name": "bailiff", "password": driving.PASSWORD, "next": back})
    assert answer.headers["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_give_the_same_words(pages: str) -> None:
    client = Client()
    one = client.post("/account/login/", {"name": "bailiff", "password": "wrong"})
    two = client.post("/account/login/", {"name": "nobody", "password": "wrong"})
    assert one.status_code == two.status_code == 422
    words = "Name, password or code is wrong."
    assert words in one.content.decode()
    assert words in two.content.decode()


def test_five_failures_lock_a_name_out_even_for_the_right_password(pages: str) -> None:
    client = Client()
    for _ in range(lockout.MOST_OF_NAME):
        assert sign_in(client, password="wrong") == 422
    assert sign_in(client) == 429
    assert sign_in(client, "auditor") == 302
    LoginAttempt.objects.all().delete()
    assert sign_in(Client()) == 302


def test_signing_out_ends_the_session(pages: str) -> None:
    client = driving.client("bailiff")
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/account/").status_code == 302


def test_the_second_factor_is_switched_on_by_a_code_then_asked_for_and_counts_once(pages: str) -> None:
    client = driving.client("bailiff")
    client.get("/account/code/")
    device = TotpDevice.objects.get(user__username="bailiff")
    assert client.post("/account/code/", {"code": "000000"}).status_code == 422
    step = int(time.time() // totp.STEP_S)
    assert client.post("/account/code/", {"code": totp.code_at(device.secret, step - 1)}).status_code == 302
    assert sign_in(Client()) == 422
    code = totp.code_at(device.secret, step + 1)
    assert sign_in(Client(), code=code) == 302
    assert sign_in(Client(), code=code) == 422
    device.refresh_from_db()
    TotpDevice.objects.filter(pk=device.pk).update(last_step=0)
    assert client.post("/account/code/", {"code": code}).status_code == 302
    assert not TotpDevice.objects.filter(pk=device.pk).exists()


def test_a_password_change_asks_for_the_old_one_and_ends_other_sessions(pages: str) -> None:
    here, there = driving.client("bailiff"), driving.client("bailiff")
    wrong = here.post("/account/password/", {"old": "wrong", "new": NEW, "again": NEW})
    assert wrong.status_code == 422
    right = here.post("/account/password/", {"old": driving.PASSWORD, "new": NEW, "again": NEW})
    assert right.status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert sign_in(Client(), password=NEW) == 302


@pytest.mark.parametrize("bad", ["short", "password1234", "bailiff1234!", "x" * 129])
def test_weak_and_endless_passwords_are_refused(pages: str, bad: str) -> None:
    client = driving.client("bailiff")
    answer = client.post("/account/password/", {"old": driving.PASSWORD, "new": bad, "again": bad})
    assert answer.status_code == 422


def test_a_link_sets_a_password_once(pages: str) -> None:
    user, link = users.add_user("fresh", "auditor")
    assert not user.has_usable_password()
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link, {"new": NEW, "again": "something else 77"}).status_code == 422
    assert client.post(link, {"new": NEW, "again": NEW}).status_code == 302
    assert client.get(link).status_code == 404
    assert sign_in(client, "fresh", NEW) == 302


def test_the_first_administrator_is_made_once(pages: str) -> None:
    assert users.set_up_link() is None
    Membership.objects.all().delete()
    User.objects.all().delete()
    link = users.set_up_link()
    assert link is not None
    client = Client()
    assert client.get("/account/set-up/forged/").status_code == 404
    assert client.get(link).status_code == 200
    assert client.post(link, {"name": "first", "new": NEW, "again": NEW}).status_code == 302
    assert client.get("/cases/tsenki-2023/").status_code == 200
    assert Client().get(link).status_code == 404
