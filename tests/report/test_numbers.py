from __future__ import annotations

import pytest

from downrange.damage.assessment import Range
from downrange.report.numbers import (
    interval_text,
    missing_title,
    money_text,
    quantity_title,
    spread_text,
    tick_text,
    unit_label,
    unit_text,
)


def test_an_interval_gives_the_median_and_its_ends() -> None:
    assert interval_text(Range(1, 20, 300)) == "20 (1.0–300)"
    assert money_text(Range(1000, 20000, 300000), "EUR") == "20,000 (1,000–300,000) EUR"
    assert spread_text(Range(2, 2, 2)) == "2.0"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("udmh_soil_peak_mg_per_kg", "mg/kg"),
        ("area_m2", "m²"),
        ("share", ""),
        ("population_over_x", "persons"),
    ],
)
def test_units_are_written_as_people_do(name: str, unit: str) -> None:
    assert unit_text(name) == unit


def test_what_is_missing_is_told_in_words() -> None:
    assert missing_title("soil.n2o4.relative_danger_coefficient") == "soil N₂O₄ relative danger coefficient"
    assert missing_title("air.multiplier_mci_per_t") == "air multiplier"
    assert missing_title("coefficient tables") == "coefficient tables"


def test_labels_of_units_and_ticks() -> None:
    assert unit_label("mg_s_per_m3") == "mg s/m³"
    assert [tick_text(n) for n in (-6, -2, 0, 2)] == ["1/million", "1/100", "the sum", "100 times"]


def test_a_quantity_without_a_name_is_spelled_from_its_parts() -> None:
    assert quantity_title("ndma_soil_sampled_max_mg_per_kg") == "NDMA soil sampled max"
    assert quantity_title("crater_diameter_m") == "crater diameter"
    assert unit_text("soil_splash_area_over_limit_m2_at_0_3") == "m²"
    assert quantity_title("tph_area_m2_at_0_3") == "TPH area, at 0.3"
