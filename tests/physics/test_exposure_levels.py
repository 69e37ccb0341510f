from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.exposure_levels import levels_for


@pytest.mark.parametrize(
    ("minutes", "aegl2", "aegl3"),
    [(10, 18, 66), (30, 6, 22), (60, 3, 11), (240, 0.75, 2.75), (480, 0.375, 1.375), (20, 9, 33)],
)
def test_udmh_is_concentration_times_time(minutes: float, aegl2: float, aegl3: float) -> None:
    levels, _ = levels_for("udmh", 60.0 * minutes)
    assert {v.name: v.level_ppm for v in levels} == pytest.approx({"aegl2": aegl2, "aegl3": aegl3})


@pytest.mark.parametrize("seconds", [60.0, 12 * 3600.0])
def test_nothing_outside_the_published_range(seconds: float) -> None:
    for substance in ("udmh", "no2", "hcl"):
        levels, why = levels_for(substance, seconds)
        assert levels == ()
        assert "10 to 480 min" in why


def test_nitric_acid_and_hydrazine_at_one_hour_only() -> None:
    for substance, second in (("hno3", 24.0), ("hydrazine", 13.0)):
        levels, why = levels_for(substance, 3600.0)
        assert next(v for v in levels if v.name == "aegl2").level_ppm == second
        assert why == ""
        assert levels_for(substance, 1800.0)[0] == ()
        assert "60 min only" in levels_for(substance, 1800.0)[1]


def test_steps_take_the_next_longer_duration() -> None:
    assert {v.name: v.level_ppm for v in levels_for("no2", 1200.0)[0]} == {
        "aegl1": 0.5,
        "aegl2": 15,
        "aegl3": 25,
    }
    assert levels_for("n2o4", 3600.0) == levels_for("no2", 3600.0)  # counted as NO2, once


@given(st.floats(600.0, 28800.0), st.floats(1.0, 2.0), st.sampled_from(["udmh", "no2", "hcl", "nh3", "co"]))
def test_longer_never_allows_more(duration: float, factor: float, substance: str) -> None:
    short = {v.name: v.level_ppm for v in levels_for(substance, duration)[0]}
    longer = {v.name: v.level_ppm for v in levels_for(substance, min(duration * factor, 28800.0))[0]}
    assert all(longer[name] <= short[name] * (1 + 1e-9) for name in longer if name in short)


def test_a_substance_without_levels() -> None:
    assert levels_for("ndma", 3600.0)[0] == ()
    assert "ndma" in levels_for("ndma", 3600.0)[1]
