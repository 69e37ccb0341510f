"""Falls per second, ours against SciPy's ``solve_ivp`` in one run: same equations, same tolerance, same wind.

Both sides integrate the same right-hand side: a tumbling stage with a Mach curve over the rotating WGS 84
Earth with J2 and a three-dimensional wind, from 42 km to the ground. SciPy runs as a user would write it:
RK45 with a Python right-hand side in NumPy; a second row gives SciPy our compiled right-hand side, so that
only the integrator differs. At the same tolerance ours errs far less, because it weighs an error of speed by
the time left; so two rows give our speed at ten times the tolerance, with the errors of both below. One-core
rows count processor seconds on both sides, so that other work on the machine does not weigh in; of the
two-core rows one is by the wall clock and one by processor seconds.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np

from downrange.physics.atmosphere import WindProfile, air_table, heights_m
from downrange.physics.earth import WGS84
from downrange.physics.fall import ATOL, RTOL, Body, State, fall_many
from downrange.physics.fall_drag import MACH_STEP, ConstantDrag, MachDrag, drag_table
from downrange.physics.fall_ellipse import disperse
from downrange.physics.kernels.ballistics import derivative, height_above
from downrange.physics.kernels.fall_lanes import fall_all

STATE = State(46.3, 63.6, 42400.0, 1738.0, 25.0, 62.3)
DRAG = MachDrag((0.0, 0.6, 0.9, 1.1, 1.5, 3.0, 10.0), (0.56, 0.65, 0.95, 1.0, 0.93, 0.82, 0.78), 86.9)
BODY = Body(34440.0, DRAG)
WIND = WindProfile(
    (0.0, 3e3, 12e3, 20e3, 60e3),
    (2.0, 5.0, 25.0, 5.0, -30.0),
    (-1.0, -3.0, -6.0, 1.0, 2.0),
    (0.0, 0.05, 0.02, 0.0, 0.0),
)
SPREAD = {
    "speed_m_per_s": 20.0,
    "flight_path_angle_deg": 0.5,
    "azimuth_deg": 0.3,
    "drag_fraction": 0.15,
    "wind_m_per_s": 8.0,
}


LOOSER = 10.0
"""Our kernel, asked for ten times the tolerance, still errs less than SciPy at the tolerance itself."""


class Ground:
    """The event of reaching the ellipsoid, as SciPy wants it."""

    terminal, direction = True, -1.0

    def __init__(self, start: Any, planet: Any) -> None:
        self.start, self.planet = start, planet

    def __call__(self, _: float, y: Any) -> float:
        x, y_, z = self.start + y[:3]
        return float(height_above(x, y_, z, self.planet))


def python_rate(start: Any, area: float) -> Any:
    """Write the right-hand side as a user of SciPy would: NumPy and ``math``, tables by ``np.interp``."""
    air, grid, drag = air_table(WIND), heights_m(), drag_table(DRAG)
    gm, radius, second, j2, turn = WGS84.as_array()
    planet = WGS84.as_array()
    mach_grid = MACH_STEP * np.arange(drag.size)

    def rate(_: float, state: Any) -> Any:
        x, y, z = start + state[:3]
        v = state[3:]
        r2 = x * x + y * y + z * z
        r = math.sqrt(r2)
        s = z * z / r2
        pull, oblate = -gm / (r2 * r), 1.5 * j2 * radius * radius / r2
        across = pull * (1.0 + oblate * (1.0 - 5.0 * s)) + turn * turn
        a = np.array([
            across * x + 2.0 * turn * v[1],
            across * y - 2.0 * turn * v[0],
            pull * (1.0 + oblate * (3.0 - 5.0 * s)) * z,
        ])  # fmt: skip
        h = height_above(x, y, z, planet)
        density = float(np.interp(h, grid, air[:, 0]))
        sound, east, north, up = (np.interp(h, grid, air[:, k]) for k in (1, 2, 3, 4))
        flat, lean = math.hypot(x, y), z * (1.0 + second)
        size = math.hypot(flat, lean)
        outward = (up * flat - north * lean) / (size * flat)
        wind = np.array(
            [outward * x - east * y / flat, outward * y + east * x / flat, (up * lean + north * flat) / size]
        )
        u = v - wind
        speed = math.sqrt(u @ u)
        brake = 0.5 * density * speed * area * np.interp(speed / sound, mach_grid, drag)
        return np.concatenate([v, a - brake * u])

    return rate


def scipy_falls(seconds: float, compiled: bool) -> tuple[float, Any]:
    """Time SciPy's RK45 on one core; falls per second and the last impact."""
    from scipy.integrate import solve_ivp

    first = STATE.as_array()
    start, planet = first[:3], WGS84.as_array()
    area = BODY.area_per_mass_m2_per_kg
    if compiled:
        out, body = np.empty(6), np.array([area, 0.0, 0.0])
        tables = (air_table(WIND), drag_table(DRAG), planet)

        def rate(_: float, y: Any) -> Any:
            derivative(y, start, body, *tables, out)
            return out.copy()
    else:
        rate = python_rate(start, area)
    state = np.concatenate([np.zeros(3), first[3:]])
    count, begin = 0, time.process_time()
    while True:
        found = solve_ivp(
            rate, (0.0, 2000.0), state, "RK45", rtol=RTOL, atol=ATOL, events=Ground(start, planet)
        )
        count += 1
        spent = time.process_time() - begin
        if spent > seconds:
            return count / spent, start + found.y_events[0][0][:3]


