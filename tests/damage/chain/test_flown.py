"""Separation states from the computed ascent, and a solid's exhaust through the whole chain."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from downrange.case.schema import Case
from downrange.damage.assess import assess_one
from downrange.damage.chain.flown import comes_down, computed_parts, vehicle_flown
from downrange.damage.chain.plan import plan
from downrange.errors import SourceError, ValidityError
from downrange.inputs.cases import read_case
from downrange.physics import ascent_nominal
from downrange.reference.vehicles import vehicle

_PAD = (28.6, -80.6, 0.0, 90.0)


def _launch(slug: str, **inputs: object) -> Case:
    case = read_case("soyuz-nominal").case
    assert case.scenario is not None
    given = dict(case.scenario.inputs) | inputs
    scenario = case.scenario.model_copy(
        update={"vehicle": slug, "site": "canaveral", "inputs": {k: v for k, v in given.items() if v}}
    )
    return case.model_copy(update={"scenario": scenario})


def test_published_states_stay() -> None:
    assert vehicle_flown("proton-m", *_PAD) is vehicle("proton-m")
    assert computed_parts(vehicle("proton-m")) == ()


def test_what_is_missing_is_flown_and_flagged() -> None:
    assert computed_parts(vehicle("vega")) == ("stage-1", "stage-2", "fairing")
    states = [s.separation for s in vehicle_flown("vega", *_PAD).stages[:-1]]
    heights = []
    for state in states:
        assert state is not None
        assert state.speed_m_per_s.kind == "assumed"
        low, high = state.altitude_m.low_high()
        assert low < state.altitude_m.value < high
        heights.append(state.altitude_m.value)
    assert heights == sorted(heights)
    assert 30e3 < heights[0] < 80e3


def test_near_orbit_is_not_counted_as_falling() -> None:
    first, second = (s.separation for s in vehicle_flown("vega", *_PAD).stages[:2])
    assert first is not None
    assert all(comes_down(state) for state in (first, second, None))
    fast = first.speed_m_per_s.model_copy(update={"value": 7200.0})
    assert not comes_down(type(first)(**{**vars(first), "speed_m_per_s": fast}))


def test_hcl_and_alumina_of_a_solid_launch_reach_the_air_and_close() -> None:
    prepared = plan(_launch("vega"))
    assert any("computed by the nominal ascent" in note for note in prepared.notes)
    found = assess_one(prepared, 0, 1).quantities
    for slug in ("hcl", "al2o3"):
        parts = found[f"{slug}_in_pad_cloud_kg"] + found[f"{slug}_near_pad_kg"]
        assert 0.0 < found[f"{slug}_near_pad_kg"] < parts < found[f"exhaust_{slug}_kg"]
    assert found["hcl_deposited_kg"] <= found["hcl_in_pad_cloud_kg"]
    assert math.isfinite(found["stage-1_range_from_pad_km"])


@pytest.mark.parametrize(
    ("slug", "missing"),
    [("titan-34d", "vehicles.titan-34d.stages"), ("saturn-none", "vehicles.saturn-none")],
)
def test_a_vehicle_without_stages_is_refused_by_name(slug: str, missing: str) -> None:
    with pytest.raises(SourceError) as told:
        plan(_launch(slug))
    assert missing in told.value.missing


def test_no_inclination_is_refused_by_name() -> None:
    with pytest.raises(SourceError) as told:
        assess_one(plan(_launch("vega", inclination_deg=None)), 0, 1)
    assert "inclination_deg" in told.value.missing


def test_no_state_is_taken_from_a_flight_that_does_not_close(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ascent_nominal.flight_from(vehicle("vega"), *_PAD)
    monkeypatch.setattr(ascent_nominal, "flight_from", lambda *_: replace(real, closed=False))
    with pytest.raises(ValidityError, match=r"vega: stage-1, stage-2, fairing .* does not reach its orbit"):
        vehicle_flown("vega", 28.6, -80.6, 0.0, 91.0)


def test_a_weak_last_stage_closes_before_its_tanks_are_empty() -> None:
    flight = ascent_nominal.flight_from(vehicle("ariane-5-eca"), 45.996, 63.564, 90.0, 61.0)
    assert flight.closed
    assert flight.margin_kg > 0.0
    assert flight.state(float(flight.path[-1, 0])).altitude_m == pytest.approx(200e3, abs=500.0)
    assert any(text.startswith("payload") for text in flight.fitted_to)
