"""How fast particles go: run `python benchmarks/particles.py`, with `--json` for machines.

Our scheme passes the well-mixed test at the step used here (docs/physics/plume.md): three velocity
components, inhomogeneous turbulence, settling, deposition and decay on, normal numbers behind statistical
tests. OpenDrift and Parcels are timed in the same run, each in an environment of its own
(`--opendrift PYTHON --parcels PYTHON`, or DOWNRANGE_OPENDRIFT_PYTHON, DOWNRANGE_PARCELS_PYTHON; `pip install
opendrift`, `pip install parcels`: for the benchmark only); where there is none, `peer` is null and `why` says
so. On a machine that others load, the figure per second of processor time is the one to read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from downrange.physics.kernels import dispersion_particles as k
from downrange.physics.kernels.dispersion_field import advance_in_field
from downrange.physics.kernels.random_normal import key_of
from downrange.physics.plume import PlumeSource, Receptor, plume
from downrange.physics.plume_field import Meteorology, columns_at, started, travel
from downrange.physics.surface_layer import SurfaceLayer, from_friction_velocity, turbulence_table

GOAL_M_PER_S = 50.0
FIELD_GOAL_M_PER_S = 35.0
PEER_GOAL_RATIO = 50.0


def _state(layer: SurfaceLayer, low: float, count: int) -> Any:
    random = np.random.default_rng(1)
    state = np.zeros((count, 7))
    state[:, 2] = low + (layer.mixing_height_m - low) * random.random(count)
    state[:, 3:6] = random.standard_normal((count, 3))
    state[:, 6] = 1.0
    return state


def ours(threads: int, count: int, seconds: float) -> tuple[float, float]:
    """Time the particle kernel; give million steps a second by the clock, and by the processors' own time."""
    import numba

    layer = from_friction_velocity(0.3, -10.0, 0.01, 1000.0)
    low = 0.1
    cells = k.laid_out(turbulence_table(layer, low))
    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = low, layer.mixing_height_m, 0.1, 1e9
    s[k.SETTLING], s[k.ABSORBED], s[k.DECAY] = 1e-3, 0.01, 1e-5
    numba.set_num_threads(threads)
    k.advance(_state(layer, low, 200), 0, 10.0, cells, s, key_of(1))
    clock, own = 0.0, 0.0
    for repeat in range(3):
        state = _state(layer, low, count)
        began, used = time.perf_counter(), time.process_time()
        steps = k.advance(state, 0, seconds, cells, s, key_of(2 + repeat))
        took, spent = time.perf_counter() - began, time.process_time() - used
        clock, own = max(clock, steps / took / 1e6), max(own, steps / spent / 1e6)
    return clock, own


def in_field(count: int, seconds: float) -> tuple[float, float]:
    """Time the same scheme in 4-D meteorology: 25 x 41 x 41 nodes, every column with its own turbulence."""
    heights = np.concatenate([[10.0, 30.0], np.geomspace(70.0, 4000.0, 23)])
    nodes = np.linspace(-2e5, 2e5, 41)
    random = np.random.default_rng(7)
    shape = (2, 41, 41)
    weather = Meteorology(
        np.array([0.0, 3600.0]), heights, nodes, nodes,
        np.array([5.0, 5.0, 0.0]) + random.standard_normal((2, 25, 41, 41, 3)) * np.array([1.0, 1.0, 0.0]),
        0.3 + 0.05 * random.random(shape), -40.0 - 20.0 * random.random(shape),
        900.0 + 200.0 * random.random(shape), 0.05,
    )  # fmt: skip
    clock, own = 0.0, 0.0
    for repeat in range(3):
        state = started(count, 0.0, 0.0, 100.0, 1.0, lambda n: random.standard_normal((n, 3)))
        state[:, 0:2] = random.uniform(-1e5, 1e5, (count, 2))
        state[:, 2] = random.uniform(1.0, 1500.0, count)
        if repeat == 0:
            travel(state, weather, 0.0, 1.0)
        columns = columns_at(weather, 0, float(heights[-1]))
        s = np.zeros(k.SETTINGS)
        s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = 0.5, heights[-1], 0.1, 1e9
        s[k.SETTLING], s[k.ABSORBED], s[k.DECAY] = 1e-3, 0.01, 1e-5
        began, used = time.perf_counter(), time.process_time()
        wind = weather.wind_at_time(900.0)
        steps = advance_in_field(
            state, 0, seconds, columns, wind, weather.height_m, weather.frame, s, key_of(9 + repeat)
        )
        took, spent = time.perf_counter() - began, time.process_time() - used
        clock, own = max(clock, steps / took / 1e6), max(own, steps / spent / 1e6)
    return clock, own


