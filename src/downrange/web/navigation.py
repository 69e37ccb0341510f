"""The menus: what of the main pages and of a case's pages somebody may open.

A page module offers its entries as ``tabs``; the menu shows those whose action is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils.functional import Promise

from downrange.web.access import who_of
from downrange.web.policy import Action, Row, allowed

__all__ = ["Tab", "context", "register", "registered"]


@dataclass(frozen=True)
class Tab:
    """An entry of a menu.

    Attributes
    ----------
    label : lazy text
        Made with ``gettext_lazy``.
    view : str
        The name of the address.
    action : Action
        Who may not do this does not see the entry.
    place : str
        ``main`` (beside the title) or ``case`` (under a case's title; the address takes ``case``).
    order : int
        From left to right.
    part : str or None
        For ``case``: shown only where the case has this part, such as ``lease``.
    """

    label: str | Promise
    view: str
    action: Action
    place: Literal["main", "case"] = "case"
    order: int = 100
    part: str | None = None


_TABS: list[Tab] = []


def register(tabs: Iterable[Tab]) -> None:
    """Take the entries of a page module; done by the list of addresses."""
    for tab in tabs:
        if tab not in _TABS:
            _TABS.append(tab)
    _TABS.sort(key=lambda tab: tab.order)


def registered() -> tuple[Tab, ...]:
    """Give every entry in order."""
    return tuple(_TABS)


def context(request: HttpRequest) -> dict[str, Any]:
    """Give the templates ``who``, ``menu``, and on a case's page ``case_menu``."""
    if not hasattr(request, "user"):
        return {}
    who = who_of(request)
    here = _here(request)
    case = here.kwargs.get("case") if here else None
    name = here.url_name if here else None
    main = [_entry(tab, {}, name) for tab in _TABS if tab.place == "main" and allowed(who, tab.action)]
    under: list[dict[str, Any]] = []
    if case is not None:
        row = Row(case=case)
        under = [
            _entry(tab, {"case": case}, name)
            for tab in _TABS
            if tab.place == "case" and allowed(who, tab.action, row) and _has(case, tab.part)
        ]
    return {"who": who, "menu": main, "case_menu": under}


def _here(request: HttpRequest) -> Any:
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def _entry(tab: Tab, parts: dict[str, str], name: str | None) -> dict[str, Any]:
    return {"label": tab.label, "url": reverse(tab.view, kwargs=parts), "current": tab.view == name}


def _has(case: str, part: str | None) -> bool:
    from downrange.web import cases

    return part is None or (case in cases.names() and bool(getattr(cases.the_case(case), part)))
