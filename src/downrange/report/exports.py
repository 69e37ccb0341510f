"""What others read by machine: the JSON documents, GeoJSON places, CF-NetCDF fields.

GeoJSON follows RFC 7946 (WGS84, longitude first); the fields follow the CF conventions 1.10, sections 4 and
5.6, with a grid mapping, so that QGIS and xarray open them in the right place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

from downrange.base.canonical import plain
from downrange.base.money import Money, from_float
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment, Damage, Driver, FieldGrid, Place, QuantileError, Range
from downrange.damage.refusals import refusals_of
from downrange.damage.valuation.combine import addable_sets
from downrange.report.basemap import CREDITS

__all__ = [
    "FieldLayer",
    "assessment_json",
    "claim_json",
    "field_layers",
    "fields_netcdf",
    "written",
    "zones_geojson",
]


def assessment_json(assessment: Assessment, answers: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Give an assessment with the keys of ``downrange assess --json``; ``answers`` only where given."""
    body: dict[str, Any] = {
        "case": assessment.case,
        "samples": assessment.samples,
        "seed": assessment.seed,
        "manifest": assessment.manifest.as_json(),
        "quantities": {name: _quantiles(figure) for name, figure in assessment.quantities.items()},
        "damages": [_damage(damage) for damage in assessment.damages],
        "headline": _headline(assessment.damages),
        "drivers": [_driver(driver) for driver in assessment.drivers],
        "assumed": list(assessment.assumed),
        "problems": [problem.as_json() for problem in assessment.problems],
        "notes": list(assessment.notes),
        "addable": [list(chosen) for chosen in addable_sets(assessment.damages)],
        "errors": {name: _error(assessment, name, error) for name, error in assessment.errors.items()},
        "histograms": {
            name: {"edges": list(one.edges()), "shares": list(one.shares), "nought_share": one.nought_share}
            for name, one in assessment.histograms.items()
        },
        "swings": [asdict(swing) for swing in assessment.swings],
        "narrowing": list(assessment.narrowing),
        "refusals": [one.as_json() for one in refusals_of(assessment)],
        "remediation": assessment.remediation.as_json() if assessment.remediation else None,
    }
    if assessment.until is not None:
        body["until"] = _finite(asdict(assessment.until))
    if answers:
        body["answers"] = [dict(answer) for answer in answers]
    return body


def _quantiles(figure: Range) -> dict[str, float]:
    return {"p05": figure.p05, "p50": figure.p50, "p95": figure.p95}


def _error(assessment: Assessment, figure: str, error: QuantileError) -> dict[str, Any]:
    """Give one standard error of each quantile in the figure's own unit; null where the draws cannot tell."""
    currencies = {f"damages.{damage.method}": damage.currency for damage in assessment.damages}
    body: dict[str, Any] = {"p05": error.p05, "p50": error.p50, "p95": error.p95}
    currency = currencies.get(figure)
    if currency is None:
        body = _finite(body)
    else:
        body = {
            name: from_float(value, currency).as_json()["amount"] if isfinite(value) else None
            for name, value in body.items()
        }
    return {**body, "by": error.by}


def _finite(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not isfinite(value) else value
        for name, value in body.items()
    }


def _headline(damages: Sequence[Damage]) -> dict[str, Any]:
    """Say which computed methods are law, and the range over all computed ones in each currency."""
    computed = [damage for damage in damages if damage.amount is not None and damage.currency is not None]
    ranges = []
    for currency in dict.fromkeys(damage.currency for damage in computed):
        own = [damage for damage in computed if damage.currency == currency]
        low = min(damage.amount.p05 for damage in own if damage.amount is not None)
        high = max(damage.amount.p95 for damage in own if damage.amount is not None)
        ends = (from_float(end, str(currency)).as_json()["amount"] for end in (low, high))
        names = [damage.method for damage in own]
        ranges.append(
            {"currency": currency, **dict(zip(("low", "high"), ends, strict=True)), "methods": names}
        )
    return {"law": [d.method for d in computed if d.applicability == "law"], "ranges": ranges}


def _damage(damage: Damage) -> dict[str, Any]:
    body: dict[str, Any] = {
        "method": damage.method,
        "status": damage.status,
        "applicability": damage.applicability,
        "why": damage.why,
        "missing": list(damage.missing),
        "amount": None,
        "currency": damage.currency,
        "price_year": damage.price_year,
        "article": damage.article,
        "flags": list(damage.flags),
        "unpriced": list(damage.unpriced),
    }
    if damage.amount is not None and damage.currency is not None:
        body["amount"] = {
            name: from_float(value, damage.currency).as_json()["amount"]
            for name, value in _quantiles(damage.amount).items()
        }
        body["parts"] = {
            part: {
                name: from_float(value, damage.currency).as_json()["amount"]
                for name, value in _quantiles(amount).items()
            }
            for part, amount in damage.parts.items()
        }
    return body


