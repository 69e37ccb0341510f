"""Who could take a launch over: geometry, routes, pads, crews; every "no" with its reason.

The least inclination that a site reaches without a plane change is its latitude (sin A = cos i / cos phi);
where flights due east are not permitted it is more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from downrange.operations.library import family_of
from downrange.operations.manifest import Launch
from downrange.operations.tracks import out_of_reach_deg, serves, site_tracks
from downrange.physics.earth import WGS84, launch_azimuth_deg
from downrange.reference import library
from downrange.reference.launches import complete_to, launch_rows, rows, tables
from downrange.reference.sites import site

__all__ = [
    "Alternative",
    "alternatives",
    "inertial_azimuth_deg",
    "place_of",
    "plane_change_m_per_s",
    "record",
    "rotation_gain_m_per_s",
    "site_of",
    "worth",
]

_PATH = "operations/alternatives.yaml"
_SMALL_PLANE_CHANGE_DEG = 0.5
"""A turn of so little (some 70 m/s) is a cost, not a bar: a dogleg early in the flight does it."""


@dataclass(frozen=True)
class Alternative:
    """Whether another site could take a launch, and why; geometry where the inclination is known."""

    launch: str
    site: str
    possible: bool
    why: str
    place: str
    azimuth_deg: float | None = None
    plane_change_m_per_s: float | None = None
    """Speed that turning the plane costs in low orbit; zero where the latitude reaches it directly."""
    track: str | None = None
    """The track of the site that a source shows for this inclination; None where none was found."""

    def as_json(self) -> dict[str, Any]:
        """Give the alternative with the keys of ``consequence --json``."""
        return {
            "launch": self.launch,
            "site": self.site,
            "possible": self.possible,
            "why": self.why,
            "azimuth_deg": self.azimuth_deg,
            "plane_change_m_per_s": self.plane_change_m_per_s,
            "track": self.track,
        }


def inertial_azimuth_deg(latitude_deg: float, inclination_deg: float) -> float | None:
    """Give the inertial azimuth straight into an inclination: sin A = cos i / cos(latitude).

    None where the latitude does not allow it in one plane (Vallado, 4th edition, section 6.4.2).
    """
    ratio = math.cos(math.radians(inclination_deg)) / math.cos(math.radians(latitude_deg))
    return None if abs(ratio) > 1.0 else math.degrees(math.asin(ratio))


def rotation_gain_m_per_s(latitude_deg: float, azimuth_deg: float) -> float:
    """Give the part of the ground's own speed that points along an azimuth: omega R cos(latitude) sin A."""
    ground = WGS84.rotation_rad_per_s * WGS84.radius_m * math.cos(math.radians(latitude_deg))
    return ground * math.sin(math.radians(azimuth_deg))


def plane_change_m_per_s(speed_m_per_s: float, angle_deg: float) -> float:
    """Give the speed that a plane change costs on a circular orbit: 2 v sin(angle / 2)."""
    return 2.0 * speed_m_per_s * math.sin(math.radians(abs(angle_deg)) / 2.0)


@lru_cache(maxsize=1)
def _orbit_m() -> float:
    return library.value(_PATH, "low_orbit_altitude_m").value


def worth() -> tuple[Mapping[str, str], ...]:
    """Give what the site brings and what moving costs, as sources state it: ``says`` and ``source``."""
    return (*library.table(_PATH)["worth"], _launches_by_year("baikonur"), _launches_by_year("vostochny"))


def _launches_by_year(name: str) -> Mapping[str, str]:
    """Count the launches of a site in the log, for each whole year that it covers."""
    codes = library.table(_PATH)["sites"][name]["codes"]
    last = int(complete_to("launches_baikonur_vostochny")[:4]) - 1
    years = Counter(int(row["on"][:4]) for row in launch_rows() if row["site_code"] in codes)
    counted = ", ".join(f"{year}: {years[year]}" for year in range(min(years), last + 1))
    return {"says": f"launches from {name.capitalize()} by year: {counted}", "source": "gcat-launchlog"}


def alternatives(
    launches: Sequence[Launch], travelling: Mapping[str, Sequence[str]] | None = None
) -> tuple[Alternative, ...]:
    """Say for each launch which other site of the library could take it, and why not.

    Parameters
    ----------
    launches : sequence of Launch
        Those touched.
    travelling : mapping of launch to names, optional
        What is withdrawn and belongs to the launch, not to the site (its satellites): no other site helps.

    Raises
    ------
    SourceError
        If the library lacks the place of a site.
    """
    tree = library.table(_PATH)
    found = []
    known: dict[tuple[object, ...], Alternative] = {}
    for launch in launches:
        held = tuple((travelling or {}).get(launch.name, ()))
        for name, body in tree["sites"].items():
            if launch.site in body["codes"]:
                continue
            key = (name, launch.family, launch.vehicle, launch.payload_class, launch.inclination_deg, held)
            if key not in known:
                known[key] = _one(launch, name, body, held)
            found.append(replace(known[key], launch=launch.name))
    return tuple(found)


