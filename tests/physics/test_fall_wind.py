"""The wind of a fall that nobody measured."""

import numpy as np
import pytest

from downrange.physics.atmosphere import CALM, WindProfile, heights_m
from downrange.physics.fall import Body, State
from downrange.physics.fall_drag import ConstantDrag
from downrange.physics.fall_ellipse import disperse
from downrange.physics.fall_wind import (
    airs_of,
    climate_wind,
    default_wind,
    given_wind,
    profile_of,
    unknown_wind,
)

ROWS = heights_m()


def row(height_m: float) -> int:
    return int(np.searchsorted(ROWS, height_m))


def test_near_baikonur_it_is_the_climatology_and_elsewhere_unknown() -> None:
    assert default_wind(46.07, 62.99).kind == "climatology"
    assert default_wind(47.9, 66.8, 7).means == climate_wind(7).means
    assert default_wind(5.2, -52.8).kind == "unknown"


def test_july_over_baikonur_has_the_jet_and_the_easterlies_of_the_climatology() -> None:
    central = profile_of(climate_wind(7))
    east, north = central.at([12000.0, 30000.0])
    assert float(np.hypot(east[0], north[0])) == pytest.approx(25.9, abs=0.1)  # 25.9 m/s from 284 degrees
    assert east[1] == pytest.approx(-12.8)  # from 88 degrees


def test_a_month_not_given_is_drawn() -> None:
    year, july = climate_wind(), climate_wind(7)
    assert len(year.means) == 12
    wide, narrow = (w.tables(1, 0, 512)[:, row(30000.0), 2].std() for w in (year, july))
    assert wide > 1.4 * narrow
    assert "wind.month" in year.assumed
    assert "wind.month" not in july.assumed


def test_departures_have_the_stated_spread_and_keep_their_sign_over_a_few_kilometres() -> None:
    drawn = climate_wind(7).tables(3, 0, 1024)
    assert drawn[:, row(12000.0), 2].mean() == pytest.approx(25.1, abs=1.5)
    assert drawn[:, row(12000.0), 2].std() == pytest.approx(12.0, abs=1.5)
    assert drawn[:, row(0.0), 3].std() == pytest.approx(2.2, abs=0.4)
    near, far = (np.corrcoef(drawn[:, row(5000.0), 2], drawn[:, row(h), 2])[0, 1] for h in (6000.0, 30000.0))
    assert near > 0.7
    assert abs(far) < 0.2


def test_no_draw_is_calm_and_every_draw_depends_on_its_number_only() -> None:
    wind = unknown_wind()
    some, later = wind.tables(5, 0, 64), wind.tables(5, 32, 64)
    assert np.array_equal(some[32:], later)
    assert np.abs(some[:, row(8000.0), 2:4]).max(axis=1).min() > 0.0
    assert some[:, row(12000.0), 2].std() > 12.0


def test_a_given_profile_keeps_a_small_spread_alike_at_all_heights() -> None:
    profile = WindProfile((0.0, 20000.0), (5.0, 25.0), (0.0, 0.0), source="sounding.csv")
    wind = given_wind(profile)
    drawn = wind.tables(1, 0, 256)
    assert profile_of(wind) == profile
    assert drawn[:, row(10000.0), 2].mean() == pytest.approx(15.0, abs=0.5)
    assert drawn[:, row(10000.0), 2].std() == pytest.approx(3.0, abs=0.6)
    moved = drawn[:, row(10000.0), 2] - 15.0
    assert drawn[:, row(0.0), 2] - 5.0 == pytest.approx(moved)


def test_a_profile_brings_no_draws() -> None:
    assert airs_of(CALM, 1) is None
    assert profile_of(CALM) is CALM


def test_unknown_wind_widens_the_ellipse_of_a_light_body_and_moves_it_by_nothing() -> None:
    state, body = State(46.0, 63.0, 20000.0, 300.0, 0.0, 0.0), Body(200.0, ConstantDrag(1.0, 5.0))
    spread = {"speed_m_per_s": 3.0}
    calm = disperse(state, body, spread, samples=256).ellipse
    wide = disperse(state, body, spread, unknown_wind(), samples=256).ellipse
    winter = disperse(state, body, spread, climate_wind(1), samples=256).ellipse
    assert wide.minor_km > 5.0 * calm.minor_km
    assert wide.longitude_deg == pytest.approx(calm.longitude_deg, abs=0.03)
    assert winter.longitude_deg > calm.longitude_deg + 0.05  # westerlies carry it to the east
