from __future__ import annotations

import re
from importlib.resources import files

import pytest

from downrange.base.units import is_dimensionless
from downrange.report.numbers import unit_text
from downrange.report.words import LANGUAGES, QUANTITIES, word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["report.html.j2", "contest.html.j2", "comparison.html.j2"])
def test_every_word_the_template_names_exists(language: str, name: str) -> None:
    template = files("downrange.report").joinpath(f"templates/{name}").read_text("utf-8")
    keys = set(re.findall(r"\bw\('([a-z0-9_-]+)'", template))
    keys |= {name for pair in re.findall(r"w\('(\w+)' if \w+ else '(\w+)'\)", template) for name in pair}
    assert len(keys) > 10
    for key in keys | {"confirmed", "disputed", "wrong", "ambiguous", "out-of-scope", "law", "analogy"}:
        assert word(key, language)


def test_a_missing_word_fails_loudly() -> None:
    with pytest.raises(KeyError):
        word("no-such-word")


def test_places_in_words_are_filled() -> None:
    assert "EUR" in word("currency_absent", currency="EUR")


def test_named_quantities_end_in_a_unit_or_a_pure_number() -> None:
    for name in QUANTITIES:
        assert (
            unit_text(name) or is_dimensionless(name) or name.startswith(("population_", "probability_"))
        ), name
