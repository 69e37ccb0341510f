"""Use case: which assets to attach, what each choice would stop, the curve of harm against cover. Read-only.

Criticality flows from operations into the selection as data: an asset on which launches depend is marked
launch-critical (held last), one on which lives depend life-critical (never held), before the law chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where
from downrange.service.days import day

if TYPE_CHECKING:
    from downrange.case.schema import Case
    from downrange.inputs.cases import CaseFile
    from downrange.operations.criticality import Harm
    from downrange.operations.manifest import Manifest

__all__ = ["attach", "marked_by_criticality", "selection_of", "with_harm"]


def marked_by_criticality(case: Case, harms: Mapping[str, Harm]) -> Case:
    """Give the case with each asset's use completed by what operations know of it."""
    assets = []
    for asset in case.assets:
        harm = harms.get(asset.id)
        more = (
            [] if harm is None else ["life-critical"] * harm.lives + ["launch-critical"] * bool(harm.launches)
        )
        fresh = [use for use in more if use not in asset.use]
        assets.append(asset.model_copy(update={"use": (*asset.use, *fresh)}) if fresh else asset)
    return case.model_copy(update={"assets": tuple(assets)})


def with_harm(file: CaseFile, on: date, plan: Mapping[str, Any], harms: Mapping[str, Harm]) -> dict[str, Any]:
    """Add to a plan (``attach --json``) what each of its selections would stop, and its curve.

    Every entry of ``targets`` gets ``harm``: ``launches`` that stop if what is chosen is held without use,
    ``lives``, ``permission`` that avoids it; and ``curve``: for each number of launches stopped the most that
    can be covered, of what law lets be held.
    """
    from downrange.service.consequences.site import manifest_of

    manifest = manifest_of(file, on)
    targets = [{**one, **_judged(file.case, manifest, on, one, harms)} for one in plan["targets"]]
    body = {**plan, "targets": targets}
    if targets:
        largest = max(targets, key=lambda one: float(one["target"]["amount"]))
        body |= {"harm": largest["harm"], "curve": largest["curve"]}
    return body


def _judged(
    case: Case, manifest: Manifest, on: date, one: Mapping[str, Any], harms: Mapping[str, Harm]
) -> dict[str, Any]:
    from downrange.operations.consequence import PERMISSION_ARTICLE
    from downrange.operations.criticality import stopped_launches
    from downrange.service.consequences.site import contents_of, holdings_of, resources_of

    resources = resources_of(case)
    chosen = [row["asset"] for row in one["chosen"]]
    stopped = stopped_launches(manifest, contents_of(holdings_of(case, resources), chosen, resources), on)
    lives = any(launch.lives for launch in stopped)
    harm: dict[str, Any] = {"launches": [launch.name for launch in stopped], "lives": lives}
    if stopped:
        harm["permission"] = f"use in place; the attachment stays ({PERMISSION_ARTICLE})"
    return {"harm": harm, "curve": _curve(case, manifest, on, one, harms)}


def _curve(
    case: Case, manifest: Manifest, on: date, one: Mapping[str, Any], harms: Mapping[str, Harm]
) -> list[dict[str, Any]]:
    """Give the curve with the launches that each set really stops: two things may stop the same launch."""
    from downrange.base.money import Money
    from downrange.operations.criticality import stopped_launches, trade_off
    from downrange.service.consequences.site import contents_of, holdings_of, resources_of

    resources = resources_of(case)
    holdings = holdings_of(case, resources)
    currency = str(one["target"]["currency"])
    allowed = {row["asset"] for row in (*one["chosen"], *one["left"])}
    values = {
        asset.id: asset.value.minor
        for asset in case.assets
        if asset.id in allowed and isinstance(asset.value, Money) and asset.value.currency == currency
    }
    points: dict[int, tuple[int, tuple[str, ...]]] = {}
    for point in trade_off(values, harms):
        stopped = stopped_launches(manifest, contents_of(holdings, point.assets, resources), on)
        if any(launch.lives for launch in stopped):
            continue  # what alone is harmless may together stop crews: then it is no choice
        number = len(stopped)
        if number not in points or point.covered_minor > points[number][0]:
            points[number] = (point.covered_minor, point.assets)
    rows: list[dict[str, Any]] = []
    best = -1
    for number in sorted(points):
        minor, assets = points[number]
        if minor <= best:
            continue
        best = minor
        rows.append(
            {
                "launches_stopped": number,
                "covered": Money(minor, currency).as_json(),
                "assets": list(assets),
                "added": [name for name in assets if harms[name].launches],
            }
        )
    return rows


