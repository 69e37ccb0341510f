import pytest

from downrange.service.keeping.installation import doctor


def test_every_check_has_a_reason() -> None:
    checks = doctor()["checks"]
    assert {"name", "ok", "why"} == set(checks[0])
    assert all(check["why"] for check in checks)
    by_name = {check["name"]: check for check in checks}
    assert by_name["numpy"]["ok"]
    assert by_name["library"]["ok"], by_name["library"]["why"]
    assert by_name["casebook"]["ok"], by_name["casebook"]["why"]
    assert by_name["names in articles (optional)"]["why"].startswith("spaCy")


def test_what_is_absent_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNRANGE_DATA", raising=False)
    measured = next(check for check in doctor()["checks"] if check["name"] == "measured data")
    assert not measured["ok"]
    assert "DOWNRANGE_DATA" in measured["why"]
