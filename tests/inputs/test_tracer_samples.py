from __future__ import annotations

import os
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.tracer_samples import read_samples

GIVEN = """\
datem
year mn dy  shr  dur   lat     lon    pmch  stn
1983 09 18 1800 0300 39.65  -80.42      .0  302
1983 09 18 2130 0600 40.38  -80.63  1234.5  306
1983 09 19 0000 0300 40.38  -80.63   -9.0   306
"""


def test_the_layout_of_datem(tmp_path: Path) -> None:
    path = tmp_path / "samples.txt"
    path.write_text(GIVEN, "utf-8")
    first, second = read_samples(path)
    assert first.concentration_kg_per_m3 == 0.0
    assert second.start_s == first.start_s + 3.5 * 3600.0
    assert (second.duration_s, second.station) == (21600.0, "306")
    assert second.concentration_kg_per_m3 == pytest.approx(1.2345e-12)


@pytest.mark.parametrize(
    "line",
    [
        "1983 13 18 1800 0300 39.65 -80.42 1 302",
        "1983 09 18 1800 0300 39.65 -80.42",
        "1983 09 31 1800 0300 39.65 -80.42 1 302",
        "1983 09 18 1800 0390 39.65 -80.42 1 302",
        "1983 09 18 1800 0000 39.65 -80.42 1 302",
        "1983 09 18 1800 0300 99.65 -80.42 1 302",
        "1983 09 18 1800 0300 39.65 -80.42 nan 302",
    ],
)
def test_a_line_that_is_no_sample(tmp_path: Path, line: str) -> None:
    path = tmp_path / "samples.txt"
    path.write_text(GIVEN + line + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_samples(path)
    assert caught.value.problems[0].where.line == 6


def test_a_file_without_its_header_loses_no_sample(tmp_path: Path) -> None:
    path = tmp_path / "samples.txt"
    path.write_text("".join(GIVEN.splitlines(keepends=True)[2:]), "utf-8")
    with pytest.raises(InputError) as caught:
        read_samples(path)
    assert [p.where.line for p in caught.value.problems] == [1, 2]


def test_many_broken_lines_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "samples.txt"
    path.write_text(GIVEN + "no sample\n" * 50, "utf-8")
    with pytest.raises(InputError) as caught:
        read_samples(path)
    assert len(caught.value.problems) == 21
    assert "30 more lines" in str(caught.value.problems[-1])


def test_an_empty_or_absent_file(tmp_path: Path) -> None:
    path = tmp_path / "samples.txt"
    with pytest.raises(InputError, match="cannot be read"):
        read_samples(path)
    path.write_text("a\nb\n", "utf-8")
    with pytest.raises(InputError, match="no samples"):
        read_samples(path)


def test_the_measured_files() -> None:
    folder = os.environ.get("DOWNRANGE_DATA")
    if not folder:
        pytest.skip("DOWNRANGE_DATA not set: the samples of CAPTEX and ETEX are not here")
    assert len(read_samples(Path(folder) / "etex1" / "meas-t1.txt")) == 3105
    lengths = [len(read_samples(Path(folder) / "captex" / f"captex{n}.txt")) for n in (1, 2, 3, 4, 5, 7)]
    assert lengths == [395, 382, 404, 367, 318, 288]
