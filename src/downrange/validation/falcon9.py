"""Falcon 9 first stages against webcast telemetry: cut-offs of thirty flights and two curves.

Each flight lifts off with its payload and the library's stages, throttles in its printed window and above an
acceleration, and is cut off at the printed second; what is left in the tanks is the reserve, which is shown.
The kick is fitted to the printed altitude at cut-off, the factor on the thrust of a block to the cut-off
speeds of the block's other flights: speed and range of a flight are never fitted to itself. See
docs/physics/ascent.md.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.physics.ascent import Mission, Steering, fly
from downrange.physics.ascent_nominal import settings_of
from downrange.physics.ascent_plan import SEA_LEVEL_PA, STANDARD_GRAVITY, Plan
from downrange.physics.earth import distance_azimuth, geodetic
from downrange.reference.ascent import ascent_defaults
from downrange.reference.library import table, values
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

__all__ = [
    "Cutoff",
    "Stage",
    "block_factors",
    "curve_errors",
    "cut_off",
    "fleet_fit",
    "read_flights",
    "report_rows",
]

Array = NDArray[np.float64]

FILE = "validation/falcon9.yaml"
RANGE_SHARE, SPEED_SHARE = 0.15, 0.07
CURVE_ALTITUDE_RMS_KM, CURVE_SPEED_RMS_M_PER_S = 2.0, 60.0
FACTORS = (0.88, 0.92, 0.96)
_TRIED = (1.0 / 6.0, 0.5, 5.0 / 6.0)  # quantiles of the throttle and of the limit that the fleet chooses from
_STEP_S = 2.0
_NEVER_M = -6.3e6  # an orbit so low that its speed is never reached: the cut-off is by time alone
_KICKS_DEG = (0.15, 14.0)


@dataclass(frozen=True)
class Stage:
    """The figures that every flight shares, from the library."""

    thrust_n: float
    flow_kg_per_s: float
    port_m2: float
    area_m2: float
    load_kg: float
    above_kg: float
    fairing_kg: float
    capsule_kg: float
    throttle_ratio: float
    acceleration_limit_m_per_s_s: float


@dataclass(frozen=True)
class Cutoff:
    """A computed cut-off: the path to it, its altitude, speed and range, and what is left in the tanks."""

    path: Array
    altitude_m: float
    speed_m_per_s: float
    range_m: float
    reserve_kg: float
    kick_rad: float


def _rows(name: str) -> list[dict[str, str]]:
    text = files("downrange.reference").joinpath(str(table(FILE)[name]["table"])).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def read_flights() -> tuple[list[dict[str, str]], dict[str, str]]:
    """Read the flights: those that can be flown, and the others with the reason."""
    flown, left = [], {}
    for row in _rows("flights"):
        if row["vehicle"] not in ("Falcon 9", ""):
            left[row["flight"]] = f"another vehicle: {row['vehicle']}"
        elif not row["payload_kg"]:
            left[row["flight"]] = "no payload mass published"
        else:
            flown.append(row)
    return flown, left


@lru_cache(maxsize=1)
def stage() -> Stage:
    """Read the first stage and what stands on it."""
    rocket, figures = vehicle("falcon-9"), values(FILE)
    first, second = rocket.stages[0], rocket.stages[1]
    thrust = first.figure("thrust_vacuum_n").value
    assert rocket.fairing is not None, "the library's Falcon 9 has a fairing"
    return Stage(
        thrust,
        thrust / (first.figure("isp_vacuum_s").value * STANDARD_GRAVITY),
        (thrust - first.figure("thrust_sea_level_n").value) / SEA_LEVEL_PA,
        math.pi / 4.0 * rocket.fairing.figure("diameter_m").value ** 2,
        first.figure("propellant_kg").value,
        first.figure("dry_mass_kg").value
        + second.figure("propellant_kg").value
        + second.figure("dry_mass_kg").value,
        rocket.fairing.figure("mass_kg").value,
        figures["capsule_kg"].value,
        figures["throttle_ratio"].value,
        figures["acceleration_limit_m_per_s_s"].value,
    )


def phases_of(row: Mapping[str, str], factor: float, what: Stage) -> tuple[Array, float]:
    """Lay the first burn out in short phases; give them and the mass at cut-off."""
    end = float(row["cutoff_s"])
    window = (float(row["throttle_down_s"] or end), float(row["throttle_up_s"] or end))
    cargo = row["orbit"] == "ISS"
    mass = what.load_kg + what.above_kg + float(row["payload_kg"])
    mass += what.capsule_kg if cargo else what.fairing_kg
    cuts = sorted({0.0, end, *(t for t in window if t < end), *np.arange(_STEP_S, end, _STEP_S).tolist()})
    found = []
    for begin, until in pairwise(cuts):
        level = factor * (what.throttle_ratio if window[0] <= begin < window[1] else 1.0)
        middle = mass - 0.5 * level * what.flow_kg_per_s * (until - begin)
        level = min(level, what.acceleration_limit_m_per_s_s * middle / what.thrust_n)
        flow = level * what.flow_kg_per_s
        found.append([begin, until, level * what.thrust_n, flow, what.port_m2, mass, what.area_m2])
        mass -= flow * (until - begin)
    return np.array(found), mass


def cut_off(row: Mapping[str, str], factor: float, what: Stage) -> Cutoff:
    """Fly one flight with a factor on its thrust, the kick fitted to its altitude at cut-off."""
    from scipy.optimize import brentq

    phases, mass = phases_of(row, factor, what)
    place, settings = site(row["site"]), settings_of(ascent_defaults())
    latitude, longitude = place.latitude_deg.value, place.longitude_deg.value
    azimuth = float(table(FILE)["azimuths_deg"][row["orbit"]])
    mission = Mission(latitude, longitude, 0.0, azimuth, _NEVER_M)
    plan = Plan(phases, (), (), 0.0, math.inf, mass, float(row["payload_kg"]))

    def flown(kick: float) -> Array:
        steering = Steering(kick, 0.0, 0.0)
        return fly(plan, mission, steering, settings.drag, kick_speed_m_per_s=settings.kick_speed_m_per_s)

    def miss(kick: float) -> float:
        path = flown(kick)
        reached = path[-1, 0] >= float(row["cutoff_s"]) - 1e-3
        return float(geodetic(path[-1, 1:4])[2]) - target if reached else -target

    target = 1e3 * float(row["cutoff_altitude_km"])
    low, high = _KICKS_DEG
    kicks = np.geomspace(math.radians(low), math.radians(high), 16).tolist()
    errors = [miss(kick) for kick in kicks]
    brackets = [pair for pair in pairwise(zip(kicks, errors, strict=True)) if pair[0][1] > 0 >= pair[1][1]]
    if brackets:
        kick = float(brentq(miss, brackets[0][0][0], brackets[0][1][0], xtol=1e-6))
    else:
        kick = kicks[int(np.argmin(np.abs(errors)))]
    path = flown(kick)
    lat, lon, height = (float(v) for v in geodetic(path[-1, 1:4]))
    distance, _ = distance_azimuth(latitude, longitude, lat, lon)
    burnt = phases[0, 5] - mass
    return Cutoff(
        path, height, float(np.linalg.norm(path[-1, 4:7])), float(distance), what.load_kg - burnt, kick
    )


def block_factors(
    flights: Sequence[Mapping[str, str]], speed_errors: Mapping[str, Sequence[float]], without: str = ""
) -> dict[str, float]:
    """Find each block's factor at which the cut-off speeds of its flights are right in the mean.

    Parameters
    ----------
    speed_errors : mapping
        For each flight the relative error of the speed at every factor of ``FACTORS``.
    without : str
        A flight to leave out; a block with no other flight takes all flights' factor.
    """
    rest = [row for row in flights if row["flight"] != without]
    found = {}
    for block in {row["block"] for row in flights}:
        own = [row for row in rest if row["block"] == block] or rest
        mean = np.mean([speed_errors[row["flight"]] for row in own], axis=0)
        found[block] = float(np.interp(0.0, mean, FACTORS))
    return found


def curve_errors(path: Array, curve: Sequence[Mapping[str, str]]) -> tuple[float, float]:
    """Root mean square differences of altitude (m) and speed (m/s) from a curve, at its seconds."""
    height = geodetic(path[:, 1:4])[2]
    speed = np.linalg.norm(path[:, 4:7], axis=1)
    times = np.array([float(point["time_s"]) for point in curve])
    high = np.interp(times, path[:, 0], height) - np.array([1e3 * float(p["altitude_km"]) for p in curve])
    fast = np.interp(times, path[:, 0], speed) - np.array([float(p["speed_m_per_s"]) for p in curve])
    return float(np.sqrt(np.mean(high**2))), float(np.sqrt(np.mean(fast**2)))


def _row(what: str, measured: float, computed: float, share: float, why: str) -> dict[str, Any]:
    return {
        "what": what, "measured": measured, "computed": computed, "low": measured * (1.0 - share),
        "high": measured * (1.0 + share), "inside": abs(computed / measured - 1.0) <= share, "why": why,
    }  # fmt: skip


def fleet_fit(
    flights: Sequence[Mapping[str, str]], without: Sequence[str]
) -> tuple[Stage, dict[str, list[float]]]:
    """Choose one throttle and one limit of acceleration for the fleet, by the cut-off speeds.

    Parameters
    ----------
    without : sequence of str
        Flights whose speeds have no say.

    Returns
    -------
    (Stage, mapping)
        The stage with both, and each flight's relative errors of the speed at ``FACTORS``.
    """
    figures, best = values(FILE), None
    for throttle in _TRIED:
        for limit in _TRIED:
            what = replace(
                stage(),
                throttle_ratio=figures["throttle_ratio"].draw(throttle),
                acceleration_limit_m_per_s_s=figures["acceleration_limit_m_per_s_s"].draw(limit),
            )
            errors = {row["flight"]: _speed_errors(row, what) for row in flights}
            heard = [row for row in flights if row["flight"] not in without]
            factors = block_factors(heard, errors)
            left = [np.interp(factors[row["block"]], FACTORS, errors[row["flight"]]) for row in heard]
            size = float(np.sqrt(np.mean(np.square(left))))
            if best is None or size < best[0]:
                best = (size, what, errors)
    assert best is not None, "something was tried"
    return best[1], best[2]


def _speed_errors(row: Mapping[str, str], what: Stage) -> list[float]:
    speed = float(row["cutoff_speed_m_per_s"])
    return [cut_off(row, factor, what).speed_m_per_s / speed - 1.0 for factor in FACTORS]


def report_rows() -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Fly all flights; give the rows of ``downrange validate ascent`` and the scores."""
    flights, left = read_flights()
    curves = _rows("curves")
    what, errors = fleet_fit(flights, sorted({point["flight"] for point in curves}))
    rows: list[dict[str, Any]] = []
    whole = block_factors(flights, errors)
    for row in flights:
        factor = block_factors(flights, errors, row["flight"])[row["block"]]
        rows += _cut_off_rows(row, cut_off(row, factor, what), factor, what)
    for row in flights:
        curve = [point for point in curves if point["flight"] == row["flight"]]
        if curve:
            factor = whole[row["block"]]
            rows += _curve_rows(row, cut_off(row, factor, what), factor, what, curve)
    rows += [
        {"what": f"{flight} stage-1-cutoff", "measured": None, "computed": None, "low": None, "high": None,
         "inside": None, "why": f"left out: {why}"}
        for flight, why in left.items()
    ]  # fmt: skip
    return rows, _scores(rows, len(flights))


