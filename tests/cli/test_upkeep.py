"""What the program says of itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.calling import call, called


def test_doctor_says_what_can_be_done() -> None:
    checks = called("doctor")["checks"]
    assert all({"name", "ok", "why"} <= set(check) for check in checks)
    assert any(check["ok"] for check in checks)


def test_a_measured_set_is_scored() -> None:
    (found,) = called("validate", "captex")["sets"]
    assert {"set", "rows", "scores", "baseline", "met"} <= set(found)


def test_a_user_is_added_with_a_link_that_sets_the_password(
    registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path))
    found = called("user", "add", "anna", "--role", "debtor", "--case", "tsenki-2023", "--database", registry)
    assert (found["user"], found["role"], found["case"], found["party"]) == (
        "anna",
        "debtor",
        "tsenki-2023",
        "",
    )
    assert found["link"].startswith("/account/set/")


def test_a_registry_is_copied_and_verified(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite3"
    shutil.copy(sqlite_template, path)
    url, copy = f"sqlite:///{path}", tmp_path / "monday.backup"
    told = called("backup", "--database", url, "--out", str(copy))
    assert told["size"] == 0
    found = called("verify", "--database", f"sqlite:///{copy}", "--head", f"{copy}.head")
    assert found == {"ok": True, "problems": [], "size": 0, "root_hash": told["root_hash"]}
    assert call("backup", "--database", url, "--out", str(copy)).returncode == 1
    assert "whole" in call("verify", "--database", url).stdout
