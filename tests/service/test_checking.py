"""Asking a case and a database: the agreed keys, the log's place, no stale answer, overrides with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from downrange.errors import InputError, RecordError
from downrange.inputs.cases import read_case
from downrange.service.checking import check, fault_of, open_database, override, recorded_index
from downrange.service.recording import load_case

NAME = "tsenki-2023-exercise"
KEYS = {"answer", "subject", "matched", "measures", "because", "as_of", "log_sequence"}
MEASURE_KEYS = {"id", "kind", "order", "since", "until", "permits"}


def test_the_keys_others_rely_on() -> None:
    found = check("asset/crane-07", case=NAME, on="2023-03-10")
    assert set(found) >= KEYS
    assert found["answer"] == "STOP"
    assert set(found["measures"][0]) >= MEASURE_KEYS
    assert found["fictional"] is True
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
    assert fault_of("100000000002", None) is not None
    assert fault_of("218124712173", None) is None  # a wagon
    assert fault_of("not a container", "container") is not None
    assert fault_of("SN-1", None) is None


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


def test_a_file_that_is_no_registry(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite3"
    sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(InputError, match="no registry of this version"):
        open_database(f"sqlite:///{path}")


def test_asked_of_a_database_it_is_logged_and_can_be_overridden(registry: str) -> None:
    load_case(read_case(NAME).case)
    first = check("asset/crane-07", database=registry, on="2023-03-10")
    second = check("asset/crane-07", database=registry, on="2023-01-10")
    assert (first["answer"], second["answer"]) == ("STOP", "ALLOW")
    assert second["log_sequence"] == first["log_sequence"] + 1
    noted = override(first["log_sequence"], "party/officer", "order seen on paper", registry)
    assert noted == second["log_sequence"] + 1
    with pytest.raises(InputError, match="no answer"):
        override(0, "party/officer", "why", registry)
    with pytest.raises(InputError, match="who and why"):
        override(first["log_sequence"], "party/officer", " ", registry)


def test_what_was_asked_is_in_the_log_only_as_a_commitment(registry: str) -> None:
    from downrange.registry.facts import private_part
    from downrange.service.facts import facts_as_of, forget

    load_case(read_case(NAME).case)
    check("ZZ0000001", database=registry, on="2023-03-10")
    (query,) = facts_as_of("gate/query", "gate-query")
    assert "ZZ0000001" not in str(query.body)
    assert (private_part(query) or {})["asked"] == "ZZ0000001"
    forget(query, "party/officer", "asked to", query.effective_on)
    assert private_part(query) is None
    with pytest.raises(RecordError):
        forget(facts_as_of(kind="case")[0], "x", "y", query.effective_on)


def test_the_index_of_what_is_on_record(registry: str) -> None:
    with pytest.raises(InputError, match="name a case"):
        recorded_index(None)
    load_case(read_case(NAME).case)
    name, fictional, index, size = recorded_index(None)
    assert (name, fictional) == (NAME, True)
    assert size > 100
    assert len(index.slugs()) > 90
    index.close()
    load_case(read_case("tsenki-2023").case)
    with pytest.raises(InputError, match="tsenki-2023"):
        recorded_index(None)


def test_the_gate_follows_orders_and_releases_at_once(registry: str) -> None:
    """Each commit is seen by the next question: free, held by an order, let go; and the log grows with each."""
    held = read_case(NAME).case
    free = held.model_copy(update={"measures": ()})
    let_go = held.model_copy(
        update={"measures": tuple(one.model_copy(update={"until": "2023-03-09"}) for one in held.measures)}
    )
    places = []
    for case, expected in ((free, "ALLOW"), (held, "STOP"), (let_go, "ALLOW"), (held, "STOP")):
        load_case(case)
        found = check("TLM-0003-Z", case=NAME, database=registry, on="2023-03-10")
        assert found["answer"] == expected
        places.append(found["log_sequence"])
    assert places == sorted(set(places))
