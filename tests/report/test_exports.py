from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from shapely.geometry import Point, Polygon
from tests.report import examples

from downrange.damage.assessment import CloudMoments
from downrange.errors import Problem, Where
from downrange.report.exports import (
    assessment_json,
    claim_json,
    fields_netcdf,
    udunits,
    written,
    zones_geojson,
)


def test_the_document_has_the_keys_that_others_rely_on() -> None:
    found = replace(
        examples.assessment("example-case"), problems=(Problem(Where("case.yaml", "x", 3), "odd"),)
    )
    body = json.loads(json.dumps(assessment_json(found), allow_nan=False))
    assert set(body) >= {
        "case", "samples", "seed", "manifest", "quantities", "damages", "drivers", "assumed", "problems",
    }  # fmt: skip
    assert set(body["manifest"]) >= {"code_version", "inputs"}
    assert body["quantities"]["crater_diameter_m"] == {"p05": 12.0, "p50": 22.0, "p95": 44.0}
    for damage in body["damages"]:
        assert set(damage) >= {
            "method", "status", "applicability", "why", "missing", "amount", "currency", "price_year", "article",
        }  # fmt: skip
    refused, computed = body["damages"][0], body["damages"][1]
    assert refused["amount"] is None
    assert refused["missing"] == ["coefficient tables", "inputs of 2013"]
    assert Decimal(computed["amount"]["p50"]) == Decimal("900000.00")
    assert body["headline"]["law"] == []
    for span in body["headline"]["ranges"]:
        own = [d for d in body["damages"] if d["amount"] and d["currency"] == span["currency"]]
        assert span["methods"] == [d["method"] for d in own]
        assert Decimal(span["low"]) == min(Decimal(d["amount"]["p05"]) for d in own)
        assert Decimal(span["high"]) == max(Decimal(d["amount"]["p95"]) for d in own)
    assert body["drivers"][0] == {
        "figure": "udmh_soil_peak_mg_per_kg", "input": "soil_share", "share": 0.71, "low": 210.0, "high": 4200.0,
        "low_share": 0.0, "high_share": 1.0,
    }  # fmt: skip
    assert body["drivers"][1] == {"figure": "damages.eu-ce-delft-2024", "resolved": False}
    assert body["problems"][0]["line"] == 3
    assert "answers" not in body
    assert body["remediation"]["ground"][0]["stages"] == [2, 9]
    assert computed["parts"]["soil"]["p50"] == "100000.00"
    assert assessment_json(found, [{"question": "q"}])["answers"] == [{"question": "q"}]


def test_a_claim_is_rounded_once_into_money_and_names_its_quantile() -> None:
    body = claim_json(examples.bare_case(hypothetical=True), examples.assessment("example-case"), "p95")
    assert body["quantile"] == "p95"
    assert body["hypothetical"] is True
    assert {draft["method"]: draft["amount"] for draft in body["drafts"]}["us-boscem"] == {
        "amount": "240000.00",
        "currency": "USD",
    }
    assert body["asserted"][0]["asserted"] == {"amount": "13690747305.00", "currency": "KZT"}
    assert body["asserted"][0]["awarded"] is None


def test_places_are_geojson_with_outer_rings_closed_and_counter_clockwise() -> None:
    body = json.loads(json.dumps(zones_geojson(examples.bare_case(), examples.assessment("example-case"))))
    assert body["type"] == "FeatureCollection"
    assert body["hypothetical"] is False
    assert any("GeoNames" in line for line in body["credits"])
    by_name = {f["properties"]["name"]: f for f in body["features"]}
    assert by_name["81/24"]["geometry"] == {"type": "Point", "coordinates": [62.985, 46.071]}
    ellipse = Polygon(by_name["first stage, 95 %"]["geometry"]["coordinates"][0])
    assert ellipse.is_valid
    assert ellipse.exterior.is_ccw
    assert ellipse.contains(Point(64.6, 46.6))
    assert by_name["first stage, 95 %"]["properties"]["major_km"] == 80


def test_a_comparison_carries_the_places_of_its_events_each_under_its_case() -> None:
    event = examples.bare_case(case="an-event", hypothetical=True)
    body = zones_geojson(
        examples.bare_case(),
        replace(examples.assessment("x"), places=()),
        [(event, examples.assessment("x"))],
    )
    assert len(body["features"]) == len(examples.PLACES)
    assert all(
        f["properties"]["case"] == "an-event" and f["properties"]["hypothetical"] for f in body["features"]
    )


