"""How long from a payment seen to the gate's ALLOW: posting, release, holds, gate and question together.

Several copies of the fictional exercise (over sixty things) stand in one registry; in each the account, about
thirty things and their movement are held. The clock runs from the call that records the last payment to the
answer ALLOW for a thing of it. Beside it the payment alone, which releases nothing. Elsewhere this takes days
(a bailiffs' head said one to two in 2018); no register that could be timed was found.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ledger import postgresql

from downrange.base.money import Money
from downrange.inputs.cases import read_case
from downrange.service.holding.acts import Act

ON, CLAIM, ASSET = date(2023, 5, 2), "claim/debt", "asset/crane-07"
GOAL_MS = 1000.0
DEBT = Money.of("12500000000", "KZT")


def act(role: str, by: str, document: str) -> Act:
    return Act(by, role, ON, document)


def prepare(name: str) -> None:
    from downrange.service.holding import orders, release
    from downrange.service.holding.recording import load_case

    whole = read_case("tsenki-2023-exercise").case
    load_case(whole.model_copy(update={"case": name, "measures": ()}))
    for measure in whole.measures:
        if measure.kind not in ("attachment", "account-freeze", "movement-ban"):
            continue
        first, second = act("bailiff", "office/first", "order"), act("bailiff", "office/second", "order")
        drafted = orders.draft_order(
            name, measure.kind, CLAIM, measure.against, measure.reaches, first,
            despite="sold after the order of the exercise",
        )  # fmt: skip
        slug = str(drafted.measure["id"])
        orders.approve(name, slug, second)
        if drafted.sanction is not None:
            orders.sanction(name, slug, act(drafted.sanction[0], "office/sanction", "sanction"))
        orders.put_in_force(name, slug, first)
    release.no_charges(name, CLAIM, act("bailiff", "office/first", "statement"))


def timed(task: Callable[[], Any]) -> float:
    start = time.perf_counter()
    task()
    return 1e3 * (time.perf_counter() - start)


def measure(url: str, name: str, copies: int) -> list[dict[str, Any]]:
    from downrange.registry.database import migrate
    from downrange.service.border import gate
    from downrange.service.holding import release

    migrate(url)
    payer = act("bailiff", "office/first", "payment")
    part = Money.of("1000000", "KZT")
    only, seen = [], []
    for number in range(copies):
        case = f"exercise-{number}"
        prepare(case)

        def answer(case: str = case) -> str:
            return str(gate.check(f"{case}/{ASSET}", on=ON)["answer"])

        def last(case: str = case) -> None:
            release.pay(case, CLAIM, "last", DEBT - part, payer)
            assert answer(case) == "ALLOW"

        assert answer() == "STOP"
        only.append(timed(lambda case=case: release.pay(case, CLAIM, "part", part, payer)))
        seen.append(timed(last))
    seen.sort()
    only.sort()
    told = f"{copies} copies; least {seen[0]:.0f}, most {seen[-1]:.0f} ms; load {os.getloadavg()[0]:.1f}"
    why = "no register that could be timed beside; in the press release takes days"
    middle = copies // 2
    shared = {"peer": None, "peer_name": None, "unit": "ms", "ratio": None}
    return [
        {"what": f"payment seen to ALLOW, {name}", "ours": seen[middle], **shared, "goal": GOAL_MS,
         "why": f"{why}; {told}"},
        {"what": f"a payment that frees nothing, {name}", "ours": only[middle], **shared, "goal": None,
         "why": f"{why}; {told}"},
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--copies", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(f"sqlite:///{Path(folder) / 'registry.sqlite3'}", "SQLite", options.copies)
    with postgresql() as url:
        if url is not None:
            rows += measure(url, "PostgreSQL", options.copies)
            from django.db import connections

            connections["default"].close()
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        goal = f"   goal {row['goal']:.0f} ms" if row["goal"] else ""
        print(f"{row['what']:45} {row['ours']:8.1f} ms{goal}\n    {row['why']}")


if __name__ == "__main__":
    main()
