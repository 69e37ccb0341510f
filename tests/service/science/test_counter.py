import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from downrange.inputs.overrides import read_override
from downrange.service.science.contest import contest, contest_values, save_counter
from downrange.service.science.counter import write_counter

VALUES = {"scenario.inputs.udmh_on_board_kg": {"value": 100000, "source": "statement of the operator"}}


def test_a_counter_assessment_is_a_value_and_a_file_that_contests_again(tmp_path: Path) -> None:
    counter = save_counter("proton-2013", VALUES, "party/roscosmos", because="emptier tanks", samples=6)
    assert (counter.case, counter.by, counter.because) == ("proton-2013", "party/roscosmos", "emptier tanks")
    with pytest.raises(FrozenInstanceError):
        setattr(counter, "by", "party/other")  # noqa: B010
    sums = {d["method"]: d["amount"] for d in counter.results["damages"]}
    assert isinstance(sums["eu-ce-delft-2024"]["p50"], str)
    assert counter.results["samples"] == 6

    path = write_counter(counter, tmp_path)
    assert path == tmp_path / "proton-2013" / "counter-roscosmos.yaml"
    again = read_override(path)
    assert again.sha256 == counter.sha256
    assert again.override.results == json.loads(json.dumps(counter.results))
    assert again.override.set == counter.override.set
    held = contest("proton-2013", [path], 6, 1)
    direct = contest_values("proton-2013", VALUES, "party/roscosmos", 6, because="emptier tanks")
    assert held["sides"] == direct["sides"]
    assert {d["method"]: d["amount"] for d in held["sides"][1]["damages"]} == sums


def test_contest_writes_each_side_back_with_its_author(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(
        "by: party/kazakhstan\nbecause: full tanks\nset:\n"
        "  scenario.inputs.udmh_on_board_kg: {value: 172000, source: sheet}\n"
        "sources:\n  sheet: {publisher: Operator, title: Loading sheet, standing: second-hand}\n"
    )
    found = contest("proton-2013", [file], 4, 1, save=tmp_path / "kept")
    saved = read_override(tmp_path / "kept" / "proton-2013" / "counter-kazakhstan.yaml").override
    assert saved.by == "party/kazakhstan"
    assert saved.case == "proton-2013"
    assert saved.sources["sheet"].title == "Loading sheet"
    assert saved.results is not None
    assert saved.results["manifest"] == found["sides"][1]["manifest"]
