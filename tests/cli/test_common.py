"""Every command: help at once, an example, JSON, options that are explained."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest


def _commands() -> list[Any]:
    from downrange.cli import app

    return list(app.registered_commands)


def test_help_loads_no_room() -> None:
    """What makes ``--help`` answer at once: nothing heavy is imported before a command runs."""
    script = (
        "import sys\n"
        "from downrange.cli import main\n"
        "sys.argv = ['downrange', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "rooms = ('numpy', 'scipy', 'numba', 'xarray', 'django', 'matplotlib', 'shapely', 'pyproj', 'spacy')\n"
        "print('loaded:', *(name for name in rooms if name in sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "assess" in done.stdout
    assert done.stderr.split() == ["loaded:"]


@pytest.mark.parametrize("command", _commands(), ids=lambda c: c.name or c.callback.__name__)
def test_every_command_has_an_example_json_and_documented_options(command: Any) -> None:
    import typing

    assert "Example: downrange" in command.callback.__doc__
    hints = typing.get_type_hints(command.callback, include_extras=True)
    assert "as_json" in hints
    for name, hint in hints.items():
        if name == "return":
            continue
        texts = [getattr(extra, "help", None) for extra in typing.get_args(hint)[1:]]
        assert any(texts), f"{command.callback.__name__}: {name} has no help"


def test_a_log_is_told_how_far_a_run_is_and_what_is_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from downrange.cli import common

    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    with common.progress_bar("draws") as told:  # under pytest standard error is no terminal
        for second, done in ((1.0, 400), (10.0, 490), (21.0, 600), (22.0, 610)):
            clock[0] = second
            told(done, 1000)
    # 400 draws were there before; 200 more took 20 s, 400 are left
    assert capsys.readouterr().err == "draws: 600 of 1,000, about 40 s left\n"


def test_a_run_that_keeps_nothing_says_how_to_keep(capsys: pytest.CaptureFixture[str]) -> None:
    import typer

    from downrange.cli import common

    with pytest.raises(typer.Exit) as end, common.stopped_by_hand(None):
        raise KeyboardInterrupt
    assert end.value.exit_code == 130
    assert "no draw is kept; with --resume DIR" in capsys.readouterr().err
