"""A server signs the head of its log by itself, again when it grew; another server's key signs nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from downrange.web import keys


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path / "state"))


def test_a_head_is_signed_when_it_is_due(pages: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from downrange.registry import database, heads, log
    from downrange.service.border.gate import check

    assert keys.sign_head()
    first = heads.latest()
    assert first is not None
    assert first.size == log.tail()[0]
    check("ABC 1")
    assert keys.sign_head()
    assert heads.latest() == first  # not an hour old
    later = database.now() + timedelta(hours=2)
    monkeypatch.setattr(database, "now", lambda: later)
    assert keys.sign_head()
    second = heads.latest()
    assert second is not None
    assert second.size == first.size + 1


def test_another_server_s_key_signs_nothing(
    pages: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keys.sign_head()
    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path / "another"))
    from downrange.registry import database
    from downrange.service.border.gate import check

    check("ABC 1")
    later = database.now() + timedelta(hours=2)
    monkeypatch.setattr(database, "now", lambda: later)
    assert not keys.sign_head()
    assert not keys.key_file("log").exists()
