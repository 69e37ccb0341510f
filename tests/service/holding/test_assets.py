"""A register goes on record whole, again without change, corrected by superseding, and counts at the gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.assets import read_assets
from downrange.inputs.cases import read_case
from downrange.service.holding.assets import import_assets, import_file
from downrange.service.holding.recording import load_case

NAME = "tsenki-2023-exercise"
MAPPING = {"id": "inv", "title.en": "name", "kind": "type", "owner": "owner", "identifier.serial": "serial", "inside": "in"}  # fmt: skip
ROWS = (
    "inv,name,type,owner,serial,in\nnew-1,Rack,equipment,party/tsenki-exercise,NEWZ-0001,asset/box-03\n"
    "new-2,Rack,equipment,party/exercise-carrier,TLM-0O03-Z,\n"
    "new-3,Rack,equipment,party/exercise-carrier,GZ-9-1045,\n"
)


def written(folder: Path, text: str = ROWS) -> Path:
    path = folder / "register.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_register_goes_on_record_and_counts_at_the_gate(registry: str, tmp_path: Path) -> None:
    from downrange.registry.checks import verify
    from downrange.registry.facts import as_of
    from downrange.service.border.gate import check

    load_case(read_case(NAME).case)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("\n".join(f"{key}: {value}" for key, value in MAPPING.items()))
    done = import_file(NAME, written(tmp_path), mapping, "party/clerk", registry)
    assert (done["recorded_number"], done["superseded_number"], done["unchanged_number"]) == (3, 0, 0)
    messages = [one["message"] for one in done["warnings"]]
    assert any("one slip away from TLM-0003-Z" in one for one in messages)
    assert any("the same as GZ-9-1045" in one and "gauge-set-9" in one for one in messages)
    assert check("NEWZ-0001", on=date(2023, 3, 10))["answer"] == "STOP"  # it lies in a held container
    assert verify() == []

    again = import_file(NAME, written(tmp_path), mapping, "party/clerk", registry)
    assert (again["recorded_number"], again["unchanged_number"]) == (0, 3)
    moved = written(tmp_path, ROWS.replace("asset/box-03", ""))
    changed = import_file(NAME, moved, mapping, "party/other-clerk", registry)
    assert (changed["superseded_number"], changed["unchanged_number"]) == (1, 2)
    assert check("NEWZ-0001", on=date(2023, 3, 10))["answer"] == "ALLOW"
    (now,) = as_of(f"{NAME}/asset/new-1")
    assert (now.by, now.document_sha256 != "") == ("party/other-clerk", True)
    assert verify() == []


def test_a_case_that_is_not_on_record_is_refused(registry: str, tmp_path: Path) -> None:
    found = read_assets(written(tmp_path), MAPPING)
    with pytest.raises(InputError, match="no such case is on record"):
        import_assets("ghost", found.assets, "party/clerk")
