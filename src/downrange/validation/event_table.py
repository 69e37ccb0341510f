"""The event table as one value: every row, pool, baseline and guard, in the shape that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from downrange.reference.library import fingerprint, table
from downrange.validation.event_draws import Settings, arrivals, draw_event, measured
from downrange.validation.events import (
    POOLS,
    Arrival,
    Draws,
    Met,
    Pooled,
    Row,
    Swap,
    arrival,
    given_surface,
    leave_one_out,
    pooled,
    radius_within,
    rows,
    swapped,
    under_limit,
)

__all__ = ["MISSES", "RIVALS", "EventTable", "as_set", "draw_events", "event_table", "score_events"]

IMPACTS = ("proton-2013", "proton-2007", "dnepr-2006", "soyuz-ms10-2018")
FLOORS = {"mg_per_kg": 0.05, "m2": 1.0, "m": 0.1}
"""What could have been told from nothing: a laboratory's 0.05 mg/kg, a square metre, ten centimetres."""

MISSES: dict[str, str] = {
    "sampled maximum of UDMH": "the forecast spans three decades: whether free liquid is left in the top "
    "10 cm on the day, and the luck of some 25 jars; day and number of jars of 2007 are unpublished",
    "splash area of UDMH": "the length over which the thrown load falls off, three laws mixed",
    "crater": "the mixture of a burst in contact with a buried one stays: all three craters ask for buried, "
    "but no fourth was at hand to choose by, and choosing by the score is barred",
    "sampled maximum of kerosene": "how much of the 22 t arrived as liquid is not known",
    "area of kerosene": "how much of the 22 t arrived as liquid is not known",
}
"""Why a pool is missed, where it is; printed with it."""

RIVALS: dict[str, dict[str, float]] = {
    "splash by the cube root of the volume": {"splash_length_choice_number": 1.0},
    "splash by drops against drag": {"splash_length_choice_number": 2.0},
    "splash by the crater": {"splash_length_choice_number": 3.0},
    "burst in contact": {"crater_burst_choice_number": 1.0},
    "burst buried": {"crater_burst_choice_number": 2.0},
    "impact at 150 m/s": {f"{event}.impact_speed_m_per_s": 150.0 for event in IMPACTS},
    "half of it arrives": {f"{event}.arriving_share": 0.5 for event in IMPACTS},
}
"""Single structures and inputs swapped in, one at a time."""


@dataclass(frozen=True)
class EventTable:
    """Everything that was scored, with the fingerprint of the library it was scored with."""

    library_sha256: str
    draws_number: int
    rows: tuple[Row, ...]
    pools: tuple[Pooled, ...]
    left_out: Mapping[str, Mapping[str, Pooled]]
    others: tuple[Met, ...]
    arrival: Arrival
    swaps: Mapping[str, tuple[Swap, ...]]


