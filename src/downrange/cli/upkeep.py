"""Commands about the program itself: validate, doctor."""

from __future__ import annotations

from typing import Annotated

import typer

from downrange.cli.common import AsJson, answer, app, say


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

    answer(scored(sets or (), say), as_json, text_matter.validation)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what this installation can and cannot do, and why.

    Example: downrange doctor
    """
    from downrange.report import text
    from downrange.service import installation

    answer(installation.doctor(), as_json, text.doctor)
