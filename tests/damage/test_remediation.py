"""The remediation plan."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.trace import Manifest
from downrange.damage.assessment import Assessment, Damage, Range
from downrange.damage.remediation import (
    SOURCE,
    RemediationPlan,
    applies,
    detoxification_stages,
    plan,
)
from downrange.damage.valuation.method import Context
from downrange.reference.library import citation

HERE = Context("kz", date(2023, 1, 1))
DAMAGES = (
    Damage("cleanup-cost", "computed", "persuasive", "", "", "USD", None, Range(1.0, 2.0, 3.0)),
    Damage("cleanup-cost-uk", "computed", "persuasive", "", "", "GBP", 1996, Range(1.0, 2.0, 3.0)),
    Damage("eu-ce-delft-2024", "computed", "analogy", "", "", "EUR", 2021, Range(1.0, 2.0, 3.0)),
    Damage("hea", "refused", "persuasive", "", "", missing=("hea_recovery_y",)),
)


def _assessment(quantities: dict[str, Range]) -> Assessment:
    return Assessment("x", 1, 0, Manifest("0", {}, 0, 1), quantities, DAMAGES, (), (), ())


def _plan(**quantities: Range) -> RemediationPlan | None:
    return plan(_assessment(quantities), HERE)


def test_the_plan_of_a_spill() -> None:
    found = _plan(
        soil_splash_area_over_limit_m2=Range(100.0, 200.0, 300.0),
        kerosene_soil_splash_area_over_limit_m2=Range(0.0, 900.0, 1000.0),
        udmh_soil_peak_mg_per_kg=Range(90.0, 300.0, 900.0),
    )
    assert found is not None
    assert [treated.substance for treated in found.ground] == ["kerosene", "udmh"]
    assert found.ground[0].stages is None  # the treatment reported is of soil with UDMH
    fewest, most = found.ground[1].stages or (0, 0)
    assert (fewest, most) == (detoxification_stages(900.0)[0], detoxification_stages(9_000.0)[1])
    assert [damage.method for damage in found.costs] == ["cleanup-cost", "cleanup-cost-uk"]
    assert found.compensating is not None
    assert found.compensating.missing == ("hea_recovery_y",)
    assert found.duties[0].within == "2 hours"
    assert "138(7)" in found.state_costs
    assert citation(SOURCE).publisher
    body = found.as_json()
    assert (body["applicability"], body["costs"]) == ("law", ["cleanup-cost", "cleanup-cost-uk"])
    assert body["ground"][1]["stages"] == [fewest, most]
    assert json.loads(json.dumps(body)) == body


def test_the_proton_s_four_stages_lie_inside() -> None:
    fewest, most = detoxification_stages(8_850.0)
    assert fewest <= 4 <= most
    assert detoxification_stages(1.0) == (0, 0)


def test_without_ground_over_a_limit_there_is_no_plan() -> None:
    assert _plan() is None
    assert _plan(soil_splash_area_over_limit_m2=Range(0.0, 0.0, 0.0)) is None


def test_without_a_peak_the_stages_are_unknown() -> None:
    found = _plan(soil_splash_area_over_limit_m2=Range(0.0, 1.0, 2.0))
    assert found is not None
    assert found.ground[0].stages is None


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
