"""The nominal flight of a vehicle of the library: fitted to one published altitude, closed on an orbit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from downrange.errors import ValidityError
from downrange.physics.ascent import Flight, Mission, Steering, fit_kick, fly, least_propellant_kick, solve
from downrange.physics.ascent_plan import Levels, Plan, plan_of
from downrange.physics.atmosphere import CALM, WindProfile, standard
from downrange.physics.earth import geodetic
from downrange.physics.fall_drag import MachDrag
from downrange.reference.ascent import AscentDefaults, ascent_defaults
from downrange.reference.vehicles import Vehicle

__all__ = ["Fit", "Settings", "flight_from", "nominal_flight", "settings_of"]

_EXACT_SHARE = 0.004
"""Of the payload: propellant left or lacking at which the search for a payload ends."""


@dataclass(frozen=True)
class Fit:
    """One published altitude, at an event or at a second, to which the kick is fitted."""

    event: str
    altitude_m: float
    label: str
    time_s: float | None = None


@dataclass(frozen=True)
class Settings:
    """What a flight uses beside the vehicle; central values of the library unless overridden."""

    drag: MachDrag
    kick_speed_m_per_s: float
    coast_s: float
    heating_limit_w_per_m2: float
    solid: Levels
    fairing_delay_s: float = 0.0
    thrust_factor: float = 1.0
    reserve_fraction: float | None = None


def settings_of(defaults: AscentDefaults) -> Settings:
    """Take the central values of the library."""
    scale = defaults.value("drag_factor")
    share, strong = defaults.value("solid_first_share"), defaults.value("solid_first_factor")
    drag = MachDrag(defaults.mach_number, tuple(scale * c for c in defaults.drag_coefficient), 1.0)
    return Settings(
        drag,
        defaults.value("kick_speed_m_per_s"),
        defaults.value("staging_coast_s"),
        defaults.value("heating_limit_w_per_m2"),
        ((0.0, share, strong), (share, 1.0, (1.0 - share * strong) / (1.0 - share))),
        defaults.value("fairing_delay_s"),
    )


def _plan(vehicle: Vehicle, payload_kg: float, settings: Settings, fairing_s: float | None) -> Plan:
    return plan_of(
        vehicle,
        payload_kg,
        coast_s=settings.coast_s,
        fairing_s=fairing_s,
        thrust_factor=settings.thrust_factor,
        reserve_fraction=settings.reserve_fraction,
        solid=settings.solid,
    )


def heating_ends_s(flight: Flight, limit_w_per_m2: float) -> float | None:
    """Give the time at which half density times speed cubed falls below a limit for good, or None."""
    path = flight.path
    height = geodetic(path[:, 1:4])[2]
    speed = np.linalg.norm(path[:, 4:7], axis=1)
    heat = 0.5 * standard(height).density_kg_per_m3 * speed**3
    hot = np.nonzero(heat > limit_w_per_m2)[0]
    if len(hot) == 0 or hot[-1] + 1 >= len(path):
        return None
    low, high = hot[-1], hot[-1] + 1
    share = np.log(heat[low] / limit_w_per_m2) / np.log(heat[low] / heat[high])
    return float(path[low, 0] + share * (path[high, 0] - path[low, 0]))


class _Solver:
    """Holds what does not change while payload, fairing and kick are found."""

    def __init__(
        self, vehicle: Vehicle, mission: Mission, settings: Settings, fit: Fit | None, wind: WindProfile
    ) -> None:
        self.vehicle, self.mission, self.settings, self.fit, self.wind = vehicle, mission, settings, fit, wind
        self.fairing_s: float | None = None
        self.kick_rad: float | None = None
        self.guess: Steering | None = None
        self.label = ""
        self.given = False

    def close(self, plan: Plan, kick_rad: float, guess: Steering | None) -> Flight:
        """Close on the orbit for one kick."""
        return solve(
            plan,
            self.mission,
            kick_rad,
            self.settings.drag,
            kick_speed_m_per_s=self.settings.kick_speed_m_per_s,
            wind=self.wind,
            guess=guess,
        )

    def flight(self, payload_kg: float, *, search: bool) -> Flight:
        """Fly one payload; without a fit the kick is searched once and then kept."""
        plan = _plan(self.vehicle, payload_kg, self.settings, self.fairing_s)
        if self.fit is not None:
            kick = fit_kick(
                plan,
                self.mission,
                _time_of(plan, self.fit.event) if self.fit.time_s is None else self.fit.time_s,
                self.fit.altitude_m,
                self.settings.drag,
                kick_speed_m_per_s=self.settings.kick_speed_m_per_s,
                wind=self.wind,
            )
            self.label = self.fit.label
        elif self.kick_rad is None or (search and not self.given):
            best = least_propellant_kick(lambda k, guess: self.close(plan, k, guess))
            self.guess, kick, self.label = best.steering, best.steering.kick_rad, "least propellant"
        else:
            kick = self.kick_rad
        self.kick_rad = kick
        found = self.close(plan, kick, self.guess)
        self.guess = found.steering
        return found

    def with_fairing(self, payload_kg: float, *, search: bool) -> Flight:
        """Fly one payload and let the fairing go when the air allows."""
        found = self.flight(payload_kg, search=search)
        if self.vehicle.fairing is None:
            return found
        for _ in range(2):
            ends = heating_ends_s(found, self.settings.heating_limit_w_per_m2)
            if ends is None:
                return found
            self.fairing_s = max(ends, 1.0) + self.settings.fairing_delay_s
            found = self.flight(payload_kg, search=False)
        return found


def _time_of(plan: Plan, event: str) -> float:
    for mark in plan.marks:
        if mark.name == event:
            return mark.time_s
    raise ValidityError(
        f"the flight has no event {event!r}; it has {', '.join(mark.name for mark in plan.marks)}"
    )


def nominal_flight(
    vehicle: Vehicle,
    mission: Mission,
    settings: Settings,
    *,
    payload_kg: float | None = None,
    fit: Fit | None = None,
    kick_rad: float | None = None,
    wind: WindProfile = CALM,
) -> Flight:
    """Find the nominal flight.

    Parameters
    ----------
    payload_kg : float, optional
        Carried by the last stage; without it the payload for which the propellant just suffices.
    fit : Fit, optional
        One published altitude for the kick; without it the kick of least propellant.
    kick_rad : float, optional
        A kick that is known already, from another flight of the same vehicle.

    Returns
    -------
    Flight
        With ``fitted_to``: the event or "least propellant", the orbit's height, and the payload where it was
        found and not given.

    Raises
    ------
    SourceError
        For what the library lacks.
    ValidityError
        If the vehicle does not lift off or no kick closes the flight.
    """
    solver = _Solver(vehicle, mission, settings, fit, wind)
    if kick_rad is not None:
        solver.kick_rad, solver.label, solver.given = kick_rad, "a given kick", True
    fitted = [f"orbit height {mission.orbit_altitude_m / 1e3:.0f} km"]
    if payload_kg is not None:
        found = solver.with_fairing(payload_kg, search=True)
    else:
        found = _largest(solver, vehicle, settings)
        fitted.append(f"payload {found.plan.payload_kg:.0f} kg that {_ends(found)}")
    return replace(found, fitted_to=(solver.label, *fitted))


def _largest(solver: _Solver, vehicle: Vehicle, settings: Settings) -> Flight:
    """Find the payload for which the propellant just suffices, or the largest that the steering closes."""
    payload = vehicle.nominal["leo_payload_kg"].value if "leo_payload_kg" in vehicle.nominal else 0.0
    payload = payload or 0.02 * float(_plan(vehicle, 0.0, settings, None).phases[0, 5])
    found = solver.with_fairing(payload, search=True)
    for _ in range(12):
        if abs(found.margin_kg) <= _EXACT_SHARE * payload:
            break
        wanted = payload + 0.9 * found.margin_kg if found.closed else 0.8 * payload
        payload = min(1.6 * payload, max(0.5 * payload, wanted))
        found = solver.with_fairing(payload, search=False)
    return found if _sound(found) else _by_halving(solver, payload, found)


def _sound(flight: Flight) -> bool:
    """Say whether a flight closes on the propellant that it has; what only misses the mark is let pass."""
    return flight.closed and flight.margin_kg >= -5.0 * _EXACT_SHARE * flight.plan.payload_kg


def _ends(flight: Flight) -> str:
    """Say in words what ended the search for a payload."""
    if not _sound(flight):
        return "does not close"
    if flight.margin_kg <= 5.0 * _EXACT_SHARE * flight.plan.payload_kg:
        return "just closes"
    return f"is the largest found to close, with {flight.margin_kg:.0f} kg of propellant left"


def _by_halving(solver: _Solver, above_kg: float, failed: Flight) -> Flight:
    """Find the largest payload below one that fails, each with a kick of its own.

    A weak last stage that burns for a quarter of an hour leaves the orbit's reach before its tanks are empty.
    """
    best, below_kg = failed, 0.0
    for _ in range(6):
        payload = 0.5 * (below_kg + above_kg)
        try:
            found = solver.with_fairing(payload, search=True)
        except ValidityError:  # no kick closes this payload
            above_kg = payload
            continue
        if _sound(found):
            best, below_kg = found, payload
        else:
            above_kg = payload
    return best


def flight_from(
    vehicle: Vehicle,
    latitude_deg: float,
    longitude_deg: float,
    ground_m: float,
    azimuth_deg: float,
    *,
    inclination_deg: float | None = None,
    payload_kg: float | None = None,
    wind: WindProfile = CALM,
) -> Flight:
    """Find the nominal flight from a place with the library's settings, fit and height of orbit.

    Parameters
    ----------
    ground_m : float
        Height of the pad above the ellipsoid.
    azimuth_deg : float
        Of the ground track at the pad.
    inclination_deg : float, optional
        Of an orbit that the azimuth does not lead into; else the azimuth decides.

    Raises
    ------
    SourceError
        For what the library lacks.
    ValidityError
        If the vehicle does not lift off or no kick closes the flight.
    """
    defaults = ascent_defaults()
    height = defaults.value("orbit_altitude_m")
    mission = Mission(latitude_deg, longitude_deg, ground_m, azimuth_deg, height, inclination_deg)
    fit = None
    if vehicle.fit_event:
        figure = vehicle.nominal["fit_altitude_m"]
        label = f"{vehicle.fit_event} at {figure.value / 1e3:g} km ({figure.source})"
        time_s = vehicle.nominal["fit_time_s"].value if "fit_time_s" in vehicle.nominal else None
        fit = Fit(vehicle.fit_event, figure.value, label, time_s)
    return nominal_flight(vehicle, mission, settings_of(defaults), payload_kg=payload_kg, fit=fit, wind=wind)


def bare_flight(
    vehicle: Vehicle, mission: Mission, settings: Settings, payload_kg: float, kick_rad: float
) -> Flight:
    """Fly the gravity turn only, without any closure: for the first stage alone."""
    plan = _plan(vehicle, payload_kg, settings, None)
    steering = Steering(kick_rad, 0.5, 0.001)
    path = fly(plan, mission, steering, settings.drag, kick_speed_m_per_s=settings.kick_speed_m_per_s)
    return Flight(plan, mission, steering, path, 0.0, False)
