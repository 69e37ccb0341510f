"""Commands of the matter: cases, the account, the lease, who said what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from downrange.cli.common import AsJson, CaseName, OnDate, answer, app, say


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
    from downrange.service.keeping import casebook
    from downrange.service.statements import comparison

    document = comparison.comparison_table() if compare else casebook.listing()
    if compare and out is not None:
        from downrange.report.compare import write_comparison

        say(str(write_comparison(document, out)))
    answer(document, as_json, text.comparison if compare else text.cases)


@app.command()
def balance(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """State the account: what is owed on a date, and what is not known.

    Example: downrange balance tsenki-2023 --on 2023-03-14
    """
    from downrange.report import text
    from downrange.service.record import account

    answer(account.balance(case, on), as_json, text.balance)


@app.command()
def lease(case: CaseName, on: OnDate = None, as_json: AsJson = False) -> None:
    """State a lease: rent schedule, due, paid, arrears; obligations; the parties' positions.

    Example: downrange lease baikonur-lease --on 2023-03-14
    """
    from downrange.report import text_matter
    from downrange.service.record import account

    answer(account.lease(case, on), as_json, text_matter.lease)


@app.command()
def statements(
    case: CaseName,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Print the contradictions side by side.")
    ] = False,
    on: OnDate = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="PARTY", help="Only what this party and its offices said."),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="PARTY", help="Only what this outlet printed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say who said what, and what contradicts what.

    Example: downrange statements tsenki-2023 --conflicts
    """
    from downrange.report import text_matter
    from downrange.service.statements import evidence

    document = evidence.statements_of(case, on, by, outlet)
    answer(document, as_json, text_matter.conflicts if conflicts else text_matter.statements)


@app.command()
def intake(
    article: Annotated[
        Path,
        typer.Argument(metavar="ARTICLE.txt", help="An article as plain text, or the folder of its draft."),
    ],
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Day of publication (ISO 8601).")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the draft case goes; nothing if absent."),
    ] = None,
    decide: Annotated[
        Path | None,
        typer.Option(
            "--decide",
            metavar="FILE",
            help="Decisions: a list of {item, verdict, by, on, value, because}.",
        ),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Also propose names with the model of the extra 'nlp'.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read an article into a draft case, or take a person's decisions into a draft.

    Example: downrange intake article.txt --published 2023-03-14 --out draft
    """
    from downrange.report import text_intake
    from downrange.service.statements import intake as service

    if decide is not None:
        answer(service.decide_by_file(article, decide), as_json, text_intake.intake)
        return
    answer(service.intake_of(article, published, out, names), as_json, text_intake.intake)


@app.command()
def names(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A party's name in any script or spelling.")],
    decide: Annotated[
        Path | None,
        typer.Option(
            "--decide",
            metavar="FILE",
            help="Further ones: a list of {kind, left, right, by, on, because}.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which party a name may mean, and who decided that two names are one party or two.

    Example: downrange names "Tzenki"
    """
    from downrange.report import text_intake
    from downrange.service.statements import names as service

    answer(service.names_with(name, str(decide) if decide else None), as_json, text_intake.names)


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
    from downrange.service.statements import evidence

    answer(evidence.rate_days_of(first, second, start, end), as_json, text_matter.rate_days)
