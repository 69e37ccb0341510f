"""The settings: Django's own check for deployment is clean, and the policy of content is strict."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.web import driving

from downrange.errors import InputError
from downrange.web import settings

CHECK = """
from downrange.registry.database import configure
from downrange.web.settings import more
configure("sqlite:///:memory:", more=more("sqlite:///:memory:", public="https://registry.example"))
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
call_command("makemigrations", "web", "registry", check=True, dry_run=True)
"""


def test_check_deploy_is_clean_and_no_migration_is_missing(tmp_path: Path) -> None:
    environment = driving.environment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CHECK], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_nothing_inline_and_nobody_else() -> None:
    words = " ".join(word for values in settings.SECURE_CSP.values() for word in values)
    assert "unsafe" not in words
    assert "http" not in words
    assert settings.SECURE_CSP["default-src"] == ["'none'"]


def test_behind_tls_cookies_go_over_tls_only() -> None:
    values = settings.more(public="https://registry.example")
    for name in (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
    ):
        assert values[name] is True
    assert values["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert values["CSRF_TRUSTED_ORIGINS"] == ["https://registry.example"]
    assert "registry.example" in values["ALLOWED_HOSTS"]
    assert values["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_sessions_end_with_the_browser_and_after_half_a_day() -> None:
    values = settings.more()
    assert values["SESSION_EXPIRE_AT_BROWSER_CLOSE"] is True
    assert values["SESSION_COOKIE_AGE"] <= 12 * 3600
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert values[f"{name}_COOKIE_HTTPONLY"] is True
        assert values[f"{name}_COOKIE_SAMESITE"] == "Lax"


def test_passwords_are_kept_by_a_slow_salted_function() -> None:
    from django.contrib.auth.hashers import check_password, make_password
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        one, two = make_password(driving.PASSWORD), make_password(driving.PASSWORD)
        assert one != two
        assert one.startswith("scrypt$16384$")  # OWASP: N = 2**14 with r = 8 and p = 5
        assert one.split("$")[3:5] == ["8", "5"]
        assert check_password(driving.PASSWORD, one)


def test_without_a_proxy_no_word_of_a_proxy_is_believed() -> None:
    values = settings.more()
    assert "SECURE_PROXY_SSL_HEADER" not in values
    assert values["DEBUG"] is False
    assert "*" not in values["ALLOWED_HOSTS"]


@pytest.mark.parametrize("wrong", ["registry.example", "ftp://x", "https://"])
def test_a_wrong_public_address_is_told(wrong: str) -> None:
    with pytest.raises(InputError, match="no address"):
        settings.more(public=wrong)


def test_the_state_lies_beside_the_file_or_where_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOWNRANGE_STATE", raising=False)
    assert settings.state_folder(f"sqlite:///{tmp_path}/a.sqlite3") == tmp_path / ".downrange"
    monkeypatch.chdir(tmp_path)
    assert settings.state_folder("postgresql://u@h/n") == tmp_path / ".downrange"
    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path / "there"))
    assert settings.state_folder(None) == tmp_path / "there"


def test_headers_of_static_files() -> None:
    headers: dict[str, str] = {}
    settings.static_headers(headers, "/x/maplibre-gl.mjs", "/static/x")
    assert headers["Content-Type"].startswith("text/javascript")
    assert headers["X-Content-Type-Options"] == "nosniff"
