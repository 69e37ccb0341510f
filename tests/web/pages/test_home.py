"""The list of cases, the language, and pages for what goes wrong."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from tests.web import driving

from downrange.web.pages import home


def test_a_visitor_sees_no_case_and_the_way_in(pages: str) -> None:
    text = Client().get("/").content.decode()
    assert "tsenki" not in text
    assert "/account/login/" in text


def test_cases_are_found_by_words_also_as_a_part_of_the_page(pages: str) -> None:
    assert "2 cases" in driving.client("regulator").get("/?q=proton-1999").content.decode()
    part = driving.client("regulator", **{"HX-Request": "true"}).get("/?q=proton-1999").content.decode()
    assert "2 cases" in part
    assert "<html" not in part
    assert "Nothing found" in driving.client("regulator").get("/?q=zzz").content.decode()


@pytest.mark.parametrize(("language", "word"), [("ru", "Дела"), ("kk", "Істер")])
def test_the_language_is_chosen_and_kept(pages: str, language: str, word: str) -> None:
    client = Client()
    answer = client.post("/language/", {"language": language, "next": "/"})
    assert answer.status_code == 302
    shown = client.get("/").content.decode()
    assert f'<html lang="{language}">' in shown
    assert word in shown


def test_the_browsers_language_counts_where_none_was_chosen(pages: str) -> None:
    assert "Дела" in driving.client(**{"Accept-Language": "ru"}).get("/").content.decode()


def test_what_is_not_there_says_so(pages: str) -> None:
    answer = driving.client("regulator").get("/no/such/page/")
    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()


def test_a_fault_of_ours_names_its_line_in_the_log(pages: str) -> None:
    request = RequestFactory().get("/")
    request.__dict__["request_id"] = "abc123"
    answer = home.broken(request)
    assert answer.status_code == 500
    assert b"abc123" in answer.content
    assert home.refused(driving_request()).status_code == 403


def driving_request() -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request
