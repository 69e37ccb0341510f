"""What the things of a case are to its launches: the manifest, what an asset holds, what holding it stops.

Read-only; data for the selection of what to attach and for the consequences of a measure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from pathlib import Path

    from downrange.case.schema import Asset, Case
    from downrange.inputs.cases import CaseFile
    from downrange.operations.criticality import Harm
    from downrange.operations.manifest import Launch, Manifest, Resource

__all__ = [
    "asset_contents",
    "contents_of",
    "criticality_of",
    "holdings_of",
    "manifest_of",
    "resources_of",
    "units_of",
]

_MOST_TOLD = 10

HORIZON_D = 365
"""Launches of the shipped log count up to so many days after the first withdrawal."""


def resources_of(case: Case) -> dict[str, Resource]:
    """Give the library's resources and one of each asset of the case, which its own launches may need."""
    from downrange.operations.library import library_resources
    from downrange.operations.manifest import Resource

    own = {
        asset.id.removeprefix("asset/"): Resource(
            asset.id.removeprefix("asset/"), asset.title.en, asset.kind, asset.place or ""
        )
        for asset in case.assets
        if asset.kind != "collective" and not {"resource", "resources"} & set(asset.details)
    }
    return {**library_resources(), **own}


def manifest_of(file: CaseFile, start: date, launches: Path | None = None) -> Manifest:
    """Give the manifest of a case: a log that the user brings, else the case's own, else the shipped one.

    Of a log that the user brings, launches of sites whose needs the library does not know are left out, and
    counted in the notes. Of the shipped log those within a year after the day count.

    Raises
    ------
    InputError
        If the launches cannot be read.
    """
    from downrange.inputs.launches import LAUNCH_FILES, read_launches
    from downrange.operations.library import library_manifest
    from downrange.operations.manifest import Manifest

    resources = resources_of(file.case)
    own = [file.folder / name for name in LAUNCH_FILES if (file.folder / name).is_file()]
    if launches is None and not own:
        return replace(library_manifest(start, start + timedelta(days=HORIZON_D)), resources=resources)
    read = read_launches(launches or own[0])
    kept = read.launches if launches is None else tuple(one for one in read.launches if one.needs)
    _known_needs(read.file, kept, resources)
    notes = [f"launches of the case's own {read.file}" if launches is None else f"launches of {read.file}"]
    left = len(read.launches) - len(kept)
    if left:
        notes.append(
            f"left out, since what their sites need is not in the library: {left} of {len(read.launches)}"
        )
    unknown = sorted({one.pad for one in kept if one.needs and one.pad not in resources})
    if unknown:
        notes.append(
            f"pads that the library does not know, so that only what the whole site needs counts there: "
            f"{', '.join(unknown[:_MOST_TOLD])}"
        )
    return Manifest(resources, kept, read.complete_to, read.credit, (*notes, *read.notes))


def _known_needs(file: str, launches: Sequence[Launch], resources: Mapping[str, Resource]) -> None:
    wanted = "names of assets of the case or of resources of the library, parted by blanks or by |"
    problems = [
        Problem(Where(file, "needs"), f"{launch.title}: no such resource", value=name, expected=wanted)
        for launch in launches
        for need in launch.needs
        for name in need.one_of
        if name not in resources
    ]
    if problems:
        raise InputError(problems)


def asset_contents(asset: Asset, resources: Mapping[str, Resource]) -> tuple[str, ...]:
    """Give the resources an asset is or holds.

    ``details.resource`` or ``details.resources`` names them; else the asset's own name; a collective of
    unknown contents is read in the worst way: everything its owner runs.
    """
    given = asset.details.get("resources") or asset.details.get("resource")
    if given is not None:
        names = (given,) if isinstance(given, str) else tuple(given)
        return tuple(str(name) for name in names)
    own = asset.id.removeprefix("asset/")
    if own in resources:
        return (own,)
    if asset.kind == "collective" and isinstance(asset.owner, str):
        owner = asset.owner.removeprefix("party/")
        return tuple(name for name, resource in resources.items() if resource.operator == owner)
    return ()


def units_of(asset: Asset) -> int | None:
    """Give how many units of its resource an asset is (``details.units``); None: all of it.

    Raises
    ------
    InputError
        If it is no whole number of one or more.
    """
    given = asset.details.get("units")
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        where = Where("case.yaml", f"assets.{asset.id}.details.units")
        raise InputError(Problem(where, "not a number of units", value=given, expected="1 or more"))
    return given


Holdings = Mapping[str, tuple[tuple[str, int | None], ...]]


def holdings_of(case: Case, resources: Mapping[str, Resource]) -> Holdings:
    """Give for each asset the resources it is or holds, and how many units of each (None: all of it)."""
    return {
        asset.id: tuple(
            (name, units_of(asset)) for name in asset_contents(asset, resources) if name in resources
        )
        for asset in case.assets
    }


def contents_of(
    holdings: Holdings, assets: Collection[str], resources: Mapping[str, Resource]
) -> frozenset[str]:
    """Give the resources of which nothing is left when some assets are held together."""
    from downrange.operations.outage import nothing_left

    return nothing_left([one for asset in assets for one in holdings.get(asset, ())], resources)


def criticality_of(case: Case, on: date, manifest: Manifest | None = None) -> Mapping[str, Harm]:
    """Give the harm of holding each asset of a case on a day: asset to ``Harm``, data for the selection.

    Launches of ``manifest`` after the day count; without one, those of the shipped log within a year.
    """
    from downrange.operations.criticality import criticality
    from downrange.operations.library import library_manifest
    from downrange.operations.outage import nothing_left

    resources = resources_of(case)
    contents: dict[str, tuple[str, ...]] = {}
    partly: dict[str, tuple[str, ...]] = {}
    for asset in case.assets:
        names = tuple(name for name in asset_contents(asset, resources) if name in resources)
        gone = nothing_left([(name, units_of(asset)) for name in names], resources)
        contents[asset.id] = tuple(name for name in names if name in gone)
        partly[asset.id] = tuple(name for name in names if name not in gone)
    if manifest is None:
        log = library_manifest(on, on + timedelta(days=HORIZON_D))
        manifest = replace(log, resources=resources)
    return criticality(manifest, contents, on, partly)
