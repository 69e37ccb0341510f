"""Habitat equivalency against the derived vectors."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Harm
from downrange.damage.valuation.hea import (
    METHOD,
    Dating,
    compensating_area_ha,
    continuous_years,
    discounted_years,
    linear_fall,
    linear_rise,
)
from downrange.damage.valuation.method import Context, Refused, Valued

LOSS = linear_fall(1.0, 10)
GAIN = linear_rise(1.0, 5, 50)
HERE = Context("kz", date(2023, 5, 1))
GIVEN = {
    "hea_initial_loss_share": 1.0,
    "hea_recovery_y": 10.0,
    "hea_gain_share": 1.0,
    "hea_rise_y": 5.0,
    "hea_gain_until_y": 50.0,
    "hea_discount_per_y": 0.03,
    "hea_dating_number": 2.0,
    "hea_injured_area_ha": 10.0,
}


def test_yearly_means_of_straight_lines() -> None:
    assert pytest.approx([0.95 - 0.1 * k for k in range(10)]) == LOSS
    assert GAIN[:6] == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
    assert len(GAIN) == 50


@pytest.mark.parametrize(
    ("rate", "dating", "debit", "credit"),
    [
        (0.0, "start", 50.0, 47.5), (0.0, "middle", 50.0, 47.5), (0.0, "end", 50.0, 47.5),
        (0.03, "start", 46.0700, 24.0874), (0.03, "middle", 45.3941, 23.7340), (0.03, "end", 44.7281, 23.3858),
        (0.07, "start", 41.7391, 12.4547), (0.07, "middle", 40.3507, 12.0404), (0.07, "end", 39.0085, 11.6399),
    ],
)  # fmt: skip
def test_v11_debit_and_credit_by_convention(rate: float, dating: Dating, debit: float, credit: float) -> None:
    assert 10.0 * discounted_years(LOSS, rate, dating) == pytest.approx(debit, abs=5e-5)
    assert discounted_years(GAIN, rate, dating) == pytest.approx(credit, abs=5e-5)


@pytest.mark.parametrize(("rate", "area"), [(0.0, 1.0526), (0.03, 1.9126), (0.07, 3.3513)])
def test_v11_the_area_does_not_depend_on_the_convention(rate: float, area: float) -> None:
    datings: tuple[Dating, ...] = ("start", "middle", "end")
    for dating in datings:
        found = compensating_area_ha(
            10 * discounted_years(LOSS, rate, dating), discounted_years(GAIN, rate, dating)
        )
        assert found == pytest.approx(area, abs=5e-5)


def test_v11_continuous_and_exact() -> None:
    debit = 10 * continuous_years([(0, 1), (10, 0)], 0.03)
    credit = continuous_years([(0, 0), (5, 1), (50, 1)], 0.03)
    assert debit == pytest.approx(45.4171, abs=5e-5)
    assert credit == pytest.approx(23.7326, abs=5e-5)
    assert compensating_area_ha(debit, credit) == pytest.approx(1.9137, abs=5e-5)
    assert continuous_years([(0, 1), (0, 0.5), (10, 0.5)], 0.0) == 5.0


def test_the_restoration_is_priced_once() -> None:
    by_area = METHOD.value(Harm(), HERE, {**GIVEN, "hea_restoration_cost_usd_per_ha": 1000.0})
    assert isinstance(by_area, Valued)
    assert by_area.amount == pytest.approx(1912.6, abs=0.05)
    assert by_area.parts.keys() == {"lost-use"}
    assert any("middle" in flag for flag in by_area.flags)
    by_service = METHOD.value(Harm(), HERE, {**GIVEN, "hea_service_value_usd_per_ha_y": 100.0})
    assert isinstance(by_service, Valued)
    assert by_service.amount == pytest.approx(4539.41, abs=0.005)
    both = METHOD.value(
        Harm(),
        HERE,
        {**GIVEN, "hea_restoration_cost_usd_per_ha": 1.0, "hea_service_value_usd_per_ha_y": 1.0},
    )
    assert isinstance(both, Refused)
    assert "not both" in both.missing[0]


def test_the_injured_area_may_come_from_the_physics() -> None:
    drawn = {k: v for k, v in GIVEN.items() if k != "hea_injured_area_ha"}
    drawn["hea_restoration_cost_usd_per_ha"] = 1000.0
    valued = METHOD.value(Harm(area_over_limit_m2={"udmh": 1e5}), HERE, drawn)
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(1912.6, abs=0.05)


def test_nothing_is_assumed_for_the_user() -> None:
    refused = METHOD.value(Harm(), HERE, {})
    assert isinstance(refused, Refused)
    assert {"hea_recovery_y", "hea_injured_area_ha", "hea_dating_number"} <= set(refused.missing)


def test_applicability() -> None:
    assert METHOD.applies(HERE).applicability == "persuasive"
    assert METHOD.applies(Context("kz", date(2013, 7, 2))).applicability == "analogy"
    assert METHOD.applies(Context("us", None)).applicability == "persuasive"


def test_a_worthless_restoration_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        compensating_area_ha(1.0, 0.0)


@given(st.floats(0.0, 0.2), st.integers(1, 60), st.integers(1, 30))
def test_one_convention_on_both_sides_cancels_and_mixing_does_not(rate: float, fall: int, rise: int) -> None:
    loss, gain = linear_fall(1.0, fall), linear_rise(1.0, rise, 60)
    areas = [
        compensating_area_ha(discounted_years(loss, rate, d), discounted_years(gain, rate, d))
        for d in ("start", "middle", "end")
    ]
    assert areas[0] == pytest.approx(areas[1])
    assert areas[1] == pytest.approx(areas[2])
    mixed = compensating_area_ha(discounted_years(loss, rate, "start"), discounted_years(gain, rate, "end"))
    assert mixed == pytest.approx(areas[0] * (1 + rate))
