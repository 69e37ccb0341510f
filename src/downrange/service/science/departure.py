"""What a flight starts from: the vehicle, the site, and which way it leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from downrange.base.canonical import digest
from downrange.errors import InputError, Problem, Where
from downrange.inputs.sites import OwnSite, read_site
from downrange.inputs.vehicles import read_vehicle
from downrange.physics.earth import launch_azimuth_deg
from downrange.reference.sites import Site, site
from downrange.reference.vehicles import Vehicle, vehicle

__all__ = ["Departure", "departure", "vehicle_named"]

_FILES = (".yaml", ".yml")


@dataclass(frozen=True)
class Departure:
    """A site and the heading of the ground track there.

    Attributes
    ----------
    name : str
        Of the site, as asked for, or that of the file.
    azimuth_deg : float
        From north.
    other_azimuth_deg : float or None
        The second heading into an orbit of the inclination; None where the azimuth itself was given.
    inclination_deg : float or None
        Of the orbit, where it was given.
    dogleg_deg : float or None
        The inclination that the flight must turn into: where both it and the azimuth were given.
    hashes : mapping
        Of the user's file of the site, if any.
    """

    site: Site
    name: str
    azimuth_deg: float
    other_azimuth_deg: float | None
    inclination_deg: float | None
    dogleg_deg: float | None
    hashes: dict[str, str]


def departure(name: str, inclination_deg: float | None, azimuth_deg: float | None) -> Departure:
    """Say from where and which way a vehicle leaves.

    Parameters
    ----------
    name : str
        A site of the library, or a user's file (``SITE.yaml``).
    inclination_deg, azimuth_deg : float, optional
        The orbit's inclination, or the ground track's azimuth at the pad; both for a dogleg, neither for due
        east. Two headings lead into an orbit of an inclination: the northward one is taken, unless the
        site's own file allows only the southward one.

    Raises
    ------
    SourceError
        If the library has no such site.
    InputError
        For a file that cannot be read, an angle that is no number, an inclination below the latitude of the
        site, or a heading that the site's file does not allow.
    """
    own = read_site(name) if name.endswith(_FILES) else None
    place = site(name) if own is None else own.site
    _numbers(inclination_deg=inclination_deg, azimuth_deg=azimuth_deg)
    if inclination_deg is not None:
        _within_reach(place, inclination_deg, turning=azimuth_deg is not None)
    taken, other = _headings(place, own, inclination_deg, azimuth_deg)
    if own is not None:
        own.allow(taken)
    return Departure(
        site=place,
        name=name if own is None else place.slug,
        azimuth_deg=taken,
        other_azimuth_deg=other,
        inclination_deg=inclination_deg,
        dogleg_deg=None if azimuth_deg is None else inclination_deg,
        hashes={} if own is None else {own.file: own.sha256},
    )


def _numbers(**angles_deg: float | None) -> None:
    for key, angle in angles_deg.items():
        if angle is not None and not math.isfinite(angle):
            raise InputError(
                Problem(
                    Where("command line", key), "is no number", value=f"{angle}", expected="degrees, finite"
                )
            )


def _within_reach(place: Site, inclination_deg: float, turning: bool) -> None:
    """Refuse an inclination that no launch from the site reaches in one plane; a dogleg may turn below it."""
    least = 0.0 if turning else abs(place.latitude_deg.value)
    if not least <= inclination_deg <= 180.0 - least:
        raise InputError(
            Problem(
                Where("command line", "inclination_deg"),
                "no orbit of this inclination passes over the site",
                value=f"{inclination_deg:g}",
                expected=f"{least:.2f} to {180 - least:.2f}",
            )
        )


def _headings(
    place: Site, own: OwnSite | None, inclination_deg: float | None, azimuth_deg: float | None
) -> tuple[float, float | None]:
    """Give the heading that is taken and, where an inclination alone was given, the other one."""
    if azimuth_deg is not None:
        return azimuth_deg % 360.0, None
    if inclination_deg is None:
        return 90.0, None
    latitude = place.latitude_deg.value
    north = launch_azimuth_deg(latitude, inclination_deg)
    south = launch_azimuth_deg(latitude, inclination_deg, descending=True)
    if own is not None and not own.allows(north) and own.allows(south):
        return south, north
    return north, south


def vehicle_named(name: str) -> tuple[Vehicle, dict[str, str]]:
    """Give a vehicle of the library, or that of a user's file with the hash of the file."""
    if not name.endswith(_FILES):
        return vehicle(name), {}
    found = read_vehicle(name)
    return found, {Path(name).name: digest(Path(name).read_bytes())}
