"""The queue itself, draw by draw: who is ready first is served first, by whatever is free first.

A *place* is one unit of what serves one launch at a time (a pad, a fuelling train, a crew); a *stop* of a
launch is a need that such things meet, any one of its options. Days are ordinals; ``times`` holds all that
was drawn, one row for each draw, and every column named below is one of its; column 0 is minus infinity.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from downrange.physics.kernels.compiled import compiled

__all__ = ["serve"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HALF_A_DAY = 0.5


@compiled
def serve(
    times: Floats,
    plan: Floats,
    launches: Ints,
    stops: Ints,
    choices: Ints,
    late: NDArray[np.float32],
    waits: Ints,
    held: Ints,
) -> None:
    """Let every launch fly as early as it is ready and served, in each draw.

    Two launches on their planned days never hinder each other: the plan is taken as feasible. One that is
    late, or comes behind a late one, keeps the least days of the place between them, or the days that had
    been planned between the two where those are fewer.

    Parameters
    ----------
    times : array, shape (draws, columns)
        Days drawn.
    plan : array, shape (launches,)
        Planned day, in the order of the plan; not read where column 0 of ``launches`` gives a drawn one.
    launches : array, shape (launches + 1, 5)
        Columns of the planned day (0: as in ``plan``), of the end of the outage (0: none) and of the
        campaign of the pad (0: none); the day on which it is known to have flown (0: not known); the first
        row in ``stops``. The last row closes the list.
    stops : array, shape (stops, 2)
        First and last + 1 row in ``choices`` of each stop.
    choices : array, shape (choices, 4)
        The place (-1: it serves any number at once), and the columns of its least days between two launches,
        of the day from which its kind may be used, and of the day from which the place itself works.
    late : array, shape (launches, draws)
        Filled with the days by which each launch flies later than planned; infinite where it never flies.
    waits : array, shape (stops,)
        Raised by the draws in which the launch waited longest at this stop.
    held : array, shape (launches,)
        Raised by the draws in which what the launch needs is not back in time for its planned day.
    """
    total = len(plan)
    planned, ready = np.empty(total), np.empty(total)
    order = np.empty(total, np.int64)
    taken = np.empty(len(stops) + 1, np.int64)
    size = 1 + (choices[:, 0].max() if len(choices) else 0)
    last, meant, behind = np.empty(size), np.empty(size), np.empty(size, np.bool_)
    for draw in range(times.shape[0]):
        drawn = times[draw]
        last[:] = -np.inf
        behind[:] = False
        late[:, draw] = np.inf
        _ready(drawn, plan, launches, planned, ready, held)
        for turn in range(_order(planned, ready, order)):
            index = order[turn]
            day, flies, longest = planned[index], ready[index], -1
            pushed = flies > day
            first, end = launches[index, 4], launches[index + 1, 4]
            for stop in range(first, end):
                free, taken[stop] = _free(drawn, stops, stop, choices, last, meant, behind, day, pushed)
                if free > flies and launches[index, 3] == 0:
                    flies, longest = free, stop
            late[index, draw] = flies - day
            if longest >= 0:
                waits[longest] += 1
            if flies < np.inf:
                for stop in range(first, end):
                    if taken[stop] >= 0:
                        last[taken[stop]], meant[taken[stop]] = flies, day
                        behind[taken[stop]] = flies > day + _HALF_A_DAY


@compiled
def _ready(drawn: Floats, plan: Floats, launches: Ints, planned: Floats, ready: Floats, held: Ints) -> None:
    """Fill in when each launch is planned, and when it is ready: after its outage, and the pad's campaign."""
    for index in range(len(plan)):
        day = plan[index] if launches[index, 0] == 0 else drawn[launches[index, 0]]
        planned[index] = day
        ready[index] = day
        if launches[index, 1] != 0:
            campaign = 0.0 if launches[index, 2] == 0 else drawn[launches[index, 2]]
            ready[index] = max(day, drawn[launches[index, 1]] + campaign)
            held[index] += ready[index] > day
        if launches[index, 3] != 0:
            ready[index] = launches[index, 3]


@compiled
def _order(planned: Floats, ready: Floats, order: Ints) -> int:
    """Fill ``order`` with the launches by the day they are ready, and give their number.

    Those on time stand in the order of the plan already, so that only the late ones are sorted; at the same
    day a launch on time goes first. What is never ready is left out.
    """
    total = len(planned)
    late = np.empty(total, np.int64)
    number, sorted_already = 0, True
    for index in range(total):
        if planned[index] < ready[index] < np.inf:
            sorted_already &= number == 0 or ready[late[number - 1]] <= ready[index]
            late[number] = index
            number += 1
    late = late[:number]
    if not sorted_already:
        late = late[np.argsort(ready[late], kind="mergesort")]
    count, following = 0, 0
    for index in range(total):
        if ready[index] > planned[index]:
            continue
        while following < number and ready[late[following]] < ready[index]:
            order[count] = late[following]
            count, following = count + 1, following + 1
        order[count] = index
        count += 1
    order[count : count + number - following] = late[following:]
    return count + number - following


@compiled
def _free(
    drawn: Floats,
    stops: Ints,
    stop: int,
    choices: Ints,
    last: Floats,
    meant: Floats,
    behind: NDArray[np.bool_],
    day: float,
    pushed: bool,
) -> tuple[float, int]:
    """Give the first day on which a stop serves a launch planned for a day, and the place that does."""
    best, taken = np.inf, -1
    for row in range(stops[stop, 0], stops[stop, 1]):
        place = choices[row, 0]
        free = drawn[choices[row, 2]]
        if place >= 0:
            free = max(free, drawn[choices[row, 3]])
            if (pushed or behind[place]) and last[place] > -np.inf:
                free = max(free, last[place] + min(drawn[choices[row, 1]], abs(day - meant[place])))
        if free < best or (free == best and place >= 0 and taken >= 0 and last[place] < last[taken]):
            best, taken = free, place
    return best, taken
