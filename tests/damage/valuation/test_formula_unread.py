"""Methods whose formula was not read."""

from __future__ import annotations

import pytest

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.formula_unread import METHOD_MOSCOW, METHOD_UKRAINE, volume_to_treat_m3
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.rule_set import read_rules


def test_v9_the_first_step_of_the_kerosene_example() -> None:
    assert volume_to_treat_m3(0.7, 0.3) == pytest.approx(0.21)


def test_they_refuse_and_take_what_the_user_worked_out() -> None:
    harm = Harm(area_over_limit_m2={"kerosene": 10.0}, treated_volume_m3={"kerosene": 0.21})
    cases = (
        (METHOD_MOSCOW, "unit_damage_rub_per_m3", 0.21, "ru"),
        (METHOD_UKRAINE, "unit_damage_uah_per_m2", 10.0, "ua"),
    )
    for which, name, size, home in cases:
        refused = which.value(harm, Context(home, None), {})
        assert isinstance(refused, Refused)
        assert "formula" in refused.missing[0]
        text = (
            f"rules: {which.slug}\nsources: {{s: {{publisher: P, title: T}}}}\n"
            f"values:\n  {name}: {{value: 100, source: s}}\n"
        )
        supplied = {which.slug: read_rules(parse(text, "own.yaml"))}
        valued = which.value(harm, Context(home, None, supplied=supplied), {})
        assert isinstance(valued, Valued)
        assert valued.amount == pytest.approx(100 * size)
        nothing = which.value(Harm(), Context(home, None), {})
        assert isinstance(nothing, Refused)
        assert nothing.nothing_to_price
        assert which.applies(Context(home, None)).applicability == "persuasive"
        assert which.applies(Context("kz", None)).applicability == "analogy"
