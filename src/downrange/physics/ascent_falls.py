"""Where the parts of a computed flight fall, with the spread of the state at which they leave.

The spread of a computed state stands in the library (``dispersion.yaml``), argued from how far computed
ascents lie from published staging states. A fairing leaves at a time that its mission chooses, so its falls
start from states along the path between no delay and the longest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from downrange.base.source import Sourced
from downrange.base.spread import uniform
from downrange.errors import ValidityError
from downrange.physics.ascent import Flight
from downrange.physics.ascent_drops import Part
from downrange.physics.fall import State, fall
from downrange.physics.fall_ellipse import Ellipse, Spreads, disperse, ellipse
from downrange.physics.fall_wind import UncertainWind, default_wind

__all__ = ["StateSpread", "part_ellipses", "state_spread_of"]

_TIMES = 8


@dataclass(frozen=True)
class StateSpread:
    """Standard deviations of a computed separation state, and the delay of a fairing."""

    speed_fraction: float
    altitude_fraction: float
    angle_deg: float
    azimuth_deg: float
    drag_fraction: float
    fairing_delay_s: Sourced

    def about(self, state: State) -> Spreads:
        """Give the standard deviations about one state, by the names that :func:`disperse` takes."""
        return {
            "speed_m_per_s": self.speed_fraction * state.speed_m_per_s,
            "altitude_m": self.altitude_fraction * state.altitude_m,
            "flight_path_angle_deg": self.angle_deg,
            "azimuth_deg": self.azimuth_deg,
            "drag_fraction": self.drag_fraction,
        }


def state_spread_of(
    figures: Mapping[str, Sourced], drag_fraction: float, fairing_delay_s: Sourced
) -> StateSpread:
    """Take the central values of ``dispersion.yaml``."""
    return StateSpread(
        figures["speed_spread_fraction"].value,
        figures["altitude_spread_fraction"].value,
        figures["angle_spread_deg"].value,
        figures["azimuth_spread_deg"].value,
        drag_fraction,
        fairing_delay_s,
    )


def part_ellipses(
    flight: Flight,
    parts: Mapping[str, Part],
    spread: StateSpread,
    *,
    samples: int,
    seed: int = 0,
    wind_of: Callable[[float, float], UncertainWind] = default_wind,
) -> dict[str, Ellipse | None]:
    """Let every part that a flight drops fall.

    Parameters
    ----------
    parts : mapping
        Parts by the name under which the flight drops them.
    samples : int
        Falls of each part; those of a fairing are shared between its times.
    wind_of : callable
        Gives the wind at a latitude and longitude (degrees): that of the fall in calm air.

    Returns
    -------
    dict
        In order of time; None for a part so near orbit that some draws do not come down.
    """
    found: dict[str, Ellipse | None] = {}
    for mark in flight.plan.marks:
        if mark.leaves not in parts or mark.time_s > flight.path[-1, 0]:
            continue
        part = parts[mark.leaves]
        state = flight.state(mark.time_s)
        try:
            there = fall(state, part.body)
            wind = wind_of(there.latitude_deg, there.longitude_deg)
            if mark.leaves == "fairing":
                found[mark.leaves] = _fairing(flight, part, mark.time_s, spread, wind, samples, seed)
            else:
                found[mark.leaves] = disperse(
                    state, part.body, spread.about(state), wind, samples=samples, seed=seed
                ).ellipse
        except ValidityError:
            found[mark.leaves] = None
    return found


def _fairing(
    flight: Flight,
    part: Part,
    time_s: float,
    spread: StateSpread,
    wind: UncertainWind,
    samples: int,
    seed: int,
) -> Ellipse:
    end = float(flight.path[-1, 0])
    shares = [(k + uniform(seed, "fall.fairing_delay_s", k)) / _TIMES for k in range(_TIMES)]
    lat, lon = [], []
    for number, share in enumerate(shares):
        delay = spread.fairing_delay_s.draw(share) - spread.fairing_delay_s.value
        state = flight.state(min(max(time_s + delay, 0.0), end))
        falls = disperse(
            state,
            part.body,
            spread.about(state),
            wind,
            samples=max(samples // _TIMES, 8),
            seed=seed + number,
        ).impacts
        lat.append(falls.latitude_deg)
        lon.append(falls.longitude_deg)
    return ellipse(np.concatenate(lat), np.concatenate(lon))
