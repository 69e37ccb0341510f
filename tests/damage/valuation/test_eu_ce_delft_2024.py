"""CE Delft 2024 against its own worked example (table 9) and the derived sums."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Emission, Harm
from downrange.damage.valuation.eu_ce_delft_2024 import (
    METHOD,
    land_eur,
    life_years_eur,
    midpoints_eur,
    morbidity_eur,
    prices,
)
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.errors import SourceError

HERE = Context("kz", date(2013, 7, 2))

# midpoint: (score PS, score PE, printed EUR PS, printed EUR PE), per tonne of plastic
TABLE_9 = {
    "climate": (3812, 2361, 495.56, 306.93),
    "ozone": (0.0001, 0.0003, 0.00, 0.01),
    "ionising": (0.7, 4.6, 0.00, 0.02),
    "oxidant-health": (6.4, 4.8, 11.87, 9.00),
    "oxidant-ecosystems": (7, 5.1, 2.91, 2.12),
    "particulate": (3, 2.4, 251.23, 206.22),
    "acidification": (9.2, 6.4, 48.36, 33.58),
    "freshwater-eutrophication": (0.1, 0.1, 0.37, 0.37),
    "marine-eutrophication": (0.02, 0.01, 0.29, 0.14),
    "terrestrial-ecotoxicity": (2457, 4761, 1.58, 3.07),
    "freshwater-ecotoxicity": (1.7, 1.2, 0.04, 0.03),
    "marine-ecotoxicity": (3.5, 4.2, 0.01, 0.01),
    "toxicity-cancer": (19.9, 19.2, 79.48, 76.68),
    "toxicity-non-cancer": (78.7, 351.8, 5.55, 24.81),
    "land-use": (6, 21.4, 0.59, 2.12),
    "mineral": (0.7, 4.6, 0.01, 0.06),
    "fossil": (1897, 1712, 52.34, 47.23),
    "water-use": (65, 20.7, 26.43, 8.42),
    "nitrogen-dioxide": (5.4, 4.5, 32.06, 26.71),
}


def _scenario(number: int) -> dict[str, float]:
    return {"ce_delft_price_scenario_number": float(number)}


def _amount(harm: Harm, number: int = 2) -> float:
    valued = METHOD.value(harm, HERE, _scenario(number))
    assert isinstance(valued, Valued)
    return valued.amount


@pytest.mark.parametrize(("column", "printed_total"), [(0, 1009.0), (1, 747.0)])
def test_v1_worked_example_of_the_handbook(column: int, printed_total: float) -> None:
    """Printed parts sum to the printed total within 1 EUR; recomputing from rounded scores within 0.3 %."""
    parts = sum(row[2 + column] for row in TABLE_9.values())
    assert parts == pytest.approx(printed_total, abs=1.0)
    ours = midpoints_eur({name: row[column] for name, row in TABLE_9.items()})
    assert ours == pytest.approx(printed_total, rel=0.0035)


def test_v1_recomputed_totals() -> None:
    totals = [midpoints_eur({name: row[c] for name, row in TABLE_9.items()}) for c in (0, 1)]
    assert totals == pytest.approx([1011.78, 744.68], abs=0.02)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_row_of_table_9_is_score_times_price(number: int) -> None:
    scenario = {1: "lower", 2: "central", 3: "upper"}[number]
    assert midpoints_eur({"climate": 1000.0}, scenario) == {1: 50.0, 2: 130.0, 3: 160.0}[number]
    with pytest.raises(SourceError):
        midpoints_eur({"beauty": 1.0}, scenario)


@pytest.mark.parametrize(
    ("medium", "mass_kg", "expected"),
    [
        ("soil", 1000.0, (8_550, 12_600, 19_000)),
        ("air", 1000.0, (99_600, 147_000, 221_000)),
        ("soil", 172_000.0, (1_470_600, 2_167_200, 3_268_000)),
        ("air", 172_000.0, (17_131_200, 25_284_000, 38_012_000)),
    ],
)
def test_derived_sums_for_udmh(medium: str, mass_kg: float, expected: tuple[float, float, float]) -> None:
    mass = {"udmh": mass_kg}
    harm = Harm(to_air_kg=mass) if medium == "air" else Harm(to_soil_kg=mass)
    assert [_amount(harm, n) for n in (1, 2, 3)] == pytest.approx(expected)


def test_the_split_between_air_and_soil_moves_the_sum_11_7_fold() -> None:
    air, soil = Harm(to_air_kg={"udmh": 1.0}), Harm(to_soil_kg={"udmh": 1.0})
    assert _amount(air) / _amount(soil) == pytest.approx(11.7, abs=0.05)


def test_n2o4_in_air_is_priced_as_nox_and_says_so() -> None:
    valued = METHOD.value(Harm(to_air_kg={"n2o4": 1500.0}), HERE, {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(28_950.0)
    assert [line.name for line in valued.lines] == ["n2o4-as-nox-to-air"]
    assert any("priced as NOx" in flag for flag in valued.flags)


def test_what_has_no_price_is_listed_and_never_zero() -> None:
    harm = Harm(
        to_air_kg={"udmh": 1.0, "kerosene": 7.0},
        to_soil_kg={"n2o4": 5.0, "hno3": 3.0},
        to_water_kg={"udmh": 2.0},
    )
    valued = METHOD.value(harm, HERE, {})
    assert isinstance(valued, Valued)
    listed = {item.what: item.mass_kg for item in valued.unpriced}
    assert listed == {
        "kerosene to air": 7.0, "n2o4 to soil": 5.0, "hno3 to soil": 3.0, "udmh to fresh-water": 2.0,
    }  # fmt: skip
    only = METHOD.value(Harm(to_soil_kg={"n2o4": 5.0}), HERE, {})
    assert isinstance(only, Refused)
    assert only.nothing_to_price


def test_exhaust_above_the_tropopause_is_unpriced_except_carbon_dioxide() -> None:
    harm = Harm(
        emissions=(
            Emission("co2", 1000.0, 0.0, 100_000.0),
            Emission("soot", 10.0, 0.0, 22_000.0),
            Emission("h2o", 500.0, 0.0, 100_000.0),
        )
    )
    valued = METHOD.value(harm, HERE, {"tropopause_altitude_m": 11_000.0})
    assert isinstance(valued, Valued)
    assert valued.parts == pytest.approx({"climate": 130.0, "air": 5.0 * 81.2})
    assert [(item.what, item.mass_kg) for item in valued.unpriced] == [("soot to air", 5.0)]


def test_land_and_life_years() -> None:
    assert land_eur(1000.0, 10.0) == pytest.approx(530.0)
    assert life_years_eur(2.0, "lower") == 115_000.0


def test_a_case_may_give_land_and_life_years() -> None:
    drawn = {
        "ce_delft_land_occupied_m2": 1000.0,
        "ce_delft_land_duration_y": 10.0,
        "ce_delft_lost_life_y": 0.5,
    }
    valued = METHOD.value(Harm(), HERE, drawn)
    assert isinstance(valued, Valued)
    assert valued.parts == pytest.approx({"lost-use": 530.0, "health": 42_500.0})


def test_illness_by_the_case_or_day() -> None:
    assert morbidity_eur("adult-copd", 2.0) == 144_904.0
    assert morbidity_eur("lost-working-day", 3.0, "upper") == 798.0
    with pytest.raises(SourceError):
        morbidity_eur("infant-mortality", 1.0)
    valued = METHOD.value(Harm(), HERE, {"ce_delft_lost_working_day_number": 10.0})
    assert isinstance(valued, Valued)
    assert valued.parts == {"health": 2110.0}


def test_a_case_may_call_kerosene_vapour_nmvoc() -> None:
    harm = Harm(to_air_kg={"kerosene": 100.0})
    assert isinstance(METHOD.value(harm, HERE, {}), Refused)
    valued = METHOD.value(harm, HERE, {"ce_delft_kerosene_as_nmvoc_share": 0.25})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(25 * 2.16)
    assert [(u.what, u.mass_kg) for u in valued.unpriced] == [("kerosene to air", 75.0)]
    assert any("NMVOC" in flag for flag in valued.flags)


def test_prices_by_compartment() -> None:
    assert prices("ndma", "soil") == {"lower": 1223, "central": 1810, "upper": 2731}
    assert prices("nox", "air") == {"lower": 12.8, "central": 19.3, "upper": 31.1}
    assert prices("udmh", "fresh-water") is None


def test_it_is_an_analogy_outside_the_eu() -> None:
    assert METHOD.applies(HERE).applicability == "analogy"
    assert METHOD.applies(Context("eu", None)).applicability == "persuasive"
    assert any("not a confidence interval" in flag for flag in METHOD.flags)


@given(st.floats(0.001, 1e6), st.floats(0.001, 1e6))
def test_the_sum_is_linear_in_mass_and_ordered_by_scenario(air_kg: float, soil_kg: float) -> None:
    harm = Harm(to_air_kg={"udmh": air_kg}, to_soil_kg={"udmh": soil_kg})
    low, middle, high = (_amount(harm, n) for n in (1, 2, 3))
    assert low < middle < high
    assert middle == pytest.approx(147.0 * air_kg + 12.6 * soil_kg)
