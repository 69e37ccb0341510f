"""Use case: what a measure or a loss does to the launches of a case. Read-only: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.case.schema import Asset, Case, Measure
    from downrange.inputs.cases import CaseFile
    from downrange.operations.consequence import Consequence
    from downrange.operations.manifest import Launch, Manifest, Resource
    from downrange.operations.outage import Withdrawal

__all__ = ["asset_contents", "consequence_report", "criticality_of"]

HORIZON_D = 365
"""Launches of the shipped log count up to so many days after the first withdrawal."""


def consequence_report(
    case_name: str,
    freeze: Sequence[str] = (),
    on: str | None = None,
    *,
    samples: int = 1000,
    seed: int = 1,
) -> dict[str, Any]:
    """Say what is stopped, delayed and left alone, with the keys of ``consequence --json``.

    Parameters
    ----------
    case_name : str
        A case of the casebook or its folder; ``launches.csv``, ``.tsv`` or ``.json`` in it is its manifest,
        else the shipped log.
    freeze : sequence of str
        Assets of the case, or ``asset/`` and a resource of the library, held without use, unless a measure
        of the case already holds them with use permitted. Empty: what the case itself holds or lost.
    on : str, optional
        The day on which the question is asked; the day of the first loss or hold where not given.

    Raises
    ------
    InputError
        If the case cannot be read, an asset is unknown, or nothing is withdrawn.
    """
    from downrange.inputs.cases import read_case
    from downrange.operations.alternatives import worth
    from downrange.operations.consequence import consequence
    from downrange.operations.criticality import single_points
    from downrange.operations.library import library_resources
    from downrange.service.account import day

    file = read_case(case_name)
    asked = None if on is None else day(on)
    resources = {**library_resources(), **_own_resources(file.case)}
    withdrawn = _withdrawals(file.case, tuple(freeze), resources, asked)
    start = min(one.since for one in withdrawn)
    when = asked or start
    manifest = _manifest(file, start, resources)
    withdrawals = [one for one in withdrawn if one.resource]
    result = consequence(manifest, withdrawals, when, samples, seed)
    touched = [one.launch for one in result.effects if one.effect != "unaffected"]
    return {
        "case": file.case.case,
        "on": when.isoformat(),
        "withdrawn": [_withdrawal_json(one) for one in withdrawn],
        "launches": [one.as_json() for one in result.effects],
        "dependents": result.dependents(),
        "alternatives": _alternatives(touched),
        "permissions": _permissions(file.case, result),
        "without_permission": _without(manifest, withdrawals, when, samples, seed),
        "money": _money(manifest, result),
        "single_points": [one.as_json() for one in single_points(manifest, start)],
        "worth": [dict(row) for row in worth()],
        "recorded": _recorded(result),
        "complete_to": manifest.complete_to.isoformat() if manifest.complete_to else None,
        "notes": [*manifest.notes, *_notes(file.case, withdrawn)],
        "credit": manifest.credit,
        "samples": samples,
        "seed": seed,
    }


def _own_resources(case: Case) -> dict[str, Resource]:
    """Make a resource of each asset of the case, so that a case's own launches can need it by name."""
    from downrange.operations.manifest import Resource

    return {
        asset.id.removeprefix("asset/"): Resource(
            asset.id.removeprefix("asset/"), asset.title.en, asset.kind, asset.place or ""
        )
        for asset in case.assets
        if asset.kind != "collective" and not {"resource", "resources"} & set(asset.details)
    }


def _manifest(file: CaseFile, start: date, resources: Mapping[str, Resource]) -> Manifest:
    from downrange.inputs.launches import LAUNCH_FILES, read_launches
    from downrange.operations.library import library_manifest
    from downrange.operations.manifest import Manifest
    from downrange.reference.launches import CREDIT

    for name in LAUNCH_FILES:
        path = file.folder / name
        if path.is_file():
            launches = read_launches(path).launches
            return Manifest(resources, launches, None, CREDIT, (f"launches of the case's own {name}",))
    return replace(library_manifest(start, start + timedelta(days=HORIZON_D)), resources=resources)


def _money(manifest: Manifest, result: Consequence) -> list[dict[str, Any]]:
    """Give what is lost where a source says so: the fee of the drop area for launches that do not fly."""
    from downrange.base.money import Money
    from downrange.operations.library import drop_area_fee_usd

    paying = [launch for launch in manifest.launches if launch.drop_area]
    lost = {one.launch.name for one in result.of("stopped")} & {launch.name for launch in paying}
    rows = []
    for year in sorted({launch.planned[0].year for launch in paying}):
        due = [launch.name for launch in paying if launch.planned[0].year == year]
        gone = [name for name in due if name in lost]
        if gone:
            fee = drop_area_fee_usd(len(due)) - drop_area_fee_usd(len(due) - len(gone))
            what = f"drop-area fee of {year} for {len(gone)} launches that do not fly"
            amount = Money(fee * 100, "USD").as_json()
            rows.append({"what": what, "amount": amount, "launches": gone, "source": "ops-drop-area-fee"})
    return rows


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


def criticality_of(case: Case, on: date) -> Mapping[str, Any]:
    """Give the harm of holding each asset of a case on a day: asset to ``Harm``, data for the selection.

    Launches of the shipped log within a year after the day count.
    """
    from downrange.operations.criticality import criticality
    from downrange.operations.library import library_manifest, library_resources

    resources = library_resources()
    contents = {asset.id: asset_contents(asset, resources) for asset in case.assets}
    manifest = library_manifest(on, on + timedelta(days=HORIZON_D))
    return criticality(manifest, contents, on)


