"""Nominal falls against administrative zones."""

import math

import pytest

from downrange.physics.fall_ellipse import Ellipse
from downrange.reference.library import citation, table
from downrange.validation.zone_nominal import FILE, inside, nominal_rows, sigma_axes_km

ZONE = table(FILE)["administrative"]["zone-25"]


def test_the_mean_of_proton_s_first_stage_lies_in_zone_25() -> None:
    (row,) = nominal_rows()
    assert citation(ZONE["source"]).standing == "second-hand"
    assert row["measured"] == pytest.approx(290.0, abs=1.0)
    assert row["inside"]
    assert row["computed"] == pytest.approx(308.0, abs=8.0)
    assert all(f"{k} sigma" in row["why"] for k in (1, 2, 3))


def test_axes_are_full_axes() -> None:
    assert math.pi / 4.0 * ZONE["major_km"] * ZONE["minor_km"] == pytest.approx(1414.0, abs=1.0)
    centre = ZONE["latitude_deg"], ZONE["longitude_deg"]
    assert inside(ZONE, *centre)
    assert inside(ZONE, centre[0] + 0.13, centre[1])  # 14.5 km to the north: half the minor axis and a bit
    assert not inside(ZONE, centre[0] + 0.18, centre[1])
    assert inside(ZONE, centre[0], centre[1] + 0.36)
    assert not inside(ZONE, centre[0], centre[1] + 0.45)


def test_sigmas_of_an_ellipse() -> None:
    shape = Ellipse(47.0, 66.0, 2.0 * math.sqrt(-2.0 * math.log(0.05)), 1.0, 0.0, 0.95)
    assert sigma_axes_km(shape, 1)[0] == pytest.approx(2.0)
    assert sigma_axes_km(shape, 3)[0] == pytest.approx(6.0)
