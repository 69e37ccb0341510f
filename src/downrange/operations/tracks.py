"""Where rockets may fly from each site: tracks and drop zones that a source shows, with their azimuths.

A track's azimuth follows from its inclination and the site's latitude (:func:`launch_azimuth_deg`, Vallado,
4th edition, section 6.4.2); a zone's from its place. Absence of a track means that no source was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from downrange.operations.manifest import Launch
from downrange.physics.earth import distance_azimuth, launch_azimuth_deg
from downrange.reference import library
from downrange.reference.sites import site

__all__ = ["SiteTracks", "Track", "Zone", "inclination_of", "out_of_reach_deg", "serves", "site_tracks"]

_PATH = "operations/tracks.yaml"
_WITHIN_DEG = 1.0
"""A track serves inclinations this near to its own: a late dogleg, and rounding in the sources."""


@dataclass(frozen=True)
class Track:
    """A way that a source shows; ``azimuth_deg`` is relative to the rotating Earth, clockwise from north."""

    name: str
    inclination_deg: float | None
    azimuth_deg: float | None
    zones: str
    source: str


@dataclass(frozen=True)
class Zone:
    """A drop zone with a published place; full axes where they were published."""

    name: str
    latitude_deg: float
    longitude_deg: float
    range_km: float
    azimuth_deg: float
    major_km: float | None
    minor_km: float | None
    axis_azimuth_deg: float | None
    area_km2: float | None
    doubtful: bool
    source: str


@dataclass(frozen=True)
class SiteTracks:
    """A site with its tracks and zones."""

    site: str
    place: str
    latitude_deg: float
    longitude_deg: float
    tracks: tuple[Track, ...]
    zones: tuple[Zone, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the site as data."""
        return asdict(self) | {
            "tracks": [asdict(track) for track in self.tracks],
            "zones": [asdict(zone) for zone in self.zones],
        }


def out_of_reach_deg(latitude_deg: float, inclination_deg: float) -> float:
    """Give by how many degrees an inclination is out of a latitude's reach without a plane change, 0 if not.

    A flight from latitude phi reaches phi <= i <= 180 - phi (cos i = cos phi sin A, Vallado, 4th edition,
    section 6.4.2): a retrograde orbit has its bound as well.

    >>> out_of_reach_deg(62.9, 51.65) == out_of_reach_deg(-62.9, 128.35)
    True
    """
    return max(0.0, abs(latitude_deg) - min(inclination_deg, 180.0 - inclination_deg))


def inclination_of(title: str) -> float | None:
    """Give the inclination that sources lead to for a payload's title; None where none does."""
    for name, body in library.table(_PATH)["orbits"].items():
        if title.startswith(tuple(body["starts"])):
            return library.value(_PATH, f"orbits.{name}.inclination_deg").value
    return None


def site_tracks(name: str) -> SiteTracks | None:
    """Give the tracks and zones of a site (``baikonur``); None where no source was found for it.

    Raises
    ------
    SourceError
        If the library lacks the site's place.
    """
    body = library.table(_PATH)["sites"].get(name)
    if body is None:
        return None
    pad = site(body["place"])
    latitude, longitude = pad.latitude_deg.value, pad.longitude_deg.value
    return SiteTracks(
        name,
        body["place"],
        latitude,
        longitude,
        tuple(_track(row, latitude) for row in body["tracks"]),
        tuple(_zone(row, latitude, longitude) for row in body["zones"]),
    )


def _track(row: Mapping[str, Any], latitude_deg: float) -> Track:
    inclination = row["inclination_deg"]
    azimuth = None if inclination is None else launch_azimuth_deg(latitude_deg, float(inclination))
    return Track(row["name"], inclination, azimuth, row["zones"], row["source"])


def _zone(row: Mapping[str, Any], latitude_deg: float, longitude_deg: float) -> Zone:
    way_m, azimuth = distance_azimuth(latitude_deg, longitude_deg, row["latitude_deg"], row["longitude_deg"])
    return Zone(
        row["name"],
        row["latitude_deg"],
        row["longitude_deg"],
        float(way_m) / 1000.0,
        float(azimuth),
        row.get("major_km"),
        row.get("minor_km"),
        row.get("azimuth_deg"),
        row.get("area_km2"),
        bool(row.get("doubtful", False)),
        row["source"],
    )


def serves(launch: Launch, tracks: SiteTracks) -> Track | None:
    """Give the track of a site that serves a launch's inclination, the nearest; None where none does."""
    if launch.inclination_deg is None:
        return None
    wanted = launch.inclination_deg
    known = [(abs(t.inclination_deg - wanted), t) for t in tracks.tracks if t.inclination_deg is not None]
    near = [pair for pair in known if pair[0] <= _WITHIN_DEG]
    return min(near, key=lambda pair: pair[0])[1] if near else None
