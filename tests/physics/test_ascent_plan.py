import numpy as np
import pytest

from downrange.errors import SourceError, ValidityError
from downrange.physics.ascent_plan import burn_of, plan_of
from downrange.reference.vehicles import vehicle


def test_burn_times_agree_with_the_printed_ones() -> None:
    for slug, name, printed in (
        ("proton-m", "stage-1", 119.0),
        ("proton-m", "stage-2", 212.0),
        ("soyuz-2.1b", "booster", 118.1),
        ("soyuz-2.1b", "stage-1", 286.0),
        ("long-march-3b", "booster", 140.0),
    ):
        assert burn_of(vehicle(slug).stage(name)).burn_s == pytest.approx(printed, rel=0.03)


def test_a_maximum_thrust_is_scaled_to_its_burn() -> None:
    booster = burn_of(vehicle("ariane-5-eca").stage("booster"))
    assert booster.scaled
    assert booster.burn_s == pytest.approx(130.0)
    assert booster.thrust_n < 7040e3


def test_mass_is_counted_once() -> None:
    rocket = vehicle("proton-m")
    plan = plan_of(rocket, 22000.0, coast_s=2.0, fairing_s=348.0)
    burns = {burn.name: burn for burn in plan.burns}
    whole = 22000.0 + 2000.0 + sum(burn.full_kg for burn in plan.burns)
    assert plan.phases[0, 5] == pytest.approx(whole)
    assert whole == pytest.approx(
        rocket.stage("stage-1").figure("propellant_kg").value + 30600 + 157300 + 11000 + 46562 + 3500 + 24000
    )
    # just after the first separation the first stage is gone with its residuals
    separation = next(mark.time_s for mark in plan.marks if mark.name == "stage-1-separation")
    after = plan.phases[plan.phases[:, 0] >= separation - 1e-9][0]
    assert after[5] == pytest.approx(whole - burns["stage-1"].full_kg)
    assert plan.burnout_kg == pytest.approx(22000.0 + burns["stage-3"].spent_kg)


def test_phases_join_and_marks_are_in_order() -> None:
    plan = plan_of(vehicle("soyuz-2.1b"), 7200.0, coast_s=2.0, fairing_s=208.4)
    assert plan.phases[0, 0] == 0.0
    assert plan.phases[1:, 0].tolist() == plan.phases[:-1, 1].tolist()
    names = [mark.name for mark in plan.marks]
    assert names == [
        "booster-cutoff",
        "booster-separation",
        "fairing-separation",
        "stage-1-cutoff",
        "stage-1-separation",
    ]
    assert plan.first_staging_s == plan.marks[1].time_s
    # five engines at lift-off, one after the boosters
    assert plan.phases[0, 2] == pytest.approx(4 * 1019.9e3 + 990.2e3, rel=0.01)
    core = plan.phases[plan.phases[:, 0] >= plan.first_staging_s][0]
    assert core[2] == pytest.approx(990.2e3, rel=0.01)


def test_the_cross_section_shrinks_as_parts_leave() -> None:
    plan = plan_of(vehicle("soyuz-2.1b"), 7200.0, coast_s=2.0, fairing_s=300.0)
    assert np.all(np.diff(plan.phases[:, 6]) <= 0)


def test_solid_levels_keep_the_impulse() -> None:
    levels = ((0.0, 0.55, 1.25), (0.55, 1.0, (1.0 - 0.55 * 1.25) / 0.45))
    plan = plan_of(vehicle("vega-c"), 2000.0, coast_s=2.0, solid=levels)
    end = next(mark.time_s for mark in plan.marks if mark.name == "stage-1-cutoff")
    first = plan.phases[plan.phases[:, 1] <= end + 1e-9]
    burnt = float(np.sum(first[:, 3] * (first[:, 1] - first[:, 0])))
    assert burnt == pytest.approx(plan.burns[0].usable_kg)
    assert first[0, 2] > first[1, 2]


def test_the_falcon_keeps_a_reserve() -> None:
    stage = vehicle("falcon-9").stage("stage-1")
    assert burn_of(stage).usable_kg < burn_of(stage, reserve_fraction=0.0).usable_kg
    assert burn_of(stage, 0.9).burn_s == pytest.approx(burn_of(stage).burn_s / 0.9)


def test_what_cannot_fly_is_refused() -> None:
    with pytest.raises(ValidityError, match="does not lift off"):
        plan_of(vehicle("proton-m"), 500e3, coast_s=2.0)
    with pytest.raises(SourceError) as caught:
        plan_of(vehicle("titan-34d"), 1.0, coast_s=2.0)
    assert caught.value.missing == ("vehicles.titan-34d.stages",)
    with pytest.raises(SourceError) as caught:
        plan_of(vehicle("soyuz-5"), 1.0, coast_s=2.0)
    assert "propellant_kg" in caught.value.missing[0]
