"""Tables that a user brings."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from downrange.base.source import Source, Sourced
from downrange.case.schema import Case
from downrange.case.supplied import SuppliedRules

RULES = SuppliedRules(
    file="rules/kz-535.yaml",
    sources={"s": Source(publisher="P", title="T")},
    values={"air.norm_t": Sourced(value=1.0, unit="t", source="s", kind="published")},
)


def test_a_scenario_carries_them_and_they_survive_a_round_trip() -> None:
    case = Case.model_validate(
        {
            "case": "x",
            "title": "X",
            "from": "2013",
            "to": "2014",
            "scenario": {"kind": "impact", "supplied": {"kz-535": RULES.model_dump()}},
        }
    )
    assert case.scenario is not None
    assert case.scenario.supplied["kz-535"] == RULES
    again = Case.model_validate(case.model_dump(mode="json", by_alias=True))
    assert again == case


def test_editors_are_not_offered_them() -> None:
    assert "supplied" not in Case.model_json_schema()["$defs"]["Scenario"]["properties"]


def test_nothing_else_fits_in() -> None:
    with pytest.raises(ValidationError):
        SuppliedRules.model_validate({"file": "x", "table": {}})
