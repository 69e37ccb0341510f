"""Where the things of a case are, as far as the words of its record name a place whose position is known."""

from __future__ import annotations

import re
from typing import Any

from downrange.case.schema import Case
from downrange.errors import DownrangeError

__all__ = ["asset_places", "position_of"]


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
