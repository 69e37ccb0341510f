"""The first spine, N times: in this process or over a pool of processes; same manifest, same numbers.

Draws are handed out in blocks of one Latin-hypercube replicate; results come back in order whatever the
number of workers. Fields are kept of the first draws only, figures of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from downrange import __version__
from downrange.base.canonical import digest
from downrange.base.spread import REPLICATE
from downrange.base.trace import Manifest, Trace
from downrange.case.schema import Case
from downrange.damage import remediation
from downrange.damage.assess import assess_one
from downrange.damage.assessment import Assessment, Damage, Driver, Range
from downrange.damage.chain.mapping import MAPPED_DRAWS, fields_of, grid_for, places_of
from downrange.damage.chain.member import Figures, Member
from downrange.damage.chain.outcomes import reported
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.drivers import drivers_of
from downrange.damage.valuation.method import Valued
from downrange.damage.valuation.methods import METHODS, summarise
from downrange.reference import library

__all__ = ["assess", "manifest_of", "members", "range_of"]

Progress = Callable[[int, int], None]

HEADLINES = (
    "udmh_soil_peak_mg_per_kg", "soil_splash_area_over_limit_m2", "distance_over_aegl2_60min_m",
    "kerosene_soil_splash_area_over_limit_m2", "udmh_to_soil_kg", "kerosene_to_soil_kg",
    "crater_diameter_m", "booster_range_from_pad_km", "exhaust_nox_kg",
)  # fmt: skip
"""Quantities whose drivers are worth naming beside those of every sum."""


def manifest_of(case: Case, samples: int, seed: int, files: dict[str, str] | None = None) -> Manifest:
    """Say what produces a run: code, case, library, each input file, seed, draws."""
    inputs = {"case": digest(case), "library": library.fingerprint(), **(files or {})}
    return Manifest(__version__, inputs, seed, samples)


def members(
    case: Case, samples: int, seed: int, workers: int = 1, progress: Progress | None = None
) -> Iterator[Member]:
    """Give the draws in order, each a walk down the spine."""
    blocks = [range(start, min(start + REPLICATE, samples)) for start in range(0, samples, REPLICATE)]
    done = 0
    if workers == 1:
        prepared = plan(case)
        for block in blocks:
            for draw in block:
                yield _one(prepared, draw, seed)
                done += 1
                if progress:
                    progress(done, samples)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_block, [case] * len(blocks), blocks, [seed] * len(blocks)):
            yield from found
            done += len(found)
            if progress:
                progress(done, samples)


def _one(prepared: Plan, draw: int, seed: int) -> Member:
    """Walk one draw; beyond the mapped ones keep its figures only, so that memory stays flat."""
    if draw < MAPPED_DRAWS:
        return assess_one(prepared, draw, seed, grid_for(prepared))
    member = assess_one(prepared, draw, seed)
    return replace(
        member,
        inputs=Figures(member.inputs),
        assumed=_shared(member.assumed),
        quantities=Figures(member.quantities),
        trace=Trace(),
        aloft=replace(member.aloft, clouds=()),
    )


@lru_cache(maxsize=64)
def _shared(names: frozenset[str]) -> frozenset[str]:
    return names


def _block(case: Case, draws: range, seed: int) -> list[Member]:
    prepared = plan(case)
    return [_one(prepared, draw, seed) for draw in draws]


def assess(
    case: Case,
    samples: int = 1000,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
    files: dict[str, str] | None = None,
) -> Assessment:
    """Assess a case: launch or failure to quantities to damages, with uncertainty.

    Parameters
    ----------
    case : Case
        The matter; it must have a scenario.
    samples : int
        Draws through the spine.
    seed : int
        Seed of every stream.
    workers : int
        Processes; the numbers do not depend on it.
    progress : callable, optional
        Told (done, total).
    files : dict, optional
        sha256 of each input file by name, for the manifest.

    Raises
    ------
    SourceError
        If the library or the case lacks what the chain needs; ``missing`` names it.
    """
    prepared = plan(case)
    kept = list(members(case, samples, seed, workers, progress))
    quantities = _columns([member.quantities for member in kept])
    inputs = _inputs(kept)
    sums = _sums(kept)
    found = Assessment(
        case=case.case,
        samples=samples,
        seed=seed,
        manifest=manifest_of(case, samples, seed, files),
        quantities=_ranges(prepared, kept, quantities),
        damages=_damages(prepared, kept),
        drivers=_drivers(quantities, sums, inputs),
        assumed=tuple(sorted({name for member in kept for name in member.assumed})),
        problems=prepared.problems,
        places=places_of(prepared, kept),
        fields=fields_of(prepared, kept, grid_for(prepared)),
        central=assess_one(prepared, _central(kept, sums), seed).trace,
        notes=prepared.notes,
    )
    return replace(found, remediation=remediation.plan(found, prepared.context))


def _ranges(prepared: Plan, kept: Sequence[Member], columns: dict[str, Any]) -> dict[str, Range]:
    values = reported(prepared, kept, columns)
    return {name: range_of(found) for name, found in values.items()} | _ellipse(prepared, kept)


def range_of(values: Sequence[float] | Any) -> Range:
    """Give the 5, 50 and 95 % quantiles (linear between order statistics; Hyndman and Fan 1996, type 7)."""
    import numpy as np

    p05, p50, p95 = np.quantile(np.asarray(values, dtype=float), (0.05, 0.5, 0.95))
    return Range(float(p05), float(p50), float(p95))


def _columns(rows: Sequence[Any]) -> dict[str, Any]:
    """Turn draws' mappings into one array a name; a draw without the phenomenon counts as zero of it."""
    import numpy as np

    names = sorted({name for row in rows for name in row})
    return {name: np.array([row.get(name, 0.0) for row in rows]) for name in names}


