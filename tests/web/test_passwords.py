"""Our own rule of passwords."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from downrange.web.passwords import AtMost


def test_endless_passwords_are_refused() -> None:
    AtMost(10).validate("x" * 10)
    with pytest.raises(ValidationError, match="At most 10"):
        AtMost(10).validate("x" * 11)
