from dataclasses import replace

import pytest

from downrange.base.source import Sourced
from downrange.base.trace import Tracer
from downrange.damage.chain.falling import FAILURE, fall_from_failure
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.drawn import Drawn
from downrange.errors import SourceError
from downrange.inputs.cases import read_case
from downrange.physics.atmosphere import CALM

MASS_KG = 146e3


@pytest.fixture(scope="module")
def aloft() -> Plan:
    ready = plan(read_case("proton-1999-10").case)
    own = {name: sourced for name, sourced in ready.own.items() if name != "highest_dynamic_pressure_pa"}
    return replace(ready, own=own)


def test_it_falls_about_as_far_as_a_throw_without_air(aloft: Plan) -> None:
    # 2.5 km/s at 12 degrees from 100 km: 520 m/s up, 208 s to the ground at 9.6 m/s2, 509 km from 240 km out
    own = {name: replace_spread(aloft.own[name]) for name in (*FAILURE, "fallen_length_m")}
    still = replace(aloft, own={**aloft.own, **own})
    fallen = fall_from_failure(still, Drawn(still.own, 1, 0, Tracer()), 1e9, 1e12, CALM, Tracer())
    from downrange.physics.earth import distance_azimuth

    distance_m, azimuth_deg = distance_azimuth(*still.pad, fallen.latitude_deg, fallen.longitude_deg)
    assert 720e3 < float(distance_m) < 800e3  # the Earth falls away below it: a few per cent farther
    assert float(azimuth_deg) == pytest.approx(62.4, abs=1.5)
    assert fallen.opened_m is None


def replace_spread(sourced: Sourced) -> Sourced:
    return sourced.model_copy(update={"spread": None, "kind": "published"})


def test_weaker_tanks_open_higher(aloft: Plan) -> None:
    heights = []
    for strength_pa in (1e3, 30e3, 60e3):
        fallen = fall_from_failure(
            aloft, Drawn(aloft.own, 1, 3, Tracer()), MASS_KG, strength_pa, CALM, Tracer()
        )
        assert fallen.opened_m is not None
        heights.append(fallen.opened_m)
    assert heights == sorted(heights, reverse=True)
    assert 10e3 < heights[-1] < heights[0] < 60e3


def test_hardest_moment_by_the_rule_for_a_plunge_into_thin_air(aloft: Plan) -> None:
    # Allen and Eggers (NACA TR 1381, 1958): q = m g_max / (C A) with g_max = v^2 sin(angle) / (2 e H)
    found = [
        fall_from_failure(aloft, Drawn(aloft.own, 1, k, Tracer()), MASS_KG, 1e12, CALM, Tracer())
        for k in range(8)
    ]
    for fallen in found:
        assert 80e3 < fallen.highest_dynamic_pressure_pa < 330e3


def test_the_pressure_that_a_case_gives_scales_the_course(aloft: Plan) -> None:
    given = Sourced(value=50e3, source="x", kind="published")
    own = {**aloft.own, "highest_dynamic_pressure_pa": given}
    told = replace(aloft, own=own)
    fallen = fall_from_failure(told, Drawn(own, 1, 0, Tracer()), MASS_KG, 49e3, CALM, Tracer())
    assert fallen.highest_dynamic_pressure_pa == pytest.approx(50e3)
    assert fallen.opened_m is not None


def test_a_case_that_does_not_say_how_the_flight_ended_is_refused(aloft: Plan) -> None:
    own = {name: sourced for name, sourced in aloft.own.items() if name != "failure_speed_m_per_s"}
    blind = replace(aloft, own=own)
    with pytest.raises(SourceError) as refused:
        fall_from_failure(blind, Drawn(own, 1, 0, Tracer()), MASS_KG, 1e5, CALM, Tracer())
    assert "failure_speed_m_per_s" in str(refused.value)
