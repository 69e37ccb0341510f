"""Papers by the interface: uploaded, named by the act that bears them, given back as files."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import driving
from tests.web.api import calling
from tests.web.test_papers import PDF

from downrange.service.record.facts import facts_as_of
from downrange.web.api import entry
from downrange.web.models import Paper

DIGEST = hashlib.sha256(PDF).hexdigest()
CASE = "tsenki-2023-exercise"
PAPERS = f"{calling.ROOT}/cases/{CASE}/papers"


def _sent(client: Any, content: bytes = PDF, name: str = "order.pdf") -> Any:
    return client.post(PAPERS, {"paper": SimpleUploadedFile(name, content)})


def _order(**more: Any) -> dict[str, Any]:
    return {
        "kind": "attachment", "claim": "claim/debt", "against": "party/tsenki-exercise",
        "reaches": [], "on": "2023-05-02", "document": "draft 1", **more,
    }  # fmt: skip


def test_a_paper_is_uploaded_then_named_by_its_act_and_read_by_the_parties(pages: str) -> None:
    bailiff = calling.keyed("bailiff")
    told = _sent(bailiff)
    assert told.status_code == 201, told.content
    kept = told.json()
    assert (kept["sha256"], kept["media_type"], kept["size_bytes"]) == (DIGEST, "application/pdf", len(PDF))
    assert kept["used"] is False
    assert kept["until"] is not None
    calling.is_problem(bailiff.get(f"{PAPERS}/{DIGEST}"), 404)
    drafted = calling.post(bailiff, f"/cases/{CASE}/measures", _order(document_sha256=DIGEST))
    assert drafted.status_code == 201, drafted.content
    measure = drafted.json()["measure"]["id"]
    assert facts_as_of(f"{CASE}/{measure}", "measure-step")[-1].document_sha256 == DIGEST
    given = bailiff.get(f"{PAPERS}/{DIGEST}")
    assert (given.status_code, given.content, given["Content-Type"]) == (200, PDF, "application/pdf")
    assert "sandbox" in given["Content-Security-Policy"]
    again = _sent(bailiff).json()
    assert (again["used"], again["until"]) == (True, None)


def test_a_step_and_a_payment_keep_the_paper_they_name(pages: str) -> None:
    bailiff = calling.keyed("bailiff")
    for number, content in enumerate((PDF, PDF + b"\n")):
        assert _sent(bailiff, content).status_code == 201, number
    digests = [hashlib.sha256(one).hexdigest() for one in (PDF, PDF + b"\n")]
    no_charges = {"on": "2023-06-01", "document": "note", "document_sha256": digests[0]}
    stated = calling.post(bailiff, f"/cases/{CASE}/claims/debt/no-charges", no_charges)
    assert stated.status_code == 201, stated.content
    paid = {
        "claim": "claim/debt", "amount": {"amount": "1000.00", "currency": "KZT"}, "on": "2023-06-02",
        "document": "payment order 7", "document_sha256": digests[1],
    }  # fmt: skip
    headers = {"Idempotency-Key": "payment-0007"}
    posted = calling.post(bailiff, f"/cases/{CASE}/payments", paid, **headers)
    assert posted.status_code == 201, posted.content
    assert set(Paper.objects.filter(used_at__isnull=False).values_list("sha256", flat=True)) == set(digests)


def test_a_refused_act_leaves_its_paper_unused(pages: str) -> None:
    bailiff = calling.keyed("bailiff")
    _sent(bailiff)
    refused = calling.post(
        bailiff, f"/cases/{CASE}/measures", _order(against="party/nobody", document_sha256=DIGEST)
    )
    assert refused.status_code in (409, 422), refused.content
    assert Paper.objects.get().used_at is None


def test_a_digest_of_a_paper_kept_elsewhere_goes_into_the_log_alone(pages: str) -> None:
    bailiff = calling.keyed("bailiff")
    drafted = calling.post(bailiff, f"/cases/{CASE}/measures", _order(document_sha256="ab" * 32))
    assert drafted.status_code == 201, drafted.content
    assert not Paper.objects.exists()
    wrong = calling.post(bailiff, f"/cases/{CASE}/measures", _order(document_sha256="AB" * 32))
    assert "document_sha256" in calling.is_problem(wrong, 422)["errors"][0]["field"]


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<svg/>", b"%PDF-1.7 cut off"])
def test_what_is_no_paper_is_refused_by_its_field(pages: str, content: bytes) -> None:
    refused = _sent(calling.keyed("bailiff"), content)
    assert calling.is_problem(refused, 422)["errors"][0]["field"] == "paper"
    assert not Paper.objects.exists()


def test_without_a_file_or_with_text_in_its_place_it_is_refused(pages: str) -> None:
    bailiff = calling.keyed("bailiff")
    for sent in ({}, {"paper": "text"}, {"file": SimpleUploadedFile("a.pdf", PDF)}):
        assert "paper" in calling.is_problem(bailiff.post(PAPERS, sent), 422)["errors"][0]["field"]


@pytest.mark.parametrize("role", ["auditor", "customs", "rule_editor"])
def test_who_takes_no_act_uploads_nothing(pages: str, role: str) -> None:
    calling.is_problem(_sent(driving.client(role)), 403)
    assert not Paper.objects.exists()


def test_the_description_says_that_files_come_back() -> None:
    found = entry.description()["paths"]["/api/v1/cases/{case}/papers/{sha256}"]["get"]["responses"]
    assert set({str(status): one for status, one in found.items()}["200"]["content"]) == {
        "application/pdf",
        "image/png",
        "image/jpeg",
    }
