"""The paper of an act as a file: served as a download, never shown by our own pages; erasable."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from downrange.registry.facts import FactDraft
from downrange.service.record.facts import record_fact
from downrange.web import cases, papers
from downrange.web.access import PageRequest, page
from downrange.web.models import Paper
from downrange.web.policy import Action

__all__ = ["erase", "paper_file", "urls"]


@page(Action.MEASURE_VIEW, case=True)
def paper_file(request: PageRequest, case: str, sha256: str) -> HttpResponse:
    """Give the file whose digest an act on record bears."""
    found = get_object_or_404(Paper, case=case, sha256=sha256, used_at__isnull=False)
    return papers.download(found)


@page(Action.PERSONAL_ERASE, case=True, methods=("GET", "HEAD", "POST"))
def erase(request: PageRequest, case: str, sha256: str) -> HttpResponse:
    """Erase the file of an act; its digest stays in the log, and that it was erased, by whom and why."""
    found = get_object_or_404(Paper, case=case, sha256=sha256)
    because = request.POST.get("because", "").strip()[:500]
    if request.method == "POST" and because:
        about = f"{case}/paper/{sha256}"
        draft = FactDraft("paper-erasure", about, {"because": because}, request.who.by, cases.today())
        record_fact(draft)
        found.delete()
        messages.success(request, _("Erased, and on record."))
        return redirect("measures", case=case)
    context = {"case": cases.the_case(case), "paper": found, "asked": request.method == "POST"}
    return render(request, "web/papers_erase.html", context, status=422 if request.method == "POST" else 200)


urls = [
    path("cases/<slug:case>/papers/<slug:sha256>/", paper_file, name="paper-file"),
    path("cases/<slug:case>/papers/<slug:sha256>/erase/", erase, name="paper-erase"),
]
