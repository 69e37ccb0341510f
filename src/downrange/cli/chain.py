"""Commands of the chain: run, assess, explain, contest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from downrange.cli.common import (
    AsJson,
    CaseName,
    Dask,
    OnDate,
    Out,
    Resume,
    Samples,
    Seed,
    Workers,
    answer,
    app,
    progress_bar,
    say,
    stopped_by_hand,
)


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
    dask: Dask = None,
    resume: Resume = None,
    as_json: AsJson = False,
) -> None:
    """Run everything a case holds, into DIR/CASE/: report.html, assessment.json, zones.geojson and the rest.

    Example: downrange run tsenki-2023 proton-2013 --out out
    """
    from downrange.report import text
    from downrange.report.run import run as run_cases

    with stopped_by_hand(resume), progress_bar("draws") as progress:
        written = run_cases(names, out, samples, seed, on, workers, progress, say, dask, resume)
    answer({"written": [str(path) for path in written]}, as_json, text.written)


@app.command()
def assess(
    case: CaseName,
    samples: Samples = 1000,
    seed: Seed = 1,
    draw: Annotated[
        int | None, typer.Option("--draw", min=0, help="Only this draw, with its full trace.")
    ] = None,
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = None,
    until: Annotated[
        float | None,
        typer.Option(
            "--until",
            metavar="SHARE",
            help="Go on until one standard error of the figure's 95 % quantile is at most this share of it.",
        ),
    ] = None,
    figure: Annotated[
        str | None,
        typer.Option(
            "--figure",
            metavar="NAME",
            help="The figure that --until is about, such as damages.eu-ce-delft-2024.",
        ),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Draws at which --until stops in any case.")
    ] = 100_000,
    as_json: AsJson = False,
) -> None:
    """Assess a launch or failure: quantities and damages, with uncertainty.

    Example: downrange assess proton-2013 --samples 200 --json
    """
    if (until is None) != (figure is None):
        raise typer.BadParameter("--until and --figure go together")
    if until is not None and not until > 0:
        raise typer.BadParameter("--until is a share above zero, such as 0.05")
    if dask is not None and workers is not None:
        raise typer.BadParameter("give --workers or --dask, not both")
    from downrange.damage.ensemble import Until
    from downrange.report import text
    from downrange.report.exports import assessment_json
    from downrange.service.science import assessment

    if draw is not None:
        answer(assessment.one_draw(case, seed, draw), as_json, text.one_draw)
        return
    with stopped_by_hand(resume), progress_bar("draws") as progress:
        wanted = Until(until, figure, most) if until is not None and figure is not None else None
        found = assessment.assess(
            case, samples, seed, workers, progress,
            dask=dask, keep=resume, until=wanted,
        )  # fmt: skip
    answer(assessment_json(found.assessment, found.answers), as_json, text.assessment)


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
    from downrange.service.science import assessment

    with progress_bar("draws") as progress:
        document = assessment.explain(case, figure, samples, seed, progress)
    answer(document, as_json, text.explanation)


@app.command()
def contest(
    case: CaseName,
    files: Annotated[
        list[Path], typer.Option("--with", metavar="FILE", help="The other side's values; once or twice.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where contest.json and contest.html go.")
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="DIR", help="Where each side's counter-assessment goes; --with reads it again."
        ),
    ] = None,
    samples: Samples = 200,
    seed: Seed = 1,
    workers: Workers = None,
    dask: Dask = None,
    as_json: AsJson = False,
) -> None:
    """Contest a case: the same chain with the other side's inputs, side by side.

    Example: downrange contest proton-2013 --with operator.yaml --out out
    """
    if dask is not None and workers is not None:
        raise typer.BadParameter("give --workers or --dask, not both")
    from downrange.report import text_contest
    from downrange.report.contest import write_contest
    from downrange.service.science.contest import contest as held_against

    with progress_bar("draws") as progress:
        document = held_against(
            case, files, samples, seed, out, say, progress, save=save, workers=workers, dask=dask
        )
    if out is not None:
        say(str(write_contest(document, out)))
    answer(document, as_json, text_contest.contest)
