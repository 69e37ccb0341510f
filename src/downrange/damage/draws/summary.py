"""What is said of all draws together: quantiles and their errors, sums, what drives them, the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from downrange.base.trace import Manifest
from downrange.damage import remediation
from downrange.damage.advice import narrowing
from downrange.damage.assess import assess_one
from downrange.damage.assessment import Assessment, Damage, Driver, Histogram, QuantileError, Range
from downrange.damage.chain.mapping import (
    MAPPED_DRAWS,
    Falls,
    centre_of,
    fields_of,
    grid_for,
    places_of,
)
from downrange.damage.chain.member import Member
from downrange.damage.chain.moments import moments_of
from downrange.damage.chain.outcomes import PROBABILITY, reported
from downrange.damage.chain.plan import Plan
from downrange.damage.draws.block import SEPARATOR
from downrange.damage.draws.table import Table
from downrange.damage.drivers import DRIVER_DRAWS, Binned, binned, drivers_of
from downrange.damage.histograms import histogram_of
from downrange.damage.quantiles import error_of, range_of
from downrange.damage.swings import udmh_split
from downrange.damage.valuation.methods import METHODS, damage_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HEADLINES", "figure_columns", "figures_alone", "summary"]

UNREAD = "{name}: the case gives it and no draw read it; it moves nothing here"
HEADLINES = (
    "udmh_soil_peak_mg_per_kg", "soil_splash_area_over_limit_m2", "distance_over_aegl2_60min_m",
    "kerosene_soil_splash_area_over_limit_m2", "udmh_to_soil_kg", "kerosene_to_soil_kg",
    "crater_diameter_m", "booster_range_from_pad_km", "exhaust_nox_kg", "casualty_expectation",
)  # fmt: skip
"""Quantities whose drivers are worth naming beside those of every sum."""


def summary(prepared: Plan, table: Table, members: Sequence[Member], manifest: Manifest) -> Assessment:
    """Bring all draws together.

    Parameters
    ----------
    prepared : Plan
        The case made ready.
    table : Table
        Every draw by column.
    members : sequence of Member
        The mapped draws, whole.
    manifest : Manifest
        What produced the run.
    """
    columns = figure_columns(prepared, table)
    damages = _damages(prepared, table)
    refused = {f"damages.{damage.method}" for damage in damages if damage.amount is None}
    falls = _falls(table)
    places = places_of(prepared, falls, members)
    axes = _ellipse(places)
    errors = {
        name: _error(name, values, whole) for name, (values, whole) in columns.items() if name not in refused
    }
    drivers = _drivers(columns, _inputs(table), refused)
    found = Assessment(
        case=prepared.case.case,
        samples=table.draws,
        seed=manifest.seed,
        manifest=manifest,
        quantities=_ranges(columns) | axes,
        damages=damages,
        drivers=drivers,
        assumed=table.assumed,
        problems=prepared.problems,
        places=places,
        fields=fields_of(prepared, falls, members, grid_for(prepared)),
        moments=moments_of(members[:MAPPED_DRAWS], centre_of(prepared, falls)),
        central=assess_one(prepared, _central(columns, table.draws), manifest.seed).trace,
        notes=(*prepared.notes, *(UNREAD.format(name=name) for name in _unread(prepared, table))),
        unread=_unread(prepared, table),
        errors=errors | {f"quantities.{name}": _of_axis(axis, table.draws) for name, axis in axes.items()},
        histograms=_histograms(prepared, columns, refused),
        swings=udmh_split(table),
        narrowing=narrowing(drivers, damages, table.assumed),
    )
    return replace(found, remediation=remediation.plan(found, prepared.context))


def figures_alone(prepared: Plan, table: Table, manifest: Manifest) -> Assessment:
    """Bring quantities and sums together, without map, drivers, errors and trace."""
    return Assessment(
        case=prepared.case.case,
        samples=table.draws,
        seed=manifest.seed,
        manifest=manifest,
        quantities=_ranges(figure_columns(prepared, table))
        | _ellipse(places_of(prepared, _falls(table), ())),
        damages=_damages(prepared, table),
        drivers=(),
        assumed=table.assumed,
        problems=prepared.problems,
        unread=_unread(prepared, table),
    )


def figure_columns(prepared: Plan, table: Table) -> dict[str, tuple[NDArray[np.float64], bool]]:
    """Give the draws of every figure, and whether they are all draws in order.

    Returns
    -------
    dict
        By ``quantities.NAME`` and ``damages.METHOD``. Quantities given one outcome hold the draws of that
        outcome only; a draw that nothing could be priced in counts as nothing.
    """
    import numpy as np

    names = sorted(table.names("quantity"))
    arrived = None
    if any(name.endswith("arrives") for name in table.names("fall", "0")):
        arrived = table.column("fall", "0", "arrives")
    values = reported(
        prepared.scenario.kind, arrived, {name: table.column("quantity", name) for name in names}
    )
    found = {f"quantities.{name}": (column, len(column) == table.draws) for name, column in values.items()}
    valued = set(table.names("sum"))
    for method in METHODS:
        if method.slug in valued:
            sums = np.nan_to_num(table.column("sum", method.slug), nan=0.0)
            found[f"damages.{method.slug}"] = (sums, True)
    return found


def _ranges(columns: Mapping[str, tuple[Any, bool]]) -> dict[str, Range]:
    return {
        name.removeprefix("quantities."): range_of(values)
        for name, (values, _) in columns.items()
        if name.startswith("quantities.")
    }


def _unread(prepared: Plan, table: Table) -> tuple[str, ...]:
    """Name the case's own inputs that no draw read, such as a name that nothing knows."""
    return tuple(sorted(set(prepared.own) - set(table.names("input"))))


