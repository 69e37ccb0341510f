"""The command line: parse, call, print.

Every command gives one JSON document on standard output with ``--json``; progress and messages go to standard
error. Exit 0: an answer was given, whatever the answer; 1: problems in what the user gave, each with its
place; 2: wrong usage. Rooms are imported when their command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from downrange.errors import DownrangeError, InputError, SourceError

__all__ = ["app", "main"]

app = typer.Typer(
    name="downrange",
    help="What a launch leaves behind, what it costs, and how the debt gets paid.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]
CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help="A name in the casebook, or a folder with case.yaml.")
]
OnDate = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="As things stood at the end of this day (ISO 8601)."),
]
Samples = Annotated[int, typer.Option("--samples", min=1, help="Draws through the chain.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of every random stream.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Processes on this machine; all where not given and worth it."),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")]
InCase = Annotated[str | None, typer.Option("--case", help="A case of the casebook, or a folder.")]
Database = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="A registry; it logs queries.")
]


WORTH_WORKERS = 500
"""Below so many draws one process is done before a second has started."""


def _processes(asked: int | None, samples: int) -> int:
    """Take what was asked, else every processor where the draws are worth starting them for."""
    import os

    if asked is not None:
        return asked
    return 1 if samples < WORTH_WORKERS else min(os.cpu_count() or 1, samples // 128)


def _answer(document: dict[str, Any], as_json: bool, show: Callable[[dict[str, Any]], Iterator[str]]) -> None:
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
        return
    for line in show(document):
        sys.stdout.write(line + "\n")


def _as_json_asked() -> bool:
    return "--json" in sys.argv


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on standard error: a bar for a person, nothing for a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")


@app.command()
def cases(
    compare: Annotated[bool, typer.Option("--compare", help="Claimed against paid, case by case.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="With --compare: where comparison.html goes.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the casebook: name, title, dates, which parts it holds.

    Example: downrange cases --json
    """
    from downrange.report import text
    from downrange.service import casebook, comparison

    document = comparison.comparison_table() if compare else casebook.listing()
    if compare and out is not None:
        from downrange.report.compare import write_comparison

        _say(str(write_comparison(document, out)))
    _answer(document, as_json, text.comparison if compare else text.cases)


