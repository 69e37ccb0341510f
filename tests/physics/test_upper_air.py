"""Air above 80 km by NRLMSIS, its indices passed in."""

import socket
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from downrange.errors import SourceError
from downrange.physics import upper_air
from downrange.physics.atmosphere import CALM, WindProfile, air_table, heights_m
from downrange.physics.fall import Body, State, fall
from downrange.physics.fall_drag import ConstantDrag
from downrange.physics.fall_wind import UncertainWind, climate_wind, with_upper
from downrange.physics.upper_air import msis

pymsis = pytest.importorskip("pymsis", reason="the extra 'msis' is not installed")

WHEN = datetime(2013, 7, 2, 3, 0)
QUIET = {"flux_number": 75.0, "mean_flux_number": 75.0, "ap_number": 4.0}
LOUD = {"flux_number": 220.0, "mean_flux_number": 200.0, "ap_number": 4.0}


def test_it_is_the_package_s_column() -> None:
    found = msis(WHEN, 46.0, 63.0, flux_number=120.0, mean_flux_number=115.0, ap_number=8.0)
    direct = pymsis.calculate(
        np.array(["2013-07-02T03:00"], dtype="datetime64[m]"), [63.0], [46.0], [100.0, 400.0], [120.0], [115.0],
        [[8.0] * 7], version=2.1,
    ).reshape(2, -1)  # fmt: skip
    for row, height in enumerate((100e3, 400e3)):
        index = found.height_m.index(height)
        assert found.density_kg_per_m3[index] == pytest.approx(direct[row, 0])
        assert found.temperature_k[index] == pytest.approx(direct[row, 10])


def test_no_index_is_fetched_from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("a physics model opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert msis(WHEN, 46.0, 63.0, **QUIET).density_kg_per_m3[0] > 0


def test_the_table_passes_from_the_standard_to_the_model_between_80_and_90_km() -> None:
    upper = msis(WHEN, 46.0, 63.0, **LOUD)
    standard, modelled = air_table(CALM), air_table(WindProfile((0.0,), (0.0,), (0.0,), upper=upper))
    rows = heights_m()
    below, above = rows <= 80e3, rows >= 90e3
    assert np.array_equal(standard[below], modelled[below])
    assert modelled[above, 0] == pytest.approx(
        np.exp(np.interp(rows[above], upper.height_m, np.log(upper.density_kg_per_m3)))
    )
    assert np.all(np.diff(modelled[rows > 70e3, 0]) < 0)
    at_400 = int(np.searchsorted(rows, 400e3))
    quiet = air_table(WindProfile((0.0,), (0.0,), (0.0,), upper=msis(WHEN, 46.0, 63.0, **QUIET)))
    assert modelled[at_400, 0] > 3.0 * quiet[at_400, 0]  # the active Sun swells the thermosphere


def test_a_fall_from_high_up_feels_it_and_a_fall_from_below_does_not() -> None:
    body = Body(100.0, ConstantDrag(1.0, 20.0))
    upper = msis(WHEN, 46.0, 63.0, **LOUD)
    wind = with_upper(CALM, upper)
    assert isinstance(wind, WindProfile)
    low, high = (State(46.0, 63.0, h, 2000.0, 0.0, 90.0) for h in (60e3, 170e3))
    assert fall(low, body, wind).longitude_deg == fall(low, body).longitude_deg
    assert fall(high, body, wind).longitude_deg != fall(high, body).longitude_deg


def test_an_uncertain_wind_carries_it_in_every_draw() -> None:
    upper = msis(WHEN, 46.0, 63.0, **LOUD)
    wind = with_upper(climate_wind(7), upper)
    assert isinstance(wind, UncertainWind)
    drawn = wind.tables(1, 0, 3)
    assert np.array_equal(
        drawn[0, -1, :2], air_table(WindProfile((0.0,), (0.0,), (0.0,), upper=upper))[-1, :2]
    )
    assert wind.central.upper is upper


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(upper_air, "import_module", missing)
    with pytest.raises(SourceError, match="extra 'msis'"):
        msis(WHEN, 46.0, 63.0, **QUIET)
