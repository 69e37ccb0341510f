"""Resource equivalency against the published scaling step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.rea import METHOD, units_number

HERE = Context("us", None)


def test_v10_golden_eagles() -> None:
    """485.74 bird-years over 4.20 per pole: 115.61 poles printed, 115.65 recomputed from the rounded divisor."""
    assert units_number(485.74, 4.20) == pytest.approx(115.61, rel=1e-3)
    assert units_number(485.74, 4.2015) == pytest.approx(115.61, abs=0.005)


def test_units_are_priced_and_the_dating_is_shown() -> None:
    drawn = {
        "rea_debit_number": 485.74,
        "rea_credit_number": 4.20,
        "rea_dating_number": 1.0,
        "rea_unit_cost_usd": 7500.0,
    }
    valued = METHOD.value(Harm(), HERE, drawn)
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(115.652 * 7500, rel=1e-4)
    assert any("start" in flag for flag in valued.flags)


def test_without_inputs_it_names_them() -> None:
    refused = METHOD.value(Harm(), HERE, {"rea_debit_number": 1.0})
    assert isinstance(refused, Refused)
    assert refused.missing == ("rea_credit_number", "rea_dating_number", "rea_unit_cost_usd")
    assert METHOD.applies(HERE).applicability == "persuasive"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"
    with pytest.raises(ValueError, match="nothing"):
        units_number(1.0, 0.0)


@given(st.floats(0.1, 1e4), st.floats(0.1, 1e2))
def test_restoring_the_units_gives_back_what_was_lost(debit: float, credit: float) -> None:
    assert units_number(debit, credit) * credit == pytest.approx(debit)
