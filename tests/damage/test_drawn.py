from dataclasses import dataclass

import pytest

from downrange.base.source import Sourced
from downrange.base.spread import Uniform, uniform
from downrange.base.trace import Tracer
from downrange.damage.drawn import Drawn
from downrange.errors import SourceError


def _sourced(low: float, high: float, kind: str = "assumed") -> Sourced:
    return Sourced.model_validate(
        {
            "value": low,
            "unit": "kg",
            "source": "x",
            "kind": kind,
            "rationale": "r",
            "spread": {"kind": "uniform", "low": low, "high": high},
        }
    )


def test_the_case_takes_the_place_of_the_library() -> None:
    tracer = Tracer()
    drawn = Drawn({"mass_kg": _sourced(10, 10.0001)}, 1, 0, tracer)
    assert drawn("mass_kg", _sourced(0, 1)) >= 10
    assert "mass_kg" in drawn
    assert drawn("other_kg", _sourced(0, 1)) <= 1
    assert drawn.assumed == {"mass_kg", "other_kg"}


def test_one_name_one_value_in_a_draw_and_it_is_the_stream_of_that_name() -> None:
    drawn = Drawn({}, 5, 17, Tracer())
    shape = Uniform(kind="uniform", low=0, high=1)
    first = drawn("mass_kg", _sourced(0, 1))
    assert first == shape.quantile(uniform(5, "mass_kg", 17))
    assert drawn("mass_kg", _sourced(50, 60)) == first


def test_what_nobody_gives_is_named() -> None:
    with pytest.raises(SourceError) as caught:
        Drawn({}, 1, 0, Tracer())("mass_kg")
    assert caught.value.missing == ("mass_kg",)


def test_parameters_are_filled_by_their_names() -> None:
    @dataclass(frozen=True)
    class Parameters:
        treated_depth_m: float
        stem_share: float

    tracer = Tracer()
    filled = Drawn({"stem_share": _sourced(0.5, 0.5001)}, 1, 3, tracer).fill(Parameters, "models/launch.yaml")
    assert 0.2 <= filled.treated_depth_m <= 0.5
    assert filled.stem_share == pytest.approx(0.5, abs=1e-3)
    assert set(tracer.leaves) == {"treated_depth_m", "stem_share"}
