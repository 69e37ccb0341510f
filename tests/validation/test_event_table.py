"""The event table as one value and as JSON."""

from __future__ import annotations

import json

from downrange.base.canonical import plain
from downrange.reference.library import fingerprint
from downrange.validation.event_draws import Settings
from downrange.validation.event_table import MISSES, RIVALS, as_set, draw_events, event_table, score_events
from downrange.validation.events import POOLS


def test_the_table_holds_every_row_and_says_what_is_missed() -> None:
    draws = draw_events(Settings(40))
    rival = draw_events(Settings(40, 1, RIVALS["burst buried"]), tuple(draws)[:4])
    scored = event_table(draws, {"proton-2007": 0.5, "proton-1999-10": 0.3}, {"burst buried": rival}, 40)
    assert scored.library_sha256 == fingerprint()
    assert len(scored.rows) == 9
    assert len(scored.pools) == 5
    assert {pool.name for pool in scored.pools} == set(scored.left_out)
    # the crater grows in every row when the burst is buried in all draws
    craters = [s for s in scored.swaps["burst buried"] if s.quantity == "crater_diameter_m"]
    assert len(craters) == 3
    assert all(s.median_ratio > 1.0 for s in craters)

    printed = json.loads(json.dumps(plain(as_set(scored))))
    assert set(printed) == {"set", "rows", "scores", "baseline", "met"}
    assert set(printed["rows"][0]) == {"what", "measured", "computed", "low", "high", "inside", "why"}
    missed = [name for name, pool in printed["scores"].items() if pool.get("met") is False]
    assert printed["met"] == (not missed and all(row["inside"] for row in printed["rows"]))


def test_everything_in_one_call() -> None:
    scored = score_events(Settings(4))
    assert set(scored.swaps) == set(RIVALS)
    assert scored.draws_number == 4


def test_every_pool_has_its_reason_should_it_be_missed() -> None:
    assert set(MISSES) == {pool.name for pool in POOLS}
    assert all(len(why) > 20 for why in MISSES.values())
