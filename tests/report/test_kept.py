"""An assessment as one document: plain JSON, with every figure's title, picture, refusal and place."""

from __future__ import annotations

import json

from downrange.report.kept import assessment_document
from downrange.service.science.assessment import assess


def test_a_document_is_plain_json_and_complete() -> None:
    found = assess("proton-2013", 4, 1)
    document = json.loads(json.dumps(assessment_document(found), allow_nan=False))
    event = document["events"][0]
    assert event["case"] == "proton-2013"
    assert event["prefix"] == ""
    for name in event["assessment"]["quantities"]:
        assert event["titles"][name]
    for damage in event["assessment"]["damages"]:
        assert event["titles"][damage["method"]]
    assert document["drawn"]["maps"] or document["drawn"]["field_maps"]
    assert document["drawn"]["compared"]
    assert document["refused"]["refusals"]
    assert document["refused"]["standing"]
    assert all(
        not name.startswith("air.") for row in document["refused"]["refusals"] for name in row["missing"]
    )
    assert {one["properties"]["kind"] for one in document["zones"]["features"]} >= {"pad", "settlement"}
    assert document["contours"]["features"]
    assert "GeoNames, CC BY 4.0" in " ".join(document["credits"])
