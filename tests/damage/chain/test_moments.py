"""The cloud at moments: one whole draw, downwind and thinner as time goes on, on axes that hold it."""

from __future__ import annotations

import numpy as np

from downrange.damage.assess import assess_one
from downrange.damage.chain.moments import MOMENTS_S, moments_of
from downrange.damage.chain.plan import plan
from downrange.inputs.cases import read_case


def test_the_cloud_thins_out_and_stays_on_its_map() -> None:
    prepared = plan(read_case("proton-2013").case)
    members = [assess_one(prepared, draw, 1) for draw in range(5)]
    centre = (46.05, 63.0)
    found = {one.name: one for one in moments_of(members, centre)}
    udmh = found["udmh_moment"]
    assert set(udmh.times_s) <= {float(one) for one in MOMENTS_S}
    assert udmh.values.shape == (len(udmh.times_s), len(udmh.latitude_deg), len(udmh.longitude_deg))
    most = udmh.values.max(axis=(1, 2))
    assert (np.diff(most) < 0.0).all()
    assert most[-1] >= 0.009 * udmh.level_number
    for values, strongest in zip(udmh.values, most, strict=True):  # nothing of note is cut off at the edge
        edge = max(values[0].max(), values[-1].max(), values[:, 0].max(), values[:, -1].max())
        assert edge < 0.01 * strongest
    assert abs(udmh.latitude_deg - centre[0]).min() < 0.2
    assert (np.diff(udmh.latitude_deg) > 0).all()
    assert (np.diff(udmh.longitude_deg) > 0).all()


def test_without_a_cloud_there_is_nothing_to_show() -> None:
    assert moments_of([], (46.0, 63.0)) == ()
