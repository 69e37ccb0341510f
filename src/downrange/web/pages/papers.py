"""The paper of an act as a file: served as a download, never shown by our own pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from downrange.web.access import PageRequest, page
from downrange.web.models import Paper
from downrange.web.policy import Action

__all__ = ["paper_file", "urls"]


@page(Action.MEASURE_VIEW, case=True)
def paper_file(request: PageRequest, case: str, sha256: str) -> HttpResponse:
    """Give the file whose digest an act on record bears."""
    found = get_object_or_404(Paper, case=case, sha256=sha256, used_at__isnull=False)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[found.media_type]
    response["Content-Disposition"] = f'attachment; filename="{sha256[:16]}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


urls = [path("cases/<slug:case>/papers/<slug:sha256>/", paper_file, name="paper-file")]
