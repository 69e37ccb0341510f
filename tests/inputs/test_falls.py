from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.falls import month_of, read_fall
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.fall_drag import ConstantDrag, MachDrag, NoDrag, TumblingCylinder
from downrange.physics.fall_wind import UncertainWind

GOOD = """\
state: {latitude_deg: 46.6, longitude_deg: 64.0, altitude_m: 43000, speed_m_per_s: 1738, flight_path_angle_deg: 25, azimuth_deg: 62}
body: {mass_kg: 30600, drag: {coefficient: 1.0, reference_area_m2: 43.0}}
spread: {speed_m_per_s: 20, flight_path_angle_deg: 0.5, azimuth_deg: 0.3, drag_fraction: 0.2, wind_m_per_s: 10}
atmosphere: standard
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "FALL.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_documented_file_is_read(tmp_path: Path) -> None:
    request = read_fall(written(tmp_path, GOOD))
    assert request.state.flight_path_angle_deg == 25.0
    assert request.body.drag == ConstantDrag(1.0, 43.0)
    assert request.spread["wind_m_per_s"] == 10.0
    assert request.wind is CALM
    assert request.probability == 0.95
    assert list(request.hashes) == ["FALL.yaml"]
    assert len(request.hashes["FALL.yaml"]) == 64


@pytest.mark.parametrize(
    ("drag", "kind"),
    [
        ("none", NoDrag),
        ("{coefficient: 0.7, reference_area_m2: 2}", ConstantDrag),
        ("{model: tumbling-cylinder, length_m: 21.2, diameter_m: 4.1}", TumblingCylinder),
        (
            "{model: mach, mach_number: [0, 1, 2], drag_coefficient: [0.5, 1, 0.8], reference_area_m2: 3}",
            MachDrag,
        ),
    ],
)
def test_every_drag_model(tmp_path: Path, drag: str, kind: type) -> None:
    text = GOOD.replace("{coefficient: 1.0, reference_area_m2: 43.0}", drag)
    assert isinstance(read_fall(written(tmp_path, text)).body.drag, kind)


def test_the_library_cylinder_is_assumed_and_drawn_from(tmp_path: Path) -> None:
    text = GOOD.replace(
        "{coefficient: 1.0, reference_area_m2: 43.0}",
        "{model: tumbling-cylinder, length_m: 21.2, diameter_m: 4.1}",
    )
    assert read_fall(written(tmp_path, text)).assumed == ("drag.scale_factor",)
    assert read_fall(written(tmp_path, text)).spread["drag_fraction"] == 0.2
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("spread"))
    assert 0.1 < read_fall(written(tmp_path, bare)).spread["drag_fraction"] < 0.3


def test_all_problems_come_at_once_with_their_places(tmp_path: Path) -> None:
    text = """\
state: {latitude_deg: 96.6, longitude_deg: 64.0, altitude_m: 43000,
  speed_m_per_s: fast, flight_path_angle_deg: 25}
