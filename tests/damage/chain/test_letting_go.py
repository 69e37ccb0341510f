import re

import pytest

from downrange.base.trace import Tracer
from downrange.damage.chain.coming_down import come_down
from downrange.damage.chain.letting_go import drawn_soil, let_go
from downrange.damage.chain.member import Down, LetGo
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.drawn import Drawn
from downrange.inputs.cases import read_case


def _released(prepared: Plan, draw: int) -> tuple[Tracer, tuple[Down, ...], LetGo]:
    tracer = Tracer()
    drawn = Drawn(prepared.own, 1, draw, tracer)
    down = come_down(prepared, drawn, tracer)
    return tracer, down, let_go(prepared, drawn, down, drawn_soil(prepared, drawn, tracer), tracer)


def test_all_propellant_of_a_launch_is_burnt_somewhere() -> None:
    from downrange.damage.chain.letting_go import _burnt_on_the_way

    prepared = plan(read_case("soyuz-nominal").case)
    bands = _burnt_on_the_way(prepared, 2.25)
    burnt = sum(b.burnt_kg for group in bands.values() for b in group)
    stages = sum(s.count * sum(s.load_kg().values()) for s in prepared.vehicle.stages)
    assert burnt == pytest.approx(stages, rel=1e-9)
    low = sum(b.burnt_kg for b in bands["kerosene"] if b.top_m <= 1000)
    assert 0.05 * stages < low < 0.3 * stages  # a slow start: a tenth and more goes in the first kilometre


def test_a_crash_of_heptyl_lets_both_vapours_go_and_heats_a_cloud() -> None:
    prepared = plan(read_case("proton-2013").case)
    tracer, _, released = _released(prepared, 2)
    assert set(released.to_air_kg) == {"udmh", "n2o4"}
    assert released.heat_j > 1e11
    assert "exhaust_nox_kg" in tracer.steps


def test_of_a_solid_s_exhaust_drifts_what_deluge_leaves() -> None:
    from downrange.damage.chain.letting_go import _solids_in_cloud

    tracer = Tracer()
    found = _solids_in_cloud(
        {"hcl": 1000.0, "al2o3": 1500.0, "co": 9.0}, {"hcl": 100.0, "al2o3": 150.0}, tracer
    )
    assert found == {"hcl": 900.0, "al2o3": 1350.0}
    assert float(tracer.steps["hcl_near_pad_kg"].output) == 100.0
    assert _solids_in_cloud({"no": 1.0}, {}, tracer) == {}
    assert set(_released(plan(read_case("soyuz-nominal").case), 0)[2].to_air_kg) == {"no2"}


def test_stages_dropped_before_a_failure_spill_as_on_any_launch_beside_it() -> None:
    prepared = plan(read_case("soyuz-ms10-2018").case)
    for draw in range(4):
        tracer = Tracer()
        drawn = Drawn(prepared.own, 1, draw, tracer)
        failed, *dropped = come_down(prepared, drawn, tracer)
        assert [(piece.body, piece.count) for piece in dropped] == [("booster", 4)]
        assert 220 < dropped[0].range_from_pad_km < 360
        released = let_go(prepared, drawn, (failed, *dropped), drawn_soil(prepared, drawn, tracer), tracer)
        assert len(released.stages) == 1
        for slug, mass_kg in dropped[0].load.components_kg.items():
            name = slug.replace("-", "_")
            places = [
                float(tracer.steps[f"{name}_{place}_kg_of_dropped_stages"].output)
                for place in ("reacted", "to_air", "to_soil")
            ]
            assert min(places) >= 0.0
            assert sum(places) == pytest.approx(4 * mass_kg)
        own = sum(
            float(tracer.steps[f"kerosene_{place}_kg"].output)
            for place in ("reacted", "to_air", "to_soil", "residue_in_tanks")
        )
        assert own == pytest.approx(drawn.values["kerosene_on_board_kg"])


def test_totals_of_the_exhaust_are_held_against_the_published_indices() -> None:
    tracer, *_ = _released(plan(read_case("soyuz-nominal").case), 0)
    told = {
        name: re.findall(r"; ([\d.e+-]+) g per kg burnt, .* give ([\d.e+-]+)$", step.method)
        for name, step in tracer.steps.items()
        if name.startswith("exhaust_")
    }
    assert told["exhaust_h2o_kg"] == [("340", "340")]  # published for kerosene; the air does nothing to it
    assert told["exhaust_h2_kg"] == [("10", "10")]
    (carbon,) = told["exhaust_co2_kg"]
    assert float(carbon[0]) > float(carbon[1]) == pytest.approx(637, rel=0.8)
    (nox,) = told["exhaust_nox_kg"]
    assert float(nox[0]) > float(nox[1]) == 0.0  # all of it made in the air