def _inputs(kept: Sequence[Member]) -> dict[str, Any]:
    """Give the inputs that every draw read and that vary: one read in some draws only explains nothing."""
    common = set(kept[0].inputs).intersection(*(member.inputs for member in kept))
    columns = _columns([{name: member.inputs[name] for name in common} for member in kept])
    return {name: values for name, values in columns.items() if values.max() > values.min()}


def _sums(kept: Sequence[Member]) -> dict[str, Any]:
    """Sums of each method that valued any draw; draws with nothing to price count as nothing."""
    import numpy as np

    found = {}
    for index, method in enumerate(METHODS):
        outcomes = [member.outcomes[index] for member in kept]
        valued = [o.amount if isinstance(o, Valued) else 0.0 for o in outcomes]
        if any(isinstance(o, Valued) for o in outcomes):
            found[method.slug] = np.array(valued)
    return found


def _damages(prepared: Plan, kept: Sequence[Member]) -> tuple[Damage, ...]:
    return tuple(
        summarise(method.slug, prepared.context, [member.outcomes[index] for member in kept])
        for index, method in enumerate(METHODS)
    )


def _ellipse(prepared: Plan, kept: Sequence[Member]) -> dict[str, Range]:
    """Axes of the 95 % ellipse of what came down first: a figure of all draws, the same at every quantile."""
    found: dict[str, Range] = {}
    for place in places_of(prepared, kept):
        if place.kind == "ellipse" and place.properties.get("probability") == 0.95 and not found:
            for axis in ("major_km", "minor_km"):
                value = float(place.properties[axis])
                found[f"impact_ellipse_{axis}"] = Range(value, value, value)
    return found


def _drivers(quantities: dict[str, Any], sums: dict[str, Any], inputs: dict[str, Any]) -> tuple[Driver, ...]:
    found: list[Driver] = []
    for method, values in sums.items():
        found.extend(drivers_of(f"damages.{method}", values, inputs, logarithmic=True))
    for name in HEADLINES:
        if name in quantities:
            found.extend(drivers_of(f"quantities.{name}", quantities[name], inputs, logarithmic=True))
    return tuple(found)


def _central(kept: Sequence[Member], sums: dict[str, Any]) -> int:
    """Pick the draw whose sums lie nearest their medians, to show how such a number comes about."""
    import numpy as np

    if not sums:
        return kept[0].draw
    distance = np.zeros(len(kept))
    for values in sums.values():
        ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
        distance += np.abs(ranks - (len(kept) - 1) / 2)
    return kept[int(np.argmin(distance))].draw
