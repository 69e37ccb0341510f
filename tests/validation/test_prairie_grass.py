from __future__ import annotations

import pytest

from downrange.validation import prairie_grass as pg


def test_the_runs_are_those_measured() -> None:
    found = pg.runs()
    assert [run.name for run in found] == ["run-7", "run-22", "run-29"]
    assert sum(len(run.arcs_m) for run in found) == 15
    assert found[1].concentration_kg_per_m3[0] == 2.24e-4
    # printed as lower minus upper: run 7 by day, warmer below
    assert found[0].upper_minus_lower_c == -2.83
    assert pg.layer_of(found[0]).obukhov_length_m < 0.0 < pg.layer_of(found[2]).obukhov_length_m


def test_the_score_meets_the_goals_and_says_so() -> None:
    found = pg.report(variants=())
    assert found["set"] == "prairie-grass"
    assert len(found["rows"]) == 15
    assert set(found["rows"][0]) == {"what", "measured", "computed", "low", "high", "inside", "why"}
    score = found["scores"]
    assert score["fac2"] >= 0.8
    assert abs(score["fb"]) < 0.3
    assert 0.7 < score["mg"] < 1.3
    assert score["vg"] < 1.6
    assert found["met"] is True
    assert score["fac2_interval"][0] <= score["fac2"] <= score["fac2_interval"][1]
    # better than the letter of the class alone
    assert score["vg"] < found["baseline"]["vg"]


def test_the_choice_of_closure_matters() -> None:
    run = pg.runs()[2]
    ours = pg.predicted(run, None, relative_error=0.05)[0]
    narrow = next(v for v in pg.VARIANTS if v.name == "sigma_v 1.3 u*")
    other = pg.predicted(run, narrow, relative_error=0.05)[0]
    assert other[2] > 1.3 * ours[2]
    no_loss = next(v for v in pg.VARIANTS if not v.deposition)
    assert pg.predicted(run, no_loss, relative_error=0.05)[0][4] > ours[4]


@pytest.mark.slow
def test_every_variant_is_scored() -> None:
    found = pg.report()
    assert {row["closure"] for row in found["closures"]} == {v.name for v in pg.VARIANTS}


def test_goals_are_ordered() -> None:
    for name, (low, high) in pg.AMBITION.items():
        assert pg.MUST[name][0] <= low < high <= pg.MUST[name][1]
