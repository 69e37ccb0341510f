"""An upgrade of the whole registry on both databases: an older state with data goes forward, nothing is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests.web import driving
from tests.web.test_papers import PDF

from downrange.base.money import Money

if TYPE_CHECKING:
    from tests.conftest import Cluster

EXERCISE = "tsenki-2023-exercise"


def _emptied(registry: str, request: pytest.FixtureRequest) -> str:
    if registry.startswith("sqlite"):
        return f"{registry}.older"
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.run("DROP DATABASE IF EXISTS older_pages WITH (FORCE)")
    cluster.run("CREATE DATABASE older_pages")
    return cluster.url("older_pages")


@pytest.fixture
def older(registry: str, request: pytest.FixtureRequest) -> str:
    """A registry of the release before papers: users, roles, a key, a run, a complaint, postings, facts."""
    from django.core.management import call_command

    from downrange.registry.database import configure
    from downrange.service.keeping.casebook import load_case
    from downrange.web import cases, tokens
    from downrange.web.models import Job, Redress

    url = _emptied(registry, request)
    configure(url)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", "web", "0001", verbosity=0, interactive=False)
    load_case(cases.file_of(EXERCISE).case)
    driving.make_users()
    from downrange.registry.models import User

    bailiff = User.objects.get(username="bailiff")
    tokens.make(bailiff, "of the older release", ("case.view",))
    now = datetime.now(UTC)
    Job.objects.create(
        kind="assess", case=EXERCISE, asked_by=bailiff, state="done", result={"sum": "1"}, asked_at=now
    )
    Redress.objects.create(reference="R-0001", text="held wrongly", state="open", created=now)
    return url


def _rows() -> dict[str, list[Any]]:
    from downrange.registry import facts
    from downrange.registry.models import User
    from downrange.web.models import ApiToken, Job, Membership, Redress

    return {
        "facts": [fact.id for fact in facts.everything()],
        "users": list(User.objects.order_by("pk").values_list("username", "password")),
        "roles": list(
            Membership.objects.order_by("pk").values_list("user__username", "role", "case", "party")
        ),
        "keys": list(ApiToken.objects.order_by("pk").values_list("name", "hash")),
        "runs": list(Job.objects.order_by("pk").values_list("kind", "state", "result")),
        "complaints": list(Redress.objects.order_by("pk").values_list("reference", "text", "state")),
    }


def test_users_roles_keys_runs_and_the_record_go_forward(older: str) -> None:
    from downrange.registry.database import migrate
    from downrange.registry.entries import Draft, Line
    from downrange.service.record.ledger import post
    from downrange.service.record.log import check_registry
    from downrange.web.models import Paper

    one = Money.of("5.00", "KZT")
    post(Draft("before", date(2023, 4, 3), "clerk", (Line("z/a", one), Line("z/b", -one))))
    before = _rows()
    assert all(before.values())
    migrate(older)
    assert _rows() == before
    assert check_registry() == []
    assert not Paper.objects.exists()

    client = Client()
    assert client.login(username="bailiff", password=driving.PASSWORD)
    assert client.get(f"/cases/{EXERCISE}/debt/").status_code == 200
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = f"/api/v1/cases/{EXERCISE}/papers"
    kept = driving.client("bailiff").post(path, {"paper": SimpleUploadedFile("a.pdf", PDF)})
    assert kept.status_code == 201, kept.content
    assert Paper.objects.count() == 1


def test_a_corrected_case_supersedes_what_its_file_said_and_nothing_that_persons_did(pages: str) -> None:
    from downrange.registry.facts import FactDraft, everything
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.facts import facts_as_of, record_fact
    from downrange.service.record.log import check_registry
    from downrange.web import cases, server

    case = cases.file_of(EXERCISE).case
    load_case(case.model_copy(update={"title": "As an older release had it"}))
    by_person = record_fact(
        FactDraft("remark", f"{EXERCISE}/remark", {"text": "x"}, "user/auditor", date(2023, 5, 1))
    )
    said: list[str] = []
    server._casebook(said.append)
    assert said == [f"casebook: {EXERCISE} corrected since; changes on record: 1"]
    assert facts_as_of(f"{EXERCISE}/case", "case")[-1].body["title"] == case.title
    assert [fact for fact in everything() if fact.body.get("title") == "As an older release had it"]
    assert facts_as_of(f"{EXERCISE}/remark", "remark")[-1].id == by_person.id
    count = len(list(everything()))
    said.clear()
    server._casebook(said.append)
    assert said == []
    assert len(list(everything())) == count
    assert check_registry() == []
