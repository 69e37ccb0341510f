"""How long many draws take: run `python benchmarks/assess.py`, with `--json` for machines.

From a case to quantities and sums: 200 draws warm, one process against a pool and against a cluster of two
workers, memory by number of draws, and what 1,000 members of 100,000 particles and 600 steps with deposition
would take, projected from a shorter run. No peer goes from a launch to a sum of money, so the draws are held
against ourselves: two workers against one. On a machine that others load, read the figures by processor time.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from downrange.case.schema import Case
from downrange.damage.assessment import Assessment
from downrange.damage.draws.block import blocks_of
from downrange.damage.draws.crew import Alone, Cluster, Crew, Processes
from downrange.damage.ensemble import assess
from downrange.inputs.cases import read_case

CASE = "proton-2013"
MEMBERS, PARTICLES, STEPS = 1_000, 100_000, 600
LOOKS = 60
"""How often a member's deposit is brought on its grid of 200 x 200 cells: every tenth step."""

_NOTHING = "nobody else goes from a launch to a sum of money"


def _used_s() -> float:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def timed(what: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of the processors."""
    began, used = time.perf_counter(), _used_s()
    what()
    return time.perf_counter() - began, _used_s() - used


def _walk(case: Case, crew: Crew, draws: int) -> Assessment:
    return assess(case, draws, 1, crew)


def on_cluster(case: Case, workers: int, draws: int) -> float:
    """Draws a second on a local cluster once its workers are warm."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        crew = Cluster(cluster.scheduler_address)
        list(crew.run(case, blocks_of(0, 64 * workers), 2, lambda: None))
        began = time.perf_counter()
        list(crew.run(case, blocks_of(0, draws), 1, lambda: None))
        return draws / (time.perf_counter() - began)


def peak_mb(draws: int) -> float:
    """Greatest memory of a process that walks so many draws, MB."""
    script = (
        "import resource\n"
        "from downrange.damage.ensemble import assess\n"
        "from downrange.inputs.cases import read_case\n"
        f"assess(read_case({CASE!r}).case, {draws}, 1)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(done.stdout)


def member_s(count: int, looks: int) -> tuple[float, float]:
    """Time one member on one core; give seconds for STEPS steps of each particle, by clock and processor."""
    import numba

    from downrange.physics.kernels import dispersion_particles as k
    from downrange.physics.kernels.random_normal import key_of
    from downrange.physics.surface_layer import from_friction_velocity, turbulence_table

    numba.set_num_threads(1)  # members are many: each has a core to itself
    layer, low = from_friction_velocity(0.3, -10.0, 0.01, 1000.0), 0.1
    cells = k.laid_out(turbulence_table(layer, low))
    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = low, layer.mixing_height_m, 0.1, 1e9
    s[k.SETTLING], s[k.ABSORBED], s[k.DECAY] = 1e-3, 0.01, 1e-5
    random = np.random.default_rng(1)
    state = np.zeros((count, 7))
    state[:, 2], state[:, 6] = 100.0, 1.0
    state[:, 3:6] = random.standard_normal((count, 3))
    k.advance(state[:200].copy(), 0, 10.0, cells, s, key_of(1))
    deposit = np.zeros(200 * 200)
    steps = 0
    began, used = time.perf_counter(), _used_s()
    for look in range(looks):
        before = state[:, 6].copy()
        steps += k.advance(state, 0, 20.0, cells, s, key_of(2 + look))
        lost = before * np.exp(-1e-5 * 20.0) - state[:, 6]
        column = np.clip((state[:, 0] / 100.0).astype(np.intp) + 20, 0, 199)
        row = np.clip((state[:, 1] / 100.0).astype(np.intp) + 100, 0, 199)
        deposit += np.bincount(200 * row + column, np.maximum(lost, 0.0), 200 * 200)
    took, spent = time.perf_counter() - began, _used_s() - used
    assert deposit.sum() > 0
    share = PARTICLES * STEPS / steps
    return took * share, spent * share


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure everything."""
    case = read_case(CASE).case
    draws = 512 if quick else 2_000
    assess(case, 2, 1)  # warm: kernels compiled and read
    clock, own = timed(lambda: _walk(case, Alone(), 200))
    found = [
        _row(f"assess {CASE}, 200 draws, one process, by the clock", clock, "s", goal=30.0),
        _row("the same, processor time", own, "s"),
    ]
    one, one_own = timed(lambda: _walk(case, Alone(), draws))
    two, two_own = timed(lambda: _walk(case, Processes(2), draws))
    found += [
        _row(f"{draws:,} draws, a pool of two, by the clock", two, "s", one, "one process"),
        _row(
            "efficiency of the pool from one worker to two, by the clock", one / two / 2, "share", goal=0.85
        ),
        _row("processor time of one process over that of the pool", one_own / two_own, "share", goal=0.85),
    ]
    rates = [on_cluster(case, workers, draws) for workers in (1, 2)]
    found += [
        _row(
            f"{draws:,} draws on a local cluster of two workers", rates[1], "draws/s", rates[0], "one worker"
        ),
        _row("efficiency of the cluster from one worker to two", rates[1] / rates[0] / 2, "share", goal=0.85),
    ]
    few, many = (256, 1_024) if quick else (500, 4_000)
    small, large = peak_mb(few), peak_mb(many)
    found.append(_row(f"memory of {many:,} draws", large, "MB", small, f"{few:,} draws"))
    clock, own = member_s(PARTICLES // 10 if quick else PARTICLES, LOOKS // 6 if quick else LOOKS)
    what = f"{MEMBERS:,} members x {PARTICLES:,} particles x {STEPS} steps with deposition, projected"
    found += [
        _row(f"{what}, by the clock, two cores", clock * MEMBERS / 120, "min", goal=60.0),
        _row("the same, processor time over two cores", own * MEMBERS / 120, "min", goal=60.0),
    ]
    return found


def _row(
    what: str, ours: float, unit: str, peer: float | None = None, name: str = "", goal: float | None = None
) -> dict[str, Any]:
    better = unit in ("draws/s", "share")
    ratio = None if peer is None else (ours / peer if better else peer / ours)
    row = {
        "what": what,
        "ours": ours,
        "peer": peer,
        "peer_name": name,
        "unit": unit,
        "ratio": ratio,
        "goal": goal,
    }
    return row if peer is not None else {**row, "why": _NOTHING}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--quick", action="store_true", help="small numbers, for a look")
    given = parser.parse_args()
    found = rows(given.quick)
    if given.json:
        print(json.dumps({"rows": found}, indent=2))
        return
    for row in found:
        peer = "-" if row["peer"] is None else f"{row['peer']:.4g} ({row['peer_name']})"
        goal = "" if row["goal"] is None else f"  goal {row['goal']:g}"
        print(f"{row['what']:82s} {row['ours']:9.4g} {row['unit']:8s} beside {peer}{goal}")


if __name__ == "__main__":
    main()
