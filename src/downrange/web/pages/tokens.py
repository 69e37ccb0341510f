"""Keys of the programming interface: a user makes them, sees each once, and ends them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from downrange.errors import InputError, Problem, Where
from downrange.registry.models import User
from downrange.web import tokens
from downrange.web.access import PageRequest, page
from downrange.web.models import ApiToken
from downrange.web.policy import Action

__all__ = ["own_tokens", "revoke", "tabs", "urls"]


@page(Action.API_USE, methods=("GET", "HEAD", "POST"))
def own_tokens(request: PageRequest) -> HttpResponse:
    """List one's own keys; make a new one, which is shown on this answer and never again."""
    user = _user(request)
    context = {"may": tokens.grantable(user), "longest_days": tokens.LONGEST_DAYS}
    status = 200
    if request.method == "POST":
        try:
            made, context["secret"] = tokens.make(
                user, request.POST.get("name", ""), request.POST.getlist("scopes"), _days(request)
            )
            context["made"] = made
        except InputError as error:
            context |= {"wrong": {one.where.key for one in error.problems}, "asked": request.POST}
            context["chosen"] = request.POST.getlist("scopes")
            status = 422
    context["rows"] = ApiToken.objects.filter(user=user)
    response = render(request, "web/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _user(request: PageRequest) -> User:
    return User.objects.get(username=request.who.name)


def _days(request: PageRequest) -> int:
    text = request.POST.get("days", "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise InputError(Problem(Where("form", "days"), "not a number", value=text[:20]))
    return int(text)


@page(Action.API_USE, methods=("POST",))
def revoke(request: PageRequest, number: int) -> HttpResponse:
    """End a key of one's own."""
    if not tokens.revoke(_user(request), number):
        raise Http404
    messages.success(request, _("The key is ended: nothing can be done with it any more."))
    return redirect("tokens")


tabs = ()
urls = [
    path("account/keys/", sensitive_post_parameters()(own_tokens), name="tokens"),
    path("account/keys/<int:number>/end/", revoke, name="token-end"),
]