def starts(count: int) -> Any:
    """Give the nominal state and others about it, 2 % apart in each component of the speed."""
    first = np.tile(STATE.as_array(), (count, 1))
    random = np.random.Generator(np.random.PCG64(1))
    first[1:, 3:] *= random.normal(1.0, 0.02, (count - 1, 1))
    return first


def largest_errors(count: int = 24) -> dict[str, float]:
    """Largest distance (m) of impacts from those at 1e-11: of SciPy's, and of ours at both tolerances."""
    from scipy.integrate import solve_ivp

    first, planet = starts(count), WGS84.as_array()
    body = np.array([BODY.area_per_mass_m2_per_kg, 0.0, 0.0])
    tables = (air_table(WIND), drag_table(DRAG), planet)
    bodies = np.tile(body, (count, 1))

    def ends(rtol: float, atol: float) -> Any:
        return fall_all(first, bodies, *tables, np.array([rtol, atol, 0.0, 86400.0]))[:, :3]

    truth, found = ends(1e-11, 1e-8), []
    for state in first:

        def rate(_: float, y: Any, place: Any = state[:3]) -> Any:
            out = np.empty(6)
            derivative(y, place, body, *tables, out)
            return out

        begin = np.concatenate([np.zeros(3), state[3:]])
        ground = Ground(state[:3], planet)
        done = solve_ivp(rate, (0.0, 2000.0), begin, "RK45", rtol=RTOL, atol=ATOL, events=ground)
        found.append(state[:3] + done.y_events[0][0][:3])
    impacts = {
        "scipy": np.array(found),
        "same": ends(RTOL, ATOL),
        "looser": ends(LOOSER * RTOL, LOOSER * ATOL),
    }
    return {name: float(np.linalg.norm(where - truth, axis=1).max()) for name, where in impacts.items()}


def our_falls(count: int, threads: int, ratio: float = 1.0, wall: bool = True) -> tuple[float, Any]:
    """Time our kernel; falls per second (best of five) and the impact of the nominal state.

    ``ratio`` multiplies the tolerances.
    Two threads by the wall clock, or by the processor seconds that both took together, halved: the figure of
    a machine on which nothing else runs.
    """
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(threads)
    first = starts(count)
    bodies = np.zeros((count, 3))
    bodies[:, 0] = BODY.area_per_mass_m2_per_kg
    limits = np.array([ratio * RTOL, ratio * ATOL, 0.0, 86400.0])
    numbers = (air_table(WIND), drag_table(DRAG), WGS84.as_array(), limits)
    clock = time.perf_counter if threads > 1 and wall else time.process_time
    share = 1.0 if clock is time.perf_counter else 1.0 / threads
    end = fall_all(first[:8], bodies[:8], *numbers)
    best = 0.0
    for _ in range(5):
        begin = clock()
        fall_all(first, bodies, *numbers)
        best = max(best, count / (share * (clock() - begin)))
    numba.set_num_threads(before)
    return best, end[0, :3]


def ellipse_seconds(
    state: State, body: Body, spread: dict[str, float], wind: WindProfile
) -> tuple[float, int]:
    """Processor seconds to an ellipse known to 5 %, drawing and bootstrap included; and how many falls."""
    disperse(state, body, spread, wind, seed=1)
    begin = time.process_time()
    found = disperse(state, body, spread, wind, seed=2)
    return time.process_time() - begin, found.samples