body: {mass_kg: -3, drag: {model: brick}}
spread: {sped_m_per_s: 20, wind_m_per_s: -1}
atmosphere: gfs.grib
colour: red
"""
    with pytest.raises(InputError) as caught:
        read_fall(written(tmp_path, text))
    found = {(problem.where.key, problem.where.line) for problem in caught.value.problems}
    assert found == {
        ("state.latitude_deg", 1),
        ("state.speed_m_per_s", 2),
        ("state.azimuth_deg", 1),
        ("body.mass_kg", 3),
        ("body.drag.model", 3),
        ("spread.sped_m_per_s", 4),
        ("spread.wind_m_per_s", 4),
        ("atmosphere", 5),
        ("colour", 6),
    }
    by_key = {problem.where.key: problem for problem in caught.value.problems}
    assert by_key["state.latitude_deg"].value == "96.6"
    assert by_key["state.latitude_deg"].expected == "a number from -90 to 90"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("mass_kg: 30600", "mass_kg: true", "body.mass_kg"),
        ("mass_kg: 30600", "mass_kg: .nan", "body.mass_kg"),
        ("mass_kg: 30600, ", "", "body.mass_kg"),
        ("altitude_m: 43000", "altitude_m: -100", "state.altitude_m"),
        ("drag: {coefficient: 1.0, reference_area_m2: 43.0}", "drag: {coefficient: 1.0}", "body.drag.reference_area_m2"),
        ("{coefficient: 1.0, reference_area_m2: 43.0}", "{model: mach, mach_number: [1, 0], drag_coefficient: [1, 1], reference_area_m2: 1}", "body.drag.mach_number"),
        ("atmosphere: standard", "atmosphere: 7", "atmosphere"),
        ("body: {", "body: [", ""),
    ],
)  # fmt: skip
def test_single_mistakes(tmp_path: Path, old: str, new: str, key: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    with pytest.raises(InputError) as caught:
        read_fall(written(tmp_path, text))
    assert key in {problem.where.key for problem in caught.value.problems}


def test_no_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_fall(tmp_path / "nothing.yaml")


def test_a_weather_file_beside_it_is_read_and_hashed(tmp_path: Path) -> None:
    (tmp_path / "wind.csv").write_text("height_m,east_m_per_s,north_m_per_s\n0,1,2\n1000,5,6\n", "utf-8")
    request = read_fall(written(tmp_path, GOOD.replace("standard", "wind.csv")))
    assert isinstance(request.wind, WindProfile)
    assert request.wind.east_m_per_s == (1.0, 5.0)
    assert set(request.hashes) == {"FALL.yaml", "wind.csv"}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("igra_vienna_2015.txt.gz#2015-01-23T12", ""),
        ("era5_old_names_a.nc#2020-02-22T12", ""),
        ("igra_vienna_2015.txt.gz", "several soundings"),
        ("era5_old_names_a.nc#1999-01-01T00", "no such time"),
    ],
)
def test_a_fall_takes_measured_weather(measured_data: Path, tmp_path: Path, file: str, said: str) -> None:
    path = tmp_path / "fall.yaml"
    path.write_text(
        "state: {latitude_deg: 47.5, longitude_deg: 9.0, altitude_m: 9000, speed_m_per_s: 200,"
        " flight_path_angle_deg: -10, azimuth_deg: 62}\n"
        "body: {mass_kg: 500, drag: {coefficient: 1.0, reference_area_m2: 4.0}}\n"
        f"atmosphere: '{measured_data}/weather/{file}'\n",
        "utf-8",
    )
    if said:
        with pytest.raises(InputError, match=said):
            read_fall(path)
        return
    wind = read_fall(path).wind
    assert isinstance(wind, WindProfile)
    assert len(wind.height_m) > 10
    assert max(abs(speed) for speed in wind.east_m_per_s) > 5.0


@pytest.mark.parametrize(
    ("line", "means"),
    [("", 12), ("atmosphere: climatology\n", 12), ("atmosphere: climatology#2013-07\n", 1)],
)
def test_wind_that_is_not_given_is_uncertain_and_not_zero(tmp_path: Path, line: str, means: int) -> None:
    wind = read_fall(written(tmp_path, GOOD.replace("atmosphere: standard\n", line))).wind
    assert isinstance(wind, UncertainWind)
    assert wind.kind == "climatology"
    assert len(wind.means) == means


def test_a_month_is_read_from_a_date_or_a_month() -> None:
    assert [month_of(on) for on in (None, "", "2013-07", "2013-07-02", "2013-12-02T03:00")] == [
        None, None, 7, 7, 12,
    ]  # fmt: skip
    for bad in ("July", "2013", "2013-13-01", "2013-x-01"):
        with pytest.raises(InputError, match="not a date"):
            month_of(bad)


def test_a_bad_month_in_the_file_is_a_problem_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_fall(written(tmp_path, GOOD.replace("standard", "climatology#July")))
    assert [problem.where.key for problem in caught.value.problems] == ["atmosphere"]


def test_air_above_80_km_wants_its_day_and_every_index(tmp_path: Path) -> None:
    pytest.importorskip("pymsis", reason="the extra 'msis' is not installed")
    line = "upper_atmosphere: {model: nrlmsis-2.1, on: 2013-07-02T03:00, f107_number: 120, f107_mean_number: 115, ap_number: 8}\n"
    wind = read_fall(written(tmp_path, GOOD + line)).wind
    assert isinstance(wind, WindProfile)
    assert wind.upper is not None
    assert "Ap 8" in wind.upper.source
    for bad, key in (
        (line.replace(", ap_number: 8", ""), "upper_atmosphere.ap_number"),
        (line.replace("nrlmsis-2.1", "jacchia"), "upper_atmosphere.model"),
        (line.replace("2013-07-02T03:00", "July"), "upper_atmosphere.on"),
        (line.replace("120", "12"), "upper_atmosphere.f107_number"),
    ):
        with pytest.raises(InputError) as caught:
            read_fall(written(tmp_path, GOOD + bad))
        assert key in {problem.where.key for problem in caught.value.problems}


PARTING = """\
persons_per_km2: 2.5
break_up:
  altitude_m: 20000
  velocity_m_per_s: 15
  fragments:
    - {count: 6, mass_kg: 1200, ballistic_kg_per_m2: 900, projected_area_m2: 2.5}
    - {count: 80, mass_kg: 60, ballistic_kg_per_m2: 90, projected_area_m2: 1}
