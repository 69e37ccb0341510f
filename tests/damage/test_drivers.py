import numpy as np
import pytest

from downrange.damage.drivers import drivers_of, variance_share


def test_shares_of_a_known_sum() -> None:
    # Y = 2 A + B with A, B uniform: shares 4/5 and 1/5 exactly.
    random = np.random.Generator(np.random.Philox(7))
    a, b, idle = random.random((3, 4000))
    y = 2 * a + b
    assert variance_share(a, y)[0] == pytest.approx(0.8, abs=0.03)
    assert variance_share(b, y)[0] == pytest.approx(0.2, abs=0.03)
    share, noise = variance_share(idle, y)
    assert share < 0.01
    assert noise < 0.01


def test_ranked_with_the_figure_at_both_ends() -> None:
    random = np.random.Generator(np.random.Philox(8))
    a, b, idle = random.random((3, 1000))
    found = drivers_of("damages.x", 2 * a + b, {"b": b, "idle": idle, "a": a}, logarithmic=False)
    assert [d.input for d in found] == ["a", "b"]
    assert found[0].low < found[0].high


def test_a_choice_is_its_own_bins() -> None:
    random = np.random.Generator(np.random.Philox(9))
    law = random.integers(1, 3, 600).astype(float)
    assert variance_share(law, law * 10)[0] == pytest.approx(1.0, abs=0.01)


def test_noise_is_not_resolved() -> None:
    random = np.random.Generator(np.random.Philox(10))
    y, x = random.random((2, 64))
    share, noise = variance_share(x, y)
    assert share <= noise
    assert [d.resolved for d in drivers_of("f", y, {"x": x}, logarithmic=True)] == [False]
    assert drivers_of("f", np.ones(64), {"x": x}, logarithmic=False) == ()
