from __future__ import annotations

import math
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.plumes import read_plume

GIVEN = """\
source: {tracer: SO2, rate_g_per_s: 48.4, duration_s: 600, height_m: 0.46}
weather:
  wind_speed_m_per_s: 7.39
  wind_height_m: 2.0
  roughness_m: 0.006
  temperature_difference: {lower_m: 2, upper_m: 16, upper_minus_lower_c: 0.37}
arcs_m: [50, 100, 200, 400, 800]
z_m: 1.5
averaging_s: 600
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "experiment.yaml"
    path.write_text(text, "utf-8")
    return path


def problems(folder: Path, text: str) -> dict[str, tuple[int | None, str]]:
    with pytest.raises(InputError) as caught:
        read_plume(written(folder, text))
    return {p.where.key: (p.where.line, p.message) for p in caught.value.problems}


def test_the_documented_file(tmp_path: Path) -> None:
    request = read_plume(written(tmp_path, GIVEN))
    assert request.source.rate_kg_per_s == pytest.approx(0.0484)
    assert [r.x_m for r in request.receptors] == [50, 100, 200, 400, 800]
    assert request.arcs_number == 5
    assert request.layer.obukhov_length_m > 0.0  # warmer above: stable
    assert request.source.deposition_velocity_m_per_s > 0.0
    assert any("sulphur" in a for a in request.assumed)
    assert set(request.hashes) == {"experiment.yaml"}


WEATHER = GIVEN[GIVEN.index("weather") : GIVEN.index("arcs_m")]


def with_weather(text: str) -> str:
    return GIVEN.replace(WEATHER, f"weather: {text}\n")


def test_the_other_ways_to_tell_the_weather(tmp_path: Path) -> None:
    request = read_plume(
        written(
            tmp_path,
            with_weather("{wind_speed_m_per_s: 4, wind_height_m: 10, roughness_m: 0.03, stability_class: D}"),
        )
    )
    assert math.isinf(request.layer.obukhov_length_m)
    request = read_plume(
        written(
            tmp_path,
            with_weather(
                "{friction_velocity_m_per_s: 0.3, obukhov_length_m: -20, roughness_m: 0.006, "
                "wind_speed_m_per_s: 5.0, wind_height_m: 2.0, mixing_height_m: 800}"
            ),
        )
    )
    assert request.layer.friction_velocity_m_per_s == 0.3
    assert request.layer.mixing_height_m == 800
    assert request.wind_factor * float(request.layer.wind_m_per_s(2.0)) == pytest.approx(5.0)
    (tmp_path / "tower.csv").write_text(
        "# a tower\nheight_m,wind_speed_m_per_s,temperature_k\n2,4.0,300.0\n4,4.4,299.5\n16,5.0,298.6\n"
    )
    request = read_plume(written(tmp_path, with_weather("{profile: tower.csv, roughness_m: 0.006}")))
    assert request.layer.obukhov_length_m < 0.0
    assert set(request.hashes) == {"experiment.yaml", "tower.csv"}


def test_receptors_besides_arcs(tmp_path: Path) -> None:
    text = GIVEN.replace("z_m: 1.5", "z_m: 1.5\nreceptors: [{x_m: 60, y_m: 5, z_m: 2}]")
    request = read_plume(written(tmp_path, text))
    assert request.arcs_number == 5
    assert request.receptors[5].y_m == 5.0


def test_every_problem_with_its_key_and_line(tmp_path: Path) -> None:
    text = GIVEN.replace("48.4", "-1").replace("[50, 100", "[0, many").replace("upper_m: 16", "upper_m: 1")
    found = problems(tmp_path, text)
    assert found["source.rate_g_per_s"][0] == 1
    assert found["weather.temperature_difference.upper_m"][0] == 6
    assert found["arcs_m[0]"][0] == 7
    assert found["arcs_m[1]"][1] == "not a number"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("weather:", "whether:", "weather"),
        ("tracer: SO2", "tracer: [1]", "source.tracer"),
        ("tracer: SO2, ", "", "source.tracer"),
        ("  wind_speed_m_per_s: 7.39\n", "", "weather.wind_speed_m_per_s"),
        ("roughness_m: 0.006", "roughness_m: 0.006\n  stability_class: D", "weather"),
        ("arcs_m: [50, 100, 200, 400, 800]\n", "", "arcs_m"),
        ("height_m: 0.46", "height_m: 5000", "source.height_m"),
        ("z_m: 1.5", "receptors: [{x_m: 5}]", "receptors[0]"),
        ("z_m: 1.5", "receptors: 7", "receptors"),
        ("z_m: 1.5", "z_m: 900", "z_m"),
    ],
)
def test_single_problems(tmp_path: Path, old: str, new: str, key: str) -> None:
    assert old in GIVEN
    assert key in problems(tmp_path, GIVEN.replace(old, new))


@pytest.mark.parametrize(
    ("weather", "key"),
    [
        ("{friction_velocity_m_per_s: 0.3, roughness_m: 0.01}", "weather.obukhov_length_m"),
        (
            "{friction_velocity_m_per_s: 0.3, obukhov_length_m: 0, roughness_m: 0.01}",
            "weather.obukhov_length_m",
        ),
        ("{profile: nowhere.csv, roughness_m: 0.01}", "weather.profile"),
        ("{wind_speed_m_per_s: 4, wind_height_m: 10, stability_class: X}", "weather.stability_class"),
        ("{wind_speed_m_per_s: 4, wind_height_m: 10}", "weather"),
    ],
)
def test_weather_that_cannot_be_used(tmp_path: Path, weather: str, key: str) -> None:
    assert key in problems(tmp_path, with_weather(weather))


def test_a_broken_profile_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "tower.csv").write_text("height_m,wind_speed_m_per_s\n2,4.0\n")
    assert "weather.profile" in problems(tmp_path, with_weather("{profile: tower.csv, roughness_m: 0.006}"))
    with pytest.raises(InputError, match="cannot be read"):
        read_plume(tmp_path / "none.yaml")