@app.command()
def run(
    names: Annotated[
        list[str], typer.Argument(metavar="CASE...", help="Names in the casebook, or folders with case.yaml.")
    ],
    out: Out = Path("out"),
    samples: Samples = 1000,
    seed: Seed = 1,
    on: OnDate = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Run everything a case holds, into DIR/CASE/: report.html, assessment.json, zones.geojson and the rest.

    Example: downrange run tsenki-2023 proton-2013 --out out
    """
    from downrange.report import text
    from downrange.report.run import run as run_cases

    with _progress("draws") as progress:
        written = run_cases(names, out, samples, seed, on, _processes(workers, samples), progress, _say)
    _answer({"written": [str(path) for path in written]}, as_json, text.written)


@app.command()
def assess(
    case: CaseName,
    samples: Samples = 1000,
    seed: Seed = 1,
    draw: Annotated[
        int | None, typer.Option("--draw", min=0, help="Only this draw, with its full trace.")
    ] = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Assess a launch or failure: quantities and damages, with uncertainty.

    Example: downrange assess proton-2013 --samples 200 --json
    """
    from downrange.report import text
    from downrange.report.exports import assessment_json
    from downrange.service import assessment

    if draw is not None:
        _answer(assessment.one_draw(case, seed, draw), as_json, text.one_draw)
        return
    with _progress("draws") as progress:
        found = assessment.assess(case, samples, seed, _processes(workers, samples), progress)
    _answer(assessment_json(found.assessment, found.answers), as_json, text.assessment)


@app.command()
def explain(
    case: CaseName,
    figure: Annotated[
        str | None, typer.Argument(help="A dotted path as in the JSON; none lists the figures.")
    ] = None,
    samples: Samples = 200,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Explain how a figure came about, down to sourced leaves.

    Example: downrange explain proton-2013 quantities.udmh_to_soil_kg
    """
    from downrange.report import text
    from downrange.service import assessment

    with _progress("draws") as progress:
        document = assessment.explain(case, figure, samples, seed, progress)
    _answer(document, as_json, text.explanation)


@app.command()
def balance(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """State the account: what is owed on a date, and what is not known.

    Example: downrange balance tsenki-2023 --on 2023-03-14
    """
    from downrange.report import text
    from downrange.service import account

    _answer(account.balance(case, on), as_json, text.balance)


@app.command()
def fall(
    file: Annotated[Path, typer.Argument(metavar="FALL.yaml", help="State, body, spread, atmosphere.")],
    samples: Annotated[int | None, typer.Option("--samples", min=2, help="A fixed number of falls.")] = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Let one body fall from a state to the ground: centre and ellipse.

    Example: downrange fall stage-1.yaml --json
    """
    from downrange.report import text
    from downrange.service import flight

    _answer(flight.fall_report(file, samples, seed), as_json, text.fall)


@app.command()
def statements(
    case: CaseName,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Print the contradictions side by side.")
    ] = False,
    on: OnDate = None,
    as_json: AsJson = False,
) -> None:
    """Say who said what, and what contradicts what.

    Example: downrange statements tsenki-2023 --conflicts
    """
    from downrange.report import text_matter
    from downrange.service import evidence

    document = evidence.statements_of(case, on)
    _answer(document, as_json, text_matter.conflicts if conflicts else text_matter.statements)


@app.command()
def intake(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE.txt", help="An article as plain text.")],
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Day of publication (ISO 8601).")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the draft case goes; nothing if absent."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read an article into a draft case: sums, dates, parties, measures, claims, who said it.

    Example: downrange intake article.txt --published 2023-03-14 --out draft
    """
    from downrange.report import text_intake
    from downrange.service import intake as service

    _answer(service.intake_of(article, published, out), as_json, text_intake.intake)


@app.command("rate-days")
def rate_days(
    first: Annotated[str, typer.Argument(metavar="AMOUNT", help="As printed: '13684550338.70 KZT'.")],
    second: Annotated[str, typer.Argument(metavar="AMOUNT", help="As printed: '29.7 M USD'.")],
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day to look at.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day to look at.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the days on which an official rate makes two printed amounts the same, within their rounding.

    Example: downrange rate-days "13684550338.70 KZT" "29.7 M USD" --from 2022-11-01 --to 2023-03-31
    """
    from downrange.report import text_matter
    from downrange.service import evidence

    _answer(evidence.rate_days_of(first, second, start, end), as_json, text_matter.rate_days)


@app.command()
def lease(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """State a lease: rent schedule, due, paid, arrears; obligations; the parties' positions.

    Example: downrange lease baikonur-lease --on 2023-03-14
    """
    from downrange.report import text_matter
    from downrange.service import account

    _answer(account.lease(case, on), as_json, text_matter.lease)


@app.command()
def plume(
    file: Annotated[
        Path, typer.Argument(metavar="EXPERIMENT.yaml", help="Source, weather, arcs or receptors.")
    ],
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Disperse one release to receptors: any tracer experiment.

    Example: downrange plume experiment.yaml --json
    """
    from downrange.report import text_matter
    from downrange.service import air

    _answer(air.plume_report(file, seed), as_json, text_matter.plume)


@app.command()
def contest(
    case: CaseName,
    files: Annotated[
        list[Path], typer.Option("--with", metavar="FILE", help="The other side's values; once or twice.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where contest.json and contest.html go.")
    ] = None,
    samples: Samples = 200,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Contest a case: the same chain with the other side's inputs, side by side.

    Example: downrange contest proton-2013 --with operator.yaml --out out
    """
    from downrange.report import text_matter
    from downrange.report.contest import write_contest
    from downrange.service.contest import contest as held_against

    document = held_against(case, files, samples, seed, out, _say)
    if out is not None:
        _say(str(write_contest(document, out)))
    _answer(document, as_json, text_matter.contest)


@app.command()
def ascent(
    vehicle: Annotated[str, typer.Argument(metavar="VEHICLE", help="A vehicle of the library: soyuz-2.1b.")],
    site: Annotated[str, typer.Option("--site", help="A site of the library: baikonur-31-6.")],
    inclination_deg: Annotated[
        float | None, typer.Option("--inclination-deg", help="Of the orbit; or give the azimuth.")
    ] = None,
    azimuth_deg: Annotated[
        float | None, typer.Option("--azimuth-deg", help="Of the launch, from north.")
    ] = None,
    payload_kg: Annotated[float | None, typer.Option("--payload-kg", min=0, help="Mass to orbit.")] = None,
    samples: Samples = 200,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Fly a vehicle: the state at each event, and where each dropped part falls.

    Example: downrange ascent soyuz-2.1b --site baikonur-31-6 --inclination-deg 51.6
    """
    from downrange.report import text_matter
    from downrange.service import flight

    document = flight.ascent_report(
        vehicle, site, inclination_deg, azimuth_deg, payload_kg, samples=samples, seed=seed
    )
    _answer(document, as_json, text_matter.ascent)


@app.command()
def attach(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """Draft which of the debtor's assets to attach, asset by asset with the article.

    Example: downrange attach tsenki-2023 --on 2023-03-10
    """
    from downrange.report import text_matter
    from downrange.service import account

    _answer(account.attach(case, on), as_json, text_matter.attach)


@app.command()
def check(
    identifier: Annotated[
        str,
        typer.Argument(metavar="IDENTIFIER", help="A registered number, a slug (asset/crane-07), a name."),
    ],
    kind: Annotated[str | None, typer.Option("--kind", help="asset, container or person.")] = None,
    case: InCase = None,
    database: Database = None,
    snapshot: Annotated[Path | None, typer.Option("--snapshot", help="A signed extract to ask.")] = None,
    on: OnDate = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a thing or person may leave: ALLOW, STOP or REFER, and why.

    Example: downrange check asset/crane-07 --case tsenki-2023-exercise --on 2023-03-10
    """
    from downrange.report import text_gate
    from downrange.service import checking

    _answer(checking.check(identifier, kind, case, database, snapshot, on), as_json, text_gate.answer)


@app.command()
def snapshot(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the extract goes.")],
    database: Database = None,
    case: InCase = None,
    days: Annotated[int, typer.Option("--days", min=0, help="For how many days it may stop anybody.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Write a signed, dated extract for a gate without connection: persons only as keyed hashes.

    Example: downrange snapshot --out gate.json --case tsenki-2023-exercise
    """
    from downrange.report import text_gate
    from downrange.service import snapshot as extracts

    _answer(extracts.snapshot(out, case, database, days=days), as_json, text_gate.written)


@app.command()
def consequence(
    case: CaseName,
    freeze: Annotated[
        list[str] | None, typer.Option("--freeze", metavar="ASSET", help="Held without use; may be repeated.")
    ] = None,
    on: OnDate = None,
    samples: Samples = 1000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Say what a measure stops: launches, who depends on them, who could take over, which permission helps.

    Example: downrange consequence baikonur-2025-pad-31 --freeze asset/pad-31-service-cabin
    """
    from downrange.report import text_operations
    from downrange.service import operations

    document = operations.consequence_report(case, freeze or (), on, samples=samples, seed=seed)
    _answer(document, as_json, text_operations.consequence)


@app.command()
def validate(
    sets: Annotated[
        list[str] | None, typer.Argument(metavar="SET...", help="Names of measured sets; none: all.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score the model against measured sets, good or bad.

    Example: downrange validate prairie-grass events
    """
    from downrange.report import text_matter
    from downrange.validation.sets import validate as scored

    _answer(scored(sets or (), _say), as_json, text_matter.validation)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what this installation can and cannot do, and why.

    Example: downrange doctor
    """
    from downrange.report import text
    from downrange.service import installation

    _answer(installation.doctor(), as_json, text.doctor)


def main() -> None:
    """Run the command line; problems of the user's are printed with their places, bugs are left to crash."""
    try:
        app()
    except InputError as error:
        _complain(
            [problem.as_json() for problem in error.problems], [str(problem) for problem in error.problems]
        )
    except SourceError as error:
        body = {"message": str(error), "missing": list(error.missing), "severity": "error"}
        _complain([body], [f"refused: {error}", *(f"  missing: {name}" for name in error.missing)])
    except DownrangeError as error:
        _complain([{"message": str(error), "severity": "error"}], [str(error)])
    except BrokenPipeError:
        sys.stderr.close()


def _complain(problems: list[dict[str, Any]], lines: list[str]) -> None:
    if _as_json_asked():
        sys.stdout.write(json.dumps({"problems": problems}, ensure_ascii=False, indent=2) + "\n")
    for line in lines:
        _say(line)
    raise SystemExit(1)
