import pickle
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.chain.member import Aloft, Down, Figures, LetGo
from downrange.physics.release import Load


def test_links_are_frozen_values() -> None:
    down = Down("booster", 46.0, 63.0, 300.0, 120.0, Load({"kerosene": 200.0}), 3800.0, 4)
    with pytest.raises(FrozenInstanceError):
        setattr(down, "count", 5)  # noqa: B010
    assert LetGo().impacts == ()
    assert Aloft(46.0, 63.0).clouds == ()


@given(st.dictionaries(st.text(max_size=8), st.floats(allow_nan=False)))
def test_packed_figures_are_the_mapping_they_were(given: dict[str, float]) -> None:
    packed = Figures(given)
    assert packed == given
    assert list(packed) == list(given)
    assert pickle.loads(pickle.dumps(packed)) == given
    assert packed.get("no such name, it is longer") is None
