import math
from dataclasses import replace

import pytest

from downrange.base.trace import Tracer
from downrange.case.sounding import Sounding
from downrange.damage.chain.drifting import drift, weather_of
from downrange.damage.chain.member import Down, LetGo
from downrange.damage.chain.plan import plan
from downrange.damage.drawn import Drawn
from downrange.inputs.cases import read_case
from downrange.physics.release import Load

DOWN = (Down("proton-m", 46.05, 62.98, 2.2, 180.0, Load({})),)


def test_nothing_in_the_air_is_nothing_carried() -> None:
    prepared = plan(read_case("proton-2013").case)
    aloft, found = drift(prepared, Drawn(prepared.own, 1, 0, Tracer()), LetGo(), DOWN, Tracer(), None)
    assert aloft.clouds == ()
    assert found == {}


def test_the_morning_of_2_july_2013() -> None:
    prepared = plan(read_case("proton-2013").case)
    weather = weather_of(prepared, Drawn(prepared.own, 1, 0, Tracer()))
    assert 2 <= weather.wind.speed_m_per_s <= 6
    assert 300 <= weather.wind.from_deg <= 360
    assert 15 < weather.solar_elevation_deg < 40  # two and a half hours after sunrise


def test_all_mass_is_carried_by_cloud_and_stem_and_a_cold_release_reaches_farther() -> None:
    prepared = plan(read_case("proton-2013").case)
    found = []
    for heat_j in (0.0, 1e12):
        released = LetGo(to_air_kg={"udmh": 1e4, "n2o4": 2e4}, heat_j=heat_j, cloud_radius_m=80.0)
        aloft, quantities = drift(
            prepared, Drawn(prepared.own, 1, 0, Tracer()), released, DOWN, Tracer(), None
        )
        total = sum(air.substances["udmh"].ledger.released_kg for air in aloft.clouds)
        assert abs(total - 1e4) < 1e-6
        found.append(quantities)
    assert found[0]["cloud_height_m"] < found[1]["cloud_height_m"]
    assert found[0]["distance_over_aegl2_60min_m"] >= found[1]["distance_over_aegl2_60min_m"]
    assert found[0]["distance_over_aegl2_60min_m"] > 500


def test_acid_and_alumina_are_carried_beside_the_rest_and_nitric_acid_is_counted_once() -> None:
    prepared = plan(read_case("proton-2013").case)
    masses = {"n2o4": 2e4, "hcl": 5e5, "al2o3": 7e3}
    released = LetGo(to_air_kg=masses, heat_j=0.0, cloud_radius_m=80.0)
    aloft, found = drift(prepared, Drawn(prepared.own, 1, 0, Tracer()), released, DOWN, Tracer(), None)
    for name in ("hcl", "al2o3"):
        assert sum(air.substances[name].ledger.released_kg for air in aloft.clouds) == pytest.approx(
            masses[name]
        )
        assert found[f"{name}_decayed_in_air_kg"] == pytest.approx(0.0, abs=1e-9)
        assert 0.0 < found[f"{name}_deposited_kg"] < masses[name]
    assert found["hno3_formed_kg"] == pytest.approx(
        found["n2o4_decayed_in_air_kg"] * 63.012 / 46.006, rel=1e-4
    )
    assert set(aloft.levels_kg_per_m3) == {"no2", "hcl"}  # acid of NO2 has no second row, alumina no level
    assert found["distance_over_aegl2_60min_m_hcl"] > 0.0
    assert found["distance_over_aegl2_60min_m"] >= found["distance_over_aegl2_60min_m_hcl"]


def test_a_sounding_with_an_inversion_holds_the_cloud_down() -> None:
    known = plan(read_case("proton-2013").case)
    heights = (100.0, 600.0, 1000.0, 1400.0, 3000.0, 6000.0)

    def top_m(temperature_k: tuple[float, ...]) -> float:
        sounding = Sounding(
            file="air.csv", height_m=heights, east_m_per_s=(3.0,) * 6, north_m_per_s=(-4.0,) * 6,
            temperature_k=temperature_k,
            pressure_pa=tuple(101325.0 * math.exp(-z / 8000.0) for z in heights) if temperature_k else (),
        )  # fmt: skip
        case = known.scenario.model_copy(update={"sounding": sounding})
        prepared = replace(known, scenario=case)
        released = LetGo(to_air_kg={"udmh": 1e4}, heat_j=1e12, cloud_radius_m=80.0)
        drawn = Drawn(prepared.own, 1, 0, Tracer())
        return drift(prepared, drawn, released, DOWN, Tracer(), None)[1]["cloud_height_m"]

    even = tuple(295.0 - 0.0065 * (z - 100.0) for z in heights)
    capped = (*even[:3], even[2] + 8.0, *even[4:])
    assert top_m(capped) < top_m(even)
    assert top_m(()) > 0.0  # without temperatures the drawn air is taken
