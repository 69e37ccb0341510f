from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from downrange.report.sheet import fill


def test_a_name_that_a_template_misses_fails_loudly() -> None:
    with pytest.raises(UndefinedError):
        fill("contest.html.j2", "en", document={})