def _driver(driver: Driver) -> dict[str, Any]:
    if not driver.resolved:
        return {"figure": driver.figure, "resolved": False}
    return {
        "figure": driver.figure,
        "input": driver.input,
        "share": driver.share,
        "low": driver.low,
        "high": driver.high,
        "low_share": driver.low_share,
        "high_share": driver.high_share,
    }


def claim_json(case: Case, assessment: Assessment, quantile: str = "p50") -> dict[str, Any]:
    """Give what may cross from the science to the law: each computed amount rounded once into money.

    Parameters
    ----------
    quantile : {"p05", "p50", "p95"}
        Which quantile of the draws is put forward; it is named in the document.
    """
    assert quantile in ("p05", "p50", "p95"), quantile
    drafts = []
    for damage in assessment.damages:
        if damage.amount is None or damage.currency is None:
            continue
        money: Money = from_float(getattr(damage.amount, quantile), damage.currency, "half-up")
        drafts.append(
            {
                "method": damage.method,
                "applicability": damage.applicability,
                "article": damage.article,
                "why": damage.why,
                "amount": money.as_json(),
                "price_year": damage.price_year,
            }
        )
    return {
        "case": case.case,
        "hypothetical": case.hypothetical,
        "fictional": case.fictional,
        "quantile": quantile,
        "rounding": "half-up, once, to the minor unit",
        "drafts": drafts,
        "asserted": [
            {
                "claim": claim.id,
                "basis": claim.basis,
                **{
                    name: value.as_json() if isinstance(value, Money) else None
                    for name, value in (
                        ("asserted", claim.asserted),
                        ("awarded", claim.awarded),
                        ("agreed", claim.agreed),
                        ("paid", claim.paid),
                    )
                },
            }
            for claim in case.claims
        ],
        "manifest": assessment.manifest.as_json(),
    }


def zones_geojson(
    case: Case, assessment: Assessment, others: Sequence[tuple[Case, Assessment]] = ()
) -> dict[str, Any]:
    """Give the places of an assessment as a GeoJSON feature collection (RFC 7946, WGS84).

    ``others`` are the events that the case compares; each feature names the case it belongs to.
    """
    return {
        "type": "FeatureCollection",
        "case": case.case,
        "title": case.title,
        "hypothetical": case.hypothetical,
        "fictional": case.fictional,
        "manifest": assessment.manifest.as_json()["digest"],
        "credits": list(CREDITS),
        "features": [
            _feature(owner, place) for owner, one in ((case, assessment), *others) for place in one.places
        ],
    }


def _feature(case: Case, place: Place) -> dict[str, Any]:
    if place.outline:
        ring = [[longitude, latitude] for longitude, latitude in _counter_clockwise(place.outline)]
        geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [ring]}
    else:
        geometry = {"type": "Point", "coordinates": [place.longitude_deg, place.latitude_deg]}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "name": place.name,
            "kind": place.kind,
            "case": case.case,
            "hypothetical": case.hypothetical,
            "latitude_deg": place.latitude_deg,
            "longitude_deg": place.longitude_deg,
            **plain(dict(place.properties)),
        },
    }


