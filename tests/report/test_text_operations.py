from downrange.report.text_operations import consequence
from downrange.service.operations import consequence_report


def test_every_launch_reason_and_permission_is_printed() -> None:
    document = consequence_report("baikonur-2025-pad-31")
    text = "\n".join(consequence(document))
    for row in document["launches"]:
        assert row["launch"].removeprefix("launch/") in text
    assert "plesetsk could not take progress-ms-33: nothing below 62.9 degrees" in text
    assert document["credit"] in text


def test_a_permission_in_force_is_told_with_its_article() -> None:
    text = "\n".join(consequence(consequence_report("baikonur-2023-attachment")))
    assert "permission (in force): asset/tsenki-own-property" in text
    assert "ENF 32(2)(4)" in text
