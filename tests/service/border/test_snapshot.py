"""The signed extract: the same answers as the case, no person in clear, tampering seen, REFER past its day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.law.enforcement.gate import decide
from downrange.registry.gate_index import case_index
from downrange.service.border.snapshot import check_snapshot, for_device, snapshot
from downrange.service.holding.recording import load_case

NAME = "tsenki-2023-exercise"


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    snapshot(tmp_path / "gate.json", NAME)
    return tmp_path / "gate.json"


def changed(path: Path, change: Any) -> None:
    whole = json.loads(path.read_text())
    change(whole)
    path.write_text(json.dumps(whole))


@pytest.mark.parametrize("day", ["2023-01-10", "2023-02-22", "2023-03-10", "2023-05-01"])
def test_it_answers_as_the_case_does(extract: Path, day: str) -> None:
    case = read_case(NAME).case
    asked = [asset.id for asset in case.assets][::3]
    asked += [one.value for asset in case.assets[::4] for one in asset.identifiers]
    asked += ["TLM-0O03-Z", "tlm0003z", "ZZ0000001", "zz 0000001", "ЦЭНКИ", "Testbek Primerov", "unknown"]
    index, on = case_index(case), date.fromisoformat(day)
    for text in asked:
        here = check_snapshot(text, extract, on=day)
        assert here["answer"] == decide(text, index.store.hits(text, on), on).answer, text
        assert here["log_sequence"] is None
    index.close()


def test_no_person_stands_in_it_in_clear(extract: Path) -> None:
    text = extract.read_text()
    for secret in ("testbek", "Primerov", "Примеров", "ZZ0000001", "obraztsova"):
        assert secret not in text
    found = check_snapshot("ZZ0000001", extract, on="2023-03-10")
    assert found["subject"].startswith("party/person-")


def test_each_device_has_its_own_key_for_all_its_extracts(tmp_path: Path) -> None:
    hashes = {}
    for path, device in (("a", "post-1"), ("b", "post-2"), ("c", "post-1")):
        told = snapshot(tmp_path / path, NAME, device=device)
        assert told["device"] == device
        rows = json.loads((tmp_path / path).read_text())["body"]["rows"]["mark"]
        hashes[path] = {row[1] for row in rows if row[0].endswith("#")}
        assert check_snapshot("ZZ0000001", tmp_path / path, on="2023-03-10")["answer"] == "STOP"
    assert hashes["a"] == hashes["c"]
    assert not hashes["a"] & hashes["b"]
    (tmp_path / "post-1.device").unlink()
    assert check_snapshot("ZZ0000001", tmp_path / "a", on="2023-03-10")["answer"] == "REFER"
    with pytest.raises(InputError, match="no name for a device"):
        snapshot(tmp_path / "d", NAME, device="../post")
    (tmp_path / "post-3.device").write_text((tmp_path / "post-2.device").read_text())
    with pytest.raises(InputError, match="the key of another device"):
        snapshot(tmp_path / "d", NAME, device="post-3")


def test_a_changed_file_is_refused(extract: Path) -> None:
    changed(extract, lambda whole: whole["body"].update(expires_on="2999-01-01"))
    with pytest.raises(InputError, match="was changed"):
        check_snapshot("asset/crane-07", extract)


def test_a_file_signed_anew_by_somebody_else_is_refused(extract: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    snapshot(other, NAME)
    extract.write_text(other.read_text())
    with pytest.raises(InputError, match="does not trust"):
        check_snapshot("asset/crane-07", extract)


def test_one_made_for_another_device_is_refused(extract: Path, tmp_path: Path) -> None:
    snapshot(tmp_path / "b.json", NAME, signing_key=Path(f"{extract}.signing-key"))
    Path(f"{extract}.device").write_text(Path(f"{tmp_path}/b.json.device").read_text())
    with pytest.raises(InputError, match="another device"):
        check_snapshot("asset/crane-07", extract)


def test_past_its_day_every_stop_is_a_refer(tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    told = snapshot(path, NAME, days=3)
    last = date.fromisoformat(told["expires_on"])
    assert check_snapshot("asset/crane-07", path, on=last.isoformat())["answer"] == "STOP"
    late = check_snapshot("asset/crane-07", path, on=(last + timedelta(days=1)).isoformat())
    assert late["answer"] == "REFER"
    assert "expired" in late["because"]
    after = (last + timedelta(days=1)).isoformat()
    assert check_snapshot("asset/crane-08", path, on=after)["answer"] == "ALLOW"


def test_a_slug_typed_otherwise_is_found_in_an_extract_too(extract: Path) -> None:
    for text, answer in (
        ("Party/Testbek-Primerov", "STOP"), ("ASSET/CRANE-07", "STOP"), ("asset/crane-7", "REFER"),
    ):  # fmt: skip
        assert check_snapshot(text, extract, on="2023-03-10")["answer"] == answer, text


def test_without_the_devices_file_persons_are_referred(extract: Path) -> None:
    Path(f"{extract}.device").unlink()
    assert check_snapshot("asset/crane-07", extract, on="2023-03-10")["answer"] == "STOP"
    assert check_snapshot("ZZ0000001", extract, on="2023-03-10")["answer"] == "REFER"
    assert check_snapshot("ZZ0000001", extract, "container", on="2023-03-10")["answer"] == "REFER"
    free = check_snapshot("asset/crane-08", extract, "asset", on="2023-03-10")
    assert free["answer"] == "REFER"  # whose signature stands under it is not known
    assert "whose signature" in free["because"]


def test_what_is_no_snapshot_and_what_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(InputError, match="no snapshot"):
        check_snapshot("x", tmp_path / "x.json")
    with pytest.raises(InputError, match="cannot be"):
        snapshot(tmp_path / "no" / "folder" / "x.json", NAME)


def test_keys_are_kept_and_readable_by_their_owner_alone(extract: Path) -> None:
    for name in (".signing-key", ".device"):
        assert Path(f"{extract}{name}").stat().st_mode & 0o077 == 0
    before = Path(f"{extract}.device").read_text()
    snapshot(extract, NAME)
    assert Path(f"{extract}.device").read_text() == before


def test_from_a_database_with_the_logs_place(registry: str, tmp_path: Path) -> None:
    load_case(read_case(NAME).case)
    path = tmp_path / "gate.json"
    told = snapshot(path, database=registry)
    assert told["log_sequence"] > 100
    found = check_snapshot("asset/crane-07", path, on="2023-03-10")
    assert (found["answer"], found["log_sequence"]) == ("STOP", told["log_sequence"])


def test_a_browser_gets_extracts_with_a_key_of_its_own(registry: str, tmp_path: Path) -> None:
    load_case(read_case(NAME).case)
    made = for_device(tmp_path / "keys" / "gate.signing-key", None, "user/officer", days=2)
    again = for_device(tmp_path / "keys" / "gate.signing-key", ("none",), "user/officer")
    assert [one["body"]["case"] for one in made["snapshots"]] == [NAME]
    assert again["snapshots"] == []
    assert again["device"]["public_key"] == made["device"]["public_key"]
    assert again["device"]["hash_key"] != made["device"]["hash_key"]
    path = tmp_path / "kept"
    path.write_text(json.dumps(made["snapshots"][0]))
    Path(f"{path}.device").write_text(json.dumps(made["device"]))
    assert check_snapshot("ZZ0000001", path, on="2023-03-10")["answer"] == "STOP"
