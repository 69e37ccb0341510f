"""Use cases on an assessment: run it, look at one draw, explain a figure. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.base.trace import Trace
from downrange.case.schema import Case, Refused
from downrange.damage.assessment import Assessment, Range
from downrange.damage.comparison import Event, answers, event_noun
from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.damage.ensemble import Until

__all__ = ["Assessed", "Shelf", "assess", "explain", "figures_of", "one_draw", "trace_json"]

Progress = Callable[[int, int], None]
Say = Callable[[str], None]


def _quiet(message: str) -> None:
    del message


@dataclass(frozen=True)
class Assessed:
    """A case with what was computed for it; a comparison has the assessments of its events."""

    case: Case
    assessment: Assessment
    events: tuple[Event, ...] = ()

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What the case asked of its events, answered or refused; empty without a comparison."""
        if self.case.comparison is None:
            return []
        refused = [_refusal(one) for one in self.case.comparison.refused]
        return [*answers(self.case, self.events), *refused]


def _refusal(refused: Refused) -> dict[str, Any]:
    """Answer with what is missing: as the library itself refuses the vehicle, else as the case says."""
    from downrange.errors import SourceError
    from downrange.reference.vehicles import vehicle

    missing = list(refused.missing)
    if refused.vehicle is not None:
        try:
            vehicle(refused.vehicle).load_kg()
        except SourceError as error:
            missing = [*error.missing, *missing]
    return {
        "question": f"How many would make up the sum: {refused.asked}?",
        "answer": f"Refused; missing: {'; '.join(missing)}.",
        "event": refused.vehicle,
        "figures": [],
        "missing": missing,
    }


@dataclass
class Shelf:
    """The assessments of one run: an event that two cases need is computed once.

    ``keep`` is a folder in which each case's finished draws are kept in one of its name (``damage/draws``);
    ``until`` goes on past ``samples`` until a figure is known; ``dask`` is the address of a cluster;
    ``recorded`` takes each case as the registry in use has it, not as its file does.
    """

    samples: int
    seed: int
    workers: int | None = 1
    progress: Progress | None = None
    say: Say = _quiet
    dask: str | None = None
    keep: Path | None = None
    until: Until | None = None
    recorded: bool = False
    _kept: dict[str, Assessed] = field(default_factory=dict)

    def take(self, name: str) -> Assessed:
        """Assess a case, or take what stands here already.

        A case without a launch or failure of its own has an empty assessment; one that compares events takes
        theirs.

        Raises
        ------
        InputError, SourceError
            If the case cannot be read, or the library lacks what its chain needs.
        """
        if name not in self._kept:
            self._kept[name] = self._assessed(name)
        return self._kept[name]

    def _assessed(self, name: str) -> Assessed:
        from downrange.damage.draws.crew import crew_for
        from downrange.damage.ensemble import assess, manifest_of
        from downrange.service.record.on_record import case_file

        read = case_file(name, recorded=self.recorded, whole=False)
        case, files = read.case, dict(read.sha256)
        if case.scenario is not None and case.scenario.kind != "none":
            self.say(f"{case.case}: {self.samples:,} draws")
            most = self.until.most if self.until else self.samples
            found = assess(
                case, self.samples, self.seed, crew_for(self.workers, most, self.dask), self.progress, files,
                keep=self.keep / case.case if self.keep else None, until=self.until,
            )  # fmt: skip
            return Assessed(case, found)
        if self.until is not None:
            raise InputError(_nothing_to_assess(name))
        events = []
        for other in case.comparison.events if case.comparison else ():
            taken = self.take(other)
            files |= {f"{other}/{key}": value for key, value in taken.assessment.manifest.inputs.items()}
            events.append(Event(taken.case, taken.assessment, event_noun(taken.case)))
        manifest = manifest_of(case, self.samples, self.seed, files)
        empty = Assessment(case.case, self.samples, self.seed, manifest, {}, (), (), (), ())
        return Assessed(case, empty, tuple(events))


def assess(
    name: str,
    samples: int,
    seed: int,
    workers: int | None = 1,
    progress: Progress | None = None,
    *,
    dask: str | None = None,
    keep: Path | None = None,
    until: Until | None = None,
    recorded: bool = False,
) -> Assessed:
    """Assess a case that has a launch or failure, or a comparison of some.

    Parameters
    ----------
    name : str
        A case of the casebook, or a folder.
    samples, seed : int
        Draws (the fewest, with ``until``) and the seed of every stream.
    workers, dask
        Processes of this machine, or the address of a cluster; the numbers do not depend on them.
    progress : callable, optional
        Told (done, expected in all).
    keep : Path, optional
        Folder of finished draws, from which a run that was stopped goes on.
    until : Until, optional
        Go on until a figure is known well enough.
    recorded : bool
        The case as it stands on record in the registry in use, not as its file has it.

    Raises
    ------
    InputError
        If it has neither, or ``until`` is asked of a case without a launch of its own; the message says so.
    """
    found = Shelf(
        samples, seed, workers, progress, dask=dask, keep=keep, until=until, recorded=recorded
    ).take(name)
    if not found.assessment.quantities and not found.events:
        raise InputError(_nothing_to_assess(name))
    return found


