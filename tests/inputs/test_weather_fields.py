from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.gridded_weather import era5

from downrange.errors import InputError
from downrange.inputs.weather_fields import QUANTITIES, found_fields, opened
from downrange.physics.surface_layer import from_friction_velocity

LAYER = from_friction_velocity(0.35, -40.0, 0.05, 900.0)


def test_values_at_a_time_and_place(tmp_path: Path) -> None:
    def tilted(levels: Any, single: Any) -> None:
        blh = np.zeros_like(single["blh"][1])
        blh += 100.0 * np.arange(blh.shape[0])[:, None, None] + 10.0 * np.arange(9)[None, :, None]
        single["blh"] = (single["blh"][0], blh + np.arange(9)[None, None, :], single["blh"][2])

    paths = era5(tmp_path, LAYER, changes=tilted)
    datasets = [opened(path) for path in paths]
    field = found_fields(datasets, [str(p) for p in paths])["mixing"]
    # rows go from north to south, half a degree each; columns from west to east
    start = field.time_s[0]
    found = field.at(start + 5400.0, np.array([[46.0, 45.75]]), np.array([[63.0, 63.25]]))
    assert found[0].tolist() == pytest.approx([150.0 + 40.0 + 4.0, 150.0 + 45.0 + 4.5])
    assert field.at(start - 9e9, np.array([[90.0]]), np.array([[63.0]])) == pytest.approx(4.0)
    for data in datasets:
        data.close()


def test_longitudes_across_the_date_line(tmp_path: Path) -> None:
    paths = era5(tmp_path, LAYER, centre=(10.0, 180.0))
    datasets = [opened(path) for path in paths]
    fields = found_fields(datasets, [str(p) for p in paths])
    one = fields["warm"].at(0.0, np.array([[10.0]]), np.array([[-179.5]]))
    assert float(one[0, 0]) == pytest.approx(290.0)
    about = fields["warm"].longitude_about(-180.0)
    assert about.min() == pytest.approx(-2.0)
    assert about.max() == pytest.approx(2.0)
    for data in datasets:
        data.close()


def test_a_part_of_the_field_says_the_same(tmp_path: Path) -> None:
    def tilted(levels: Any, single: Any) -> None:
        blh = np.zeros_like(single["blh"][1]) + np.arange(33)[None, :, None] + 100.0 * np.arange(33)
        single["blh"] = (single["blh"][0], blh, single["blh"][2])

    paths = era5(tmp_path, LAYER, half_deg=8.0, cells=33, changes=tilted, hours=2)
    datasets = [opened(path) for path in paths]
    field = found_fields(datasets, [str(p) for p in paths])["mixing"]
    north, east = np.array([[46.2, 45.3]]), np.array([[63.3, 64.1]])
    part = field.cropped(north, east)
    assert part.latitude_deg.size < 10
    assert part.longitude_deg.size < 10
    assert np.allclose(part.at(field.time_s[0], north, east), field.at(field.time_s[0], north, east))
    for data in datasets:
        data.close()


def test_not_a_file_of_weather(tmp_path: Path) -> None:
    text = tmp_path / "weather.nc"
    text.write_text("no NetCDF", "utf-8")
    with pytest.raises(InputError, match="not readable as NetCDF"):
        opened(text)


def test_every_quantity_has_a_unit_and_one_place() -> None:
    for quantity in QUANTITIES.values():
        assert quantity.units
        assert set(quantity.downward) <= set(quantity.names)
    for levels in (True, False):
        names = [n for q in QUANTITIES.values() if q.levels == levels for n in q.names]
        assert len(names) == len(set(names))
