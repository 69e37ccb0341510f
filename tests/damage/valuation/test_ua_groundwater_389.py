"""Order 389: refused until its tables come."""

from __future__ import annotations

import pytest

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.rule_set import read_rules
from downrange.damage.valuation.ua_groundwater_389 import METHOD, loss_uah

SUPPLIED = """
rules: ua-groundwater-389
sources: {order: {publisher: Ministry, title: Order 389}}
values:
  category_coefficient: {value: 1.4, source: order}
  regional_coefficient: {value: 1.1, source: order}
  protection_coefficient: {value: 1.3, source: order}
  volume_m3: {value: 1000, source: order}
  substances:
    oil:
      unit_damage_uah_per_t: {value: 5000, source: order}
      concentration_mg_per_l: {value: 12, source: order}
      background_mg_per_l: {value: 2, source: order}
    nitrate:
      unit_damage_uah_per_t: {value: 100, source: order}
      mass_t: {value: 2, source: order}
"""


def test_the_product_of_the_order() -> None:
    amount = loss_uah(
        {"oil": 0.01, "nitrate": 2.0},
        {"oil": 5000.0, "nitrate": 100.0},
        category_coefficient=1.4,
        regional_coefficient=1.1,
        protection_coefficient=1.3,
    )
    assert amount == pytest.approx(1.4 * 1.1 * 1.3 * 250.0)


def test_with_and_without_the_user_s_tables() -> None:
    supplied = {"ua-groundwater-389": read_rules(parse(SUPPLIED, "order-389.yaml"))}
    valued = METHOD.value(Harm(), Context("ua", None, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(1.4 * 1.1 * 1.3 * 250.0)
    refused = METHOD.value(Harm(), Context("ua", None), {})
    assert isinstance(refused, Refused)
    assert "regional_coefficient" in refused.missing
    assert METHOD.applies(Context("ua", None)).applicability == "law"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"
