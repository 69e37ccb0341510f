from __future__ import annotations

import subprocess
import sys

import pytest

from downrange.evidence.intake import names_model
from downrange.evidence.intake.extract import extract
from downrange.evidence.intake.names_model import ModelMissing, available, with_names

TEXT = (
    "TsENKI owes Baiterek 13.5 billion tenge. Officials in Kyzylorda sealed a Proton-M hangar. "
    "Nobody expected Amelia Harcourt to phone twice. The court seized a depot."
)


def test_the_model_adds_names_and_deeds_and_replaces_nothing() -> None:
    rules = extract(TEXT, None)
    both = with_names(TEXT, rules)
    assert set(map(repr, rules)) <= set(map(repr, both))
    added = [item for item in both if repr(item) not in set(map(repr, rules))]
    assert "Amelia Harcourt" in {item.text for item in added if item.kind == "party"}
    assert ("seize", "The court", "a depot") in {
        tuple(item.value.values()) for item in added if item.kind == "relation"
    }
    assert all(0 < item.confidence <= 0.6 for item in added)
    assert all(TEXT[item.start : item.end] == item.text for item in added)


def test_the_gazetteer_stands_before_the_model() -> None:
    """Alone it takes Kyzylorda for a person, Proton-M for a firm and tenge for no money."""
    names = {item.text for item in with_names(TEXT, extract(TEXT, None)) if item.kind == "party"}
    assert not names & {"Kyzylorda", "Proton-M", "Officials"}
    assert not [name for name in names if "billion" in name]


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    names_model._language.cache_clear()
    monkeypatch.setattr(names_model, "MODEL", "no_such_model_anywhere")
    assert not available()
    with pytest.raises(ModelMissing, match="not installed"):
        with_names(TEXT, ())


def test_the_core_never_imports_it() -> None:
    code = (
        "import sys; from downrange.service.statements.intake import draft_text; from downrange.service.keeping.installation import "
        "doctor; draft_text('TsENKI owes $29.7 million.'); doctor(); "
        "assert 'spacy' not in sys.modules, 'imported'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_is_the_extra_s_model_that_is_installed_here() -> None:
    assert available()
