"""Papers of acts by the interface: uploaded before the act that bears them, given back by their digest."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import File, Path
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from downrange.web import papers
from downrange.web.access import PageRequest
from downrange.web.api.door import endpoint, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.schemas import Sha256
from downrange.web.models import Paper
from downrange.web.policy import Action

__all__: list[str] = []

Digest = Annotated[Sha256, Path(description="SHA-256 of the file.")]


class PaperOut(BaseModel):
    """A paper that is kept: an act names it by ``sha256``; one that no act names goes after ``until``."""

    case: str
    sha256: str
    media_type: str
    size_bytes: Annotated[int, Field(ge=1, le=papers.LARGEST_BYTES)]
    used: bool
    until: datetime | None


@endpoint(router, "POST", "/cases/{slug:case}/papers", Action.PAPER_KEEP, PaperOut, status=201)
def keep_paper(request: PageRequest, case: str, paper: Annotated[UploadedFile, File()]) -> Any:
    """Upload the paper of an act to come: PDF, PNG or JPEG, at most 5 MB; the same bytes are kept once."""
    user_id = request.who.user_id
    assert user_id is not None, "the table lets nobody without an account keep a paper"
    kept = papers.keep(paper, case, user_id)
    return {
        "case": case,
        "sha256": kept.sha256,
        "media_type": kept.media_type,
        "size_bytes": len(kept.content),
        "used": kept.used_at is not None,
        "until": None if kept.used_at else kept.at + papers.UNUSED_FOR,
    }


@endpoint(
    router,
    "GET",
    "/cases/{slug:case}/papers/{slug:sha256}",
    Action.MEASURE_VIEW,
    None,
    files=tuple(papers.ENDINGS),
)
def paper_of_act(request: PageRequest, case: str, sha256: Digest) -> Any:
    """Give the file whose digest an act on record bears."""
    del request
    found = Paper.objects.filter(case=case, sha256=sha256, used_at__isnull=False).first()
    if found is None:
        raise NotThereError(f"{case} keeps no paper {sha256}")
    return papers.download(found)
