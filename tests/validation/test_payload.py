"""Payloads that the ascent closes with."""

import pytest

from downrange.errors import SourceError
from downrange.reference.library import table
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle
from downrange.validation.payload import FILE, closing_payload_kg, payload_rows, payload_scores


def test_every_vehicle_of_the_list_has_a_published_payload_and_a_site() -> None:
    for slug, body in table(FILE)["payloads"].items():
        assert vehicle(slug).nominal["leo_payload_kg"].source
        assert site(body["site"])


def test_soyuz_and_dnepr_close_within_a_tenth() -> None:
    for slug, published in (("soyuz-2.1a", 7600.0), ("dnepr", 4500.0)):
        assert closing_payload_kg(slug, table(FILE)["payloads"][slug]) == pytest.approx(published, rel=0.1)


def test_a_vehicle_without_masses_is_refused_with_all_that_is_missing() -> None:
    with pytest.raises(SourceError, match="masses") as caught:
        closing_payload_kg("soyuz-5", {"site": "baikonur", "inclination_deg": 51.6})
    assert len(caught.value.missing) == 4


def test_the_margin_says_how_far_a_published_payload_is_from_closing() -> None:
    rows = {row["what"]: row for row in payload_rows(("pslv-xl", "soyuz-fg"))}
    assert "m/s to spare" in rows["pslv-xl payload_kg"]["why"]
    assert rows["soyuz-fg payload_kg"]["inside"] is True


def test_what_could_not_be_flown_is_not_counted() -> None:
    rows: list[dict[str, object]] = [
        {"computed": 1.0, "inside": True},
        {"computed": 2.0, "inside": False},
        {"computed": None, "inside": None},
    ]
    assert payload_scores(rows) == {"payload_within_10_percent_share": 0.5}
    assert payload_scores([]) == {"payload_within_10_percent_share": 0.0}
