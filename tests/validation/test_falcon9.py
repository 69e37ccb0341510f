"""Falcon 9 first stages against webcast telemetry."""

from dataclasses import replace

import numpy as np
import pytest

from downrange.reference.library import citation, table, values
from downrange.validation import falcon9
from downrange.validation.falcon9 import (
    FACTORS,
    FILE,
    block_factors,
    curve_errors,
    cut_off,
    fleet_fit,
    phases_of,
    read_flights,
    stage,
)

FLIGHTS, LEFT = read_flights()
BULGARIA = next(row for row in FLIGHTS if row["flight"] == "BulgariaSat-1")
CRS_16 = next(row for row in FLIGHTS if row["flight"] == "SpaceX CRS-16")


def test_thirty_flights_of_which_those_without_a_payload_are_left_out() -> None:
    assert len(FLIGHTS) + len(LEFT) == 30
    assert len(FLIGHTS) == 22
    assert LEFT["ZUMA"] == "no payload mass published"
    assert LEFT["Falcon Heavy Demo 1"].startswith("another vehicle")
    for name in ("flights", "curves"):
        citation(table(FILE)[name]["source"])


def test_phases_conserve_mass_and_throttle_in_the_printed_window() -> None:
    what = stage()
    phases, mass = phases_of(BULGARIA, 0.9, what)
    burnt = float(np.sum(phases[:, 3] * (phases[:, 1] - phases[:, 0])))
    assert phases[0, 5] - mass == pytest.approx(burnt)
    assert phases[-1, 1] == float(BULGARIA["cutoff_s"])
    levels = phases[:, 2] / what.thrust_n
    inside = (phases[:, 0] >= 49.0) & (phases[:, 0] < 63.0)
    assert levels[inside] == pytest.approx(0.9 * what.throttle_ratio)
    assert levels[0] == pytest.approx(0.9)
    assert np.all(phases[:, 2] / phases[:, 5] <= what.acceleration_limit_m_per_s_s * 1.001)
    cargo, _ = phases_of(CRS_16, 1.0, what)
    assert cargo[0, 5] == pytest.approx(what.load_kg + what.above_kg + 2573.0 + what.capsule_kg)


def test_the_altitude_is_fitted_and_the_speed_and_the_range_come_out() -> None:
    found = cut_off(BULGARIA, 0.92, stage())
    assert found.path[-1, 0] == pytest.approx(158.0)
    assert found.altitude_m == pytest.approx(65920.0, abs=50.0)
    assert found.speed_m_per_s == pytest.approx(2362.0, rel=0.05)
    assert found.range_m == pytest.approx(90.9e3, rel=0.1)
    assert 0.03 < found.reserve_kg / stage().load_kg < 0.12  # landed on a ship
    assert cut_off(BULGARIA, 0.96, stage()).speed_m_per_s > found.speed_m_per_s


def test_a_block_s_factor_comes_from_its_other_flights() -> None:
    rows = [{"flight": name, "block": block} for name, block in (("a", "3"), ("b", "3"), ("c", "5"))]
    errors = {"a": (-0.04, 0.0, 0.04), "b": (-0.02, 0.02, 0.06), "c": (-0.08, -0.04, 0.0)}
    assert block_factors(rows, errors) == pytest.approx({"3": 0.91, "5": 0.96})
    assert block_factors(rows, errors, "a") == pytest.approx({"3": 0.90, "5": 0.96})
    assert block_factors(rows, errors, "c")["5"] == pytest.approx(0.91)  # the only one of its block
    assert FACTORS[0] < 0.91 < FACTORS[-1]


def test_the_fleet_s_fit_takes_the_best_pair_without_the_flights_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = values(FILE)["throttle_ratio"].draw(5.0 / 6.0)

    def errors(row: dict[str, str], what: falcon9.Stage) -> list[float]:
        off = abs(what.throttle_ratio - drawn) + abs(what.acceleration_limit_m_per_s_s - 37.5)
        sign = 1.0 if row["flight"] == "a" else -1.0
        return (
            [100.0 * off] * 3 if row["flight"] == "odd" else [-0.1 + sign * off, sign * off, 0.1 + sign * off]
        )

    monkeypatch.setattr(falcon9, "_speed_errors", errors)
    rows = [{"flight": name, "block": "3"} for name in ("a", "b", "odd")]
    what, found = fleet_fit(rows, ["odd"])
    assert what == replace(stage(), throttle_ratio=drawn, acceleration_limit_m_per_s_s=37.5)
    assert set(found) == {"a", "b", "odd"}


def test_curve_errors_of_a_curve_against_itself_are_nothing_and_of_a_shift_the_shift() -> None:
    path = cut_off(CRS_16, 0.92, stage()).path
    from downrange.physics.earth import geodetic

    height, speed = geodetic(path[:, 1:4])[2], np.linalg.norm(path[:, 4:7], axis=1)
    curve = [
        {"time_s": str(path[k, 0]), "altitude_km": str(height[k] / 1e3 + 1.0), "speed_m_per_s": str(speed[k])}
        for k in range(10, 100, 10)
    ]
    assert curve_errors(path, curve) == pytest.approx((1000.0, 0.0), abs=1e-6)
