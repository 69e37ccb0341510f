from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import EXPONENTS, Money
from downrange.errors import InputError
from downrange.inputs.journals import _minor, read_journal
from downrange.registry.entries import Line

GOOD = """\
; a comment
2023-03-07 instalment, first part ; key: bank/1
    claim:paid       100.00 KZT
    debtor:bank     -100.00 KZT   ; by transfer

2023-03-08
\tэто счёт  0.5 KZT
\tb  -0.5 KZT
    c            7 JPY
    d           -7 JPY
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "j.journal"
    path.write_text(text, "utf-8")
    return path


def test_a_journal_reads(tmp_path: Path) -> None:
    journal = read_journal(write(tmp_path, GOOD), "office/clerk")
    first, second = journal.drafts
    assert (first.key, first.effective_on, first.memo, first.by) == (
        "bank/1",
        date(2023, 3, 7),
        "instalment, first part",
        "office/clerk",
    )
    assert first.lines == (Line("claim:paid", Money(10000, "KZT")), Line("debtor:bank", Money(-10000, "KZT")))
    assert second.key == f"journal/{journal.sha256[:32]}/6"
    assert second.lines[0] == Line("это счёт", Money(50, "KZT"))
    assert second.lines[3] == Line("d", Money(-7, "JPY"))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("-100.00 KZT", "-100.01 KZT", 2, "do not balance in KZT"),
        ("100.00 KZT", "100.001 KZT", 3, "this is no sum"),
        ("100.00 KZT", "0 KZT", 3, "this is no sum"),
        ("100.00 KZT", "1e2 KZT", 3, "this is no sum"),
        ("100.00 KZT", "٣.00 KZT", 3, "this is no sum"),
        ("100.00 KZT", "100.00 XYZ", 3, "this is no leg"),
        ("       100.00 KZT", "", 3, "this is no leg"),
        ("2023-03-07", "2023-02-30", 2, "begins with a day"),
        ("2023-03-07", "7 March", 2, "begins with a day"),
        ("    debtor:bank     -100.00 KZT   ; by transfer\n", "", 2, "two legs or more"),
        ("2023-03-07 instalment, first part ; key: bank/1\n", "", 2, "a leg without a posting"),
    ],
)
def test_what_is_wrong_has_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        read_journal(write(tmp_path, GOOD.replace(old, new, 1)), "x")
    assert (line, True) in [(p.where.line, words in p.message) for p in caught.value.problems]


def test_all_problems_come_at_once_but_not_endlessly(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_journal(write(tmp_path, "nothing\n" * 500), "x")
    assert len(caught.value.problems) == 100


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_journal(tmp_path / "none", "x")
    (tmp_path / "latin").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(InputError, match="cannot be read"):
        read_journal(tmp_path / "latin", "x")


@given(st.integers(1, 2**63 - 1), st.sampled_from(sorted(EXPONENTS)), st.booleans())
def test_sums_are_read_as_money_prints_them(minor: int, currency: str, negative: bool) -> None:
    money = Money(-minor if negative else minor, currency)
    assert _minor(str(money.amount), EXPONENTS[currency]) == money.minor