def rocketpy_row(flights: int = 12) -> dict[str, Any]:
    """RocketPy's own Monte Carlo on a rocket without a parachute; ours lets it fall from burn-out.

    RocketPy integrates a rigid rocket with six degrees of freedom, its motor and its rail; ours a point mass
    with drag from the burn-out that RocketPy computed. A passive stage did not finish in RocketPy.
    """
    found: dict[str, Any] = {
        "what": "time to an ellipse known to 5 %, ballistic rocket", "ours": None, "peer": None,
        "peer_name": "RocketPy MonteCarlo", "unit": "s", "ratio": None, "goal": None,
    }  # fmt: skip
    interpreter = os.environ.get("DOWNRANGE_ROCKETPY")
    if interpreter is None:
        return found | {"why": "not installed here: name an interpreter that has it in DOWNRANGE_ROCKETPY"}
    script = Path(__file__).with_name("rocketpy_peer.py")
    done = subprocess.run(
        [interpreter, str(script), str(flights)], capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode != 0:
        return found | {"why": f"RocketPy ended with status {done.returncode}: {done.stderr[-200:]}"}
    theirs = json.loads(done.stdout.splitlines()[-1])
    out = theirs["burn_out"]
    state = State(
        46.0, 63.5, out["altitude_m"], out["speed_m_per_s"], out["flight_path_angle_deg"], out["azimuth_deg"]
    )
    body = Body(out["mass_kg"], ConstantDrag(0.45, math.pi * 0.0635**2))
    ours, samples = ellipse_seconds(
        state, body, {"flight_path_angle_deg": 1.0, "azimuth_deg": 2.0}, WindProfile((0.0,), (0.0,), (0.0,))
    )
    peer = samples * theirs["seconds"] / flights
    return found | {
        "ours": ours,
        "peer": peer,
        "ratio": peer / ours,
        "why": f"{samples} flights at {theirs['seconds'] / flights:.2f} processor seconds each, of which "
        f"{flights} were flown; RocketPy flies six degrees of freedom with motor and rail, ours is a point "
        "mass from burn-out",
    }


def rows(seconds: float, count: int) -> list[dict[str, Any]]:
    """Run both sides and give the table."""
    one, impact = our_falls(count, 1)
    two, _ = our_falls(count, 2)
    free, _ = our_falls(count, 2, wall=False)
    quick, _ = our_falls(count, 2, LOOSER)
    quick_free, _ = our_falls(count, 2, LOOSER, wall=False)
    python, theirs = scipy_falls(seconds, compiled=False)
    compiled, _ = scipy_falls(seconds, compiled=True)
    apart, errors = float(np.linalg.norm(impact - theirs)), largest_errors()
    whole, samples = ellipse_seconds(STATE, BODY, SPREAD, WIND)
    fall_many(np.tile(STATE.as_array(), (4, 1)), BODY, WIND)
    name = "SciPy solve_ivp RK45, Python right-hand side"
    ours = "SciPy solve_ivp RK45, our right-hand side"
    return [
        row("falls per second on one core", one, python, name, "per_s", one / python, 300.0),
        row("falls per second on two cores", two, python, name, "per_s", two / python, None),
        row("the same, were both cores free", free, python, name, "per_s", free / python, None),
        row("two cores, our error still below SciPy's", quick, python, name, "per_s", quick / python, None),
        row("the same, were both cores free", quick_free, python, name, "per_s", quick_free / python, None),
        row(
            "falls per second, same compiled right-hand side",
            one,
            compiled,
            ours,
            "per_s",
            one / compiled,
            None,
        ),
        row(
            f"time to an ellipse known to 5 % ({samples} falls)",
            whole,
            samples / python,
            name,
            "s",
            samples / python / whole,
            None,
        ),
        error("largest error, same tolerance", errors["same"], errors["scipy"], name),
        error("largest error, ours at ten times the tolerance", errors["looser"], errors["scipy"], name),
        row("distance between the impacts of both", apart, apart, name, "m", 1.0, None),
        rocketpy_row(),
    ]


def error(what: str, ours: float, peer: float, name: str) -> dict[str, Any]:
    """Give one row of a distance from the truth: the smaller the better."""
    return row(what, ours, peer, name, "m", peer / ours, None)


def row(
    what: str, ours: float, peer: float, peer_name: str, unit: str, ratio: float, goal: float | None
) -> dict[str, Any]:
    """Give one row of the table."""
    return {
        "what": what, "ours": ours, "peer": peer, "peer_name": peer_name, "unit": unit, "ratio": ratio,
        "goal": goal,
    }  # fmt: skip


def main() -> None:
    """Print the table, or the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long SciPy runs")
    parser.add_argument("--falls", type=int, default=40000)
    arguments = parser.parse_args()
    table = rows(arguments.seconds, arguments.falls)
    if arguments.json:
        print(json.dumps({"rows": table}))
        return
    for line in table:
        if line["peer"] is None:
            print(f"{line['what']:52s} {line['peer_name']}: {line['why']}")
        else:
            figures = f"{line['ours']:12.4g} {line['peer']:12.4g} {line['unit']:6s} x{line['ratio']:.3g}"
            print(f"{line['what']:52s} {figures}")


if __name__ == "__main__":
    main()
