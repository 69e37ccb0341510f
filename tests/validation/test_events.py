"""The scoring of events: known scores, guards, and a shrug that loses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.validation.events import (
    POOLS,
    Draws,
    Pool,
    arrival,
    copy_the_other,
    given_surface,
    leave_one_out,
    one_row,
    pooled,
    radius_within,
    rows,
    swapped,
    under_limit,
)

MAXIMUM, AREA = POOLS[0], POOLS[1]
SEEN = {"proton-2013": 890.0, "proton-2007": 520.0}


def lognormal(median: float, decades: float, number: int = 2000) -> list[float]:
    scores = np.random.default_rng(7).standard_normal(number)
    return list(median * 10.0 ** (decades * scores))


def both(pool: Pool, medians: tuple[float, float], decades: float) -> Draws:
    return {
        event: {pool.quantity: lognormal(median, decades)}
        for event, median in zip(SEEN, medians, strict=True)
    }


def test_the_trivial_forecast_is_3_6_decades_wide() -> None:
    row = one_row("e", MAXIMUM.quantity, "mg_per_kg", 500.0, lognormal(500.0, 0.3), 0.05)
    assert row.trivial_interval_score == pytest.approx(3.6)
    assert row.interval_score == pytest.approx(2 * 1.645 * 0.3, rel=0.06)
    assert row.inside
    crater = one_row("e", "crater_diameter_m", "m", 40.0, lognormal(40.0, 0.1), 0.1)
    assert crater.trivial_interval_score == pytest.approx(1.8)


def test_a_miss_by_d_decades_costs_20_d() -> None:
    row = one_row("e", MAXIMUM.quantity, "mg_per_kg", 100.0, [1000.0] * 10, 0.05)
    assert row.interval_score == pytest.approx(20.0)
    assert not row.inside


def test_copying_the_other_crash_scores_three() -> None:
    for pool, seen in ((MAXIMUM, SEEN), (AREA, {"proton-2013": 13100.0, "proton-2007": 3600.0})):
        found = rows(pool, both(pool, (1000.0, 1000.0), 0.5), seen, "x", 0.05)
        assert copy_the_other(found) == pytest.approx(3.0, abs=0.02)
        assert copy_the_other(found[:1]) is None


def test_a_shrug_loses_and_a_narrow_truth_wins() -> None:
    shrug = pooled(MAXIMUM, rows(MAXIMUM, both(MAXIMUM, (100.0, 100.0), 1.5), SEEN, "mg_per_kg", 0.05))
    truth = pooled(MAXIMUM, rows(MAXIMUM, both(MAXIMUM, (800.0, 600.0), 0.25), SEEN, "mg_per_kg", 0.05))
    assert shrug.interval_ratio < 1.0
    assert not shrug.met
    assert shrug.inside_number == 2  # being inside is not enough
    assert truth.interval_ratio > 3.0
    assert truth.met
    assert truth.ambition_met
    assert truth.coverage_low_share == pytest.approx(0.158, abs=0.001)


def test_a_narrow_error_loses() -> None:
    wrong = pooled(MAXIMUM, rows(MAXIMUM, both(MAXIMUM, (20.0, 20.0), 0.25), SEEN, "mg_per_kg", 0.05))
    assert wrong.interval_ratio < 1.0
    assert wrong.inside_number == 0
    assert not wrong.met


def test_each_event_left_out() -> None:
    found = rows(MAXIMUM, both(MAXIMUM, (800.0, 5.0), 0.25), SEEN, "mg_per_kg", 0.05)
    rest = leave_one_out(MAXIMUM, found)
    assert set(rest) == set(SEEN)
    assert rest["proton-2007"].interval_ratio > 1.0 > rest["proton-2013"].interval_ratio
    assert leave_one_out(MAXIMUM, found[:1]) == {}


@given(st.floats(0.05, 10.0))
def test_draws_below_detection_count_as_the_floor(floor: float) -> None:
    row = one_row("e", MAXIMUM.quantity, "mg_per_kg", 100.0, [0.0] * 9 + [1000.0], floor)
    assert row.low == pytest.approx(floor)
    assert row.floored_share == pytest.approx(0.9)


def test_what_a_swap_moves() -> None:
    ours = rows(MAXIMUM, both(MAXIMUM, (500.0, 500.0), 0.3), SEEN, "mg_per_kg", 0.05)
    other = rows(MAXIMUM, both(MAXIMUM, (1000.0, 50.0), 0.6), SEEN, "mg_per_kg", 0.05)
    first, second = swapped(ours, other)
    assert first.median_ratio == pytest.approx(2.0, rel=0.1)
    assert second.median_ratio == pytest.approx(0.1, rel=0.1)
    assert first.width_ratio == pytest.approx(2.0, rel=0.05)


def test_the_rows_without_a_ratio() -> None:
    assert under_limit("1999", "mg_per_kg", [0.0] * 99 + [5.0], 0.1).met
    assert not under_limit("1999", "mg_per_kg", [0.0] * 90 + [5.0] * 10, 0.1).met
    assert radius_within("spot", [1.0] * 95 + [11.0] * 5, 10.0).met
    assert not radius_within("spot", [1.0] * 90 + [11.0] * 10, 10.0).met
    assert given_surface([50.0, 500.0, 20.0], [1.0, 2.0, 3.0], 53.0) == (1.0, 3.0)


def test_arrival_is_scored_apart() -> None:
    scored = arrival({"a": 0.8, "b": 0.3}, {"a": True, "b": False})
    assert scored.brier_score == pytest.approx((0.04 + 0.09) / 2)
    assert scored.trivial_brier_score == 0.25


def test_no_draws_and_unpinned_quantities_are_refused() -> None:
    with pytest.raises(ValueError, match="needs draws"):
        one_row("e", MAXIMUM.quantity, "mg_per_kg", 1.0, [], 0.05)
    with pytest.raises(KeyError, match="no trivial forecast"):
        one_row("e", "cloud_height_m", "m", 1.0, [1.0], 0.05)
    with pytest.raises(ValueError, match="no rows"):
        pooled(MAXIMUM, ())
