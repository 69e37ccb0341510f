"""The queue against a plain walk over one draw, and against what must hold whatever is drawn."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.operations.serving import serve


def flown(
    plan: list[float], ready: list[float], gap: float, units: int, known: dict[int, int] | None = None
) -> list[float]:
    """Days of flight of launches that share one thing of some units."""
    total = len(plan)
    times = np.array([[-np.inf, gap, *ready]])
    launches = np.zeros((total + 1, 5), np.int64)
    for index in range(total):
        launches[index] = (0, 2 + index, 0, (known or {}).get(index, 0), index)
    launches[total, 4] = total
    stops = np.array([[0, units]] * total, np.int64)
    choices = np.array([[unit, 1, 0, 0] for unit in range(units)], np.int64)
    late = np.empty((total, 1), np.float32)
    serve(
        times,
        np.array(plan),
        launches,
        stops,
        choices,
        late,
        np.zeros(total, np.int64),
        np.zeros(total, np.int64),
    )
    return [day + float(slip) for day, slip in zip(plan, late[:, 0], strict=True)]


def test_a_late_flight_is_overtaken_and_pushes_who_comes_after() -> None:
    # the first is ready on day 50; the second flies on its day 10, the third waits a gap of 7 behind the first
    assert flown([0.0, 10.0, 52.0], [50.0, 0.0, 0.0], 7.0, 1) == [50.0, 10.0, 57.0]
    # what never gets ready bars nobody
    assert flown([0.0, 10.0], [np.inf, 0.0], 7.0, 1) == [np.inf, 10.0]


def test_days_that_had_been_planned_between_two_are_allowed() -> None:
    assert flown([0.0, 3.0, 30.0], [50.0, 50.0, 0.0], 7.0, 1) == [50.0, 53.0, 30.0]


def test_two_units_serve_two_at_once() -> None:
    assert flown([0.0, 20.0, 40.0], [50.0, 50.0, 50.0], 7.0, 2) == [50.0, 50.0, 57.0]
    assert flown([0.0, 20.0, 40.0], [50.0, 50.0, 50.0], 7.0, 3) == [50.0, 50.0, 50.0]


def test_what_is_known_to_have_flown_flew_on_its_day_whatever_it_lacked() -> None:
    assert flown([0.0, 20.0], [90.0, 0.0], 30.0, 1, known={0: 10}) == [10.0, 30.0]


day = st.integers(0, 60).map(float)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(day, st.integers(0, 90).map(float)), min_size=1, max_size=9).map(sorted),
    st.integers(1, 20).map(float),
    st.integers(1, 3),
)
def test_nobody_flies_early_and_no_unit_serves_two_at_once(
    launches: list[tuple[float, float]], gap: float, units: int
) -> None:
    plan, ready = [list(column) for column in zip(*launches, strict=True)]
    found = flown(plan, ready, gap, units)
    assert all(flies >= max(planned, back) for flies, planned, back in zip(found, plan, ready, strict=True))
    # everybody is ready at once: then the plan's order holds, and flights keep the gap or the planned one
    together = flown(plan, [90.0] * len(plan), gap, units)
    assert together == sorted(together)
    for first, later in zip(range(len(plan)), range(units, len(plan)), strict=False):
        least = min(gap, *(plan[j] - plan[i] for i in range(first, later) for j in range(i + 1, later + 1)))
        assert together[later] - together[first] >= least - 1e-3
    # nothing is late where nothing is missing
    assert flown(plan, [0.0] * len(plan), gap, units) == plan
