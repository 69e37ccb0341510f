"""The record's vocabulary has a word for everything the casebook uses."""

from __future__ import annotations

import pytest
from django.utils import translation

from downrange.web import cases
from downrange.web.labels import LABELS, label
from downrange.web.policy import Role

pytestmark = pytest.mark.usefixtures("pages")


def used() -> set[str]:
    words = {role.value for role in Role} | {"queued", "running", "done", "failed", "cancelled"}
    for name in cases.names():
        case = cases.the_case(name)
        words |= {claim.basis for claim in case.claims} | {measure.kind for measure in case.measures}
        words |= {entry.head for entry in case.entries} | {verdict.verdict for verdict in case.verdicts}
        words |= {str(source.standing) for source in case.sources.values() if source.standing}
    return words


def test_every_word_in_use_can_be_translated(pages: str) -> None:
    assert not used() - set(LABELS)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_each_is_another_word_there(language: str) -> None:
    with translation.override(language):
        shown = {key: label(key) for key in LABELS}
    assert not [key for key, word in shown.items() if word.isascii()]


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert label("odd-new_kind") == "odd new kind"
