"""Commands of holding and letting go: attach, ladder, check, snapshot, consequence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from downrange.cli.common import AsJson, CaseName, Database, InCase, OnDate, Samples, Seed, answer, app, say


@app.command()
def attach(
    case: CaseName,
    on: OnDate = None,
    include: Annotated[
        list[str] | None, typer.Option("--include", metavar="ASSET", help="To take first; may be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="ASSET", help="To leave; may be repeated.")
    ] = None,
    because: Annotated[
        str, typer.Option("--because", metavar="WHY", help="The reason for --include and --exclude.")
    ] = "",
    excess_at_most: Annotated[
        str | None,
        typer.Option(
            "--excess-at-most", metavar="SHARE", help="Your policy: excess over the target, such as 0.1."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draft which of the debtor's assets to attach, asset by asset with the article.

    Example: downrange attach tsenki-2023 --on 2023-03-10
    """
    from downrange.report import text_matter
    from downrange.service.consequences import selection

    found = selection.attach(
        case,
        on,
        include=include or (),
        exclude=exclude or (),
        because=because,
        excess_at_most=excess_at_most,
    )
    answer(found, as_json, text_matter.attach)


@app.command()
def ladder(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """Say what the creditor may lawfully do next, what it costs and takes, and what the debtor may answer.

    Example: downrange ladder tsenki-2023 --on 2023-03-14
    """
    from downrange.report import text_holding
    from downrange.service.holding import measures

    answer(measures.ladder_of(case, on), as_json, text_holding.ladder)


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
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who asks, for the log.")] = "gate",
    purpose: Annotated[
        str, typer.Option("--purpose", metavar="WHY", help="Why a person is asked for; shown to the person.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say whether a thing or person may leave: ALLOW, STOP or REFER, and why.

    Example: downrange check asset/crane-07 --case tsenki-2023-exercise --on 2023-03-10
    """
    from downrange.report import text_gate
    from downrange.service.border import checking

    found = checking.check(identifier, kind, case, database, snapshot, on, by=by, purpose=purpose)
    answer(found, as_json, text_gate.answer)


@app.command()
def assets(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case that is on record.")],
    register: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The register, with column names.")],
    mapping: Annotated[Path, typer.Option("--mapping", metavar="FILE.yaml", help="Field: column, by line.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who puts it on record.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Put a register of assets on record from CSV, with warnings about numbers; nothing is overwritten.

    Example: downrange assets tsenki-2023-exercise register.csv --mapping mapping.yaml --by party/clerk
    """
    from downrange.report import text_gate
    from downrange.service.holding import assets as register_of

    answer(register_of.import_file(case, register, mapping, by, database), as_json, text_gate.imported)


@app.command()
def override(
    sequence: Annotated[
        int, typer.Argument(metavar="SEQUENCE", help="The place of the gate's answer in the log.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides against the answer.")],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Put on record that a person decided against an answer of the gate, and why; the answer stays logged.

    Example: downrange override 1042 --by party/officer --because "release order EX-7 seen on paper"
    """
    from downrange.report import text_gate
    from downrange.service.border import gate

    answer(gate.override(sequence, by, because, database), as_json, text_gate.overridden)


@app.command()
def snapshot(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the extract goes.")],
    database: Database = None,
    case: InCase = None,
    days: Annotated[int, typer.Option("--days", min=0, help="For how many days it may stop anybody.")] = 7,
    device: Annotated[
        str | None,
        typer.Option("--device", metavar="NAME", help="The device it is for, with a key of its own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a signed, dated extract for a gate without connection: persons only as keyed hashes.

    Example: downrange snapshot --out gate.json --case tsenki-2023-exercise
    """
    from downrange.report import text_gate
    from downrange.service.border import snapshot as extracts

    answer(extracts.snapshot(out, case, database, days=days, device=device), as_json, text_gate.written)


@app.command()
def consequence(
    case: CaseName,
    freeze: Annotated[
        list[str] | None, typer.Option("--freeze", metavar="ASSET", help="Held without use; may be repeated.")
    ] = None,
    launches: Annotated[
        Path | None,
        typer.Option("--launches", metavar="FILE", help="Your log: .csv, .tsv (GCAT) or .json (LL2)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where consequence.json, .html, .pdf go.")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Single points of failure by kind, without names.")
    ] = False,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="URL", help="A registry: holds as they stand on record there."),
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
    from downrange.report.consequence import write_consequence
    from downrange.service.consequences import operations

    if database is not None:
        from downrange.service.border.gate import open_database

        open_database(database)
    document = operations.consequence_report(
        case,
        freeze or (),
        on,
        samples=samples,
        seed=seed,
        names=not public,
        launches=launches,
        recorded=database is not None,
    )
    if out is not None:
        for path in write_consequence(document, out):
            say(str(path))
    answer(document, as_json, text_operations.consequence)
