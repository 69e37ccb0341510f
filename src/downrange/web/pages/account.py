"""An account: signing in and out, its password, its second factor, the first administrator."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from downrange.registry.models import User
from downrange.web import lockout, totp, users
from downrange.web.access import PageRequest, page, sent
from downrange.web.client import address_of
from downrange.web.forms import CodeForm, LoginForm, NewPasswordForm, OwnPasswordForm, SetUpForm
from downrange.web.models import TotpDevice
from downrange.web.policy import Action, Role

__all__ = ["change_password", "own", "second_factor", "set_password", "set_up", "sign_in", "sign_out", "urls"]

BOTH = ("GET", "HEAD", "POST")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@page(Action.ACCOUNT_LOGIN, methods=BOTH)
def sign_in(request: PageRequest) -> HttpResponse:
    """Sign in; every wrong try gives the same words, so that nobody learns which names there are."""
    form = LoginForm(*sent(request))
    back = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    if request.method == "POST" and form.is_valid():
        name, address = form.cleaned_data["name"], address_of(request)
        if lockout.locked(name, address):
            form.add_error(None, _("Too many failed tries. Wait a quarter of an hour."))
            return render(request, "web/login.html", {"form": form, "next": back}, status=429)
        user = authenticate(request, username=name, password=form.cleaned_data["password"])
        if isinstance(user, User) and _second_factor_holds(user, form.cleaned_data["code"]):
            lockout.succeeded(name)
            login(request, user)
            return redirect(back)
        lockout.failed(name, address)
        form.add_error(None, _("Name, password or code is wrong."))
    status = 200 if request.method != "POST" else 422
    return render(request, "web/login.html", {"form": form, "next": back}, status=status)


def _second_factor_holds(user: User, code: str) -> bool:
    """Check the one-time code of who has one; a code counts once."""
    device = TotpDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return True
    step = totp.matching_step(device.secret, code, time.time(), device.last_step)
    if step is None:
        return False
    # Only the first of two requests with the same code finds the row as it was.
    return bool(TotpDevice.objects.filter(pk=device.pk, last_step=device.last_step).update(last_step=step))


@page(Action.ACCOUNT_LOGIN, methods=("POST",))
def sign_out(request: PageRequest) -> HttpResponse:
    """Sign out; by a form, so that no link of another's can."""
    logout(request)
    return redirect("home")


@page(Action.ACCOUNT_OWN)
def own(request: PageRequest) -> HttpResponse:
    """Show one's own account: roles, second factor, password."""
    device = TotpDevice.objects.filter(user=cast("User", request.user), confirmed=True).first()
    return render(request, "web/account.html", {"device": device, "standings": request.who.standings})


@page(Action.ACCOUNT_OWN, methods=BOTH)
def change_password(request: PageRequest) -> HttpResponse:
    """Change one's own password; other sessions end."""
    user = cast("User", request.user)
    form = OwnPasswordForm(*sent(request), user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.save()
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password was changed. Other sessions have ended."))
        return redirect("account")
    status = 200 if request.method != "POST" else 422
    return render(request, "web/form.html", {"form": form, "title": _("Change your password")}, status=status)


@page(Action.ACCOUNT_OWN, methods=BOTH)
def second_factor(request: PageRequest) -> HttpResponse:
    """Switch the second factor on, by a code that proves the secret arrived; or off, by a code too."""
    user = cast("User", request.user)
    device = TotpDevice.objects.filter(user=user).first()
    if device is None:
        device = TotpDevice.objects.create(user=user, secret=totp.new_secret(), created=datetime.now(UTC))
    form = CodeForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        if lockout.locked(user.username, address_of(request)):
            form.add_error(None, _("Too many failed tries. Wait a quarter of an hour."))
        elif step := totp.matching_step(
            device.secret, form.cleaned_data["code"], time.time(), device.last_step
        ):
            return _switched(request, device, step)
        else:
            lockout.failed(user.username, address_of(request))
            form.add_error("code", _("That code is wrong or was used."))
    context = {"form": form, "device": device, "uri": totp.provisioning_uri(device.secret, user.username)}
    status = 200 if request.method != "POST" else 422
    return render(request, "web/second_factor.html", context, status=status)


def _switched(request: PageRequest, device: TotpDevice, step: int) -> HttpResponse:
    if device.confirmed:
        device.delete()
        messages.success(request, _("The one-time code is switched off."))
    else:
        device.confirmed, device.last_step = True, step
        device.save()
        messages.success(request, _("The one-time code is switched on."))
    return redirect("account")


@page(Action.ACCOUNT_LOGIN, methods=BOTH)
def set_password(request: PageRequest, key: str, token: str) -> HttpResponse:
    """Set a password by a link that holds once."""
    user = users.by_link(key, token)
    if user is None:
        raise Http404
    form = NewPasswordForm(*sent(request), user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.save()
        lockout.succeeded(user.username)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("login")
    status = 200 if request.method != "POST" else 422
    return render(request, "web/form.html", {"form": form, "title": _("Set your password")}, status=status)


@page(Action.ACCOUNT_LOGIN, methods=BOTH)
def set_up(request: PageRequest, token: str) -> HttpResponse:
    """Make the first administrator: a regulator of all cases, who then makes the others."""
    if not users.set_up_valid(token):
        raise Http404
    form = SetUpForm(*sent(request), user=User(username=request.POST.get("name", "")))
    if request.method == "POST" and form.is_valid():
        user, _link = users.add_user(
            form.cleaned_data["name"], Role.REGULATOR.value, password=form.cleaned_data["new"]
        )
        login(request, user, backend=BACKEND)
        return redirect("home")
    status = 200 if request.method != "POST" else 422
    context = {"form": form, "title": _("Make the first administrator")}
    return render(request, "web/form.html", context, status=status)


_secret = sensitive_post_parameters()
urls = [
    path("account/login/", _secret(sign_in), name="login"),
    path("account/logout/", sign_out, name="logout"),
    path("account/", own, name="account"),
    path("account/password/", _secret(change_password), name="change-password"),
    path("account/code/", _secret(second_factor), name="second-factor"),
    path("account/set/<str:key>/<str:token>/", _secret(set_password), name="set-password"),
    path("account/set-up/<str:token>/", _secret(set_up), name="set-up"),
]
