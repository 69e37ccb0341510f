"""Call the command line as others do: one process each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = [str(Path(sys.executable).parent / "downrange")]


def call(*words: str) -> subprocess.CompletedProcess[str]:
    """Run ``downrange WORDS`` and return what it printed and how it ended."""
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, timeout=300)


def called(*words: str) -> Any:
    """Run ``downrange WORDS --json``, insist that it answered, and return the document."""
    done = call(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
