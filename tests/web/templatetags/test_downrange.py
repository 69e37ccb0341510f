"""Numbers, money and days in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import EXPONENTS, Money
from downrange.web.templatetags import downrange as tags

SUM = Money.of("13684550338.70", "KZT")


@pytest.mark.parametrize(
    ("language", "sum_", "shown"),
    [
        ("en", SUM, "KZT 13,684,550,338.70"),
        ("ru", SUM, "13 684 550 338,70 ₸"),
        ("kk", SUM, "13 684 550 338,70 ₸"),
        ("en", Money.of("29700000", "USD"), "US$29,700,000"),
        ("ru", Money.of("29700000", "USD"), "29 700 000 $"),
        ("kk", Money.of("2.50", "RUB"), "2,50 ₽"),
        ("ru", Money.of("7", "JPY"), "7 ¥"),
    ],
)
def test_money(language: str, sum_: Money, shown: str) -> None:
    with translation.override(language):
        assert tags.amount(sum_).replace("\N{NO-BREAK SPACE}", " ") == shown
        assert tags.amount(sum_.as_json()) == tags.amount(sum_)
        assert f'value="{tags.exact(sum_)}"' in tags.money(sum_)


@given(
    st.integers(-(10**15), 10**15), st.sampled_from(sorted(EXPONENTS)), st.sampled_from(["en", "ru", "kk"])
)
def test_no_digit_of_a_sum_is_lost_in_any_language(minor: int, currency: str, language: str) -> None:
    sum_ = Money(minor, currency)
    with translation.override(language):
        digits = "".join(sign for sign in tags.amount(sum_) if sign.isdigit())
    exact = f"{abs(sum_.amount):f}"
    whole = sum_.amount == sum_.amount.to_integral_value()
    wanted = exact.split(".")[0] if whole else exact.replace(".", "")
    assert digits == wanted


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "2023-03-14", "14 Mar 2023"),
        ("ru", "2023-03-14", "14 мар. 2023 г."),
        ("kk", "2023-03-14", "2023 ж. 14 нау."),
        ("en", "2022-11", "November 2022"),
        ("en", "2022", "2022"),
        ("en", "", ""),
    ],
)
def test_days_as_far_as_they_are_known(language: str, text: str, shown: str) -> None:
    with translation.override(language):
        assert tags.day(text).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ") == shown


def test_days_of_other_kinds() -> None:
    assert tags.day(date(2023, 3, 14)) == tags.day(datetime(2023, 3, 14, tzinfo=UTC)) == "14 Mar 2023"
    assert tags.moment(datetime(2023, 3, 14, 5, 6, tzinfo=UTC)).endswith("UTC")
    assert tags.moment(None) == ""
    assert tags.day(None) == ""


def test_numbers() -> None:
    assert tags.number(1234567.0, 3) == "1,230,000"
    assert tags.number("0.1234") == "0.1234"
    assert tags.number(None) == ""
    assert tags.compact(13_684_550_338) == "13.7 billion"
    assert tags.percent("0.125") == "12.5%"
    with translation.override("ru"):
        assert tags.number(1234.5, 5) == "1\N{NO-BREAK SPACE}234,5"


def test_what_is_no_money_is_nothing() -> None:
    assert tags.money(None) == tags.amount(None) == tags.exact(None) == ""
    assert tags.label(None) == ""
    assert tags.label("in-force") == "in force"
    assert tags.item({"a": 1}, "a") == 1


def test_a_name_in_another_language_is_marked() -> None:
    with translation.override("ru"):
        assert tags.named({"en": "TsENKI", "ru": "ЦЭНКИ"}) == "ЦЭНКИ"
        assert tags.named({"en": "<b>"}) == '<span lang="en">&lt;b&gt;</span>'
    assert tags.named({"en": "TsENKI"}) == "TsENKI"


def test_a_figure_leads_to_its_derivation_and_escapes_what_it_shows() -> None:
    shown = Template('{% figure "x" "claim.paid" text %}').render(Context({"text": "<b>"}))
    assert shown == '<a class="figure-link" href="/cases/x/explain/claim.paid/">&lt;b&gt;</a>'


def test_a_link_keeps_the_day_that_was_asked_for() -> None:
    request = RequestFactory().get("/?on=2023-03-14")
    shown = Template('{% figure "x" "claim.paid" 1 %}').render(Context({"request": request}))
    assert "/explain/claim.paid/?on=2023-03-14" in shown
    hostile = RequestFactory().get('/?on="><script>')
    assert "<script>" not in Template("{% on_day %}").render(Context({"request": hostile}))


def test_values_of_a_derivation() -> None:
    assert tags.valued("13684550338.70", "KZT").replace("\N{NO-BREAK SPACE}", " ") == "KZT 13,684,550,338.70"
    assert tags.valued("0.12345", "KZT") == "0.12345 KZT"
    assert tags.valued((("taxes", 4), ("other", 5))) == "taxes: 4; other: 5"
    assert tags.valued(4325) == "4,325"
    assert tags.valued(12.5, "mg_per_kg") == "12.5 mg/kg"
    assert tags.valued("known") == "known"


def test_a_reference_as_an_anchor() -> None:
    assert tags.anchor("statement/rent-115") == "statement-rent-115"