def _nothing_to_assess(name: str) -> Problem:
    return Problem(
        Where(name, "scenario"),
        "this case holds no launch or failure to assess, and compares none",
        expected="a case with a scenario; 'downrange cases' lists them",
    )


def one_draw(name: str, seed: int, draw: int) -> dict[str, Any]:
    """Compute one draw alone, with its full trace; the same numbers as inside an ensemble."""
    from downrange.damage.assess import assess_one, plan
    from downrange.damage.valuation.method import Valued
    from downrange.inputs.cases import read_case

    case = read_case(name).case
    if case.scenario is None or case.scenario.kind == "none":
        raise InputError(_nothing_to_assess(name))
    member = assess_one(plan(case), draw, seed)
    return {
        "case": case.case,
        "draw": draw,
        "seed": seed,
        "inputs": dict(member.inputs),
        "quantities": dict(member.quantities),
        "amounts": [
            {"method": o.method, "amount": o.amount, "currency": o.currency}
            for o in member.outcomes
            if isinstance(o, Valued)
        ],
        **trace_json(member.trace),
    }


def explain(
    name: str, figure: str | None, samples: int, seed: int, progress: Progress | None = None
) -> dict[str, Any]:
    """Explain a figure down to its sourced leaves, on the draw that lies nearest the medians.

    Figures are ``quantities.NAME`` and ``damages.METHOD``, with ``.p05``, ``.p50`` or ``.p95`` if wanted; the
    sums of a claim as ``claim.NAME``; in a case that compares events, ``EVENT.damages.METHOD``.

    Raises
    ------
    InputError
        If the case has no such figure; the message names some there are.
    """
    from downrange.service.science.explained import claim_figures

    found = Shelf(samples, seed, 1, progress).take(name)
    figures = figures_of(found.assessment, "")
    for event in found.events:
        figures |= figures_of(event.assessment, f"{event.case.case}.")
    claims = claim_figures(found.case)
    if figure is None:
        return {"case": found.case.case, "figures": sorted([*figures, *claims])}
    if figure in claims:
        return {"case": found.case.case, "figure": figure, **_with_sources(claims[figure], [found.case])}
    stem, _, quantile = figure.rpartition(".")
    if quantile not in ("p05", "p50", "p95"):
        stem, quantile = figure, "p50"
    if stem not in figures:
        raise InputError(_no_such_figure(name, figure, sorted([*figures, *claims])))
    interval, unit, trace, own_name = figures[stem]
    return {
        "case": found.case.case,
        "figure": figure,
        "value": getattr(interval, quantile),
        "unit": unit,
        "shown_on": "the draw nearest the medians; the value above is the quantile over all draws",
        **_with_sources(
            trace_json(trace.why(own_name)), [found.case, *(event.case for event in found.events)]
        ),
    }


def _with_sources(explained: dict[str, Any], cases: list[Case]) -> dict[str, Any]:
    """Add the citation of every source that the leaves name: publisher, title, date, where read."""
    from downrange.reference import library

    known = dict(library.sources())
    for case in reversed(cases):
        known |= case.sources
    named = sorted({leaf["source"] for leaf in explained["leaves"]} & set(known))
    cited = {key: known[key].model_dump(exclude_none=True) for key in named}
    return {**explained, "sources": cited}


_Explained = tuple[Range, str, Trace, str]


def figures_of(result: Assessment, prefix: str) -> dict[str, _Explained]:
    """Figures that a trace leads to: range, unit, trace and the name of their step."""
    from downrange.base.units import unit_of

    made = {step.name for step in result.central.steps}
    found: dict[str, _Explained] = {}
    for name, interval in result.quantities.items():
        if name in made:
            key = f"{prefix}quantities.{name}"
            found[key] = (interval, unit_of(name) or "", result.central, name)
    for damage in result.damages:
        step = f"damages.{damage.method}"
        if damage.amount is not None and step in made:
            found[f"{prefix}{step}"] = (damage.amount, str(damage.currency), result.central, step)
    return found


def _no_such_figure(name: str, figure: str, figures: list[str]) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(figure, figures, 3) or figures[:5]
    told = f"one of {len(figures)} figures, such as {', '.join(near)}"
    return Problem(Where(name), "no such figure", value=figure, expected=told)


def trace_json(trace: Trace) -> dict[str, Any]:
    """Give the steps and leaves of a trace as ``explain --json`` prints them."""
    return {
        "steps": [
            {
                "name": step.name,
                "method": step.method,
                "inputs": list(step.inputs),
                "output": step.output,
                "unit": step.unit,
                "validity": step.validity,
            }
            for step in trace.steps
        ],
        "leaves": [
            {
                "name": leaf.name,
                "value": leaf.value,
                "unit": leaf.unit,
                "kind": leaf.kind,
                "source": leaf.source,
                "locator": leaf.locator,
            }
            for leaf in trace.leaves
        ],
    }
