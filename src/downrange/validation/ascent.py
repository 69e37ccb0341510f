"""Ascents against published staging states: fitted to one event, and without any fit.

The scoring is pure (:func:`compare`, :func:`scores`); :func:`computed_events` flies a mission of
``reference/validation/ascent.yaml``. A comparison is met if it meets one of contradicting sources; an event
that was fitted is not scored; speeds whose frame is not stated are shown with both errors and left out of the
score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from downrange.errors import SourceError, ValidityError
from downrange.physics.ascent import Flight, Mission
from downrange.physics.ascent_nominal import Fit, nominal_flight, settings_of
from downrange.physics.earth import launch_azimuth_deg
from downrange.reference.ascent import ascent_defaults
from downrange.reference.library import table
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle
from downrange.validation.falcon9 import CURVE_ALTITUDE_RMS_KM, CURVE_SPEED_RMS_M_PER_S, report_rows
from downrange.validation.payload import payload_rows, payload_scores

__all__ = ["GOALS", "LIMITS", "Comparison", "Computed", "compare", "computed_events", "report", "scores"]

FILE = "validation/ascent.yaml"
ALTITUDE_SHARE, ALTITUDE_OUTER_SHARE, SPEED_SHARE = 0.15, 0.25, 0.07

GOALS: dict[str, float] = {
    "altitude_within_15_percent_share": 0.75,
    "altitude_within_25_percent_share": 1.0,
    "first_staging_without_fit_within_15_percent_share": 0.8,
    "speed_frame_stated_within_7_percent_share": 0.75,
    "range_of_cutoff_within_15_percent_share": 2.0 / 3.0,
    "payload_within_10_percent_share": 1.0,
}
"""What was set as the goal before anything was scored: at least so much."""

LIMITS: dict[str, float] = {
    "falcon_9_curve_altitude_rms_km": CURVE_ALTITUDE_RMS_KM,
    "falcon_9_curve_speed_rms_m_per_s": CURVE_SPEED_RMS_M_PER_S,
}
"""And at most so much."""


@dataclass(frozen=True)
class Computed:
    """What the model says at an event."""

    altitude_m: float
    speed_m_per_s: float
    inertial_speed_m_per_s: float


@dataclass(frozen=True)
class Comparison:
    """One figure of one event: the published values and ours.

    Attributes
    ----------
    mode : str
        ``fitted`` or ``no-fit``.
    counted : bool
        Whether it is scored: not the fitted event itself, not a speed without a frame.
    error_fraction : float
        Computed over the nearest published value, less one.
    first : bool
        Whether the event belongs to the first staging.
    """

    mission: str
    mode: str
    event: str
    figure: str
    unit: str
    published: tuple[tuple[float, str], ...]
    computed: tuple[float, ...]
    counted: bool
    first: bool
    error_fraction: float
    note: str


def _nearest(published: Iterable[tuple[float, str]], computed: Iterable[float]) -> float:
    errors = [ours / theirs - 1.0 for theirs, _ in published for ours in computed]
    return min(errors, key=abs)


def compare(
    mission: str,
    mode: str,
    events: Mapping[str, Sequence[Mapping[str, Any]]],
    computed: Mapping[str, Computed],
    fitted_event: str | None,
) -> tuple[Comparison, ...]:
    """Lay published and computed figures side by side.

    Parameters
    ----------
    events : mapping
        Event to its sources, as in the library file.
    computed : mapping
        Event to the model's figures; in order of time; events the flight lacks are left out.
    fitted_event : str, optional
        Shown, not counted; other events at the same staging neither.
    """
    found = []
    first_body = next(iter(computed), "").rsplit("-", 1)[0]
    for event, sources in events.items():
        if event not in computed:
            continue
        ours, body = computed[event], event.rsplit("-", 1)[0]
        scored = fitted_event is None or body != fitted_event.rsplit("-", 1)[0]
        heights = tuple((float(s["altitude_m"]), str(s["source"])) for s in sources)
        found.append(
            Comparison(
                mission, mode, event, "altitude", "m", heights, (ours.altitude_m,), scored,
                body == first_body, _nearest(heights, (ours.altitude_m,)), "",
            )
        )  # fmt: skip
        speeds = [s for s in sources if "speed_m_per_s" in s]
        if speeds:
            found.append(_speed(mission, mode, event, speeds, ours, body == first_body))
    return tuple(found)


def _speed(
    mission: str, mode: str, event: str, sources: Sequence[Mapping[str, Any]], ours: Computed, first: bool
) -> Comparison:
    """Compare speeds of one event; contradicting sources make one comparison, which the nearest meets."""
    theirs = tuple((float(s["speed_m_per_s"]), str(s["source"])) for s in sources)
    both = {"inertial": ours.inertial_speed_m_per_s, "relative": ours.speed_m_per_s}
    figures = [both["inertial" if s["frame"] == "inertial" else "relative"] for s in sources]
    errors = [figure / value - 1.0 for figure, (value, _) in zip(figures, theirs, strict=True)]
    notes = []
    for source, (value, key) in zip(sources, theirs, strict=True):
        if source["frame"] == "not-stated":
            relative, inertial = (speed / value - 1.0 for speed in (both["relative"], both["inertial"]))
            notes.append(
                f"{key}: frame not stated, {relative:+.1%} if relative to the Earth, "
                f"{inertial:+.1%} if inertial"
            )
        else:
            notes.append(f"{key}: {source['frame']}")
    best = min(range(len(errors)), key=lambda index: abs(errors[index]))
    stated = any(s["frame"] != "not-stated" for s in sources)
    return Comparison(
        mission, mode, event, "speed", "m_per_s", theirs, (figures[best],), stated, first, errors[best],
        "; ".join(notes) + ("" if stated else "; not scored"),
    )  # fmt: skip


def scores(found: Iterable[Comparison]) -> dict[str, float]:
    """Give the shares that the goals are set on; a share of nothing is left out."""
    rows = list(found)
    heights = [
        abs(r.error_fraction) for r in rows if r.figure == "altitude" and r.mode == "fitted" and r.counted
    ]
    stagings = {  # one for each mission: its separation where both cut-off and separation are printed
        r.mission: abs(r.error_fraction)
        for r in rows
        if r.figure == "altitude" and r.mode == "no-fit" and r.first
    }
    staging = list(stagings.values())
    speeds = [abs(r.error_fraction) for r in rows if r.figure == "speed" and r.mode == "fitted" and r.counted]
    shares = {
        "altitude_within_15_percent_share": _share(heights, ALTITUDE_SHARE),
        "altitude_within_25_percent_share": _share(heights, ALTITUDE_OUTER_SHARE),
        "first_staging_without_fit_within_15_percent_share": _share(staging, ALTITUDE_SHARE),
        "speed_frame_stated_within_7_percent_share": _share(speeds, SPEED_SHARE),
    }
    return {name: share for name, share in shares.items() if share is not None}


def _share(errors: Sequence[float], limit: float) -> float | None:
    return sum(error <= limit for error in errors) / len(errors) if errors else None


def _figures(flight: Flight, time_s: float) -> Computed:
    state = flight.state(time_s)
    return Computed(state.altitude_m, state.speed_m_per_s, flight.inertial_speed_m_per_s(time_s))


def computed_events(body: Mapping[str, Any], *, fit: bool) -> tuple[dict[str, Computed], str | None]:
    """Fly one mission of the library file.

    Returns
    -------
    (events, fitted event)
        Figures at each event of the flight, and at printed times for events that the model has no name for.

    Raises
    ------
    SourceError, ValidityError
        If the vehicle's figures are incomplete or it does not fly.
    """
    rocket, place = vehicle(str(body["vehicle"])), site(str(body["site"]))
    latitude, inclination = place.latitude_deg.value, body.get("inclination_deg")
    if "azimuth_deg" in body:
        azimuth = float(body["azimuth_deg"])
    else:
        azimuth = launch_azimuth_deg(latitude, float(body["inclination_deg"]))
        inclination = None
    mission = Mission(
        latitude,
        place.longitude_deg.value,
        0.0 if place.altitude_m is None else place.altitude_m.value,
        azimuth,
        float(body["orbit_altitude_m"]),
        None if inclination is None else float(inclination),
    )
    event = rocket.fit_event if fit else ""
    wanted = None
    if event:
        at = rocket.nominal["fit_time_s"].value if "fit_time_s" in rocket.nominal else None
        wanted = Fit(event, rocket.nominal["fit_altitude_m"].value, event, at)
    flight = nominal_flight(
        rocket, mission, settings_of(ascent_defaults()), payload_kg=float(body["payload_kg"]), fit=wanted
    )
    end = float(flight.path[-1, 0])
    found = {mark.name: _figures(flight, mark.time_s) for mark in flight.plan.marks if mark.time_s < end}
    for name, sources in body["events"].items():
        times = [float(source["time_s"]) for source in sources if "time_s" in source]
        chosen = (
            name not in found or name == "fairing-separation"
        )  # the mission chooses when the fairing goes
        if chosen and times and times[0] < end:
            found[name] = _figures(flight, times[0])
    return found, event or None


def _as_row(item: Comparison) -> dict[str, Any]:
    limit = ALTITUDE_SHARE if item.figure == "altitude" else SPEED_SHARE
    ours = item.computed[0]
    theirs = min((value for value, _ in item.published), key=lambda value: abs(ours / value - 1.0))
    sources = ", ".join(f"{value:g} ({key})" for value, key in item.published)
    why = f"{item.mode}; published {sources}; error {item.error_fraction:+.1%}"
    if not item.counted and item.figure == "altitude":
        why += "; fitted, not scored"
    return {
        "what": f"{item.mission} {item.event} {item.figure}_{item.unit} {item.mode}",
        "measured": theirs,
        "computed": ours,
        "low": theirs * (1.0 - limit),
        "high": theirs * (1.0 + limit),
        "inside": abs(item.error_fraction) <= limit,
        "why": f"{why}; {item.note}" if item.note else why,
    }


def report() -> dict[str, Any]:
    """Score every mission of the library, with the keys of ``downrange validate --json``."""
    found: list[Comparison] = []
    refused: list[dict[str, Any]] = []
    for name, body in table(FILE)["missions"].items():
        if not body["events"]:
            continue
        for fit in (True, False):
            mode = "fitted" if fit else "no-fit"
            try:
                computed, event = computed_events(body, fit=fit)
            except (SourceError, ValidityError) as error:
                refused.append(_refused(f"{name} {mode}", str(error)))
                continue
            found += compare(str(name), mode, body["events"], computed, event)
    falcon, falcon_scores = report_rows()
    payloads = payload_rows()
    reached = {**scores(found), **falcon_scores, **payload_scores(payloads)}
    met = goals_met(reached)
    return {
        "set": "ascent",
        "rows": [*(_as_row(item) for item in found), *refused, *falcon, *payloads],
        "scores": {**reached, "goals_met": met},
        "baseline": {**GOALS, **LIMITS},
        "met": all(met.values()),
    }


def goals_met(reached: Mapping[str, float]) -> dict[str, bool]:
    """Say of every goal whether it is met; a score that is missing does not meet it."""
    found = {name: reached.get(name, 0.0) >= goal for name, goal in GOALS.items()}
    return found | {name: name in reached and reached[name] <= most for name, most in LIMITS.items()}


def _refused(what: str, why: str) -> dict[str, Any]:
    return {
        "what": what, "measured": None, "computed": None, "low": None, "high": None, "inside": False,
        "why": f"refused: {why}",
    }  # fmt: skip
