"""Three doors, one gate: a case, a registry and an extract give one register's answers in the agreed keys."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.registry.registers import ASKED, as_case, parts

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.service.border.checking import check
from downrange.service.border.snapshot import snapshot
from downrange.service.holding.recording import load_case

NAME = "tsenki-2023-exercise"
KEYS = {"answer", "subject", "matched", "measures", "because", "as_of", "log_sequence"}
MEASURE_KEYS = {"id", "kind", "order", "since", "until", "permits"}
_PLACES = count()


def test_the_keys_others_rely_on() -> None:
    found = check("asset/crane-07", case=NAME, on="2023-03-10")
    assert set(found) >= KEYS
    assert found["answer"] == "STOP"
    assert set(found["measures"][0]) >= MEASURE_KEYS
    assert found["fictional"] is True
    assert found["log_sequence"] is None
    assert any("is not logged" in note for note in found["notes"])
    assert check(f"{NAME}/asset/crane-07", case=NAME, on="2023-01-10")["answer"] == "ALLOW"


def test_the_real_case_holds_what_is_known_and_refers_names() -> None:
    assert check("asset/tsenki-own-property", case="tsenki-2023", on="2023-03-14")["answer"] == "STOP"
    assert check("asset/baikonur-complex", case="tsenki-2023", on="2023-03-14")["answer"] == "ALLOW"
    assert check("party/tsenki-head", case="tsenki-2023", on="2023-03-14")["answer"] == "STOP"
    for name in ("TsENKI", "ЦЭНКИ"):
        assert check(name, case="tsenki-2023", on="2023-03-14")["answer"] == "REFER"
    assert check("TsENKI", kind="asset", case="tsenki-2023", on="2023-03-14")["answer"] == "ALLOW"


def test_a_wrong_check_digit_is_referred() -> None:
    assert check("CSQU3054384", case=NAME, on="2023-03-10")["answer"] == "REFER"
    assert check("CSQU3054383", case=NAME, on="2023-03-10")["answer"] == "ALLOW"


@pytest.mark.parametrize(
    ("identifier", "kind", "database", "on", "key"),
    [
        ("x", "ship", None, None, "--kind"),
        (" ", None, None, None, "IDENTIFIER"),
        ("x", None, None, "tomorrow", "--on"),
        ("x", None, "sqlite:////no/such/file.sqlite3", None, "--database"),
    ],
)
def test_what_cannot_be_used_is_named(
    identifier: str, kind: str | None, database: str | None, on: str | None, key: str
) -> None:
    with pytest.raises(InputError) as caught:
        check(identifier, kind, NAME, database, on=on)
    assert caught.value.problems[0].where.key == key


def told(found: dict[str, Any]) -> tuple[Any, ...]:
    """Reduce an answer to what is the same through each door; a person has no name of his own in an extract."""
    return found["answer"], found["matched"], [one["id"] for one in found["measures"]], found["as_of"]


def test_the_exercise_answers_alike_through_all_doors(registry: str, tmp_path: Path) -> None:
    load_case(read_case(NAME).case)
    path = tmp_path / "gate.json"
    snapshot(path, NAME, registry)
    for text in ("asset/crane-07", "tlm0003z", "ZZ0000O01", "Primerov Testbek", "CSQU3054384"):
        one = check(text, case=NAME, on="2023-02-22")
        two = check(text, database=registry, on="2023-02-22", by="party/officer", purpose="a test")
        three = check(text, snapshot=path, on="2023-02-22")
        assert told(one) == told(two) == told(three), text
        assert one["subject"] == two["subject"]
        assert one["because"] == two["because"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=parts(), day=st.sampled_from(["2023-01-10", "2023-02-10", "2023-03-10", "2023-05-01"]))
def test_any_register_answers_alike_through_all_doors(registry: str, found: dict[str, Any], day: str) -> None:
    from downrange.law.enforcement.gate import decide
    from downrange.registry.gate import index_of, store
    from downrange.registry.gate_extract import extract, opened
    from downrange.registry.gate_index import case_index

    name = f"made-up-{next(_PLACES)}"
    case = as_case(name, found)
    load_case(case)
    of_case, of_record = case_index(case), index_of(name)
    taken, on = opened(name, extract(of_record, name, b"key"), b"key"), date.fromisoformat(day)
    for text in ASKED:
        stores = (of_case.store, of_record.store, store(name), taken.store)
        answers = [decide(text, one.hits(text, on), on) for one in stores]
        assert answers[0] == answers[1] == answers[2], text
        assert (answers[0].answer, answers[0].matched) == (answers[3].answer, answers[3].matched), text
    for index in (of_case, of_record, taken):
        index.close()


def test_a_slug_registered_in_one_case_is_held_by_another_that_only_names_it(registry: str) -> None:
    """The first case's thing is free; the second holds one of the same slug that nobody registered."""
    from downrange.service.border.gate import check as ask

    asset = {"id": "asset/a3", "title": {"en": "A"}, "kind": "crane", "owner": "party/firm0"}
    measure = {
        "id": "measure/m0", "kind": "attachment", "claim": "claim/debt", "ordered_by": "party/firm1",
        "against": "party/firm0", "since": "2023-01-10", "reaches": ["asset/a3"],
    }  # fmt: skip
    parties = {
        "party/firm0": ("party", {"id": "party/firm0", "name": {"en": "F0"}, "kind": "company"}),
        "party/firm1": ("party", {"id": "party/firm1", "name": {"en": "F1"}, "kind": "company"}),
    }
    load_case(as_case("registers-it", {**parties, "asset/a3": ("asset", asset)}))
    load_case(as_case("names-it", {**parties, "measure/m0": ("measure", measure)}))
    on = date(2023, 2, 1)
    assert ask("asset/a3", case="registers-it", on=on)["answer"] == "ALLOW"
    assert ask("asset/a3", case="names-it", on=on)["answer"] == "STOP"
    assert ask("asset/a3", on=on)["answer"] != "ALLOW"
