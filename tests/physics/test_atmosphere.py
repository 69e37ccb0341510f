import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.atmosphere import CALM, WindProfile, air_table, heights_m, standard


@pytest.mark.parametrize(
    ("height_m", "density"), [(0.0, 1.2250), (10e3, 0.41351), (43e3, 0.0025989), (86e3, 6.958e-6)]
)
def test_golden_densities(height_m: float, density: float) -> None:
    assert float(standard(height_m).density_kg_per_m3) == pytest.approx(density, rel=1e-4)


def test_agrees_with_ambiance() -> None:
    from ambiance import Atmosphere

    heights = np.linspace(-4000.0, 79000.0, 84)
    theirs, ours = Atmosphere(heights), standard(heights)
    assert ours.density_kg_per_m3 == pytest.approx(theirs.density, rel=2e-5)
    assert ours.temperature_k == pytest.approx(theirs.temperature, rel=2e-5)
    assert ours.pressure_pa == pytest.approx(theirs.pressure, rel=2e-5)
    assert ours.sound_speed_m_per_s == pytest.approx(theirs.speed_of_sound, rel=2e-5)


@given(st.floats(-2000.0, 999e3), st.floats(1.0, 1000.0))
def test_density_falls_with_height(height_m: float, more_m: float) -> None:
    low, high = standard([height_m, height_m + more_m]).density_kg_per_m3
    assert high < low


def test_an_empty_or_falling_profile_is_refused() -> None:
    for heights in ((), (100.0, 100.0), (200.0, 100.0)):
        with pytest.raises(ValueError, match=r"level|rise"):
            WindProfile(heights, (0.0,) * len(heights), (0.0,) * len(heights))
    with pytest.raises(ValueError, match="one value"):
        WindProfile((0.0, 1.0), (0.0,), (0.0, 0.0))
    with pytest.raises(ValueError, match="finite"):
        WindProfile((0.0,), (math.nan,), (0.0,))
    with pytest.raises(ValueError, match="together"):
        WindProfile((0.0,), (0.0,), (0.0,), temperature_k=(288.0,))


def test_wind_is_linear_between_levels_and_held_beyond() -> None:
    wind = WindProfile((1000.0, 2000.0), (0.0, 10.0), (4.0, 2.0))
    east, north = wind.at([0.0, 1500.0, 9000.0])
    assert east.tolist() == [0.0, 5.0, 10.0]
    assert north.tolist() == [4.0, 3.0, 2.0]
    table = air_table(wind)
    row = int(np.searchsorted(heights_m(), 1500.0))
    assert table[row, 2:4].tolist() == [5.0, 3.0]


def test_the_table_of_still_air_is_the_standard() -> None:
    table, air = air_table(CALM), standard(heights_m())
    assert table[:, 0] == pytest.approx(air.density_kg_per_m3)
    assert not table[:, 2:].any()
    assert not table.flags.writeable


def test_a_sounding_gives_its_own_density_inside_its_heights_only() -> None:
    wind = WindProfile(
        (0.0, 5000.0), (0.0, 0.0), (0.0, 0.0), temperature_k=(300.0, 270.0), pressure_pa=(99000.0, 54000.0)
    )
    table, height = air_table(wind), heights_m()
    inside = int(np.searchsorted(height, 0.0))
    assert table[inside, 0] == pytest.approx(99000.0 / (287.05287 * 300.0))
    above = int(np.searchsorted(height, 6000.0))
    assert table[above, 0] == air_table(CALM)[above, 0]
