from datetime import date
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.operations.library import library_resources
from downrange.service.consequences.site import asset_contents, criticality_of, manifest_of


def test_contents_of_assets() -> None:
    resources = library_resources()
    collective = read_case("baikonur-2023-attachment").case.assets[0]
    held = asset_contents(collective, resources)
    assert "pad-31-service-cabin" in held
    assert "pad-45-1" not in held
    named = read_case("baikonur-2025-pad-31").case.assets[0]
    assert asset_contents(named, resources) == ("pad-31-service-cabin",)


def test_criticality_is_data_for_the_selection() -> None:
    harms = criticality_of(read_case("baikonur-2025-pad-31").case, date(2025, 1, 1))
    assert harms["asset/pad-31-service-cabin"].lives
    assert harms["asset/pad-31-service-cabin"].harm_score > 0.5


def test_a_users_log_tells_what_of_it_could_not_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "on,vehicle,site_code,pad,payloads\n"
        "2026-04-25,Soyuz-2-1A,GIK-5,LC31,Progress MS-34\n"
        "2026-05-01,Soyuz-2-1A,GIK-5,LC99,Nobody\n"
        "2026-05-02,Falcon 9,CC,LC40,Starlink\n",
        "utf-8",
    )
    manifest = manifest_of(read_case("baikonur-2025-pad-31"), date(2025, 11, 27), path)
    assert [one.title for one in manifest.launches] == ["Progress MS-34", "Nobody"]
    told = " ".join(manifest.notes)
    assert "1 of 3" in told
    assert "does not know" in told
    assert "LC99" in told


def test_a_need_that_leads_nowhere_is_told_with_file_and_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    row = "2026-04-25,Soyuz-2-1A,GIK-5,LC31,Progress MS-34,ghost|pad-31-6"
    path.write_text(f"on,vehicle,site_code,pad,payloads,needs\n{row}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        manifest_of(read_case("baikonur-2025-pad-31"), date(2025, 11, 27), path)
    (problem,) = caught.value.problems
    assert (problem.where.file, problem.where.key, problem.value) == ("mine.csv", "needs", "ghost")
