from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from downrange.base.trace import Tracer
from downrange.case.override import PathError, apply
from downrange.damage.assess import assess_one
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.chain.winds import FALL_WIND, fall_place, month_of, wind_of_draw, wind_over
from downrange.damage.drawn import Drawn
from downrange.errors import InputError
from downrange.inputs.cases import casebook, read_case
from downrange.inputs.overrides import read_override
from downrange.reference.sites import site

SOUNDING = "height_m,east_m_per_s,north_m_per_s\n0,2,0\n10000,40,-5\n30000,10,0\n"


def with_weather(folder: Path, weather: str, table: str = SOUNDING) -> Path:
    text = (casebook() / "proton-1999-10" / "case.yaml").read_text("utf-8")
    folder.joinpath("case.yaml").write_text(text.replace("  soil: sol", f"  weather: {weather}\n  soil: sol"))
    folder.joinpath("day.csv").write_text(table)
    return folder


def mean_of(prepared: Plan, draws: int) -> np.ndarray:
    found = []
    for draw in range(draws):
        drawn = Drawn(prepared.own, 1, draw, Tracer())
        found.append(wind_of_draw(prepared, drawn, *fall_place(prepared)).at(10e3))
    return np.array(found)


def test_the_month_of_the_day_decides_and_a_year_alone_leaves_it_open() -> None:
    october = plan(read_case("proton-1999-10").case)
    assert month_of(october) == 10
    wind = wind_over(october, *fall_place(october))
    assert wind.kind == "climatology"
    assert len(wind.means) == 1
    nominal = plan(read_case("proton-nominal-stage-1").case)
    assert month_of(nominal) is None
    assert len(wind_over(nominal, *nominal.pad).means) == 12


def test_far_from_any_climatology_the_wind_is_unknown_and_never_calm() -> None:
    there = replace(plan(read_case("soyuz-nominal").case), site=site("kourou"))
    assert wind_over(there, *fall_place(there)).kind == "unknown"
    assert mean_of(there, 16).std(axis=0).min() > 5.0


def test_every_draw_meets_its_own_wind_and_it_stands_among_the_inputs() -> None:
    prepared = plan(read_case("proton-1999-10").case)
    assert mean_of(prepared, 32).std(axis=0).min() > 5.0
    member = assess_one(prepared, 3, 1)
    assert set(FALL_WIND) <= set(member.inputs)
    assert set(FALL_WIND) <= member.assumed
    (leaf,) = (leaf for leaf in member.trace.leaves if leaf.name == FALL_WIND[0])
    assert "month 10" in str(leaf.locator)
    assert leaf.value == member.inputs[FALL_WIND[0]]


def test_a_weather_file_of_the_case_takes_the_place_of_the_climatology(tmp_path: Path) -> None:
    prepared = plan(read_case(with_weather(tmp_path, "day.csv")).case)
    found = mean_of(prepared, 64)
    assert found.mean(axis=0) == pytest.approx([40.0, -5.0], abs=1.2)
    assert found.std(axis=0) == pytest.approx([3.0, 3.0], abs=1.0)


def test_a_weather_file_that_is_not_there_is_a_problem_with_its_line(tmp_path: Path) -> None:
    for name in ("other.csv", "../../etc/passwd"):
        with pytest.raises(InputError) as caught:
            read_case(with_weather(tmp_path, name))
        (problem,) = caught.value.problems
        assert problem.where.key == "scenario.weather"
        assert problem.where.line
        assert problem.value == name
    with pytest.raises(InputError, match="out of range"):
        read_case(with_weather(tmp_path, "day.csv", SOUNDING.replace("40", "4000")))


def test_the_other_side_cannot_change_a_file_but_its_values(tmp_path: Path) -> None:
    case = read_case(with_weather(tmp_path, "day.csv")).case
    other = {"scenario.weather": {"value": "b.csv", "source": "x"}}
    setting = {"by": "party/russia", "because": "x", "set": other}
    tmp_path.joinpath("o.yaml").write_text(yaml.safe_dump(setting))
    with pytest.raises(PathError, match=r"scenario\.sounding"):
        apply(case, read_override(tmp_path / "o.yaml").override)
