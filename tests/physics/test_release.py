"""The impact: balances, limits and the parts of the soil share."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics.droplets import BreakupParameters
from downrange.physics.release import (
    ImpactParameters,
    Load,
    crater_diameter_m,
    impact,
    tnt_fraction,
)
from downrange.physics.release_arrival import ArrivalParameters
from downrange.physics.release_library import soil
from downrange.physics.release_pool import PoolParameters
from downrange.physics.release_stage import SpentStageParameters
from downrange.reference.library import values

LEAVES = values("models/release.yaml")
PROTON = Load({"udmh": 172_000.0, "n2o4": 428_000.0})


def drawn(probabilities: list[float]) -> ImpactParameters:
    names = [f.name for f in fields(ImpactParameters)]
    return ImpactParameters(**{n: LEAVES[n].draw(p) for n, p in zip(names, probabilities, strict=True)})


def central() -> ImpactParameters:
    return ImpactParameters(**{f.name: LEAVES[f.name].value for f in fields(ImpactParameters)})


def test_the_parameters_are_the_leaves_of_the_file() -> None:
    claimed = {
        f.name
        for kind in (
            ImpactParameters,
            SpentStageParameters,
            BreakupParameters,
            PoolParameters,
            ArrivalParameters,
        )
        for f in fields(kind)
    }
    assert sorted(claimed) == sorted(LEAVES)
    assert all(leaf.kind == "assumed" for leaf in LEAVES.values())


masses = st.floats(0.0, 5e5)
NUMBER = len(fields(ImpactParameters))


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["udmh", "n2o4", "kerosene", "oxygen", "hydrogen-peroxide", "hydrogen", "methane", "mmh"]
        ),
        masses,
        max_size=5,
    ),
    st.floats(0.0, 600.0),
    st.lists(st.floats(1e-6, 1 - 1e-6), min_size=NUMBER, max_size=NUMBER),
    st.sampled_from(["desert-sandy-loam", "takyr", "sand", "peat"]),
)
def test_every_kilogram_is_in_exactly_one_place(
    masses_kg: dict[str, float], speed: float, probabilities: list[float], ground: str
) -> None:
    load = Load(masses_kg)
    release = impact(load, speed, soil(ground), drawn(probabilities))
    assert set(release.fates) == set(masses_kg)
    for slug, mass in masses_kg.items():
        fate = release.fates[slug]
        parts = (fate.reacted_kg, fate.to_air_kg, fate.to_soil_kg, fate.residue_in_tanks_kg)
        assert min(parts) >= 0.0
        assert fate.total_kg == pytest.approx(mass, rel=1e-9, abs=1e-6)
        assert release.contact_kg[slug] + release.thrown_kg[slug] == pytest.approx(fate.to_soil_kg)
    assert release.heat_to_cloud_j >= 0.0
    assert math.isfinite(release.crater_diameter_m)


def test_a_full_proton_in_the_middle_of_its_ranges() -> None:
    release = impact(PROTON, 150.0, soil("desert-sandy-loam"), central())
    assert release.ignited
    assert release.fates["udmh"].reacted_kg > 0.5 * 172_000
    assert 0.0 < release.fates["udmh"].to_soil_kg < 0.1 * 172_000
    assert release.fates["n2o4"].to_air_kg > 10_000  # the brown cloud
    # heat: no more than UDMH in air gives, no less than half of what burnt after radiation
    burnt = release.fates["udmh"].reacted_kg
    assert 0.5 * burnt * 29e6 < release.heat_to_cloud_j < burnt * 30.0e6


def test_yield_lies_between_the_n1_and_the_curve() -> None:
    assert tnt_fraction(PROTON, 150.0, 1.0, 0.0) == pytest.approx(0.01)
    assert tnt_fraction(PROTON, 60.0, 1.0, 1.0) == pytest.approx(0.44, abs=0.005)
    assert tnt_fraction(PROTON, 56.0, 0.0, 1.0) == pytest.approx(0.14, abs=0.005)
    soyuz = Load({"kerosene": 70_000.0, "oxygen": 180_000.0})
    assert tnt_fraction(soyuz, 0.0, 1.0, 0.5) == 0.0
    assert tnt_fraction(soyuz, 100.0, 0.0, 1.0) == pytest.approx(0.2248)


def test_crater_grows_with_the_charge_by_its_exponent() -> None:
    parameters = replace(central(), crater_burst_choice_number=1, crater_exponent_ratio=1 / 3)
    assert crater_diameter_m(1000.0, parameters) == pytest.approx(10 * parameters.crater_contact_coefficient)
    assert crater_diameter_m(8000.0, parameters) == pytest.approx(2 * crater_diameter_m(1000.0, parameters))
    assert crater_diameter_m(0.0, parameters) == 0.0
    buried = replace(parameters, crater_burst_choice_number=2)
    assert crater_diameter_m(1000.0, buried) > crater_diameter_m(1000.0, parameters)


def test_an_unlit_kerosene_load_soaks_in_and_a_lit_one_burns() -> None:
    load = Load({"kerosene": 7_000.0, "oxygen": 15_000.0})
    lit = impact(load, 80.0, soil("solonetz"), replace(central(), ignition_position_probability=0.0))
    unlit = impact(load, 80.0, soil("solonetz"), replace(central(), ignition_position_probability=1.0))
    assert lit.ignited
    assert not unlit.ignited
    assert unlit.tnt_fraction == 0.0
    assert unlit.fates["kerosene"].to_soil_kg > 0.95 * 7_000
    assert unlit.thrown_kg["kerosene"] > 0.05 * 7_000 > lit.thrown_kg["kerosene"]
    assert unlit.fates["oxygen"].to_soil_kg == 0.0
    assert lit.fates["kerosene"].reacted_kg > lit.fates["kerosene"].to_soil_kg


def test_a_full_rocket_lights_almost_surely() -> None:
    unlucky = replace(central(), ignition_position_probability=0.99, ignition_probability=0.5)
    rocket = Load({"kerosene": 70_000.0, "oxygen": 180_000.0})
    assert impact(rocket, 100.0, soil("solonetz"), unlucky).ignited
    assert not impact(Load({"kerosene": 500.0, "oxygen": 500.0}), 60.0, soil("solonetz"), unlucky).ignited


def test_each_part_moves_the_soil_share_the_way_it_must() -> None:
    ground = soil("desert-sandy-loam")

    def to_soil(**changed: float) -> float:
        return impact(PROTON, 150.0, ground, replace(central(), **changed)).fates["udmh"].to_soil_kg

    base = to_soil()
    assert to_soil(uptake_time_factor=6.0) > base
    assert to_soil(thrown_share=0.05) > base
    assert to_soil(soil_mixing_share=1.0) < base
    assert to_soil(heat_into_liquid_share=0.3) < base
    assert to_soil(ground_heat_flux_w_per_m2=150_000.0) < base


def test_nothing_on_board_leaves_nothing() -> None:
    release = impact(Load({}), 100.0, soil("sand"), central(), dry_mass_kg=4000.0)
    assert release.fates == {}
    assert release.heat_to_cloud_j == 0.0
    assert release.quantities() == {"crater_diameter_m": release.crater_diameter_m}


def test_leaving_the_curves_is_recorded() -> None:
    assert "244" in impact(PROTON, 400.0, soil("sand"), central()).validity
    assert impact(PROTON, 100.0, soil("sand"), central()).validity == ""
    assert "methane" in impact(Load({"methane": 1e5, "oxygen": 3e5}), 50.0, soil("sand"), central()).validity


def test_quantities_carry_the_names_others_rely_on() -> None:
    names = impact(PROTON, 150.0, soil("sand"), central()).quantities()
    assert {
        "udmh_reacted_kg",
        "udmh_to_air_kg",
        "udmh_to_soil_kg",
        "n2o4_reacted_kg",
        "crater_diameter_m",
    } <= set(names)
