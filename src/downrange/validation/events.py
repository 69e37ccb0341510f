"""The event table: forecasts of accidents against what was measured, with baselines and guards.

Pure: draws in, table out. Everything is scored in log10 (decades) by the interval score and the CRPS against
pinned trivial forecasts; pooled, since no row alone shows anything. Page: docs/validation-events.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from downrange.validation.scores import binomial_interval, brier, crps, crps_uniform, interval_score

__all__ = [
    "BASELINES",
    "POOLS",
    "Arrival",
    "Baseline",
    "Draws",
    "Met",
    "Pool",
    "Pooled",
    "Row",
    "Swap",
    "arrival",
    "copy_the_other",
    "given_surface",
    "leave_one_out",
    "one_row",
    "pooled",
    "radius_within",
    "rows",
    "swapped",
    "under_limit",
]

Draws = Mapping[str, Mapping[str, Sequence[float]]]
"""Event, quantity: one value per draw."""


@dataclass(frozen=True)
class Baseline:
    """A trivial forecast: log-uniform between two values, in the unit of its quantity."""

    low: float
    high: float


BASELINES: dict[str, Baseline] = {
    "sampled_max_mg_per_kg": Baseline(1.0, 1e4),
    "area_over_limit_m2": Baseline(10.0, 1e5),
    "crater_diameter_m": Baseline(1.0, 100.0),
}
"""By the ending of the quantity. Pinned: elsewhere the trivial forecast may itself miss and flatter ours."""


@dataclass(frozen=True)
class Pool:
    """Rows judged together, and the ratio (trivial score over ours) that they must and should reach."""

    name: str
    quantity: str
    events: tuple[str, ...]
    must_ratio: float
    ambition_ratio: float


POOLS: tuple[Pool, ...] = (
    Pool(
        "sampled maximum of UDMH", "udmh_soil_sampled_max_mg_per_kg", ("proton-2013", "proton-2007"), 1.2, 1.6
    ),
    Pool("splash area of UDMH", "soil_splash_area_over_limit_m2", ("proton-2013", "proton-2007"), 2.0, 2.5),
    Pool("crater", "crater_diameter_m", ("proton-2013", "proton-2007", "dnepr-2006"), 2.0, 3.0),
    Pool(
        "sampled maximum of kerosene", "kerosene_soil_sampled_max_mg_per_kg", ("soyuz-ms10-2018",), 0.0, 0.0
    ),
    Pool("area of kerosene", "kerosene_soil_splash_area_over_limit_m2", ("soyuz-ms10-2018",), 0.0, 0.0),
)
"""The table as agreed before scoring; kerosene is never pooled with UDMH and asks only to be inside."""


@dataclass(frozen=True)
class Row:
    """One event and quantity: measured against p05, p50, p95 of the draws, in ``unit``; scores in decades."""

    event: str
    quantity: str
    unit: str
    measured: float
    low: float
    p50: float
    high: float
    inside: bool
    rank_probability: float
    interval_score: float
    trivial_interval_score: float
    crps_score: float
    trivial_crps_score: float
    floored_share: float


@dataclass(frozen=True)
class Pooled:
    """A pool's scores: ratios above one beat the trivial forecast; coverage with its exact 95 % interval."""

    name: str
    rows_number: int
    inside_number: int
    coverage_low_share: float
    coverage_high_share: float
    interval_ratio: float
    crps_ratio: float
    copy_interval_ratio: float | None
    must_ratio: float
    ambition_ratio: float
    met: bool
    ambition_met: bool


@dataclass(frozen=True)
class Met:
    """A row that is not a ratio: what was asked, what came out (in ``unit``), whether it holds."""

    what: str
    unit: str
    asked: float
    found: float
    met: bool
    why: str = ""


@dataclass(frozen=True)
class Swap:
    """What moved when one structure or input was replaced: medians and widths, ours against the other's."""

    event: str
    quantity: str
    median_ratio: float
    width_ratio: float
    inside_before: bool
    inside_after: bool


@dataclass(frozen=True)
class Arrival:
    """Probabilities of arrival by event, what happened, Brier's score and that of saying one half."""

    probabilities: Mapping[str, float]
    happened: Mapping[str, bool]
    brier_score: float
    trivial_brier_score: float


def _baseline(quantity: str) -> Baseline:
    for ending, baseline in BASELINES.items():
        if quantity.endswith(ending):
            return baseline
    raise KeyError(f"no trivial forecast is pinned for {quantity}")


