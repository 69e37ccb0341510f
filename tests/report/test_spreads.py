from __future__ import annotations

from dataclasses import replace

from tests.report.examples import assessment

from downrange.damage.assessment import Driver, Range, Swing
from downrange.report.spreads import distributions, driver_charts, narrowing

ONE = assessment("example-case")


def test_quantities_of_one_unit_share_a_picture_and_nought_is_left_to_the_table() -> None:
    drawn = {row["unit"]: row["chart"] for row in distributions(ONE)}
    assert "UDMH to soil" in drawn["kg"]
    assert "UDMH to air" in drawn["kg"]
    assert "m" not in drawn  # a single figure needs no picture
    nought = replace(ONE, quantities={**ONE.quantities, "lost_kg": Range(0.0, 1.0, 2.0)})
    assert all("lost" not in row["chart"] for row in distributions(nought))


def test_each_sum_stands_under_the_ends_of_what_moves_it() -> None:
    driver = Driver("damages.eu-ce-delft-2024", "soil_share", 0.6, 3e5, 2e6, low_share=0.5, high_share=0.7)
    swing = Swing("damages.eu-ce-delft-2024", "all into the soil, or all into the air", 2e5, 2.4e6, 11.65)
    (drawn,) = driver_charts(replace(ONE, drivers=(driver,), swings=(swing,)))
    assert drawn["currency"] == "EUR"
    assert "60 % of the spread (50–70)" in drawn["chart"]
    assert "moved 11.7-fold" in drawn["chart"]
    assert driver_charts(replace(ONE, drivers=())) == []


def test_what_would_narrow_a_sum_is_said_with_names_that_people_read() -> None:
    line = "eu-ce-delft-2024: soil_share, 63% of its spread; next udmh_on_board_kg (24%)"
    (told,) = narrowing(replace(ONE, narrowing=(line,)))
    assert "soil share, 63%" in told
    assert "UDMH on board (24%)" in told
    assert "eu-ce-delft" not in told
