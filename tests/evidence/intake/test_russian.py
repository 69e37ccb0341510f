from __future__ import annotations

import pytest

from downrange.evidence.intake.actors import actors
from downrange.evidence.intake.items import Text
from downrange.evidence.intake.russian import attributed_in_russian, people


def speakers(words: str) -> list[str]:
    text = Text(words)
    found = actors(text)
    return [actor.slug or actor.name for s in text.sentences for actor in attributed_in_russian(s, found)]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Об этом заявил на брифинге заместитель директора Глеб Мартынов.", "Глеб Мартынов"),
        ("По мнению юриста, договор действует.", "юриста"),
        ("В пресс-службе завода сообщили, что ущерба нет.", "пресс-службе завода"),
        ("Жители посёлка жалуются на запах.", "Жители посёлка"),
        ("Проект завершат в срок, передаёт ТАСС.", "tass"),
        ("«Денег нет», — отрезал чиновник.", "чиновник"),
        ("Эколог Марина Зуева считает иначе.", "Марина Зуева"),
        ("Суммы не назвали, пишет газета «Ведомости».", "vedomosti"),
    ],
)
def test_who_speaks(words: str, speaker: str) -> None:
    assert speakers(words) == [speaker]


@pytest.mark.parametrize(
    "words", ["В компании не ответили на вопросы.", "Ракета упала в степи.", "The ministry said so."]
)
def test_nobody_speaks(words: str) -> None:
    assert speakers(words) == []


def test_a_title_before_a_name_is_no_first_name() -> None:
    assert [
        one.name for one in people("Эколог Марина Зуева и аким Ерлан Сатыбалдин, Российская Федерация")
    ] == [
        "Марина Зуева",
        "Ерлан Сатыбалдин",
    ]
