"""The land rule of 1993."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.ru_land_1993 import METHOD, damage_rub, degree_coefficient, level
from downrange.damage.valuation.rule_set import read_rules
from downrange.errors import SourceError

PLOT = Harm(area_over_limit_m2={"kerosene": 880.0})
TABLES = """
rules: ru-land-1993
sources: {page: {publisher: A consultancy, title: Worked page}}
values:
  standard_value_rub_per_m2: {value: 151.96, source: page}
  recovery_coefficient: {value: 1.7, source: page}
  ecological_coefficient: {value: 2.0, source: page}
  depth_coefficient: {value: 1.0, source: page}
  summary_index_score: {value: 20, source: page}
"""


def test_v8_arithmetic_of_the_published_page() -> None:
    amount = damage_rub(
        880.0,
        standard_value_rub_per_m2=151.96,
        recovery_coefficient=1.7,
        ecological_coefficient=2.0,
        degree_coefficient=0.6,
        depth_coefficient=1.0,
    )
    assert amount == pytest.approx(272_798.6, abs=0.05)


def test_with_the_user_s_tables_and_a_summary_index() -> None:
    supplied = {"ru-land-1993": read_rules(parse(TABLES, "land.yaml"))}
    valued = METHOD.value(PLOT, Context("ru", None, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(272_798.6, abs=0.05)  # Zc 20 lies in 8-32: 0.6


@pytest.mark.parametrize(
    ("index", "factor"), [(1.9, 0.0), (2.0, 0.3), (8.0, 0.6), (32.0, 1.5), (64.0, 2.0), (500.0, 2.0)]
)
def test_degree_by_summary_index(index: float, factor: float) -> None:
    assert degree_coefficient(index) == factor


def test_level_of_an_element() -> None:
    assert level("fluorine", 20.0) == 3  # as published: fluorine 20 mg/kg is level 3
    assert [level("lead", c) for c in (10, 65, 200, 300, 601)] == [1, 2, 3, 4, 5]
    with pytest.raises(SourceError):
        level("heptyl", 1.0)


def test_it_refuses_by_name() -> None:
    refused = METHOD.value(PLOT, Context("ru", None), {})
    assert isinstance(refused, Refused)
    assert "degree_coefficient" in refused.missing
    assert "standard_value_rub_per_m2" in refused.missing
    nothing = METHOD.value(Harm(), Context("ru", None), {})
    assert isinstance(nothing, Refused)
    assert nothing.nothing_to_price
    assert METHOD.applies(Context("ru", None)).applicability == "persuasive"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"


@given(st.floats(0, 200), st.floats(0, 200))
def test_a_worse_index_never_costs_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert degree_coefficient(low) <= degree_coefficient(high)
