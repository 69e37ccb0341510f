"""Who said what: as known on a day, of one speaker, contradictions side by side, verdicts with their sources."""

from __future__ import annotations

import re

from django.utils.html import escape
from tests.web import driving

from downrange.web import cases

CASE = "tsenki-2023"
PATH = f"/cases/{CASE}/statements/"


def test_statements_contradictions_and_verdicts_stand_with_their_sources(pages: str) -> None:
    text = driving.client("regulator").get(PATH).content.decode()
    case = cases.the_case(CASE)
    for said in case.statements:
        assert f'id="{said.id.replace("/", "-")}"' in text
    for verdict in case.verdicts:
        assert escape(verdict.claim) in text
    for anchor in set(re.findall(r'href="#([^"]+)"', text)):
        assert f'id="{anchor}"' in text, anchor
    assert "What would settle it" in text


def test_what_was_known_then_is_less(pages: str) -> None:
    client = driving.client("regulator")
    rows = [
        client.get(f"{PATH}{asked}").content.decode().count('<tr id="statement-')
        for asked in ("?on=1980-01-01", "?on=2023-03-08", "")
    ]
    assert rows == sorted(set(rows))
    assert rows[-1] == len(cases.the_case(CASE).statements)


def test_one_speaker_or_one_outlet_alone(pages: str) -> None:
    client = driving.client("regulator")
    said = [one for one in cases.the_case(CASE).statements if one.said_by == "party/kz-bailiff"]
    text = client.get(f"{PATH}?by=party/kz-bailiff").content.decode()
    assert f'id="{said[0].id.replace("/", "-")}"' in text
    assert text.count('<tr id="statement-') < len(cases.the_case(CASE).statements)
    assert client.get(f"{PATH}?by=party/nobody").status_code == 400


def test_every_case_opens(pages: str) -> None:
    client = driving.client("regulator")
    for name in sorted(cases.names()):
        assert client.get(f"/cases/{name}/statements/").status_code == 200, name


def test_who_may_not(pages: str) -> None:
    assert driving.client("customs").get(PATH).status_code == 403
    assert driving.client("debtor").get("/cases/proton-2013/statements/").status_code == 403
