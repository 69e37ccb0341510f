"""What nobody means to send, to every form there is: refused by its field, never a fault, nothing half-written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from tests.web import driving
from tests.web.pages.test_instalments import ASK, PLAN
from tests.web.pages.test_intake import made
from tests.web.pages.test_measures import EXERCISE, THING, drafted, party_of_exercise
from tests.web.test_papers import PDF

from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS, Deed
from downrange.web.models import Job, Paper, Redress

Form = tuple[str, dict[str, Any], dict[str, Any]]
"""Who sends it (a user of the tests, or of a party), the parts of its address, what a person would fill in."""

ACT = {"on": "2023-05-04", "document": "note 7", "confirm": "yes"}
FIELDS: dict[str, Any] = {
    "because": "a reason", "whom": "the head of the debtor", "asked_by": "the debtor", "permission": "use in place",
    "permits": "use in place", "queue": "on", "founder": "on", "known_on": "2023-05-01", "until": "2024-05-01",
    "objection": "stands", "suit": "freed", "assets": [THING], "old": THING, "into": "asset/crane-07",
    "ground": "debt-paid", "amount": "1000.00", "currency": "KZT", "licence": "licence 1", "key": "a-key-of-a-form",
    "head": "costs", "ending": "waiver", "cause": "court",
}  # fmt: skip
RULE = {
    "do": "supply", "parameter": "kz-enforcement.nothing", "value": "5", "source": "Gazette, 2023-05-01",
    "article": "1", "from": "2023-01-01", "to": "2023-12-31", "case": EXERCISE, "because": "not in force",
}  # fmt: skip
USER = {
    "do": "add", "name": "newcomer", "role": "debtor", "case": EXERCISE, "party": "party/tsenki-exercise",
    "organisation": "", "user": "1", "member": "1", "kind": "office",
}  # fmt: skip
HOSTILE = (
    "", " ", "NaN", "Infinity", "-1", "1e400", "0.000000001", "9" * 40, "1,5", "٣", "0000-00-00", "2023-02-31",
    "9999-12-31", "0001-01-01", "2023-05-04T00:00+14:00", "x" * 10_000, "\x07\x1b[31m", "\u202etxt.exe", "\ufffe",
    "😀" * 300, "<script>alert(1)</script>", "{{ 7 }}{% debug %}", "' OR 1=1 --", "../../etc/passwd", "null",
    "[]", '{"a": ' * 50, "asset/none", "party/none", "a\r\nSet-Cookie: x=1",
)  # fmt: skip


def _deeds() -> Iterator[tuple[str, Form]]:
    for prefix, of, deeds in (("measure", "attachment-2", MEASURE_DEEDS), ("claim", "debt", CLAIM_DEEDS)):
        for name, deed in deeds.items():
            yield f"{prefix}-{name}", (_who(deed), {"case": EXERCISE, "of": of}, _filled(deed))


def _who(deed: Deed) -> str:
    if deed.by_party:
        return "party"
    return "approver" if deed.action.value == "measure.approve" else "bailiff"


def _filled(deed: Deed) -> dict[str, Any]:
    role = {"role": deed.roles[0]} if len(deed.roles) > 1 and not deed.by_party else {}
    return {**ACT, **role, **{name: FIELDS[name] for name in deed.fields}, "paper_sha256": ""}


def _forms(world: dict[str, Any]) -> dict[str, Form]:
    case = {"case": EXERCISE}
    draft = {"number": world["draft"]}
    return {
        **dict(_deeds()),
        "language": ("auditor", {}, {"language": "ru", "next": "/"}),
        "assessment_run": ("regulator", {"case": "proton-2013"}, {"samples": "20", "seed": "1"}),
        "job_cancel": ("regulator", {"case": "proton-2013", "pk": world["job"]}, {"next": "/"}),
        "contest_run": ("regulator", {"case": "proton-2013"}, {
            "path": "scenario.release.mass_kg", "value": "1", "source": "own", "by": "party/khrunichev",
            "because": "because", "against": "", "samples": "20", "seed": "1"}),
        "contest_save": ("regulator", {"case": "proton-2013", "pk": world["job"]}, {"next": "/"}),
        "plan-ask": ("regulator", {**case, "of": "debt"}, {**PLAN, "confirm": "yes"}),
        "plan-decide": ("approver", {**case, "of": "debt", "sequence": world["plan"]}, {
            "verdict": "refused", "role": "court", "on": "2023-06-10", "document": "ruling 4", "because": "no",
            "paper_sha256": ""}),
        "assets-search": ("bailiff", case, {"number": "KR-40512", "purpose": "a writ"}),
        "assets-import": ("bailiff", case, {"text": "id,title\n", "mapping": "id: id", "confirm": "yes"}),
        "order-draft": ("bailiff", case, {
            "kind": "attachment", "claim": "claim/debt", "against": "party/tsenki-exercise", "things": THING,
            "on": "2023-05-04", "document": "d", "permits": "", "despite": "", "paper_sha256": "", "pick": "",
            "confirm": "yes"}),
        "paper-erase": ("regulator", {**case, "sha256": world["paper"]}, {"because": ""}),
        "intake": ("regulator", {}, {"text": "Kazakhstan attached it.", "name": "n", "published": "2023-03-14"}),
        "intake-decide": ("regulator", draft, {
            "item": "i1", "verdict": "corrected", "value": '{"amount": 1}', "because": "so"}),
        "intake-record": ("regulator", draft, {
            "case": EXERCISE, "publisher": "p", "title": "t", "address": "https://example.org"}),
        "intake-delete": ("regulator", {"number": 10**9}, {"because": "x"}),
        "gate": ("customs", {}, {"identifier": "KR-40512", "kind": "asset", "purpose": "p", "case": EXERCISE}),
        "gate_override": ("customs", {}, {"sequence": "1", "because": "x"}),
        "gate_snapshot": ("customs", {}, {"case": EXERCISE}),
        "gate_asked_offline": ("customs", {}, {"questions": "[]"}),
        "users": ("regulator", {}, USER),
        "rules": ("rule_editor", {}, RULE),
        "erase": ("regulator", {}, {"sequence": "1", "because": "x"}),
        "reply": ("party", case, {"party": "party/tsenki-exercise", "about": "claim/debt", "text": "We deny it."}),
        "redress": ("public", {}, {"text": "held wrongly", "contact": "a@example.org", "sequence": "1"}),
        "redress_decide": ("regulator", {}, {"reference": "R-1", "verdict": "granted", "answer": "so it is"}),
        "public_log": ("public", {}, {"proof": "{}"}),
        "login": ("public", {}, {"name": "nobody", "password": "x", "code": "", "next": "/"}),
        "logout": ("auditor", {}, {"next": "/"}),
        "change-password": ("auditor", {}, {"old": "x", "new": "y", "again": "y"}),
        "second-factor": ("auditor", {}, {"code": "123456", "secret": "A" * 32}),
        "set-password": ("public", {"key": "MQ", "token": "x-y"}, {"new": "y", "again": "y"}),
        "set-up": ("public", {"token": "x-y"}, {"name": "root", "new": "y", "again": "y"}),
        "tokens": ("bailiff", {}, {"name": "k", "scopes": ["case.view"], "days": "30"}),
        "token-end": ("auditor", {"number": 10**9}, {"next": "/"}),
    }  # fmt: skip


@pytest.fixture
def world(pages: str) -> dict[str, Any]:
    """A case in which every form has something to be about."""
    drafted(driving.client("bailiff"))
    party = party_of_exercise("debtor", "party/tsenki-exercise")
    assert driving.client("regulator").post(ASK, {**PLAN, "confirm": "yes"}).status_code == 302
    from downrange.service.holding.plans import asked_for
    from downrange.web.papers import keep

    bailiff = driving.client("bailiff").session["_auth_user_id"]
    paper = keep(SimpleUploadedFile("a.pdf", PDF), EXERCISE, int(bailiff))
    now = datetime.now(UTC)
    Paper.objects.update(used_at=now)
    Redress.objects.create(reference="R-1", text="held", state="open", created=now)
    job = Job.objects.create(kind="contest", case="proton-2013", state="failed", asked_at=now)
    return {
        "party": party, "draft": made(driving.client("regulator")), "paper": paper.sha256, "job": job.pk,
        "plan": asked_for(EXERCISE, "claim/debt")[-1].log_sequence,
    }  # fmt: skip


def _clients(world: dict[str, Any]) -> dict[str, Client]:
    found = {role: driving.client(role) for role in driving.USERS}
    found |= {"party": world["party"], "public": driving.client()}
    for one in found.values():
        one.raise_request_exception = False
    return found


def _taking_posts(patterns: Any) -> Iterator[str]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            continue  # the interface, which Schemathesis sends what it likes
        if "POST" in getattr(one.callback, "methods", ()):
            yield one.name


def test_every_form_there_is_stands_in_this_table(world: dict[str, Any]) -> None:
    assert set(_taking_posts(get_resolver().url_patterns)) == set(_forms(world))


def _entries() -> int:
    from downrange.registry.log import tail

    return int(tail()[0])


def _sent(client: Client, path: str, body: dict[str, Any]) -> tuple[int, str, int]:
    before = _entries()
    answer = client.post(path, body)
    return answer.status_code, answer.content.decode("utf-8", "replace"), _entries() - before


def _wrong(client: Client, path: str, body: dict[str, Any], field: str) -> str | None:
    status, said, recorded = _sent(client, path, body)
    told = f"{path} {field}={str(body.get(field))[:40]!r}: {status}"
    if status >= 500:
        return told
    if status in (400, 422):
        if recorded:
            return f"{told}, and {recorded} entries"
        if not re.search(r'role="alert"|class="problem|wrong-field|problems', said):
            return f"{told}, and no word of what is wrong"
    if "<script>alert(1)" in said:
        return f"{told}, and it runs"
    return None


def test_no_field_of_any_form_breaks_it(world: dict[str, Any], settings_without_limits: None) -> None:
    clients, wrong = _clients(world), []
    for number, (name, (who, parts, body)) in enumerate(_forms(world).items()):
        path = reverse(name, kwargs=parts)
        for place, field in enumerate(body):
            # every form meets every value in some field, and every field a third of them
            values = HOSTILE[(number + place) % 3 :: 3]
            wrong += [_wrong(clients[who], path, {**body, field: value}, field) for value in values]
    assert not [one for one in wrong if one], "\n".join(one for one in wrong if one)


def test_nothing_too_much_twice_and_files_for_text_do_not_break_it(
    world: dict[str, Any], settings_without_limits: None
) -> None:
    clients, wrong = _clients(world), []
    for name, (who, parts, body) in _forms(world).items():
        path, client = reverse(name, kwargs=parts), clients[who]
        first = next(iter(body))
        for sent in (
            {},
            {**body, "unknown": "x", "case": "proton-2013", "id": "1"},
            {**body, first: [body[first], "x", ""]},
            {**body, first: SimpleUploadedFile("a.pdf", PDF)},
            {**body, "paper": "text", "file": "text"},
            {**body, "paper": SimpleUploadedFile("a.pdf", b"MZ"), "file": SimpleUploadedFile("a.txt", b"\xff\xfe")},
        ):  # fmt: skip
            wrong.append(_wrong(client, path, sent, first))
        for raw in (b"\xff\xfe=\xff", b"%ED%A0%80=%ED%A0%80&on=%FF", b"&&&=&=", b"a" * 5000):
            answer = client.post(path, raw, content_type="application/x-www-form-urlencoded")
            wrong.append(f"{path} {raw[:20]!r}" if answer.status_code >= 500 else None)
        nul = client.post(path, {**body, first: "a\x00b"})
        wrong.append(f"{path} NUL: {nul.status_code}" if nul.status_code not in (400, 403) else None)
    assert not [one for one in wrong if one], "\n".join(one for one in wrong if one)


OFFLINE = {
    "identifier": "KR-1",
    "kind": "",
    "purpose": "",
    "answer": "STOP",
    "at": "2023-05-04T10:00:00Z",
}


def test_questions_of_a_device_are_taken_as_it_sends_them(pages: str) -> None:
    sent = driving.client("customs").post(
        "/gate/asked-offline/", json.dumps([OFFLINE]), content_type="text/plain"
    )
    assert sent.status_code == 200, sent.content


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"{", b"null", b"[1]", b'{"a": 1}', b"[[]]", b"\xff", b"[" * 20_000, b"1e400",
        json.dumps([{**OFFLINE, "at": "0001-01-01T00:00:00+14:00"}]).encode(),
        json.dumps([{**OFFLINE, "at": "9999-12-31T23:59:59-14:00"}]).encode(),
        json.dumps([{**OFFLINE, "at": 5}]).encode(),
        json.dumps([{**OFFLINE, "kind": []}]).encode(),
        json.dumps([{**OFFLINE, "kind": "ship"}]).encode(),
        json.dumps([{**OFFLINE, "answer": "MAYBE"}]).encode(),
        json.dumps([{**OFFLINE, "identifier": "a\x00b"}]).encode(),
        json.dumps([{**OFFLINE, "identifier": "\ud800"}]).encode(),
        json.dumps([{**OFFLINE, "identifier": None}]).encode(),
    ],
)  # fmt: skip
def test_questions_of_a_device_are_refused_whole(pages: str, sent: bytes) -> None:
    client = driving.client("customs")
    client.raise_request_exception = False
    before = _entries()
    answer = client.post("/gate/asked-offline/", sent, content_type="application/json")
    assert answer.status_code in (400, 422), answer.content
    assert _entries() == before


@pytest.fixture
def settings_without_limits() -> Iterator[None]:
    """No limit of requests: everything here comes from one address within a minute."""
    from django.test import override_settings

    with override_settings(DOWNRANGE_REQUESTS_PER_MINUTE=1_000_000):
        yield
