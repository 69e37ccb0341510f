"""Use case: what a measure or a loss does to the launches of a case. Read-only: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where
from downrange.service.consequences.site import HORIZON_D, asset_contents, manifest_of, resources_of, units_of

if TYPE_CHECKING:
    from pathlib import Path

    from downrange.case.schema import Asset, Case, Measure
    from downrange.operations.consequence import Consequence
    from downrange.operations.manifest import Manifest, Resource
    from downrange.operations.outage import Withdrawal

__all__ = ["consequence_report", "consequences_of"]

_USE_GOES_ON = frozenset({"attachment", "movement-ban"})
"""Holds that bar disposal and removal; use is barred only by a limit of its own (ENF 32(2)(4), 64, 69(3))."""


_PAYLOAD_NOTE = (
    "payload elsewhere: the difference of two flights of the ascent model, held against closed forms; "
    "no published payload of one vehicle from two sites is in any source in hand"
)


def consequence_report(
    case_name: str,
    freeze: Sequence[str] = (),
    on: str | None = None,
    *,
    samples: int = 1000,
    seed: int = 1,
    names: bool = True,
    launches: Path | None = None,
    recorded: bool = False,
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
    names : bool
        Whether single points of failure and the graph name single things; without, both count by kind, as
        anybody may see them.
    launches : Path, optional
        A log that the user brings: ``.csv`` (ours), ``.tsv`` (GCAT), ``.json`` (Launch Library 2).
    recorded : bool
        From what stands on record in the registry in use, not from the case's file.

    Raises
    ------
    InputError
        If the case cannot be read, an asset is unknown, or nothing is withdrawn.
    """
    from downrange.operations.alternatives import worth
    from downrange.operations.consequence import consequence
    from downrange.operations.criticality import aggregated, single_points
    from downrange.operations.graph import by_kind, dependency_graph
    from downrange.service.days import day
    from downrange.service.holding.lives import use_barred
    from downrange.service.record.on_record import case_file

    file = case_file(case_name, recorded=recorded, also=freeze, whole=False)
    asked = None if on is None else day(on)
    resources = resources_of(file.case)
    barred = use_barred(file.case.case) if recorded else frozenset[str]()
    withdrawn = _withdrawals(file.case, tuple(freeze), resources, asked, barred)
    start = min(one.since for one in withdrawn)
    when = asked or start
    manifest = manifest_of(file, start, launches)
    withdrawals = [one for one in withdrawn if one.resource]
    result = consequence(manifest, withdrawals, when, samples, seed)
    points = single_points(manifest, start)
    tracks = _tracks(result)
    graph = dependency_graph(
        manifest, {one.resource for one in result.withdrawn if not one.permitted}, start, points
    )
    others = _alternatives(result, when)
    return {
        "case": file.case.case,
        "title": file.case.title,
        "on": when.isoformat(),
        "withdrawn": [_withdrawal_json(one) for one in withdrawn],
        "launches": [one.as_json() for one in result.effects],
        "dependents": result.dependents(),
        "alternatives": others,
        "permissions": _permissions(file.case, result),
        "without_permission": _without(manifest, withdrawals, when, samples, seed),
        "money": _money(manifest, result),
        "single_points": [one.as_json() for one in points] if names else aggregated(points),
        "graph": (graph if names else by_kind(graph)).as_json(),
        "tracks": tracks,
        "worth": [dict(row) for row in worth()] if tracks else [],
        "recorded": _recorded(result),
        "complete_to": manifest.complete_to.isoformat() if manifest.complete_to else None,
        "named": names,
        "notes": [
            *_standing(file.case.case, recorded),
            *manifest.notes,
            *_ends(manifest, start),
            *_notes(file.case, withdrawn, tuple(freeze)),
            *([_PAYLOAD_NOTE] if any(row.get("payload_change") for row in others) else []),
        ],
        "credit": manifest.credit,
        "samples": samples,
        "seed": seed,
    }