def plain_numpy(count: int, steps: int) -> float:
    """Time what a user would write with NumPy: the same Langevin step on whole arrays, plain Euler."""
    layer = from_friction_velocity(0.3, -10.0, 0.01, 1000.0)
    table = turbulence_table(layer, 0.1)
    state = _state(layer, 0.1, count)
    random = np.random.default_rng(3)
    z, p, q, r = (state[:, i].copy() for i in (2, 3, 4, 5))
    x, y = np.zeros(count), np.zeros(count)
    slope_of = np.gradient(table[:, 2], table[:, 0])
    began = time.perf_counter()
    for _ in range(steps):
        wind, sigma, scale, su, sv = (np.interp(z, table[:, 0], table[:, i]) for i in (1, 2, 3, 4, 5))
        dt = 0.1 * scale
        noise = random.standard_normal((3, count)) * np.sqrt(2.0 * dt / scale)
        p = p + (-p / scale + np.interp(z, table[:, 0], slope_of)) * dt + noise[0]
        q = q - q / scale * (sigma / su) ** 2 * dt + noise[1] * sigma / su
        r = r - r / scale * (sigma / sv) ** 2 * dt + noise[2] * sigma / sv
        x, y, z = x + (wind + su * q) * dt, y + sv * r * dt, z + sigma * p * dt
        p = np.where((z < 0.1) | (z > 1000.0), -p, p)
        z = np.clip(np.where(z < 0.1, 0.2 - z, np.where(z > 1000.0, 2000.0 - z, z)), 0.1, 1000.0)
    return count * steps / (time.perf_counter() - began) / 1e6


def same_drift(count: int = 100_000) -> tuple[float, float]:
    """Time our scheme in even turbulence: the peers' drift (5 m/s), diffusivity (10 m2/s) and step (60 s).

    Three velocity components with memory, settling, deposition and decay on, where the peers have
    two steps of plain random walk.
    """
    z = 1000.0 * np.linspace(0.0, 1.0, 65) ** 2
    one = np.ones_like(z)
    scale = 600.0
    sigma = (10.0 / scale) ** 0.5
    cells = k.laid_out(np.column_stack([z, 5.0 * one, sigma * one, scale * one, *[sigma * one] * 3]))
    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = 0.0, 1000.0, 0.1, 60.0
    s[k.SETTLING], s[k.ABSORBED], s[k.DECAY] = 1e-4, 0.01, 1e-6
    random = np.random.default_rng(4)
    clock, own = 0.0, 0.0
    for repeat in range(6):
        state = np.zeros((count, 7))
        state[:, 2] = random.uniform(0.0, 1000.0, count)
        state[:, 3:6] = random.standard_normal((count, 3))
        state[:, 6] = 1.0
        began, used = time.perf_counter(), time.process_time()
        steps = k.advance(state, 0, 3600.0, cells, s, key_of(20 + repeat))
        took, spent = time.perf_counter() - began, time.process_time() - used
        clock, own = max(clock, steps / took / 1e6), max(own, steps / spent / 1e6)
    assert abs(float(state[:, 0].mean()) - 18_000.0) < 50.0
    return clock, own


def peer(name: str, python: str | None) -> tuple[tuple[float, float] | None, str]:
    """Time a peer in its own environment; its figure, or null with the reason."""
    variable = f"DOWNRANGE_{name.upper()}_PYTHON"
    python = python or os.environ.get(variable)
    if not python:
        return (
            None,
            f"not installed beside: make an environment with {name} and name its python in {variable}",
        )
    script = Path(__file__).with_name("particle_peers.py")
    try:
        ran = subprocess.run(
            [python, str(script), name], capture_output=True, text=True, timeout=900, check=True
        )
        found = json.loads(next(line for line in ran.stdout.splitlines() if line.startswith("{")))
    except (OSError, subprocess.SubprocessError, StopIteration, ValueError) as error:
        return None, f"{name} did not run: {error}"
    return (float(found["rate_m_per_s"]), float(found["own_m_per_s"])), f"{name} {found['version']}"


