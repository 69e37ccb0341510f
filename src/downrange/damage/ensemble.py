"""The first spine, N times: in this process, over a pool of processes or on a cluster; the same numbers.

Draws are walked in blocks (``draws/block.py``) by whoever is at hand (``draws/crew.py``), kept as they come
(``draws/store.py``) and read back column by column (``draws/table.py``); what is said of them is in
``draws/summary.py``. A run that was stopped goes on from the blocks in its store, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from downrange import __version__
from downrange.base.canonical import digest
from downrange.base.spread import REPLICATE
from downrange.base.trace import Manifest
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment, Reached
from downrange.damage.chain.mapping import MAPPED_DRAWS
from downrange.damage.chain.member import Member
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.draws.block import blocks_of, walk
from downrange.damage.draws.crew import Alone, Crew
from downrange.damage.draws.store import Store, code_digest, opened
from downrange.damage.draws.summary import figure_columns, figures_alone, summary
from downrange.damage.draws.table import Table
from downrange.damage.quantiles import ENOUGH_REPLICATES, quantile_error
from downrange.errors import InputError, Problem, Where
from downrange.reference import library

__all__ = ["MOST_DRAWS", "Until", "assess", "figures", "manifest_of"]

Progress = Callable[[int, int], None]

MOST_DRAWS = 100_000
"""Where a run until an error stops at the latest, unless it is told otherwise."""

_GROWTH = 1.25
"""A run until an error looks again when it has a quarter more draws than at its last look."""


@dataclass(frozen=True)
class Until:
    """Go on until one standard error of a figure's 95 % quantile is at most this share of it.

    ``figure`` is ``quantities.NAME`` or ``damages.METHOD``; ``most`` the draws at which it stops in any case.
    """

    share: float
    figure: str
    most: int = MOST_DRAWS


def manifest_of(case: Case, samples: int, seed: int, files: dict[str, str] | None = None) -> Manifest:
    """Say what produces a run: code, case, library, each input file, seed, draws."""
    inputs = {"case": digest(case), "library": library.fingerprint(), **(files or {})}
    return Manifest(__version__, inputs, seed, samples)


@dataclass
class _Run:
    """One run under way: which draws are there, and the first of them whole."""

    case: Case
    prepared: Plan
    seed: int
    crew: Crew
    store: Store
    progress: Progress | None
    mapped_draws: int = MAPPED_DRAWS
    members: dict[int, Member] = field(default_factory=dict)

    def up_to(self, draws: int, expected: int) -> None:
        """Walk what is not there yet; ``expected`` draws in all are told to whoever watches the progress."""
        asked = blocks_of(0, draws)
        first = self.mapped_draws
        mapped = [block for block in asked if block.start < first and block.start not in self.members]
        absent = [block for block in asked if block.start >= first and not self.store.has(block)]
        done = draws - sum(len(block) for block in (*mapped, *absent))

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if self.progress:
                self.progress(done, max(expected, draws))

        def meanwhile() -> None:
            for block in mapped:
                found = walk(self.prepared, block, self.seed, mapped=True)
                self.members |= {member.draw: member for member in found.members}
                self.store.put(found)
                tell(len(block))

        if not absent:
            meanwhile()
            tell(0)
            return
        for found in self.crew.run(self.case, absent, self.seed, meanwhile):
            self.store.put(found)
            tell(found.stop - found.start)


def assess(
    case: Case,
    samples: int = 1000,
    seed: int = 1,
    crew: Crew | None = None,
    progress: Progress | None = None,
    files: dict[str, str] | None = None,
    *,
    keep: Path | None = None,
    until: Until | None = None,
) -> Assessment:
    """Assess a case: launch or failure to quantities to damages, with uncertainty.

    Parameters
    ----------
    case : Case
        The matter; it must have a scenario.
    samples : int
        Draws through the spine; with ``until`` the fewest.
    seed : int
        Seed of every stream.
    crew : Crew, optional
        Who walks the draws (``draws/crew.py``); this process where nobody is named. The numbers do not
        depend on it.
    progress : callable, optional
        Told (done, expected in all).
    files : dict, optional
        sha256 of each input file by name, for the manifest.
    keep : Path, optional
        Folder where finished draws are kept; a run of the same case, code and seed goes on from them.
    until : Until, optional
        Go on past ``samples`` until a figure is known well enough. The result is that of a run of as many
        draws.

    Raises
    ------
    SourceError
        If the library or the case lacks what the chain needs; ``missing`` names it.
    InputError
        If ``keep`` holds another run, or ``until`` names no figure of the case.
    """
    prepared = plan(case)
    identity = {
        "case": digest(case), "library": library.fingerprint(), "code": code_digest(), "seed": str(seed),
    }  # fmt: skip
    with opened(keep, identity) as store, (crew or Alone()).gathered() as walkers:
        run = _Run(case, prepared, seed, walkers, store, progress)
        reached = None
        if until is None:
            run.up_to(samples, samples)
        else:
            samples, reached = _go_on(run, samples, until)
        manifest = manifest_of(case, samples, seed, files)
        members = [run.members[draw] for draw in sorted(run.members) if draw < samples]
        found = summary(prepared, Table(store, blocks_of(0, samples)), members, manifest)
    return replace(found, until=reached)


def figures(
    case: Case, samples: int, seed: int, crew: Crew | None = None, progress: Progress | None = None
) -> Assessment:
    """Compute the figures of a case and nothing else: no map, no drivers, no errors, no trace.

    Quantities and sums are those of :func:`assess` bit for bit; parameters as there. For whoever needs many
    versions of a case, such as a contest.

    Raises
    ------
    SourceError
        If the library or the case lacks what the chain needs.
    """
    prepared = plan(case)
    with opened(None, {}) as store:
        run = _Run(case, prepared, seed, crew or Alone(), store, progress, mapped_draws=0)
        run.up_to(samples, samples)
        manifest = manifest_of(case, samples, seed)
        return figures_alone(prepared, Table(store, blocks_of(0, samples)), manifest)


def _go_on(run: _Run, samples: int, until: Until) -> tuple[int, Reached]:
    """Add replicates until the error is small enough; give the draws made and what was reached."""
    draws = _whole_replicates(max(samples, ENOUGH_REPLICATES * REPLICATE), until.most)
    expected = draws
    while True:
        run.up_to(draws, expected)
        columns = figure_columns(run.prepared, Table(run.store, blocks_of(0, draws)))
        if until.figure not in columns:
            raise InputError(_no_such_figure(until.figure, list(columns)))
        values, whole = columns[until.figure]
        share = _error_share(values, whole)
        if share <= until.share or draws >= until.most:
            return draws, Reached(until.figure, until.share, share, share <= until.share)
        wanted = draws * (share / until.share) ** 2  # the error falls as one over the root of the draws
        expected = _whole_replicates(int(min(wanted, until.most)), until.most)
        draws = _whole_replicates(int(min(max(wanted, draws + 1), draws * _GROWTH + REPLICATE)), until.most)


def _error_share(values: object, whole: bool) -> float:
    from downrange.damage.quantiles import range_of

    p95 = range_of(values).p95
    error = quantile_error(values, 0.95, in_replicates=whole)
    if error == 0.0:
        return 0.0
    return error / abs(p95) if p95 else float("inf")


def _whole_replicates(draws: int, most: int) -> int:
    return min(-(-draws // REPLICATE) * REPLICATE, most)


def _no_such_figure(figure: str, figures: list[str]) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(figure, figures, 3) or figures[:5]
    return Problem(
        Where("command line", "--figure"), "no such figure in this case", value=figure,
        expected=f"one of {len(figures)} figures, such as {', '.join(near)}",
    )  # fmt: skip
