from __future__ import annotations

import math
from pathlib import Path

import pytest

from downrange.inputs.plumes_sky import Sky
from downrange.physics.chemistry import ppm_to_kg_per_m3
from downrange.physics.plume_tracers import tracer_law
from downrange.service.science.air import plume_report
from downrange.service.science.air_species import at_receptor, sky_air


def test_no2_and_n2o4_are_held_against_one_level_once() -> None:
    sky = Sky(law=tracer_law("n2o4"), air_temperature_c=0.0)
    passive = ppm_to_kg_per_m3(500.0, "no2")
    found = at_receptor(sky, sky_air(sky), passive, 10.0, 3600.0)
    assert found["species"]["n2o4"]["concentration_kg_per_m3"] > 0.02 * passive
    judged = [row for row in found["levels"] if row["substance"] in ("no2", "n2o4")]
    assert [row["substance"] for row in judged] == ["no2"] * 3
    assert judged[0]["concentration_ppm"] == pytest.approx(500.0, rel=1e-3)
    assert "never turned into money" in found["levels_note"]


def test_nitric_acid_is_judged_at_one_hour_only() -> None:
    sky = Sky(law=tracer_law("no2"))
    at_hour = at_receptor(sky, sky_air(sky), 1e-4, 3600.0, 3600.0)
    assert {row["substance"] for row in at_hour["levels"]} == {"no2", "hno3"}
    at_half = at_receptor(sky, sky_air(sky), 1e-4, 3600.0, 1800.0)
    assert {row["substance"] for row in at_half["levels"]} == {"no2"}
    assert "hno3" in at_half["levels_note"]


def test_inert_tracers_have_none_and_nothing_arrived_is_no_problem() -> None:
    assert at_receptor(Sky(), sky_air(Sky()), 1e-6, 10.0, 600.0) == {}
    sky = Sky(law=tracer_law("udmh"))
    found = at_receptor(sky, sky_air(sky), 0.0, math.nan, 600.0)
    assert found["species"]["udmh"]["concentration_kg_per_m3"] == 0.0


def test_rain_as_a_range_in_the_plume(tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(
        """\
source: {tracer: HCl, rate_g_per_s: 1000, duration_s: 3600, height_m: 2}
weather: {friction_velocity_m_per_s: 0.2, obukhov_length_m: 100, rain_mm_per_h: 10}
arcs_m: [1000]
""",
        "utf-8",
    )
    found = plume_report(path, seed=1)
    (arc,) = found["arcs"]
    low, high = arc["low_concentration_kg_per_m3"], arc["high_concentration_kg_per_m3"]
    assert low < arc["concentration_kg_per_m3"] < high
    assert found["scavenging"]["high_per_s"] > 2.0 * found["scavenging"]["low_per_s"] > 0.0
    assert {row["level"] for row in arc["levels"]} == {"aegl1", "aegl2", "aegl3"}
