"""The library's liquids, soils and curves, against published and closed values."""

from __future__ import annotations

import pytest

from downrange.errors import SourceError
from downrange.physics.release_library import fireball_fits, soil, substance, yield_curve

ATOMS = {"C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999}


@pytest.mark.parametrize(("slug", "pressure_pa"), [("udmh", 16403.0), ("n2o4", 95562.0), ("mmh", 4998.0)])
def test_vapour_pressure_at_20_c(slug: str, pressure_pa: float) -> None:
    assert substance(slug).vapour_pressure_pa(293.15) == pytest.approx(pressure_pa, rel=0.02)


@pytest.mark.parametrize(
    ("temperature_c", "pressure_pa"),
    [(0, 5521), (10, 9732), (20, 16403), (25, 20973), (30, 26565), (35, 33349)],
)
def test_vapour_pressure_of_udmh_over_its_table(temperature_c: float, pressure_pa: float) -> None:
    assert substance("udmh").vapour_pressure_pa(273.15 + temperature_c) == pytest.approx(
        pressure_pa, rel=0.005
    )


@pytest.mark.parametrize("slug", ["udmh", "mmh", "hydrazine", "kerosene", "n2o4", "hydrogen-peroxide"])
def test_a_liquid_boils_where_its_vapour_reaches_one_atmosphere(slug: str) -> None:
    liquid = substance(slug)
    assert liquid.vapour_pressure_pa(liquid.boiling_point_k) == pytest.approx(101325.0, rel=0.2)


@pytest.mark.parametrize(
    ("slug", "formula", "oxygen_molecules"),
    [
        ("udmh", {"C": 2, "H": 8, "N": 2}, 4.0),
        ("mmh", {"C": 1, "H": 6, "N": 2}, 2.5),
        ("hydrazine", {"H": 4, "N": 2}, 1.0),
        ("kerosene", {"C": 12, "H": 26}, 18.5),
        ("hydrogen", {"H": 2}, 0.5),
        ("methane", {"C": 1, "H": 4}, 2.0),
    ],
)
def test_oxygen_demand_follows_from_the_formula(
    slug: str, formula: dict[str, int], oxygen_molecules: float
) -> None:
    molar = sum(ATOMS[a] * n for a, n in formula.items())
    assert substance(slug).molar_mass_kg_per_mol * 1000 == pytest.approx(molar, rel=1e-3)
    assert substance(slug).oxygen_demand_kg_per_kg == pytest.approx(
        oxygen_molecules * 31.998 / molar, rel=1e-3
    )


def test_stoichiometric_ratio_and_heat_of_n2o4_and_udmh() -> None:
    fuel, oxidiser = substance("udmh"), substance("n2o4")
    ratio = fuel.oxygen_demand_kg_per_kg / oxidiser.oxygen_supply_kg_per_kg
    assert ratio == pytest.approx(3.06, abs=0.01)
    heat = fuel.heat_of_combustion_j_per_kg + ratio * oxidiser.heat_of_decomposition_j_per_kg
    assert heat / (1 + ratio) == pytest.approx(7.23e6, rel=0.01)


def test_fireball_of_600_t_and_172_t() -> None:
    total, fuel = fireball_fits()[1], fireball_fits()[2]
    assert list(total.size(600_000.0)) == pytest.approx([285, 27], abs=0.6)
    assert list(total.size(219_000.0)) == pytest.approx([205, 19], abs=0.6)
    assert list(fuel.size(172_000.0)) == pytest.approx([275, 35], abs=0.8)
    assert total.size(0.0) == (0.0, 0.0)


def test_yield_curves_at_and_between_their_points() -> None:
    soft = yield_curve("hypergolic", "soft")
    assert soft.at(0.0) == 0.0278
    assert soft.at(59.70) == pytest.approx(0.4396)
    assert soft.at(29.85) == pytest.approx((0.0278 + 0.4396) / 2)
    assert soft.at(1000.0) == 0.6233
    assert yield_curve("oxygen-kerosene", "hard").at(100.0) == pytest.approx(0.2248)


def test_what_the_library_lacks_is_refused() -> None:
    with pytest.raises(SourceError):
        substance("water")
    with pytest.raises(SourceError):
        substance("co2")  # a gas: no liquid density
    with pytest.raises(SourceError):
        soil("moon")


def test_every_soil_has_room_for_its_liquid() -> None:
    for slug in ("desert-sandy-loam", "takyr", "sand", "solonetz", "loam", "peat"):
        ground = soil(slug)
        assert 0.0 < ground.polar_retention_fraction < ground.porosity_fraction < 1.0
