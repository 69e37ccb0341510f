"""One look for the report and the pages: the report's style sheet is served as it is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

__all__ = ["ReportStyle"]

NAME = "report.css"


class ReportStyle(BaseFinder):
    """Finds ``report/report.css`` in the room of reports, and nothing else there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=str(files("downrange.report").joinpath("templates")))
        self.storage.__dict__["prefix"] = "report"

    def check(self, **kwargs: Any) -> list[Any]:
        """Report nothing: there is nothing to set."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Give the file's path."""
        found = self.storage.path(NAME) if path == f"report/{NAME}" else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        """Give the one file."""
        yield NAME, self.storage
