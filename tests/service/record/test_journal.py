from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from downrange.errors import InputError, RecordError


def write(path: Path, count: int, start: int = 0) -> Path:
    path.write_text(
        "".join(
            f"2023-03-{1 + i % 28:02} payment {i} ; key: k{i}\n    claim:paid  {i + 1}.00 KZT\n    bank  -{i + 1}.00 KZT\n"
            for i in range(start, count)
        )
    )
    return path


def paid() -> int:
    from downrange.service.record.ledger import balance_now

    return sum(b.settled.minor for b in balance_now(["claim:paid"]))


def test_twice_counts_once(registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from downrange.service.record import journal
    from downrange.service.record.ledger import compare_balances

    monkeypatch.setattr(journal, "AT_ONCE", 100)
    heard: list[tuple[int, int]] = []
    path = write(tmp_path / "j", 250)
    first = journal.import_journal(path, "x", lambda done, total: heard.append((done, total)))
    assert (first.postings_number, first.fresh_number) == (250, 250)
    assert heard == [(100, 250), (200, 250), (250, 250)]
    again = journal.import_journal(write(tmp_path / "longer", 260), "x")
    assert (again.postings_number, again.fresh_number) == (260, 10)
    assert again.as_json()["fresh_number"] == 10
    assert paid() == 100 * 260 * 261 // 2
    assert compare_balances() == []


def test_two_imports_at_once(registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    from downrange.service.record import journal
    from downrange.service.record.log import check_registry

    monkeypatch.setattr(journal, "AT_ONCE", 64)
    files = [write(tmp_path / "a", 500), write(tmp_path / "b", 700, 300)]

    def run(path: Path) -> int:
        try:
            return journal.import_journal(path, "x").fresh_number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, files)) == 700
    assert paid() == 100 * 700 * 701 // 2
    assert check_registry() == []


def test_a_wrong_file_writes_nothing(registry: str, tmp_path: Path) -> None:
    from downrange.service.record.journal import import_journal

    path = write(tmp_path / "j", 3)
    path.write_text(path.read_text() + "2023-03-01 wrong\n    a  1.00 KZT\n    b  -2.00 KZT\n")
    with pytest.raises(InputError, match=r"j:10: the legs do not balance in KZT"):
        import_journal(path, "x")
    assert paid() == 0


def test_a_key_of_another_posting_is_refused(registry: str, tmp_path: Path) -> None:
    from downrange.service.record.journal import import_journal

    import_journal(write(tmp_path / "j", 3), "x")
    other = tmp_path / "other"
    other.write_text("2023-03-01 other ; key: k1\n    a  1.00 KZT\n    b  -1.00 KZT\n")
    with pytest.raises(RecordError, match="used for another posting"):
        import_journal(other, "x")
