"""The law's phrases in the reader's language: each found again, gaps kept, what is unknown marked as English."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils.translation import override
from tests.web import driving

from downrange.web import phrases
from downrange.web.templatetags.downrange import said

_GAP = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("phrase", phrases.PHRASES)
def test_every_phrase_is_found_again_with_what_stood_in_its_gaps(language: str, phrase: str) -> None:
    names = _GAP.findall(phrase)
    text = phrase % {name: f"N{number}" for number, name in enumerate(names)}
    with override(language):
        ((english, words),) = phrases.told(text)
    assert english == text
    assert words is not None
    assert words != text or not re.search("[a-z]{3}", _GAP.sub("", phrase).replace("measure/", ""))
    assert sorted(re.findall(r"N\d", words)) == [f"N{number}" for number in range(len(names))]


def test_pieces_are_told_apart_and_the_unknown_one_stays_english() -> None:
    with override("ru"):
        shown = str(said("at once; a word of nobody's <b>; the writ"))
    assert (
        shown == 'немедленно; <span lang="en">a word of nobody&#x27;s &lt;b&gt;</span>; исполнительный лист'
    )
    with override("ru"):
        assert said("nobody's") == '<span lang="en">nobody&#x27;s</span>'
        assert said(None) == ""
    with override("en"):
        assert said("at once; nobody's") == "at once; nobody's"


def test_what_is_said_of_a_number_or_a_thing_follows_its_name() -> None:
    with override("ru"):
        fault = (
            "HEDU 000102-8: a container number whose check digit does not fit: three letters; read it again"
        )
        assert str(said(fault)).startswith("HEDU 000102-8: номер контейнера, контрольная цифра не сходится")
        state = "measure/attachment (attachment, order EX-2): since 2023-01-24; no end is recorded"
        assert said(state) == (
            "measure/attachment (арест имущества, постановление EX-2): с 24 янв. 2023\u202fг.; окончание не записано"
        )


def test_days_and_words_of_the_record_within_a_phrase_are_the_readers() -> None:
    with override("ru"):
        assert said("in force since 2023-01-24") == "действует с 24 янв. 2023\u202fг."
        assert "недвижимость вне производства" in said("not needed: immovables-not-in-production")


def test_the_gate_and_the_law_answer_in_the_readers_language(pages: str) -> None:
    customs = driving.client("customs", **{"Accept-Language": "kk"})
    bailiff = driving.client("bailiff", **{"Accept-Language": "ru"})
    with override("en"):
        free = customs.post("/gate/", {"identifier": "QWX-77341-Z", "kind": "", "purpose": "", "case": ""})
        act = {"on": "2023-05-04", "document": "EX-9", "confirm": "yes"}
        refused = bailiff.post("/cases/tsenki-2023-exercise/claims/debt/resume/", act)
    assert "бұл нөмірмен ештеңе белгісіз" in free.content.decode()
    assert refused.status_code == 422
    assert "оно не приостановлено (ENF 46)" in refused.content.decode()


PAGES = ("debt/", "measures/", "measures/ladder/", "selection/", "measures/of/attachment/")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_laws_own_words_on_the_pages_of_a_proceeding_are_all_translated(
    pages: str, language: str
) -> None:
    client: Client = driving.client("bailiff", **{"Accept-Language": language})
    left: set[str] = set()
    for page in PAGES:
        with override("en"):  # the request's own language ends with it
            answer = client.get(f"/cases/tsenki-2023-exercise/{page}")
        if answer.status_code != 200:
            continue
        for found in re.finditer(r'<span lang="en">([^<]*)</span>', answer.content.decode()):
            left.add(html.unescape(found[1]))
    wanted = {_GAP.sub("", one) for one in phrases.PHRASES if not _GAP.search(one)}
    assert not left & wanted
    assert not [
        one for one in left if re.search(r"was not checked against|not the debtor's|never chosen", one)
    ]


def test_whatever_the_law_does_not_say_is_said_in_every_language() -> None:
    from downrange.law.enforcement.silence import TOPICS

    open_questions = [one for one in TOPICS if not one.answered]
    assert len(open_questions) >= 10
    with override("kk"):
        for one in open_questions:
            for text in (one.question, one.told):
                assert all(words is not None for _, words in phrases.told(text)), text
