from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics import chemistry, puff
from downrange.physics.puff_parameters import AirParameters, central_air_parameters
from downrange.physics.weather import weather_draw
from downrange.reference.library import values

CALM_NIGHT = {"solar_elevation_deg": -20.0, "cloud_cover_fraction": 0.0, "wind_speed_m_per_s": 2.5}


def field(release: puff.AirRelease, **given: float) -> puff.AirField:
    p = central_air_parameters(**given)
    return puff.disperse(release, weather_draw(p), p)


def test_n2o4_is_no2_mass_for_mass_and_twice_the_moles() -> None:
    a = field(puff.AirRelease({"n2o4": 1000.0}, 0.0, 20.0)).substances
    b = field(puff.AirRelease({"no2": 400.0, "n2o4": 600.0}, 0.0, 20.0)).substances
    assert set(a) == set(b) == {"no2"}
    assert a["no2"].ledger == b["no2"].ledger
    with pytest.raises(ValueError, match="kerosene"):
        field(puff.AirRelease({"kerosene": 1.0}, 0.0, 20.0))


draws = st.integers(0, 10_000)


def drawn(number: int) -> AirParameters:
    random = np.random.default_rng(number)
    return AirParameters(
        **{
            name: sourced.draw(float(random.uniform(0.001, 0.999)))
            for name, sourced in values("models/air.yaml").items()
        }
    )


@given(draws, st.sampled_from([0.0, 300.0, 1500.0, 4000.0]), st.sampled_from([0.0, 1800.0]))
@settings(max_examples=40, deadline=None)
def test_mass_closes_in_any_weather(number: int, height: float, duration: float) -> None:
    p = drawn(number)
    release = puff.AirRelease({"udmh": 5e4, "n2o4": 1e5}, height, 0.3 * height + 10.0, duration)
    for one in puff.disperse(release, weather_draw(p), p).substances.values():
        ledger = one.ledger
        parts = (ledger.airborne_kg, ledger.deposited_kg, ledger.decayed_kg)
        assert min(parts) >= -1e-6 * ledger.released_kg
        assert sum(parts) == pytest.approx(ledger.released_kg, rel=1e-12)
        assert 0.0 <= ledger.ndma_airborne_kg <= ledger.ndma_formed_kg + 1e-9
        assert np.isfinite(one.table).all()


def test_the_map_holds_the_deposit_of_the_ledger_within_its_frame() -> None:
    grid = puff.Grid.square(30e3, 300)
    release = puff.AirRelease({"no2": 1e5}, 0.0, 150.0)
    p = central_air_parameters(wind_from_deg=315.0, deposition_velocity_no2_m_per_s=0.01, rain_mm_per_h=0.0)
    air = puff.disperse(release, weather_draw(p), p, grid)
    one = air.substances["no2"]
    assert one.map is not None
    on_map = one.map.deposit_kg_per_m2.sum() * grid.cell_m**2
    # against the same sum along the puff's way, cut where the map is cut
    assert 0.3 * one.ledger.deposited_kg < on_map < one.ledger.deposited_kg * 1.02
    # wind from the north-west: nothing north-west of the source
    east, north = np.meshgrid(grid.east_m, grid.north_m)
    behind = (east < -2000.0) & (north > 2000.0)
    assert one.map.deposit_kg_per_m2[behind].max() < 1e-3 * one.map.deposit_kg_per_m2.max()
    assert grid.east_m.shape == (300,)


def test_rain_brings_down_more_near_the_source() -> None:
    release = puff.AirRelease({"udmh": 1e5}, 800.0, 300.0)
    level = 13.5e-6
    dry = field(release, rain_mm_per_h=0.0).substances["udmh"]
    wet = field(release, rain_mm_per_h=5.0).substances["udmh"]
    assert wet.ledger.deposited_kg > 10.0 * dry.ledger.deposited_kg
    assert puff.area_over_deposit_m2(wet, level) > puff.area_over_deposit_m2(dry, level)
    flexpart, calpuff = (
        field(release, rain_mm_per_h=5.0, scavenging_structure_number=n).substances["udmh"]
        for n in (0.0, 1.0)
    )
    assert flexpart.ledger.deposited_kg != pytest.approx(calpuff.ledger.deposited_kg, rel=0.01)


