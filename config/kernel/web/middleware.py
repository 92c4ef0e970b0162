from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from config.kernel.access import Actor
from config.kernel.api import problems
from config.kernel.errors import DomainError
from config.kernel.prepared import prepared
from config.kernel.tenancy import found_scope, putting_in_force
from config.kernel.web.access import is_public
from config.kernel.web.addresses import TENANT_URLS
from config.kernel.web.errors import refusal

log = logging.getLogger(__name__)
Response = Callable[[HttpRequest], HttpResponseBase]


class TenantMiddleware:
    """Serve `/<tenant>/…`, each tenant mounted under its slug as a site of its own.

    1. The first segment names an active tenant: the rest is resolved against `config.tenant_urls`, and
       `reverse` prepends the tenant. Anything else goes on to the root addresses.
    2. One transaction with the tenant's setting surrounds the whole response, so that templates rendered late
       still see the tenant; a status of 500 and above rolls it back, and so does a view that asks for it
       (`request.is_to_undo`).
    3. Nobody's page without an account, unless it is public: anonymous → login, not a member → not found.
    4. A `DomainError` that a view lets through becomes a page, or a fragment, that says the sentence.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response
        self.actor_for = import_string(settings.ACTOR_RESOLVER)
        self.actor_by_token = import_string(settings.KEY_RESOLVER)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.tenant = None
        slug, _, rest = request.path_info.lstrip("/").partition("/")
        if slug:
            with found_scope(lambda: next(iter(_entered(slug)), None)) as tenant:
                if tenant is not None:
                    return self._inside(request, tenant, rest)
        return self.get_response(request)

    def _inside(self, request: HttpRequest, tenant: Any, rest: str) -> HttpResponseBase:
        before = get_script_prefix()
        if not rest and not request.path_info.endswith("/"):
            return _redirect(f"{before}{tenant.slug}/")
        set_script_prefix(f"{before}{tenant.slug}/")
        request.tenant = tenant
        request.urlconf = TENANT_URLS
        request.path_info = "/" + rest
        try:
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "is_to_undo", False):
                transaction.set_rollback(True)
            return response
        finally:
            set_script_prefix(before)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        tenant = request.tenant
        if tenant is None:
            return None
        if getattr(view, "is_api", False):
            return self._let_in(request, tenant)
        user = request.user
        actor = self.actor_for(user, tenant) if user.is_authenticated else None
        request.actor = actor or Actor.anonymous(tenant)
        if actor is not None or is_public(view):
            return None
        if user.is_authenticated:
            raise Http404
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = reverse(settings.LOGIN_URL)
            return answer
        return redirect_to_login(_page_of(request), reverse(settings.LOGIN_URL))

    def _let_in(self, request: HttpRequest, tenant: Any) -> HttpResponseBase | None:
        """The API takes a key, or the session of a signed-in browser; it leads nobody to a login page."""
        user = request.user
        sent = request.headers.get("Authorization", "")
        request.actor = Actor.anonymous(tenant)
        try:
            if sent:
                scheme, _, secret = sent.partition(" ")
                actor = self.actor_by_token(secret.strip(), tenant) if scheme.lower() == "bearer" else None
                # A key is not sent by a browser on its own, so there is no forged form to guard against.
                request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001
            else:
                actor = self.actor_for(user, tenant) if user.is_authenticated else None
        except Http404:
            return problems.answer(404, "not_found", problems.NOT_FOUND)
        if actor is None:
            if user.is_authenticated and not sent:
                return problems.answer(404, "not_found", problems.NOT_FOUND)
            return problems.answer(401, "no_key", problems.BAD_KEY if sent else problems.NO_KEY)
        request.actor = actor
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        log.info("refused %s: %s", request.path, exception.code)
        return refusal(request, exception.status, exception.sentence)


@prepared(str, by_key=True)
def _entered(slug: str) -> QuerySet[Any]:
    found = apps.get_model("units", "Tenant").objects.filter(slug=slug, is_active=True).order_by()
    return found.annotate(in_force=putting_in_force())


def _redirect(path: str) -> HttpResponse:
    answer = HttpResponse(status=301)
    answer["Location"] = path
    return answer


class SecurityHeadersMiddleware:
    """Headers that every response carries, errors included."""

    HEADERS = {
        "Content-Security-Policy": (
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(request, "tenant", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _page_of(request: HttpRequest) -> str:
    """Where to come back to after signing in: what was asked for, or the page on which the sent form stood (the
    address of the form itself may take nothing but forms)."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return ""
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")
