"""The least that Django needs for a page of N rows: session, CSRF, user, a transaction, one query, a template."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import cycle, islice

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Template
from django.test import Client, override_settings
from django.urls import path

from tests.bench.sums import SUMS
from units.models import User

MIDDLEWARE = [
    "tests.bench.bare.use_bare_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
COLUMNS = (
    "code", "name", "short_name", "level", "kind", "valid_from::text", "uid::text", "form", "official_code",
    "depth::text", "search_key", "version::text",
)  # fmt: skip


@cache
def _made(shape: str) -> tuple[Template, str, int]:
    """The page of tables of so many rows and columns ("50x8,14x2"), the query of their rows, and how many it asks."""
    sizes = [tuple(map(int, size.split("x"))) for size in shape.split(",")]
    tables = (
        f"<table>{{% for row in rows|slice:':{rows}' %}}<tr>"
        + "".join(f"<td>{{{{ row.{n} }}}}" for n in range(cells))
        + "{% endfor %}</table>"
        for rows, cells in sizes
    )
    page = Engine().from_string("<!doctype html><title>{{ user }}</title>" + "".join(tables))
    asked = f"select {', '.join(COLUMNS[: max(cells for _, cells in sizes)])} from units_unit"  # noqa: S608 -- our own names
    return page, f"{asked} where tenant_id = %s order by sort_key limit %s", max(rows for rows, _ in sizes)


def use_bare_addresses(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


def page(request: HttpRequest, tenant: int, shape: str, sums: str = "") -> HttpResponse:
    """With `sums` the query is one of `tests.bench.sums`; what it gives is drawn over and over, up to the shape."""
    made, asked, rows = _made(shape)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.tenant_id', %s, true)", [str(tenant)])
        if sums:
            cursor.execute(SUMS[sums], {"tenant": tenant})
            found = [tuple(islice(cycle(row), len(COLUMNS))) for row in cursor.fetchall()]
            drawn = list(islice(cycle(found), rows))
        else:
            cursor.execute(asked, [tenant, rows])
            drawn = cursor.fetchall()
        return HttpResponse(made.render(Context({"user": request.user, "rows": drawn})))


urlpatterns = [path("<int:tenant>/<str:shape>/", page), path("<int:tenant>/<str:shape>/<slug:sums>/", page)]


def bare_client(user: User) -> Client:
    """A signed-in client of the bare page alone."""
    client = Client()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
