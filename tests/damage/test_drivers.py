import numpy as np
import pytest

from downrange.damage.drivers import drivers_of, share_of, variance_share


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


def test_a_choice_shows_its_lowest_and_highest_option() -> None:
    random = np.random.Generator(np.random.Philox(11))
    option = random.integers(1, 4, 900).astype(float)
    values = np.array([5.0, 1.0, 9.0])[option.astype(int) - 1] + 0.01 * random.random(900)
    (found,) = drivers_of("f", values, {"option": option}, logarithmic=False)
    assert [found.low, found.high] == pytest.approx([1.0, 9.0], abs=0.02)


def test_the_interval_of_a_share_holds_the_true_share_about_as_often_as_it_says() -> None:
    # Y = 2 A + B: the share of A is 4/5; eight bins see 63/64 of what a uniform input explains.
    held = 0
    for seed in range(100):
        random = np.random.Generator(np.random.Philox(seed))
        a, b = random.random((2, 400))
        found = share_of(a, 2 * a + b)
        held += found.low_share <= 0.8 * 63 / 64 <= found.high_share
        assert found.low_share < found.share < found.high_share
    assert held >= 88


def test_shares_agree_with_salib_on_given_data() -> None:
    """Ishigami: first-order shares 0.314, 0.442, 0 (Ishigami and Homma 1990), beside SALib's RBD-FAST."""
    from SALib.analyze import rbd_fast

    random = np.random.Generator(np.random.Philox(12))
    x = random.uniform(-np.pi, np.pi, (4000, 3))
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    theirs = rbd_fast.analyze(problem, x, y, num_resamples=2)["S1"]
    for column, exact in enumerate((0.314, 0.442, 0.0)):
        ours = share_of(x[:, column], y, bins=16)
        assert ours.share == pytest.approx(exact, abs=0.04)
        assert ours.share == pytest.approx(float(theirs[column]), abs=0.06)
    assert not share_of(x[:, 2], y, bins=16).resolved
