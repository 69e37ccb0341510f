"""Commands of holding and letting go: attach, check, snapshot, consequence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from downrange.cli.common import AsJson, CaseName, Database, InCase, OnDate, Samples, Seed, answer, app


@app.command()
def attach(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """Draft which of the debtor's assets to attach, asset by asset with the article.

    Example: downrange attach tsenki-2023 --on 2023-03-10
    """
    from downrange.report import text_matter
    from downrange.service import account

    answer(account.attach(case, on), as_json, text_matter.attach)


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

    answer(checking.check(identifier, kind, case, database, snapshot, on), as_json, text_gate.answer)


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

    answer(extracts.snapshot(out, case, database, days=days), as_json, text_gate.written)


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
    answer(document, as_json, text_operations.consequence)
