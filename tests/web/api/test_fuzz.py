"""Schemathesis against the running interface: whatever is sent, it answers as its description says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from tests.web.api import calling

CHECKS = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
)
EXAMPLES_NUMBER = 4


@pytest.mark.parametrize(
    ("role", "mode"),
    [("bailiff", "positive"), ("bailiff", "negative"), ("regulator", "positive"), ("regulator", "negative")],
)
def test_nothing_breaks_and_nothing_is_undeclared(pages: str, role: str, mode: str) -> None:
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    with override_settings(DOWNRANGE_REQUESTS_PER_MINUTE=1_000_000):
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        key = f"Bearer {calling.secret_of(role)}"
        tried, wrong = [], []
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            try:
                tried.append(_tried(operation, key, mode))
            except FailureGroup as error:
                wrong += [f"{operation.label}: {one}" for one in error.exceptions]
    assert not wrong, "\n".join(wrong)
    assert len(tried) >= 40
    assert sum(tried) > 40 * EXAMPLES_NUMBER / 2


def _tried(operation: Any, key: str, mode: str) -> int:
    """Send examples of one operation and check each answer; give how many were sent."""
    generation = schemathesis.GenerationMode(mode)
    if mode == "negative" and not (operation.query or operation.body or operation.path_parameters):
        return 0
    sent = 0

    @seed(7)
    @settings(
        max_examples=EXAMPLES_NUMBER,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=generation))
    def send(case: Any) -> None:
        nonlocal sent
        sent += 1
        case.call_and_validate(
            headers={"Authorization": key, "Accept-Encoding": "identity"}, checks=list(CHECKS)
        )

    send()
    return sent
