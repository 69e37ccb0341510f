"""Papers of acts: told by their bytes, kept once by their digest, thrown away where no act uses them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import driving

from downrange.errors import InputError, RecordError
from downrange.registry.models import User
from downrange.web import papers
from downrange.web.models import Paper

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg"), (b"", None), (PDF[:-8], None),
        (b"<html><script>alert(1)</script>", None), (b"MZ\x90\x00", None), (b"GIF89a", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None), (b"x" + PDF, None),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(content: bytes, kind: str | None) -> None:
    assert papers.media_type(content) == kind


def _keep(content: bytes, name: str = "order.pdf", case: str = driving.CASE) -> Paper:
    return papers.keep(SimpleUploadedFile(name, content), case, User.objects.get(username="bailiff").pk)


def test_the_same_paper_of_a_case_is_kept_once_under_a_harmless_name(pages: str) -> None:
    first, again = _keep(PDF, "../../../etc/<passwd>.pdf"), _keep(PDF)
    assert first.pk == again.pk
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    assert not set("/<>") & set(first.name)
    assert _keep(PDF, case="proton-2013").pk != first.pk


def test_what_is_too_large_or_of_another_kind_is_refused(pages: str) -> None:
    for content in (b"%PDF-" + b"0" * papers.LARGEST_BYTES + b"%%EOF", b"MZ", b""):
        with pytest.raises(InputError):
            _keep(content)
    assert not Paper.objects.exists()


def test_what_no_act_used_is_thrown_away_and_nobody_fills_the_disk(pages: str) -> None:
    _keep(PDF)
    Paper.objects.update(at=datetime.now(UTC) - papers.UNUSED_FOR - timedelta(minutes=1))
    kept = _keep(PNG)
    assert list(Paper.objects.values_list("pk", flat=True)) == [kept.pk]
    for number in range(papers.MOST_OF_USER_UNUSED - 1):
        _keep(PDF + b"\n" * number)
    with pytest.raises(InputError, match="too many"):
        _keep(JPEG)


def test_an_act_bears_the_digest_of_a_paper_that_is_kept(pages: str) -> None:
    kept = _keep(PDF)
    with papers.borne(driving.CASE, "") as none:
        assert none == ""
    assert Paper.objects.get().used_at is None
    for _act in range(2):  # one paper may bear two acts
        with papers.borne(driving.CASE, kept.sha256) as found:
            assert found == kept.sha256
            assert Paper.objects.get().used_at is not None
    assert Paper.objects.get().used_at is not None
    for wrong in ("0" * 64, "x", kept.sha256.upper()):
        with pytest.raises(InputError), papers.borne(driving.CASE, wrong):
            pytest.fail("an act without its paper")
    with pytest.raises(InputError), papers.borne("proton-2013", kept.sha256):
        pytest.fail("an act on another case's paper")
    with papers.borne("proton-2013", kept.sha256, elsewhere=True) as named:
        assert named == kept.sha256


def _refused_act(digest: str) -> None:
    with pytest.raises(RecordError), papers.borne(driving.CASE, digest):
        raise RecordError("the law refuses")


def test_a_refused_act_leaves_its_paper_as_it_was(pages: str) -> None:
    kept = _keep(PDF)
    _refused_act(kept.sha256)
    assert Paper.objects.get().used_at is None
    with papers.borne(driving.CASE, kept.sha256):
        pass
    used = Paper.objects.get().used_at
    _refused_act(kept.sha256)
    assert Paper.objects.get().used_at == used is not None


def test_a_paper_uploaded_again_waits_its_two_days_from_then(pages: str) -> None:
    _keep(PDF)
    Paper.objects.update(at=datetime.now(UTC) - papers.UNUSED_FOR + timedelta(minutes=1))
    _keep(PDF)
    assert Paper.objects.get().at > datetime.now(UTC) - timedelta(minutes=1)


def test_a_form_takes_a_paper_and_carries_its_digest() -> None:
    form = forms.Form()
    papers.add_fields(form)
    assert form["paper_sha256"].is_hidden
    assert not form.fields["paper"].required
