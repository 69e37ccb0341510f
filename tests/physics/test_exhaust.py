"""Emission indices and their corrections with altitude."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.exhaust import (
    BurntBand,
    ExhaustParameters,
    carbon_monoxide_g_per_kg,
    exhaust,
    hydrogen_chloride_share,
    secondary_nox_g_per_kg,
    soot_factor,
)
from downrange.reference.library import values

INDICES = values("emission_indices.yaml")
LEAVES = values("models/exhaust.yaml")
CENTRAL = ExhaustParameters(**{f.name: LEAVES[f.name].value for f in fields(ExhaustParameters)})


def indices(propellant: str) -> dict[str, float]:
    start = f"{propellant}."
    return {n.removeprefix(start): v.value for n, v in INDICES.items() if n.startswith(start)}


def test_the_published_corrections() -> None:
    assert soot_factor(0.0) == pytest.approx(0.04)
    assert soot_factor(15.0) == pytest.approx(0.04)
    assert soot_factor(41.8) == pytest.approx(1.0, rel=0.01)
    assert soot_factor(80.0) == 1.0
    assert secondary_nox_g_per_kg(0.0) == 33.0
    assert secondary_nox_g_per_kg(10.0) == pytest.approx(2.45, rel=0.01)
    assert [hydrogen_chloride_share(h) for h in (0.0, 2.0, 5.0, 10.0, 30.0)] == pytest.approx(
        [0.928, 0.925, 0.918, 0.882, 0.882]
    )
    assert carbon_monoxide_g_per_kg(318.0, 637.0, 0.0) == pytest.approx(0.0025 * 955)
    assert carbon_monoxide_g_per_kg(318.0, 637.0, 100.0) == 318.0


def test_the_parameters_are_the_leaves_of_the_file() -> None:
    assert sorted(f.name for f in fields(ExhaustParameters)) == sorted(LEAVES)


@given(
    st.sampled_from(["hypergolic", "kerosene", "solid", "methane"]),
    st.floats(0.0, 60_000.0),
    st.floats(10.0, 20_000.0),
    st.floats(1.0, 5e5),
)
def test_carbon_and_chlorine_are_conserved(
    propellant: str, bottom_m: float, thickness_m: float, burnt_kg: float
) -> None:
    given_ = indices(propellant)
    release = exhaust([BurntBand(bottom_m, bottom_m + thickness_m, burnt_kg)], given_, CENTRAL)
    carbon = release.total_kg["co"] / 28.0101 + release.total_kg["co2"] / 44.0095
    primary = given_["co_g_per_kg"] / 28.0101 + given_["co2_g_per_kg"] / 44.0095
    assert carbon == pytest.approx(primary * burnt_kg * 1e-3, rel=1e-9)
    if propellant == "solid":
        chlorine = release.total_kg["hcl"] + release.total_kg["other-chlorine"]
        assert chlorine == pytest.approx(0.217 * burnt_kg, rel=1e-9)


def test_the_ground_cloud_is_what_burns_below_its_top() -> None:
    bands = [BurntBand(0.0, 1800.0, 100_000.0), BurntBand(1800.0, 40_000.0, 200_000.0)]
    release = exhaust(bands, indices("solid"), ExhaustParameters(900.0, 1.0, 0.1))
    low = release.bands[0].emitted_kg["al2o3"]
    assert release.ground_cloud_kg["al2o3"] == pytest.approx(0.5 * low)
    assert release.near_pad_kg["al2o3"] == pytest.approx(0.05 * low)
    assert set(release.near_pad_kg) == {"hcl", "al2o3"}
    assert sum(b.emitted_kg["al2o3"] for b in release.bands) == pytest.approx(release.total_kg["al2o3"])
    assert "10 km" in release.validity


def test_a_soyuz_makes_carbon_dioxide_by_the_tonne_and_no_chlorine() -> None:
    release = exhaust([BurntBand(0.0, 48_000.0, 157_000.0)], indices("kerosene"), CENTRAL)
    # all CO burnt would give 637 + 318 x 44/28 = 1,137 g/kg
    assert 100_000 < release.total_kg["co2"] <= 157_000 * 1.1367
    assert "hcl" not in release.total_kg
    assert release.near_pad_kg == {}
