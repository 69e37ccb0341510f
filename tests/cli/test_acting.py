"""Acting on a registry from the command line: record, act, measures, certificate."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calling import call, called

NAME = "tsenki-2023-exercise"
ACTS = """
acts:
  - {step: no-charges, claim: claim/debt, on: 2023-04-03, by: party/b, role: bailiff, document: statement}
  - step: pay
    claim: claim/debt
    key: all
    amount: {amount: "12500000000.00", currency: KZT}
    on: 2023-05-02
    by: party/b
    role: bailiff
    document: payment order
  - {step: ask, on: 2023-05-02, by: office/gate, identifier: asset/crane-07, expect: ALLOW}
"""


def test_a_case_is_recorded_paid_and_certified(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path}/registry.sqlite3")
    first = called("record", NAME, *database)
    assert first["fresh_facts_number"] == first["facts_number"] > 100
    path = tmp_path / "acts.yaml"
    path.write_text(ACTS, "utf-8")
    done = called("act", NAME, str(path), *database)
    assert [one["step"] for one in done["acts"]] == ["no-charges", "pay", "ask"]
    text = call("measures", NAME, "--on", "2023-03-10", *database)
    assert "in-force (reported)" in text.stdout
    paper, later = tmp_path / "release.json", tmp_path / "later.json"
    files = ("--key", str(tmp_path / "log.pem"), "--out", str(paper), "--later", str(later))
    assert call("certificate", NAME, *files, *database).returncode == 0
    assert called("certificate", "--check", str(paper), "--later", str(later))["ok"]
    body = json.loads(paper.read_text())
    paper.write_text(json.dumps({**body, "released_on": "2023-04-02"}))
    held = call("certificate", "--check", str(paper))
    assert held.returncode == 0
    assert "✕ the certificate does not hold" in held.stdout
    refused = call("act", NAME, str(path), *database, "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["problems"][0]["line"] == 3
