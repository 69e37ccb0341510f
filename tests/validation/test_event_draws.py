"""Draws of the events: one library for all, repeatable, moved by their inputs."""

from __future__ import annotations

import numpy as np
import pytest

from downrange.physics.release_library import soil
from downrange.reference.library import table, values
from downrange.validation.event_draws import SOILS, Settings, arrivals, draw_event, measured

FEW = Settings(48)


def test_every_event_runs_and_repeats() -> None:
    for event in table("events.yaml"):
        once = draw_event(event, Settings(6))
        assert once == draw_event(event, Settings(6))
        assert all(len(numbers) == 6 for numbers in once.values())
        assert all(np.isfinite(numbers).all() for numbers in once.values())
        assert soil(SOILS[event])


def test_no_parameter_of_a_model_hangs_on_an_event() -> None:
    shared = {*values("models/release.yaml"), *values("models/soil.yaml")}
    soils = {name.split(".", 1)[1] for name in values("soils.yaml")} - {"surface_temperature_k"}
    for event, body in table("events.yaml").items():
        assert not (shared | soils) & set(body["inputs"]), event


def test_inputs_move_the_forecast() -> None:
    quantity = "crater_diameter_m"

    def median(**replaced: float) -> float:
        names = {f"proton-2007.{name}": number for name, number in replaced.items()}
        return float(np.median(draw_event("proton-2007", Settings(48, 1, names))[quantity]))

    assert median(arriving_share=1.0) > 1.1 * median(arriving_share=0.3)
    assert median(impact_speed_m_per_s=300.0) > median(impact_speed_m_per_s=80.0)


def test_a_break_up_at_100_km_leaves_nothing_and_a_late_sampler_finds_less() -> None:
    assert max(draw_event("proton-1999-10", Settings(12))["udmh_soil_peak_mg_per_kg"]) == 0.0

    def median(day_d: float) -> float:
        drawn = draw_event("proton-2007", Settings(48, 1, {"proton-2007.sampling_day_d": day_d}))
        return float(np.median(drawn["udmh_soil_sampled_max_mg_per_kg"]))

    assert median(1.0) > 3.0 * median(20.0)


def test_arrival_is_likelier_for_the_gentler_fall_and_certain_for_neither() -> None:
    found = arrivals(FEW)
    assert 0.0 < found["proton-1999-10"] < found["proton-2007"] < 1.0


def test_measured_values_come_from_the_table() -> None:
    assert measured("proton-2013", "udmh_soil_sampled_max_mg_per_kg") == pytest.approx(890.0)
