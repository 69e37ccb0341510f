from __future__ import annotations

from downrange.report.text_gate import answer, imported, overridden, written
from downrange.service.border.checking import check


def test_the_answer_comes_first_then_why() -> None:
    found = check("asset/crane-07", case="tsenki-2023-exercise", on="2023-03-10")
    lines = list(answer(found))
    assert lines[0] == "✕ STOP: asset/crane-07 (exact)"
    assert "EX-2023-002" in lines[1]
    assert lines[-1].endswith("a fictional case")
    assert "not logged" in lines[-1]
    nothing = list(answer(check("stranger", case="tsenki-2023-exercise", on="2023-03-10")))
    assert nothing[0] == "✓ ALLOW"
    excepted = list(answer(check("ZZ0000001", case="tsenki-2023-exercise", on="2023-02-22")))
    assert any("treatment abroad" in line for line in excepted)


def test_where_a_snapshot_went() -> None:
    document = {"file": "g.json", "device_file": "g.json.device", "signing_key": "k", "made_at": "2026-11-23",
                "expires_on": "2026-11-30", "things_number": 90, "persons_number": 2}  # fmt: skip
    lines = list(written(document))
    assert "90 things, 2 persons" in lines[0]
    assert lines[-1] == "  stays here: k"


def test_an_import_is_told_with_its_doubts() -> None:
    doubt = {"file": "r.csv", "key": "serial", "line": 3, "message": "looks like X", "value": "Y-1"}
    document = {"case": "c", "recorded_number": 2, "superseded_number": 1, "unchanged_number": 0,
                "log_sequence": 9, "warnings": [doubt, {**doubt, "line": None}]}  # fmt: skip
    lines = list(imported(document))
    assert lines[0] == "c: 2 new, 1 changed, 0 as before; the log has 9 entries"
    assert lines[1] == "  r.csv:3: serial: Y-1: looks like X"
    assert lines[2].startswith("  r.csv: serial")


def test_an_override_is_told_with_who_and_why() -> None:
    document = {
        "overrides": 7,
        "answer": "STOP",
        "by": "party/officer",
        "because": "release seen",
        "log_sequence": 9,
    }
    lines = list(overridden(document))
    assert lines[0] == "STOP of log sequence 7 overridden by party/officer"
    assert "release seen" in lines[1]
    assert "9" in lines[2]
