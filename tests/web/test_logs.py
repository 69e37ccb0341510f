"""Log lines are JSON."""

from __future__ import annotations

import json
import logging
import sys

from downrange.web.logs import Lines


def test_a_line_is_one_object_with_the_fields_given() -> None:
    record = logging.LogRecord("downrange.x", logging.INFO, "f", 1, "a %s\nline", ("broken",), None)
    record.__dict__["fields"] = {"user": 3}
    line = Lines().format(record)
    assert "\n" not in line
    body = json.loads(line)
    assert body["message"] == "a broken\nline"
    assert body["user"] == 3
    assert body["level"] == "info"


def test_an_error_comes_with_its_place() -> None:
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "m", (), sys.exc_info())
    assert "ValueError: no" in json.loads(Lines().format(record))["error"]
