import json
from datetime import date
from pathlib import Path

import pytest

from downrange.errors import InputError, Problem
from downrange.inputs.cases import casebook
from downrange.inputs.launches import read_launches

GCAT_HEAD = "#Launch_Tag\tLaunch_JD\tLaunch_Date\tLV_Type\tVariant\tFlight_ID\tFlight\tMission\tLaunch_Site\tLaunch_Pad"


def gcat(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "launches.tsv"
    path.write_text("\n".join([GCAT_HEAD, "# Updated 2025 Dec  1", *rows]) + "\n", "utf-8")
    return path


def row(tag: str, day: str, flight: str, pad: str = "LC31") -> str:
    return "\t".join([tag, "2461006.9", day, "Soyuz-2-1A", "-", "M 15000-071", flight, "-", "GIK-5", pad])


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_launches(path)
    return caught.value.problems


def test_gcat_layout_with_its_days_as_far_as_known(tmp_path: Path) -> None:
    path = gcat(
        tmp_path,
        row("2025-275", "2025 Nov 27 0927:57", "Soyuz MS-28"),
        row("2026-X01", "2026 Apr?", "Progress MS-34"),
        row("2026-X02", "2026", "Later"),
    )
    first, second, third = read_launches(path).launches
    assert (first.name, first.planned) == ("launch/soyuz-ms-28", (date(2025, 11, 27), date(2025, 11, 27)))
    assert (first.payload_class, first.pad) == ("crew", "pad-31-6")
    assert second.planned == (date(2026, 4, 1), date(2026, 4, 30))
    assert third.planned == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_log_by_payload_gives_each_launch_once(tmp_path: Path) -> None:
    path = gcat(tmp_path, row("2025-275", "2025 Nov 27", "One"), row("2025-275", "2025 Nov 27", "Two"))
    assert [one.title for one in read_launches(path).launches] == ["One"]


def test_every_bad_row_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems(gcat(tmp_path, row("a", "27.11.2025", "X"), "too\tfew", row("b", "2025 Foo 1", "Y")))
    assert [(one.where.line, one.where.key) for one in found] == [
        (3, "Launch_Date"),
        (4, ""),
        (5, "Launch_Date"),
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "launches.tsv"
    path.write_text("#Launch_Tag\tLaunch_Date\n2025-1\t2025 Jan 1\n", "utf-8")
    assert {one.where.key for one in problems(path)} == {"LV_Type", "Launch_Site", "Launch_Pad"}


LIBRARY = {
    "count": 1,
    "results": [
        {
            "name": "Soyuz 2.1a | Progress MS-33",
            "net": "2026-03-22T11:59:51Z",
            "rocket": {"configuration": {"name": "Soyuz 2.1a", "full_name": "Soyuz 2.1a"}},
            "mission": {"name": "Progress MS-33"},
            "pad": {"name": "31/6", "location": {"name": "Baikonur Cosmodrome, Republic of Kazakhstan"}},
        },
        {
            "name": "Falcon 9 | Something",
            "net": "2026-03-23T00:00:00Z",
            "rocket": {"configuration": {"name": "Falcon 9"}},
            "mission": None,
            "pad": {"name": "Pad 40", "location": {"name": "Cape Canaveral"}},
        },
    ],
}


def test_launch_library_two(tmp_path: Path) -> None:
    path = tmp_path / "launches.json"
    path.write_text(json.dumps(LIBRARY, indent=1), "utf-8")
    first, second = read_launches(path).launches
    assert (first.site, first.pad, first.payload_class) == ("GIK-5", "pad-31-6", "cargo")
    assert first.planned == (date(2026, 3, 22), date(2026, 3, 22))
    assert (second.title, second.site, second.needs) == ("Something", "Cape Canaveral", ())


def test_launch_library_problems_have_key_and_line(tmp_path: Path) -> None:
    broken = json.loads(json.dumps(LIBRARY))
    broken["results"][0]["net"] = "soon"
    del broken["results"][1]["pad"]
    path = tmp_path / "launches.json"
    path.write_text(json.dumps(broken, indent=1), "utf-8")
    first, second = problems(path)
    assert (first.where.key, first.value) == ("results[0].net", "soon")
    assert "net" in path.read_text("utf-8").splitlines()[(first.where.line or 0) - 1]
    assert second.where.key == "results[1].pad"


def test_our_own_table(tmp_path: Path) -> None:
    path = tmp_path / "launches.csv"
    path.write_text(
        "# a remark\non,planned_first,planned_last,flew_on,vehicle,site_code,pad,payloads,harm_on\n"
        "2025-12-20,2025-12-19,2025-12-21,2026-03-22,Soyuz-2-1A,GIK-5,LC31,Progress MS-33,2026-06-01\n",
        "utf-8",
    )
    (launch,) = read_launches(path).launches
    assert launch.planned == (date(2025, 12, 19), date(2025, 12, 21))
    assert (launch.flew_on, launch.harm_on) == (date(2026, 3, 22), date(2026, 6, 1))


def test_bad_days_and_short_rows_of_our_table(tmp_path: Path) -> None:
    path = tmp_path / "launches.csv"
    path.write_text("on,vehicle,site_code,pad,payloads\n2025-13-01,Soyuz,GIK-5,LC31,X\n2025,Soyuz\n", "utf-8")
    assert sorted(one.where.line or 0 for one in problems(path)) == [2, 3]


@pytest.mark.parametrize(("name", "text"), [("launches.csv", ""), ("launches.xml", "<a/>")])
def test_nothing_to_read_is_a_problem(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert problems(path)
    assert problems(tmp_path / "absent.csv")


def test_every_manifest_of_the_casebook_reads() -> None:
    found = sorted(casebook().rglob("launches.csv"))
    assert len(found) >= 2
    for path in found:
        assert read_launches(path).launches


def test_each_log_tells_how_far_it_goes_and_whom_to_credit(tmp_path: Path) -> None:
    read = read_launches(gcat(tmp_path, row("2025-275", "2025 Nov 27", "Soyuz MS-28")))
    assert read.complete_to == date(2025, 12, 1)
    assert "McDowell" in read.credit
    path = tmp_path / "launches.json"
    dated = json.loads(json.dumps(LIBRARY))
    dated["results"][0]["last_updated"] = "2026-03-20T08:00:00Z"
    path.write_text(json.dumps(dated), "utf-8")
    read = read_launches(path)
    assert read.complete_to == date(2026, 3, 20)
    assert "Space Devs" in read.credit
    plain = tmp_path / "launches.csv"
    plain.write_text("on,vehicle,site_code,pad,payloads\n2025,Soyuz,GIK-5,LC31,X\n", "utf-8")
    assert (read_launches(plain).complete_to, read_launches(plain).credit) == (None, "")


def own(tmp_path: Path, *rows: str, head: str = "on,vehicle,site_code,pad,payloads") -> Path:
    path = tmp_path / "launches.csv"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def test_a_quarter_and_a_doubtful_day_of_gcat(tmp_path: Path) -> None:
    path = gcat(tmp_path, row("a", "2026 Q3", "Progress MS-35"), row("b", "2026 Mar 12?", "Soyuz MS-30"))
    first, second = read_launches(path).launches
    assert first.planned == (date(2026, 7, 1), date(2026, 9, 30))
    assert second.planned == (date(2026, 3, 12), date(2026, 3, 12))


def test_launches_of_one_name_and_day_are_all_kept(tmp_path: Path) -> None:
    rows = [row(tag, "2026 Mar 12", "Kosmos") for tag in ("a", "b", "c")]
    names = [one.name for one in read_launches(gcat(tmp_path, *rows)).launches]
    assert len(set(names)) == 3


def test_a_launch_that_stands_twice_in_our_table_is_told_with_both_lines(tmp_path: Path) -> None:
    line = "2026-04-25,Soyuz-2-1A,GIK-5,LC31,Progress MS-34"
    (one,) = problems(own(tmp_path, line, line.replace(",LC31", ", LC31 ")))
    assert one.where.line == 3
    assert "first in line 2" in one.message


@pytest.mark.parametrize(
    ("head", "cells", "key"),
    [
        ("flew_on", "2026-13-01", "flew_on"),
        ("flew_on", "2026-03", "flew_on"),
        ("harm_on", "June", "harm_on"),
        ("inclination_deg", "steep", "inclination_deg"),
        ("inclination_deg", "nan", "inclination_deg"),
        ("inclination_deg", "181", "inclination_deg"),
        ("planned_first,planned_last", "2026-05-02,2026-05-01", "planned_last"),
        ("planned_last", "2026-05-01", "planned_first"),
    ],
)
def test_a_wrong_cell_is_told_by_its_own_column(tmp_path: Path, head: str, cells: str, key: str) -> None:
    path = own(
        tmp_path,
        f"2026-04-25,Soyuz-2-1A,GIK-5,LC31,Progress MS-34,{cells}",
        head=f"on,vehicle,site_code,pad,payloads,{head}",
    )
    (one,) = problems(path)
    assert (one.where.file, one.where.key, one.where.line) == ("launches.csv", key, 2)


def test_an_open_quote_and_a_doubled_column_end_in_a_place(tmp_path: Path) -> None:
    (one,) = problems(own(tmp_path, '2026-04-25,"Soyuz,GIK-5,LC31,X'))
    assert "not a table" in one.message
    found = problems(own(tmp_path, "2026,Soyuz,G,L,X,2027", head="on,vehicle,site_code,pad,payloads,on"))
    assert "stands twice" in found[0].message


def test_lines_are_counted_past_quoted_line_ends_and_odd_characters(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        '2026-04-25,Soyuz,GIK-5,LC31,"two\nlines"',
        "2026-04-26,Soyuz\x0b\u2028,GIK-5,LC31,Y",
        "no,V,S,P,Z",
    )
    (one,) = problems(path)
    assert one.where.line == 5


def test_a_missing_vehicle_is_a_problem(tmp_path: Path) -> None:
    (one,) = problems(own(tmp_path, "2026-04-25, ,GIK-5,LC31,X"))
    assert one.where.key == "vehicle"


def library(tmp_path: Path, data: object) -> Path:
    path = tmp_path / "launches.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_pages_of_launch_library_two_with_empty_ones_and_repeats(tmp_path: Path) -> None:
    launch = {
        **json.loads(json.dumps(LIBRARY))["results"][0],
        "id": "one",
        "last_updated": "2026-01-01T00:00:00Z",
    }
    later = {**launch, "net": "2026-03-23T00:00:00Z", "last_updated": "2026-02-01T00:00:00Z"}
    pages = [{"results": []}, {"results": [later]}, {"results": [launch]}]
    (found,) = read_launches(library(tmp_path, pages)).launches
    assert found.planned == (date(2026, 3, 23), date(2026, 3, 23))  # what was brought up to date last
    assert "no launch" in problems(library(tmp_path, [{"results": []}]))[0].message
    assert "no launch" in problems(library(tmp_path, {"count": 0, "results": []}))[0].message


def test_a_page_of_several_says_that_launches_may_be_missing(tmp_path: Path) -> None:
    page = {**LIBRARY, "count": 310, "next": "https://example.invalid/?offset=2"}
    (note,) = read_launches(library(tmp_path, page)).notes
    assert "310" in note
    assert read_launches(library(tmp_path, {**LIBRARY, "next": None})).notes == ()


def test_the_short_answers_of_launch_library_two(tmp_path: Path) -> None:
    short = {
        "name": "Soyuz 2.1a | Progress MS-34 (95P)",
        "net": "2026-04-26T02:00:00+05:00",
        "net_precision": {"name": "Day"},
        "mission": "Progress MS-34 (95P)",
        "pad": "31/6",
        "location": "Baikonur Cosmodrome, Republic of Kazakhstan",
    }
    (found,) = read_launches(library(tmp_path, {"results": [short]})).launches
    assert (found.site, found.pad, found.payload_class) == ("GIK-5", "pad-31-6", "cargo")
    assert found.planned == (date(2026, 4, 25), date(2026, 4, 25))


@pytest.mark.parametrize(
    "data", [{}, {"results": None}, {"detail": "throttled"}, 3, None, [None], [[]], {"results": ["x"]}]
)
def test_what_is_no_answer_of_launch_library_two(tmp_path: Path, data: object) -> None:
    assert problems(library(tmp_path, data))


def test_a_file_that_is_no_text_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "launches.tsv").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in problems(tmp_path / "launches.tsv")[0].message
    (tmp_path / "folder.csv").mkdir()
    assert "cannot be read" in problems(tmp_path / "folder.csv")[0].message
