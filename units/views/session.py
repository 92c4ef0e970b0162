"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.declared import declared
from config.kernel.errors import Refused
from config.kernel.web import public
from units import selectors
from units.forms import LoginForm
from units.services import accounts

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def address_of(request: HttpRequest) -> str:
    """The client's address; behind a trusted proxy (HTTPS=1) the last one that it saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def _next_of(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith(f"/{request.tenant.slug}/") else ""


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in to this tenant. One refusal for an unknown name, a wrong password, a foreign account."""
    tenant = request.tenant
    if request.method != "POST" and request.actor.is_member:
        return redirect(_next_of(request) or "units:work")
    form = LoginForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            user = accounts.authenticate(
                tenant=tenant,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                address=address_of(request),
            )
        except Refused as refusal:
            error = refusal.sentence
        else:
            auth.login(request, user, backend=BACKEND)
            actor = selectors.actor_for(user, tenant)
            if actor is not None:
                accounts.record_sign_in(actor=actor, address=address_of(request))
            return redirect("units:account" if user.must_change_password else _next_of(request) or "units:work")
    context = {"form": form, "error": error, "next": _next_of(request)}
    for describe in declared("gate", "describe"):
        context |= describe(request)
    return render(request, "units/login.html", context, status=200 if not error else 422)


@public
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if actor.is_member:
        accounts.record_sign_out(actor=actor)
    auth.logout(request)
    return redirect("units:login")
