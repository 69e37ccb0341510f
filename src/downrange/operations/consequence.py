"""What a measure or a loss stops, delays and leaves alone; who depends on it; which permission avoids it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from downrange.operations.manifest import Launch, Manifest, Need
from downrange.operations.outage import Draws, Outage, Withdrawal, combine, joined, meet, outages, partly_out
from downrange.operations.queue import HALF_A_DAY, ON_TIME, DelayD, Slip, slips

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Consequence", "DelayD", "Effect", "Permission", "consequence"]

_STILL_OUT_PROBABILITY = 0.05
"""Below this chance that a need is still out on its planned day a launch counts as unaffected."""

_MOSTLY_ON_TIME = "waits behind a late flight in fewer than one draw in twenty"

_NO_MARGIN = "no margin of supplies or propellant was given"

PERMISSION_ARTICLE = "ENF 32(2)(4), 64, 69(3)"


NONE = DelayD(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Effect:
    """What happens to one launch; ``delay`` is None where no way out is known."""

    launch: Launch
    effect: Literal["stopped", "delayed", "unaffected"]
    by: tuple[str, ...]
    delay: DelayD | None
    why: str
    still_out_probability: float = 0.0
    harm_probability: float | None = None
    """Share of the draws in which it flies after the first irreversible harm; None without such a day."""

    def as_json(self) -> dict[str, Any]:
        """Give the effect with the keys of ``consequence --json``."""
        first, last = self.launch.planned
        return {
            "launch": self.launch.name,
            "title": self.launch.title,
            "date": first.isoformat(),
            "date_until": last.isoformat(),
            "flew_on": self.launch.flew_on.isoformat() if self.launch.flew_on else None,
            "vehicle": self.launch.vehicle,
            "pad": self.launch.pad,
            "class": self.launch.payload_class,
            "effect": self.effect,
            "by": list(self.by),
            "delay_d": None if self.delay is None else self.delay.as_json(),
            "still_out_probability": self.still_out_probability,
            "harm_on": self.launch.harm_on.isoformat() if self.launch.harm_on else None,
            "harm_probability": self.harm_probability,
            "why": self.why,
        }


@dataclass(frozen=True)
class Permission:
    """A permission to use what is held, which would avoid (or does avoid) the harm, the hold staying."""

    asset: str
    permission: str
    article: str
    avoids: tuple[str, ...]
    in_force: bool

    def as_json(self) -> dict[str, Any]:
        """Give the permission as data."""
        return {
            "asset": self.asset,
            "permission": self.permission,
            "article": self.article,
            "avoids": list(self.avoids),
            "in_force": self.in_force,
        }


@dataclass(frozen=True)
class Consequence:
    """The whole answer for one set of withdrawals."""

    effects: tuple[Effect, ...]
    permissions: tuple[Permission, ...]
    reached: tuple[str, ...]
    withdrawn: tuple[Withdrawal, ...] = ()
    """The withdrawals that take the whole of a resource, together with those that do so with others."""

    def of(self, effect: str) -> tuple[Effect, ...]:
        """Give the launches with one effect."""
        return tuple(one for one in self.effects if one.effect == effect)

    def dependents(self) -> list[dict[str, Any]]:
        """Say who depends on the launches touched, and when the first irreversible harm was said to come."""
        groups: dict[str, list[Effect]] = defaultdict(list)
        for one in self.effects:
            if one.effect != "unaffected":
                groups[one.launch.dependent].append(one)
        rows = []
        for name, touched in groups.items():
            days = [one.launch.harm_on for one in touched if one.launch.harm_on is not None]
            stopped = any(one.effect == "stopped" for one in touched)
            rows.append(
                {
                    "dependent": name,
                    "launches": [one.launch.name for one in touched],
                    "effect": "stopped" if stopped else "delayed",
                    "lives": any(one.launch.lives for one in touched),
                    "first_irreversible_harm_on": min(days).isoformat() if days else None,
                    "harm_probability": max(
                        (one.harm_probability for one in touched if one.harm_probability is not None),
                        default=None,
                    ),
                    "why": "as given with the launch" if days else _NO_MARGIN,
                }
            )
        return rows


def consequence(
    manifest: Manifest,
    withdrawals: Sequence[Withdrawal],
    on: date,
    samples: int = 1000,
    seed: int = 1,
) -> Consequence:
    """Say what the withdrawals do to every launch still to fly.

    Parameters
    ----------
    manifest : Manifest
        Launches and resources; launches planned up to the first withdrawal are left out.
    withdrawals : sequence of Withdrawal
        What is lost or held, since when; a recorded end counts only if it is not after ``on``.
    on : date
        The day on which the question is asked: later records are not used.
    samples, seed : int
        Draws over repair, lead and turnaround times, and the seed of their streams.

    Returns
    -------
    Consequence
        Effects in the order of the planned days. ``stopped``: a need has no option left and no recorded
        end; its delay estimates the way out. ``delayed``: it flies later, on a recorded or substitute way.
    """
    withdrawals = joined(withdrawals, manifest)
    effects, reached = _effects(manifest, withdrawals, on, Draws(seed, samples))
    whole = tuple(one for one in withdrawals if one.units_number is None)
    return Consequence(effects, _permissions(manifest, withdrawals), reached, whole)


def _effects(
    manifest: Manifest, withdrawals: Sequence[Withdrawal], on: date, draws: Draws
) -> tuple[tuple[Effect, ...], tuple[str, ...]]:
    start = min((one.since for one in withdrawals), default=on)
    found = outages(manifest, withdrawals, on, draws)
    assets: dict[str, list[str]] = defaultdict(list)
    for one in withdrawals:
        assets[one.resource].append(one.asset)
    chosen = sorted(
        (launch for launch in manifest.launches if launch.planned[1] > start),
        key=lambda launch: (launch.planned, launch.name),
    )
    out = _out(manifest, chosen, found, draws, on)
    partly = partly_out(manifest, withdrawals, found, on, draws)
    late = slips(manifest, chosen, out, found, partly, draws, on)
    effects = [
        _effect(launch, out.get(launch.name), late.get(launch.name, ON_TIME), assets) for launch in chosen
    ]
    return tuple(effects), (*found, *partly)


def _out(
    manifest: Manifest, launches: Sequence[Launch], found: Mapping[str, Outage], draws: Draws, on: date
) -> dict[str, Outage]:
    """Give until when each launch lacks something it needs; launches that lack the same share the answer."""
    out: dict[str, Outage] = {}
    known: dict[tuple[Need, ...], Outage | None] = {}
    for launch in launches:
        lacking = tuple(need for need in launch.needs if need.phase == "launch" and need.one_of[0] in found)
        if not lacking:
            continue
        if lacking not in known:
            met = (meet(need, found, manifest.resources, draws, on) for need in lacking)
            known[lacking] = combine([part for part in met if part is not None])
        outage = known[lacking]
        if outage is not None:
            out[launch.name] = outage
    return out


def _effect(
    launch: Launch,
    outage: Outage | None,
    slip: Slip,
    assets: Mapping[str, Sequence[str]],
) -> Effect:
    found = _judged(launch, outage, slip, assets)
    return found if slip.harm_probability is None else replace(found, harm_probability=slip.harm_probability)


def _judged(
    launch: Launch,
    outage: Outage | None,
    slip: Slip,
    assets: Mapping[str, Sequence[str]],
) -> Effect:
    causes = () if outage is None else outage.causes
    by = tuple(dict.fromkeys(asset for cause in causes for asset in assets.get(cause, ())))
    still = slip.still_out_probability
    if slip.late_most_d <= HALF_A_DAY:
        why = "needs nothing that is withdrawn" if outage is None else "what it needs is back before its day"
        return Effect(launch, "unaffected", (), NONE, why, still)
    what = ", ".join(causes)
    if outage is None or still < _STILL_OUT_PROBABILITY:
        if slip.delay is not None and slip.delay.p95 <= HALF_A_DAY:
            why = _MOSTLY_ON_TIME if outage is None else "what it needs is back before its day"
            return Effect(launch, "unaffected", (), NONE, why, still)
        why = f"waits for {slip.waits_for or launch.pad} behind a late flight"
        return Effect(launch, "delayed", by, slip.delay, why, still)
    if outage.dated:
        return Effect(launch, "delayed", by, slip.delay, f"{what}: back on a recorded day", still)
    if outage.substituted:
        return Effect(launch, "delayed", by, slip.delay, f"{what}: another option takes its place", still)
    way = "no way out is known" if slip.delay is None else "the delay estimates repair or replacement"
    return Effect(launch, "stopped", by, slip.delay, f"{what}: nothing takes its place; {way}", still)


def _permissions(manifest: Manifest, withdrawals: Sequence[Withdrawal]) -> tuple[Permission, ...]:
    """Ask for each held asset which launches a permission to use it keeps, everything held otherwise equal.

    Whether a launch is touched does not depend on how long anything takes to mend, and what a set touches is
    what its members touch; so a permission keeps the launches that nothing else barred touches.
    """
    start = min((one.since for one in withdrawals), default=None)
    # the units that are left of a thing keep every launch, later at worst
    withdrawals = [one for one in withdrawals if one.units_number is None]
    frozen = [one for one in withdrawals if one.kind == "frozen"]
    resources: dict[str, set[str]] = defaultdict(set)
    barred: dict[str, set[str]] = defaultdict(set)
    for one in withdrawals:
        resources[one.asset].add(one.resource)
        if not one.permitted:
            barred[one.asset].add(one.resource)
    later = {
        index for index, launch in enumerate(manifest.launches) if start is None or launch.planned[1] > start
    }
    touched = {asset: manifest.touched(names) & later for asset, names in resources.items()}
    by_others = Counter(index for names in barred.items() for index in manifest.touched(names[1]) & later)
    found = []
    for asset in dict.fromkeys(one.asset for one in frozen):
        own = manifest.touched(barred[asset]) & later if asset in barred else set()
        kept = sorted(index for index in touched[asset] if by_others[index] == (index in own))
        in_force = any(one.permitted for one in frozen if one.asset == asset)
        if kept or in_force:
            found.append(
                Permission(
                    asset,
                    "use in place, without removal or sale; the attachment stays",
                    PERMISSION_ARTICLE,
                    tuple(manifest.launches[index].name for index in kept),
                    in_force,
                )
            )
    return tuple(found)
