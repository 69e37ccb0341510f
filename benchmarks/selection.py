"""How long the choice of what to hold takes: covering a claim by whole things, at a relative gap of 1e-4.

Made-up things with values drawn log-uniformly over all levels of harm; the target is a fifth of all, so
that the level where the choice bites is large. Beside it the same covering model in SciPy's ``milp`` (which
carries a HiGHS of its own), at the same gap, on the level that is decided.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from typing import Any

from downrange.base.money import Money
from downrange.case.schema import Asset
from downrange.law.enforcement.attachability import QUEUES, Attachable
from downrange.law.enforcement.selection import level_of, select

GOALS_S = {1_000: 2.0, 10_000: 15.0}


def things(number: int, seed: int = 7) -> list[tuple[Attachable, Money]]:
    chance = random.Random(seed)
    found = []
    for i in range(number):
        asset = Asset.model_validate(
            {"id": f"asset/n{i}", "title": {"en": "A made-up thing"}, "kind": "equipment", "owner": "party/x"}
        )
        queue = QUEUES[chance.choices((0, 1, 2, 3), (1, 60, 25, 14))[0]]
        one = Attachable(
            asset, "attachable", queue, chance.random() < 0.1, chance.random() < 0.1, "own", "ENF 62(3)"
        )
        found.append((one, Money(int(10 ** chance.uniform(6, 11)), "KZT")))
    return found


def by_scipy(values: list[int], need: int) -> float:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    shares = np.array(values) / need
    start = time.perf_counter()
    milp(
        shares,
        constraints=LinearConstraint(shares[None, :], 1.0, np.inf),
        integrality=np.ones(len(values)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 1e-4, "time_limit": 60},
    )
    return time.perf_counter() - start


def measure(number: int) -> dict[str, Any]:
    candidates = things(number)
    whole = sum(value.minor for _, value in candidates)
    target = Money(whole // 5, "KZT")
    start = time.perf_counter()
    found = select(candidates, target)
    took = time.perf_counter() - start
    assert found.covered >= target
    assert found.gap_ratio <= 1e-4, found.gap_ratio
    level = [value.minor for one, value in candidates if level_of(one) == 1]
    peer = by_scipy(level, min(target.minor, sum(level) // 2))
    return {
        "what": f"choose among {number:,} things, gap {found.gap_ratio:.1e}",
        "ours": took,
        "peer": peer,
        "peer_name": "scipy.optimize.milp on the level that is decided",
        "unit": "s",
        "ratio": peer / took,
        "goal": GOALS_S.get(number),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    options = parser.parse_args()
    rows = [measure(size) for size in options.sizes]
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        print(f"{row['what']:50} {row['ours']:8.2f} s   peer {row['peer']:8.2f} s   goal {row['goal']} s")


if __name__ == "__main__":
    main()
