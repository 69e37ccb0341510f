"""Single points of failure, harm of holding each asset, and the curve of harm against cover.

Here only whether something stands is asked, not for how long: a need fails when all its options fail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from downrange.operations.manifest import Launch, Manifest, Need

__all__ = [
    "Harm",
    "SinglePoint",
    "TradeOff",
    "aggregated",
    "criticality",
    "failing",
    "single_points",
    "stopped_launches",
    "trade_off",
]


@dataclass(frozen=True)
class Harm:
    """What holding an asset without use would do: share of the launches to fly that stop, and why."""

    asset: str
    harm_score: float
    launches: tuple[str, ...]
    lives: bool
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Give the harm as data, as the selection of assets takes it."""
        return {
            "asset": self.asset,
            "harm_score": self.harm_score,
            "launches": list(self.launches),
            "lives": self.lives,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class SinglePoint:
    """A resource whose loss alone stops launches; rank 1 is the worst."""

    rank: int
    resource: str
    kind: str
    launches: tuple[str, ...]
    lives: bool

    def as_json(self) -> dict[str, Any]:
        """Give the point as data."""
        return {
            "rank": self.rank,
            "resource": self.resource,
            "kind": self.kind,
            "launches": list(self.launches),
            "lives": self.lives,
        }


@dataclass(frozen=True)
class TradeOff:
    """The most that can be covered for a harm: one point of the curve, and the assets that give it."""

    launches_stopped: int
    covered_minor: int
    assets: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the point as data; the sum in minor units of the currency asked."""
        return {
            "launches_stopped": self.launches_stopped,
            "covered_minor": self.covered_minor,
            "assets": list(self.assets),
        }


def _fails(need: Need, gone: Collection[str]) -> bool:
    return need.phase == "launch" and all(option in gone for option in need.one_of)


def failing(manifest: Manifest, withdrawn: Collection[str]) -> set[str]:
    """Give the resources that fail when others are withdrawn, these among them."""
    gone = set(withdrawn)
    for name in manifest.reached(withdrawn):
        if name not in gone and any(_fails(need, gone) for need in manifest.resources[name].needs):
            gone.add(name)
    return gone


def stopped_launches(
    manifest: Manifest, withdrawn: Collection[str], after: date | None = None
) -> tuple[Launch, ...]:
    """Give the launches planned after a day that no option saves when resources are withdrawn."""
    return _stopped(manifest, failing(manifest, withdrawn), after, {})


def _stopped(
    manifest: Manifest, gone: set[str], after: date | None, known: dict[frozenset[str], tuple[Launch, ...]]
) -> tuple[Launch, ...]:
    """Give the launches stopped by what fails; sets that look alike to the launches are judged once."""
    named = frozenset(gone & manifest.launches_by_need.keys())
    if named not in known:
        indices = {index for name in named for index in manifest.launches_by_need[name]}
        found = (manifest.launches[index] for index in sorted(indices))
        known[named] = tuple(
            launch
            for launch in found
            if (after is None or launch.planned[1] > after)
            and any(_fails(need, named) for need in launch.needs)
        )
    return known[named]


def single_points(manifest: Manifest, after: date | None = None) -> tuple[SinglePoint, ...]:
    """Rank the resources whose loss alone stops launches: lives first, then launches stopped, then name.

    Rights (lease, approval, licence) are ranked with the rest: they are single points as well.
    """
    found = []
    known: dict[frozenset[str], tuple[Launch, ...]] = {}
    for name, resource in manifest.resources.items():
        stopped = _stopped(manifest, failing(manifest, (name,)), after, known)
        if stopped:
            lives = any(launch.lives for launch in stopped)
            found.append((not lives, -len(stopped), name, resource.kind, stopped))
    found.sort(key=lambda row: row[:3])
    return tuple(
        SinglePoint(rank, name, kind, tuple(launch.name for launch in stopped), not safe)
        for rank, (safe, _, name, kind, stopped) in enumerate(found, start=1)
    )


def aggregated(points: Sequence[SinglePoint]) -> list[dict[str, Any]]:
    """Count single points by kind, without a name: what may be shown in public."""
    kinds = sorted({point.kind for point in points})
    return [
        {
            "kind": kind,
            "single_points": sum(point.kind == kind for point in points),
            "lives": any(point.lives for point in points if point.kind == kind),
        }
        for kind in kinds
    ]


def criticality(
    manifest: Manifest,
    contents: Mapping[str, Collection[str]],
    after: date | None = None,
    partly: Mapping[str, Collection[str]] | None = None,
) -> Mapping[str, Harm]:
    """Give the harm of holding each asset without use: data for the selection of what to attach.

    Parameters
    ----------
    manifest : Manifest
        Launches and resources.
    contents : mapping of asset to resources
        Which resources each asset is or holds; an asset with none stops nothing.
    after : date, optional
        Only launches planned after this day count.
    partly : mapping of asset to resources, optional
        Resources of which the asset is some units only: it stops nothing, but lives may depend on it.

    Returns
    -------
    mapping of asset to Harm
        ``harm_score`` is the share of the launches still to fly that stop (0 to 1); ``lives`` says that
        crews or their supply depend on it, so that it is never proposed.
    """
    total = sum(1 for launch in manifest.launches if after is None or launch.planned[1] > after)
    found = {}
    known: dict[frozenset[str], tuple[Launch, ...]] = {}
    for asset, resources in contents.items():
        stopped = _stopped(manifest, failing(manifest, resources), after, known)
        lives = any(launch.lives for launch in stopped) or any(
            manifest.resources[name].lives for name in (*resources, *(partly or {}).get(asset, ()))
        )
        found[asset] = Harm(
            asset,
            len(stopped) / total if total else 0.0,
            tuple(launch.name for launch in stopped),
            lives,
            _reason(manifest, resources, stopped, total, lives),
        )
    return found


def _reason(
    manifest: Manifest, resources: Collection[str], stopped: Sequence[Launch], total: int, lives: bool
) -> str:
    if not resources:
        return "no launch is known to need it"
    tools = all(manifest.resources[name].kind in ("tools", "money") for name in resources)
    if not stopped:
        return "repairs take longer, no launch stops at once" if tools else "another option takes its place"
    text = f"stops {len(stopped)} of {total} launches"
    return f"{text}; lives depend on it: never part of a proposed freeze" if lives else text


def trade_off(
    values_minor: Mapping[str, int], harms: Mapping[str, Harm], most_points: int = 500
) -> tuple[TradeOff, ...]:
    """Give the curve of harm against cover: for each number of launches stopped the most that is covered.

    A knapsack by whole launches, exact for the sum of each asset's own launches; two assets that stop the
    same launch count it twice, so the harm is an upper bound. Assets on which lives depend are left out.

    Parameters
    ----------
    values_minor : mapping of asset to value
        Whole minor units of one currency.
    most_points : int
        Harm beyond this many launches is not followed.

    Returns
    -------
    tuple of TradeOff
        The points at which more harm buys more cover, least harm first.
    """
    names = sorted(name for name in values_minor if name in harms and not harms[name].lives)
    free = tuple(name for name in names if not harms[name].launches)
    base = sum(values_minor[name] for name in free)
    costly = [name for name in names if harms[name].launches]
    width = min(most_points, sum(len(harms[name].launches) for name in costly)) + 1
    best = np.zeros(width, dtype=np.int64)
    taken = np.zeros((len(costly), width), dtype=bool)
    for row, name in enumerate(costly):
        weight, value = len(harms[name].launches), values_minor[name]
        if weight < width:
            with_it = best[: width - weight] + value
            taken[row, weight:] = with_it > best[weight:]
            best[weight:] = np.maximum(best[weight:], with_it)
    points: list[TradeOff] = []
    for harm in range(width):
        if points and base + int(best[harm]) <= points[-1].covered_minor:
            continue
        points.append(TradeOff(harm, base + int(best[harm]), (*free, *_picked(harm, costly, taken, harms))))
    return tuple(points)


def _picked(harm: int, costly: Sequence[str], taken: Any, harms: Mapping[str, Harm]) -> tuple[str, ...]:
    left, names = harm, []
    for row in range(len(costly) - 1, -1, -1):
        if taken[row, left]:
            names.append(costly[row])
            left -= len(harms[costly[row]].launches)
    return tuple(sorted(names))
