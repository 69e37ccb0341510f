"""Asking a registry: logged with who and why before it is answered, many together, open to the one concerned."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest

from downrange.case.schema import Case
from downrange.errors import InputError, RecordError
from downrange.inputs.cases import read_case
from downrange.service.border.gate import (
    NO_PURPOSE,
    Desk,
    Question,
    asked_offline,
    authorities,
    check,
    looked_up,
    note_override,
    open_database,
    override,
)
from downrange.service.holding.recording import load_case

NAME = "tsenki-2023-exercise"
ON = date(2023, 3, 10)


def exercise() -> Case:
    return read_case(NAME).case


def test_every_answer_has_its_place_in_the_log(registry: str) -> None:
    load_case(exercise())
    first = check("asset/crane-07", on=ON, by="party/officer")
    second = check("asset/crane-07", on=date(2023, 1, 10))
    assert (first["answer"], second["answer"]) == ("STOP", "ALLOW")
    assert (first["subject"], first["case"], first["fictional"]) == ("asset/crane-07", NAME, True)
    assert second["log_sequence"] == first["log_sequence"] + 1
    nothing = check("unheard of", on=ON)
    assert nothing["because"].startswith("no measure found as of 2023-03-10")
    assert nothing["log_sequence"] == second["log_sequence"] + 1


def test_an_override_names_who_and_why(registry: str) -> None:
    load_case(exercise())
    first = check("asset/crane-07", on=ON)
    noted = override(first["log_sequence"], "party/officer", "order seen on paper", registry)
    assert noted["log_sequence"] == first["log_sequence"] + 1
    assert (noted["answer"], noted["by"]) == ("STOP", "party/officer")
    with pytest.raises(InputError, match="no answer"):
        override(0, "party/officer", "why", registry)
    with pytest.raises(InputError, match="who and why"):
        override(first["log_sequence"], "party/officer", " ", registry)


def test_who_looked_me_up_and_why(registry: str) -> None:
    from downrange.registry.facts import private_part
    from downrange.service.record.facts import facts_as_of, forget

    load_case(exercise())
    asked = check("ZZ0000001", "person", on=ON, by="party/officer", purpose="exit at the border")
    assert not any("without a purpose" in note for note in asked["notes"])
    without = check("Testbek Primerov", on=ON, by="party/clerk")
    assert any("without a purpose" in note for note in without["notes"])
    check("asset/crane-07", on=ON)
    override(asked["log_sequence"], "party/chief", "treatment order seen", registry)
    found = looked_up(f"{NAME}/party/testbek-primerov")
    assert [(one["by"], one["purpose"], one["answer"]) for one in found] == [
        ("party/officer", "exit at the border", "STOP"),
        ("party/clerk", "", "REFER"),
    ]
    assert [one["by"] for one in found[0]["overrides"]] == ["party/chief"]
    query = next(one for one in facts_as_of("gate/query", "gate-query") if one.by == "party/officer")
    for secret in ("ZZ0000001", "primerov", "exit at the border"):
        assert secret not in str(query.body)
    assert (private_part(query) or {})["asked"] == "ZZ0000001"
    forget(query, "party/officer", "asked to", query.effective_on)
    assert [one["by"] for one in looked_up(f"{NAME}/party/testbek-primerov")] == ["party/clerk"]
    with pytest.raises(RecordError):
        forget(facts_as_of(kind="case")[0], "x", "y", query.effective_on)


def test_officers_who_wait_are_answered_in_one_commit(registry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    from downrange.registry.database import force
    from downrange.service.record import work

    load_case(exercise())
    forced: list[int] = []

    def counted() -> None:
        forced.append(1)
        force()

    monkeypatch.setattr(work, "force", counted)
    desk, answers = Desk(), dict[int, dict[str, Any]]()
    desk.turn.acquire()  # somebody is being served

    def officer(i: int) -> None:
        try:
            answers[i] = desk.ask(Question("asset/crane-07", on=ON, by=f"party/officer-{i}"))
        finally:
            connection.close()

    officers = [threading.Thread(target=officer, args=(i,)) for i in range(8)]
    for one in officers:
        one.start()
    while len(desk.waiting) < 8:
        pass
    desk.turn.release()
    for one in officers:
        one.join()
    assert len(forced) == 1
    places = sorted(one["log_sequence"] for one in answers.values())
    assert places == list(range(places[0], places[0] + 8))
    assert {one["answer"] for one in answers.values()} == {"STOP"}


def test_one_wrong_question_spoils_no_other(registry: str) -> None:
    load_case(exercise())
    desk = Desk()
    wrong = desk.ask
    with pytest.raises(InputError, match="no such case is on record"):
        wrong(Question("asset/crane-07", case="another"))
    assert desk.ask(Question("asset/crane-07", case=NAME, on=ON))["answer"] == "STOP"


def test_one_number_in_two_cases_goes_where_both_let_it_go(registry: str) -> None:
    held = exercise()
    load_case(held)
    other = held.model_copy(update={"case": "other-claim", "measures": ()})
    load_case(other)
    found = check("TLM-0003-Z", on=ON)
    assert found["answer"] == "STOP"
    assert any("other-claim/asset/telemetry-rack-3" in note for note in found["notes"])
    assert check("TLM-0003-Z", case="other-claim", on=ON)["answer"] == "ALLOW"
    assert check("asset/telemetry-rack-3", on=ON)["answer"] == "REFER"  # two slugs, perhaps two things
    assert check(f"{NAME}/asset/telemetry-rack-3", on=ON)["answer"] == "STOP"


def test_the_gate_follows_orders_and_releases_at_once(registry: str) -> None:
    """Each commit is seen by the next question: free, held by an order, let go; and the log grows with each."""
    held = exercise()
    free = held.model_copy(update={"measures": ()})
    let_go = held.model_copy(
        update={"measures": tuple(one.model_copy(update={"until": "2023-03-09"}) for one in held.measures)}
    )
    places = []
    for case, expected in ((free, "ALLOW"), (held, "STOP"), (let_go, "ALLOW"), (held, "STOP")):
        load_case(case)
        found = check("TLM-0003-Z", case=NAME, on=ON)
        assert found["answer"] == expected
        places.append(found["log_sequence"])
    assert places == sorted(set(places))


def test_a_database_that_is_no_registry(tmp_path: Any) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite3"
    sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(InputError, match="no registry of this version"):
        open_database(f"sqlite:///{path}")
    with pytest.raises(InputError, match="no such database"):
        open_database(f"sqlite:///{tmp_path}/none.sqlite3")


def test_whom_to_call_is_who_ordered_the_measure(registry: str) -> None:
    load_case(exercise())
    found = authorities(NAME, ["measure/exit-ban", "measure/none"])
    assert found == {
        "measure/exit-ban": {"en": "Bailiff of the exercise", "ru": "Учебный судебный исполнитель"},
        "measure/none": None,
    }


def test_what_a_device_answered_by_itself_is_logged_with_both_answers(registry: str) -> None:
    load_case(exercise())
    at = datetime(2023, 3, 10, 12, tzinfo=UTC)
    asked = Question("ZZ0000001", "person", by="user/officer")
    (place,) = asked_offline([(asked, "REFER", at)])
    (found,) = looked_up(f"{NAME}/party/testbek-primerov")
    assert (found["log_sequence"], found["answer"], found["by"]) == (place, "STOP", "user/officer")
    assert found["on"] == "2023-03-10"
    with pytest.raises(InputError, match="no answer of a gate"):
        asked_offline([(asked, "GO", at)])
    assert NO_PURPOSE in check("ZZ0000001", on=ON)["notes"]
    with pytest.raises(InputError, match="no answer"):
        note_override(0, "user/officer", "why")
