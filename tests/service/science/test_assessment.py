import pytest

from downrange.errors import InputError
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
