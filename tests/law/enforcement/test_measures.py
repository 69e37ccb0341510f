"""Which measures hold on a day, as far as the dates are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.law.cases import case, measure

from downrange.law.enforcement.measures import measures_on, states

NONE = {"unknown": "no lifting was found"}


@pytest.mark.parametrize(
    ("changed", "day", "state"),
    [
        ({"since": "2023-01-31"}, "2023-01-30", "not-yet"),
        ({"since": "2023-01-31"}, "2023-01-31", "in-force"),
        ({"since": "2023-01"}, "2023-01-15", "possibly"),
        ({"since": "2023-01"}, "2023-01-31", "in-force"),
        ({"since": "2023-01-31", "until": "2023-06-01"}, "2023-06-02", "ended"),
        ({"since": "2023-01-31", "until": "2023-06-01"}, "2023-06-01", "possibly"),
        ({"since": "2023-01-31", "until": "2023-06-01"}, "2023-05-31", "in-force"),
        ({"since": "2023-01-31", "until": NONE}, "2026-11-23", "in-force"),
        ({"since": NONE}, "2026-11-23", "unknown"),
        ({"since": NONE, "seen_from": "2023-03-07"}, "2023-03-06", "unknown"),
        ({"since": NONE, "seen_from": "2023-03-07"}, "2023-03-07", "in-force"),
        ({"since": NONE, "seen_from": "2023-01"}, "2023-01-05", "possibly"),
    ],
)
def test_state_on_a_day(changed: dict[str, Any], day: str, state: str) -> None:
    whole = case(measures=[measure(**changed)])
    on = date.fromisoformat(day)
    found = states(whole, on)[0]
    assert found.state == state
    assert found.because
    assert bool(measures_on(whole, on)) is (state in ("in-force", "possibly"))


def test_one_claim_only_and_json() -> None:
    whole = case(measures=[measure(), measure(id="measure/other", claim="claim/other")])
    assert len(states(whole, date(2023, 3, 1), "claim/other")) == 1
    body = states(whole, date(2023, 3, 1))[0].as_json()
    assert {"id", "kind", "order", "since", "until", "permits"} <= set(body)
