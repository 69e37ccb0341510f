from __future__ import annotations

import json
from pathlib import Path

from downrange.report.consequence import consequence_page, write_consequence
from downrange.service.consequences.operations import consequence_report


def test_a_folder_of_its_own(tmp_path: Path) -> None:
    document = consequence_report("baikonur-2025-pad-31", samples=50)
    paths = write_consequence(document, tmp_path)
    assert [path.name for path in paths] == ["consequence.json", "consequence.html", "consequence.pdf"]
    assert json.loads(paths[0].read_text("utf-8")) == document
    assert paths[2].read_bytes().startswith(b"%PDF-")


def test_a_page_with_names_says_whom_it_is_for() -> None:
    named, public = (
        consequence_page(consequence_report("baikonur-2025-pad-31", samples=20, names=names))
        for names in (True, False)
    )
    assert "whose task needs it" in named
    assert "Service tower of pad 31/6" in named
    assert 'class="marked"' not in public
    assert "Service tower of pad 31/6" not in public
    assert "CC BY 4.0" in public
