"""Continental tracer releases (CAPTEX 1983, ETEX-1 1994): the particle model in the user's meteorology.

Samples and meteorology are brought by the user; without them the set answers what to bring, and no score is
claimed. Scores and files: docs/validation-long-range.md.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.inputs.tracer_samples import TracerSample, read_samples
from downrange.inputs.weather_gridded import Wanted, read_gridded
from downrange.physics.plume_carried import FieldRelease, Losses, Samples, carry
from downrange.reference.library import table, values
from downrange.validation.scores import (
    correlation,
    factor_of_two,
    fractional_bias,
    normalised_mean_square_error,
)

__all__ = ["FILE", "TracerRelease", "compared", "predicted", "rank_terms", "releases", "report"]

FILE = "experiments/long_range.yaml"
DATA = "DOWNRANGE_DATA"
WEATHER = "DOWNRANGE_WEATHER"

_SAMPLER_M = 1.5
_BOX = {"captex": (36.0, 50.0, -90.0, -66.0), "etex1": (38.0, 66.0, -10.0, 34.0)}
_FIELDS = (
    "levels 1000 to 500 hPa: u, v, w, t, z; single levels: z, u10, v10, t2m, sp, blh, ishf (or sshf), "
    "zust (or iews and inss), tp (or mtpr), fsr; hourly or three-hourly, NetCDF"
)
_DETECTED_KG_PER_M3 = 1e-15  # one picogram: a sampler's zero, and the floor of what counts as predicted

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TracerRelease:
    """One release and what another model scored on it (empty where nothing was found)."""

    name: str
    file: str
    latitude_deg: float
    longitude_deg: float
    start_s: float
    rate_kg_per_s: float
    duration_s: float
    height_m: float
    other: Mapping[str, float]


def releases(name: str) -> tuple[TracerRelease, ...]:
    """Read the releases of a set (``captex``, ``etex1``) from the library."""
    body, sourced = table(FILE)["sets"][name]["releases"], values(FILE)
    found = []
    for number, node in body.items():
        at = f"sets.{name}.releases.{number}"
        start = datetime.fromisoformat(node["start_utc"]).replace(tzinfo=UTC).timestamp()
        found.append(
            TracerRelease(
                f"{name}-{number}", node["file"], node["latitude_deg"], node["longitude_deg"], start,
                1e-3 * sourced[f"{at}.rate_g_per_s"].value, sourced[f"{at}.duration_s"].value,
                sourced[f"{at}.height_m"].value, node.get("hysplit", {}),
            )
        )  # fmt: skip
    return tuple(found)


def predicted(
    release: TracerRelease,
    samples: Sequence[TracerSample],
    files: Sequence[Path],
    particles: int = 100_000,
    seed: int = 0,
) -> tuple[Array, Array, dict[str, str]]:
    """Compute every sample of a release.

    Returns
    -------
    tuple
        Concentrations and standard errors, kg/m3, in the order of the samples; SHA-256 of the weather.
    """
    stations = {s.station: (s.latitude_deg, s.longitude_deg) for s in samples}
    order = {name: k for k, name in enumerate(stations)}
    ends = [s.start_s + s.duration_s for s in samples]
    edges = np.unique(np.array([s.start_s for s in samples] + ends)) - release.start_s
    latitudes, longitudes = zip(*stations.values(), strict=True)
    wanted = Wanted(
        (release.latitude_deg, *latitudes), (release.longitude_deg, *longitudes), release.start_s, max(ends)
    )
    gridded = read_gridded(files, wanted)
    east, north = gridded.plane.place_m(latitudes, longitudes)
    mass_kg = release.rate_kg_per_s * release.duration_s
    found = carry(
        FieldRelease(0.0, 0.0, release.height_m, mass_kg, 0.0, release.duration_s), gridded.weather,
        Samples(np.column_stack([east, north, np.full(len(stations), _SAMPLER_M)]), edges),
        Losses(), particles, seed,
    )  # fmt: skip
    means, errors = np.zeros(len(samples)), np.zeros(len(samples))
    length = np.diff(edges)
    for i, sample in enumerate(samples):
        begin = sample.start_s - release.start_s
        inside = (edges[:-1] >= begin - 1.0) & (edges[1:] <= begin + sample.duration_s + 1.0)
        share = length[inside] / length[inside].sum()
        row = order[sample.station]
        means[i] = float(share @ found.concentration_kg_per_m3[row, inside])
        errors[i] = float(np.hypot.reduce(share * found.standard_error_kg_per_m3[row, inside]))
    return means, errors, gridded.hashes


def rank_terms(measured: Array, computed: Array) -> dict[str, float]:
    """Score pairs the way tracer experiments are: FB, NMSE, r, FAC2, FMS, KSP and their rank (Draxler 2006).

    FMS is the overlap of where something was found and where something was computed (above one picogram), in
    percent; KSP the largest difference of the two cumulative distributions, in percent;
    ``rank = r^2 + 1 - |FB/2| + FMS/100 + 1 - KSP/100``, at best 4. FAC2 counts pairs where either is above
    zero. FB above zero is under-prediction; its sign elsewhere is often the other.
    """
    o = np.asarray(measured, float)
    p = np.where(np.asarray(computed, float) < _DETECTED_KG_PER_M3, 0.0, computed)
    either, both = (o > 0.0) | (p > 0.0), (o > 0.0) & (p > 0.0)
    if not p.any() or not o.any():
        fb = 2.0 if o.any() else -2.0 if p.any() else 0.0
        nmse, r = math.inf, 0.0
    else:
        fb, nmse, r = fractional_bias(o, p), normalised_mean_square_error(o, p), correlation(o, p)
    fms = 100.0 * float(both.sum()) / max(float(either.sum()), 1.0)
    levels = np.unique(np.concatenate([o, p]))
    below = [np.searchsorted(np.sort(x), levels, side="right") / x.size for x in (o, p)]
    ksp = 100.0 * float(np.abs(below[0] - below[1]).max())
    return {
        "pairs": float(o.size),
        "fac2": factor_of_two(o[either], p[either]) if either.any() else 1.0,
        "fb": fb,
        "nmse": nmse,
        "r": r,
        "fms_percent": fms,
        "ksp_percent": ksp,
        "rank": r * r + 1.0 - abs(fb / 2.0) + fms / 100.0 + 1.0 - ksp / 100.0,
    }


def compared(
    release: TracerRelease, samples: Sequence[TracerSample], files: Sequence[Path], particles: int = 100_000
) -> dict[str, Any]:
    """Run and score one release: its row, its scores, the highest sample of each side."""
    computed, errors, hashes = predicted(release, samples, files, particles)
    measured = np.array([s.concentration_kg_per_m3 for s in samples])
    found = rank_terms(measured, computed)
    highest = int(measured.argmax())
    ours = {name: round(value, 4) if math.isfinite(value) else None for name, value in found.items()}
    return {
        "what": f"{release.name}, highest sample, kg/m3",
        "measured": float(measured.max()),
        "computed": float(computed.max()),
        "low": None,
        "high": None,
        "inside": None,
        "why": f"rank {found['rank']:.2f}, FB {found['fb']:.2f}, r {found['r']:.2f}, "
        f"FMS {found['fms_percent']:.0f} %; where the measured maximum was: {computed[highest]:.3g} +- "
        f"{errors[highest]:.2g}",
        "scores": ours,
        "other": dict(release.other),
        "weather": hashes,
    }


def report(
    name: str, data: str | None = None, weather: str | None = None, particles: int = 100_000
) -> dict[str, Any]:
    """Score a long-range set, or say what is missing.

    Parameters
    ----------
    name : str
        ``captex`` or ``etex1``.
    data : str, optional
        Folder with ``captex/captex1.txt`` and so on, ``etex1/meas-t1.txt``; else DOWNRANGE_DATA.
    weather : str, optional
        Folder with one folder of NetCDF files for each release, ``captex-1`` to ``captex-7``, ``etex1-1``;
        else DOWNRANGE_WEATHER.
    particles : int
        Of each release.

    Returns
    -------
    dict
        Keys of ``validate --json``; ``met`` is null unless every release was run: then whether the mean rank
        is no lower than the other model's (where one is known, else 2.2).
    """
    samples_at = data or os.environ.get(DATA)
    weather_at = weather or os.environ.get(WEATHER)
    rows: list[dict[str, Any]] = []
    bring: list[dict[str, Any]] = []
    missing: set[str] = set()
    for release in releases(name):
        where = Path(samples_at) / table(FILE)["sets"][name]["folder"] / release.file if samples_at else None
        folder = Path(weather_at) / release.name if weather_at else None
        files = sorted(folder.glob("*.nc")) if folder is not None and folder.is_dir() else []
        absent = where is None or not where.is_file()
        missing |= {"measured samples"} if absent else set()
        missing |= set() if files else {"meteorology"}
        if where is None or absent or not files:
            bring.append(_to_bring(name, release, None if absent else where))
            continue
        rows.append(compared(release, read_samples(where), files, particles))
    ranks = [row["scores"]["rank"] for row in rows]
    other = [row["other"]["rank"] for row in rows if row["other"]]
    goal = float(np.mean(other)) if other else float(table(FILE)["rank"]["fair_score"])
    return {
        "set": name,
        "rows": rows,
        "scores": {"mean_rank": float(np.mean(ranks)), "releases": len(rows)} if rows else {},
        "baseline": {"what": "HYSPLIT on the same releases, mean rank", "rank": goal} if other else {},
        "met": bool(np.mean(ranks) >= goal) if rows and not bring else None,
        "why": _why(bring, missing),
        "bring": bring,
    }


def _why(bring: Sequence[Mapping[str, Any]], missing: set[str]) -> str:
    if not bring:
        return ""
    return (
        f"not scored: {' and '.join(sorted(missing))} missing. Bring NetCDF files for "
        f"{', '.join(str(one['release']) for one in bring)} in folders of those names under the folder that "
        f"--weather or {WEATHER} names, and the samples under --data or {DATA}; fields, area and hours stand "
        "under 'bring' in --json and in docs/validation-long-range.md. No score is claimed"
    )


def _to_bring(name: str, release: TracerRelease, where: Path | None) -> dict[str, Any]:
    """Say which fields, area and hours a release needs, and about how large they are at a quarter degree."""
    south, north, west, east = _BOX[name]
    end = release.start_s + (4.0 if name == "etex1" else 3.0) * 86400.0
    if where is not None:
        end = max(s.start_s + s.duration_s for s in read_samples(where))
    hours = math.ceil((end - release.start_s) / 3600.0) + 2
    nodes = (4 * (north - south) + 1) * (4 * (east - west) + 1)
    size = hours * nodes * (5 * 16 + 12) * 2.0 / 1e6  # packed in two bytes, before compression
    return {
        "release": release.name,
        "fields": _FIELDS,
        "area_deg": {"south": south, "north": north, "west": west, "east": east},
        "from_utc": _utc(math.floor(release.start_s / 3600.0) * 3600.0),
        "to_utc": _utc(math.ceil(end / 3600.0) * 3600.0),
        "hourly_at_quarter_degree_mb": round(size),
        "samples": release.file if where is None else "in hand",
    }


def _utc(time_s: float) -> str:
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%dT%H:%MZ")