def to_arc(length: float, friction: float) -> float:
    """Seconds to a concentration at 800 m with a standard error of 5 %."""
    layer = from_friction_velocity(friction, length, 0.006)
    receptor = [Receptor(800.0, 0.0, 1.5)]
    source = PlumeSource(0.05, 0.46, deposition_velocity_m_per_s=0.008)
    plume(source, layer, receptor, most_particles=1000)
    began = time.perf_counter()
    found = plume(source, layer, receptor, relative_error=0.05)
    took = time.perf_counter() - began
    assert found.standard_error_kg_per_m3[0] <= 0.05 * found.concentration_kg_per_m3[0]
    return took


def rows(quick: bool = False, peers: Mapping[str, str | None] | None = None) -> list[dict[str, Any]]:
    """Measure everything; ``peers`` names the python of each peer's environment."""
    peers = peers or {}
    count, seconds = (20_000, 300.0) if quick else (200_000, 600.0)
    numpy_rate = plain_numpy(20_000, 20 if quick else 60)
    found = []
    for threads in (2, 1):
        clock, own = ours(threads, count, seconds)
        found.append(
            _row(
                f"well-mixed scheme, profile meteorology, {threads} threads, by the clock", clock, numpy_rate,
                "the same step in NumPy (plain Euler)", "M particle-steps/s",
                GOAL_M_PER_S if threads == 2 else None,
            )
        )  # fmt: skip
        found.append(
            _row(
                f"the same, {threads} threads, per second of processor time", own, numpy_rate,
                "the same step in NumPy (plain Euler)", "M particle-steps/CPU-s", None,
            )
        )  # fmt: skip
    import numba

    numba.set_num_threads(2)
    clock, own = in_field(count, seconds)
    for what, value, unit, goal in (
        ("4-D meteorology, by the clock", clock, "M particle-steps/s", FIELD_GOAL_M_PER_S),
        ("4-D meteorology, per second of processor time", own, "M particle-steps/CPU-s", None),
    ):
        found.append(_row(what, value, None, "MPTRAC, full local physics", unit, goal))
        found[-1]["why"] = "MPTRAC is not built here; 2.40 M/s was measured for it elsewhere on two cores"
    drift = same_drift()
    for name in ("opendrift", "parcels"):
        rates, why = peer(name, peers.get(name))
        for i, (what, unit) in enumerate(
            (
                ("by the clock", "M particle-steps/s"),
                ("per second of processor time", "M particle-steps/CPU-s"),
            )
        ):
            rate = None if rates is None else rates[i]
            goal = None if rate is None else PEER_GOAL_RATIO * rate
            what = f"the peers' drift and diffusion, {what}"
            found.append(_row(what, drift[i], rate, why if rates else name, unit, goal))
            if rate is None:
                found[-1]["why"] = why
    for name, length, friction, goal in (
        ("neutral", 1e9, 0.5, 1.0), ("stable", 48.0, 0.26, 1.0), ("convective", -4.0, 0.35, 5.0),
    ):  # fmt: skip
        took = to_arc(length, friction)
        found.append(
            {
                "what": f"time to 5 % at 800 m, {name}", "ours": took, "peer": None, "peer_name": "none",
                "unit": "s", "ratio": None, "goal": goal, "why": "no peer gives a standard error to stop by",
            }
        )  # fmt: skip
    return found


def _row(
    what: str, value: float, peer: float | None, name: str, unit: str, goal: float | None
) -> dict[str, Any]:
    ratio = None if peer is None else value / peer
    return {
        "what": what,
        "ours": value,
        "peer": peer,
        "peer_name": name,
        "unit": unit,
        "ratio": ratio,
        "goal": goal,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--quick", action="store_true", help="small numbers, for a look")
    for name in ("opendrift", "parcels"):
        parser.add_argument(f"--{name}", metavar="PYTHON", help=f"python of an environment with {name}")
    given = parser.parse_args()
    found = rows(given.quick, {"opendrift": given.opendrift, "parcels": given.parcels})
    if given.json:
        print(json.dumps({"rows": found}, indent=2))
        return
    for row in found:
        peer = "-" if row["peer"] is None else f"{row['peer']:.3g} ({row['peer_name']})"
        ratio = "-" if row["ratio"] is None else f"{row['ratio']:.1f}x"
        goal = "" if row["goal"] is None else f"  goal {row['goal']:g}"
        print(f"{row['what']:70s} {row['ours']:8.3g} {row['unit']:24s} peer {peer:45s} {ratio}{goal}")


if __name__ == "__main__":
    main()
