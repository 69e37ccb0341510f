"""The health of a server, as a proxy asks for it."""

from __future__ import annotations

from unittest.mock import patch

from django.db import DatabaseError
from django.test import Client


def test_health_is_told_without_an_account(pages: str) -> None:
    answer = Client().get("/health")
    assert answer.json() == {"status": "ok", "database": "sqlite", "jobs_queued_number": 0}


def test_a_database_that_does_not_answer_is_503(pages: str) -> None:
    with patch("downrange.web.pages.health.connection.cursor", side_effect=DatabaseError):
        assert Client().get("/health").status_code == 503
