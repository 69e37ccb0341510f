"""Pictures in the reader's language: phrases, numbers, units and days; names stay, markup stays."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from downrange.report.charts import Group, Row, interval_chart
from downrange.web.pictures import PHRASES, drawn, retold, told


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def _node(text: str) -> str:
    return f'<svg viewBox="0 0 1 1" aria-label="{text}"><text x="1.5">{text}</text></svg>'


@pytest.mark.parametrize(
    ("english", "russian", "kazakh"),
    [
        ("the claim", "требование", "талап"),
        ("1,000,000 KZT", "1 000 000 KZT", "1 000 000 KZT"),
        ("0.05 mg/kg, Office, 2015-04", "0,05 мг/кг, Office, 2015-04", "0,05 мг/кг, Office, 2015-04"),
        ("reported 11,050", "сообщено 11 050", "хабарланған 11 050"),
        ("44 % of the spread (20–68)", "44 % разброса (20–68)", "шашыраудың 44 % (20–68)"),
        ("asked on 2023-01-23", "вопрос на 23 янв. 2023 г.", "сұрақ күні 2023 ж. 23 қаң."),
        ("over 0.01 mg/m²", "свыше 0,01 мг/м²", "0,01 мг/м² жоғары"),
        ("Baikonur, 81/24 (Proton)", "Baikonur, 81/24 (Proton)", "Baikonur, 81/24 (Proton)"),
        ("UDMH &amp; more &lt;x&gt;", "UDMH &amp; more &lt;x&gt;", "UDMH &amp; more &lt;x&gt;"),
    ],
)
def test_what_is_said_is_translated_and_nothing_else(english: str, russian: str, kazakh: str) -> None:
    for language, expected in (("ru", russian), ("kk", kazakh), ("en", english)):
        with override(language):
            assert _plain(str(drawn(_node(english)))) == _node(expected).replace("\u202f", " ")


def test_every_phrase_is_said_in_both_languages() -> None:
    for language in ("ru", "kk"):
        with override(language):
            same = [english for english, phrase in PHRASES.items() if str(phrase) == english]
            assert same == []


def test_a_chart_of_the_report_keeps_its_shapes() -> None:
    chart = str(
        interval_chart(
            [Group("G", (Row("clean-up", "model", None, "no figure of the sum in GBP"),))],
            title="Damage of one event as a share of the sum, by method",
            tick=lambda exponent: f"{10**exponent:,} kg" if exponent >= 0 else "0.1 kg",
        )
    )
    with override("ru"):
        said = told(chart, "ru")
    assert "нет суммы в GBP" in said
    assert "Вред одного события" in said
    assert said.count("<text") == chart.count("<text")
    assert said.count("<path") == chart.count("<path")


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("210 d (70 to 580)", "210 дн. (70 – 580)"),
        ("2025-12-19 to 2025-12-21", "19 дек. 2025 г. – 21 дек. 2025 г."),
        ("1,000.5 kg", "1 000,5 кг"),
        ("", ""),
    ],
)
def test_a_value_of_a_table_is_written_as_the_language_does(english: str, russian: str) -> None:
    with override("ru"):
        assert _plain(retold(english)) == russian
    with override("en"):
        assert retold(english) == english
