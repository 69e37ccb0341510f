"""Every address of the pages; a page module is named here once and lists its own addresses."""

from __future__ import annotations

from types import ModuleType

from downrange.web.api import entry
from downrange.web.navigation import register
from downrange.web.pages import (
    account,
    administration,
    assessment,
    assets,
    case,
    consequences,
    contest,
    debt,
    gate,
    health,
    home,
    instalments,
    intake,
    lease,
    maps,
    measures,
    orders,
    papers,
    public,
    reply,
    statements,
    tokens,
)

__all__ = ["urlpatterns"]

PAGES: tuple[ModuleType, ...] = (
    home,
    case,
    assessment,
    contest,
    debt,
    instalments,
    assets,
    measures,
    orders,
    papers,
    lease,
    maps,
    consequences,
    statements,
    intake,
    gate,
    administration,
    reply,
    public,
    account,
    tokens,
    health,
    entry,
)

for module in PAGES:
    register(getattr(module, "tabs", ()))

urlpatterns = [address for module in PAGES for address in module.urls]
handler403 = "downrange.web.pages.home.refused"
handler404 = "downrange.web.pages.home.not_found"
handler500 = "downrange.web.pages.home.broken"
