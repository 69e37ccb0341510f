"""Nominal falls against announced danger areas: how many are met, and how many by chance.

The scoring is pure (:func:`score`); :func:`predictions` flies the vehicles of
``reference/validation/zones.yaml`` towards each area: an ellipse is flown for a heading within five degrees
and turned about the pad to the azimuth of the area, which is thus an input and not predicted. The body of an
area is assigned beforehand by the order of falls. One area per vehicle, the earliest of its first body, fits
the kick; it is not scored. The chance level is the share that the same body of the other vehicles meets.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from downrange.errors import SourceError, ValidityError
from downrange.physics.ascent import Flight, Mission
from downrange.physics.ascent_drops import Part, parts_dropped
from downrange.physics.ascent_falls import part_ellipses, state_spread_of
from downrange.physics.ascent_nominal import Settings, bare_flight, nominal_flight, settings_of
from downrange.physics.earth import destination, distance_azimuth
from downrange.physics.fall import fall
from downrange.physics.fall_ellipse import Ellipse, ellipse_outline
from downrange.reference.ascent import ascent_defaults
from downrange.reference.drag import CylinderCurves, cylinder_curves
from downrange.reference.library import table, values
from downrange.reference.sites import Site, site
from downrange.reference.vehicles import Vehicle, vehicle
from downrange.validation.zone_nominal import nominal_rows

__all__ = [
    "GOALS",
    "Met",
    "Zone",
    "assign",
    "meets",
    "predictions",
    "read_zones",
    "report",
    "score",
    "turned",
]

FILE = "validation/zones.yaml"
TABLE = "validation/zones.csv"
GOALS = {"met_by_ellipse_share": 2.0 / 3.0, "above_chance_share": 0.20}
_AZIMUTH_STEP_DEG = 10.0
_WRONG_STEP_DEG = 45.0
_SAMPLES = 256

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Zone:
    """One announced area, measured from its pad.

    Attributes
    ----------
    corners : tuple
        Latitude and longitude of each corner, degrees.
    range_km, low_km, high_km : float
        Of the mean of the corners, of the nearest and of the farthest corner.
    """

    notam: str
    launch: str
    name: str
    site: str
    corners: Corners
    range_km: float
    low_km: float
    high_km: float
    azimuth_deg: float


@dataclass(frozen=True)
class Met:
    """One area against the falls of its own vehicle and of a wrong one.

    ``range_error_fraction`` is the predicted mean range over the announced one, less one; the wrong shares
    are those of all other vehicles of the set that drop such a body.
    """

    zone: Zone
    body: str
    predicted_km: float
    range_error_fraction: float
    met: bool
    mean_inside: bool
    wrong_met_share: float
    wrong_mean_inside_share: float


def read_zones() -> tuple[Zone, ...]:
    """Read the announced areas of the library."""
    text = files("downrange.reference").joinpath(TABLE).read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(_zone(row) for row in rows)


def _zone(row: Mapping[str, str]) -> Zone:
    corners = tuple(
        (float(pair.split()[0]), float(pair.split()[1])) for pair in row["corners_deg"].split(";")
    )
    place = site(row["site"])
    latitude, longitude = place.latitude_deg.value, place.longitude_deg.value
    lat, lon = np.array([c[0] for c in corners]), np.array([c[1] for c in corners])
    distances, _ = distance_azimuth(latitude, longitude, lat, lon)
    centre, azimuth = distance_azimuth(latitude, longitude, float(lat.mean()), float(lon.mean()))
    return Zone(
        row["notam"], row["launch"], row["vehicle"], row["site"], corners, centre / 1e3,
        float(distances.min()) / 1e3, float(distances.max()) / 1e3, azimuth,
    )  # fmt: skip


def assign(range_km: float, bands: Sequence[Mapping[str, Any]]) -> str | None:
    """Give the body of a range by the bands; None beyond the last."""
    for band in bands:
        if range_km <= float(band["to_km"]):
            return str(band["body"])
    return None


def meets(shape: Ellipse, corners: Corners) -> bool:
    """Say whether an ellipse and an area overlap, in a plane about the area."""
    from shapely.geometry import Polygon

    lat0, lon0 = corners[0]

    def flat(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        lat, lon = (np.array(part) for part in zip(*points, strict=True))
        distance, azimuth = distance_azimuth(lat0, lon0, lat, lon)
        turn = np.radians(azimuth)
        return list(zip(distance * np.sin(turn), distance * np.cos(turn), strict=True))

    return bool(Polygon(flat(ellipse_outline(shape))).buffer(0).intersects(Polygon(flat(corners)).buffer(0)))


def score(found: Sequence[Met]) -> dict[str, float]:
    """Give the shares of areas met, of means inside along the track, of other vehicles', and range errors."""
    if not found:
        return {}
    errors = np.abs([item.range_error_fraction for item in found])
    shares = {
        "met_by_ellipse_share": np.mean([item.met for item in found]),
        "mean_inside_share": np.mean([item.mean_inside for item in found]),
        "wrong_vehicle_met_share": np.mean([item.wrong_met_share for item in found]),
        "wrong_vehicle_mean_inside_share": np.mean([item.wrong_mean_inside_share for item in found]),
        "range_error_median_fraction": np.median(errors),
        "range_within_15_percent_share": np.mean(errors <= 0.15),
    }
    plain = {name: float(figure) for name, figure in shares.items()}
    return {**plain, "above_chance_share": plain["met_by_ellipse_share"] - plain["wrong_vehicle_met_share"]}