"""


def test_a_break_up_and_the_people_below(tmp_path: Path) -> None:
    request = read_fall(written(tmp_path, GOOD + PARTING))
    assert request.break_up is not None
    assert request.break_up.altitude_m == 20000.0
    assert request.break_up.fragments[1].ballistic_kg_per_m2 == 90.0
    assert request.persons_per_km2 == 2.5
    assert request.projected_area_m2 == 43.0
    given = GOOD.replace("mass_kg: 30600", "mass_kg: 30600, projected_area_m2: 87")
    assert read_fall(written(tmp_path, given)).projected_area_m2 == 87.0
    none = GOOD.replace("{coefficient: 1.0, reference_area_m2: 43.0}", "none")
    assert read_fall(written(tmp_path, none)).projected_area_m2 is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("altitude_m: 20000", "altitude_m: -5", "break_up.altitude_m"),
        ("count: 6, ", "", "break_up.fragments.0"),
        ("mass_kg: 60", "mass_kg: heavy", "break_up.fragments.1.mass_kg"),
        ("persons_per_km2: 2.5", "persons_per_km2: -1", "persons_per_km2"),
    ],
)
def test_mistakes_in_a_break_up(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        read_fall(written(tmp_path, GOOD + PARTING.replace(old, new)))
    found = {str(problem.where.key).replace("[", ".").replace("]", "") for problem in caught.value.problems}
    assert key in found


def test_fragments_that_weigh_more_than_the_body_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "FALL.yaml"
    text = (
        "state: {latitude_deg: 46.6, longitude_deg: 64, altitude_m: 43000, speed_m_per_s: 1738,"
        " flight_path_angle_deg: 25, azimuth_deg: 62}\n"
        "body: {mass_kg: 800, drag: {coefficient: 1, reference_area_m2: 43}}\n"
        "atmosphere: standard\nbreak_up:\n  altitude_m: 20000\n  fragments:\n"
        "    - {count: 8, mass_kg: MASS, ballistic_kg_per_m2: 200, projected_area_m2: 2}\n"
    )
    path.write_text(text.replace("MASS", "100"), "utf-8")
    assert read_fall(path).break_up is not None
    path.write_text(text.replace("MASS", "101"), "utf-8")
    with pytest.raises(InputError, match=r"weigh more than the body \(got 808 kg\); expected at most 800 kg"):
        read_fall(path)
