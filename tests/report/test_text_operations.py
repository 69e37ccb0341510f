from downrange.report.text_operations import consequence
from downrange.service.consequences.operations import consequence_report


def test_every_launch_reason_and_permission_is_printed() -> None:
    document = consequence_report("baikonur-2025-pad-31")
    text = "\n".join(consequence(document))
    for row in document["launches"]:
        assert row["launch"].removeprefix("launch/") in text
    assert "plesetsk could not take progress-ms-33, progress-ms-34: nothing below 62.9 degrees" in text
    assert document["credit"] in text
    assert "lives depend on it" in text
    assert "single point 1: " in text
    assert "[ops-tass-vostochny]" in text  # what moving costs is a source's word, not ours


def test_a_permission_in_force_is_told_with_its_article() -> None:
    text = "\n".join(consequence(consequence_report("baikonur-2023-attachment")))
    assert "permission (in force): asset/tsenki-own-property" in text
    assert "ENF 32(2)(4)" in text


def test_in_public_weak_points_are_counted_by_kind_only() -> None:
    text = "\n".join(consequence(consequence_report("baikonur-2025-pad-31", samples=20, names=False)))
    assert "single points of failure, pad-equipment: 3, lives depend on it" in text
    assert "single point 1" not in text


def test_what_stops_without_the_permission_is_said() -> None:
    text = "\n".join(consequence(consequence_report("baikonur-2023-attachment", samples=50)))
    assert "without the permission 7 launches would stop: luch-5kh-no-3, progress-ms-23" in text


def test_a_day_of_harm_is_told_with_its_chance() -> None:
    document = consequence_report("baikonur-2025-pad-31", samples=50)
    row = document["dependents"][0]
    row |= {"first_irreversible_harm_on": "2026-06-01", "harm_probability": 0.625}
    assert "irreversible harm: 2026-06-01, 62 % of the draws fly later" in "\n".join(consequence(document))
