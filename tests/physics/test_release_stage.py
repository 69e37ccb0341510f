"""The nominal spent stage: shares and pieces."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.release import Load
from downrange.physics.release_stage import SpentStageParameters, spent_stage
from downrange.reference.library import values

LEAVES = values("models/release.yaml")


def drawn(probability: float) -> SpentStageParameters:
    return SpentStageParameters(
        **{f.name: LEAVES[f.name].draw(probability) for f in fields(SpentStageParameters)}
    )


@given(st.floats(0.0, 5000.0), st.floats(0.0, 5000.0), st.floats(0.001, 0.999))
def test_every_kilogram_is_aloft_or_at_a_piece(
    udmh_kg: float, kerosene_kg: float, probability: float
) -> None:
    residuals = Load({"udmh": udmh_kg, "kerosene": kerosene_kg, "oxygen": 500.0, "hydrogen-peroxide": 100.0})
    release = spent_stage(residuals, drawn(probability))
    for slug, mass in residuals.components_kg.items():
        assert release.fates[slug].total_kg == pytest.approx(mass, abs=1e-9)
        assert sum(release.fragments_kg[slug]) == pytest.approx(release.fates[slug].to_soil_kg, abs=1e-9)
        assert (
            release.fragments_kg[slug][:1] == ()
            or release.fragments_kg[slug][0] >= max(release.fragments_kg[slug]) - 1e-9
        )
    assert release.fates["oxygen"].to_soil_kg == 0.0


def test_a_proton_first_stage_grounds_what_the_estimate_says() -> None:
    # 0.6 to 4 t let go aloft, 10 to 30 kg of it to the ground: 0.25 to 5 %
    for probability in (0.05, 0.5, 0.95):
        grounded = spent_stage(Load({"udmh": 1000.0}), drawn(probability)).fates["udmh"].to_soil_kg
        assert 2.5 <= grounded <= 50.0


def test_names_of_the_quantities() -> None:
    assert set(spent_stage(Load({"udmh": 1.0}), drawn(0.5)).quantities()) == {
        "udmh_reacted_kg",
        "udmh_to_air_kg",
        "udmh_to_soil_kg",
    }
