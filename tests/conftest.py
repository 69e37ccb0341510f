"""What all tests share: Hypothesis without a clock (machines differ), and the folder of measured data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def measured_data() -> Path:
    """Folder of measured data (DOWNRANGE_DATA); without it the test says visibly that it did not run."""
    folder = os.environ.get("DOWNRANGE_DATA")
    if not folder:
        pytest.skip("DOWNRANGE_DATA not set: the measured data do not lie beside this checkout")
    path = Path(folder)
    assert path.is_dir(), f"DOWNRANGE_DATA={folder} is no folder"
    return path
