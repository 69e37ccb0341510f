import pytest

from downrange.physics.earth import destination, distance_azimuth
from downrange.physics.fall_ellipse import Ellipse
from downrange.reference.library import citation, table
from downrange.reference.vehicles import vehicle
from downrange.validation.zones import (
    FILE,
    GOALS,
    Met,
    Zone,
    assign,
    family,
    meets,
    read_zones,
    score,
    turned,
)

SQUARE = ((40.0, 100.0), (40.0, 101.0), (41.0, 101.0), (41.0, 100.0))
ZONE = Zone("A1/21", "2021-001", "Long March 2D", "jiuquan", SQUARE, 600.0, 580.0, 620.0, 190.0)


def met(hit: bool, wrong: float, predicted: float = 600.0) -> Met:
    return Met(
        ZONE, "stage-1", predicted, predicted / 600.0 - 1.0, hit, 580.0 <= predicted <= 620.0, wrong, 0.0
    )


def test_all_announced_areas_are_read() -> None:
    zones = read_zones()
    assert len(zones) == 374
    first = zones[0]
    assert (first.notam, first.name, first.site) == ("A0336/21", "Long March 4C", "jiuquan")
    assert first.range_km == pytest.approx(649.0, abs=2.0)
    assert first.azimuth_deg == pytest.approx(143.9, abs=0.3)
    assert first.low_km < first.range_km < first.high_km


def test_the_file_names_known_vehicles_and_bodies() -> None:
    spec = table(FILE)
    citation(spec["source"])
    citation(spec["launches"])
    for name, entry in spec["vehicles"].items():
        bodies = {stage.name for stage in vehicle(entry["vehicle"]).stages[:-1]} | {"fairing"}
        assert {band["body"] for band in entry["bands"]} <= bodies, name
        ends = [band["to_km"] for band in entry["bands"]]
        assert ends == sorted(ends)


def test_bodies_are_assigned_by_range() -> None:
    bands = [{"body": "booster", "to_km": 700}, {"body": "fairing", "to_km": 1500}]
    assert assign(610.0, bands) == "booster"
    assert assign(1229.0, bands) == "fairing"
    assert assign(2300.0, bands) is None


def test_an_ellipse_meets_an_area_when_they_overlap() -> None:
    assert meets(Ellipse(40.5, 100.5, 20.0, 10.0, 0.0, 0.95), SQUARE)
    assert meets(Ellipse(41.1, 100.5, 40.0, 10.0, 0.0, 0.95), SQUARE)
    assert not meets(Ellipse(41.3, 100.5, 40.0, 10.0, 90.0, 0.95), SQUARE)
    assert not meets(Ellipse(45.0, 100.5, 20.0, 10.0, 0.0, 0.95), SQUARE)


def test_turning_keeps_range_axes_and_lie() -> None:
    lat, lon = destination(40.97, 100.28, 180.0, 600e3)
    before = Ellipse(lat, lon, 80.0, 12.0, 0.0, 0.95)
    after = turned(before, 40.97, 100.28, 90.0)
    distance, azimuth = distance_azimuth(40.97, 100.28, after.latitude_deg, after.longitude_deg)
    assert distance == pytest.approx(600e3, abs=1.0)
    assert azimuth == pytest.approx(90.0, abs=1e-6)
    assert (after.major_km, after.minor_km) == (80.0, 12.0)
    assert after.azimuth_deg == pytest.approx(
        94.5, abs=1.0
    )  # along the track, which has turned on its way east


def test_scores() -> None:
    found = [met(True, 0.5), met(True, 0.0, 700.0), met(False, 1.0, 900.0)]
    scores = score(found)
    assert scores["met_by_ellipse_share"] == pytest.approx(2 / 3)
    assert scores["wrong_vehicle_met_share"] == pytest.approx(0.5)
    assert scores["above_chance_share"] == pytest.approx(2 / 3 - 0.5)
    assert scores["mean_inside_share"] == pytest.approx(1 / 3)
    assert scores["range_within_15_percent_share"] == pytest.approx(1 / 3)
    assert scores["range_error_median_fraction"] == pytest.approx(1 / 6)
    assert score([]) == {}


def test_versions_of_one_rocket_are_one_family() -> None:
    assert family("long-march-4b") == family("long-march-4c")
    assert family("long-march-5") == family("long-march-5b")
    assert family("long-march-2d") != family("long-march-3b")
    assert set(GOALS) == {"met_by_ellipse_share", "above_chance_share"}
