"""Values per person."""

from __future__ import annotations

import pytest

from downrange.damage.harm import Emission, Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.uk_defra_person import METHOD, annual_mean_share

HERE = Context("kz", None)


def test_v7_ten_thousand_people_and_a_fifth_of_a_microgram() -> None:
    harm = Harm(exposure_persons_ug_per_m3={"pm25": 10_000 * 0.2})
    valued = METHOD.value(harm, HERE, {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(108_360.0)
    assert valued.parts.keys() == {"health"}


def test_a_plume_of_a_day_is_averaged_over_the_year_first() -> None:
    day = annual_mean_share(24.0)
    assert 1 / day == pytest.approx(365.0)
    harm = Harm(exposure_persons_ug_per_m3={"pm25": 10_000 * 0.2 * day})
    valued = METHOD.value(harm, HERE, {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(108_360.0 / 365.0)
    with pytest.raises(ValueError, match="a year"):
        annual_mean_share(9_000.0)


def test_the_rest_is_by_the_tonne() -> None:
    harm = Harm(
        to_air_kg={"n2o4": 1000.0, "udmh": 3.0},
        to_soil_kg={"udmh": 4.0},
        emissions=(Emission("so2", 1000.0, 0.0, 1.0), Emission("co2", 9.0, 0.0, 1.0)),
    )
    valued = METHOD.value(harm, HERE, {})
    assert isinstance(valued, Valued)
    assert {line.name: line.amount for line in valued.lines} == {
        "n2o4-rest": 2585.0,
        "exhaust-so2-rest": 16490.0,
    }
    assert [item.what for item in valued.unpriced] == ["udmh to air", "udmh to soil"]
    assert any("priced as NOx, kilogram for kilogram: our choice" in flag for flag in valued.flags)


def test_nothing_breathed_nothing_priced() -> None:
    refused = METHOD.value(Harm(to_air_kg={"udmh": 3.0}), HERE, {})
    assert isinstance(refused, Refused)
    assert refused.nothing_to_price
    assert METHOD.applies(HERE).applicability == "analogy"
    assert METHOD.applies(Context("uk", None)).applicability == "persuasive"
    assert any("secondary" in flag for flag in METHOD.flags)
