"""What is served beside the pages: the libraries are those of the list, and the report's style is the report's."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from downrange.web import assets, settings

STATIC = settings.HERE / "static"
VENDOR = STATIC / "vendor"
LISTED = json.loads((VENDOR / "vendor.json").read_text("utf-8"))


def test_every_library_is_listed_with_version_licence_and_hashes() -> None:
    assert set(LISTED) == {path.name for path in VENDOR.iterdir() if path.is_dir()}
    for name, entry in LISTED.items():
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (VENDOR / name).iterdir()
        }
        assert files == entry["files"], name
        assert "LICENSE" in files
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])
        assert entry["licence"] in ("0BSD", "MIT", "BSD-3-Clause")


def test_the_notice_names_every_library() -> None:
    notice = (Path(__file__).resolve().parents[2] / "NOTICE").read_text("utf-8")
    for entry in LISTED.values():
        assert entry["package"] in notice


def test_the_reports_style_is_served_and_nothing_else_of_that_room() -> None:
    found = finders.find("report/report.css")
    assert isinstance(found, str)
    assert Path(found).read_text("utf-8").startswith(":root{--paper")
    finder = assets.ReportStyle()
    assert finder.find("report/report.html.j2") == []
    assert finder.find("report/../html.py") == []
    assert [name for name, _ in finder.list(None)] == ["report.css"]
    assert finder.find("report/report.css", find_all=True) == [found]
    assert finder.check() == []


def test_no_page_asks_another_host_or_breaks_its_own_policy() -> None:
    """No address of another host in our own files; no inline style, handler or bare script in a template."""
    for path in [*(settings.HERE / "templates").rglob("*.html"), *(STATIC / "web").iterdir()]:
        text = path.read_text("utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"(src|href|url|import|fetch)\W{1,3}(https?:)?//", text), path
        if path.suffix == ".html":
            assert not re.search(r"\sstyle=", text), path
            assert not re.search(r"\son[a-z]+=", text), path
            assert not re.search(r"<script(?![^>]*(src=|nonce=|type=\"application/json\"))", text), path
