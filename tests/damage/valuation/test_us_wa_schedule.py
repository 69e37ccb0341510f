"""Washington's schedule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.rule_set import read_rules
from downrange.damage.valuation.us_wa_schedule import (
    METHOD,
    compensation_usd,
    marine_score,
    mechanical_injury_score,
    oil_scores,
    toxicity_score,
)

HERE = Context("us", None)
FRESH = {"wa_freshwater_vulnerability_score": 20.0}
MARINE = {
    "wa_marine_acute_score": 18.25,
    "wa_marine_mechanical_score": 17.5,
    "wa_marine_persistence_score": 16.0,
}
COLUMBIA = {"wa_columbia_vulnerability_score": 12.0}


@pytest.mark.parametrize(("gravity", "score"), [(0.8368, 2.4), (0.750, 1.0), (0.998, 5.0), (0.81, 2.0)])
def test_v6_mechanical_injury_from_gravity(gravity: float, score: float) -> None:
    assert mechanical_injury_score(gravity) == score


def test_toxicity_is_the_weighed_solubility_of_the_aromatics() -> None:
    assert toxicity_score([(100.0, 1.0), (7.0, 1.0)]) == 1.0
    assert oil_scores() == oil_scores("kerosene-type-jet-fuel") == (1.4, 2.4, 1.0)


@pytest.mark.parametrize(("scores", "amount"), [(FRESH, 7_776.00), (MARINE, 8_689.20), (COLUMBIA, 14_630.40)])
def test_v6_five_hundred_gallons_of_kerosene(scores: dict[str, float], amount: float) -> None:
    valued = METHOD.value(Harm(), HERE, {"wa_spilled_to_water_gal": 500.0, **scores})
    assert isinstance(valued, Valued)
    assert valued.amount == amount


def test_several_environments_take_the_greatest_and_never_the_sum() -> None:
    drawn = {"wa_spilled_to_water_gal": 500.0, **FRESH, **MARINE, **COLUMBIA}
    valued = METHOD.value(Harm(), HERE, drawn)
    assert isinstance(valued, Valued)
    assert valued.amount == 14_630.40
    assert [line.name for line in valued.lines] == ["columbia"]
    assert any("never their sum" in flag and "8,689.20" in flag for flag in valued.flags)


def test_bounds_per_gallon() -> None:
    assert compensation_usd(10.0, 0.162, 50.0 * 12.3) == pytest.approx(996.30)  # 99.63, just under the cap
    assert compensation_usd(10.0, 0.508, 1e4) == 1_000.0
    assert compensation_usd(10.0, 0.162, 0.0) == 10.0


def test_from_a_thousand_gallons_it_refuses_until_the_multipliers_come() -> None:
    drawn = {"wa_spilled_to_water_gal": 1_000.0, **FRESH}
    refused = METHOD.value(Harm(), HERE, drawn)
    assert isinstance(refused, Refused)
    assert refused.missing == (
        "freshwater_multiplier_usd_per_gal",
        "greatest_usd_per_gal",
        "least_usd_per_gal",
    )
    text = """
rules: us-wa-schedule
sources: {rule: {publisher: State of Washington, title: Rule of 2013}}
values:
  freshwater_multiplier_usd_per_gal: {value: 0.486, source: rule}
  least_usd_per_gal: {value: 3, source: rule}
  greatest_usd_per_gal: {value: 300, source: rule}
"""
    supplied = {"us-wa-schedule": read_rules(parse(text, "wa.yaml"))}
    valued = METHOD.value(Harm(), Context("us", None, supplied=supplied), drawn)
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(1_000 * 0.486 * 20 * 4.8)


def test_without_the_user_s_scores_it_names_them() -> None:
    no_volume = METHOD.value(Harm(), HERE, {})
    assert isinstance(no_volume, Refused)
    assert no_volume.missing == ("wa_spilled_to_water_gal",)
    no_scores = METHOD.value(Harm(), HERE, {"wa_spilled_to_water_gal": 1.0})
    assert isinstance(no_scores, Refused)
    assert "wa_freshwater_vulnerability_score" in no_scores.missing
    assert METHOD.applies(HERE).applicability == "persuasive"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"


@given(st.tuples(*[st.floats(0, 5)] * 3), st.floats(0, 50))
def test_equal_vulnerabilities_reduce_to_the_plain_sum(oil: tuple[float, float, float], score: float) -> None:
    assert marine_score(oil, (score, score, score)) == pytest.approx(score * sum(oil))