def consequences_of(
    case_name: str,
    on: str | None = None,
    *,
    samples: int = 1000,
    seed: int = 1,
    names: bool = False,
    recorded: bool = False,
) -> dict[str, Any] | None:
    """Give the consequences of what a case itself holds or lost; None where no launch needs any of it.

    With ``recorded`` from what stands on record in the registry in use.

    Raises
    ------
    InputError
        If the case cannot be read.
    """
    from downrange.inputs.launches import LAUNCH_FILES
    from downrange.service.days import day
    from downrange.service.record.on_record import case_file

    file = case_file(case_name, recorded=recorded, whole=False)
    held = [
        asset for asset in file.case.assets if "lost_on" in asset.details or _measures_on(file.case, asset.id)
    ]
    own = any((file.folder / name).is_file() for name in LAUNCH_FILES)
    if not held or not (own or _needed(file.case, held)):
        return None
    if on is not None and day(on) < _first_withdrawal(file.case, held):
        return None
    return consequence_report(case_name, (), on, samples=samples, seed=seed, names=names, recorded=recorded)


def _first_withdrawal(case: Case, held: Sequence[Asset]) -> date:
    lost = [_first_day(asset.details["lost_on"]) for asset in held if "lost_on" in asset.details]
    return min([*lost, _first_hold(case)]) if lost else _first_hold(case)


def _needed(case: Case, held: Sequence[Asset]) -> bool:
    """Say whether the library's launches need anything of what is held."""
    from downrange.operations.library import library_resources

    known = library_resources()
    return any(name in known for asset in held for name in asset_contents(asset, known))


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


def _first_day(text: Any) -> date:
    from downrange.case.schema import day_range

    return day_range(str(text))[0]


def _since(measure: Measure) -> date | None:
    given = measure.since if isinstance(measure.since, str) else measure.seen_from
    return None if given is None else _first_day(given)


def _first_hold(case: Case) -> date:
    """Give the first day on which the case held anything: the day to ask about what it did not hold."""
    days = [since for measure in case.measures if (since := _since(measure)) is not None]
    return min(days) if days else _first_day(case.to)


def _measures_on(case: Case, asset: str) -> list[Measure]:
    return [one for one in case.measures if asset in one.reaches]


def _released(measures: Sequence[Measure]) -> date | None:
    """Give the day on which the last of the measures ended by an act on record; None while one stands."""
    ends = [
        _first_day(one.until) for one in measures if one.ended_by is not None and isinstance(one.until, str)
    ]
    return max(ends) if ends and len(ends) == len(measures) else None


def _permits_use(measures: Sequence[Measure]) -> bool:
    return any("use" in text.split() for one in measures for text in one.permits)


def _terms_unknown(measures: Sequence[Measure]) -> bool:
    """Say whether a bailiff's hold tells nothing of use: by law it then bars disposal, and use goes on."""
    kinds = {one.kind for one in measures}
    return bool(kinds & _USE_GOES_ON) and kinds <= _USE_GOES_ON and not any(one.permits for one in measures)