def test_fields_open_in_the_right_place(tmp_path: Path) -> None:
    grid = examples.deposit()
    path = tmp_path / "fields.nc"
    path.write_bytes(fields_netcdf(examples.bare_case(), examples.assessment("example-case")))
    with xr.open_dataset(path, engine="scipy") as read:
        assert read.attrs["Conventions"] == "CF-1.10"
        assert read.attrs["hypothetical"] == "false"
        name = "udmh_deposit_mg_per_m2"
        field = read[name]
        assert field.dims == ("latitude", "longitude")
        assert read.latitude.attrs["units"] == "degrees_north"
        assert read.longitude.attrs["standard_name"] == "longitude"
        mapping = field.attrs.get("grid_mapping", field.encoding.get("grid_mapping"))
        assert read[mapping].attrs["grid_mapping_name"] == "latitude_longitude"
        assert field.attrs["units"] == "mg m-2"
        at = field.sel(latitude=46.05, longitude=62.985, method="nearest")
        row = int(np.argmin(abs(grid.latitude_deg - 46.05)))
        column = int(np.argmin(abs(grid.longitude_deg - 62.985)))
        assert float(at) == pytest.approx(float(grid.values[row, column]), rel=1e-6)
        np.testing.assert_allclose(read[f"{name}_p95"], grid.upper, rtol=1e-6, atol=1e-30)


def test_the_coordinate_system_is_wgs84_by_a_reader_of_its_own() -> None:
    import pyproj

    with xr.open_dataset(
        BytesIO(fields_netcdf(examples.bare_case(), examples.assessment("x"))), engine="scipy"
    ) as read:
        assert pyproj.CRS.from_wkt(read["crs"].attrs["crs_wkt"]).to_epsg() == 4326
        assert pyproj.CRS.from_cf(dict(read["crs"].attrs)).is_geographic


def test_two_grids_keep_axes_of_their_own() -> None:
    one = examples.deposit()
    two = replace(one, name="dose_mg_s_per_m3", unit="mg_s_per_m3", latitude_deg=one.latitude_deg + 1)
    found = replace(examples.assessment("x"), fields=(one, two))
    with xr.open_dataset(BytesIO(fields_netcdf(examples.bare_case(), found)), engine="scipy") as read:
        assert read["dose_mg_s_per_m3"].dims == ("latitude_dose_mg_s_per_m3", "longitude_dose_mg_s_per_m3")
        assert read["latitude_dose_mg_s_per_m3"].attrs["axis"] == "Y"


def test_no_fields_still_makes_a_file_that_says_whose_it_is() -> None:
    empty = replace(examples.assessment("x"), fields=())
    with xr.open_dataset(BytesIO(fields_netcdf(examples.bare_case(), empty)), engine="scipy") as read:
        assert read.attrs["case"] == "example-case"


@pytest.mark.parametrize(
    ("unit", "text"), [("mg_per_kg", "mg kg-1"), ("s_per_m2", "s m-2"), ("", "1"), ("m", "m")]
)
def test_units_are_spelled_for_udunits(unit: str, text: str) -> None:
    assert udunits(unit) == text


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = written(tmp_path / "a" / "b.json", {"x": "й"})
    assert json.loads(path.read_text("utf-8")) == {"x": "й"}
    with pytest.raises(ValueError, match="JSON compliant"):
        written(tmp_path / "a" / "c.json", {"x": float("nan")})
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b.json"]


def test_the_cloud_at_moments_has_a_time_in_the_file_of_fields() -> None:
    cloud = CloudMoments(
        "no2_moment", "NO2 at a moment", "mg m-3", (300.0, 600.0), np.linspace(46, 46.1, 3),
        np.linspace(63, 63.1, 4), np.arange(24.0).reshape(2, 3, 4), 20.0, (46.0, 63.0),
    )  # fmt: skip
    whole = replace(examples.assessment("x"), moments=(cloud,))
    held = fields_netcdf(examples.bare_case(), whole)
    found = xr.open_dataset(BytesIO(held), engine="scipy", decode_timedelta=False)
    one = found["no2_moment"]
    assert one.dims == ("time_no2_moment", "latitude_no2_moment", "longitude_no2_moment")
    assert one.attrs["units"] == "mg m-3"
    assert found["time_no2_moment"].attrs["units"] == "s"
    assert float(one[1, 2, 3]) == 23.0