@dataclass
class _Flights:
    """Flies each vehicle once for each site and heading, with the kick of its fitted area."""

    settings: Settings
    curves: CylinderCurves
    spec: Mapping[str, Any]
    known: dict[tuple[str, str, int], dict[str, Ellipse]]
    kicks: dict[str, float]

    def mission(self, rocket: Vehicle, place: Site, azimuth_deg: float) -> Mission:
        """Set the mission: orbit by the rule of the library file."""
        heights = self.spec["orbit_altitude_m"]
        boosted = rocket.stages[0].name == "booster"
        polar = len(rocket.stages) == 3 and not boosted
        height = float(heights["three_stages_polar" if polar else "two_stages"])
        return Mission(place.latitude_deg.value, place.longitude_deg.value, 0.0, azimuth_deg, height)

    def ellipses(
        self, slug: str, site_slug: str, azimuth_deg: float, step_deg: float = _AZIMUTH_STEP_DEG
    ) -> dict[str, Ellipse]:
        """Give the ellipse of each body of a vehicle from a site along the nearest flown heading."""
        heading = round(azimuth_deg / step_deg) * step_deg
        key = (slug, site_slug, round(heading))
        if key not in self.known:
            rocket, place = vehicle(slug), site(site_slug)
            mission = self.mission(rocket, place, heading)
            flight = nominal_flight(rocket, mission, self.settings, kick_rad=self.kicks.get(slug))
            self.known[key] = self.falls(flight, rocket)
        return self.known[key]

    def falls(self, flight: Flight, rocket: Vehicle) -> dict[str, Ellipse]:
        """Let every part of a flight fall."""
        parts = {part.name: part for part in parts_dropped(rocket, self.curves)}
        delay = ascent_defaults().figures["fairing_delay_s"]
        spread = state_spread_of(values("dispersion.yaml"), self.curves.drag_fraction, delay)
        found = part_ellipses(flight, parts, spread, samples=_SAMPLES)
        return {name: shape for name, shape in found.items() if shape is not None}

    def fit(self, slug: str, zone: Zone, body: str) -> float:
        """Find the kick whose first body falls at the range of one area, or comes nearest to it."""
        from scipy.optimize import brentq

        rocket, place = vehicle(slug), site(zone.site)
        mission = self.mission(rocket, place, zone.azimuth_deg)
        free = nominal_flight(rocket, mission, self.settings)
        part = next(part for part in parts_dropped(rocket, self.curves) if part.name == body)

        def miss(kick: float) -> float:
            flight = bare_flight(rocket, mission, self.settings, free.plan.payload_kg, kick)
            return _range_km(flight, part, mission) - zone.range_km

        middle = free.steering.kick_rad
        kicks = sorted(
            np.geomspace(middle / 3.0, middle * 2.0, 16).tolist(), key=lambda k: abs(math.log(k / middle))
        )
        errors = {kick: miss(kick) for kick in kicks}
        ordered = sorted(errors)
        brackets = [(a, b) for a, b in pairwise(ordered) if errors[a] * errors[b] <= 0]
        if not brackets:
            return min(errors, key=lambda kick: abs(errors[kick]))
        low, high = min(brackets, key=lambda pair: abs(math.log(math.sqrt(pair[0] * pair[1]) / middle)))
        return float(brentq(miss, low, high, xtol=1e-6))


def _range_km(flight: Flight, part: Part, mission: Mission) -> float:
    leaves = next(mark.time_s for mark in flight.plan.marks if mark.leaves == part.name)
    if leaves > flight.path[-1, 0]:
        return 0.0
    there = fall(flight.state(leaves), part.body)
    distance, _ = distance_azimuth(
        mission.latitude_deg, mission.longitude_deg, there.latitude_deg, there.longitude_deg
    )
    return float(distance) / 1e3


def turned(shape: Ellipse, latitude_deg: float, longitude_deg: float, azimuth_deg: float) -> Ellipse:
    """Turn an ellipse about the pad to another azimuth, its range and its lie along the track kept."""
    distance, _ = distance_azimuth(latitude_deg, longitude_deg, shape.latitude_deg, shape.longitude_deg)
    lat, lon = destination(latitude_deg, longitude_deg, azimuth_deg, distance)
    _, back = distance_azimuth(lat, lon, latitude_deg, longitude_deg)
    _, back_before = distance_azimuth(shape.latitude_deg, shape.longitude_deg, latitude_deg, longitude_deg)
    return replace(
        shape,
        latitude_deg=lat,
        longitude_deg=lon,
        azimuth_deg=(shape.azimuth_deg + back - back_before) % 180.0,
    )


