from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.vehicles import read_vehicle
from downrange.physics.ascent_plan import burn_of
from downrange.service.science.ascent import ascent_report

FILE = """name: A rocket of two stages
stages:
  stage-1: {components: [oxygen, kerosene], propellant_kg: 242e3, dry_mass_kg: 18700, diameter_m: 3.9,
            thrust_sea_level_n: 3.265e6, thrust_vacuum_n: 3.6e6, isp_vacuum_s: 331}
  stage-2: {components: [solid], propellant_kg: 12815, dry_mass_kg: 1950, diameter_m: 2.34, burn_s: 143}
fairing: {mass_kg: 972, length_m: 9.9, diameter_m: 3.9}
"""


def written(folder: Path, text: str) -> Path:
    place = folder / "own.yaml"
    place.write_text(text)
    return place


def test_what_is_blank_is_assumed_from_propellant_and_burn(tmp_path: Path) -> None:
    found = read_vehicle(written(tmp_path, FILE))
    second = found.stage("stage-2")
    assert second.figure("isp_vacuum_s").kind == "assumed"
    thrust = second.figure("thrust_vacuum_n")
    assert thrust.kind == "assumed"
    assert thrust.value == pytest.approx(12815 / 143 * 280 * 9.80665)
    assert burn_of(second).burn_s == pytest.approx(143, rel=0.02)
    assert found.stage("stage-1").figure("thrust_vacuum_n").kind == "published"
    assert sum(found.stage("stage-1").load_kg().values()) == pytest.approx(242e3)


def test_a_users_vehicle_flies_and_its_blanks_are_listed(tmp_path: Path) -> None:
    fitted = FILE + "nominal: {fit_event: stage-1-separation, fit_altitude_m: 105e3}\n"
    place = written(tmp_path, fitted)
    report = ascent_report(str(place), "wallops", 51.6, samples=16, at_s=(100.0,))
    assert report["vehicle"] == "own"
    assert "vehicles.own.stage-2.thrust_vacuum_n" in report["assumed"]
    assert report["fitted_to"][0].startswith("stage-1-separation at 105 km")
    by_name = {event["name"]: event for event in report["events"]}
    assert by_name["stage-1-separation"]["altitude_km"] == pytest.approx(105.0, abs=0.1)
    assert 0 < report["at"][0]["propellant_left_kg"]["kerosene"] < 242e3 / 3.5
    assert "own.yaml" in report["manifest"]["inputs"]


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("propellant_kg: 242e3, ", "", "stages.stage-1.propellant_kg", "missing"),
        (", burn_s: 143", "", "stages.stage-2", "no thrust"),
        ("dry_mass_kg: 1950", "dry_mass_kg: -3", "stages.stage-2.dry_mass_kg", "out of range"),
        ("dry_mass_kg: 1950", "dry_mass_kg: heavy", "stages.stage-2.dry_mass_kg", "not a number"),
        ("[solid]", "[water]", "stages.stage-2.components", "unknown propellant"),
        ("stage-2:", "second:", "stages", "named and ordered"),
        ("fairing: {mass_kg: 972, ", "fairing: {", "fairing.mass_kg", "missing"),
        ("length_m: 9.9", "length_ft: 9.9", "fairing.length_ft", "unknown key"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_vehicle(written(tmp_path, FILE.replace(old, new)))
    found = [problem for problem in caught.value.problems if problem.where.key == key]
    assert found
    assert words in found[0].message
    assert found[0].where.line


def test_a_file_that_is_not_there_or_no_mapping_is_a_problem(tmp_path: Path) -> None:
    for text in ("", "- a\n- b\n", "name: x\nstages: 3\n"):
        with pytest.raises(InputError):
            read_vehicle(written(tmp_path, text))
    with pytest.raises(InputError, match="cannot be read"):
        read_vehicle(tmp_path / "none.yaml")
