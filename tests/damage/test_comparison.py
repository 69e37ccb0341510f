from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import examples

from downrange.damage.assessment import Range
from downrange.damage.comparison import (
    Reported,
    answers,
    count_text,
    event_of,
    method_title,
    range_sentence,
    reported,
    shares,
)
from downrange.inputs.cases import read_case


def test_the_sum_of_tsenki_stands_in_three_currencies_as_reported() -> None:
    sums = reported(read_case("tsenki-2023").case)
    assert {code: str(one.money) for code, one in sums.items()} == {
        "KZT": "13,684,550,338.70 KZT",
        "USD": "29,700,000.00 USD",
        "EUR": "25,000,000.00 EUR",
    }


def test_a_case_without_comparison_takes_its_claim_and_the_statements_of_it() -> None:
    sums = reported(examples.bare_case())
    assert set(sums) == {"KZT", "USD"}
    assert str(sums["KZT"].money) == "13,690,747,305.00 KZT"


def test_no_claim_no_sum() -> None:
    assert reported(examples.bare_case(claims=[], statements=[])) == {}


def test_a_method_in_a_currency_nobody_reported_has_no_share() -> None:
    sums = reported(read_case("tsenki-2023").case)
    held = {s.damage.method: s.share for s in shares(examples.LAUNCH_DAMAGES, sums)}
    assert held["gb-none"] is None
    fee = held["kz-emission-fee-576"]
    assert fee is not None
    assert fee.p50 == pytest.approx(54_000 / 13_684_550_338.70)


def test_the_greatest_amount_needs_the_fewest_events() -> None:
    assert count_text(Range(0.001, 0.01, 0.1), "crashes") == "about 100 crashes (10–1,000)"
    assert "without limit" in count_text(Range(0.0, 0.01, 0.1), "crashes")
    assert "gives 0" in count_text(Range(0.0, 0.0, 0.1), "crashes")


@given(st.floats(1e-9, 0.4), st.floats(1.01, 50), st.floats(1.01, 50))
def test_events_times_share_make_the_sum(low: float, up: float, more: float) -> None:
    share = Range(low, low * up, low * up * more)
    first = count_text(share, "launches").split()[1]
    assert float(first.replace(",", "")) * share.p50 == pytest.approx(1, rel=0.06)


def test_a_single_method_is_never_the_headline() -> None:
    case = examples.bare_case()
    sums = reported(case)
    two = event_of(case, examples.assessment("example-case"))
    one = event_of(case, examples.assessment("example-case", examples.PROTON_DAMAGES[1:3]))
    assert two is not None
    assert one is not None
    assert "depending on which of 2 methods" in range_sentence(two, sums)
    assert "crashes to reach it" in range_sentence(two, sums)
    assert "one is no answer" in range_sentence(one, sums)
    assert "no method asked" in range_sentence(one, {})


def test_the_claimed_event_itself_is_not_counted_in_events() -> None:
    case = examples.bare_case()
    own = event_of(case, examples.assessment("example-case"), own=True)
    assert own is not None
    text = range_sentence(own, reported(case))
    assert "of the claim" in text
    assert "crashes" not in text


def test_answers_name_method_currency_and_number_of_events() -> None:
    case = read_case("tsenki-2023").case
    event = event_of(read_case("soyuz-nominal").case, examples.assessment("x", examples.LAUNCH_DAMAGES))
    assert event is not None
    (answer,) = answers(case, [event])
    assert set(answer) >= {"question", "answer", "figures"}
    fee = next(f for f in answer["figures"] if f["method"] == "kz-emission-fee-576")
    assert fee["sum"] == {"amount": "13684550338.70", "currency": "KZT"}
    assert fee["events_number"]["p50"] == pytest.approx(13_684_550_338.70 / 54_000)
    assert fee["events_number"]["p05"] < fee["events_number"]["p50"] < fee["events_number"]["p95"]


def test_an_event_needs_a_scenario_and_a_method_a_name() -> None:
    assert event_of(read_case("tsenki-2023").case, examples.assessment("x")) is None
    assert method_title(examples.PROTON_DAMAGES[0]).startswith("Resolution 535")
    assert method_title(examples.damage("new-one", "analogy", "EUR", None)) == "new-one"
    assert isinstance(reported(examples.bare_case())["KZT"], Reported)
