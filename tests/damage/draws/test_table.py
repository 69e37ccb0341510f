from pathlib import Path

import numpy as np
import pytest

from downrange.damage.draws import table
from downrange.damage.draws.block import Block, column
from downrange.damage.draws.store import Store
from downrange.damage.draws.table import Table
from downrange.damage.valuation.tally import Tally


def _store(folder: Path) -> Store:
    store = Store(folder, {})
    one, two = (column("quantity", name) for name in ("a_kg", "b_kg"))
    first = Block(0, 2, (one,), np.array([[1.0], [2.0]]), {"x": Tally(valued=2)}, ("p",), (("core", 1),))
    second = Block(
        2, 3, (two, one), np.array([[9.0, 3.0]]), {"x": Tally(refused=1, why="no")}, ("q",), (("core", 1),)
    )
    store.put(first)
    store.put(second)
    return store


@pytest.mark.parametrize("limit", [0, 2**20])
def test_columns_over_all_blocks_in_memory_and_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(table, "IN_MEMORY_BYTES", limit)
    found = Table(_store(tmp_path / "draws"), [range(2), range(2, 3)])
    assert found.draws == 3
    assert found.column("quantity", "a_kg").tolist() == [1.0, 2.0, 3.0]
    np.testing.assert_array_equal(found.column("quantity", "b_kg"), [np.nan, np.nan, 9.0])
    assert list(found.names("quantity")) == ["a_kg", "b_kg"]
    assert found.assumed == ("p", "q")
    assert (found.tallies["x"].valued, found.tallies["x"].refused) == (2, 1)
    with pytest.raises(KeyError):
        found.column("sum", "x")