def draw_events(settings: Settings, events: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Run the events through the models; all of ``events.yaml`` where none are named."""
    return {event: draw_event(event, settings) for event in events or tuple(table("events.yaml"))}


def event_table(
    draws: Draws, probabilities: Mapping[str, float], rivals: Mapping[str, Draws], draws_number: int
) -> EventTable:
    """Score the events.

    Parameters
    ----------
    draws : mapping
        Event, quantity: values; from :func:`draw_events` or from assessments of cases.
    probabilities : mapping
        Of arrival, by event.
    rivals : mapping
        Name of what was swapped in, and the draws with it.
    """
    found: list[Row] = []
    pools: list[Pooled] = []
    left_out: dict[str, Mapping[str, Pooled]] = {}
    for pool in POOLS:
        ours = _rows(pool.name, draws)
        found += ours
        pools.append(pooled(pool, ours))
        left_out[pool.name] = leave_one_out(pool, ours)
    happened = {"proton-2007": True, "proton-1999-10": False}
    swaps = {
        name: tuple(
            swap for pool in POOLS for swap in swapped(_rows(pool.name, draws), _rows(pool.name, rival))
        )
        for name, rival in rivals.items()
    }
    return EventTable(
        fingerprint(),
        draws_number,
        tuple(found),
        tuple(pools),
        left_out,
        _others(draws),
        arrival(probabilities, happened),
        swaps,
    )


def _rows(name: str, draws: Draws) -> tuple[Row, ...]:
    pool = next(p for p in POOLS if p.name == name)
    unit = "mg_per_kg" if "mg_per_kg" in pool.quantity else "m2" if pool.quantity.endswith("m2") else "m"
    seen = {event: measured(event, pool.quantity) for event in pool.events}
    return rows(pool, draws, seen, unit, FLOORS[unit])


def _others(draws: Draws) -> tuple[Met, ...]:
    """Judge what is not a ratio: the depths of 2013, the non-detect of 1999, the spots of nominal stages."""
    spots = draws["proton-nominal-stage-1"]
    reach_m = measured("proton-nominal-stage-1", "spot_radius_over_limit_m")
    return (
        *_depths(draws["proton-2013"]),
        under_limit(
            "Proton October 1999, soil given break-up aloft, p95",
            "mg_per_kg",
            draws["proton-1999-10"]["udmh_soil_peak_mg_per_kg"],
            measured("proton-1999-10", "udmh_soil_detection_mg_per_kg"),
        ),
        radius_within(
            "nominal first stage, radius per piece, p95", spots["spot_radius_over_limit_m"], reach_m
        ),
        radius_within("nominal first stage, widest piece, p95", spots["spot_radius_of_largest_m"], reach_m),
    )


def _depths(draws: Mapping[str, Any]) -> tuple[Met, ...]:
    surface = measured("proton-2013", "udmh_soil_surface_mg_per_kg")
    tops = draws["udmh_soil_sampled_max_mg_per_kg"]
    found = []
    medians = []
    for layer in ("udmh_soil_10_20_cm_mg_per_kg", "udmh_soil_20_30_cm_mg_per_kg"):
        kept = given_surface(tops, draws[layer], surface)
        seen = measured("proton-2013", layer)
        if len(kept) < 20:
            found.append(Met(layer, "mg_per_kg", seen, 0.0, False, "too few draws have such a surface"))
            continue
        low, middle, high = np.quantile(kept, [0.05, 0.5, 0.95])
        medians.append(float(middle))
        why = f"given a surface within 3 times of {surface:g}: {low:.3g} to {high:.3g} in {len(kept)} draws"
        found.append(Met(layer, "mg_per_kg", seen, float(middle), bool(low <= seen <= high), why))
    if len(medians) == 2 and medians[1] > 0.0:
        asked = measured("proton-2013", "udmh_soil_10_20_cm_mg_per_kg") / measured(
            "proton-2013", "udmh_soil_20_30_cm_mg_per_kg"
        )
        ratio = medians[0] / medians[1]
        met = asked / 3.0 <= ratio <= asked * 3.0
        found.append(Met("10-20 cm over 20-30 cm", "", asked, ratio, met, "medians, within a factor of 3"))
    return tuple(found)


def as_set(scored: EventTable) -> dict[str, Any]:
    """Give the table in the shape of ``validate --json``: set, rows, scores, baseline, met."""
    lines = [
        {
            "what": f"{row.event}: {row.quantity}",
            "measured": row.measured,
            "computed": row.p50,
            "low": row.low,
            "high": row.high,
            "inside": row.inside,
            "why": f"p05 to p95 over {scored.draws_number} draws; interval score {row.interval_score:.2f} "
            f"against {row.trivial_interval_score:.2f} decades",
        }
        for row in scored.rows
    ]
    lines += [
        {
            "what": other.what,
            "measured": other.asked,
            "computed": other.found,
            "low": None,
            "high": None,
            "inside": other.met,
            "why": other.why,
        }
        for other in scored.others
    ]
    return {
        "set": "events",
        "rows": lines,
        "scores": {
            pool.name: {
                "interval_ratio": pool.interval_ratio,
                "crps_ratio": pool.crps_ratio,
                "inside": pool.inside_number,
                "rows": pool.rows_number,
                "coverage_low_share": pool.coverage_low_share,
                "coverage_high_share": pool.coverage_high_share,
                "must_ratio": pool.must_ratio,
                "ambition_ratio": pool.ambition_ratio,
                "met": pool.met,
                "why": "" if pool.met else MISSES[pool.name],
                "ambition_met": pool.ambition_met,
                "left_out": {
                    event: {"interval_ratio": rest.interval_ratio, "crps_ratio": rest.crps_ratio}
                    for event, rest in scored.left_out[pool.name].items()
                },
            }
            for pool in scored.pools
        }
        | {"arrival": {"brier_score": scored.arrival.brier_score, **scored.arrival.probabilities}},
        "baseline": {
            "trivial": "log-uniform: maxima 1 to 10,000 mg/kg, areas 10 to 100,000 m2, craters 1 to 100 m",
            "copy_the_other": {pool.name: pool.copy_interval_ratio for pool in scored.pools},
            "arrival_brier_score": scored.arrival.trivial_brier_score,
            "library_sha256": scored.library_sha256,
            "swaps": {
                name: [
                    {
                        "what": f"{swap.event}: {swap.quantity}",
                        "median_ratio": swap.median_ratio,
                        "width_ratio": swap.width_ratio,
                        "inside": swap.inside_after,
                    }
                    for swap in moved
                ]
                for name, moved in scored.swaps.items()
            },
        },
        "met": all(pool.met for pool in scored.pools) and all(other.met for other in scored.others),
    }


def score_events(settings: Settings) -> EventTable:
    """Run and score everything: the events, their arrival, and each rival structure in turn."""
    draws = draw_events(settings)
    rivals = {
        name: draw_events(Settings(settings.draws_number, settings.seed, replaced), IMPACTS)
        for name, replaced in RIVALS.items()
    }
    return event_table(draws, arrivals(settings), rivals, settings.draws_number)
