"""Launch sites of the library: place and height, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from downrange.base.source import Sourced
from downrange.errors import SourceError
from downrange.reference.library import names, table, values

__all__ = ["Site", "site", "site_names"]

_FOLDER = "sites"


@dataclass(frozen=True)
class Site:
    """A pad, or the centre of a site where the pad is not known.

    ``altitude_m`` may be None: then the ellipsoid itself is the ground.
    """

    slug: str
    name: str
    latitude_deg: Sourced
    longitude_deg: Sourced
    altitude_m: Sourced | None
    note: str = ""


def site_names() -> tuple[str, ...]:
    """List the slugs of the sites, aliases left out."""
    return tuple(name for name in names(_FOLDER) if name != "aliases")


def _aliases() -> dict[str, str]:
    return {str(alias): str(slug) for alias, slug in (table(f"{_FOLDER}/aliases.yaml") or {}).items()}


@lru_cache(maxsize=128)
def site(slug: str) -> Site:
    """Read one site, by its slug or by an alias (``kourou``).

    Raises
    ------
    SourceError
        If the library has no such site; the message lists those it has.
    """
    slug = _aliases().get(slug, slug)
    if slug not in site_names():
        raise SourceError(
            f"the library has no site {slug!r}; it has {', '.join(site_names())}", [f"sites.{slug}"]
        )
    path = f"{_FOLDER}/{slug}.yaml"
    body, found = table(path), values(path)
    return Site(
        slug,
        str(body["name"]),
        found["latitude_deg"],
        found["longitude_deg"],
        found.get("altitude_m"),
        str(body.get("note", "")),
    )
