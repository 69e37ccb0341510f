"""Registers as CSV: a mapping, problems with file, column and line, and numbers that look alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from downrange.base.money import Money
from downrange.case.schema import Unknown
from downrange.errors import InputError
from downrange.inputs.assets import near_misses, read_assets, read_mapping
from downrange.inputs.cases import read_case

MAPPING = {
    "id": "inv", "title.en": "name", "kind": "type", "owner": "owner", "value": "value",
    "value.currency": "=KZT", "identifier.container": "box no", "identifier.serial": "serial",
    "use": "use", "inside": "in",
}  # fmt: skip
HEADER = "inv;name;type;owner;value;box no;serial;use;in\n"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "register.csv"
    path.write_text(header + "\n".join(rows) + "\n", "utf-8")
    return path


def test_a_register_is_read(tmp_path: Path) -> None:
    found = read_assets(
        write(
            tmp_path,
            "BOX 1;Container;container;party/x;1 900 000.50;CSQU3054383;;;",
            "Rack 3;Rack;equipment;;;;TLM-0003;production; launch-critical;BOX 1".replace(
                "; launch", "|launch"
            ),
        ),
        MAPPING,
    )
    box, rack = found.assets
    assert (box.id, box.value) == ("asset/box-1", Money.of("1900000.50", "KZT"))
    assert isinstance(rack.owner, Unknown)
    assert isinstance(rack.value, Unknown)
    assert rack.inside == "asset/box-1"
    assert rack.identifiers[0].value == "TLM-0003"
    assert not found.warnings


def test_every_wrong_cell_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "A1;Box;container;party/x;12.345;CSQU3054384;;;",
        "A1;;equipment;nobody;1;;;;",
    )
    with pytest.raises(InputError) as caught:
        read_assets(path, MAPPING)
    told = {(problem.where.key, problem.where.line) for problem in caught.value.problems}
    assert {("value", 2), ("box no", 2), ("inv", 3)} <= told
    assert any(line == 3 and key == "owner" for key, line in told)
    assert all(problem.where.file.endswith("register.csv") for problem in caught.value.problems)


def test_a_mapping_that_does_not_fit(tmp_path: Path) -> None:
    path = write(tmp_path, "A1;Box;container;party/x;1;;;;")
    with pytest.raises(InputError) as caught:
        read_assets(path, {"id": "inv", "kind": "no such", "colour": "name"})
    messages = {problem.message for problem in caught.value.problems}
    assert messages == {
        "the mapping leaves this out", "the mapping names a field that an asset does not have", "the file has no such column"
    }  # fmt: skip
    with pytest.raises(InputError, match="cannot be read"):
        read_assets(tmp_path / "none.csv", MAPPING)


def test_numbers_that_look_alike_are_warned_of(tmp_path: Path) -> None:
    found = read_assets(
        write(
            tmp_path,
            "1;a;equipment;party/x;;;SN-1O01;;",
            "2;b;equipment;party/x;;;SN-I001;;",
            "3;c;equipment;party/x;;;SN-2001;;",
            "4;d;equipment;party/x;;;sn 2001;;",
        ),
        MAPPING,
    )
    assert [(one.where.line, one.severity) for one in found.warnings] == [(3, "warning"), (5, "warning")]
    assert "looks like SN-1O01" in found.warnings[0].message
    assert "the same as" in found.warnings[1].message


def test_the_exercise_has_no_number_that_looks_like_another() -> None:
    assert not list(near_misses(list(read_case("tsenki-2023-exercise").case.assets)))


CHAINS = {"id": "inv", "title.en": "name", "kind": "type", "value": "value", "value.currency": "=KZT",
          "owner": "=party/y", "owners": "chain", "valuations": "appraised", "encumbrances": "rights",
          "identifier.serial": "serial"}  # fmt: skip
CHAINED = "inv|name|type|value|chain|appraised|rights|serial\n".replace("|", ",")


def test_chains_of_owners_valuations_and_rights_of_others(tmp_path: Path) -> None:
    row = (
        "A1,Crane,crane,90000000.00,party/x 2010..2023-02-19; party/y 2023-02-20.. 0.6; party/z 2023-02-20.. 0.4,"
        "2021-12 80000000; 2022-12-15 90000000.00 party/appraiser,pledge party/bank 2020-05-20,CSQU3054383"
    )
    found = read_assets(write(tmp_path, row, header=CHAINED), CHAINS)
    details = found.assets[0].details
    assert details["owners"] == [
        {"party": "party/x", "since": "2010", "until": "2023-02-19"},
        {"party": "party/y", "since": "2023-02-20", "share": "0.6"},
        {"party": "party/z", "since": "2023-02-20", "share": "0.4"},
    ]
    assert details["valuations"][1] == {
        "on": "2022-12-15", "amount": "90000000.00", "currency": "KZT", "by": "party/appraiser"
    }  # fmt: skip
    assert details["encumbrances"] == [{"kind": "pledge", "to": "party/bank", "since": "2020-05-20"}]
    (doubt,) = found.warnings
    assert "kind container" in doubt.message
    assert (doubt.where.key, doubt.where.line) == ("serial", 2)


@pytest.mark.parametrize(
    ("chain", "appraised", "rights", "key"),
    [
        ("nobody 2010", "", "", "chain"),
        ("party/x; party/y", "", "", "chain"),
        ("", "yesterday 5", "", "appraised"),
        ("", "2022 5.005", "", "appraised"),
        ("", "", "pledge", "rights"),
    ],
)
def test_chains_that_cannot_be_read(
    tmp_path: Path, chain: str, appraised: str, rights: str, key: str
) -> None:
    path = write(tmp_path, f"A1,Crane,crane,1,{chain},{appraised},{rights},S-1", header=CHAINED)
    with pytest.raises(InputError) as caught:
        read_assets(path, CHAINS)
    assert {problem.where.key for problem in caught.value.problems} == {key}


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("id: inv\nvalue.currency: =KZT\n")
    assert read_mapping(path) == {"id": "inv", "value.currency": "=KZT"}
    path.write_text("- id\n")
    with pytest.raises(InputError, match="is no mapping"):
        read_mapping(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")


def keys_of(path: Path, mapping: dict[str, str] = MAPPING) -> set[tuple[str, int | None]]:
    with pytest.raises(InputError) as caught:
        read_assets(path, mapping)
    return {(problem.where.key, problem.where.line) for problem in caught.value.problems}


@pytest.mark.parametrize("value", ["-5", "NaN", "Infinity", "1e5", "1,250", "1.2.3", "five"])
def test_only_a_plain_sum_is_a_value(tmp_path: Path, value: str) -> None:
    assert keys_of(write(tmp_path, f"A1;Box;container;party/x;{value};;;;")) == {("value", 2)}


def test_a_comma_before_two_digits_is_a_decimal_comma(tmp_path: Path) -> None:
    (one,) = read_assets(write(tmp_path, "A1;Box;container;party/x;1 250 000,50;;;;"), MAPPING).assets
    assert one.value == Money.of("1250000.50", "KZT")


def test_a_torn_file_is_told_and_not_taken_in_part(tmp_path: Path) -> None:
    assert ("inv", 2) in keys_of(write(tmp_path, "A1;Box;container;party/x;5;;;;;extra;cells"))
    assert ("type", 2) in keys_of(write(tmp_path, "A1;Box;;party/x;5;;;;"))
    assert ("", 2) in keys_of(write(tmp_path, 'A1;"Box;container;party/x;5;;;;'))
    assert ("", 2) in keys_of(write(tmp_path, "A1;" + "x" * 200_000 + ";y;;;;;;"))
    twice = HEADER.replace("in\n", "in;type\n")
    assert ("type", 1) in keys_of(write(tmp_path, "A1;Box;container;;;;;;;x", header=twice))


def test_nothing_is_inside_of_itself(tmp_path: Path) -> None:
    rows = ("A1;Box;container;;;;;;A2", "A2;Box;container;;;;;;A3", "A3;Box;container;;;;;;A1")
    assert keys_of(write(tmp_path, *rows)) == {("in", 2), ("in", 3), ("in", 4)}
    found = read_assets(write(tmp_path, "A1;Box;container;;;;;;A9"), MAPPING)
    assert [one.message for one in found.warnings] == ["lies in a thing that this file does not list"]


def test_a_slip_in_the_word_that_spares_a_thing_is_warned_of(tmp_path: Path) -> None:
    rows = (
        "A1;Pump;equipment;;;;;Life Critical;",
        "A2;Pump;equipment;;;;;life-critcal;",
        "A3;P;e;;;;;spare;",
    )
    found = read_assets(write(tmp_path, *rows), MAPPING)
    assert found.assets[0].use == ("life-critical",)
    assert [(one.where.line, one.message) for one in found.warnings] == [
        (3, "decides nothing: is life-critical meant?"),
        (4, "decides nothing about attachment"),
    ]


def test_inventory_numbers_in_cyrillic_stay_apart(tmp_path: Path) -> None:
    found = read_assets(write(tmp_path, "Кран 7;C;v;;;;;;", "Вагон 7;W;v;;;;;;"), MAPPING)
    assert [one.id for one in found.assets] == ["asset/kran-7", "asset/vagon-7"]
