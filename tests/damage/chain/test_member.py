from dataclasses import FrozenInstanceError

import pytest

from downrange.damage.chain.member import Aloft, Down, LetGo
from downrange.physics.release import Load


def test_links_are_frozen_values() -> None:
    down = Down("booster", 46.0, 63.0, 300.0, 120.0, Load({"kerosene": 200.0}), 3800.0, 4)
    with pytest.raises(FrozenInstanceError):
        setattr(down, "count", 5)  # noqa: B010
    assert LetGo().impacts == ()
    assert Aloft(46.0, 63.0).clouds == ()
