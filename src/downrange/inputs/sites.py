"""Reader of a user's launch site: ``SITE.yaml``, for a pad that the library does not have.

name: A pad of our own
latitude_deg: -12.37
longitude_deg: 136.82
altitude_m: 35              # above the ellipsoid; may be left out
azimuth_low_deg: 60         # what the range allows, clockwise from the one to the other, over north too;
azimuth_high_deg: 130       # both or neither
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from downrange.base.source import Sourced
from downrange.base.units import unit_of
from downrange.errors import InputError, Problem, Where
from downrange.inputs.marked_reader import open_reader
from downrange.reference.sites import Site

__all__ = ["OwnSite", "read_site"]

_LIMITS = ("azimuth_low_deg", "azimuth_high_deg")


@dataclass(frozen=True)
class OwnSite:
    """A site of a user's file and the azimuths that its range allows.

    ``azimuth_low_deg`` and ``azimuth_high_deg`` are both None where every azimuth is allowed.
    """

    site: Site
    file: str
    sha256: str
    azimuth_low_deg: float | None = None
    azimuth_high_deg: float | None = None

    def allows(self, azimuth_deg: float) -> bool:
        """Say whether an azimuth of the launch (degrees from north) lies within the limits."""
        low, high = self.azimuth_low_deg, self.azimuth_high_deg
        if low is None or high is None:
            return True
        return (azimuth_deg - low) % 360.0 <= (high - low) % 360.0 + 1e-9

    def allow(self, azimuth_deg: float) -> None:
        """Refuse an azimuth of the launch (degrees from north) outside the limits.

        Raises
        ------
        InputError
            With the azimuth and the limits.
        """
        if self.allows(azimuth_deg):
            return
        raise InputError(
            Problem(
                Where(self.file, "azimuth_low_deg"),
                "the launch leaves the azimuths that this site allows",
                value=f"{azimuth_deg % 360.0:.2f}",
                expected=f"{self.azimuth_low_deg:g} clockwise to {self.azimuth_high_deg:g}",
            )
        )


def read_site(path: str | Path) -> OwnSite:
    """Read a launch site from a user's file.

    Raises
    ------
    InputError
        With every problem of the file: what is missing, unknown or out of range, with its line.
    """
    place = Path(path)
    reader, sha256 = open_reader(place)
    top = reader.mapping((), ("name", "latitude_deg", "longitude_deg"), ("note", "altitude_m", *_LIMITS))
    bounds = {
        "latitude_deg": (-90.0, 90.0),
        "longitude_deg": (-180.0, 360.0),
        "altitude_m": (-500.0, 6000.0),
        "azimuth_low_deg": (0.0, 360.0),
        "azimuth_high_deg": (0.0, 360.0),
    }
    read = {
        key: reader.number((key,), top[key], low, high) for key, (low, high) in bounds.items() if key in top
    }
    if len([key for key in _LIMITS if key in top]) == 1:
        reader.problem((), "the limits of the azimuth go together", None, " and ".join(_LIMITS))
    if reader.problems:
        raise InputError(reader.problems)
    figures = {
        key: Sourced(
            value=number, unit=unit_of(key) or "", source=place.name, locator="the user's file",
            kind="published",
        )
        for key, number in read.items()
    }  # fmt: skip
    own = Site(
        place.stem, str(top["name"]), figures["latitude_deg"], figures["longitude_deg"],
        figures.get("altitude_m"), str(top.get("note", "")),
    )  # fmt: skip
    return OwnSite(own, place.name, sha256, *(read.get(key) for key in _LIMITS))
