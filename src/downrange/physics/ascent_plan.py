"""From a vehicle of the library to the phases of its powered flight.

Rules (docs/physics/ascent.md): a stage burns its load less its residuals and its reserve at the mass flow of
its vacuum thrust and specific impulse; where that time is more than 7 % off the printed burn, the stage is
throttled or its thrust is a maximum, and the mean over the printed burn is taken instead. Pressure costs a
thrust that does not scale with the throttle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from downrange.errors import SourceError, ValidityError
from downrange.reference.vehicles import Stage, Vehicle

__all__ = ["STANDARD_GRAVITY", "Burn", "Mark", "Plan", "burn_of", "plan_of"]

Array = NDArray[np.float64]

STANDARD_GRAVITY = 9.80665
SEA_LEVEL_PA = 101325.0
_MASSES = ("propellant_kg", "dry_mass_kg")
_AGREES = 0.07
_OVERRUN = 0.6
_SOLID_LOSS = 0.12
_BOOSTER_DELAY_S = 1.0

type Levels = tuple[tuple[float, float, float], ...]
_STEADY: Levels = ((0.0, 1.0, 1.0),)


@dataclass(frozen=True)
class Burn:
    """One stage as the ascent sees it: figures of one unit, of which there are ``count``.

    Attributes
    ----------
    usable_kg : float
        Burnt until cut-off.
    spent_kg : float
        What separates: dry mass, residuals and reserve.
    port_m2 : float
        Thrust lost per ambient pressure.
    scaled : bool
        Whether the mean over the printed burn was taken.
    levels : tuple
        Thrust and flow over their mean, as (share of the burn at its begin, at its end, level).
    """

    name: str
    count: int
    usable_kg: float
    spent_kg: float
    thrust_n: float
    flow_kg_per_s: float
    port_m2: float
    area_m2: float
    scaled: bool
    levels: Levels
    stage: Stage = field(repr=False)

    @property
    def burn_s(self) -> float:
        """Time from ignition to cut-off."""
        return self.usable_kg / self.flow_kg_per_s

    @property
    def full_kg(self) -> float:
        """Mass of one unit at ignition."""
        return self.usable_kg + self.spent_kg


@dataclass(frozen=True)
class Mark:
    """An event of the plan: its name, when, and what leaves at it (``""`` for nothing)."""

    name: str
    time_s: float
    leaves: str = ""


@dataclass(frozen=True)
class Plan:
    """Phases of a flight for the kernel, with the events between them.

    Attributes
    ----------
    phases : ndarray, shape (n, 7)
        As for :func:`downrange.physics.kernels.ascent.fly`.
    marks : tuple of Mark
        In order of time; the final cut-off is not among them.
    first_staging_s : float
        From here the linear-tangent law steers.
    straight_s : float
        Cut-off of the stage that burnt at the first separation, or was lit after it; from then on no yaw.
    burnout_kg : float
        Mass when the last stage has burnt its usable load.
    """

    phases: Array
    marks: tuple[Mark, ...]
    burns: tuple[Burn, ...]
    first_staging_s: float
    straight_s: float
    burnout_kg: float
    payload_kg: float


def burn_of(
    stage: Stage,
    thrust_factor: float = 1.0,
    reserve_fraction: float | None = None,
    *,
    alone: bool = False,
    solid: Levels = _STEADY,
) -> Burn:
    """Read one stage.

    Parameters
    ----------
    thrust_factor : float
        Multiplies thrust and flow alike (a vehicle that flies throttled).
    reserve_fraction : float, optional
        Share of the load kept for landing; without it the library's, or nothing.
    alone : bool
        A liquid stage that lifts the vehicle alone keeps its printed thrust whatever its printed burn: it
        throttles only near the end.
    solid : levels
        For a solid motor that burns at lift-off.

    Raises
    ------
    SourceError
        If mass, thrust or specific impulse is missing, with the reason.
    """
    load = stage.figure("propellant_kg").value
    residual = stage.residual_kg()
    kept = sum(residual.get(name, 0.0) for name in stage.components)
    reserve = reserve_fraction
    if reserve is None:
        reserve = stage.figure("reserve_fraction").value if stage.has("reserve_fraction") else 0.0
    extra = sum(item.value for item in stage.loads_kg.values())
    extra_kept = sum(residual.get(name, 0.0) for name in stage.loads_kg)
    main = load * (1.0 - reserve) - kept
    impulse = stage.figure("isp_vacuum_s").value * STANDARD_GRAVITY
    printed = stage.figure("thrust_vacuum_n").value
    flow, scaled = printed * thrust_factor / impulse, False
    grain = stage.components == ("solid",)
    if stage.has("burn_s") and reserve == 0.0 and (grain or not alone):
        stated = stage.figure("burn_s").value
        if abs(main / flow / stated - 1.0) > _AGREES:
            flow, scaled = main / stated, True
    duration = main / flow
    wide = stage.figure("body_diameter_m" if stage.has("body_diameter_m") else "diameter_m").value
    return Burn(
        stage.name,
        stage.count,
        main + extra - extra_kept,
        stage.figure("dry_mass_kg").value + kept + extra_kept + load * reserve,
        flow * impulse,
        (main + extra - extra_kept) / duration,
        _port(stage, printed),
        math.pi / 4.0 * wide * wide,
        scaled,
        solid if grain and stage.name in ("booster", "stage-1") else _STEADY,
        stage,
    )


def _port(stage: Stage, printed_n: float) -> float:
    if stage.has("thrust_sea_level_n"):
        return max(0.0, printed_n - stage.figure("thrust_sea_level_n").value) / SEA_LEVEL_PA
    if stage.has("isp_sea_level_s"):
        ratio = stage.figure("isp_sea_level_s").value / stage.figure("isp_vacuum_s").value
        return printed_n * (1.0 - ratio) / SEA_LEVEL_PA
    if stage.name in ("booster", "stage-1"):
        return _SOLID_LOSS * printed_n / SEA_LEVEL_PA
    return 0.0


def plan_of(
    vehicle: Vehicle,
    payload_kg: float,
    *,
    coast_s: float,
    fairing_s: float | None = None,
    thrust_factor: float = 1.0,
    reserve_fraction: float | None = None,
    solid: Levels = _STEADY,
) -> Plan:
    """Lay a vehicle's flight out.

    Parameters
    ----------
    payload_kg : float
        What the last of ``vehicle.stages`` carries, an upper stage and its load included.
    coast_s : float
        Between a cut-off and the next ignition; the spent stage leaves in its middle.
    fairing_s : float, optional
        When the fairing leaves; without it, never.
    thrust_factor, reserve_fraction : float
        Of the first stage, see :func:`burn_of`.
    solid : levels
        Of the thrust of solid motors that burn at lift-off, see :class:`Burn`.

    Raises
    ------
    SourceError
        For what the library lacks.
    ValidityError
        If the vehicle cannot lift off.
    """
    if not vehicle.stages:
        reason = vehicle.missing.get("stages", "no stages")
        raise SourceError(f"vehicle {vehicle.slug}: {reason}", [f"vehicles.{vehicle.slug}.stages"])
    without = [(stage, name) for stage in vehicle.stages for name in _MASSES if not stage.has(name)]
    if without:
        reasons = dict.fromkeys(stage.missing.get(name, "not in the library") for stage, name in without)
        raise SourceError(
            f"vehicle {vehicle.slug} cannot fly, masses are missing: {'; '.join(reasons)}",
            [f"{stage.path}.{name}" for stage, name in without],
        )
    alone = vehicle.stages[0].name == "stage-1"
    burns = tuple(
        burn_of(stage, thrust_factor, reserve_fraction, alone=alone, solid=solid)
        if stage.name == "stage-1"
        else burn_of(stage, solid=solid)
        for stage in vehicle.stages
    )
    shroud = 0.0 if vehicle.fairing is None else vehicle.fairing.figure("mass_kg").value
    wide = 0.0
    if vehicle.fairing is not None:
        wide = math.pi / 4.0 * vehicle.fairing.figure("diameter_m").value ** 2
    layout = _Layout(burns, payload_kg, coast_s)
    layout.lay()
    phases, marks = layout.rows(shroud, wide, fairing_s), layout.marks
    if fairing_s is not None and shroud > 0.0:
        marks = sorted(
            [*marks, Mark("fairing-separation", fairing_s, "fairing")], key=lambda mark: mark.time_s
        )
    lift = phases[0, 2] - phases[0, 4] * SEA_LEVEL_PA
    if lift <= 1.02 * STANDARD_GRAVITY * phases[0, 5]:
        raise ValidityError(
            f"{vehicle.slug} does not lift off with {payload_kg:.0f} kg: thrust over weight is "
            f"{lift / (STANDARD_GRAVITY * phases[0, 5]):.2f}"
        )
    return Plan(
        phases,
        tuple(marks),
        burns,
        layout.first_staging_s,
        layout.straight_s,
        layout.burnout_kg,
        payload_kg,
    )


@dataclass(frozen=True)
class _Firing:
    """A burn, or one level of it, between two times; figures of all units together."""

    begin_s: float
    end_s: float
    thrust_n: float
    flow_kg_per_s: float
    port_m2: float


class _Layout:
    """Works out when each stage burns and leaves; the rows are those of the kernel."""

    def __init__(self, burns: tuple[Burn, ...], payload_kg: float, coast_s: float) -> None:
        self.burns, self.coast_s = burns, coast_s
        self.firings: list[_Firing] = []
        self.marks: list[Mark] = []
        self.leaves_s: dict[str, float] = {}
        self.burnout_kg = payload_kg + burns[-1].count * burns[-1].spent_kg
        self.full_kg = payload_kg + sum(burn.count * burn.full_kg for burn in burns)

    def lay(self) -> None:
        """Lay all burns out, the last one with time to spare for a closure that asks for more."""
        serial = list(self.burns)
        time = 0.0
        if serial[0].name == "booster":
            booster = serial.pop(0)
            self._fire(booster, 0.0)
            self.marks.append(Mark("booster-cutoff", booster.burn_s))
            delay = _BOOSTER_DELAY_S
            if booster.stage.has("separation_delay_s"):
                delay = booster.stage.figure("separation_delay_s").value
            self._leave(booster, booster.burn_s + delay)
            if serial[0].stage.has("ignition_s"):
                time = serial[0].stage.figure("ignition_s").value
        for burn in serial:
            last = burn is self.burns[-1]
            self._fire(burn, time, 1.0 + (_OVERRUN if last else 0.0))
            time += burn.burn_s
            if not last:
                self.marks.append(Mark(f"{burn.name}-cutoff", time))
                self._leave(burn, time + 0.5 * self.coast_s)
                time += self.coast_s
        self.marks.sort(key=lambda mark: mark.time_s)

    @property
    def first_staging_s(self) -> float:
        """When the first part leaves; zero for a single stage."""
        return min(self.leaves_s.values(), default=0.0)

    @property
    def straight_s(self) -> float:
        """Cut-off of the stage that burns after the first separation; infinite where it is the last."""
        ends = [
            m.time_s for m in self.marks if m.name.endswith("-cutoff") and m.time_s > self.first_staging_s
        ]
        return min(ends, default=math.inf)

    def _leave(self, burn: Burn, time_s: float) -> None:
        self.leaves_s[burn.name] = time_s
        self.marks.append(Mark(f"{burn.name}-separation", time_s, burn.name))

    def _fire(self, burn: Burn, begin_s: float, overrun_ratio: float = 1.0) -> None:
        for share_begin, share_end, level in burn.levels:
            end = share_end * (overrun_ratio if share_end == 1.0 else 1.0)
            self.firings.append(
                _Firing(
                    begin_s + share_begin * burn.burn_s,
                    begin_s + end * burn.burn_s,
                    burn.count * burn.thrust_n * level,
                    burn.count * burn.flow_kg_per_s * level,
                    burn.count * burn.port_m2,
                )
            )

    def _area_m2(self, time_s: float) -> float:
        aboard = [burn for burn in self.burns if time_s < self.leaves_s.get(burn.name, math.inf)]
        lowest = aboard[:2] if aboard[0].name == "booster" else aboard[:1]
        return sum(burn.count * burn.area_m2 for burn in lowest)

    def rows(self, shroud_kg: float, shroud_m2: float, fairing_s: float | None) -> Array:
        """Give the phases; the fairing adds its mass and covers its cross-section until it leaves."""
        gone_s = math.inf if fairing_s is None else fairing_s
        drops = {self.leaves_s[b.name]: b.count * b.spent_kg for b in self.burns if b.name in self.leaves_s}
        cuts = {0.0, *drops, *(f.begin_s for f in self.firings), *(f.end_s for f in self.firings)}
        end = max(f.end_s for f in self.firings)
        cuts |= {gone_s} if gone_s < end else set()
        times = sorted(cuts)
        mass, found = self.full_kg + shroud_kg, []
        for begin, until in pairwise(times):
            mass -= drops.get(begin, 0.0) + (shroud_kg if begin == gone_s else 0.0)
            firing = [f for f in self.firings if f.begin_s <= begin < f.end_s]
            flow = sum(f.flow_kg_per_s for f in firing)
            area = self._area_m2(begin)
            found.append([
                begin,
                until,
                sum(f.thrust_n for f in firing),
                flow,
                sum(f.port_m2 for f in firing),
                mass,
                max(area, shroud_m2) if begin < gone_s else area,
            ])  # fmt: skip
            mass -= flow * (until - begin)
        return np.array(found)
