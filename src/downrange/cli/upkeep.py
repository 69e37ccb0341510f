"""Commands about the program itself: validate, doctor, serve, user, backup, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from downrange.cli.common import AsJson, Database, answer, app, say


@app.command()
def validate(
    sets: Annotated[
        list[str] | None, typer.Argument(metavar="SET...", help="Names of measured sets; none: all.")
    ] = None,
    data: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Measured samples of captex, etex1.")
    ] = None,
    weather: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="ERA5 of their days, a folder for each release.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score the model against measured sets, good or bad.

    Example: downrange validate prairie-grass events
    """
    from downrange.report import text_matter
    from downrange.validation.sets import validate as scored

    answer(scored(sets or (), say, data, weather), as_json, text_matter.validation)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what this installation can and cannot do, and why.

    Example: downrange doctor
    """
    from downrange.report import text
    from downrange.service.keeping import installation

    answer(installation.doctor(), as_json, text.doctor)


@app.command()
def serve(
    database: Database = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8000,
    public_url: Annotated[
        str | None,
        typer.Option("--public-url", metavar="URL", help="What people type where a proxy stands in front."),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", min=1, help="Processes that answer.")] = 2,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads in each.")] = 8,
    requests_per_minute: Annotated[
        int, typer.Option("--requests-per-minute", min=1, help="Most of one user or address, each process.")
    ] = 600,
    as_json: AsJson = False,
) -> None:
    """Serve the registry's pages; makes and fills the database at the first start.

    Example: downrange serve --port 8000
    """
    from downrange.report import text
    from downrange.web import server

    plan = server.Plan(database, host, port, public_url, processes, threads, requests_per_minute)

    def told(document: dict[str, Any]) -> None:
        answer(document, as_json, text.serving)
        sys.stdout.flush()  # before the processes that answer are made, and copy what is not yet written

    server.serve(plan, say, told)


@app.command()
def backup(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A file that is not there yet.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Copy a registry while it is in use; FILE.head bears its tree head.

    Example: downrange backup --database sqlite:///downrange.sqlite3 --out monday.backup
    """
    from downrange.report import text_upkeep
    from downrange.service.keeping import upkeep

    answer(upkeep.backup(out, database), as_json, text_upkeep.backup)


@app.command()
def verify(
    database: Database = None,
    head: Annotated[
        Path | None, typer.Option("--head", metavar="FILE", help="Of a backup: the log must continue it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Recompute every digest, hash, signature and balance of a registry; say what does not agree.

    Example: downrange verify --database sqlite:///downrange.sqlite3 --head monday.backup.head
    """
    from downrange.report import text_upkeep
    from downrange.service.keeping import upkeep

    answer(upkeep.verify(database, head), as_json, text_upkeep.verified)


users = typer.Typer(name="user", help="Users of the pages.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(users)


@users.command("add")
def user_add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the user types to sign in.")],
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="regulator, bailiff, approver, creditor, debtor, customs, rule_editor or auditor.",
        ),
    ],
    case: Annotated[str, typer.Option("--case", help="Only this case; every case where not given.")] = "",
    party: Annotated[str, typer.Option("--party", help="For this party, such as party/tsenki.")] = "",
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make a user or give one a further role; prints the link by which they set their password.

    Example: downrange user add anna --role bailiff --case tsenki-2023
    """
    from downrange.report import text
    from downrange.web.server import added_user

    answer(added_user(database, name, role, case, party), as_json, text.user_added)
