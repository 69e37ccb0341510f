from __future__ import annotations

from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.registry.address import database_from_url


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////var/lib/downrange/r.sqlite3", "/var/lib/downrange/r.sqlite3"),
        ("sqlite:///here.sqlite3", str(Path("here.sqlite3").absolute())),
        ("here.sqlite3", str(Path("here.sqlite3").absolute())),
        ("/srv/r.sqlite3", "/srv/r.sqlite3"),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_sqlite_addresses(url: str, path: str) -> None:
    found = database_from_url(url)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", path)
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_postgresql_addresses() -> None:
    found = database_from_url("postgresql://clerk:a%40b@db.example:5433/registry?sslmode=require")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "clerk",
        "a@b",
        "db.example",
        "5433",
        "registry",
    )
    assert found["OPTIONS"]["sslmode"] == "require"
    assert database_from_url("postgres:///r?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host/", "sqlite://", ""])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(InputError, match="--database"):
        database_from_url(url)


def test_a_password_is_never_printed() -> None:
    with pytest.raises(InputError) as caught:
        database_from_url("postgresql://clerk:secret@db.example/")
    assert "secret" not in str(caught.value)
