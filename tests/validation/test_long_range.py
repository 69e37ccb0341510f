from __future__ import annotations

import math
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.gridded_weather import era5

from downrange.physics.surface_layer import from_friction_velocity
from downrange.validation import long_range as lr

LAYER = from_friction_velocity(0.4, -200.0, 0.1, 1000.0)


def test_six_releases_and_one() -> None:
    found = lr.releases("captex")
    assert [r.name for r in found] == [f"captex-{n}" for n in (1, 2, 3, 4, 5, 7)]
    assert found[0].rate_kg_per_s * found[0].duration_s == pytest.approx(0.207999 * 1000, rel=1e-4)
    assert datetime.fromtimestamp(found[4].start_s, UTC) == datetime(1983, 10, 26, 4, tzinfo=UTC)
    (etex,) = lr.releases("etex1")
    assert etex.rate_kg_per_s * etex.duration_s == pytest.approx(340.0, rel=1e-4)


def test_rank_of_a_perfect_and_of_an_empty_forecast() -> None:
    measured = np.array([0.0, 1e-12, 5e-12, 2e-12, 0.0, 8e-12])
    best = lr.rank_terms(measured, measured)
    assert best["rank"] == pytest.approx(4.0)
    assert (best["fb"], best["fms_percent"], best["ksp_percent"]) == (0.0, 100.0, 0.0)
    nothing = lr.rank_terms(measured, np.zeros(6))
    assert nothing["fb"] == 2.0
    assert nothing["rank"] == pytest.approx(1.0 - nothing["ksp_percent"] / 100.0)
    assert math.isinf(nothing["nmse"])
    half = lr.rank_terms(measured, 0.5 * measured)
    assert half["fb"] == pytest.approx(2.0 / 3.0)  # under-prediction is above zero
    assert half["r"] == pytest.approx(1.0)
    assert half["fac2"] == 1.0


def written(folder: Path, release: lr.TracerRelease) -> tuple[Path, Path]:
    """Samples due east of the release and one to the west, and even weather toward east."""
    start = datetime.fromtimestamp(release.start_s, UTC) + timedelta(hours=1)
    lines = ["made up", "year mn dy  shr  dur   lat     lon    pmch  stn"]
    for k, along in enumerate((0.5, 1.2, -0.5)):
        for period in range(1):
            at = start + timedelta(hours=2 * period)
            value = 500.0 / (1 + k) if along > 0 else 0.0
            lines.append(
                f"{at:%Y %m %d %H%M} 0300 {release.latitude_deg:.2f} {release.longitude_deg + along:.2f} "
                f"{value:.1f} {100 + k}"
            )
    (folder / "captex").mkdir()
    (folder / "captex" / release.file).write_text("\n".join(lines) + "\n", "utf-8")
    weather = folder / "weather" / release.name
    weather.mkdir(parents=True)
    era5(
        weather, LAYER, centre=(release.latitude_deg, release.longitude_deg), half_deg=4.0,
        start=f"{datetime.fromtimestamp(release.start_s, UTC):%Y-%m-%dT%H:00}", hours=6,
    )  # fmt: skip
    return folder, folder / "weather"


def test_from_files_to_scores(tmp_path: Path) -> None:
    release = lr.releases("captex")[0]
    data, weather = written(tmp_path, release)
    found = lr.report("captex", str(data), str(weather), particles=1000)
    (row,) = found["rows"]
    assert row["scores"]["pairs"] == 3
    assert row["computed"] > 1e-13
    assert 0.0 < row["scores"]["fms_percent"] <= 100.0
    assert row["other"]["rank"] == 2.68
    assert set(row["weather"]) == {"levels.nc", "single.nc"}
    assert found["met"] is None  # five releases were not run: no verdict
    assert [one["release"] for one in found["bring"]] == [f"captex-{n}" for n in (2, 3, 4, 5, 7)]


def test_upwind_nothing_is_computed(tmp_path: Path) -> None:
    from downrange.inputs.tracer_samples import read_samples

    release = lr.releases("captex")[0]
    data, weather = written(tmp_path, release)
    samples = read_samples(data / "captex" / release.file)
    files = sorted((weather / release.name).glob("*.nc"))
    means, errors, _ = lr.predicted(release, samples, files, 1000)
    assert means[0] > 0.0
    assert means[2] == 0.0
    assert (errors >= 0.0).all()


@pytest.mark.parametrize("name", ["captex", "etex1"])
def test_without_meteorology_it_says_what_to_bring(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNRANGE_WEATHER", raising=False)
    found = lr.report(name)
    assert found["met"] is None
    assert found["rows"] == []
    assert (
        "meteorology missing" in found["why"]
        or "and meteorology" in found["why"]
        or "missing" in found["why"]
    )
    for one in found["bring"]:
        assert {"fields", "area_deg", "from_utc", "to_utc", "hourly_at_quarter_degree_mb"} <= set(one)
        assert one["area_deg"]["south"] < one["area_deg"]["north"]


def test_the_area_holds_every_sampler() -> None:
    folder = os.environ.get("DOWNRANGE_DATA")
    if not folder:
        pytest.skip("DOWNRANGE_DATA not set: the samples of CAPTEX and ETEX are not here")
    from downrange.inputs.tracer_samples import read_samples

    for name, files in (("captex", "captex"), ("etex1", "etex1")):
        for release, one in zip(lr.releases(name), lr.report(name, folder)["bring"], strict=True):
            area = one["area_deg"]
            for sample in read_samples(Path(folder) / files / release.file):
                assert area["south"] < sample.latitude_deg < area["north"]
                assert area["west"] < sample.longitude_deg < area["east"]
