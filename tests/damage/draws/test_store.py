from pathlib import Path

import numpy as np
import pytest

from downrange.damage.draws.block import Block
from downrange.damage.draws.store import Store, code_digest, opened
from downrange.damage.valuation.tally import Tally
from downrange.errors import InputError

RUN = {"case": "a", "seed": "1"}


def _block() -> Block:
    values = np.array([[1.0, np.nan], [0.1 + 0.2, -0.0]])
    return Block(0, 2, ("input\x1fa", "sum\x1fб"), values, {"x": Tally(valued=2)}, ("a",), (("core", 1),))


def test_what_is_kept_comes_back_bit_for_bit(tmp_path: Path) -> None:
    store = Store(tmp_path / "draws", RUN)
    assert not store.has(range(2))
    store.put(_block())
    again = Store(tmp_path / "draws", RUN)
    assert again.has(range(2))
    taken = again.take(range(2))
    assert taken.values.tobytes() == _block().values.tobytes()
    assert (taken.names, taken.tallies, taken.assumed, taken.bodies) == (
        _block().names, _block().tallies, _block().assumed, _block().bodies,
    )  # fmt: skip
    assert not list((tmp_path / "draws").glob("*.part"))


def test_another_run_is_refused_and_told_what_differs(tmp_path: Path) -> None:
    Store(tmp_path / "draws", RUN)
    with pytest.raises(InputError, match="another run") as caught:
        Store(tmp_path / "draws", {**RUN, "seed": "2"})
    assert caught.value.problems[0].value == "other seed"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("mine")
    with pytest.raises(InputError, match="not a folder of draws"):
        Store(tmp_path / "letters", RUN)


def test_a_store_without_a_folder_lasts_as_long_as_its_run() -> None:
    with opened(None, RUN) as store:
        store.put(_block())
        place = store.folder
        assert place.is_dir()
    assert not place.exists()


def test_the_code_has_a_digest() -> None:
    assert len(code_digest()) == 64
    assert code_digest() == code_digest()
