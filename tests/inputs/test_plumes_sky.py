from __future__ import annotations

from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.plumes import PlumeRequest, read_plume

GIVEN = """\
source: {tracer: TRACER, rate_g_per_s: 1000, height_m: 2}
weather: {friction_velocity_m_per_s: 0.4, obukhov_length_m: -60, rain_mm_per_h: 3, ozone_ppb: 25}
arcs_m: [200]
"""


def read(folder: Path, text: str) -> PlumeRequest:
    path = folder / "e.yaml"
    path.write_text(text, "utf-8")
    return read_plume(path)


def test_what_is_said_and_what_is_assumed(tmp_path: Path) -> None:
    found = read(tmp_path, GIVEN.replace("TRACER", "heptyl"))
    assert found.sky.law is not None
    assert found.sky.law.species == "udmh"
    assert (found.sky.rain_mm_per_h, found.sky.ozone_ppb) == (3.0, 25.0)
    assert found.source.deposition_velocity_m_per_s == pytest.approx(0.006)
    assert any("night" in text for text in found.assumed)
    assert not any("ozone" in text for text in found.assumed)


def test_weight_and_ground_of_alumina(tmp_path: Path) -> None:
    found = read(tmp_path, GIVEN.replace("TRACER", "Al2O3"))
    assert found.source.settling_speed_m_per_s == pytest.approx(7.3e-5, rel=0.02)
    own = read(tmp_path, GIVEN.replace("TRACER, ", "Al2O3, settling_speed_m_per_s: 0.01, "))
    assert own.source.settling_speed_m_per_s == 0.01


def test_an_unknown_tracer_is_inert(tmp_path: Path) -> None:
    found = read(tmp_path, GIVEN.replace("TRACER", "SF6"))
    assert found.sky.law is None
    assert found.source.deposition_velocity_m_per_s == 0.0


def test_bad_rain(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, GIVEN.replace("TRACER", "SF6").replace("rain_mm_per_h: 3", "rain_mm_per_h: -3"))
    assert caught.value.problems[0].where.key == "weather.rain_mm_per_h"
