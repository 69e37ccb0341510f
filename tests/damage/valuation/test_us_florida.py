"""Florida's schedule: refused for want of one constant."""

from __future__ import annotations

import pytest

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.rule_set import read_rules
from downrange.damage.valuation.us_florida import METHOD, habitat_usd, volume_usd
from downrange.errors import SourceError

SUPPLIED = """
rules: us-florida
sources: {statute: {publisher: State of Florida, title: Statutes 376.121}}
values:
  spilled_gal: {value: 10000, source: statute}
  base_usd_per_gal: {value: 1, source: statute}
  location_factor: {value: 5, source: statute}
  area_factor: {value: 2, source: statute}
  habitat:
    seagrass:
      area_ft2: {value: 2000, source: statute}
  animals:
    endangered_number: {value: 1, source: statute}
  assessment_cost_usd: {value: 500, source: statute}
"""


def test_the_habitat_term_is_in_hand() -> None:
    assert habitat_usd("seagrass", 2_000.0) == 2_000.0
    assert habitat_usd("sand-bottom", 100.0) == 5.0
    with pytest.raises(SourceError):
        habitat_usd("desert", 1.0)


def test_the_volume_term_waits_for_the_base_amount() -> None:
    assert volume_usd(10_000.0, 1.0, 5.0, 2.0) == 100_000.0
    refused = METHOD.value(Harm(), Context("us", None), {})
    assert isinstance(refused, Refused)
    assert "base_usd_per_gal" in refused.missing


def test_with_the_user_s_base_amount() -> None:
    supplied = {"us-florida": read_rules(parse(SUPPLIED, "florida.yaml"))}
    valued = METHOD.value(Harm(), Context("us", None, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount == 100_000 + 2_000 + 10_000 + 500
    assert valued.parts == {"water": 112_000.0, "assessment-cost": 500.0}
    assert METHOD.applies(Context("us", None)).applicability == "persuasive"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"
