import pytest

from downrange.errors import InputError
from downrange.validation.sets import SETS, validate


def test_sets_have_the_names_others_rely_on() -> None:
    assert list(SETS) == ["prairie-grass", "limits", "events", "ascent", "zones", "captex", "etex1"]


def test_a_set_that_cannot_run_says_so_and_is_not_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNRANGE_WEATHER", raising=False)
    told: list[str] = []
    found = validate(["captex", "etex1"], told.append)["sets"]
    assert [row["set"] for row in found] == ["captex", "etex1"]
    assert all(row["met"] is None and "meteorology" in row["why"] for row in found)
    assert len(told) == 2


def test_one_set_runs_by_its_name() -> None:
    (found,) = validate(["prairie-grass"])["sets"]
    assert found["set"] == "prairie-grass"
    assert len(found["rows"]) >= 15
    assert {"what", "measured", "computed"} <= set(found["rows"][0])


def test_a_name_that_is_no_set() -> None:
    with pytest.raises(InputError) as caught:
        validate(["moon", "limits"])
    assert caught.value.problems[0].value == "moon"
