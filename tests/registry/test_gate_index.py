"""The gate's index: walks up, down and to owners; near misses of what is held; plans without a scan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.case.schema import Measure
from downrange.inputs.cases import read_case
from downrange.law.enforcement.gate import Title, decide
from downrange.registry.gate_index import GateIndex, Subject, case_index, subject_of_asset, subject_of_party

ON = date(2023, 3, 10)


@pytest.fixture(scope="module")
def exercise() -> Iterator[GateIndex]:
    index = case_index(read_case("tsenki-2023-exercise").case)
    yield index
    index.close()


def answer(index: GateIndex, text: str, on: date = ON) -> tuple[str, str | None, str | None]:
    found = decide(text, index.hits(text, on), on)
    return found.answer, found.subject, found.matched


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asset/crane-07", ("STOP", "asset/crane-07", "exact")),
        ("asset/crane-08", ("ALLOW", "asset/crane-08", "exact")),
        ("TLM-0003-Z", ("STOP", "asset/telemetry-rack-3", "exact")),
        ("tlm 0003z", ("STOP", "asset/telemetry-rack-3", "normalised")),
        ("TLM-0O03-Z", ("REFER", "asset/telemetry-rack-3", "near-miss")),
        ("ТLМ-0003-Z", ("REFER", "asset/telemetry-rack-3", "near-miss")),  # Cyrillic Т and М
        ("TLM-0004-Z", ("REFER", "asset/telemetry-rack-3", "near-miss")),
        ("asset/box-carrier", ("STOP", "asset/box-carrier", "exact")),  # carries a held spectrometer
        ("asset/train-5", ("STOP", "asset/train-5", "exact")),
        ("asset/account-benefits", ("ALLOW", "asset/account-benefits", "exact")),
        ("ЦЭНКИ", ("REFER", "party/tsenki-exercise", "name")),
        ("tsenki", ("REFER", "party/tsenki-exercise", "name")),
        ("Testbek Primerov", ("REFER", "party/testbek-primerov", "name")),
        ("Тестбек Примеров", ("REFER", "party/testbek-primerov", "name")),
        ("ZZ0000001", ("STOP", "party/testbek-primerov", "exact")),
        ("no such thing", ("ALLOW", None, None)),
    ],
)
def test_the_exercise_at_the_gate(
    exercise: GateIndex, text: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert answer(exercise, text) == expected


def test_before_the_orders_everything_may_leave(exercise: GateIndex) -> None:
    for slug in exercise.slugs():
        assert answer(exercise, slug, date(2023, 1, 22))[0] == "ALLOW", slug


def test_the_exit_ban_follows_the_office(exercise: GateIndex) -> None:
    old, new = "party/testbek-primerov", "party/uchebnaya-obraztsova"
    assert answer(exercise, old, date(2023, 2, 22))[0] == "ALLOW"  # treatment abroad
    assert answer(exercise, old, date(2023, 4, 4))[0] == "ALLOW"
    assert answer(exercise, new, date(2023, 4, 4))[0] == "ALLOW"  # her notice still runs
    assert answer(exercise, new, date(2023, 4, 19))[0] == "STOP"


GENERAL = Measure.model_validate(
    {"id": "measure/all", "kind": "attachment", "claim": "claim/c", "ordered_by": "party/b",
     "against": "party/debtor", "since": "2023-01-20"}
)  # fmt: skip


def small(*subjects: Subject, measures: tuple[Measure, ...] = (GENERAL,)) -> GateIndex:
    index = GateIndex()
    index.add([Subject("party/debtor", "company"), *subjects], measures)
    index.seal()
    return index


def test_a_general_measure_follows_the_owner_but_not_his_daughter() -> None:
    index = small(
        Subject("party/daughter", "company", part_of="party/debtor"),
        Subject("asset/own", "equipment", ("OWN-0001",), titles=(Title("party/debtor"),)),
        Subject("asset/hers", "equipment", ("HERS-0001",), titles=(Title("party/daughter"),)),
        Subject("asset/within", "equipment", ("WITHIN-01",), parent="asset/own", titles=(Title("party/x"),)),
    )
    assert answer(index, "OWN-0001")[0] == "STOP"
    assert answer(index, "0WN-0001")[0] == "REFER"
    assert answer(index, "WITHIN-01")[0] == "STOP"
    assert answer(index, "HERS-0001")[0] == "ALLOW"
    assert any("another person" in note for note in index.hits("HERS-0001", ON)[0].notes)
    index.close()


def test_a_register_in_a_circle_ends() -> None:
    index = small(
        Subject("asset/a", "container", parent="asset/b"), Subject("asset/b", "container", parent="asset/a")
    )
    assert answer(index, "asset/a")[0] == "ALLOW"
    index.close()


@given(st.data())
def test_every_single_slip_in_a_held_number_is_referred(data: st.DataObject) -> None:
    number = "QX7K2M9T4"
    index = small(Subject("asset/own", "equipment", (number,), titles=(Title("party/debtor"),)))
    place = data.draw(st.integers(0, len(number) - 1))
    sign = data.draw(st.sampled_from("ABCDEFGH013456"))
    slip = data.draw(
        st.sampled_from(
            [
                number[:place] + sign + number[place + 1 :],
                number[:place] + sign + number[place:],
                number[:place] + number[place + 1 :],
                number[: max(place - 1, 0)] + number[place : place + 1] + number[max(place - 1, 0) : place]
                + number[place + 1 :],
            ]
        )
    )  # fmt: skip
    assert answer(index, slip)[0] == ("STOP" if slip == number else "REFER")
    index.close()


@pytest.mark.parametrize("things", [500, 20_000])
def test_no_question_reads_a_table_from_end_to_end(tmp_path: Path, things: int) -> None:
    """SQLite chose a filter over all measures at one size and not at another: asserted at two."""
    index = GateIndex(str(tmp_path / "gate.sqlite3"))
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
    for question, plan in index.plans().items():
        assert plan, question
        for step in plan:
            assert step.startswith("SEARCH"), (question, step)
            assert "BLOOM" not in step, (question, step)
            assert "AUTOMATIC" not in step, (question, step)
    index.close()


def test_reading_assets_and_parties() -> None:
    case = read_case("tsenki-2023-exercise").case
    assets = {asset.id: asset for asset in case.assets}
    forklift = subject_of_asset(assets["asset/sold-forklift"])
    assert [title.party for title in forklift.titles] == ["party/tsenki-exercise", "party/exercise-lessor"]
    assert forklift.titles[0].until == "2023-02-19"
    debtor = subject_of_party(next(one for one in case.parties if one.id == "party/tsenki-exercise"))
    assert "ЦЭНКИ" in debtor.names
    day = date(2023, 2, 25)
    index = case_index(case)
    assert answer(index, "asset/sold-forklift", day)[0] == "STOP"  # the sale came after the order
    assert answer(index, "asset/sold-forklift", day - timedelta(days=40))[0] == "ALLOW"
    index.close()
