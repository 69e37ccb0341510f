"""The register of assets of a case: by pages, by any number, one thing with its history; its import."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import InputError
from downrange.service.holding import register
from downrange.web import cases, matter
from downrange.web.access import PageRequest, page, sent
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.policy import Action, Row, allowed

__all__ = ["RegisterForm", "asset", "assets", "import_register", "search", "tabs", "urls"]

LARGEST_REGISTER = 2_000_000
"""Signs of CSV that a form takes; longer registers go in by the command line."""
MAPPING = "id: id\ntitle.en: name\nkind: kind\nowner: owner\nidentifier.serial: serial\n"


@page(Action.ASSET_VIEW, case=True)
def assets(request: PageRequest, case: str) -> HttpResponse:
    """Show a page of the register; ``?after=``, ``?kind=``, ``?owner=``, ``?named=1``."""
    asked = {key: request.GET.get(key, "").strip()[:200] for key in ("after", "kind", "owner", "named")}
    counted = dict(_kinds(case, cases.version(case)))
    known = counted.get(asked["kind"], 0) if asked["kind"] else sum(counted.values())
    filtered = asked["owner"] or asked["named"] == "1"
    found = register.register_page(
        case,
        asked["after"],
        asked["kind"],
        asked["owner"],
        named=asked["named"] == "1",
        total_number=None if filtered else known,
    )
    context = {**_about(request, case), "asked": asked, "found": found, "rows": _rows(case, found)}
    return render(request, "web/assets.html", context)


@lru_cache(maxsize=64)
def _kinds(case: str, version: tuple[str, int]) -> list[tuple[str, int]]:
    """Count a register once after each change of the case."""
    return register.register_kinds(case)


def _about(request: PageRequest, case: str) -> dict[str, Any]:
    the_case = cases.the_case(case)
    row = Row(case=case)
    return {
        "case": the_case,
        "kinds": _kinds(case, cases.version(case)),
        "owners": [matter.party(the_case, one.id) for one in the_case.parties],
        "may_search": allowed(request.who, Action.ASSET_SEARCH, row),
        "may_import": allowed(request.who, Action.ASSET_IMPORT, row),
    }


def _rows(case: str, found: register.Page) -> list[dict[str, Any]]:
    the_case = cases.the_case(case)
    return [
        {"asset": one, "owner": matter.party(the_case, one.owner), "title": _title(one), "measures": measures}
        for one, measures in found.rows
    ]


def _title(one: Any) -> dict[str, str]:
    titles: dict[str, str] = one.title.model_dump(exclude_none=True)
    return titles


@page(Action.ASSET_SEARCH, case=True, methods=("POST",))
def search(request: PageRequest, case: str) -> HttpResponse:
    """Look for a thing by any number; by a form, so that the number stands in no address. It is logged."""
    text, purpose = (
        request.POST.get("number", "").strip()[:120],
        request.POST.get("purpose", "").strip()[:300],
    )
    context = {**_about(request, case), "text": text, "purpose": purpose, "searched": bool(text)}
    if text:
        found, fault = register.find_assets(case, text, request.who.by, purpose)
        the_case = cases.the_case(case)
        context |= {
            "fault": fault,
            "hits": [
                {"hit": one, "title": _title(one.asset), "owner": matter.party(the_case, one.asset.owner)}
                for one in found
            ],
        }
    return render(request, "web/assets_search.html", context)


@page(Action.ASSET_VIEW, case=True)
def asset(request: PageRequest, case: str, asset: str) -> HttpResponse:
    """Show one thing with all that is on record about it, as of a day."""
    on = asked_day(request)
    sheet = register.asset_sheet(case, f"asset/{asset}", on)
    if sheet is None:
        raise Http404(asset)
    the_case = cases.the_case(case)
    found = sheet["asset"]

    def who(reference: Any) -> dict[str, Any]:
        return matter.party(the_case, reference)

    context = {
        **sheet,
        "case": the_case,
        "on": on,
        "title": _title(found),
        "owner": who(found.owner),
        "holder": who(found.holder) if found.holder is not None else None,
        "owners": [{**one, "who": who(str(one["party"]))} for one in sheet["owners"]],
        "valuations": [{**one, "who": who(str(one.get("by", "")) or None)} for one in sheet["valuations"]],
        "encumbrances": [
            {**one, "whom": who(str(one.get("to", "")) or None)} for one in sheet["encumbrances"]
        ],
        "details": {
            key: value
            for key, value in found.details.items()
            if key not in ("owners", "valuations", "encumbrances", "pledged_to")
        },
        "sources": matter.cited(case, found.sources),
        "map": _map_address(case),
    }
    return render(request, "web/assets_one.html", context)


def _map_address(case: str) -> str | None:
    """Give the address of the case's map, where there is such a page."""
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse("map", kwargs={"case": case})
    except NoReverseMatch:
        return None


