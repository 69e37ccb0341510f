"""Everything a case holds, written into one folder a case: the page, the JSON documents, places and fields.

Each file is written beside its place and renamed, so that nobody ever reads half a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from downrange.report.exports import assessment_json, claim_json, fields_netcdf, written, zones_geojson
from downrange.report.geotiff import fields_geotiff
from downrange.report.html import Matter, render
from downrange.report.pdf import page_pdf
from downrange.service.science.assessment import Shelf

__all__ = ["run", "write_matter"]

Progress = Callable[[int, int], None]


def run(
    names: Sequence[str],
    out: Path,
    samples: int = 1000,
    seed: int = 1,
    on: str | None = None,
    workers: int | None = 1,
    progress: Progress | None = None,
    say: Callable[[str], None] | None = None,
    dask: str | None = None,
    keep: Path | None = None,
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
    workers : int
        Processes; the numbers do not depend on it.
    progress : callable, optional
        Told (draws done, draws in all) for each assessment.
    say : callable, optional
        Told in a line what is being done.
    dask : str, optional
        Address of a cluster that walks the draws.
    keep : Path, optional
        Folder of finished draws, from which a run that was stopped goes on.

    Returns
    -------
    list of Path
        The files written, in order.

    Raises
    ------
    InputError, SourceError
        If a case cannot be read, or the library lacks what it needs; nothing of that case is written.
    """
    shelf = Shelf(samples, seed, workers, progress, say or (lambda message: None), dask, keep)
    paths: list[Path] = []
    for name in names:
        matter = _matter(shelf, name, on)
        paths += write_matter(matter, out / matter.case.case, shelf.take(name).answers)
    return paths


def _matter(shelf: Shelf, name: str, on: str | None) -> Matter:
    from downrange.service.consequences import operations, selection
    from downrange.service.record import account

    taken = shelf.take(name)
    case = taken.case
    balance: Mapping[str, Any] | None = account.balance(name, on) if case.claims else None
    shelf.say(f"{case.case}: writing the report")
    command = f"downrange run {name} --samples {shelf.samples} --seed {shelf.seed}"
    events = [(event.case, event.assessment) for event in taken.events]
    stopped = operations.consequences_of(name, on, samples=shelf.samples, seed=shelf.seed)
    chosen = None if stopped is None else selection.selection_of(name, on or str(stopped["on"]))
    return Matter(
        case,
        taken.assessment,
        balance,
        events,
        f"{command} --on {on}" if on else command,
        stopped,
        chosen,
    )


def write_matter(matter: Matter, folder: Path, answers: Sequence[Mapping[str, Any]] = ()) -> list[Path]:
    """Write the files of a matter into its folder, each whole or not at all.

    ``fields.tif`` only where there is a field, ``consequence.json`` only where launches need what is held or
    lost. ``answers`` are those of a case with a comparison, for ``assessment.json``.
    """
    case, assessment = matter.case, matter.assessment
    page = render(matter)
    tiff = fields_geotiff(case, assessment)
    more = [written(folder / "fields.tif", tiff)] if tiff else []
    if matter.operations is not None:
        more.append(written(folder / "consequence.json", matter.operations))
    return [
        written(folder / "report.html", page),
        written(folder / "assessment.json", assessment_json(assessment, answers)),
        written(folder / "zones.geojson", zones_geojson(case, assessment, matter.others)),
        written(folder / "fields.nc", fields_netcdf(case, assessment)),
        written(folder / "claim.json", claim_json(case, assessment)),
        written(folder / "statement.json", dict(matter.account) if matter.account else {"claim": None}),
        written(folder / "report.pdf", page_pdf(page)),
        *more,
    ]
