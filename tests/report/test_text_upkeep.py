"""Upkeep in words."""

from __future__ import annotations

from downrange.report import text_upkeep


def test_a_copy_and_its_head_are_named() -> None:
    lines = list(text_upkeep.backup({"file": "a.backup", "size": 7, "root_hash": "ab"}))
    assert lines == ["a.backup: 7 entries of the log", "root ab (in a.backup.head)"]


def test_a_whole_registry_and_one_that_is_not() -> None:
    whole = {"ok": True, "problems": [], "size": 7, "root_hash": "ab"}
    assert list(text_upkeep.verified(whole)) == ["whole: 7 entries of the log, root ab"]
    wrong = whole | {"ok": False, "problems": [{"file": "registry", "key": "fact/1", "message": "changed"}]}
    assert list(text_upkeep.verified(wrong)) == [
        "  fact/1: changed",
        "1 problems: 7 entries of the log, root ab",
    ]
