"""Everything a case holds, written into one folder a case: the page, the JSON documents, places and fields.

Each file is written beside its place and renamed, so that nobody ever reads half a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downrange.case.schema import Case
from downrange.damage.assessment import Assessment
from downrange.damage.comparison import answers
from downrange.report.exports import assessment_json, claim_json, fields_netcdf, written, zones_geojson
from downrange.report.html import Matter, render

__all__ = ["run", "write_matter"]

Progress = Callable[[int, int], None]


def run(
    names: Sequence[str],
    out: Path,
    samples: int = 1000,
    seed: int = 1,
    on: str | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] | None = None,
) -> list[Path]:
    """Run cases and write what they hold into ``out/CASE/``.

    Parameters
    ----------
    names : sequence of str
        Names in the casebook, or folders holding ``case.yaml``.
    out : Path
        Where the folders go.
    samples, seed : int
        Draws and the seed of every stream.
    on : str, optional
        The day of the account (ISO 8601); the case's own state of knowledge where not given.
    progress : callable, optional
        Told (draws done, draws in all) for each assessment.
    say : callable, optional
        Told in a line what is being done.

    Returns
    -------
    list of Path
        The files written, in order.

    Raises
    ------
    InputError, SourceError
        If a case cannot be read, or the library lacks what it needs; nothing of that case is written.
    """
    shelf = _Shelf(samples, seed, progress, say or (lambda message: None))
    paths: list[Path] = []
    for name in names:
        matter = _matter(shelf, name, on)
        paths += write_matter(matter, out / matter.case.case)
    return paths


@dataclass
class _Shelf:
    """The assessments of this run: an event that two cases need is computed once."""

    samples: int
    seed: int
    progress: Progress | None
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self._kept: dict[str, tuple[Case, Assessment]] = {}

    def take(self, name: str) -> tuple[Case, Assessment]:
        if name not in self._kept:
            self._kept[name] = self._assessed(name)
        return self._kept[name]

    def _assessed(self, name: str) -> tuple[Case, Assessment]:
        from downrange.damage.ensemble import assess, manifest_of
        from downrange.inputs.cases import read_case

        read = read_case(name)
        case, files = read.case, dict(read.sha256)
        if case.scenario is not None and case.scenario.kind != "none":
            self.say(f"{case.case}: {self.samples:,} draws")
            return case, assess(case, self.samples, self.seed, 1, self.progress, files)
        if case.comparison is not None:
            for event in case.comparison.events:
                other = self.take(event)[1]
                files |= {f"{event}/{key}": value for key, value in other.manifest.inputs.items()}
        manifest = manifest_of(case, self.samples, self.seed, files)
        return case, Assessment(case.case, self.samples, self.seed, manifest, {}, (), (), (), ())


def _matter(shelf: _Shelf, name: str, on: str | None) -> Matter:
    from downrange.service import account

    case, assessment = shelf.take(name)
    others = [shelf.take(event) for event in (case.comparison.events if case.comparison else ())]
    day = on or case.state_of_knowledge
    balance: Mapping[str, Any] | None = account.balance(name, day) if case.claims else None
    shelf.say(f"{case.case}: writing the report")
    command = f"downrange run {case.case} --samples {shelf.samples} --seed {shelf.seed}"
    return Matter(case, assessment, balance, others, f"{command} --on {on}" if on else command)


def write_matter(matter: Matter, folder: Path) -> list[Path]:
    """Write the six files of a matter into its folder, each whole or not at all."""
    case, assessment = matter.case, matter.assessment
    replies = answers(case, matter.events) if case.comparison else []
    page = render(matter)
    return [
        written(folder / "report.html", page),
        written(folder / "assessment.json", assessment_json(assessment, replies)),
        written(folder / "zones.geojson", zones_geojson(case, assessment)),
        written(folder / "fields.nc", fields_netcdf(case, assessment)),
        written(folder / "claim.json", claim_json(case, assessment)),
        written(folder / "statement.json", dict(matter.account) if matter.account else {"claim": None}),
    ]