def attach(
    name: str,
    on: str | None = None,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    because: str = "",
    excess_at_most: str | None = None,
    recorded: bool = False,
) -> dict[str, Any]:
    """Draft which of the debtor's assets to attach, with the keys of ``attach --json``.

    What operations know of the assets flows in as data: lives depend on it (never held), launches (last).

    Parameters
    ----------
    include, exclude : sequence of str
        Assets that a person orders to take first, or to leave, whatever the law's order of queues.
    because : str
        The reason, needed with either.
    excess_at_most : str, optional
        The user's policy: the most by which the hold may exceed the target, as a share of it (``"0.1"``).
    recorded : bool
        From what stands on record in the registry in use, not from the case's file.

    Raises
    ------
    InputError
        If the case cannot be read or holds no claim, or the orders cannot be followed.
    """
    from downrange.law.enforcement.attach import Policy, attachment_plan
    from downrange.service.consequences.site import criticality_of, manifest_of
    from downrange.service.record.on_record import case_file

    file = case_file(name, recorded=recorded)
    case = file.case
    if not case.claims:
        raise InputError(Problem(Where(name, "claims"), "this case holds no claim to attach for"))
    when = day(on, case.state_of_knowledge or case.to)
    policy = Policy(tuple(include), tuple(exclude), because, _ratio(excess_at_most))
    if not case.assets:
        return attachment_plan(case, when, policy=policy).as_json()
    manifest = manifest_of(file, when)
    harms = dict(criticality_of(case, when, manifest))
    while True:
        plan = attachment_plan(marked_by_criticality(case, harms), when, policy=policy).as_json()
        together = _lives_together(case, manifest, when, plan, policy.include)
        if not together:
            return with_harm(file, when, plan, harms)
        harms |= {asset: replace(harms[asset], lives=True, reason=_TOGETHER) for asset in together}


_TOGETHER = (
    "with what else is chosen it stops launches on which lives depend: never part of a proposed freeze"
)


def _lives_together(
    case: Case, manifest: Manifest, on: date, plan: Mapping[str, Any], ordered: Sequence[str]
) -> set[str]:
    """Give the things of a plan that stop crews or their supply only together with others of it.

    Of two things that serve in each other's place each alone is harmless. Of every selection the first thing
    with which such a launch stops is given; what a person ordered counts as held before it.
    """
    from downrange.operations.criticality import stopped_launches
    from downrange.service.consequences.site import contents_of, holdings_of, resources_of

    resources = resources_of(case)
    holdings = holdings_of(case, resources)

    def lives(assets: Sequence[str]) -> bool:
        return any(
            one.lives for one in stopped_launches(manifest, contents_of(holdings, assets, resources), on)
        )

    found = set()
    for one in plan["targets"]:
        chosen = sorted((row["asset"] for row in one["chosen"]), key=lambda name: name not in ordered)
        if lives(chosen):
            low, high = 0, len(chosen)  # the least number of the first things that stop one
            while low + 1 < high:
                middle = (low + high) // 2
                low, high = (low, middle) if lives(chosen[:middle]) else (middle, high)
            found.add(chosen[high - 1])
    return found


def _ratio(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        where = Where("command line", "--excess-at-most")
        raise InputError(Problem(where, "no number", value=text, expected="a share, such as 0.1")) from error


def selection_of(name: str, on: str | None = None, *, recorded: bool = False) -> dict[str, Any] | None:
    """Give the selection of ``attach`` with the largest target; None where nothing is claimed or valued.

    With ``recorded`` it stands on the registry in use.

    Raises
    ------
    InputError
        If the case cannot be read.
    """
    from downrange.service.record.on_record import case_file

    if not case_file(name, recorded=recorded, whole=False).case.claims:
        return None
    targets = attach(name, on, recorded=recorded)["targets"]
    largest = max(targets, key=lambda one: float(one["target"]["amount"]), default=None)
    return largest if largest is not None and largest["chosen"] else None