def _reserve(found: Cutoff, what: Stage, row: Mapping[str, str]) -> str:
    share = found.reserve_kg / what.load_kg
    limit = what.acceleration_limit_m_per_s_s
    return (
        f"throttle {what.throttle_ratio:.2f} and {limit:.1f} m/s2 by the fleet's speeds; reserve "
        f"{found.reserve_kg / 1e3:.0f} t ({share:.0%} of the load), landing: {row['landing']}"
    )


def _cut_off_rows(row: Mapping[str, str], found: Cutoff, factor: float, what: Stage) -> list[dict[str, Any]]:
    why = (
        f"block {row['block']}, thrust x {factor:.3f} from its other flights, kick fitted to the altitude at "
        f"cut-off; {_reserve(found, what, row)}"
    )
    name, speed, reach = row["flight"], float(row["cutoff_speed_m_per_s"]), float(row["cutoff_range_km"])
    return [
        _row(f"{name} cut-off speed_m_per_s", speed, found.speed_m_per_s, SPEED_SHARE, why),
        _row(f"{name} cut-off range_km", reach, found.range_m / 1e3, RANGE_SHARE, why),
    ]


def _curve_rows(
    row: Mapping[str, str], found: Cutoff, factor: float, what: Stage, curve: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    high, fast = curve_errors(found.path, curve)
    why = (
        f"block {row['block']}, thrust x {factor:.3f}, one factor for all its flights, kick fitted to the "
        f"altitude at cut-off; {_reserve(found, what, row)}"
    )
    return [
        {"what": f"{row['flight']} curve {name}", "measured": 0.0, "computed": figure, "low": 0.0,
         "high": most, "inside": figure <= most, "why": why}
        for name, figure, most in (
            ("altitude_rms_km", high / 1e3, CURVE_ALTITUDE_RMS_KM),
            ("speed_rms_m_per_s", fast, CURVE_SPEED_RMS_M_PER_S),
        )
    ]  # fmt: skip


def _scores(rows: Sequence[Mapping[str, Any]], flights: int) -> dict[str, float]:
    def of(ending: str) -> list[Mapping[str, Any]]:
        return [row for row in rows if str(row["what"]).endswith(ending)]

    speeds = [row["computed"] / row["measured"] - 1.0 for row in of("cut-off speed_m_per_s")]
    return {
        "falcon_9_flights_number": float(flights),
        "falcon_9_cutoff_speed_rms_share": float(np.sqrt(np.mean(np.square(speeds)))),
        "range_of_cutoff_within_15_percent_share": float(
            np.mean([bool(row["inside"]) for row in of("cut-off range_km")])
        ),
        "falcon_9_curve_altitude_rms_km": max(float(row["computed"]) for row in of("altitude_rms_km")),
        "falcon_9_curve_speed_rms_m_per_s": max(float(row["computed"]) for row in of("speed_rms_m_per_s")),
    }
