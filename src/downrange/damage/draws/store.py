"""Where finished draws are kept: a folder of blocks, so that a run that was stopped goes on from them.

Each block is a file, written beside its place and renamed: it is there whole or not at all. The folder says
which run it belongs to (case, library, code, seed) and is refused to any other. Numbers are stored as they
are in memory, so a run that was resumed gives what an unbroken one gives, bit for bit.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from downrange.damage.draws.block import Block, block_from, words_of
from downrange.errors import InputError, Problem, Where

__all__ = ["Store", "code_digest", "opened"]

_RUN = "run.json"


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the modules that make the numbers: draws of two codes are never mixed."""
    from downrange.base.canonical import digest

    package = Path(__file__).parents[2]
    rooms = ("base", "case", "reference", "physics", "damage")
    files = sorted(path for room in rooms for path in (package / room).rglob("*.py"))
    return digest({str(path.relative_to(package)): digest(path.read_bytes()) for path in files})


class Store:
    """The finished blocks of one run in a folder.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    run : mapping of str to str
        What the run is made of: every value must be the same for its blocks to be taken.

    Raises
    ------
    InputError
        If the folder holds another run, naming what differs, or holds something else.
    """

    def __init__(self, folder: Path, run: Mapping[str, str]) -> None:
        self.folder = folder
        place = folder / _RUN
        if place.is_file():
            held = json.loads(place.read_text("utf-8"))
            other = sorted(name for name in {*held, *run} if held.get(name) != run.get(name))
            if other:
                raise InputError(
                    Problem(
                        Where(str(place), other[0]), "this folder holds the draws of another run",
                        value=f"other {', '.join(other)}", expected="the same run, or an empty folder",
                    )
                )  # fmt: skip
            return
        if folder.is_dir() and any(folder.iterdir()):
            raise InputError(
                Problem(Where(str(folder)), "not a folder of draws", expected="an empty folder, or a new one")
            )
        folder.mkdir(parents=True, exist_ok=True)
        _whole(place, json.dumps(dict(run), indent=1).encode())

    def has(self, draws: range) -> bool:
        """Say whether a block is there."""
        return self._place(draws).is_file()

    def put(self, block: Block) -> None:
        """Keep a block, whole or not at all."""
        import numpy as np

        held = io.BytesIO()
        words = json.dumps(words_of(block), ensure_ascii=False).encode()
        np.savez(held, values=block.values, words=np.frombuffer(words, dtype=np.uint8))
        _whole(self._place(range(block.start, block.stop)), held.getvalue())

    def take(self, draws: range) -> Block:
        """Read a block back."""
        import numpy as np

        with np.load(self._place(draws), allow_pickle=False) as held:
            words = json.loads(held["words"].tobytes().decode())
            return block_from(draws.start, draws.stop, held["values"], words)

    def _place(self, draws: range) -> Path:
        return self.folder / f"draws-{draws.start:08d}-{draws.stop:08d}.npz"


@contextmanager
def opened(folder: Path | None, run: Mapping[str, str]) -> Iterator[Store]:
    """Open a store; without a folder, one that lasts as long as the run."""
    if folder is not None:
        yield Store(folder, run)
        return
    with TemporaryDirectory(prefix="downrange-") as made:
        yield Store(Path(made), run)


def _whole(place: Path, content: bytes) -> None:
    beside = place.with_name(f".{place.name}.part")
    beside.write_bytes(content)
    beside.replace(place)
