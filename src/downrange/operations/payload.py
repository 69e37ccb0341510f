"""What moving a launch to another site costs in payload: the ascent model flown from both.

The Earth gives the same speed to every direct flight into one inclination (omega R cos i), so the payload
changes with the height of the pad, the flight's geometry, and above all a plane change where the latitude is
above the inclination. Only the difference of two flights of one model is used, never its absolute payload.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from downrange.errors import SourceError, ValidityError
from downrange.operations.tracks import out_of_reach_deg
from downrange.physics.ascent import Flight, Mission
from downrange.physics.ascent_nominal import nominal_flight, settings_of
from downrange.physics.earth import launch_azimuth_deg
from downrange.reference.ascent import ascent_defaults
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

__all__ = ["PayloadChange", "model_vehicle", "payload_change"]

_MODELS = {
    "Soyuz-2-1A": "soyuz-2.1a",
    "Soyuz-2-1B": "soyuz-2.1b",
    "Proton-M": "proton-m",
    "Soyuz-5": "soyuz-5",
}
_LIGHT_SHARE = 0.85
"""Both flights carry this share of the full payload, so that the dearer one closes as well."""

_DOGLEG_UP_TO_DEG = 0.5
"""The constant yaw of the model closes a dogleg of a quarter of a degree, not of one; more is refused."""


@dataclass(frozen=True)
class PayloadChange:
    """Payload from the one site and the other into one inclination, or what is missing to say it."""

    vehicle: str
    site_from: str
    site_to: str
    inclination_deg: float
    payload_from_kg: float | None
    payload_to_kg: float | None
    change_share: float | None
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the change as data."""
        return asdict(self) | {"missing": list(self.missing)}


def model_vehicle(printed: str) -> str | None:
    """Give the library's vehicle of a name of the log; None where there is none.

    >>> model_vehicle("Proton-M/DM-3"), model_vehicle("Falcon 9")
    ('proton-m', None)
    """
    return next((slug for name, slug in _MODELS.items() if printed.startswith(name)), None)


def payload_change(slug: str, site_from: str, site_to: str, inclination_deg: float) -> PayloadChange:
    """Fly a vehicle from two sites into one inclination, each with the payload that just closes the flight.

    Parameters
    ----------
    slug : str
        A vehicle of the library.
    site_from, site_to : str
        Sites of the library.
    inclination_deg : float
        Of the orbit; from a higher latitude the flight goes due east and turns (a dogleg).

    Returns
    -------
    PayloadChange
        ``missing`` names what is lacking instead of figures, where the vehicle's data do not suffice or the
        flight does not close.
    """
    try:
        payload_kg = _flight(slug, site_from, inclination_deg, None).plan.payload_kg
        light_kg = _LIGHT_SHARE * payload_kg
        here = _flight(slug, site_from, inclination_deg, light_kg)
        there = _flight(slug, site_to, inclination_deg, light_kg)
    except SourceError as error:
        missing = error.missing or (str(error),)
        return PayloadChange(slug, site_from, site_to, inclination_deg, None, None, None, missing)
    except ValidityError as error:
        return PayloadChange(slug, site_from, site_to, inclination_deg, None, None, None, (str(error),))
    # what is left in the last stage at one and the same payload could have been payload, kilogram by kilogram
    change_kg = there.margin_kg - here.margin_kg
    return PayloadChange(
        slug,
        site_from,
        site_to,
        inclination_deg,
        payload_kg,
        payload_kg + change_kg,
        change_kg / payload_kg,
    )


def _flight(slug: str, place_slug: str, inclination_deg: float, payload_kg: float | None) -> Flight:
    rocket, place = vehicle(slug), site(place_slug)
    defaults = ascent_defaults()
    latitude = place.latitude_deg.value
    turn = out_of_reach_deg(latitude, inclination_deg)
    if turn > _DOGLEG_UP_TO_DEG:
        raise ValidityError(
            f"{place_slug}: a turn of {turn:.1f} degrees is beyond the dogleg that the ascent model closes"
        )
    orbit_m = defaults.value("orbit_altitude_m")
    mission = Mission(
        latitude,
        place.longitude_deg.value,
        0.0 if place.altitude_m is None else place.altitude_m.value,
        launch_azimuth_deg(latitude, inclination_deg, orbit_m),
        orbit_m,
        inclination_deg if turn > 0.0 else None,
    )
    flight = nominal_flight(rocket, mission, settings_of(defaults), payload_kg=payload_kg)
    if not flight.closed:
        raise ValidityError(f"{slug} does not close from {place_slug} into {inclination_deg:g} degrees")
    return flight
