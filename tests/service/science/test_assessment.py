import re
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import casebook
from downrange.service.science.assessment import Shelf, assess, explain, one_draw


def test_a_comparison_takes_the_assessments_of_its_events() -> None:
    shelf = Shelf(16, 1)
    taken = shelf.take("tsenki-2023")
    assert {event.case.case for event in taken.events} == {"soyuz-nominal", "soyuz-worst-case"}
    assert shelf.take("soyuz-nominal").assessment is taken.events[0].assessment
    assert not taken.assessment.quantities
    questions = taken.answers
    assert len(questions) >= 2
    counted = [f for answer in questions for f in answer["figures"] if f["method"] == "kz-emission-fee-576"]
    assert counted[0]["sum"] == {"amount": "13684550338.70", "currency": "KZT"}
    assert counted[0]["events_number"]["p50"] > 1000


def test_soyuz_5_is_refused_by_name_with_what_is_missing() -> None:
    refused = [answer for answer in Shelf(8, 1).take("tsenki-2023").answers if answer.get("missing")]
    assert refused
    assert any("soyuz-5" in name or "stage" in name for answer in refused for name in answer["missing"])


def test_one_draw_is_the_draw_of_the_ensemble() -> None:
    alone = one_draw("proton-2013", 1, 5)
    assert alone["quantities"]["udmh_to_soil_kg"] > 0
    assert alone == one_draw("proton-2013", 1, 5)
    with pytest.raises(InputError):
        one_draw("tsenki-2023", 1, 0)


def test_explanations_end_in_sourced_leaves() -> None:
    listed = explain("proton-2013", None, 8, 1)["figures"]
    assert "damages.eu-ce-delft-2024" in listed
    assert "claim.asserted" in listed
    found = explain("proton-2013", "damages.eu-ce-delft-2024.p95", 8, 1)
    assert found["unit"] == "EUR"
    assert found["steps"][-1]["name"] == "damages.eu-ce-delft-2024"
    assert all(leaf["source"] for leaf in found["leaves"])
    event = explain("tsenki-2023", "soyuz-nominal.damages.kz-emission-fee-576", 8, 1)
    assert event["unit"] == "KZT"


def test_what_cannot_be_explained_or_assessed_says_so() -> None:
    with pytest.raises(InputError) as caught:
        explain("proton-2013", "damages.eu-ce-delf", 8, 1)
    assert "eu-ce-delft-2024" in str(caught.value)
    with pytest.raises(InputError):
        assess("baikonur-lease", 8, 1)


def _set(folder: Path, name: str, key: str, value: str) -> str:
    """Copy a case with one input of its scenario set to a value as known, without a spread."""
    text = (casebook() / name / "case.yaml").read_text("utf-8")
    line = next(one for one in text.splitlines() if one.strip().startswith(f"{key}: {{value: "))
    plain = re.sub(r"(value: )[^,}]+(, spread: \{[^}]*\})?", rf"\g<1>{value}", line, count=1)
    (folder / name).mkdir()
    (folder / name / "case.yaml").write_text(
        text.replace(line, plain.replace("assumed", "published")), "utf-8"
    )
    return str(folder / name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("proton-1999-10", "udmh_on_board_kg"),
        ("proton-1999-10", "n2o4_on_board_kg"),
        ("soyuz-ms10-2018", "kerosene_on_board_kg"),
        ("soyuz-ms10-2018", "oxygen_on_board_kg"),
        ("soyuz-ms10-2018", "udmh_on_board_kg"),
    ],
)
def test_a_tank_that_held_nothing_is_computed_with(tmp_path: Path, name: str, key: str) -> None:
    found = assess(_set(tmp_path, name, key, "0.0"), 16, 1)
    assert found.assessment.quantities


@pytest.mark.parametrize(
    ("key", "value"),
    [("failure_time_s", "-5.0"), ("sampling_day_d", "1.0e+12"), ("samples_number", "-3.0"),
     ("failure_altitude_m", "1.0e+12"), ("fallen_length_m", "0.0"), ("failure_azimuth_deg", "1.0e+6")],
)  # fmt: skip
def test_what_an_input_cannot_be_is_refused_by_its_line(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(InputError, match=rf"case\.yaml:\d+: scenario\.inputs\.{key}: this cannot be"):
        assess(_set(tmp_path, "proton-1999-10", key, value), 16, 1)
