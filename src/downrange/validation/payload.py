"""Payloads that the ascent closes with, against published capacities to low orbit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from downrange.errors import SourceError, ValidityError
from downrange.physics.ascent import Mission
from downrange.physics.ascent_nominal import nominal_flight, settings_of
from downrange.physics.ascent_plan import STANDARD_GRAVITY
from downrange.physics.earth import launch_azimuth_deg
from downrange.reference.ascent import ascent_defaults
from downrange.reference.library import table
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

__all__ = ["WITHIN_SHARE", "closing_payload_kg", "payload_rows", "payload_scores", "speed_to_spare_m_per_s"]

FILE = "validation/ascent.yaml"
WITHIN_SHARE = 0.10


def _mission(body: Mapping[str, Any]) -> Mission:
    place, defaults = site(str(body["site"])), ascent_defaults()
    latitude = place.latitude_deg.value
    azimuth = (
        float(body["azimuth_deg"])
        if "azimuth_deg" in body
        else launch_azimuth_deg(latitude, float(body["inclination_deg"]))
    )
    return Mission(latitude, place.longitude_deg.value, 0.0, azimuth, defaults.value("orbit_altitude_m"))


def speed_to_spare_m_per_s(slug: str, body: Mapping[str, Any], payload_kg: float) -> float:
    """Give the speed that the last stage could still add in that orbit with a payload (below zero: it lacks).

    Tsiolkovsky's equation over the propellant left. A polar orbit instead of one due east costs the Earth's
    turning of 300 to 460 m/s and more; 500 to 700 km instead of 200 another 170 to 280 m/s.

    Raises
    ------
    SourceError, ValidityError
        As :func:`closing_payload_kg`.
    """
    flight = nominal_flight(
        vehicle(slug), _mission(body), settings_of(ascent_defaults()), payload_kg=payload_kg
    )
    last = flight.plan.burns[-1]
    empty_kg = flight.plan.burnout_kg
    exhaust_m_per_s = last.stage.figure("isp_vacuum_s").value * STANDARD_GRAVITY
    return exhaust_m_per_s * math.log(max(empty_kg + flight.margin_kg, 1.0) / empty_kg)


def closing_payload_kg(slug: str, body: Mapping[str, Any]) -> float:
    """Find the payload with which a vehicle just closes on a circular orbit of 200 km.

    Raises
    ------
    SourceError, ValidityError
        If the vehicle's figures are incomplete or it does not reach the orbit.
    """
    flight = nominal_flight(vehicle(slug), _mission(body), settings_of(ascent_defaults()))
    if not flight.closed:
        raise ValidityError(f"{slug}: no flight closes on the orbit")
    return flight.plan.payload_kg


def payload_rows(only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Close every vehicle of the list (or some); rows with the keys of ``downrange validate --json``."""
    rows = []
    for slug, body in table(FILE)["payloads"].items():
        if only and slug not in only:
            continue
        figure = vehicle(slug).nominal["leo_payload_kg"]
        published = figure.value
        row: dict[str, Any] = {
            "what": f"{slug} payload_kg", "measured": published, "computed": None,
            "low": published * (1.0 - WITHIN_SHARE), "high": published * (1.0 + WITHIN_SHARE),
        }  # fmt: skip
        try:
            found = closing_payload_kg(slug, body)
            spare = _spare(slug, body, published)
        except (SourceError, ValidityError) as error:
            rows.append({**row, "inside": None, "why": f"refused: {error}"})
            continue
        inside = abs(found / published - 1.0) <= WITHIN_SHARE
        why = (
            f"closes at 200 km from {body['site']}; {figure.source}: capacity to low orbit, orbit not "
            f"stated; {spare}"
        )
        rows.append({**row, "computed": found, "inside": inside, "why": why})
    return rows


def _spare(slug: str, body: Mapping[str, Any], published_kg: float) -> str:
    try:
        return (
            f"with the published payload {speed_to_spare_m_per_s(slug, body, published_kg):,.0f} m/s to spare"
        )
    except ValidityError:
        return "with the published payload no flight closes"


def payload_scores(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Give the share within 10 % of those that could be flown."""
    flown = [row for row in rows if row["computed"] is not None]
    return {"payload_within_10_percent_share": sum(bool(row["inside"]) for row in flown) / max(len(flown), 1)}
