"""What every command shares: the application, the options, how an answer is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "AsJson",
    "CaseName",
    "Dask",
    "Database",
    "InCase",
    "OnDate",
    "Out",
    "Resume",
    "Samples",
    "Seed",
    "Workers",
    "answer",
    "app",
    "as_json_asked",
    "progress_bar",
    "say",
    "stopped_by_hand",
]

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
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786 (extra dask)."),
]
Resume = Annotated[
    Path | None,
    typer.Option(
        "--resume",
        metavar="DIR",
        help="Keep finished draws here; go on from those of a run that was stopped.",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")]
InCase = Annotated[str | None, typer.Option("--case", help="A case of the casebook, or a folder.")]
Database = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="A registry; it logs queries.")
]


def answer(document: dict[str, Any], as_json: bool, show: Callable[[dict[str, Any]], Iterator[str]]) -> None:
    """Print a document: JSON where asked, else the lines for people."""
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
        return
    for line in show(document):
        sys.stdout.write(line + "\n")


def as_json_asked() -> bool:
    """Whether this call asked for JSON (also where parsing failed)."""
    return "--json" in sys.argv


class _Lines:
    """Says every quarter of a minute how far a run is and how long it may still take."""

    EVERY_S = 15.0

    def __init__(self, title: str) -> None:
        from time import monotonic

        self._title = title
        self._now = monotonic
        self._begun = self._said = monotonic()
        self._before: int | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._before is None:
            self._before, self._begun = done, self._now()  # what a resumed run holds already took no time now
        elapsed_s = self._now() - self._begun
        if self._now() - self._said < self.EVERY_S or done <= self._before:
            return
        self._said = self._now()
        left_s = elapsed_s * (total - done) / (done - self._before)
        say(f"{self._title}: {done:,} of {total:,}, about {left_s:,.0f} s left")


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress and the time left on standard error: a bar for a person, a line now and then in a log."""
    if not sys.stderr.isatty():
        yield _Lines(title)
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


@contextmanager
def stopped_by_hand(keep: Path | None) -> Iterator[None]:
    """Tell who stops a long run by Ctrl-C what became of its draws; exit 130, as a shell expects."""
    try:
        yield
    except KeyboardInterrupt as stop:
        if keep is None:
            say("stopped: no draw is kept; with --resume DIR a run goes on where it was stopped")
        else:
            say(f"stopped: finished draws are kept in {keep}; the same command goes on from there")
        raise typer.Exit(130) from stop


def say(message: str) -> None:
    """Tell a person something, on standard error."""
    sys.stderr.write(message + "\n")
