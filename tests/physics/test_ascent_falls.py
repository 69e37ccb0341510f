from functools import cache

import pytest

from downrange.physics.ascent import Flight, Mission
from downrange.physics.ascent_drops import parts_dropped
from downrange.physics.ascent_falls import part_ellipses, state_spread_of
from downrange.physics.ascent_nominal import Fit, nominal_flight, settings_of
from downrange.reference.ascent import ascent_defaults
from downrange.reference.drag import cylinder_curves
from downrange.reference.library import values
from downrange.reference.vehicles import vehicle

SPREAD = state_spread_of(
    values("dispersion.yaml"), cylinder_curves().drag_fraction, ascent_defaults().figures["fairing_delay_s"]
)
PARTS = {part.name: part for part in parts_dropped(vehicle("soyuz-2.1b"), cylinder_curves())}


@cache
def soyuz() -> Flight:
    return nominal_flight(
        vehicle("soyuz-2.1b"),
        Mission(46.0, 63.5, 0.0, 62.3, 200e3),
        settings_of(ascent_defaults()),
        payload_kg=7600.0,
        fit=Fit("booster-separation", 43200.0, "x"),
    )


def test_parts_fall_in_order_of_time() -> None:
    found = part_ellipses(soyuz(), PARTS, SPREAD, samples=64)
    assert list(found) == ["booster", "fairing", "stage-1"]
    assert all(shape is not None and shape.major_km > shape.minor_km for shape in found.values())


def test_the_spread_scales_with_the_state() -> None:
    low, high = soyuz().state(60.0), soyuz().state(200.0)
    assert SPREAD.about(high)["speed_m_per_s"] == pytest.approx(
        SPREAD.about(low)["speed_m_per_s"] * high.speed_m_per_s / low.speed_m_per_s
    )


def test_an_unsure_fairing_time_widens_its_ellipse() -> None:
    fairing = {"fairing": PARTS["fairing"]}
    wide = part_ellipses(soyuz(), fairing, SPREAD, samples=64)["fairing"]
    delay = SPREAD.fairing_delay_s
    fixed = delay.model_copy(update={"spread": None})
    narrow = part_ellipses(
        soyuz(), fairing, state_spread_of(values("dispersion.yaml"), SPREAD.drag_fraction, fixed), samples=64
    )["fairing"]
    assert wide is not None
    assert narrow is not None
    assert wide.major_km > 1.5 * narrow.major_km
