"""What a few facts change ends in the same rows as folding the whole case anew."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.registry.registers import PARTIES, THINGS, measures, parts, things

from downrange.errors import RecordError
from downrange.registry.gate_index import GateIndex
from downrange.registry.gate_write import case_bounds, contents, put, replace

Part = tuple[str, dict[str, Any]]


def folded(found: dict[str, Part]) -> GateIndex:
    index = GateIndex(case="c")
    index.index()
    put(index, "c", found)
    return index


@settings(max_examples=300)
@given(parts(), st.data())
def test_changing_parts_is_folding_anew(found: dict[str, Part], data: st.DataObject) -> None:
    index = folded(found)
    slugs = [*THINGS, "measure/m0", "measure/m1", *PARTIES]
    for _ in range(data.draw(st.integers(1, 3))):
        changed: dict[str, tuple[str, dict[str, Any] | None]] = {}
        for slug in data.draw(st.lists(st.sampled_from(slugs), min_size=1, max_size=3, unique=True)):
            kind = slug.split("/")[0]
            new = {"asset": things, "measure": measures}.get(kind)
            if new is None or data.draw(st.booleans()):
                changed[slug] = (kind, None)
                found.pop(slug, None)
            else:
                changed[slug] = found[slug] = data.draw(new(slug))
        replace(index, "c", changed)
    again = folded(found)
    assert contents(index, "c") == contents(again, "c")
    index.close()
    again.close()


def test_a_release_touches_the_measure_alone() -> None:
    order = {
        "id": "measure/m", "kind": "attachment", "claim": "claim/d", "ordered_by": "party/b",
        "against": "party/x", "since": "2023-01-20", "reaches": ["asset/a"],
    }  # fmt: skip
    thing = {
        "id": "asset/a", "title": {"en": "x"}, "kind": "equipment", "owner": "party/x",
        "identifiers": [{"kind": "serial", "value": "SN-1000A"}],
    }  # fmt: skip
    index = folded({"asset/a": ("asset", thing), "measure/m": ("measure", order)})
    assert replace(index, "c", {"measure/m": ("measure", {**order, "until": "2023-06-30"})}) == 0
    assert "2023-06-30" in str(contents(index, "c")["measure"])
    assert replace(index, "c", {"measure/m": ("measure", None)}) == 2  # the thing and the owner
    assert [row for row in contents(index, "c")["mark"] if row[0] == "near"] == []
    index.close()


def test_what_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(RecordError, match="c/asset/a cannot be asked for"):
        folded({"asset/a": ("asset", {"id": "asset/a"})})
    with pytest.raises(RecordError, match="c/measure/m"):
        folded({"measure/m": ("measure", {"id": "measure/m"})})


def test_the_bounds_of_a_case_hold_no_neighbour() -> None:
    first, behind = case_bounds("base")
    assert first <= "base/asset/a" < behind
    assert not first <= "base-2/asset/a" < behind
    assert not first <= "base0/asset/a" < behind