class RegisterForm(forms.Form):
    """A register as CSV, and which of its columns is which."""

    mapping = forms.CharField(
        label=gettext_lazy("Mapping: field to column, line by line"),
        help_text=gettext_lazy(
            "As in the handbook: id, title.en, kind, owner, value, identifier.vin, owners ..."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    text = forms.CharField(
        label=gettext_lazy("or its text"),
        required=False,
        max_length=LARGEST_REGISTER,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Take the file's text in the place of what is typed; it must be text and not too long."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            if upload.size > LARGEST_REGISTER:
                self.add_error("file", _("Too large for a form; larger registers go in by the command line."))
                return cleaned
            try:
                cleaned["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("Not text in UTF-8."))
        if not cleaned.get("text") and not self.errors:
            self.add_error("text", _("Nothing was given."))
        return cleaned


@page(Action.ASSET_IMPORT, case=True, methods=("GET", "HEAD", "POST"))
def import_register(request: PageRequest, case: str) -> HttpResponse:
    """Take a register: first it is only checked and shown, then put on record by a second click."""
    form = RegisterForm(*sent(request), initial={"mapping": MAPPING})
    context: dict[str, Any] = {"case": cases.the_case(case), "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "web/assets_import.html", context, status=status)
    try:
        checked = _read(form.cleaned_data["text"], form.cleaned_data["mapping"])
    except InputError as error:
        return render(request, "web/assets_import.html", {**context, "problems": error.problems}, status=422)
    if request.POST.get("confirm") == "yes":
        return _recorded(request, case, form.cleaned_data["text"], checked)
    context |= {
        "checked": checked,
        "sample": [{"asset": one, "title": _title(one)} for one in checked.assets[:10]],
        "text": form.cleaned_data["text"],
        "mapping": form.cleaned_data["mapping"],
    }
    return render(request, "web/assets_import.html", context)


def _read(text: str, mapping: str) -> Any:
    from downrange.inputs.assets import read_assets, read_mapping

    with tempfile.TemporaryDirectory(prefix="downrange-register-") as folder:
        rows, columns = Path(folder) / "register.csv", Path(folder) / "mapping.yaml"
        rows.write_text(text, "utf-8")
        columns.write_text(mapping, "utf-8")
        return read_assets(rows, read_mapping(columns))


def _recorded(request: PageRequest, case: str, text: str, checked: Any) -> HttpResponse:
    from downrange.base.canonical import digest
    from downrange.service.holding.assets import import_assets

    sha256 = digest(text.encode())
    done = import_assets(case, checked.assets, request.who.by, document_sha256=sha256)
    told = _("On record: %(new)s new, %(changed)s corrected, %(same)s unchanged.") % {
        "new": done["recorded_number"],
        "changed": done["superseded_number"],
        "same": done["unchanged_number"],
    }
    messages.success(request, told)
    for one in done["warnings"][:20]:
        messages.warning(request, f"{one['key']}: {one['value']}: {one['message']}")
    return redirect("assets", case=case)


tabs = (Tab(gettext_lazy("Assets"), "assets", Action.ASSET_VIEW, order=50, part="claims"),)
urls = [
    path("cases/<slug:case>/assets/", assets, name="assets"),
    path("cases/<slug:case>/assets/search/", search, name="assets-search"),
    path("cases/<slug:case>/assets/import/", import_register, name="assets-import"),
    path("cases/<slug:case>/assets/of/<str:asset>/", asset, name="asset"),
]
