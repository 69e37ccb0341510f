"""The manifest of the library: resources and needs of Baikonur and Vostochny, launches of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from downrange.case.values import day_range
from downrange.operations.manifest import Launch, Manifest, Need, Resource, slug
from downrange.operations.tracks import inclination_of
from downrange.reference import library
from downrange.reference.launches import CREDIT, complete_to, launch_rows

__all__ = [
    "add_launch",
    "drop_area_fee_usd",
    "family_of",
    "launch_of",
    "library_manifest",
    "library_resources",
    "needs_of",
]

_PATH = "operations/requirements.yaml"
_SOURCED = ("repair_d", "lead_d", "substitute_d", "turnaround_d", "capacity_number", "campaign_d")


def _needs(given: Any) -> tuple[Need, ...]:
    return tuple(Need(need["kind"], tuple(need["one_of"]), need["phase"]) for need in given or ())


@lru_cache(maxsize=1)
def library_resources() -> Mapping[str, Resource]:
    """Give the resources of the library by name, each range of time with its source."""
    sourced = library.values(_PATH)
    found = {}
    for name, body in library.table(_PATH)["resources"].items():
        times = {
            key.rpartition("_")[0]: sourced[f"resources.{name}.{key}"] for key in _SOURCED if key in body
        }
        found[name] = Resource(
            name,
            body["title"],
            body["kind"],
            body["place"],
            body.get("operator", ""),
            _needs(body.get("needs")),
            lives=bool(body.get("lives", False)),
            note=body.get("note", ""),
            **times,
        )
    return found


def _first_words(groups: Mapping[str, Any], text: str) -> str:
    for name, given in groups.items():
        if text.startswith(tuple(given["starts"] if isinstance(given, dict) else given)):
            return name
    return ""


def family_of(vehicle: str) -> str:
    """Give the family of a vehicle's printed name (``Soyuz-2-1A``: ``soyuz``), or "" where unknown."""
    return _first_words(library.table(_PATH)["families"], vehicle)


def needs_of(site_code: str, pad: str, family: str) -> tuple[Need, ...]:
    """Give what a launch needs by site, pad and family; nothing where the library knows nothing of them."""
    tree = library.table(_PATH)
    needs = []
    place = tree["pads"].get(f"{site_code} {pad}")
    if place is not None:
        needs.append(Need("pad", tuple(place["one_of"])))
    here = tree["needs"].get(site_code, {})
    return (*needs, *_needs(here.get("all")), *_needs(here.get(family)))


def launch_of(row: Mapping[str, str], *, name: str | None = None) -> Launch:
    """Make a launch of a row of a log: ``on``, ``vehicle``, ``site_code``, ``pad``, ``payloads``.

    Optional columns: ``planned_first``, ``planned_last``, ``flew_on``, ``harm_on``, ``inclination_deg``,
    ``drop_area``, ``dependent`` and ``needs`` (names of further resources, parted by blanks;
    what serves in another's place after ``|``: ``train-1|train-2``).

    Raises
    ------
    ValueError
        If a day or a number is not spelled as one.
    """
    tree = library.table(_PATH)
    first, last = day_range(row["on"])
    if row.get("planned_first"):
        first, last = (
            day_range(row["planned_first"])[0],
            day_range(row["planned_last"] or row["planned_first"])[1],
        )
    family = family_of(row["vehicle"])
    title = row["payloads"].split(";")[0].split("(+")[0].strip() or row["vehicle"]
    kind = _first_words(tree["classes"], title)
    extra = tuple(Need("named", tuple(word.split("|"))) for word in (row.get("needs") or "").split())
    place = tree["pads"].get(f"{row['site_code']} {row['pad']}")
    flew = row.get("flew_on")
    return Launch(
        f"launch/{name or slug(title)}",
        title,
        (first, last),
        row["vehicle"],
        family,
        row["site_code"],
        place["resource"] if place else row["pad"],
        kind or "satellite",
        row.get("dependent") or (tree["classes"][kind]["dependent"] if kind else f"customer of {title}"),
        (*needs_of(row["site_code"], row["pad"], family), *extra),
        flew_on=date.fromisoformat(flew) if flew else None,
        inclination_deg=_inclination_deg(row, kind, title),
        harm_on=date.fromisoformat(row["harm_on"]) if row.get("harm_on") else None,
        drop_area=row.get("drop_area", ""),
        source=row.get("source", ""),
    )


def _inclination_deg(row: Mapping[str, str], kind: str, title: str) -> float | None:
    if row.get("inclination_deg"):
        return float(row["inclination_deg"])
    if kind in ("crew", "cargo"):
        return library.value("operations/alternatives.yaml", "iss_inclination_deg").value
    return inclination_of(title)


def add_launch(launches: dict[str, Launch], row: Mapping[str, str]) -> Launch:
    """Add the launch of a row; one of the same title gets its day into its name, and a number if need be."""
    launch = launch_of(row)
    first = f"{launch.name.removeprefix('launch/')}-{row['on']}"
    for number in range(1, len(launches) + 2):
        if launch.name not in launches:
            break
        launch = launch_of(row, name=first if number == 1 else f"{first}-{number}")
    launches[launch.name] = launch
    return launch


def library_manifest(first: date, last: date, sites: tuple[str, ...] = ("GIK-5", "VOST")) -> Manifest:
    """Give the launches that the log has between two days, with the library's resources.

    The log says when a launch flew, not when it was planned: the day flown stands for the plan.
    """
    launches: dict[str, Launch] = {}
    for row in launch_rows():
        low, high = day_range(row["on"])
        if row["site_code"] in sites and high >= first and low <= last:
            add_launch(launches, row)
    note = "planned days are the days flown: the log holds no plans"
    end = date.fromisoformat(complete_to("launches_baikonur_vostochny"))
    return Manifest(library_resources(), tuple(launches.values()), end, CREDIT, (note,))


def drop_area_fee_usd(launches_in_year_number: int) -> int:
    """Give the year's fee for the Kostanay drop area in whole dollars; nothing is due without a launch.

    The agreement of 2019-06-20: 460,000 for up to three launches, 50,000 for each further one.
    """
    assert launches_in_year_number >= 0, "launches are counted from zero"
    if launches_in_year_number == 0:
        return 0
    base, further, included = (
        int(library.value("operations/drop_area_fee.yaml", name).value)
        for name in ("base_usd", "further_usd", "included_launches_number")
    )
    return base + further * max(0, launches_in_year_number - included)
