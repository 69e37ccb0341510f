"""What a measure stops as a folder of its own: the document, the page and the page as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from downrange.report.basemap import CREDITS
from downrange.report.exports import written
from downrange.report.notes import Notes, cited
from downrange.report.operations import section
from downrange.report.pdf import page_pdf
from downrange.report.sheet import fill

__all__ = ["consequence_page", "write_consequence"]


def consequence_page(document: Mapping[str, Any], language: str = "en") -> str:
    """Write the page of what a measure stops.

    Parameters
    ----------
    document : mapping
        What ``downrange consequence --json`` prints; with names of single points of failure the page says at
        its head that it is for those whose task needs them.
    """
    return fill(
        "consequence.html.j2",
        language,
        o=section(document),
        case=document["case"],
        title=document["title"],
        samples=document["samples"],
        seed=document["seed"],
        credits=CREDITS,
        notes=Notes(),
        cited=cited,
    )


def write_consequence(document: Mapping[str, Any], out: Path) -> list[Path]:
    """Write ``consequence.json``, ``.html`` and ``.pdf`` into ``out/CASE/``, each whole or not at all."""
    folder = out / str(document["case"])
    page = consequence_page(document)
    return [
        written(folder / "consequence.json", document),
        written(folder / "consequence.html", page),
        written(folder / "consequence.pdf", page_pdf(page)),
    ]