def _withdrawals(
    case: Case,
    freeze: tuple[str, ...],
    resources: Mapping[str, Resource],
    on: date | None,
    barred: frozenset[str],
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
            start = min(days) if days else on or _first_hold(case)
            silent = name not in freeze and not barred & {measure.id for measure in held}
            used = _permits_use(held) or (silent and _terms_unknown(held))
            one = Withdrawal("", name, "frozen", start, _released(held), permitted=used)
        one = replace(one, units_number=None if asset is None else units_of(asset))
        found += [replace(one, resource=resource) for resource in contents if resource in resources]
        if not contents:
            found.append(one)
    if unknown:
        raise InputError(unknown)
    return _known_by(case, found, freeze, on)


def _known_by(
    case: Case, found: Sequence[Withdrawal], freeze: tuple[str, ...], on: date | None
) -> tuple[Withdrawal, ...]:
    """Leave out what came after the day of the question; what is to be frozen is frozen on that day."""
    if on is None:
        return tuple(found)
    known = [
        replace(one, since=min(one.since, on)) if one.asset in freeze and one.kind == "frozen" else one
        for one in found
    ]
    known = [one for one in known if one.since <= on]
    if not known:
        where = Where(case.case, "assets")
        raise InputError(Problem(where, "this case held and lost nothing by that day", value=on.isoformat()))
    return tuple(known)


def _alternatives(result: Consequence, on: date) -> list[dict[str, Any]]:
    """Give who could take over; a site that could gets the payload change too, flown in the ascent model."""
    from downrange.operations.alternatives import alternatives, place_of, record

    touched = [one.launch for one in result.effects if one.effect != "unaffected"]
    by_name = {launch.name: launch for launch in touched}
    out = {one.resource for one in result.withdrawn if not one.permitted}
    travelling = {
        launch.name: [n for need in launch.needs if need.kind == "named" for n in need.one_of if n in out]
        for launch in touched
    }
    flown: dict[tuple[str, str, str, float], dict[str, Any]] = {}
    records: dict[tuple[str, str], dict[str, Any]] = {}
    rows = []
    for one in alternatives(touched, travelling):
        launch = by_name[one.launch]
        key_of = (one.site, launch.family)
        if key_of not in records:
            records[key_of] = record(one.site, launch.family, on)
        row = {**one.as_json(), "record": records[key_of]}
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


def _tracks(result: Consequence) -> list[dict[str, Any]]:
    """Give tracks and drop zones: of the sites of the launches first, then of those that might take over."""
    from downrange.operations.alternatives import site_of
    from downrange.operations.tracks import site_tracks

    here = [site_of(one.launch.site) for one in result.effects]
    touched = [one for one in result.effects if one.effect != "unaffected" and site_of(one.launch.site)]
    wanted = sorted(
        {
            one.launch.inclination_deg
            for one in result.effects
            if one.effect != "unaffected" and one.launch.inclination_deg is not None
        }
    )
    rows = []
    for name in dict.fromkeys([*here, *(("vostochny", "plesetsk") if touched else ())]):
        tracks = site_tracks(name) if name else None
        if tracks is not None:
            rows.append({**tracks.as_json(), "launches_here": name in here, "wanted_deg": wanted})
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
        "units_number": one.units_number,
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


def _notes(case: Case, withdrawals: Sequence[Withdrawal], freeze: tuple[str, ...]) -> list[str]:
    notes = []
    for asset in case.assets:
        named = {one.resource for one in withdrawals if one.asset == asset.id}
        if asset.kind == "collective" and any(named) and "resources" not in asset.details:
            notes.append(f"{asset.id}: contents not published; read in the worst way, as all its owner runs")
        if asset.id not in freeze and any(named) and _terms_unknown(_measures_on(case, asset.id)):
            notes.append(
                f"{asset.id}: whether use was barred was not published; read as the normal state in "
                "law, in which use goes on (ENF 32(2)(4), 64, 69(3)); what would stop otherwise stands apart"
            )
    notes += [f"{one.asset}: no launch is known to need it" for one in withdrawals if not one.resource]
    return notes


def _standing(case: str, recorded: bool) -> list[str]:
    """Say what the answer stands on: the file of the case, unless the registry asked has it on record."""
    if not recorded:
        return []
    from downrange.registry import facts

    if facts.as_of(f"{case}/case", "case"):
        return ["holds, assets and permissions as they stand on record in the registry"]
    return ["this case is not on record in the registry: holds and assets as its file has them"]


def _ends(manifest: Manifest, start: date) -> list[str]:
    """Say so where the log of launches ends before the year asked about does, or holds none of it."""
    told = manifest.complete_to
    later = [launch for launch in manifest.launches if launch.planned[1] > start]
    if told is None or (later and told >= start + timedelta(days=HORIZON_D)):
        return []
    none = "" if later else "no launch after the day is in hand; "
    return [f"{none}the log of launches is complete to {told.isoformat()}: later ones may be missing"]
