from __future__ import annotations

import pytest
from pydantic import ValidationError

from downrange.case.schema import Case, Scenario, with_units

SPREAD = {"kind": "uniform", "low": 1.0, "high": 2.0}


def test_an_input_takes_its_unit_from_its_name() -> None:
    scenario = Scenario.model_validate(
        {
            "kind": "impact",
            "inputs": {
                "wind_speed_m_per_s": {"value": 1.5, "spread": SPREAD, "source": "s", "kind": "published"}
            },
        }
    )
    assert scenario.inputs["wind_speed_m_per_s"].unit == "m_per_s"


def test_an_input_whose_name_has_no_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="ends in no unit"):
        with_units({"inputs": {"wind": {"value": 3.0, "source": "s", "kind": "measured"}}}, "inputs")


def test_an_assumed_input_needs_its_argument() -> None:
    with pytest.raises(ValidationError, match="rationale"):
        Scenario.model_validate(
            {
                "kind": "impact",
                "inputs": {
                    "burnt_fraction": {"value": 1.5, "spread": SPREAD, "source": "s", "kind": "assumed"}
                },
            }
        )


def test_parts_name_what_a_case_holds() -> None:
    case = Case.model_validate(
        {"case": "a", "title": "t", "from": 2020, "to": 2021, "scenario": {"kind": "none"}}
    )
    assert case.parts == ("scenario",)
    assert list(case.identifiers()) == []


def test_a_case_is_frozen() -> None:
    case = Case.model_validate({"case": "a", "title": "t", "from": 2020, "to": 2021})
    with pytest.raises(ValidationError):
        setattr(case, "title", "other")  # noqa: B010 - the point is that it is refused
