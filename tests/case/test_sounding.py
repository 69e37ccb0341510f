import pytest
from pydantic import ValidationError

from downrange.case.sounding import Sounding


def test_a_sounding_is_frozen_and_knows_its_keys() -> None:
    found = Sounding(file="day.csv", height_m=(0.0, 1e4), east_m_per_s=(1.0, 2.0), north_m_per_s=(0.0, 0.0))
    assert hash(found) == hash(found.model_copy())
    with pytest.raises(ValidationError):
        Sounding.model_validate({"file": "day.csv", "height_m": [0.0], "wind": [1.0]})
