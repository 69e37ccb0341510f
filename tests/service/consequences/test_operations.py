from pathlib import Path
from typing import Any

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.service.consequences.operations import consequence_report, consequences_of

KEYS = {"launches", "dependents", "alternatives", "permissions"}


def effects(document: dict[str, Any]) -> dict[str, str]:
    return {row["launch"]: row["effect"] for row in document["launches"]}


def test_the_attachment_of_2023_with_use_permitted_stops_nothing() -> None:
    """Progress MS-23 flew from pad 31 on 2023-05-24, eleven weeks after the attachment became public."""
    document = consequence_report("baikonur-2023-attachment")
    assert set(document) >= KEYS
    row = next(row for row in document["launches"] if row["launch"] == "launch/progress-ms-23")
    assert (row["date"], row["effect"], row["pad"]) == ("2023-05-24", "unaffected", "pad-31-6")
    assert set(effects(document).values()) == {"unaffected"}
    (permission,) = document["permissions"]
    assert permission["in_force"]
    assert "launch/progress-ms-23" in permission["avoids"]
    barred = {row["launch"] for row in document["without_permission"]}
    assert "launch/progress-ms-23" in barred
    assert not any("kondor" in name for name in barred)  # from Vostochny
    assert any("not published" in note for note in document["notes"])


def test_a_freeze_does_not_cancel_a_permission_in_force() -> None:
    document = consequence_report("baikonur-2023-attachment", ["asset/tsenki-own-property"], "2023-03-10")
    assert effects(document)["launch/progress-ms-23"] == "unaffected"


@pytest.mark.parametrize("freeze", [(), ("asset/pad-31-service-cabin",)])
def test_one_service_cabin_stops_every_crew_and_cargo_flight_and_no_proton(freeze: tuple[str, ...]) -> None:
    document = consequence_report("baikonur-2025-pad-31", freeze)
    assert document["on"] == "2025-11-27"
    for row in document["launches"]:
        expected = "stopped" if row["class"] in ("crew", "cargo") else "unaffected"
        assert row["effect"] == expected, row["launch"]
    proton = next(row for row in document["launches"] if row["vehicle"].startswith("Proton"))
    assert proton["effect"] == "unaffected"
    delay = next(row for row in document["launches"] if row["launch"] == "launch/progress-ms-33")["delay_d"]
    assert delay["p05"] < 92 < delay["p95"]  # the range was argued before, the slip is from the record
    assert {row["dependent"].split()[0] for row in document["dependents"]} == {"crew", "cargo"}
    assert not any(row["possible"] for row in document["alternatives"])
    assert all(row["why"] for row in document["alternatives"])


def test_after_the_flight_the_slip_is_the_recorded_one() -> None:
    """Planned 19 to 21 December 2025, flown 2026-03-22: 91 to 93 days; restored 2026-03-03."""
    document = consequence_report("baikonur-2025-pad-31", on="2026-03-31")
    row = next(row for row in document["launches"] if row["launch"] == "launch/progress-ms-33")
    assert row["effect"] == "delayed"
    assert row["delay_d"] == {"p05": 91.0, "p50": 92.0, "p95": 93.0}
    assert document["withdrawn"][0]["until"] == "2026-03-03"
    recorded = {row["launch"]: row for row in document["recorded"]}["launch/progress-ms-33"]
    assert (recorded["flew_on"], recorded["slip_low_d"], recorded["slip_high_d"]) == ("2026-03-22", 91, 93)


def test_between_restoration_and_flight_the_first_flight_is_foreseen_in_march_and_april() -> None:
    document = consequence_report("baikonur-2025-pad-31", on="2026-03-04")
    row = next(row for row in document["launches"] if row["launch"] == "launch/progress-ms-33")
    assert row["effect"] == "delayed"
    assert row["delay_d"]["p05"] < 92 < row["delay_d"]["p95"]


def test_oneweb_six_launches_and_their_fee_are_lost() -> None:
    document = consequence_report("oneweb-baikonur")
    assert list(effects(document).values()) == ["stopped"] * 6
    (row,) = document["money"]
    assert row["amount"] == {"amount": "610000.00", "currency": "USD"}
    assert "36 satellites stay" in document["dependents"][0]["dependent"]
    assert document["permissions"][0]["article"] == ""


def test_unknown_assets_and_cases_that_hold_nothing_are_problems() -> None:
    with pytest.raises(InputError, match="no such asset"):
        consequence_report("baikonur-2025-pad-31", ["asset/ghost", "asset/phantom"])
    with pytest.raises(InputError, match="holds and lost nothing"):
        consequence_report("soyuz-nominal")


def test_a_library_resource_may_be_frozen_in_any_case() -> None:
    document = consequence_report("soyuz-nominal", ["asset/repair-tools"], "2023-06-01")
    assert set(effects(document).values()) == {"unaffected"}
    stopped = consequence_report("soyuz-nominal", ["asset/soyuz-transporter"], "2023-06-01")
    assert "stopped" in effects(stopped).values()
    assert stopped["credit"].count("CC BY 4.0") == 1


