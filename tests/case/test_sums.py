"""What a sum may not be, said at its own key."""

from __future__ import annotations

import pytest

from downrange.case.sums import sum_fault


@pytest.mark.parametrize(
    ("value", "below", "message"),
    [
        (5, (), "a number alone"),
        ("five", (), "not a sum"),
        ({"amount": "5"}, (), "without its currency"),
        ({"amount": "5", "currency": "XXQ"}, ("currency",), "no such currency"),
        ({"amount": 5.5, "currency": "KZT"}, ("amount",), "never a number with a point"),
        ({"amount": True, "currency": "KZT"}, ("amount",), "never a number with a point"),
        ({"amount": "5.123", "currency": "KZT"}, ("amount",), ""),
        ({"amount": "five", "currency": "KZT"}, ("amount",), ""),
    ],
)
def test_what_is_no_sum(value: object, below: tuple[str, ...], message: str) -> None:
    fault = sum_fault(value)
    assert fault is not None
    assert fault.below == below
    assert message in fault.message
    assert fault.expected


def test_what_is_one_or_was_not_meant_as_one() -> None:
    assert sum_fault({"amount": "5.12", "currency": "KZT"}) is None
    assert sum_fault({"amount": 5, "currency": "KZT"}) is None
    assert sum_fault({"unknown": "nobody said"}) is None
