"""Days and sums on paper, as each language writes them."""

from __future__ import annotations

import pytest

from downrange.report.localised import day_text, moment_text, money_text

DEBT = {"amount": "13684550338.70", "currency": "KZT"}


@pytest.mark.parametrize(
    ("language", "day", "month", "sum_"),
    [
        ("en", "4 May 2023", "November 2022", "13,684,550,338.70 KZT"),
        ("ru", "4 мая 2023\u202fг.", "ноябрь 2022\u202fг.", "13\u00a0684\u00a0550\u00a0338,70 KZT"),
        ("kk", "2023 ж. 4 мамыр", "2022 ж. қараша", "13\u00a0684\u00a0550\u00a0338,70 KZT"),
        ("xx", "4 May 2023", "November 2022", "13,684,550,338.70 KZT"),
    ],
)
def test_days_and_sums(language: str, day: str, month: str, sum_: str) -> None:
    def plain(text: str) -> str:
        return text.replace("\u202f", " ").replace("\u00a0", " ")

    assert plain(day_text("2023-05-04", language)) == plain(day)
    assert plain(day_text("2022-11", language)) == plain(month)
    assert plain(money_text(DEBT, language)) == plain(sum_)


def test_what_is_none_stays_as_it_is() -> None:
    assert [day_text(one, "ru") for one in (None, "2022", "2023-13-01", "not known")] == [
        "", "2022", "2023-13-01", "not known",
    ]  # fmt: skip
    assert money_text({"unknown": "not valued"}, "ru") == ""
    assert money_text({"amount": "100", "currency": "JPY"}, "en").startswith("100")


def test_a_time_of_recording_names_its_zone() -> None:
    assert "10:00:00" in moment_text("2023-06-01T10:00:00+00:00", "ru")
    assert "UTC" in moment_text("2023-06-01T10:00:00+00:00", "en")
    assert moment_text("then", "en") == "then"