GCAT = (
    "#Launch_Tag\tLaunch_Date\tLV_Type\tFlight\tLaunch_Site\tLaunch_Pad\n# Updated 2026 Mar  8\n"
    "2026-900\t2026 Apr 26\tSoyuz-2-1A\tProgress MS-34\tGIK-5\tLC31\n"
    "2026-901\t2026 Apr 27\tFalcon 9\tStarlink\tCC\tLC40\n"
)


def test_a_user_brings_the_current_log(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(GCAT, "utf-8")
    document = consequence_report("baikonur-2025-pad-31", launches=path)
    assert effects(document) == {"launch/progress-ms-34": "stopped"}
    assert document["complete_to"] == "2026-03-08"
    assert "McDowell" in document["credit"]
    assert any("left out" in note and "1 of 2" in note for note in document["notes"])


def test_terms_of_use_that_nobody_published_are_read_as_the_normal_state_in_law() -> None:
    """The attachment of 2023 did not stop launches; held without use, by the user's word, it would."""
    document = consequence_report("tsenki-2023")
    assert set(effects(document).values()) == {"unaffected"}
    assert any("normal state in law" in note for note in document["notes"])
    assert "launch/progress-ms-23" in {row["launch"] for row in document["without_permission"]}
    frozen = consequence_report("tsenki-2023", ["asset/tsenki-own-property"])
    assert effects(frozen)["launch/progress-ms-23"] == "stopped"


def test_in_public_no_single_point_has_a_name() -> None:
    document = consequence_report("baikonur-2025-pad-31", samples=20, names=False)
    assert {"kind": "pad-equipment", "single_points": 3, "lives": True} in document["single_points"]
    titles = " ".join(node["title"] for node in document["graph"]["nodes"])
    assert "tower" not in titles
    assert not document["named"]


def test_satellites_that_are_held_are_missing_at_every_site() -> None:
    """OneWeb flew from Baikonur, Vostochny and Kourou alike; what was kept at Baikonur flies from nowhere."""
    document = consequence_report("oneweb-baikonur")
    rows = {row["site"]: row for row in document["alternatives"]}
    assert rows["vostochny"]["track"] == "near-polar (OneWeb)"
    assert all("out of use wherever" in row["why"] for row in rows.values())
    assert not any(row["possible"] for row in rows.values())


def test_tracks_and_zones_are_data_with_their_azimuths() -> None:
    sites = {row["site"]: row for row in consequence_report("baikonur-2025-pad-31", samples=20)["tracks"]}
    assert sites["baikonur"]["launches_here"]
    assert sites["baikonur"]["wanted_deg"] == [51.65]
    station = next(row for row in sites["baikonur"]["tracks"] if row["name"] == "station")
    assert 61 < station["azimuth_deg"] < 64


def test_consequences_only_where_launches_need_what_is_held() -> None:
    assert consequences_of("ara-libertad") is None
    found = consequences_of("baikonur-2025-pad-31", samples=20)
    assert found is not None
    assert not found["named"]


def test_what_came_after_the_day_of_the_question_is_not_known() -> None:
    with pytest.raises(InputError, match="nothing by that day"):
        consequence_report("baikonur-2025-pad-31", on="2025-11-26")
    assert consequences_of("baikonur-2025-pad-31", "2025-11-26") is None
    assert consequences_of("baikonur-2025-pad-31", "2025-11-27", samples=10) is not None
    asked = consequence_report(
        "baikonur-2023-attachment", ["asset/tsenki-own-property"], "2023-02-01", samples=10
    )
    assert asked["withdrawn"][0]["since"] == "2023-02-01"  # a question beforehand


def test_holds_as_they_stand_on_record(registry: str) -> None:
    """The file tells of an attachment with use; an order recorded since bars the use, and launches stop."""
    from downrange.service.holding.recording import load_case

    name = "baikonur-2023-attachment"
    unknown = consequence_report(name, samples=20, recorded=True)
    assert any("not on record" in note for note in unknown["notes"])
    case = read_case(name).case
    load_case(case)
    before = consequence_report(name, samples=20, recorded=True)
    assert set(effects(before).values()) == {"unaffected"}
    assert any("as they stand on record" in note for note in before["notes"])
    (measure,) = (one for one in case.measures if one.reaches)
    stricter = measure.model_copy(update={"kind": "other", "permits": ()})
    others = tuple(one for one in case.measures if one.id != measure.id)
    load_case(case.model_copy(update={"measures": (*others, stricter)}))
    after = consequence_report(name, samples=20, recorded=True)
    assert effects(after)["launch/progress-ms-23"] == "stopped"
    assert set(effects(consequence_report(name, samples=20)).values()) == {"unaffected"}
