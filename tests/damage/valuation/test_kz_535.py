"""Resolution 535: refuses by name, computes with a user's tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.kz_535 import METHOD, damage_kzt, required
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.rule_set import read_rules

PROTON = date(2013, 7, 2)
SPILL = Harm(to_soil_kg={"udmh": 175_759.0})

SUPPLIED = """
rules: kz-535
sources:
  typed: {publisher: The user, title: "Tables typed in from the official text"}
values:
  soil:
    multiplier_mci_per_t: {value: 4.5, source: typed}
    danger_level_coefficient: {value: 1, source: typed}
    risk_level_coefficient: {value: 1, source: typed}
    udmh:
      relative_danger_coefficient: {value: 10000, source: typed}
      norm_t: {value: 0, source: typed}
"""


def test_it_was_law_in_2013_and_refuses_with_what_is_missing() -> None:
    context = Context("kz", PROTON, leased_land=True)
    assert METHOD.applies(context).applicability == "law"
    refused = METHOD.value(SPILL, context, {})
    assert isinstance(refused, Refused)
    assert refused.missing == required(SPILL)
    assert "soil.multiplier_mci_per_t" in refused.missing
    assert "soil.udmh.relative_danger_coefficient" in refused.missing
    assert not refused.nothing_to_price


def test_g8_the_last_step_of_the_claim_of_2013() -> None:
    """7,909,155 index units times 1,731 KZT is the claim; the tables here only lead to that number."""
    supplied = {"kz-535": read_rules(parse(SUPPLIED, "kz-535.yaml"))}
    valued = METHOD.value(SPILL, Context("kz", PROTON, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(13_690_747_305.0, rel=1e-12)
    assert valued.price_year == 2013
    index = valued.lines[0].prices[-1]
    assert (index.used, index.sourced.source) == (1731.0, "kz-mci-2010-2014")
    assert any("kz-535.yaml" in flag for flag in valued.flags)


def test_a_half_filled_file_names_the_other_half() -> None:
    text = SUPPLIED.replace("      norm_t: {value: 0, source: typed}\n", "")
    supplied = {"kz-535": read_rules(parse(text, "kz-535.yaml"))}
    refused = METHOD.value(SPILL, Context("kz", PROTON, supplied=supplied), {})
    assert isinstance(refused, Refused)
    assert refused.missing == ("soil.udmh.norm_t",)


def test_a_substance_that_the_file_does_not_speak_of_is_listed_without_a_price() -> None:
    harm = Harm(to_soil_kg={"udmh": 1000.0, "kerosene": 3.0}, to_air_kg={"udmh": 7.0})
    supplied = {"kz-535": read_rules(parse(SUPPLIED, "kz-535.yaml"))}
    valued = METHOD.value(harm, Context("kz", PROTON, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert [line.name for line in valued.lines] == ["udmh-to-soil"]
    assert {item.what: item.mass_kg for item in valued.unpriced} == {
        "udmh to air": 7.0,
        "kerosene to soil": 3.0,
    }


def test_an_unverified_index_must_be_supplied_too() -> None:
    supplied = {"kz-535": read_rules(parse(SUPPLIED, "kz-535.yaml"))}
    refused = METHOD.value(SPILL, Context("kz", date(2007, 9, 6), supplied=supplied), {})
    assert isinstance(refused, Refused)
    assert "index" in refused.missing[0]
    given_index = SUPPLIED + "  index_kzt_per_mci: {value: 1092, source: typed}\n"
    supplied = {"kz-535": read_rules(parse(given_index, "kz-535.yaml"))}
    valued = METHOD.value(SPILL, Context("kz", date(2007, 9, 6), supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(7_909_155 * 1092)
    undated = METHOD.value(SPILL, Context("kz", None, supplied=supplied), {})
    assert isinstance(undated, Refused)


@pytest.mark.parametrize(
    ("jurisdiction", "on", "expected"),
    [
        ("kz", "2007-06-26", "analogy"),
        ("kz", "2007-09-06", "law"),
        ("kz", "2021-06-30", "law"),
        ("kz", "2021-07-01", "persuasive"),
        ("kz", "2022-07-21", "analogy"),
        ("us", "2013-07-02", "analogy"),
    ],
)
def test_applicability_by_date_and_place(jurisdiction: str, on: str, expected: str) -> None:
    assert METHOD.applies(Context(jurisdiction, date.fromisoformat(on))).applicability == expected


def test_without_a_mass_there_is_nothing_to_price() -> None:
    refused = METHOD.value(Harm(), Context("kz", PROTON), {})
    assert isinstance(refused, Refused)
    assert refused.nothing_to_price


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_below_the_norm_there_is_no_damage(actual_t: float, norm_t: float) -> None:
    amount = damage_kzt(
        actual_t,
        norm_t=norm_t,
        relative_danger_coefficient=10.0,
        multiplier_mci_per_t=2.0,
        danger_level_coefficient=1.5,
        risk_level_coefficient=1.2,
        index_kzt=1731.0,
    )
    assert amount >= 0
    assert (amount == 0) == (actual_t <= norm_t) or amount < 1e-6
