from __future__ import annotations

import pytest

from downrange.errors import RecordError


def test_all_or_nothing(registry: str) -> None:
    from downrange.registry.rows import ask, insert
    from downrange.service.record.work import writing

    def fail_half_way() -> None:
        with writing():
            insert("registry_account", ("id", "key", "floor_minor"), [(1, "a", None)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert ask("SELECT count(*) FROM registry_account") == [(0,)]
    with writing():
        insert("registry_account", ("id", "key", "floor_minor"), [(1, "a", None)])
    assert ask("SELECT count(*) FROM registry_account") == [(1,)]


def test_what_is_refused_at_the_very_end_is_refused(registry: str) -> None:
    from downrange.registry.rows import ask, insert
    from downrange.service.record.work import writing

    with pytest.raises(RecordError, match=r"(?i)foreign key"), writing():
        insert("registry_leg", ("sequence", "line", "account_id", "currency_id", "minor"), [(0, 0, 1, 1, 5)])
    assert ask("SELECT count(*) FROM registry_leg") == [(0,)]


def test_a_use_case_is_the_only_committer(registry: str) -> None:
    from django.db import transaction

    from downrange.service.record.work import writing

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), writing():
        pass
