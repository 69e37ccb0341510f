"""The casebook as the pages read it."""

from __future__ import annotations

import pytest

from downrange.web import cases

pytestmark = pytest.mark.usefixtures("pages")


def test_only_names_of_the_casebook_are_read(pages: str) -> None:
    for name in ("../tsenki-2023", "/etc", "casebook/tsenki-2023", ""):
        with pytest.raises(KeyError):
            cases.the_case(name)


def test_titles_are_those_of_the_command_line(pages: str) -> None:
    from downrange.service.keeping.casebook import listing

    assert list(cases.titles()) == listing()["cases"]


def test_accounts_lease_and_statements_are_those_of_the_use_cases(pages: str) -> None:
    from downrange.service.record.account import balance, lease
    from downrange.service.statements.evidence import statements_of

    alone = balance("tsenki-2023", "2023-03-14")
    assert {"case": "tsenki-2023", **cases.account("tsenki-2023", "2023-03-14")[0]} == alone
    assert cases.lease("baikonur-lease", "2023-03-14") == lease("baikonur-lease", "2023-03-14")
    said, known = cases.statements("tsenki-2023", None), statements_of("tsenki-2023")
    assert {one["id"] for one in said["statements"]} == {one["id"] for one in known["statements"]}
    assert len(said["conflicts"]) == len(known["conflicts"])
    assert cases.account("soyuz-nominal", "2023-03-14") == ()


def test_a_case_is_read_once(pages: str) -> None:
    assert cases.the_case("tsenki-2023") is cases.the_case("tsenki-2023")
    cases.warm()
    assert cases.file_of("tsenki-2023").folder.name == "tsenki-2023"
    assert cases.today().year >= 2026


def test_a_copy_of_a_database_finds_what_was_kept_and_what_is_recorded_there_counts(pages: str) -> None:
    """Copies share their log as far as it was when they were made; from then on each is its own."""
    import shutil
    from pathlib import Path

    from tests.conftest import _disconnect

    from downrange.registry.database import configure
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact
    from downrange.web.cases import version

    name, other = "tsenki-2023", "proton-2013"
    here = Path(pages.removeprefix("sqlite:///"))
    kept = cases.the_case(name), version(name)
    _disconnect()
    copy = here.with_name("copy.sqlite3")
    shutil.copy(here, copy)
    configure(f"sqlite:///{copy}")
    assert cases.the_case(name) is kept[0]
    record_fact(FactDraft("word", f"{name}/word", {"a": 1}, "clerk", cases.today()))
    there = version(name)
    assert there != kept[1]
    assert version(other) == kept[1]
    _disconnect()
    configure(pages)
    assert version(name) == kept[1]
    record_fact(FactDraft("word", f"{name}/word", {"a": 2}, "clerk", cases.today()))
    assert version(name) not in (there, kept[1])
