"""The paper of an act: uploaded with it, its digest in the log, given back as a download to who may see it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import driving
from tests.web.pages.test_measures import EXERCISE, HERE, drafted, party_of_exercise, text
from tests.web.test_papers import PDF

from downrange.service.record.facts import facts_as_of
from downrange.web.models import Paper

DIGEST = hashlib.sha256(PDF).hexdigest()
FILE = f"/cases/{EXERCISE}/papers/{DIGEST}/"


def _rejected(content: bytes) -> Any:
    given = {"on": "2023-05-03", "document": "note 1", "because": "no ground"}
    upload = SimpleUploadedFile("note.pdf", content)
    path = HERE + "of/attachment-2/reject/"
    return driving.client("approver").post(path, {**given, "paper": upload})


def test_a_paper_goes_with_its_act_into_the_log_by_its_digest(pages: str) -> None:
    drafted(driving.client("bailiff"))
    client = driving.client("approver")
    read = text(_rejected(PDF))
    assert f'name="paper_sha256" value="{DIGEST}"' in read
    assert client.get(FILE).status_code == 404  # no act bears it yet
    done = {
        "on": "2023-05-03", "document": "note 1", "because": "no ground", "paper_sha256": DIGEST,
        "confirm": "yes",
    }  # fmt: skip
    shown = client.post(HERE + "of/attachment-2/reject/", done, follow=True)
    assert DIGEST in text(shown)
    step = facts_as_of(f"{EXERCISE}/measure/attachment-2", "measure-step")[-1]
    assert step.document_sha256 == DIGEST
    given = party_of_exercise("debtor", "party/tsenki-exercise").get(FILE)
    assert (given.status_code, given.content) == (200, PDF)
    assert given["Content-Disposition"] == f'attachment; filename="{DIGEST[:16]}.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given["Content-Security-Policy"]
    assert driving.client("bailiff").get(FILE + "erase/").status_code == 403
    regulator = driving.client("regulator")
    assert "Erase" in text(regulator.get(HERE + "of/attachment-2/"))
    assert regulator.post(FILE + "erase/", {"because": " "}).status_code == 422
    assert Paper.objects.exists()
    regulator.post(FILE + "erase/", {"because": "names a third person"})
    assert not Paper.objects.exists()  # erased: the log stays whole, the page says so
    erased = facts_as_of(f"{EXERCISE}/paper/{DIGEST}", "paper-erasure")[-1]
    assert (erased.by, erased.body["because"]) == ("user/regulator", "names a third person")
    assert client.get(FILE).status_code == 404
    assert "paper not kept here" in text(client.get(HERE + "of/attachment-2/"))


def test_the_order_form_takes_its_paper_and_so_do_payments_and_acts_on_the_proceeding(pages: str) -> None:
    bailiff, order = driving.client("bailiff"), f"/cases/{EXERCISE}/orders/draft/"
    given = {
        "kind": "attachment", "claim": "claim/debt", "against": "party/tsenki-exercise",
        "things": "asset/crane-07", "on": "2023-05-02", "document": "draft 1", "permits": "", "despite": "",
    }  # fmt: skip
    wrong = bailiff.post(order, {**given, "paper": SimpleUploadedFile("a.pdf", b"MZ")})
    assert wrong.status_code == 422
    assert "no whole PDF" in text(wrong)
    read = text(bailiff.post(order, {**given, "paper": SimpleUploadedFile("a.pdf", PDF)}))
    assert f'name="paper_sha256" value="{DIGEST}"' in read
    assert 'name="paper"' not in read  # the file is not sent a second time
    assert "Digest of the paper" in read
    done = bailiff.post(order, {**given, "paper_sha256": DIGEST, "confirm": "yes"}, follow=True)
    assert f'href="{FILE}"' in text(done)
    assert facts_as_of(f"{EXERCISE}/measure/attachment-2", "measure-step")[-1].document_sha256 == DIGEST

    act = {"on": "2023-05-03", "document": "note 2", "paper_sha256": DIGEST, "confirm": "yes"}
    assert bailiff.post(f"/cases/{EXERCISE}/claims/debt/no-charges/", act).status_code == 302
    assert f'href="{FILE}"' in text(bailiff.get(HERE))
    paid = {**act, "document": "order 3", "amount": "1000.00", "currency": "KZT", "key": "a-key-of-one-form"}
    assert bailiff.post(f"/cases/{EXERCISE}/claims/debt/pay/", paid).status_code == 302
    assert f'href="{FILE}"' in text(bailiff.get(f"/cases/{EXERCISE}/debt/"))


def test_a_refused_act_does_not_use_its_paper(pages: str) -> None:
    drafted(driving.client("bailiff"))
    _rejected(PDF)
    act = {"on": "2023-05-04", "document": "EX-9", "paper_sha256": DIGEST, "confirm": "yes"}
    refused = driving.client("bailiff").post(HERE + "of/attachment-2/put-in-force/", act)
    assert refused.status_code == 422
    assert Paper.objects.get().used_at is None


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<svg/>", b""])
def test_what_is_no_paper_is_refused_and_nothing_is_recorded(pages: str, content: bytes) -> None:
    drafted(driving.client("bailiff"))
    answer = _rejected(content)
    if content:
        assert answer.status_code == 422
        assert "no whole PDF" in text(answer)
    assert not Paper.objects.exists()


def test_a_digest_of_nothing_kept_is_refused(pages: str) -> None:
    drafted(driving.client("bailiff"))
    done = {
        "on": "2023-05-03",
        "document": "x",
        "because": "y",
        "paper_sha256": "0" * 64,
        "confirm": "yes",
    }
    answer = driving.client("approver").post(HERE + "of/attachment-2/reject/", done)
    assert answer.status_code == 422
    assert "not kept any more" in text(answer)


@pytest.mark.parametrize("role", ["customs", "debtor", "creditor", "rule_editor"])
def test_others_do_not_get_it(pages: str, role: str) -> None:
    assert driving.client(role).get(FILE).status_code == 403
