"""The languages are complete, and the compiled catalogues are those of the text."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages import Catalog

from downrange.web import messages


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_is_missing_and_nothing_is_fuzzy(language: str) -> None:
    catalogue = messages.updated(messages.read(language), messages.collect())
    left = messages.missing(catalogue)
    assert not left, f"{len(left)} of {language}: {left[:10]}; run script/messages and translate"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    catalogue = messages.read(language)
    assert messages.path_of(language, "mo").read_bytes() == messages.compiled(catalogue)
    assert messages.path_of(language).read_bytes() == messages.written(catalogue)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_names_the_same_values(language: str) -> None:
    for message in messages.read(language):
        originals, strings = _all(message.id), _all(message.string)
        wanted = {name for text in originals for name in _values(text)}
        for text in strings if message.id else ():
            assert _values(text) <= wanted, text
            assert message.pluralizable or _values(text) == wanted, text


def _all(text: object) -> list[str]:
    return [str(one) for one in text] if isinstance(text, list | tuple) else [str(text)]


def _values(text: str) -> set[str]:
    named = set(re.findall(r"%\((\w+)\)[sd]", text))
    return named | {name for _, name, _, _ in Formatter().parse(text.replace("%", "")) if name}


def test_code_and_templates_are_both_read() -> None:
    said = {messages.first(message) for message in messages.collect() if message.id}
    assert "Name, password or code is wrong." in said
    assert "Who may act next, and by when" in said
    assert "%(number)s case" in said
    assert "attachment" in said


def test_a_new_message_is_missing_until_it_is_added_with_all_its_plurals() -> None:
    catalogue = messages.updated(Catalog(locale="ru"), messages.collect())
    assert "%(number)s case" in messages.missing(catalogue)
    assert messages.add(catalogue, {"%(number)s case": ["a", "b"], "no page says this": "x"}) == [
        "no page says this"
    ]
    assert "%(number)s case" in messages.missing(catalogue)
    messages.add(catalogue, {"%(number)s case": ["a", "b", "c"]})
    assert "%(number)s case" not in messages.missing(catalogue)
