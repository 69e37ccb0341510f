"""Papers of acts: what a person uploads, tested by its first bytes, kept beside the log by its digest.

The log holds the digest (``document_sha256`` of the act); the paper itself may name persons, so it lies in a
table of the pages, from which it can be erased without the log losing its proof.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import InputError, Problem, Where
from downrange.web.models import Paper
from downrange.web.policy import Action, Row, allowed

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from downrange.web.access import PageRequest
    from downrange.web.policy import Who

__all__ = [
    "ENDINGS", "LARGEST_BYTES", "add_fields", "borne", "download", "given", "keep", "media_type", "shown",
]  # fmt: skip

LARGEST_BYTES = 5 * 1024 * 1024
UNUSED_FOR = timedelta(days=2)
"""What was uploaded and then not used in any act is thrown away after so long."""
MOST_OF_USER_UNUSED = 20

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KINDS = (
    ("application/pdf", b"%PDF-", b"%%EOF", 2048),
    ("image/png", b"\x89PNG\r\n\x1a\n", b"IEND", 64),
    ("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9", 64),
)
"""Media type, how its files begin, what stands near their end, and within how many bytes of it."""
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def media_type(content: bytes) -> str | None:
    """Say what a file is by its own bytes, whatever it is called; None for what is not taken."""
    for kind, begins, ends, within in _KINDS:
        if content.startswith(begins) and ends in content[-within:]:
            return kind
    return None


def _wrong(message: str, value: str = "") -> InputError:
    return InputError(Problem(Where("form", "paper"), message, value=value or None))


def keep(upload: UploadedFile[bytes], case: str, user_id: int) -> Paper:
    """Keep an uploaded paper of a case; the same bytes are kept once.

    Raises
    ------
    InputError
        If it is too large, empty, or no PDF, PNG or JPEG; or too many of one's uploads wait for an act.
    """
    if (upload.size or 0) > LARGEST_BYTES:
        raise _wrong(_("larger than 5 MB"), upload.name or "")
    content = upload.read()
    kind = media_type(content)
    if kind is None:
        raise _wrong(_("no whole PDF, PNG or JPEG"), upload.name or "")
    now = datetime.now(UTC)
    Paper.objects.filter(used_at=None, at__lt=now - UNUSED_FOR).delete()
    if Paper.objects.filter(used_at=None, by_id=user_id).count() >= MOST_OF_USER_UNUSED:
        raise _wrong(_("too many uploads that no act has used yet"))
    known = {
        "name": re.sub(r"[^\w. -]", "_", upload.name or "paper")[-120:],
        "media_type": kind,
        "content": content,
        "by_id": user_id,
        "at": now,
    }
    found, made = Paper.objects.get_or_create(
        case=case, sha256=hashlib.sha256(content).hexdigest(), defaults=known
    )
    if not made and found.used_at is None:
        Paper.objects.filter(pk=found.pk).update(at=now)  # its two days begin anew
        found.at = now
    return found


def add_fields(form: forms.Form) -> None:
    """Let a form take a paper; its digest goes along to where what was filled in is read once more."""
    form.fields["paper"] = forms.FileField(
        label=gettext_lazy("The paper itself, if you have it as a file"),
        help_text=gettext_lazy(
            "PDF, PNG or JPEG, at most 5 MB. Its digest goes into the log; the file stays beside it."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    form.fields["paper_sha256"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def given(request: PageRequest, case: str) -> tuple[QueryDict, InputError | None]:
    """Give what a form sent, with the digest of the paper that came with it; or what is wrong with that."""
    data = request.POST.copy()
    upload = request.FILES.get("paper")
    if upload is None or request.who.user_id is None:
        return data, None
    try:
        data["paper_sha256"] = keep(upload, case, request.who.user_id).sha256
    except InputError as error:
        return data, error
    return data, None


@contextmanager
def borne(case: str, text: str, *, elsewhere: bool = False) -> Iterator[str]:
    """Give the digest of the paper that an act bears, the paper kept for as long as the act stands.

    The paper is marked before the act and the mark taken back if the act is refused: whatever breaks off in
    between, no act on record loses its paper.

    Parameters
    ----------
    case : str
        The case of the act.
    text : str
        The digest, or nothing where the act bears none.
    elsewhere : bool
        Whether a paper that is not kept here may be named: its digest alone then goes into the log.

    Raises
    ------
    InputError
        If no such paper of this case is kept, and one is wanted.
    """
    kept = Paper.objects.filter(case=case, sha256=text) if _DIGEST.fullmatch(text) else Paper.objects.none()
    before = list(kept.values_list("used_at", flat=True))
    if text and not before and not elsewhere:
        raise _wrong(_("this paper is not kept any more: choose it again"))
    now = datetime.now(UTC)
    kept.update(used_at=now)
    done = False
    try:
        yield text
        done = True
    finally:
        if not done and before:
            kept.filter(used_at=now).update(used_at=before[0])


def shown(who: Who, case: str) -> dict[str, Any]:
    """Give a page what its links to papers hang on: which are kept, and whether who asks may erase one."""
    kept = Paper.objects.filter(case=case, used_at__isnull=False).values_list("sha256", flat=True)
    return {"kept": set(kept), "may_erase": allowed(who, Action.PERSONAL_ERASE, Row(case=case))}


def download(paper: Paper) -> HttpResponse:
    """Give a paper as a file that no browser shows or runs as a page of ours."""
    response = HttpResponse(bytes(paper.content), content_type=paper.media_type)
    name = f"{paper.sha256[:16]}.{ENDINGS[paper.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
