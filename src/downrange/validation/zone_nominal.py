"""Nominal falls from the library's own separation states against administrative fall zones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from downrange.physics.ascent_drops import drop_many, parts_dropped
from downrange.physics.earth import distance_azimuth, launch_azimuth_deg
from downrange.physics.fall_ellipse import Ellipse, ellipse
from downrange.physics.fall_wind import default_wind
from downrange.reference.drag import cylinder_curves
from downrange.reference.library import table, value
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

__all__ = ["inside", "nominal_ellipse", "nominal_rows", "sigma_axes_km"]

FILE = "validation/zones.yaml"
_SAMPLES = 1024


def inside(zone: Mapping[str, Any], latitude_deg: float, longitude_deg: float) -> bool:
    """Say whether a place lies in an ellipse given by its centre, full axes and azimuth."""
    distance, azimuth = distance_azimuth(
        float(zone["latitude_deg"]), float(zone["longitude_deg"]), latitude_deg, longitude_deg
    )
    turn = math.radians(azimuth - float(zone["azimuth_deg"]))
    along, across = distance / 500.0 * math.cos(turn), distance / 500.0 * math.sin(turn)
    return bool((along / float(zone["major_km"])) ** 2 + (across / float(zone["minor_km"])) ** 2 <= 1.0)


def sigma_axes_km(shape: Ellipse, sigmas: float) -> tuple[float, float]:
    """Give the full axes at so many standard deviations; they hold 1 - exp(-sigmas^2/2) of the falls."""
    scale = sigmas / math.sqrt(-2.0 * math.log1p(-shape.probability))
    return scale * shape.major_km, scale * shape.minor_km


def nominal_ellipse(zone: Mapping[str, Any]) -> Ellipse:
    """Let the zone's body fall from draws of its separation state, in drawn winds."""
    place, curves = site(str(zone["site"])), cylinder_curves()
    latitude, longitude = place.latitude_deg.value, place.longitude_deg.value
    part = next(
        part for part in parts_dropped(vehicle(str(zone["vehicle"])), curves) if part.name == zone["body"]
    )
    falls = drop_many(
        part,
        latitude,
        longitude,
        launch_azimuth_deg(latitude, float(zone["inclination_deg"])),
        samples=_SAMPLES,
        seed=0,
        scale_factor=curves.scale_factor,
        azimuth_spread_deg=value("dispersion.yaml", "azimuth_spread_deg").value,
        wind=default_wind(latitude, longitude),
    )
    return ellipse(falls.latitude_deg, falls.longitude_deg)


def nominal_rows() -> list[dict[str, Any]]:
    """Compare every administrative zone; rows with the keys of ``downrange validate --json``."""
    rows = []
    for name, zone in table(FILE)["administrative"].items():
        shape, place = nominal_ellipse(zone), site(str(zone["site"]))
        pad = place.latitude_deg.value, place.longitude_deg.value
        theirs, _ = distance_azimuth(*pad, float(zone["latitude_deg"]), float(zone["longitude_deg"]))
        ours, _ = distance_azimuth(*pad, shape.latitude_deg, shape.longitude_deg)
        within = inside(zone, shape.latitude_deg, shape.longitude_deg)
        axes = ", ".join(
            f"{k} sigma {major:.0f} x {minor:.0f} km"
            for k, (major, minor) in ((k, sigma_axes_km(shape, k)) for k in (1, 2, 3))
        )
        rows.append({
            "what": f"{zone['vehicle']} {zone['body']} {name} range_km", "measured": theirs / 1e3,
            "computed": ours / 1e3, "low": theirs / 1e3 - float(zone["major_km"]) / 2.0,
            "high": theirs / 1e3 + float(zone["major_km"]) / 2.0, "inside": within,
            "why": f"an administrative area of {zone['major_km']} x {zone['minor_km']} km, second-hand "
            f"({zone['source']}); predicted mean {'inside' if within else 'outside'}; full axes {axes}, "
            f"azimuth {shape.azimuth_deg:.0f} deg; not among the scored areas",
        })  # fmt: skip
    return rows
