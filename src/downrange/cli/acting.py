"""Commands of acting on a registry: record a case, carry out acts, see where measures stand, certificates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from downrange.cli.common import AsJson, CaseName, Database, OnDate, answer, app, say


@app.command()
def record(case: CaseName, database: Database = None, as_json: AsJson = False) -> None:
    """Put a case on record in a registry, made where there is none; the same case twice changes nothing.

    Example: downrange record tsenki-2023-exercise --database sqlite:///exercise.sqlite3
    """
    from downrange.report import text_acting
    from downrange.service.holding import acting

    answer(acting.put_on_record(case, database), as_json, text_acting.recorded)


@app.command()
def act(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case that is on record.")],
    acts: Annotated[
        Path | None,
        typer.Argument(
            metavar="ACTS.yaml", help="Acts in the order of days; else those that lie with the case."
        ),
    ] = None,
    database: Database = None,
    first: Annotated[int, typer.Option("--from", min=1, help="Go on with this act of the file.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Carry out acts of persons on a registry, one by one: drafts, orders, suits, payments, releases.

    Example: downrange act tsenki-2023-exercise acts.yaml --database sqlite:///exercise.sqlite3
    """
    from downrange.report import text_acting
    from downrange.service.holding import acting

    answer(acting.carry_out(case, acts, database, first), as_json, text_acting.carried_out)


@app.command("measures")
def measures_of(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case that is on record.")],
    on: OnDate = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Say where every measure of a case on record stands on a day, what it covers, and what may come next.

    Example: downrange measures tsenki-2023-exercise --on 2023-03-10 --database sqlite:///exercise.sqlite3
    """
    from downrange.report import text_acting
    from downrange.service.holding import acting

    answer(acting.state_of(case, on, database), as_json, text_acting.state)


@app.command()
def certificate(
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="A case that is on record.")] = None,
    claim: Annotated[
        str, typer.Option("--claim", help="The claim whose release is certified.")
    ] = "claim/debt",
    database: Database = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="The log's key: signs a head where none covers it."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the certificate goes.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option("--check", metavar="FILE", help="Check a certificate; needs no registry.")
    ] = None,
    later: Annotated[
        Path | None,
        typer.Option(
            "--later",
            metavar="FILE",
            help="With --check a later head to hold it against; else where one goes.",
        ),
    ] = None,
    public_key: Annotated[
        str, typer.Option("--public-key", metavar="HEX", help="The log's key as known from elsewhere.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Draw up the certificate of a release, with its proof from the log; or check one without any registry.

    Example: downrange certificate tsenki-2023-exercise --key log.pem --out release.json
    """
    from downrange.report import text_acting
    from downrange.service.holding import certificate as certificates

    if check is not None:
        answer(certificates.checked(check, public_key, later), as_json, text_acting.checked)
        return
    if case is None:
        raise typer.BadParameter("name a case, or a file with --check")
    paper = certificates.drawn_up(case, claim, database, key)
    for path, document in (
        (out, paper),
        (later, certificates.continued(paper) if later is not None else None),
    ):
        if path is not None:
            path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
            say(str(path))
    answer(paper, as_json, text_acting.certificate)