def _histograms(
    prepared: Plan, columns: Mapping[str, tuple[Any, bool]], refused: set[str]
) -> dict[str, Histogram]:
    """Sort the draws of every sum, of the headlines and of what was measured into bins."""
    measured = [item.quantity for item in prepared.case.measured]
    names = [name for name in columns if name.startswith("damages.") and name not in refused]
    names += [f"quantities.{name}" for name in dict.fromkeys((*HEADLINES, *measured))]
    found = {name: histogram_of(columns[name][0]) for name in names if name in columns}
    return {name: one for name, one in found.items() if one is not None}


def _error(name: str, values: Any, whole: bool) -> QuantileError:
    if name == f"quantities.{PROBABILITY}":
        share, draws = float(values[0]), len(values)
        error = (share * (1.0 - share) / draws) ** 0.5
        return QuantileError(error, error, error, "binomial")
    return error_of(values, in_replicates=whole)


def _of_axis(axis: Range, draws: int) -> QuantileError:
    """Give the error of an ellipse's axis: that of a standard deviation of so many normal falls."""
    error = axis.p50 / (2.0 * max(draws - 1, 1)) ** 0.5
    return QuantileError(error, error, error, "normal-theory")


def _inputs(table: Table) -> dict[str, Binned]:
    """Sort the inputs that every draw read and that vary: one read in some draws only explains nothing."""
    import numpy as np

    found = {}
    for name in sorted(table.names("input")):
        values = table.column("input", name)[:DRIVER_DRAWS]
        if not np.isnan(values).any() and values.max() > values.min():
            found[name] = binned(values)
    return found


def _damages(prepared: Plan, table: Table) -> tuple[Damage, ...]:
    import numpy as np

    found = []
    valued = set(table.names("sum"))
    for method in METHODS:
        slug = method.slug
        sums = table.column("sum", slug) if slug in valued else np.array([np.nan])
        has = ~np.isnan(sums)
        parts = {
            name: np.nan_to_num(table.column("part", slug, name)[has], nan=0.0)
            for name in table.names("part", slug)
        }
        unpriced = {}
        for name in table.names("unpriced", slug):
            masses = table.column("unpriced", slug, name)
            what, why = name.split(SEPARATOR)
            unpriced[what, why] = masses[~np.isnan(masses)]
        found.append(damage_of(slug, prepared.context, table.tallies[slug], sums[has], parts, unpriced))
    return tuple(found)


def _falls(table: Table) -> list[Falls]:
    return [
        Falls(
            body, count,
            *(
                table.column("fall", str(index), name)
                for name in ("latitude_deg", "longitude_deg", "range_from_pad_km")
            ),
        )
        for index, (body, count) in enumerate(table.bodies)
    ]  # fmt: skip


def _ellipse(places: Sequence[Any]) -> dict[str, Range]:
    """Axes of the 95 % ellipse of what came down first: a figure of all draws, the same at every quantile."""
    found: dict[str, Range] = {}
    for place in places:
        if place.kind == "ellipse" and place.properties.get("probability") == 0.95 and not found:
            for axis in ("major_km", "minor_km"):
                value = float(place.properties[axis])
                found[f"impact_ellipse_{axis}"] = Range(value, value, value)
    return found


def _drivers(
    columns: Mapping[str, tuple[Any, bool]], inputs: Mapping[str, Binned], refused: set[str]
) -> tuple[Driver, ...]:
    found: list[Driver] = []
    sums = [name for name in columns if name.startswith("damages.") and name not in refused]
    for figure in (*sums, *(f"quantities.{name}" for name in HEADLINES)):
        values, whole = columns.get(figure, ((), False))
        if whole:
            found.extend(drivers_of(figure, values[:DRIVER_DRAWS], inputs, logarithmic=True))
    return tuple(found)


def _central(columns: Mapping[str, tuple[Any, bool]], draws: int) -> int:
    """Pick the draw whose sums lie nearest their medians, to show how such a number comes about."""
    import numpy as np

    distance = np.zeros(draws)
    for name, (values, _) in columns.items():
        if name.startswith("damages."):
            ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
            distance += np.abs(ranks - (draws - 1) / 2)
    return int(np.argmin(distance))
