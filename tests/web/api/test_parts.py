"""Days, sums: what a program sends is read strictly."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from downrange.web.api import parts


def test_a_day_is_a_day() -> None:
    adapter: TypeAdapter[str] = TypeAdapter(parts.Day)
    assert adapter.validate_python("2024-02-29") == "2024-02-29"
    assert parts.day_of("2024-02-29").day == 29
    for wrong in ("2023-02-29", "20230214", "2023-1-1", "1899-12-31", "2200-01-01", "", 0):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


def test_money_comes_as_text_with_its_currency() -> None:
    assert parts.MoneyIn.model_validate({"amount": "12.50", "currency": "KZT"}).amount == "12.50"
    for amount in ("-1", "1.234", "1e9", "", "1 000", 5):
        with pytest.raises(ValidationError):
            parts.MoneyIn.model_validate({"amount": amount, "currency": "KZT"})
    for currency in ("kzt", "TENGE", None):
        with pytest.raises(ValidationError):
            parts.MoneyIn.model_validate({"amount": "1", "currency": currency})
