"""The remediation plan."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Harm
from downrange.damage.remediation import RemediationPlan, applies, detoxification_stages, plan
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.reference.library import citation

HERE = Context("kz", date(2023, 1, 1))
SOIL = Harm(
    area_over_limit_m2={"udmh": 1000.0, "kerosene": 10.0},
    treated_volume_m3={"udmh": 500.0, "kerosene": 5.0},
    treated_mass_kg={"udmh": 7e5},
)


def test_the_plan_of_a_spill() -> None:
    found = plan(SOIL, HERE, {}, peak_over_limit_ratio=8_850.0)
    assert isinstance(found, RemediationPlan)
    assert (found.substance, found.area_m2, found.volume_m3, found.mass_kg) == ("udmh", 1000.0, 500.0, 7e5)
    usd, gbp = found.costs
    assert isinstance(usd, Valued)
    assert isinstance(gbp, Valued)
    assert usd.amount == pytest.approx(500 * 104.6)
    assert (usd.currency, gbp.currency) == ("USD", "GBP")
    assert isinstance(found.compensating, Refused)  # the user says how the ground recovers
    assert found.duties[0].within == "2 hours"
    assert "138(7)" in found.state_costs
    assert citation("kz-ecological-code-2021")


def test_the_proton_s_four_stages_lie_inside() -> None:
    fewest, most = detoxification_stages(8_850.0)
    assert fewest <= 4 <= most
    assert detoxification_stages(1.0) == (0, 0)
    without_peak = plan(SOIL, HERE, {})
    assert isinstance(without_peak, RemediationPlan)
    assert (without_peak.stages_fewest_number, without_peak.stages_most_number) == (0, 0)


def test_nothing_to_restore() -> None:
    for harm in (Harm(), Harm(treated_volume_m3={"udmh": 0.0})):
        refused = plan(harm, HERE, {})
        assert isinstance(refused, Refused)
        assert refused.nothing_to_price


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (HERE, "law"),
        (Context("kz", date(2023, 1, 1), leased_land=True), "persuasive"),
        (Context("kz", date(2021, 6, 30)), "analogy"),
        (Context("ru", date(2023, 1, 1)), "analogy"),
    ],
)
def test_standing(context: Context, expected: str) -> None:
    assert applies(context).applicability == expected


@given(st.floats(1.01, 1e6))
def test_more_stages_for_weaker_ones(ratio: float) -> None:
    fewest, most = detoxification_stages(ratio)
    assert 1 <= fewest <= most
    assert 3.56**most >= ratio * (1 - 1e-9)
