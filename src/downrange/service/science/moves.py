"""Which of one side's changes moved which figure by how much, and the assessments that this takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import TYPE_CHECKING, Any

from downrange.base.money import Money, from_float
from downrange.case.override import Change, Override
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment
from downrange.service.science.sides import currencies_of, launched, medians

if TYPE_CHECKING:
    from downrange.damage.draws.crew import Crew

__all__ = ["Progress", "Runs", "Say", "completed", "expected", "moved"]

Say = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass
class Runs:
    """The assessments of one contest: each version of the case is computed once."""

    samples: int
    seed: int
    say: Say
    progress: Progress | None
    crew: Crew | None = None
    expected: int = 1
    _known: dict[str, Assessment] = field(default_factory=dict)

    def of(self, case: Case) -> Assessment:
        """Compute a version's figures, or take what is known of them; empty without a launch."""
        from downrange.base.canonical import digest
        from downrange.damage.ensemble import figures, manifest_of

        key = digest(case)
        if not launched(case):
            manifest = manifest_of(case, self.samples, self.seed)
            return Assessment(case.case, self.samples, self.seed, manifest, {}, (), (), (), ())
        if key not in self._known:
            number = len(self._known) + 1
            self.say(f"{case.case}: {self.samples:,} draws, {number} of at most {max(self.expected, number)}")
            walked = len(self._known) * self.samples
            total = max(self.expected, len(self._known) + 1) * self.samples

            def told(done: int, _: int) -> None:
                if self.progress:
                    self.progress(walked + done, total)

            self._known[key] = figures(case, self.samples, self.seed, self.crew, told)
        return self._known[key]


def moved(
    case: Case, override: Override, other: Case, changes: Sequence[Change], runs: Runs
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Attribute the difference of every median to one side's changes, whatever their order.

    Sums are shared out in whole minor units, so that the parts make up the difference of the printed sums.

    Returns
    -------
    rows, kinds : list of dict
        Each change with what it moved, and with ``completes`` where it is but what a method that the
        case leaves refused had asked for; and each sum's difference by fact, method and law.
    """
    from downrange.case.override import apply
    from downrange.damage.attribution import attribute

    def figures(chosen: frozenset[str]) -> Mapping[str, float]:
        part = override.model_copy(update={"set": {p: s for p, s in override.set.items() if p in chosen}})
        partly = apply(case, part)[0]
        return medians(runs.of(partly), partly)

    completing = completed(runs.of(case), runs.of(other), changes)
    paths = [change.path for change in changes if change.path not in completing]
    constant = frozenset(completing)
    found = attribute(paths, lambda chosen: figures(chosen | constant if chosen else chosen), seed=runs.seed)
    currencies = currencies_of(runs.of(case), case)
    other_currencies = currencies_of(runs.of(other), other)
    currencies = {**other_currencies, **currencies}
    moves: dict[str, list[dict[str, Any]]] = {change.path: [] for change in changes}
    kinds: list[dict[str, Any]] = []
    same = {figure for figure, one in currencies.items() if other_currencies.get(figure, one) == one}
    for figure in sorted(found.moves, key=lambda name: (not name.startswith("damages"), name)):
        currency = currencies.get(figure)
        if currency is not None and figure not in same:
            continue  # sums in two currencies have no difference
        effects = [found.moves[figure][path] for path in paths]
        if currency is None:
            amounts: list[Any] = effects
        else:
            before, after = (from_float(end, currency) for end in found.ends[figure])
            parts = _shared_out([from_float(e, currency) for e in effects], effects, (after - before).minor)
            amounts = [Money(part, currency).as_json()["amount"] for part in parts]
            if any(effects):
                moving = [change for change in changes if change.path in paths]
                kinds.append(_kinds(figure, currency, moving, parts))
        for path, effect, amount in zip(paths, effects, amounts, strict=True):
            if effect != 0.0:
                error = found.standard_errors[figure][path]
                more = {"standard_error": error} if error else {}
                moves[path].append({"figure": figure, "amount": amount, **more})
    unread = runs.of(other).unread
    rows = [
        {
            "by": override.by,
            "path": change.path,
            "from": change.before,
            "to": change.after,
            "kind": change.kind,
            "source": change.source,
            "moves": moves[change.path],
            **({"unread": True} if change.path.removeprefix("scenario.inputs.") in unread else {}),
            **({"completes": completing[change.path]} if change.path in completing else {}),
        }
        for change in changes
    ]
    return rows, kinds


def expected(numbers: Sequence[int]) -> int:
    """Say how many computations a contest takes at most: the case, and one for every set of a side's changes.

    Parameters
    ----------
    numbers : sequence of int
        How many changes each side makes.
    """
    from downrange.damage.attribution import EXACT_LIMIT

    return 1 + sum((1 << min(number, EXACT_LIMIT)) - 1 for number in numbers)


def completed(before: Assessment, after: Assessment, changes: Sequence[Change]) -> dict[str, list[str]]:
    """Find the changes that only give a refused method what it asked for.

    Nothing else reads such an input, so it moves no sum that both sides have, and no set of the other changes
    need be computed with and without it.

    Returns
    -------
    dict of path to list of str
        The methods that are refused before and computed after, and have asked for this input.
    """
    from downrange.damage.valuation.methods import METHODS

    refused = {damage.method for damage in before.damages if damage.status != "computed"}
    there = {damage.method for damage in after.damages if damage.status == "computed"}
    found: dict[str, list[str]] = {}
    for change in changes:
        name = change.path.removeprefix("scenario.inputs.").removesuffix(".value")
        asking = [method.slug for method in METHODS if name in method.asks]
        if change.before is None and asking and refused.issuperset(asking) and there.intersection(asking):
            found[change.path] = [slug for slug in asking if slug in there]
    return found


def _shared_out(rounded: Sequence[Money], effects: Sequence[float], whole: int) -> list[int]:
    """Bring rounded parts to the whole in minor units, by the largest remainders (Hamilton's method)."""
    from downrange.base.money import EXPONENTS

    exact = [effect * 10 ** EXPONENTS[one.currency] for effect, one in zip(effects, rounded, strict=True)]
    parts = [floor(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    changed = [i for i in order if effects[i] != 0.0] or order
    left = whole - sum(parts)
    for step in range(abs(left)):
        place = changed[step % len(changed)] if left > 0 else changed[-1 - step % len(changed)]
        parts[place] += 1 if left > 0 else -1
    return parts


def _kinds(figure: str, currency: str, changes: Sequence[Change], parts: Sequence[int]) -> dict[str, Any]:
    """Add up what changes of fact, of method and of law moved, and the whole."""
    by_kind = dict.fromkeys(("fact", "method", "law"), 0)
    for change, part in zip(changes, parts, strict=True):
        by_kind[change.kind] += part
    told = {kind: Money(part, currency).as_json()["amount"] for kind, part in by_kind.items()}
    whole = Money(sum(parts), currency).as_json()["amount"]
    return {"figure": figure, "currency": currency, **told, "whole": whole}
