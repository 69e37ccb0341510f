"""The emission fee."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Emission, Harm
from downrange.damage.valuation.kz_emission_fee_576 import METHOD, fee_kzt
from downrange.damage.valuation.method import Context, Outcome, Refused, Valued

ONE_TONNE = Harm(emissions=(Emission("nox", 1000.0, 0.0, 100.0),))


def _on(day: str, harm: Harm = ONE_TONNE) -> Outcome:
    return METHOD.value(harm, Context("kz", date.fromisoformat(day), leased_land=True), {})


def test_g16_one_tonne_of_nox_in_2023() -> None:
    assert fee_kzt(1.0, 20.0, 3450.0) == 69_000.0
    valued = _on("2023-06-01")
    assert isinstance(valued, Valued)
    assert valued.amount == 69_000.0
    assert valued.currency == "KZT"
    assert not any("wording" in flag for flag in valued.flags)


def test_other_dates_take_their_index_and_are_flagged() -> None:
    valued = _on("2024-06-01")
    assert isinstance(valued, Valued)
    assert valued.amount == 20 * 3692
    assert any("wording not verified for this date" in flag for flag in valued.flags)


def test_what_is_charged_as_something_else_is_said() -> None:
    taken = Harm(to_air_kg={"n2o4": 1000.0, "kerosene": 10.0})
    valued = _on("2023-06-01", taken)
    assert isinstance(valued, Valued)
    assert [flag for flag in valued.flags if "our choice" in flag] == [
        "kerosene in air priced as hydrocarbons, kilogram for kilogram: our choice",
        "nitrogen tetroxide and dioxide in air priced as NOx, kilogram for kilogram: our choice",
    ]
    plain = _on("2023-06-01")
    assert isinstance(plain, Valued)
    assert not any("our choice" in flag for flag in plain.flags)


def test_2020_takes_january_and_says_what_was_not_read() -> None:
    valued = _on("2020-07-01")
    assert isinstance(valued, Valued)
    assert valued.amount == 20 * 2651
    assert any("index of April" in flag for flag in valued.flags)
    assert any("calculator" in flag for flag in valued.flags)


def test_2022_does_not_take_the_index_of_benefits() -> None:
    valued = _on("2022-07-01")
    assert isinstance(valued, Valued)
    assert valued.amount == 20 * 3063


def test_an_unverified_index_is_refused() -> None:
    refused = _on("2007-09-06")
    assert isinstance(refused, Refused)
    assert "2007-01-01" in refused.missing[0]
    undated = METHOD.value(ONE_TONNE, Context("kz", None), {})
    assert isinstance(undated, Refused)


def test_heptyl_has_no_rate_and_water_is_no_emission() -> None:
    harm = Harm(
        to_air_kg={"udmh": 5.0, "n2o4": 1000.0, "kerosene": 1000.0},
        to_soil_kg={"udmh": 6.0},
        emissions=(Emission("h2o", 9.0, 0.0, 1.0), Emission("co", 1000.0, 0.0, 22_000.0)),
    )
    valued = METHOD.value(harm, Context("kz", date(2023, 1, 1)), {"tropopause_altitude_m": 11_000.0})
    assert isinstance(valued, Valued)
    assert [item.what for item in valued.unpriced] == ["udmh to air", "udmh to soil"]
    names = {line.name: line.amount for line in valued.lines}
    assert names == pytest.approx(
        {
            "n2o4-as-nox": 20 * 3450.0,
            "kerosene-as-hydrocarbons": 0.32 * 3450.0,
            "exhaust-co": 0.5 * 0.32 * 3450.0,
        }
    )


def test_it_is_persuasive_in_kazakhstan_and_an_analogy_elsewhere() -> None:
    applies = METHOD.applies(Context("kz", date(2023, 1, 1), leased_land=True))
    assert applies.applicability == "persuasive"
    assert "stationary" in applies.why
    assert "a crash is none" in applies.why
    assert "a launch is none" in METHOD.applies(Context("kz", None, kind="nominal-launch")).why
    assert "disputed" in applies.why
    assert METHOD.applies(Context("us", None)).applicability == "analogy"


@given(st.floats(0, 1e3), st.floats(0, 1e3), st.integers(100, 10_000))
def test_the_fee_is_linear(mass_t: float, rate: float, index: int) -> None:
    assert fee_kzt(2 * mass_t, rate, index) == pytest.approx(2 * fee_kzt(mass_t, rate, index))
