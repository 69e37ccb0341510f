from datetime import date, timedelta

import numpy as np
import pytest

from downrange.base.source import Sourced
from downrange.base.spread import Uniform
from downrange.operations.manifest import Manifest, Need, Resource
from downrange.operations.outage import Draws, Withdrawal, combine, meet, outages

ON = date(2030, 1, 1)


def days(low: float, high: float) -> Sourced:
    spread = Uniform(kind="uniform", low=low, high=high)
    return Sourced(value=low, unit="d", spread=spread, source="own", kind="assumed", rationale="a test")


def manifest() -> Manifest:
    return Manifest(
        {
            "cabin": Resource(
                "cabin",
                "",
                "part",
                needs=(Need("tools", ("crane",), "repair"),),
                repair=days(50, 100),
                lead=days(400, 500),
            ),
            "pad": Resource("pad", "", "pad", needs=(Need("part", ("cabin",)),)),
            "twin": Resource("twin", "", "pad", substitute=days(10, 20)),
            "crane": Resource("crane", "", "tools", lead=days(30, 30)),
        },
        (),
    )


def after(back: np.ndarray) -> np.ndarray:
    return np.asarray(back - ON.toordinal())


def test_what_is_lost_is_back_after_its_repair_and_the_pad_with_it() -> None:
    found = outages(manifest(), [Withdrawal("cabin", "asset/x", "lost", ON)], ON, Draws(1, 512))
    late = after(found["cabin"].back)
    assert late.min() >= 50
    assert late.max() <= 100
    assert np.median(late) == pytest.approx(75, abs=0.5)
    assert (found["pad"].back == found["cabin"].back).all()
    assert found["pad"].causes == ("cabin",)
    assert not found["pad"].dated


def test_what_is_frozen_is_not_mended_but_replaced() -> None:
    found = outages(manifest(), [Withdrawal("cabin", "asset/x", "frozen", ON)], ON, Draws(1, 128))
    assert after(found["cabin"].back).min() >= 400


def test_what_may_be_used_is_not_out() -> None:
    held = Withdrawal("cabin", "asset/x", "frozen", ON, permitted=True)
    assert outages(manifest(), [held], ON, Draws(1, 8)) == {}


def test_a_recorded_end_counts_only_once_it_is_past() -> None:
    end = ON + timedelta(days=60)
    one = Withdrawal("cabin", "asset/x", "lost", ON, end)
    before = outages(manifest(), [one], ON, Draws(1, 64))["cabin"]
    later = outages(manifest(), [one], end, Draws(1, 64))["cabin"]
    assert not before.dated
    assert later.dated
    assert (after(later.back) == 60).all()


def test_withheld_tools_stop_nothing_and_lengthen_a_repair() -> None:
    crane = Withdrawal("crane", "asset/c", "frozen", ON)
    alone = outages(manifest(), [crane], ON, Draws(1, 64))
    assert "pad" not in alone
    lost = Withdrawal("cabin", "asset/x", "lost", ON)
    without = outages(manifest(), [lost], ON, Draws(1, 64))["cabin"].back
    both = outages(manifest(), [lost, crane], ON, Draws(1, 64))["cabin"].back
    assert both - without == pytest.approx(30)


def test_a_substitute_comes_into_use_after_its_time() -> None:
    chart = manifest()
    draws = Draws(1, 64)
    found = outages(chart, [Withdrawal("pad", "asset/p", "frozen", ON)], ON, draws)
    assert np.isinf(found["pad"].back).all()
    met = meet(Need("pad", ("pad", "twin")), found, chart.resources, draws, ON)
    assert met is not None
    assert met.substituted
    assert 10 <= after(met.back).min() <= after(met.back).max() <= 20
    assert meet(Need("pad", ("twin", "pad")), found, chart.resources, draws, ON) is None


def test_the_last_of_several_outages_counts() -> None:
    chart = manifest()
    found = outages(
        chart, [Withdrawal("cabin", "a", "lost", ON), Withdrawal("crane", "b", "frozen", ON)], ON, Draws(1, 8)
    )
    joined = combine([found["cabin"], found["crane"]])
    assert joined is not None
    assert (joined.back == np.maximum(found["cabin"].back, found["crane"].back)).all()
    assert combine([]) is None


def test_a_draw_depends_on_its_own_name_only() -> None:
    few, many = Draws(3, 10), Draws(3, 500)
    many.days("something-else", days(1, 2))
    left, right = few.days("cabin", days(1, 9)), many.days("cabin", days(1, 9))
    assert left is not None
    assert right is not None
    assert (left == right[:10]).all()