def one_row(
    event: str, quantity: str, unit: str, measured: float, draws: Sequence[float], floor: float
) -> Row:
    """Score one event and quantity.

    Parameters
    ----------
    measured, draws, floor : float, sequence of float, float
        In ``unit``. Draws below ``floor`` (what could have been detected) count as the floor: a logarithm of
        nothing would ruin the score.

    Raises
    ------
    ValueError
        If there are no draws, or something is not above zero that must be.
    """
    if not len(draws) or measured <= 0.0 or floor <= 0.0:
        raise ValueError("a row needs draws, and a measured value and a floor above zero")
    values = np.asarray(draws, dtype=float)
    logs = np.log10(np.maximum(values, floor))
    low, middle, high = (float(x) for x in np.quantile(logs, [0.05, 0.5, 0.95]))
    seen = math.log10(measured)
    base = _baseline(quantity)
    base_low, base_high = math.log10(base.low), math.log10(base.high)
    margin = 0.05 * (base_high - base_low)
    return Row(
        event,
        quantity,
        unit,
        measured,
        10.0**low,
        10.0**middle,
        10.0**high,
        low <= seen <= high,
        float((logs < seen).mean()),
        interval_score(low, high, seen),
        interval_score(base_low + margin, base_high - margin, seen),
        crps(list(logs), seen),
        crps_uniform(base_low, base_high, seen),
        float((values < floor).mean()),
    )


def rows(pool: Pool, draws: Draws, measured: Mapping[str, float], unit: str, floor: float) -> tuple[Row, ...]:
    """Score the rows of one pool: those of its events that have draws and a measured value."""
    return tuple(
        one_row(event, pool.quantity, unit, measured[event], draws[event][pool.quantity], floor)
        for event in pool.events
        if event in measured and pool.quantity in draws.get(event, {})
    )


def copy_the_other(found: Sequence[Row], factor: float = 4.0) -> float | None:
    """Give the interval ratio of the forecast that copies the other event, a factor either way.

    Two alike events make this the baseline to beat: it scores about 3 wherever they agree within the factor.
    None with other than two rows.
    """
    if len(found) != 2:
        return None
    width = math.log10(factor)
    ours = 0.0
    for row, other in ((found[0], found[1]), (found[1], found[0])):
        centre = math.log10(other.measured)
        ours += interval_score(centre - width, centre + width, math.log10(row.measured))
    return sum(row.trivial_interval_score for row in found) / ours


def pooled(pool: Pool, found: Sequence[Row]) -> Pooled:
    """Pool the rows: summed trivial scores over summed scores of ours.

    A pool is met if every row is inside and both ratios reach what was asked.
    """
    if not found:
        raise ValueError(f"no rows for {pool.name}")
    inside = sum(row.inside for row in found)
    low, high = binomial_interval(inside, len(found))
    interval = sum(r.trivial_interval_score for r in found) / sum(r.interval_score for r in found)
    ranked = sum(r.trivial_crps_score for r in found) / sum(r.crps_score for r in found)
    everywhere = inside == len(found)
    return Pooled(
        pool.name,
        len(found),
        inside,
        low,
        high,
        interval,
        ranked,
        copy_the_other(found),
        pool.must_ratio,
        pool.ambition_ratio,
        everywhere and min(interval, ranked) >= pool.must_ratio,
        everywhere and min(interval, ranked) >= pool.ambition_ratio,
    )


def leave_one_out(pool: Pool, found: Sequence[Row]) -> Mapping[str, Pooled]:
    """Pool again with each event left out in turn; by the name of the event left out."""
    return {
        row.event: pooled(pool, [other for other in found if other.event != row.event])
        for row in found
        if len(found) > 1
    }


def swapped(ours: Iterable[Row], other: Iterable[Row]) -> tuple[Swap, ...]:
    """Say what moves when one structure or input is replaced: the same rows from the other draws.

    A guard: a forecast whose interval does not move when mass, speed or soil do is no model.
    """
    others = {(row.event, row.quantity): row for row in other}
    found = []
    for row in ours:
        rival = others[(row.event, row.quantity)]
        found.append(
            Swap(
                row.event,
                row.quantity,
                rival.p50 / row.p50,
                math.log10(rival.high / rival.low) / max(math.log10(row.high / row.low), 1e-9),
                row.inside,
                rival.inside,
            )
        )
    return tuple(found)


def under_limit(what: str, unit: str, draws: Sequence[float], limit: float) -> Met:
    """Judge a non-detect: the 95 % quantile of the draws under the limit (given break-up aloft)."""
    p95 = float(np.quantile(np.asarray(draws, dtype=float), 0.95))
    return Met(what, unit, limit, p95, p95 < limit)


def radius_within(what: str, draws: Sequence[float], limit_m: float) -> Met:
    """Judge a reach: the 95 % quantile of a radius at or under what was seen."""
    p95_m = float(np.quantile(np.asarray(draws, dtype=float), 0.95))
    return Met(what, "m", limit_m, p95_m, p95_m <= limit_m)


def given_surface(
    surface: Sequence[float], deeper: Sequence[float], measured: float, factor: float = 3.0
) -> tuple[float, ...]:
    """Keep the deeper layer of those draws whose surface value is within a factor of the measured one."""
    return tuple(
        below
        for top, below in zip(surface, deeper, strict=True)
        if measured / factor <= top <= measured * factor
    )


def arrival(probabilities: Mapping[str, float], happened: Mapping[str, bool]) -> Arrival:
    """Score whether tanks arrived, apart from what they did where they arrived."""
    events = sorted(happened)
    score = brier([probabilities[event] for event in events], [happened[event] for event in events])
    return Arrival(dict(probabilities), dict(happened), score, 0.25)
