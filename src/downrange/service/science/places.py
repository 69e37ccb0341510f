"""Where the things of a case are, as far as the words of its record name a place whose position is known."""

from __future__ import annotations

import re
from typing import Any

from downrange.case.schema import Case
from downrange.errors import DownrangeError

__all__ = ["asset_places", "known_places", "position_of"]


def position_of(place: str | None) -> dict[str, Any] | None:
    """Give the position of a place that the library knows as a launch site or pad; None for any other.

    Returns
    -------
    dict
        ``latitude_deg``, ``longitude_deg``, ``site`` (its slug), ``source``.

    >>> position_of("Baikonur, pad 31/6")["site"], position_of("exercise base")
    ('baikonur-31-6', None)
    """
    from downrange.reference.sites import site

    slug = re.sub(r"[^a-z0-9]+", "-", (place or "").lower().replace(", pad ", "-")).strip("-")
    if not slug:
        return None
    try:
        found = site(slug)
    except DownrangeError:
        return None
    return {
        "latitude_deg": found.latitude_deg.value,
        "longitude_deg": found.longitude_deg.value,
        "site": slug,
        "source": found.latitude_deg.source,
    }


def asset_places(case: Case) -> list[dict[str, Any]]:
    """List the assets of a case with the place that the record names and its position, None where unknown."""
    return [
        {
            "asset": asset.id,
            "title": asset.title.model_dump(exclude_none=True),
            "kind": asset.kind,
            "place": asset.place,
            "position": position_of(asset.place),
        }
        for asset in case.assets
    ]


NEAR_KM = 120.0
"""How far from a pad of the case its settlements are shown before anything is computed."""


def known_places(case: Case) -> list[dict[str, Any]]:
    """List what is known of a case's place before anything is computed, as GeoJSON features.

    The pad of its scenario or incident (the pads of Baikonur where none is named), the place of what happened
    where it is given, and the settlements near them.
    """
    from downrange.reference.settlements import settlements_near
    from downrange.reference.sites import site_names

    named = [one.site for one in (case.scenario, case.incident) if one is not None and one.site is not None]
    slugs = list(dict.fromkeys(named)) or [one for one in site_names() if one.startswith("baikonur-")]
    found: dict[str, dict[str, Any]] = {}
    anchors = []
    for slug in slugs:
        where = position_of(slug)
        if where is None:
            continue
        anchors.append((where["latitude_deg"], where["longitude_deg"]))
        found[slug] = _feature(slug, "pad", *anchors[-1])
    event = case.incident
    if event is not None and event.latitude_deg is not None and event.longitude_deg is not None:
        anchors.append((event.latitude_deg, event.longitude_deg))
        found["incident"] = _feature(event.title, "impact", *anchors[-1])
    for latitude_deg, longitude_deg in anchors:
        for town in settlements_near(latitude_deg, longitude_deg, NEAR_KM):
            more = {"population_persons": town.population_persons}
            found[f"town {town.geonames_id}"] = _feature(
                town.name, "settlement", town.latitude_deg, town.longitude_deg, **more
            )
    return list(found.values())


def _feature(name: str, kind: str, latitude_deg: float, longitude_deg: float, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude_deg, latitude_deg]},
        "properties": {"name": name, "kind": kind, **more},
    }