def _first_day(text: Any) -> date:
    from downrange.case.schema import day_range

    return day_range(str(text))[0]


def _since(measure: Measure) -> date | None:
    given = measure.since if isinstance(measure.since, str) else measure.seen_from
    return None if given is None else _first_day(given)


def _measures_on(case: Case, asset: str) -> list[Measure]:
    return [one for one in case.measures if asset in one.reaches]


def _permits_use(measures: Sequence[Measure]) -> bool:
    return any("use" in text.split() for one in measures for text in one.permits)


def _withdrawals(
    case: Case, freeze: tuple[str, ...], resources: Mapping[str, Resource], on: date | None
) -> tuple[Withdrawal, ...]:
    from downrange.operations.outage import Withdrawal

    assets = {asset.id: asset for asset in case.assets}
    chosen = freeze or tuple(
        asset.id for asset in case.assets if "lost_on" in asset.details or _measures_on(case, asset.id)
    )
    if not chosen:
        problem = Problem(
            Where(case.case, "assets"), "this case holds and lost nothing", expected="--freeze asset/NAME"
        )
        raise InputError(problem)
    found: list[Withdrawal] = []
    unknown: list[Problem] = []
    for name in chosen:
        asset = assets.get(name)
        own = name.removeprefix("asset/")
        if asset is None and own not in resources:
            known = ", ".join([*assets, *(f"asset/{resource}" for resource in resources)])
            unknown.append(
                Problem(Where("command line", "--freeze"), "no such asset", value=name, expected=known)
            )
            continue
        contents = (own,) if asset is None else asset_contents(asset, resources)
        held = [] if asset is None else _measures_on(case, name)
        lost = {} if asset is None else asset.details
        if "lost_on" in lost:
            until = _first_day(lost["restored_on"]) if lost.get("restored_on") else None
            one = Withdrawal("", name, "lost", _first_day(lost["lost_on"]), until)
        else:
            days = [since for measure in held if (since := _since(measure)) is not None]
            start = min(days) if days else on or _first_day(case.to)
            one = Withdrawal("", name, "frozen", start, permitted=_permits_use(held))
        found += [replace(one, resource=resource) for resource in contents if resource in resources]
        if not contents:
            found.append(one)
    if unknown:
        raise InputError(unknown)
    return tuple(found)


def _alternatives(launches: Sequence[Launch]) -> list[dict[str, Any]]:
    """Give who could take over; a site that could gets the payload change too, flown in the ascent model."""
    from downrange.operations.alternatives import alternatives, place_of

    by_name = {launch.name: launch for launch in launches}
    flown: dict[tuple[str, str, str, float], dict[str, Any]] = {}
    rows = []
    for one in alternatives(launches):
        row = one.as_json()
        launch = by_name[one.launch]
        here = place_of(launch.site)
        if one.possible and launch.inclination_deg is not None and here is not None:
            from downrange.operations.payload import model_vehicle, payload_change

            slug = model_vehicle(launch.vehicle)
            key = (slug or launch.vehicle, here, one.place, launch.inclination_deg)
            if slug is not None and key not in flown:
                flown[key] = payload_change(slug, here, one.place, launch.inclination_deg).as_json()
            lacking = {"missing": [f"vehicle {launch.vehicle} in the library"]}
            row["payload_change"] = flown.get(key, lacking)
        rows.append(row)
    return rows


def _permissions(case: Case, result: Consequence) -> list[dict[str, Any]]:
    """Give the permissions; what is held without any order needs its holder's release, not a bailiff's."""
    rows = []
    for one in result.permissions:
        row = one.as_json()
        held = _measures_on(case, one.asset)
        if held and all(measure.kind == "other" for measure in held):
            row |= {"permission": "release or return by the holder: no order holds it", "article": ""}
        rows.append(row)
    return rows


def _without(
    manifest: Manifest, withdrawals: Sequence[Withdrawal], on: date, samples: int, seed: int
) -> list[dict[str, Any]]:
    """Say what would stop if the permissions in force fell away; empty where none is."""
    from downrange.operations.consequence import consequence

    if not any(one.permitted for one in withdrawals):
        return []
    barred = [replace(one, permitted=False) for one in withdrawals]
    result = consequence(manifest, barred, on, samples, seed)
    return [one.as_json() for one in result.effects if one.effect != "unaffected"]


def _withdrawal_json(one: Withdrawal) -> dict[str, Any]:
    return {
        "asset": one.asset,
        "resource": one.resource or None,
        "kind": one.kind,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "use_permitted": one.permitted,
    }


def _recorded(result: Consequence) -> list[dict[str, Any]]:
    """List what the records say happened: planned, flown, days late; whatever the day asked about."""
    rows = []
    for one in result.effects:
        flew = one.launch.flew_on
        if flew is not None:
            first, last = one.launch.planned
            rows.append(
                {
                    "launch": one.launch.name,
                    "planned": first.isoformat(),
                    "planned_until": last.isoformat(),
                    "flew_on": flew.isoformat(),
                    "slip_low_d": (flew - last).days,
                    "slip_high_d": (flew - first).days,
                }
            )
    return rows


def _notes(case: Case, withdrawals: Sequence[Withdrawal]) -> list[str]:
    notes = []
    for asset in case.assets:
        named = {one.resource for one in withdrawals if one.asset == asset.id}
        if asset.kind == "collective" and any(named) and "resources" not in asset.details:
            notes.append(f"{asset.id}: contents not published; read in the worst way, as all its owner runs")
    notes += [f"{one.asset}: no launch is known to need it" for one in withdrawals if not one.resource]
    return notes
