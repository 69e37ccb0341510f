"""Shapley attribution: its axioms, and a published game."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.attribution import EXACT_LIMIT, attribute


def test_the_glove_game() -> None:
    """One left glove, two right ones, a pair is worth 1: 2/3, 1/6, 1/6 (standard textbook values)."""

    def worth(made: frozenset[str]) -> Mapping[str, float]:
        return {"pairs": min(len(made & {"left"}), len(made & {"right-1", "right-2"}))}

    found = attribute(["left", "right-1", "right-2"], worth)
    assert found.moves["pairs"] == pytest.approx({"left": 2 / 3, "right-1": 1 / 6, "right-2": 1 / 6})
    assert found.evaluations_number == 8
    assert set(found.standard_errors["pairs"].values()) == {0.0}


def test_two_factors_of_a_product_share_the_joint_part() -> None:
    """mass 1 -> 3 and price 2 -> 5: each order credits differently, their mean does not."""

    def sum_of(made: frozenset[str]) -> Mapping[str, float]:
        return {"sum": (3.0 if "mass" in made else 1.0) * (5.0 if "price" in made else 2.0)}

    found = attribute(["mass", "price"], sum_of)
    assert found.ends["sum"] == (2.0, 15.0)
    assert found.moves["sum"] == {"mass": ((6 - 2) + (15 - 5)) / 2, "price": ((5 - 2) + (15 - 6)) / 2}


def test_the_order_of_the_list_does_not_matter() -> None:
    def worth(made: frozenset[str]) -> Mapping[str, float]:
        return {"x": math.prod(2.0 + ord(name) % 7 for name in made), "y": float(len(made) ** 2)}

    names = ["a", "b", "c", "d"]
    one, other = attribute(names, worth), attribute(names[::-1], worth)
    for figure in ("x", "y"):
        assert one.moves[figure] == pytest.approx(dict(other.moves[figure]))


@given(
    st.lists(st.floats(-100, 100), min_size=1, max_size=5),
    st.floats(-10, 10),
)
def test_effects_sum_to_the_difference_and_idle_changes_get_nothing(sizes: list[float], joint: float) -> None:
    names = [f"c{i}" for i in range(len(sizes))]

    def worth(made: frozenset[str]) -> Mapping[str, float]:
        plain = sum(size for name, size in zip(names, sizes, strict=True) if name in made)
        return {"f": plain + joint * (len(made - {"idle"}) == len(names))}

    found = attribute([*names, "idle"], worth)
    assert sum(found.moves["f"].values()) == pytest.approx(found.ends["f"][1] - found.ends["f"][0], abs=1e-9)
    assert found.moves["f"]["idle"] == pytest.approx(0.0, abs=1e-12)
    for name, size in zip(names, sizes, strict=True):
        assert found.moves["f"][name] == pytest.approx(size + joint / len(names), abs=1e-9)


def test_a_figure_that_one_side_refuses_is_left_out() -> None:
    def worth(made: frozenset[str]) -> Mapping[str, float]:
        return {"soil": 1.0} if "method" in made else {"soil": 2.0, "fee": 3.0}

    found = attribute(["method"], worth)
    assert set(found.moves) == {"soil"}
    assert found.moves["soil"] == {"method": -1.0}


def test_many_changes_are_sampled_with_their_error_and_the_same_seed_gives_the_same() -> None:
    names = [f"c{i}" for i in range(EXACT_LIMIT + 2)]

    def worth(made: frozenset[str]) -> Mapping[str, float]:
        return {"f": math.exp(0.1 * len(made))}

    one = attribute(names, worth, seed=3, orders=60)
    assert one == attribute(names, worth, seed=3, orders=60)
    assert sum(one.moves["f"].values()) == pytest.approx(one.ends["f"][1] - one.ends["f"][0])
    exact = (one.ends["f"][1] - one.ends["f"][0]) / len(names)  # by symmetry
    for name in names:
        error = one.standard_errors["f"][name]
        assert 0 <= error < 0.05
        assert abs(one.moves["f"][name] - exact) <= 5 * error + 1e-9


def test_no_change_moves_nothing_and_a_repeated_one_is_refused() -> None:
    found = attribute([], lambda made: {"f": 1.0})
    assert found.moves == {"f": {}}
    with pytest.raises(ValueError, match="twice"):
        attribute(["a", "a"], lambda made: {"f": 1.0})
