"""Golden facts of the shipped cases: what the sources print, to the last digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from downrange.base.money import Money
from downrange.case.schema import Amount, Case, Figure, Unknown
from downrange.inputs.cases import read_case


def case(name: str) -> Case:
    return read_case(name, strict=True).case


def amount(matter: Case, statement: str) -> Money:
    (found,) = [s for s in matter.statements if s.id == f"statement/{statement}"]
    assert isinstance(found.value, Amount)
    assert found.value.amount is not None
    return found.value.amount


def test_the_debt_to_the_tiyn() -> None:
    (claim,) = case("tsenki-2023").claims
    assert claim.asserted == Money(1368455033870, "KZT")
    assert claim.awarded == claim.asserted
    assert isinstance(claim.agreed, Unknown)
    assert isinstance(claim.paid, Unknown)
    assert claim.basis == "contract"
    assert (claim.creditor, claim.debtor) == ("party/baiterek-jv", "party/tsenki")


@pytest.mark.parametrize(
    ("statement", "printed"),
    [
        ("debt-kzt-notice", "13684550338.70 KZT"),
        ("debt-kzt-13-5", "13.5 bn KZT"),
        ("debt-kzt-13-6", "13.6 bn KZT"),
        ("debt-eur-28", "28 M EUR"),
        ("debt-usd-23-5", "23.5 M USD"),
        ("debt-usd-26", "26 M USD"),
        ("debt-eur-25", "25 M EUR"),
        ("debt-rub-2bn", "2 bn RUB"),
        ("debt-usd-29-6", "29.6 M USD"),
        ("debt-usd-29-7", "29.7 M USD"),
        ("debt-usd-29", "29 M USD"),
        ("debt-usd-30", "30 M USD"),
    ],
)
def test_every_printed_figure_of_the_debt(statement: str, printed: str) -> None:
    assert amount(case("tsenki-2023"), statement) == Money.parse(printed)


def test_the_dollar_figure_needs_the_rate_the_answer_names() -> None:
    debt = Fraction(amount(case("tsenki-2023"), "debt-kzt-notice").amount)
    low, high = debt / Fraction("29750000"), debt / Fraction("29650000")
    assert round(float(low), 2) == 459.98
    assert round(float(high), 2) == 461.54
    assert low < Fraction("460.51") < high
    assert "459.98 to 461.54" in " ".join(case("tsenki-2023").answer)


def test_the_press_sum_is_not_a_rounding() -> None:
    debt = amount(case("tsenki-2023"), "debt-kzt-notice").amount
    assert round(debt / Decimal(10**9), 1) == Decimal("13.7")


GOLDEN_VERDICTS = {
    "fines-29-7": "disputed",
    "toxic-soyuz": "wrong",
    "agency-cannot-leave": "ambiguous",
    "not-the-base": "confirmed",
    "leased-since-independence": "wrong",
    "lease-150-2005": "wrong",
    "space-port-1955": "wrong",
    "sputnik-gagarin": "confirmed",
    "only-iss-site": "confirmed",
    "amur-embezzled": "confirmed",
    "geopolitics": "out-of-scope",
}


def test_the_eleven_claims_of_the_article_have_their_verdicts() -> None:
    verdicts = case("tsenki-2023").verdicts
    assert {v.id.removeprefix("verdict/"): v.verdict for v in verdicts} == GOLDEN_VERDICTS
    assert all(v.sources and v.because for v in verdicts)


def test_measures_have_no_invented_day() -> None:
    matter = case("tsenki-2023")
    assert {m.kind for m in matter.measures} == {"attachment", "movement-ban", "exit-ban"}
    for measure in matter.measures:
        assert isinstance(measure.since, Unknown)
        assert isinstance(measure.until, Unknown)
        assert measure.seen_until == "2023-03-14"
    assert all("asset/baikonur-complex" not in m.reaches for m in matter.measures)


def test_the_question_is_held_against_two_events_and_one_refusal() -> None:
    comparison = case("tsenki-2023").comparison
    assert comparison is not None
    assert comparison.events == ("soyuz-nominal", "soyuz-worst-case")
    currencies = {
        amount(case("tsenki-2023"), ref.removeprefix("statement/")).currency for ref in comparison.amounts
    }
    assert currencies == {"KZT", "USD", "EUR"}
    (refused,) = comparison.refused
    assert refused.vehicle == "soyuz-5"
    assert any("propellant mass" in item for item in refused.missing)
    for name in comparison.events:
        assert case(name).scenario is not None


def test_the_claim_of_2013_and_the_nothing_paid() -> None:
    (claim,) = case("proton-2013").claims
    assert claim.asserted == Money.of("13690747305", "KZT")
    assert claim.paid == Money(0, "KZT")
    assert 7_909_155 * 1_731 == 13_690_747_305


def test_the_loads_of_2013_are_what_the_first_stage_left() -> None:
    scenario = case("proton-2013").scenario
    assert scenario is not None
    low, high = scenario.inputs["udmh_on_board_kg"].low_high()
    for seconds, burn_s in ((17.0, 123.0), (32.0, 119.0)):
        left = 172_000.0 - seconds * 428_300.0 / burn_s / 3.67
        assert 140_000 < left < 157_000
        assert low - 2_000 < left < high + 2_000
    assert scenario.inputs["wind_speed_m_per_s"].low_high() == pytest.approx((2.2, 5.8))
    assert scenario.inputs["wind_from_deg"].kind == "published"


def test_multiples_differ_because_limits_differ() -> None:
    figures = {
        s.id.removeprefix("statement/"): s.value.number
        for s in case("proton-2013").statements
        if isinstance(s.value, Figure) and s.value.number is not None
    }
    assert figures["heptyl-123-mg"] == 123
    assert figures["heptyl-1230"] == 1230
    assert figures["heptyl-123-mg"] / figures["heptyl-1230"] == pytest.approx(figures["limit-0-1"])
    assert figures["heptyl-0-06"] / figures["limit-0-3"] == pytest.approx(0.2)


def test_hypothetical_cases_say_so() -> None:
    assert case("soyuz-worst-case").hypothetical
    assert case("soyuz-nominal").hypothetical
    assert not case("proton-2013").hypothetical


def test_budget_lines_reproduce_the_rent_to_the_last_tenge() -> None:
    lease = case("baikonur-lease").lease
    assert lease is not None
    assert lease.rent_per_year == Money.parse("115 M USD")
    seen = {}
    for line in lease.details["budget_lines"]:
        rent = Money.of(line["rent"]["amount"], line["rent"]["currency"])
        if line["rate"] is not None:
            assert lease.rent_per_year.converted(Decimal(line["rate"]), "KZT", "down") == rent, line["year"]
        else:
            parts = [Decimal(q["usd"]) * Decimal(q["rate"]) for q in line["quarters"]]
            thousand = int(sum(parts) / 1000) * 1000
            assert Money.of(thousand, "KZT") == rent
        seen[line["year"]] = line["rate"]
    assert seen[2013] == "152.00"
    assert seen[2025] == "470.00"


def test_the_netting_of_1998_adds_up() -> None:
    lease = case("baikonur-lease").lease
    assert lease is not None
    netting = {
        side: {head: Decimal(sum_) for head, sum_ in body.items()}
        for side, body in lease.details["netting_1998"].items()
        if side in ("russia_owed", "kazakhstan_owed", "excess_of_russia")
    }
    russia, kazakhstan, excess = (
        netting["russia_owed"],
        netting["kazakhstan_owed"],
        netting["excess_of_russia"],
    )
    assert russia["rent_1994_1998"] == 5 * 115
    assert sum(v for k, v in russia.items() if k != "total") == russia["total"]
    assert (
        sum(v for k, v in kazakhstan.items() if not k.startswith("total"))
        == kazakhstan["total_with_additions"]
    )
    assert russia["total"] - kazakhstan["state_credits"] == excess["first"]
    assert russia["total"] - kazakhstan["total_with_additions"] == excess["with_additions"]
