"""The draws of a run column by column, each read when it is asked for.

The table lies on disk beside the blocks once it is larger than some megabytes, so that memory does not grow
with the number of draws beyond the columns in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from downrange.damage.draws.block import SEPARATOR, Block, column
from downrange.damage.draws.store import Store
from downrange.damage.valuation.tally import Tally, merged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Table"]

IN_MEMORY_BYTES = 16 * 2**20
"""Tables up to this size stay in memory; 1,000 draws of a crash take one and a half megabytes."""


class Table:
    """All draws of a run by column.

    Parameters
    ----------
    store : Store
        Where the blocks are.
    blocks : sequence of range
        Which, in order from draw nought on.

    Attributes
    ----------
    draws : int
        How many.
    tallies : dict of method to Tally
        Counts and words of each method over all draws.
    assumed : tuple of str
        Inputs drawn from an assumption in any draw.
    bodies : tuple of (str, int)
        What came down, and how many of each.
    """

    def __init__(self, store: Store, blocks: Sequence[range]) -> None:
        self.draws = blocks[-1].stop
        found: dict[str, int] = {}
        tallies: dict[str, list[Tally]] = {}
        assumed: set[str] = set()
        for draws in blocks:
            block = store.take(draws)
            for name in block.names:
                found.setdefault(name, len(found))
            for slug, tally in block.tallies.items():
                tallies[slug] = [merged([*tallies.get(slug, ()), tally])]
            assumed |= set(block.assumed)
            self.bodies = block.bodies
        self._places = found
        self.tallies = {slug: one for slug, (one,) in tallies.items()}
        self.assumed = tuple(sorted(assumed))
        self._values = self._room(store)
        for draws in blocks:
            self._fill(store.take(draws))

    def _room(self, store: Store) -> NDArray[np.float64]:
        import numpy as np

        shape = (len(self._places), self.draws)
        if 8 * shape[0] * shape[1] <= IN_MEMORY_BYTES:
            return np.full(shape, np.nan)
        beside = store.folder / ".columns"
        made = np.memmap(beside, dtype=np.float64, mode="w+", shape=shape)
        beside.unlink()  # the mapping keeps it until the table is gone
        for row in made:
            row[:] = np.nan
        return made

    def _fill(self, block: Block) -> None:
        rows = [self._places[name] for name in block.names]
        self._values[rows, block.start : block.stop] = block.values.T

    def column(self, kind: str, *names: str) -> NDArray[np.float64]:
        """Give one column, shape (draws,); not a number where a draw is without it.

        Raises
        ------
        KeyError
            If no draw has it.
        """
        found: NDArray[np.float64] = self._values[self._places[column(kind, *names)]]
        return found

    def names(self, kind: str, *prefix: str) -> Iterator[str]:
        """Name the columns of a kind, in the order of first appearance; what stands behind the prefix."""
        lead = column(kind, *prefix) + SEPARATOR
        yield from (name.removeprefix(lead) for name in self._places if name.startswith(lead))
