"""Persons leave a registry as keyed hashes only, and are found all the same, a slip of the pen included."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.registry.registers import ASKED, parts

from downrange.inputs.cases import read_case
from downrange.law.enforcement.gate import decide
from downrange.registry.gate_extract import extract, opened
from downrange.registry.gate_index import GateIndex, case_index
from downrange.registry.gate_write import put

ON = date(2023, 3, 10)


@given(parts(), st.sampled_from(ASKED))
def test_an_extract_answers_as_the_register_does(found: dict[str, Any], text: str) -> None:
    index = GateIndex(case="c")
    index.index()
    put(index, "c", found)
    taken = opened("c", json.loads(json.dumps(extract(index, "c", b"key"))), b"key")
    here, there = (decide(text, one.store.hits(text, ON), ON) for one in (index, taken))
    assert (here.answer, here.matched) == (there.answer, there.matched)
    assert [state.measure.id for state, _ in here.measures] == [
        state.measure.id for state, _ in there.measures
    ]
    index.close()
    taken.close()


def test_no_person_stands_in_it_in_clear() -> None:
    index = case_index(read_case("tsenki-2023-exercise").case)
    rows = extract(index, "tsenki-2023-exercise", b"key")
    text = json.dumps(rows, ensure_ascii=False)
    for secret in ("testbek", "Primerov", "Примеров", "ZZ0000001", "obraztsova", "009931000017"):
        assert secret not in text
    other = extract(index, "tsenki-2023-exercise", b"other key")
    hashed = [{row[1] for row in one["mark"] if row[0].endswith("#")} for one in (rows, other)]
    assert hashed[0]
    assert not hashed[0] & hashed[1]
    index.close()


def test_without_the_key_persons_are_not_found() -> None:
    index = case_index(read_case("tsenki-2023-exercise").case)
    taken = opened("tsenki-2023-exercise", extract(index, "tsenki-2023-exercise", b"key"), None)
    assert taken.store.hits("ZZ0000001", ON) == []
    assert taken.store.hits("asset/crane-07", ON)
    index.close()
    taken.close()
