"""What the program says of itself."""

from __future__ import annotations

from tests.cli.calling import called


def test_doctor_says_what_can_be_done() -> None:
    checks = called("doctor")["checks"]
    assert all({"name", "ok", "why"} <= set(check) for check in checks)
    assert any(check["ok"] for check in checks)


def test_a_measured_set_is_scored() -> None:
    (found,) = called("validate", "captex")["sets"]
    assert {"set", "rows", "scores", "baseline", "met"} <= set(found)
