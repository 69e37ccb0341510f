"""Payloads that the ascent closes with, against published capacities to low orbit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from downrange.errors import SourceError, ValidityError
from downrange.physics.ascent import Mission
from downrange.physics.ascent_nominal import nominal_flight, settings_of
from downrange.physics.earth import launch_azimuth_deg
from downrange.reference.ascent import ascent_defaults
from downrange.reference.library import table
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

__all__ = ["WITHIN_SHARE", "closing_payload_kg", "payload_rows", "payload_scores"]

FILE = "validation/ascent.yaml"
WITHIN_SHARE = 0.10


def closing_payload_kg(slug: str, body: Mapping[str, Any]) -> float:
    """Find the payload with which a vehicle just closes on a circular orbit of 200 km.

    Raises
    ------
    SourceError, ValidityError
        If the vehicle's figures are incomplete or it does not reach the orbit.
    """
    place, defaults = site(str(body["site"])), ascent_defaults()
    latitude = place.latitude_deg.value
    azimuth = (
        float(body["azimuth_deg"])
        if "azimuth_deg" in body
        else launch_azimuth_deg(latitude, float(body["inclination_deg"]))
    )
    mission = Mission(latitude, place.longitude_deg.value, 0.0, azimuth, defaults.value("orbit_altitude_m"))
    flight = nominal_flight(vehicle(slug), mission, settings_of(defaults))
    if not flight.closed:
        raise ValidityError(f"{slug}: no flight closes on the orbit")
    return flight.plan.payload_kg


def payload_rows() -> list[dict[str, Any]]:
    """Close every vehicle of the list; rows with the keys of ``downrange validate --json``."""
    rows = []
    for slug, body in table(FILE)["payloads"].items():
        figure = vehicle(slug).nominal["leo_payload_kg"]
        published = figure.value
        row: dict[str, Any] = {
            "what": f"{slug} payload_kg", "measured": published, "computed": None,
            "low": published * (1.0 - WITHIN_SHARE), "high": published * (1.0 + WITHIN_SHARE),
        }  # fmt: skip
        try:
            found = closing_payload_kg(slug, body)
        except (SourceError, ValidityError) as error:
            rows.append({**row, "inside": None, "why": f"refused: {error}"})
            continue
        inside = abs(found / published - 1.0) <= WITHIN_SHARE
        why = (
            f"closes at 200 km from {body['site']}; {figure.source}: capacity to low orbit, orbit not stated"
        )
        rows.append({**row, "computed": found, "inside": inside, "why": why})
    return rows


def payload_scores(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Give the share within 10 % of those that could be flown."""
    flown = [row for row in rows if row["computed"] is not None]
    return {"payload_within_10_percent_share": sum(bool(row["inside"]) for row in flown) / max(len(flown), 1)}