def record(name: str, family: str, on: date) -> dict[str, Any]:
    """Tell how often a family flew from a site up to a day, as far as the log goes.

    Returns
    -------
    dict
        ``flights_number`` in the log, ``year_before_number`` in the year before the day, ``last_on`` (or
        None), ``log_from`` and ``log_to``: the days between which the log holds the site.
    """
    codes = library.table(_PATH)["sites"][name]["codes"]
    own = {row["site_code"] for row in rows("launches_baikonur_vostochny")}
    held = ("launches_baikonur_vostochny",) if own & set(codes) else ("launches_2023", "launches_2024")
    end = min(on, max(date.fromisoformat(complete_to(table)) for table in held))
    flown = [
        day
        for row in launch_rows()
        if row["site_code"] in codes
        and len(row["on"]) == 10
        and family_of(row["vehicle"]) == family
        and (day := date.fromisoformat(row["on"])) <= end
    ]
    return {
        "flights_number": len(flown),
        "year_before_number": sum((end - day).days < 365 for day in flown),
        "last_on": max(flown).isoformat() if flown else None,
        "log_from": min(tables()[table]["from"] for table in held),
        "log_to": end.isoformat(),
    }


def place_of(site_code: str) -> str | None:
    """Give the library's site of a site code of the log, or None where it has no entry."""
    name = site_of(site_code)
    return None if name is None else str(library.table(_PATH)["sites"][name]["place"])


def site_of(site_code: str) -> str | None:
    """Give the name of a site of the log (``GIK-5``: ``baikonur``), None where it has no entry."""
    bodies = library.table(_PATH)["sites"].items()
    return next((str(name) for name, body in bodies if site_code in body["codes"]), None)


def _one(launch: Launch, name: str, body: Mapping[str, Any], held: Sequence[str]) -> Alternative:
    geometry = _geometry(launch, name, body)
    reasons = [*_vehicle(launch, name, body), *_payload(launch, body)]
    if geometry.no:
        reasons.append(geometry.no)
    if held:
        reasons.append(f"{', '.join(held)}: out of use wherever the launch is made from")
    if launch.inclination_deg is None and not reasons:
        reasons.append("the inclination of the orbit is not in hand: reach and route cannot be judged")
    possible = not reasons
    why = "; ".join(reasons) if reasons else "reach, route, vehicle and class allow it; lead time unknown"
    if possible and geometry.track is None:
        why += "; no drop zone for this way is in any source in hand"
    if geometry.cost_m_per_s and not geometry.no:
        why += f" (half a degree short at most: turning costs about {geometry.cost_m_per_s:.0f} m/s)"
    return Alternative(
        launch.name,
        name,
        possible,
        why,
        body["place"],
        geometry.azimuth_deg,
        geometry.cost_m_per_s,
        geometry.track,
    )


@dataclass(frozen=True)
class _Geometry:
    no: str
    azimuth_deg: float | None
    cost_m_per_s: float | None
    track: str | None = None


def _geometry(launch: Launch, name: str, body: Mapping[str, Any]) -> _Geometry:
    inclination = launch.inclination_deg
    if inclination is None:
        return _Geometry("", None, None)
    latitude = site(body["place"]).latitude_deg.value
    short = out_of_reach_deg(latitude, inclination)
    speed = math.sqrt(WGS84.gravitation_m3_per_s_s / (WGS84.radius_m + _orbit_m()))
    cost = plane_change_m_per_s(speed, short)
    if short > _SMALL_PLANE_CHANGE_DEG:
        bound = f"below {latitude:.1f}" if inclination < 90.0 else f"above {180.0 - latitude:.1f}"
        no = f"nothing {bound} degrees without a plane change"
        return _Geometry(f"{no}: {inclination:g} degrees would cost {cost:.0f} m/s more", None, cost)
    no = ""
    if "least_inclination_deg" in body:
        least = library.value(_PATH, f"sites.{name}.least_inclination_deg").value
        if inclination < least:
            no = f"may not fly due east: nothing below {least:g} degrees"
    tracks = site_tracks(name)
    track = serves(launch, tracks) if tracks is not None else None
    if tracks is not None and track is None and body.get("routes_listed"):
        open_to = ", ".join(f"{t.inclination_deg:g}" for t in tracks.tracks if t.inclination_deg is not None)
        no = f"no route known to be open to {inclination:g} degrees, only to {open_to}"
    azimuth = launch_azimuth_deg(latitude, inclination, _orbit_m())
    return _Geometry(no, azimuth, cost, track.name if track else None)


def _vehicle(launch: Launch, name: str, body: Mapping[str, Any]) -> list[str]:
    only = library.table(_PATH)["only_at"].get(launch.family)
    if only is not None and only["site"] != name:
        return [only["why"]]
    if launch.family in body.get("refuses", {}):
        return [body["refuses"][launch.family]]
    if launch.family not in body["flies"]:
        return [f"no pad there for {launch.vehicle} in any source read"]
    return []


def _payload(launch: Launch, body: Mapping[str, Any]) -> list[str]:
    kind = launch.payload_class
    if kind == "crew" and launch.family not in library.table(_PATH)["crew_families"]:
        return [f"{launch.vehicle} is not rated for crews in any source read"]
    if kind in body.get("refuses", {}):
        return [body["refuses"][kind]]
    if kind not in body["carries"]:
        return [f"nothing of the class {kind} is readied there in any source read"]
    return []
