from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from tests.report.examples import assessment, bare_case, deposit

from downrange.report.geotiff import fields_geotiff


def opened(data: bytes, folder: Path) -> Path:
    path = folder / "fields.tif"
    path.write_bytes(data)
    return path


def test_it_is_read_back_in_the_right_place_with_unit_and_source(tmp_path: Path) -> None:
    data = fields_geotiff(bare_case(), assessment("example-case"))
    assert data is not None
    grid = deposit()
    with rasterio.open(opened(data, tmp_path)) as file:
        assert file.crs.to_epsg() == 4326
        assert file.descriptions == ("udmh_deposit_mg_per_m2", "udmh_deposit_mg_per_m2_p95")
        assert file.units == ("mg m-2", "mg m-2")
        tags = file.tags()
        assert tags["case"] == "example-case"
        assert tags["source"] == "downrange run example-case --samples 200 --seed 1"
        assert len(tags["manifest"]) == 64
        assert tags["hypothetical"] == "false"
        row, column = np.unravel_index(np.argmax(grid.values), grid.values.shape)
        there = (grid.longitude_deg[column], grid.latitude_deg[row])
        median, upper = next(file.sample([there]))
        assert median == pytest.approx(grid.values[row, column], rel=1e-6)
        assert upper == pytest.approx(5 * grid.values[row, column], rel=1e-6)
        assert file.bounds.top == pytest.approx(grid.latitude_deg[-1] + 0.0025)  # half a cell beyond


def test_a_median_of_noughts_says_why_and_mean_and_share_stand_beside_it(tmp_path: Path) -> None:
    grid = deposit()
    share = (grid.values > 1.0) * 0.25
    wide = replace(
        grid, values=0 * grid.values, mean=grid.values / 4, over=share, level="the soil limit of 0.1 mg/kg"
    )
    data = fields_geotiff(bare_case(), replace(assessment("example-case"), fields=(wide,)))
    assert data is not None
    with rasterio.open(opened(data, tmp_path)) as file:
        name = "udmh_deposit_mg_per_m2"
        assert file.descriptions == (name, f"{name}_p95", f"{name}_mean", f"{name}_share_over")
        assert file.units == ("mg m-2", "mg m-2", "mg m-2", "1")
        assert "no cell is reached in half of the draws" in file.tags(1)["long_name"]
        assert file.tags(4)["long_name"].endswith("share of the draws over the soil limit of 0.1 mg/kg")
        assert file.read(3).max() == pytest.approx(grid.values.max() / 4, rel=1e-6)
        assert set(np.unique(file.read(4))) == {0.0, 0.25}
        assert "ellipse" in file.tags()["comment"]


def test_grids_that_differ_lie_on_pages_of_their_own(tmp_path: Path) -> None:
    other = replace(
        deposit(), name="dose_mg_s_per_m3", unit="mg_s_per_m3", latitude_deg=deposit().latitude_deg + 1
    )
    both = replace(assessment("example-case"), fields=(deposit(), other))
    data = fields_geotiff(bare_case(), both)
    assert data is not None
    path = opened(data, tmp_path)
    with rasterio.open(f"GTIFF_DIR:2:{path}") as file:
        assert file.descriptions[0] == "dose_mg_s_per_m3"
        assert file.bounds.bottom > 46.7


def test_an_assessment_without_fields_has_no_raster_and_uneven_cells_are_refused() -> None:
    assert fields_geotiff(bare_case(), assessment("example-case", fields=False)) is None
    uneven = replace(deposit(), latitude_deg=np.linspace(0, 1, 71) ** 2)
    bent = replace(assessment("example-case"), fields=(uneven,))
    with pytest.raises(ValueError, match="one size"):
        fields_geotiff(bare_case(), bent)
