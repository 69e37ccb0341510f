"""Finding a thing by the interface, its sheet, and why a figure is what it is."""

from __future__ import annotations

import pytest
from tests.web import driving
from tests.web.api import calling

from downrange.web import cases

EXERCISE = "tsenki-2023-exercise"


def _numbered() -> tuple[str, str]:
    """A thing of the exercise and one of its numbers."""
    found = next(one for one in cases.the_case(EXERCISE).assets if one.identifiers)
    return found.id, found.identifiers[0].value


def test_a_thing_is_found_by_its_number_however_it_is_spelt_and_that_is_on_record(pages: str) -> None:
    from downrange.service.record.facts import facts_as_of

    thing, number = _numbered()
    spelt = f" {number.lower().replace('-', ' ')} "
    body = {"identifier": spelt, "purpose": "order 7"}
    answer = calling.post(calling.keyed("bailiff"), f"/cases/{EXERCISE}/assets/search", body)
    assert answer.status_code == 200, answer.content
    assert [one["asset"]["id"] for one in answer.json()["hits"]] == [thing]
    looked = facts_as_of("register/query", "register-query")
    assert looked[-1].by == "user/bailiff"
    assert number not in str(looked[-1].body)  # held back
    sheet = driving.client("auditor").get(f"/api/v1/cases/{EXERCISE}/assets/{thing.partition('/')[2]}").json()
    assert sheet["asset"]["id"] == thing
    assert sheet["history"][0]["log_sequence"] > 0


@pytest.mark.parametrize(("body", "field"), [({"identifier": "  "}, "identifier"), ({}, "identifier")])
def test_nothing_is_not_looked_for(pages: str, body: dict[str, str], field: str) -> None:
    answer = calling.post(calling.keyed("bailiff"), f"/cases/{EXERCISE}/assets/search", body)
    assert field in [one["field"].rpartition(".")[2] for one in calling.is_problem(answer, 422)["errors"]]


def test_parties_and_customs_do_not_search(pages: str) -> None:
    for role in ("debtor", "creditor", "customs"):
        answer = calling.post(
            driving.client(role), f"/cases/{driving.CASE}/assets/search", {"identifier": "x"}
        )
        calling.is_problem(answer, 403)


def test_a_figure_is_explained_down_to_its_sources(pages: str) -> None:
    client = driving.client("debtor")
    found = client.get(f"/api/v1/cases/{driving.CASE}/explain?figure=claim.asserted").json()
    assert found["value"] == "13684550338.70"
    assert {leaf["source"] for leaf in found["leaves"]} <= set(found["sources"])
    assert found["sources"]
    for figure, status in (("claim.nothing", 404), ("x" * 150, 404), ("../../etc", 422)):
        answer = client.get(f"/api/v1/cases/{driving.CASE}/explain?figure={figure}")
        calling.is_problem(answer, status)
    calling.is_problem(client.get(f"/api/v1/cases/{EXERCISE}/explain?figure=claim.asserted"), 403)