def _counter_clockwise(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Close a ring and turn it the way RFC 7946, section 3.1.6 asks of an outer one."""
    points = [(float(x), float(y)) for x, y in ring]
    if points[0] != points[-1]:
        points.append(points[0])
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))
    return points if twice >= 0 else points[::-1]


@dataclass(frozen=True)
class FieldLayer:
    """One band of a gridded field as files carry it; ``unit`` as UDUNITS writes it."""

    name: str
    long_name: str
    unit: str
    values: Any


def field_layers(grid: FieldGrid) -> tuple[FieldLayer, ...]:
    """Give the bands of a field: median, 95 % quantile, and where known mean and share over its level.

    The median's name says so where no cell is reached in half of the draws, so that a band of noughts is not
    taken for clean ground.
    """
    import numpy as np

    median = "median over the draws"
    if not np.any(grid.values) and np.any(grid.upper):
        median += " (0 everywhere: no cell is reached in half of the draws; see mean and share)"
    unit = udunits(grid.unit)
    found = [
        (grid.name, grid.values, median, unit),
        (f"{grid.name}_p95", grid.upper, "95 % quantile over the draws", unit),
    ]
    if grid.mean is not None:
        found.append((f"{grid.name}_mean", grid.mean, "mean over the draws", unit))
    if grid.over is not None:
        share = f"share of the draws over {grid.level}"
        if not np.any(grid.over):
            share += " (0 everywhere: it is not reached at the middle of any cell; distances are quantities)"
        found.append((f"{grid.name}_share_over", grid.over, share, "1"))
    return tuple(FieldLayer(name, f"{grid.long_name}, {what}", u, values) for name, values, what, u in found)


def fields_netcdf(case: Case, assessment: Assessment) -> bytes:
    """Give the gridded fields as one NetCDF file (classic, 64-bit offsets) after CF-1.10.

    Grids that differ between fields get axes of their own, named after the field; each variable names the
    grid mapping ``crs`` (WGS84). A case without fields gives a file with its metadata only.
    """
    import numpy as np
    import xarray as xr

    dataset = xr.Dataset(attrs=_attributes(case, assessment))
    dataset["crs"] = xr.DataArray(np.int32(0), attrs=_WGS84)
    shared: tuple[Any, Any] | None = None
    for grid in assessment.fields:
        latitude = np.asarray(grid.latitude_deg, dtype=float)
        longitude = np.asarray(grid.longitude_deg, dtype=float)
        same = shared is None or (
            np.array_equal(latitude, shared[0]) and np.array_equal(longitude, shared[1])
        )
        shared = shared or (latitude, longitude)
        names = ("latitude", "longitude") if same else (f"latitude_{grid.name}", f"longitude_{grid.name}")
        dataset = dataset.assign_coords(
            {names[0]: (names[0], latitude, _AXES[0]), names[1]: (names[1], longitude, _AXES[1])}
        )
        for layer in field_layers(grid):
            dataset[layer.name] = xr.DataArray(
                np.asarray(layer.values, dtype=np.float32),
                dims=names,
                attrs={"long_name": layer.long_name, "units": layer.unit, "grid_mapping": "crs"},
            )
    dataset = _with_moments(dataset, assessment)
    return bytes(dataset.to_netcdf(None, engine="scipy", format="NETCDF3_64BIT"))


def _with_moments(dataset: Any, assessment: Assessment) -> Any:
    """Add the clouds at moments: each on axes of its own, with a time after the release."""
    import numpy as np
    import xarray as xr

    for one in assessment.moments:
        names = tuple(f"{axis}_{one.name}" for axis in ("time", "latitude", "longitude"))
        axes = (
            (np.asarray(one.times_s, float), _AFTER_RELEASE),
            (np.asarray(one.latitude_deg, float), _AXES[0]),
            (np.asarray(one.longitude_deg, float), _AXES[1]),
        )
        known = {name: (name, values, attrs) for name, (values, attrs) in zip(names, axes, strict=True)}
        dataset = dataset.assign_coords(known)
        dataset[one.name] = xr.DataArray(
            np.asarray(one.values, dtype=np.float32),
            dims=names,
            attrs={"long_name": one.long_name, "units": udunits(one.unit), "grid_mapping": "crs"},
        )
    return dataset


_AFTER_RELEASE = {
    "standard_name": "forecast_period",
    "long_name": "time after the release",
    "units": "s",
    "axis": "T",
}


_AXES = (
    {"standard_name": "latitude", "long_name": "latitude", "units": "degrees_north", "axis": "Y"},
    {"standard_name": "longitude", "long_name": "longitude", "units": "degrees_east", "axis": "X"},
)
_WGS84 = {
    "grid_mapping_name": "latitude_longitude",
    "longitude_of_prime_meridian": 0.0,
    "semi_major_axis": 6378137.0,
    "inverse_flattening": 298.257223563,
    "crs_wkt": (
        'GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,'
        'LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],'
        'CS[ellipsoidal,2],AXIS["geodetic latitude (Lat)",north],AXIS["geodetic longitude (Lon)",east],'
        'ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",4326]]'
    ),
}


def _attributes(case: Case, assessment: Assessment) -> dict[str, str]:
    return {
        "Conventions": "CF-1.10",
        "title": case.title,
        "source": f"Downrange {assessment.manifest.code_version}",
        "history": f"downrange run {case.case} --samples {assessment.samples} --seed {assessment.seed}",
        "case": case.case,
        "hypothetical": str(case.hypothetical).lower(),
        "fictional": str(case.fictional).lower(),
        "manifest": assessment.manifest.as_json()["digest"],
        "comment": "Model output with its spread; not a measurement.",
        "references": "; ".join(CREDITS),
    }


def udunits(unit: str) -> str:
    """Spell a unit suffix as UDUNITS wants it.

    >>> udunits("mg_s_per_m3"), udunits("mg_per_kg"), udunits("")
    ('mg s m-3', 'mg kg-1', '1')
    """
    if not unit:
        return "1"
    if " " in unit:
        return unit  # spelled for UDUNITS already
    above, _, below = unit.partition("_per_")
    parts = [part for part in above.split("_") if part]
    for part in filter(None, below.split("_")):
        stem, power = (part[:-1], part[-1]) if part[-1].isdigit() else (part, "1")
        parts.append(f"{stem}-{power}")
    return " ".join({"d": "day", "d-1": "day-1"}.get(part, part) for part in parts)


def written(path: Path, content: bytes | str | Mapping[str, Any]) -> Path:
    """Write a file whole or not at all: beside its place first, then renamed; JSON for a mapping."""
    if isinstance(content, Mapping):
        content = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
    return path
