"""What is printed of acts: every outcome has its words."""

from __future__ import annotations

from typing import Any

from downrange.report.text_acting import carried_out, certificate, checked, recorded, state

SUM = {"amount": "5.00", "currency": "KZT"}


def one(**more: Any) -> dict[str, Any]:
    return {"number": 1, "on": "2023-05-02", "step": "pay", "role": "bailiff", **more}


def test_each_outcome_is_said() -> None:
    head = {"candidate": {"party": "party/new"}, "lifted": ["measure/exit-ban"]}
    paid = {"left": SUM, "released": ["measure/a"], "waits_for": None}
    waits = {"left": SUM, "released": [], "waits_for": "the rest of the debt"}
    acts = [
        one(result=paid), one(result=waits), one(answer="STOP", identifier="asset/a"),
        one(measure="measure/a", state="drafted"), one(result={"release": "ab" * 32}), one(result=head),
        one(result=None),
    ]  # fmt: skip
    text = "\n".join(carried_out({"acts": acts, "log_sequence": 9, "fictional": True}))
    for words in (
        "released measure/a", "released nothing; waits for the rest of the debt", "STOP: asset/a",
        "measure/a is drafted", "release abababababab", "lifted measure/exit-ban; candidate party/new",
        "entry 9 of the log", "a fictional case",
    ):  # fmt: skip
        assert words in text


def test_the_rest_in_words() -> None:
    counts = {"facts_number": 2, "fresh_facts_number": 1, "postings_number": 1, "fresh_postings_number": 0}
    text = "\n".join(recorded({"case": "a", "fictional": False, "reversed_number": 1, **counts}))
    assert "reversed since they are gone: 1" in text
    measure = {
        "measure": "measure/a", "kind": "attachment", "state": "in-force", "reported": True,
        "since": "2023-01-24", "until": None, "reaches": ["asset/a"], "let_go": [],
        "covers": [{"asset": "asset/a", "held": SUM, "waits": SUM}],
        "next": [{"step": "serve", "who": ["bailiff"], "by": None, "article": "ENF 10(2)"}],
    }  # fmt: skip
    claim = {
        "claim": "claim/debt", "left": {"unknown": "nothing is posted"}, "suspended": True,
        "cause": "mediation", "suspended_until": None, "plan": {"state": "default", "because": "missed"},
        "ended_on": "2023-08-08", "ending": "payment",
    }  # fmt: skip
    body = {"case": "a", "on": "2023-05-02", "fictional": True, "measures": [measure], "claims": [claim]}
    text = "\n".join(state(body))
    for words in (
        "in-force (reported)",
        "5.00 KZT",
        "until resumed",
        "default",
        "not known: nothing is posted",
    ):
        assert words in text
    paper = {
        "case": "a", "claim": "claim/debt", "released_on": "2023-05-02", "by": "user/b", "ground": "payment",
        "article": "ENF 47(2)", "measures": [{"measure": "m", "kind": "k", "order": None, "things": []}],
        "log": {"sequence": 1, "size": 2, "root_hash": "ab"}, "checkpoint_reason": "the next head",
    }  # fmt: skip
    assert "the next head" in "\n".join(certificate(paper))
    told = {"ok": True, "faults": [], "case": "a", "claim": "claim/debt", "released_on": "2023-05-02"}
    assert "✓" in "\n".join(checked(told))
    assert "a fault" in "\n".join(checked({**told, "ok": False, "faults": ["a fault"]}))
