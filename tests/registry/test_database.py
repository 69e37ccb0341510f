from __future__ import annotations

from pathlib import Path

import pytest

from downrange.errors import RecordError


def test_configuring_again_changes_over(registry: str, tmp_path: Path) -> None:
    from django.contrib.auth import get_user_model

    from downrange.registry.database import migrate, vendor
    from downrange.registry.models import User

    assert vendor() == registry.split(":", 1)[0]
    assert get_user_model() is User
    assert User.objects.count() == 0
    User.objects.create_user("clerk")
    migrate(f"sqlite:///{tmp_path}/other.sqlite3")
    assert vendor() == "sqlite"
    assert User.objects.count() == 0
    migrate(f"sqlite:///{tmp_path}/other.sqlite3")  # harmless when it is done


def test_migrations_hold_what_the_models_say(registry: str) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_sqlite_forces_every_commit_to_the_disk(registry: str) -> None:
    from downrange.registry.database import vendor
    from downrange.registry.rows import ask

    if vendor() == "sqlite":
        assert ask("PRAGMA journal_mode") == [("wal",)]
        assert ask("PRAGMA synchronous") == [(2,)]
        assert ask("PRAGMA foreign_keys") == [(1,)]
    else:
        assert ask("SHOW synchronous_commit") == [("on",)]


def test_the_lock_needs_a_transaction(registry: str) -> None:
    from downrange.registry.database import take_writer_lock

    with pytest.raises(AssertionError, match="open one"):
        take_writer_lock()


def test_refusals_come_in_the_databases_words(registry: str) -> None:
    from django.db import IntegrityError

    from downrange.registry.database import refused_writes

    with pytest.raises(RecordError, match=r"^no$"), refused_writes():
        raise IntegrityError("no\nCONTEXT: a function")


def test_recording_is_in_utc() -> None:
    from downrange.registry.database import now

    assert now().utcoffset() is not None
    assert now().isoformat().endswith("+00:00")
