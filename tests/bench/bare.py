"""The least that Django needs for a page of N rows: session, CSRF, user, a transaction, one query, a template."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import path

from units.models import User

MIDDLEWARE = [
    "tests.bench.bare.use_bare_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
PAGE = Engine().from_string(
    "<!doctype html><title>{{ user }}</title><table>{% for row in rows %}<tr>"
    "<td>{{ row.0 }}<td>{{ row.1 }}<td>{{ row.2 }}<td>{{ row.3 }}<td>{{ row.4 }}<td>{{ row.5 }}"
    "{% endfor %}</table>"
)
QUERY = (
    "select code, name, short_name, level, kind, valid_from::text from units_unit where tenant_id = %s"
    " order by sort_key limit %s"
)


def use_bare_addresses(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


def page(request: HttpRequest, tenant: int, rows: int) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.tenant_id', %s, true)", [str(tenant)])
        cursor.execute(QUERY, [tenant, rows])
        return HttpResponse(PAGE.render(Context({"user": request.user, "rows": cursor.fetchall()})))


urlpatterns = [path("<int:tenant>/<int:rows>/", page)]


def bare_client(user: User) -> Client:
    """A signed-in client of the bare page alone."""
    client = Client()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    client.force_login(user)
    return client
