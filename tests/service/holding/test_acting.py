"""The whole exercise as a file of acts, on both databases; a refused act ends the run and says what stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.service.exercise import CLAIM, NAME

from downrange.errors import InputError
from downrange.inputs.cases import read_case

ACTS = read_case(NAME).folder / "acts.yaml"


def test_the_exercise_from_the_orders_to_the_release(registry: str) -> None:
    from downrange.service.holding.acting import carry_out, put_on_record, state_of
    from downrange.service.holding.certificate import certificate
    from downrange.service.record.log import check_registry

    assert put_on_record(NAME, registry)["fictional"]
    done = carry_out(NAME, ACTS, registry)
    acts = done["acts"]
    assert {one["step"] for one in acts} >= {
        "draft", "approve", "put-in-force", "serve", "object", "decide-objection", "third-party-suit",
        "decide-suit", "substitute", "permit", "suspend", "plan", "charge", "pay", "let-go",
        "change-of-head", "notify", "sanction", "ask",
    }  # fmt: skip
    assert [one["answer"] for one in acts if one["step"] == "ask"].count("STOP") > 10

    def state(on: str) -> dict[str, object]:
        (found,) = state_of(NAME, on, registry)["claims"]
        return dict(found)

    assert state("2023-04-15")["suspended_until"] == "2023-04-22"  # ten days of the creditor's letter
    assert state("2023-05-01")["suspended_until"] == "2023-05-24"  # thirty with a mediation contract
    assert not state("2023-05-25")["suspended"]
    plan = state("2023-07-31")["plan"]
    assert isinstance(plan, dict)
    assert plan["state"] == "default"
    assert state("2023-08-08")["ending"] == "payment"
    lifted = next(one["result"] for one in acts if one["step"] == "change-of-head")
    assert lifted["lifted"] == ["measure/exit-ban-2"]
    assert lifted["candidate"]["party"] == "party/testbek-primerov"
    assert {one["measure"] for one in certificate(NAME, CLAIM)["measures"]} >= {
        "measure/attachment", "measure/exit-ban-3", "measure/body-ban-1"
    }  # fmt: skip
    assert check_registry() == []


def test_the_same_with_the_transfer_barred(registry: str) -> None:
    from downrange.service.holding.acting import carry_out, put_on_record, state_of

    put_on_record(NAME, registry)
    done = carry_out(NAME, ACTS.with_name("acts-barred.yaml"), registry)
    assert done["acts"][-1]["answer"] == "ALLOW"
    (claim,) = state_of(NAME, "2023-09-15", registry)["claims"]
    assert claim["plan"]["state"] == "willing-but-barred"
    assert claim["left"] == {"amount": "12500000000.00", "currency": "KZT"}


def test_a_refused_act_ends_the_run_and_says_what_stands(registry: str, tmp_path: Path) -> None:
    from downrange.service.holding.acting import carry_out, put_on_record, state_of

    put_on_record(NAME, registry)
    path = tmp_path / "acts.yaml"
    draft = (
        "{step: draft, measure: measure/new, kind: body-ban, claim: claim/debt, "
        "against: party/tsenki-exercise, on: 2023-03-13, by: party/one, role: bailiff}"
    )
    approve = "{step: approve, measure: measure/new, on: 2023-03-13, by: party/one, role: supervisor}"
    path.write_text(f"acts:\n  - {draft}\n  - {approve}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        carry_out(NAME, path, registry)
    (problem,) = caught.value.problems
    assert (problem.where.line, problem.where.key, problem.value) == (3, "acts[1].step", "approve")
    assert "a second person approves" in problem.message
    assert "go on with --from 2" in problem.message
    path.write_text(
        path.read_text("utf-8").replace("by: party/one, role: s", "by: party/two, role: s"), "utf-8"
    )
    assert [one["state"] for one in carry_out(NAME, path, registry, first=2)["acts"]] == ["approved"]
    with pytest.raises(InputError, match="no such case is on record"):
        carry_out("none", path, registry)
    with pytest.raises(InputError, match="no such case is on record"):
        state_of("none", None, registry)
    path.write_text(
        "acts:\n  - {step: ask, on: 2023-03-10, by: office/gate, identifier: asset/crane-07, expect: ALLOW}\n"
    )
    with pytest.raises(InputError, match="the gate answers STOP"):
        carry_out(NAME, path, registry)
