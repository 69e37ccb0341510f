"""What comes in is strict; what goes out keeps every key."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from downrange.web.api import schemas


def test_unknown_keys_are_refused_in_and_kept_out() -> None:
    with pytest.raises(ValidationError):
        schemas.GateIn.model_validate({"identifier": "1", "because": "x"})
    with pytest.raises(ValidationError):
        schemas.GateIn.model_validate({"identifier": "a\x00b"})
    kept = schemas.LogHead.model_validate({"size": 1, "root_hash": "00", "checkpoint": None})
    assert kept.model_dump()["checkpoint"] is None
