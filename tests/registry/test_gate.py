from __future__ import annotations

from typing import Any

import pytest


def fill(things: int, held_every: int = 20) -> None:
    """A register past the facts, as large as asked for: things in containers in trains, owned by parties."""
    from downrange.registry.marks import variants
    from downrange.registry.rows import insert
    from downrange.service.work import writing

    body = (
        '{"id": "measure/m", "kind": "attachment", "claim": "claim/debt", "ordered_by": "party/x",'
        ' "against": "party/y", "since": "2023-01-20"}'
    )
    held = range(0, things, held_every)
    with writing():
        insert(
            "registry_gate_subject",
            ("id", "key", "short"),
            [(i, f"c/asset/{i}", f"asset/{i}") for i in range(things)],
        )
        rows = [(f"SN{i:09d}", "normal", i, f"SN-{i:09d}") for i in range(things)]
        rows += [(v, "near", i, f"SN-{i:09d}") for i in held for v in variants(f"SN{i:09d}")]
        insert("registry_gate_mark", ("mark", "form", "subject_id", "spelt"), rows)
        links = [(i, "inside", i // 10) for i in range(1, things)] + [
            (i, "owner", i % 100) for i in range(100, things)
        ]
        insert("registry_gate_link", ("subject_id", "role", "parent_id"), links)
        insert(
            "registry_gate_hold",
            ("subject_id", "role", "measure", "body"),
            [(i, "reaches", "measure/m", body) for i in held],
        )


@pytest.mark.parametrize("things", [2_000, 20_000])
def test_no_question_reads_a_table_from_end_to_end(registry: str, things: int) -> None:
    from django.db import connection

    from downrange.registry.gate import PLANS
    from downrange.registry.rows import ask, change, spelt

    fill(things)
    change("ANALYZE")
    if connection.vendor == "postgresql":
        change("SET enable_seqscan = off")  # small tables are read whole, and rightly; is there another way?
    for text in PLANS:
        value: Any = [1, 2] if "subject_id IN LIST" in text else ["a"] if "IN LIST" in text else "a"
        values = [value] * text.count("%s") + ([value] if "IN LIST" in text else [])
        if "m.form = %s" in text:
            values = ["a", "normal"]
        if connection.vendor == "sqlite":
            import json

            bound = [json.dumps(v) if isinstance(v, list) else v for v in values]
            plan = "\n".join(str(row) for row in ask(f"EXPLAIN QUERY PLAN {spelt(text)}", bound))
            assert "SCAN registry_gate" not in plan
            assert "SCAN s" not in plan
            assert "SCAN m" not in plan
            assert "SCAN l" not in plan
            assert "BLOOM" not in plan
        else:
            plan = "\n".join(str(row) for row in ask(f"EXPLAIN {text}", values))
            assert "Seq Scan" not in plan, plan


def test_marks_keys_and_near_misses(registry: str) -> None:
    from downrange.registry import gate

    fill(500)
    assert [one.key for one in gate.find("sn 000000123")] == ["c/asset/123"]
    assert gate.find("sn 000000123", under="other/") == []
    assert gate.find("!") == []
    assert [one.id for one in gate.find_key("asset/7")] == [7]
    assert [one.id for one in gate.find_key("c/asset/7")] == [7]
    assert "SN-000000120" in [one.spelt for one in gate.near("SNO0000O12O")]
    assert [one.spelt for one in gate.near("SN-00000456")] == []
    assert [one.spelt for one in gate.near("SN-000000461")] == ["SN-000000460"]
    assert gate.near("SN") == []


def test_the_walk_goes_up_and_to_owners_once(registry: str) -> None:
    from downrange.registry import gate

    fill(5000)
    reached = {one.id: one.way for one in gate.upwards(gate.find_key("asset/4321"))}
    assert reached == {
        4321: "itself",
        432: "inside",
        43: "inside",
        4: "inside",
        0: "inside",
        21: "owner",
        32: "owner",
        2: "owner",
        3: "owner",
    }
    held = gate.holds(gate.upwards(gate.find_key("asset/4320")))
    assert {(one.subject, one.role) for one in held} == {(4320, "reaches"), (0, "reaches"), (20, "reaches")}


def test_circles_in_the_register_end(registry: str) -> None:
    from downrange.registry import gate
    from downrange.registry.rows import insert

    fill(20)
    insert("registry_gate_link", ("subject_id", "role", "parent_id"), [(1, "inside", 15)])
    assert {one.id for one in gate.upwards(gate.find_key("asset/15"))} == {15, 1, 0}
