"""The entry: run the application, and say what was wrong with what the user gave."""

from __future__ import annotations

import json
import sys
from typing import Any

from downrange.cli.common import app, as_json_asked, say
from downrange.errors import DownrangeError, InputError, SourceError

__all__ = ["main"]


def main() -> None:
    """Run the command line; problems of the user's are printed with their places, bugs are left to crash."""
    try:
        app()
    except InputError as error:
        _complain(
            [problem.as_json() for problem in error.problems], [str(problem) for problem in error.problems]
        )
    except SourceError as error:
        body = {"message": str(error), "missing": list(error.missing), "severity": "error"}
        _complain([body], [f"refused: {error}", *(f"  missing: {name}" for name in error.missing)])
    except DownrangeError as error:
        _complain([{"message": str(error), "severity": "error"}], [str(error)])
    except BrokenPipeError:
        sys.stderr.close()


def _complain(problems: list[dict[str, Any]], lines: list[str]) -> None:
    if as_json_asked():
        sys.stdout.write(json.dumps({"problems": problems}, ensure_ascii=False, indent=2) + "\n")
    for line in lines:
        say(line)
    raise SystemExit(1)
