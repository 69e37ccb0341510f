"""The gate's tables apart from a registry: plans without a scan, in a file at two sizes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.registry.test_gate_store import GENERAL

from downrange.inputs.cases import read_case
from downrange.law.enforcement.gate import Title, decide
from downrange.registry.gate_fold import Subject
from downrange.registry.gate_index import GateIndex, case_index, parts_of


@pytest.mark.parametrize("things", [500, 20_000])
def test_no_question_reads_a_table_from_end_to_end(tmp_path: Path, things: int) -> None:
    index = GateIndex(str(tmp_path / "gate.sqlite3"), "c")
    parts = (
        Subject(f"asset/{i}", "equipment", (f"SN-{i:09d}",), parent=f"asset/{i // 10}" if i else None,
                titles=(Title(f"party/{i % 50}"),))
        for i in range(things)
    )  # fmt: skip
    orders = [
        GENERAL.model_copy(update={"id": f"measure/m{i}", "reaches": (f"asset/{i * 20}",)})
        for i in range(things // 40)
    ]
    index.add(parts, orders)
    index.add(Subject(f"party/{i}", "company", names=(f"Firm {i}",)) for i in range(50))
    index.seal()
    for analysed in (False, True):
        if analysed:
            index.change("ANALYZE")
        for question, plan in index.plans().items():
            found = [step for step in plan if not step.startswith("SCAN l VIRTUAL TABLE")]
            assert found, question
            for step in found:
                assert step.startswith("SEARCH t USING"), (question, step)
    index.close()


def test_a_file_is_kept_and_opened_again(tmp_path: Path) -> None:
    path = str(tmp_path / "gate.sqlite3")
    index = GateIndex(path, "c")
    index.add([Subject("asset/a", "equipment", ("SN-1000A",))])
    index.seal()
    index.close()
    again = GateIndex(path)
    (hit,) = again.store.hits("sn1000a", date(2023, 3, 10))
    assert (hit.subject, hit.how, hit.case) == ("asset/a", "normalised", "c")
    assert again.store.cases() == {"c": True}
    again.close()


def test_a_case_is_folded_with_its_owners_by_date() -> None:
    case = read_case("tsenki-2023-exercise").case
    assert {kind for kind, _ in parts_of(case).values()} == {"case", "party", "asset", "measure"}
    index = case_index(case)

    def answer(day: date) -> str:
        return decide("x", index.store.hits("asset/sold-forklift", day), day).answer

    assert answer(date(2023, 2, 25)) == "STOP"  # the sale came after the order
    assert answer(date(2023, 2, 25) - timedelta(days=40)) == "ALLOW"
    index.close()
