"""Order 238: waste computed, contamination refused until its tables come."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.ru_soil_238 import LAND, METHOD, METHOD_WASTE, contamination_rub, waste_rub
from downrange.damage.valuation.rule_set import read_rules

TODAY = Context("ru", date(2024, 1, 1))
# what users typed in would be read from the official text; these numbers only pin the arithmetic
TABLES = """
rules: ru-soil-238
sources: {typed: {publisher: The user, title: Official text of Order 238}}
values:
  degree_coefficient: {value: 6, source: typed}
  depth_coefficient: {value: 1, source: typed}
  land_category_coefficient: {value: 1.6, source: typed}
  tariff_rub_per_m2: {value: 600, source: typed}
"""


def test_three_tonnes_of_class_v() -> None:
    assert waste_rub(3.0, 10_000.0, 1.0) == 30_000.0
    valued = METHOD_WASTE.value(Harm(litter_kg={"V": 3_000.0}), TODAY, {LAND: 1.0})
    assert isinstance(valued, Valued)
    assert valued.amount == 30_000.0
    assert valued.parts.keys() == {"litter"}


def test_classes_have_their_own_tariffs() -> None:
    harm = Harm(litter_kg={"I": 1000.0, "IV": 1000.0})
    valued = METHOD_WASTE.value(harm, TODAY, {LAND: 2.0})
    assert isinstance(valued, Valued)
    assert valued.amount == 2 * (94_000 + 13_000)


def test_the_land_s_coefficient_is_asked_and_the_date_counts() -> None:
    harm = Harm(litter_kg={"V": 1.0})
    refused = METHOD_WASTE.value(harm, TODAY, {})
    assert isinstance(refused, Refused)
    assert refused.missing == (LAND,)
    early = METHOD_WASTE.value(harm, Context("ru", date(2022, 2, 7)), {LAND: 1.0})
    assert isinstance(early, Refused)
    assert "before 2022-02-08" in early.missing[0]
    none = METHOD_WASTE.value(Harm(), TODAY, {LAND: 1.0})
    assert isinstance(none, Refused)
    assert none.nothing_to_price


def test_contamination_refuses_and_computes_with_the_user_s_tables() -> None:
    harm = Harm(area_over_limit_m2={"kerosene": 330.0})
    refused = METHOD.value(harm, TODAY, {})
    assert isinstance(refused, Refused)
    assert "tariff_rub_per_m2" in refused.missing
    supplied = {"ru-soil-238": read_rules(parse(TABLES, "order-238.yaml"))}
    valued = METHOD.value(harm, Context("ru", None, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(1_900_800.0)
    nothing = METHOD.value(Harm(), TODAY, {})
    assert isinstance(nothing, Refused)
    assert nothing.nothing_to_price


@pytest.mark.parametrize(
    ("area", "degree", "category", "tariff", "expected"),
    [
        (330.0, 6.0, 1.6, 600.0, 1_900_800.0),
        (66_000.0, 1.5, 1.6, 600.0, 95_040_000.0),
        (302.0, 3.0, 1.5, 500.0, 679_500.0),
    ],
)
def test_arithmetic_of_reported_cases_with_recalled_coefficients(
    area: float, degree: float, category: float, tariff: float, expected: float
) -> None:
    """The coefficients are recalled and are in no table of the library: only the product is pinned."""
    amount = contamination_rub(
        area,
        degree_coefficient=degree,
        depth_coefficient=1.0,
        land_category_coefficient=category,
        tariff_rub_per_m2=tariff,
    )
    assert amount == pytest.approx(expected)


def test_it_is_law_in_russia_only() -> None:
    for which in (METHOD, METHOD_WASTE):
        assert which.applies(TODAY).applicability == "law"
        assert which.applies(Context("kz", None)).applicability == "analogy"
        assert which.applies(Context("ru", date(2010, 7, 7))).applicability == "analogy"
