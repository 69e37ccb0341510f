"""BOSCEM against the derived sums; the units of its rates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.us_boscem import METHOD, band, costs_usd
from downrange.errors import SourceError
from downrange.reference import library

HERE = Context("kz", None)
STEPPE = {
    "boscem_grade_number": 1.0,
    "boscem_medium_factor": 0.7,
    "boscem_socio_factor": 0.7,
    "boscem_freshwater_factor": 0.9,
    "boscem_wildlife_factor": 0.5,
}
LAKE = {
    "boscem_grade_number": 1.0,
    "boscem_medium_factor": 1.0,
    "boscem_socio_factor": 1.0,
    "boscem_freshwater_factor": 1.6,
    "boscem_wildlife_factor": 3.8,
}


@pytest.mark.parametrize(
    ("gallons", "drawn", "parts"),
    [
        (20_000.0, STEPPE, (770_000.0, 2_520_000.0, 420_000.0)),
        (400.0, STEPPE, (28_840.0, 18_200.0, 13_440.0)),
        (5_000.0, LAKE, (500_000.0, 2_000_000.0, 472_500.0)),
    ],
)
def test_v5_volatile_distillates_ten_percent_recovered(
    gallons: float, drawn: dict[str, float], parts: tuple[float, float, float]
) -> None:
    valued = METHOD.value(Harm(kerosene_on_ground_gal=gallons), HERE, drawn)
    assert isinstance(valued, Valued)
    assert [line.amount for line in valued.lines] == pytest.approx(parts)
    assert valued.amount == pytest.approx(sum(parts))
    assert valued.price_year is None


def test_light_fuels_are_the_rival_grade() -> None:
    valued = METHOD.value(Harm(kerosene_on_ground_gal=5_000.0), HERE, {**LAKE, "boscem_grade_number": 2.0})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(82 * 5000 + 500 * 5000 + 70 * 5000 * 0.5 * 5.4)


def test_bands() -> None:
    assert [band(v) for v in (499.9, 500, 999, 1_000, 99_999, 1e6)] == [
        "under-500", "500-to-1000", "500-to-1000", "1000-to-10000", "10000-to-100000", "over-1000000",
    ]  # fmt: skip


def test_rates_are_per_gallon_and_not_per_cubic_metre() -> None:
    """Another implementation labels the midpoints of the extremes (55, 65, 60) per m3: 264 times too low."""
    for grade, midpoint in (("light-fuels", 55.0), ("heavy", 65.0), ("crude", 60.0)):
        ends = [
            library.value("tariffs/us/boscem.yaml", f"environment.{grade}.{step}.rate_usd_per_gal")
            for step in ("under-500", "over-1000000")
        ]
        assert sum(end.value for end in ends) / 2 == midpoint
        assert {end.unit for end in ends} == {"usd_per_gal"}


def test_recovery_lowers_the_cost() -> None:
    def total(recovered: str) -> float:
        return sum(
            costs_usd(
                5_000.0,
                grade="light-fuels",
                recovered=recovered,
                medium_factor=1.0,
                socio_factor=1.0,
                freshwater_factor=1.0,
                wildlife_factor=1.0,
            )
        )

    assert total("recovered-0") > total("recovered-10") > total("recovered-20") > total("recovered-50")


def test_a_row_that_the_tables_lack_is_refused() -> None:
    with pytest.raises(SourceError):
        costs_usd(
            10.0,
            recovered="recovered-50",
            medium_factor=1.0,
            socio_factor=1.0,
            freshwater_factor=1.0,
            wildlife_factor=1.0,
        )


def test_without_kerosene_it_prices_nothing() -> None:
    refused = METHOD.value(Harm(to_soil_kg={"udmh": 9.0}), HERE, {})
    assert isinstance(refused, Refused)
    assert refused.nothing_to_price


def test_other_propellants_are_listed_without_a_price() -> None:
    harm = Harm(
        to_air_kg={"kerosene": 2.0},
        to_soil_kg={"hydrogen-peroxide": 90.0, "kerosene": 50.0},
        kerosene_on_ground_gal=10.0,
    )
    valued = METHOD.value(harm, HERE, {})
    assert isinstance(valued, Valued)
    assert {item.what: item.mass_kg for item in valued.unpriced} == {
        "hydrogen-peroxide to soil": 90.0,
        "kerosene to air": 2.0,
    }


def test_it_refuses_a_spill_that_is_mostly_something_else() -> None:
    """The kerosene of an upper stage under a hundred tonnes of heptyl: a sum for it alone would mislead."""
    harm = Harm(to_soil_kg={"udmh": 9_000.0, "kerosene": 30.0}, kerosene_on_ground_gal=10.0)
    refused = METHOD.value(harm, HERE, {})
    assert isinstance(refused, Refused)
    assert refused.missing == ("a rate for udmh to soil",)
    assert not refused.nothing_to_price


def test_flags_and_applicability() -> None:
    assert METHOD.applies(HERE).applicability == "analogy"
    assert METHOD.applies(Context("us", None)).applicability == "persuasive"
    assert any("re-implementation" in flag for flag in METHOD.flags)


@given(st.floats(1.0, 499.0))
def test_inside_a_band_the_cost_is_linear(gallons: float) -> None:
    one = METHOD.value(Harm(kerosene_on_ground_gal=gallons), HERE, STEPPE)
    assert isinstance(one, Valued)
    assert one.amount == pytest.approx(gallons * 60_480.0 / 400.0)