def _compared(zone: Zone, body: str, own: Ellipse, others: Sequence[Ellipse]) -> Met:
    pad = site(zone.site)
    latitude, longitude = pad.latitude_deg.value, pad.longitude_deg.value

    def reach(shape: Ellipse) -> float:
        distance, _ = distance_azimuth(latitude, longitude, shape.latitude_deg, shape.longitude_deg)
        return float(distance) / 1e3

    own = turned(own, latitude, longitude, zone.azimuth_deg)
    wrong = [turned(shape, latitude, longitude, zone.azimuth_deg) for shape in others]
    count = max(len(wrong), 1)
    mean = reach(own)
    return Met(
        zone,
        body,
        mean,
        mean / zone.range_km - 1.0,
        meets(own, zone.corners),
        zone.low_km <= mean <= zone.high_km,
        sum(meets(shape, zone.corners) for shape in wrong) / count,
        sum(zone.low_km <= reach(shape) <= zone.high_km for shape in wrong) / count,
    )


def predictions(zones: Sequence[Zone]) -> tuple[tuple[Met, ...], dict[str, str]]:
    """Fly every vehicle that can be flown and compare each of its areas.

    Returns
    -------
    (compared, left out)
        The second says for each area that is not scored, by its NOTAM and launch, why.
    """
    spec = table(FILE)
    flights = _Flights(settings_of(ascent_defaults()), cylinder_curves(), spec, {}, {})
    slugs = {name: str(entry["vehicle"]) for name, entry in spec["vehicles"].items()}
    order = sorted(set(slugs.values()))
    left: dict[str, str] = {}
    wanted: list[tuple[Zone, str, str]] = []
    for zone in zones:
        label = f"{zone.notam} {zone.launch} {zone.name}"
        if zone.name not in slugs:
            left[label] = "refused: the library has no complete stages of this vehicle"
            continue
        body = assign(zone.range_km, spec["vehicles"][zone.name]["bands"])
        if body is None:
            left[label] = "no body that falls on the way up reaches this range: the return of a last stage"
            continue
        slug = slugs[zone.name]
        first = spec["vehicles"][zone.name]["bands"][0]["body"]
        if slug not in flights.kicks and body == first:
            flights.kicks[slug] = flights.fit(slug, zone, body)
            left[label] = "fitted, not scored"
            continue
        wanted.append((zone, slug, body))
    found = []
    for zone, slug, body in wanted:
        try:
            own = flights.ellipses(slug, zone.site, zone.azimuth_deg).get(body)
            if own is None:
                left[f"{zone.notam} {zone.launch} {zone.name}"] = (
                    f"the flight drops no {body} that comes down"
                )
                continue
            found.append(_compared(zone, body, own, _wrong(flights, order, slug, zone, body)))
        except (SourceError, ValidityError) as error:
            left[f"{zone.notam} {zone.launch} {zone.name}"] = f"refused: {error}"
    return tuple(found), left


def family(slug: str) -> str:
    """Give the number of a Long March: 4B and 4C are one rocket in two versions, as 5 and 5B."""
    return slug.removeprefix("long-march-").rstrip("abcdefgh")


def _wrong(flights: _Flights, order: Sequence[str], slug: str, zone: Zone, body: str) -> list[Ellipse]:
    """Give the same-named body of every other vehicle, along about the same heading."""
    found = []
    for other in order:
        if family(other) == family(slug):
            continue
        try:
            shape = flights.ellipses(other, zone.site, zone.azimuth_deg, _WRONG_STEP_DEG).get(body)
        except (SourceError, ValidityError):
            continue
        if shape is not None:
            found.append(shape)
    return found


def _as_row(item: Met) -> dict[str, Any]:
    zone = item.zone
    return {
        "what": f"{zone.notam} {zone.launch} {zone.name} {zone.site} {item.body} range_km",
        "measured": zone.range_km,
        "computed": item.predicted_km,
        "low": zone.low_km,
        "high": zone.high_km,
        "inside": item.met,
        "why": f"95 % ellipse {'meets' if item.met else 'misses'} the area; range error "
        f"{item.range_error_fraction:+.1%}; {item.wrong_met_share:.0%} of the other vehicles meet it",
    }


def report() -> dict[str, Any]:
    """Score all areas, with the keys of ``downrange validate --json``; per vehicle in ``scores``."""
    found, left = predictions(read_zones())
    scores: dict[str, Any] = dict(score(found))
    names = sorted({item.zone.name for item in found})
    scores["by_vehicle"] = {name: score([item for item in found if item.zone.name == name]) for name in names}
    scores["by_body"] = {
        body: score([item for item in found if item.body == body]) for body in sorted({i.body for i in found})
    }
    reasons = sorted(set(left.values()))
    scores["left_out"] = {reason: sum(why == reason for why in left.values()) for reason in reasons}
    rows = [*nominal_rows(), *(_as_row(item) for item in found)]
    rows += [
        {
            "what": label,
            "measured": None,
            "computed": None,
            "low": None,
            "high": None,
            "inside": False,
            "why": why,
        }
        for label, why in left.items()
    ]
    return {
        "set": "zones",
        "rows": rows,
        "scores": scores,
        "baseline": dict(GOALS),
        "met": all(scores.get(name, 0.0) >= goal for name, goal in GOALS.items()),
    }