def test_distances_over_the_hour_levels() -> None:
    release = puff.AirRelease({"udmh": 1e4, "n2o4": 1e4}, 0.0, 30.0)
    night = field(release, **CALM_NIGHT)
    day = field(release, solar_elevation_deg=65.0, wind_speed_m_per_s=2.5, cloud_cover_fraction=0.0)
    levels = {"udmh": 3.0, "no2": 12.0}  # AEGL-2, 60 minutes
    far, near = puff.over_dosage_threshold(night, levels), puff.over_dosage_threshold(day, levels)
    assert far["udmh"] > near["udmh"] > 100.0
    assert far["udmh"] > far["no2"] > 0.0
    # the average there is the level
    one = night.substances["udmh"]
    east, north = one.toward_ratio
    at = puff.receptors(one, far["udmh"] * east, far["udmh"] * north)
    level = chemistry.ppm_to_kg_per_m3(3.0, "udmh")
    assert float(at.average_kg_per_m3) == pytest.approx(level, rel=0.01)
    assert puff.distance_over_m(one, 1e6) == 0.0


@given(st.floats(1.1, 20.0))
@settings(max_examples=10, deadline=None)
def test_without_ozone_everything_scales_with_mass(factor: float) -> None:
    one, more = (
        field(puff.AirRelease({"no2": m}, 100.0, 30.0)).substances["no2"] for m in (1000.0, 1000.0 * factor)
    )
    a, b = (puff.receptors(s, [0.0, 50.0], [2000.0, 5000.0]) for s in (one, more))
    assert b.dosage_mg_s_per_m3 == pytest.approx(factor * a.dosage_mg_s_per_m3)
    assert b.deposit_kg_per_m2 == pytest.approx(factor * a.deposit_kg_per_m2)


def test_udmh_is_kept_where_dense_and_gone_where_thin() -> None:
    one = field(puff.AirRelease({"udmh": 1e4}, 0.0, 30.0), **CALM_NIGHT).substances["udmh"]
    free = field(
        puff.AirRelease({"udmh": 1e4}, 0.0, 30.0), udmh_ozone_rate_cm3_per_s=0.0, **CALM_NIGHT
    ).substances["udmh"]
    east, north = one.toward_ratio
    ratios = []
    for reach in (1000.0, 20_000.0, 2e5):
        kept, passive = (puff.receptors(s, reach * east, reach * north) for s in (one, free))
        ratios.append(float(kept.peak_kg_per_m3 / passive.peak_kg_per_m3))
    assert ratios[0] > 0.99
    assert ratios[0] > ratios[1] > ratios[2]


def test_outline_and_area_agree() -> None:
    one = field(
        puff.AirRelease({"udmh": 1e5}, 0.0, 100.0), rain_mm_per_h=2.0, wind_from_deg=200.0
    ).substances["udmh"]
    ring = puff.outline_over(one, 1e-5, "deposit")
    assert ring[0] == pytest.approx(ring[-1])
    x, y = ring[:, 0], ring[:, 1]
    area = 0.5 * abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])))
    assert area == pytest.approx(puff.area_over_deposit_m2(one, 1e-5), rel=0.02)
    # the wind from 200 degrees carries it to the north-north-east
    assert math.degrees(math.atan2(x.mean(), y.mean())) == pytest.approx(20.0, abs=3.0)
    assert puff.outline_over(one, 1e9, "deposit").shape == (0, 2)


def test_a_cloud_above_the_mixing_height_stays_aloft() -> None:
    air = field(puff.AirRelease({"udmh": 1e5}, 3000.0, 300.0))
    assert any("mixing height" in note for note in air.notes)
    low = field(puff.AirRelease({"udmh": 1e5}, 300.0, 300.0))
    assert air.substances["udmh"].ledger.deposited_kg < 0.01 * low.substances["udmh"].ledger.deposited_kg


def test_a_release_in_time_passes_longer_with_a_lower_peak() -> None:
    at_once, slowly = (
        field(puff.AirRelease({"no2": 1e4}, 0.0, 30.0, duration_s=d)).substances["no2"] for d in (0.0, 3600.0)
    )
    a, b = (puff.receptors(s, [0.0], [3000.0]) for s in (at_once, slowly))
    assert b.peak_kg_per_m3[0] < a.peak_kg_per_m3[0]
    assert b.dosage_mg_s_per_m3 == pytest.approx(a.dosage_mg_s_per_m3)
