from __future__ import annotations

import pytest

from downrange.base.money import Money
from downrange.case.override import Override, PathError, apply
from downrange.case.schema import Case

CASE = Case.model_validate(
    {
        "case": "a",
        "title": "t",
        "from": 2020,
        "to": 2021,
        "sources": {"s": {"publisher": "P", "title": "T"}},
        "scenario": {
            "kind": "impact",
            "vehicle": "soyuz-2.1b",
            "inputs": {"wind_speed_m_per_s": {"value": 3.0, "source": "s", "kind": "measured"}},
        },
        "claims": [
            {
                "id": "claim/v2.1",
                "title": "c",
                "basis": "contract",
                "creditor": "party/x",
                "debtor": "party/y",
                "arising_on": 2020,
                "asserted": {"amount": "5", "currency": "KZT"},
                "awarded": {"unknown": "n"},
                "agreed": {"unknown": "n"},
                "paid": {"unknown": "n"},
                "sources": ["s"],
            }
        ],
    }
)


def override(**paths: object) -> Override:
    given = {
        path: value if isinstance(value, dict) else {"value": value, "source": "s"}
        for path, value in paths.items()
    }
    return Override.model_validate({"by": "party/y", "because": "b", "set": given})


def test_an_input_is_replaced_and_the_change_recorded() -> None:
    other, (change,) = apply(CASE, override(**{"scenario.inputs.wind_speed_m_per_s": 5.0}))
    assert other.scenario is not None
    assert other.scenario.inputs["wind_speed_m_per_s"].value == 5.0
    assert other.scenario.inputs["wind_speed_m_per_s"].unit == "m_per_s"
    assert (change.before, change.after, change.kind) == (3.0, 5.0, "fact")
    assert CASE.scenario is not None
    assert CASE.scenario.inputs["wind_speed_m_per_s"].value == 3.0


def test_an_input_the_case_lacks_takes_the_librarys_place() -> None:
    spread = {"kind": "uniform", "low": 0.1, "high": 0.3}
    setting = {"value": 0.2, "source": "s", "spread": spread, "kind": "assumed", "rationale": "r"}
    other, (change,) = apply(CASE, override(**{"scenario.inputs.burnt_fraction": setting}))
    assert other.scenario is not None
    assert other.scenario.inputs["burnt_fraction"].low_high() == pytest.approx((0.11, 0.29))
    assert change.before is None


@pytest.mark.parametrize("path", ["claims.v2.1.asserted", "claims.claim/v2.1.asserted", "claims[0].asserted"])
def test_an_entry_is_addressed_by_name_or_number(path: str) -> None:
    other, (change,) = apply(
        CASE, override(**{path: {"value": {"amount": "7", "currency": "KZT"}, "source": "s"}})
    )
    assert other.claims[0].asserted == Money.of(7, "KZT")
    assert change.kind == "law"


def test_a_source_in_words_becomes_the_partys_own_citation() -> None:
    setting = {"value": 5.0, "source": "Report of the operator's own service, 2013"}
    other, (change,) = apply(CASE, override(**{"scenario.inputs.wind_speed_m_per_s": setting}))
    assert other.sources[change.source].title.startswith("Report of the operator")
    assert other.sources[change.source].publisher == "party/y"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("claims.nowhere.asserted", 1),
        ("incident.at.all", 1),
        ("scenario.inputs.wind", 1.0),
        ("scenario.inputs.wind_speed_m_per_s", "strong"),
        ("claims[0].asserted", 12.5),
        ("title.deeper", 1),
        ("colour", "red"),
    ],
)
def test_a_path_that_leads_nowhere_is_named(path: str, value: object) -> None:
    with pytest.raises(PathError) as caught:
        apply(CASE, override(**{path: value}))
    assert caught.value.path == path


def test_jurisdiction_is_law_and_a_model_is_method() -> None:
    _, changes = apply(
        CASE, override(**{"scenario.jurisdiction": "ru", "scenario.inputs.splash_model_number": 2.0})
    )
    assert [change.kind for change in changes] == ["law", "method"]


def test_which_price_is_taken_is_a_question_of_method() -> None:
    names = ("ce_delft_price_scenario_number", "hea_recovery_y", "wind_speed_m_per_s")
    _, changes = apply(CASE, override(**{f"scenario.inputs.{name}": 1.0 for name in names}))
    assert [change.kind for change in changes] == ["method", "method", "fact"]


@pytest.mark.parametrize(
    ("path", "value", "message", "expected"),
    [
        ("claims.nowhere.asserted", 1, "no entry is called 'nowhere'", "v2.1"),
        ("claims[0].creditor", "party/nobody", "this party is not in the case", "a party"),
        ("scenario.jurisdiction", "mars", r"does not fit \(at scenario.jurisdiction\)", "'kz', 'ru'"),
        ("scenario.inputs.wind_speed_m_per_s", -4.0, "this cannot be", "a speed between 0"),
        ("scenario.wetter.wind", 1, "there is no 'wetter' here", "kind, vehicle, inputs"),
        ("colour", "red", "there is no 'colour' here", "a path of case.yaml"),
        ("claims[0].asserted", 12.5, "a number alone", '{amount: "12.50"'),
    ],
)
def test_what_would_do_instead_is_named(path: str, value: object, message: str, expected: str) -> None:
    with pytest.raises(PathError, match=message) as caught:
        apply(CASE, override(**{path: value}))
    assert caught.value.path == path
    assert caught.value.expected.startswith(expected)
