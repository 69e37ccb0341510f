"""The first page: the cases somebody may open; and what is shown when an address leads nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext_lazy
from django.views.i18n import set_language

from downrange.web import cases
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.policy import Action, Role, Row, allowed

__all__ = ["broken", "home", "language", "not_found", "refused", "tabs", "urls"]


@page(Action.HOME_VIEW)
def home(request: PageRequest) -> HttpResponse:
    """List the cases that may be opened; customs goes to the gate at once."""
    if request.who.roles == {Role.CUSTOMS}:
        try:
            return redirect(reverse("gate"))
        except NoReverseMatch:
            return render(request, "web/home.html", {"rows": [], "asked": ""})
    asked = request.GET.get("q", "").strip().casefold()
    rows = [
        row
        for row in cases.titles()
        if allowed(request.who, Action.CASE_VIEW, Row(case=row["name"]))
        and (not asked or asked in f"{row['name']} {row['title']}".casefold())
    ]
    template = "web/parts/case_rows.html" if request.headers.get("HX-Request") else "web/home.html"
    return render(request, template, {"rows": rows, "asked": request.GET.get("q", "")})


@page(Action.HOME_VIEW, methods=("POST",))
def language(request: PageRequest) -> HttpResponse:
    """Change the language and go back; kept in a cookie."""
    return set_language(request)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Show a refusal."""
    return render(request, "web/403.html", {"action": ""}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that nothing is here."""
    return render(request, "web/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; the number finds the line in the log."""
    context = {"request_id": getattr(request, "request_id", "")}
    return render(request, "web/500.html", context, status=500)


tabs = (Tab(gettext_lazy("Cases"), "home", Action.HOME_VIEW, place="main", order=10),)
urls = [path("", home, name="home"), path("language/", language, name="language")]
