"""What a page wrote before it was refused or broke is undone, whether it was asked for to read or to write."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from config import tenant_urls
from config.kernel.errors import Refused
from config.kernel.tenancy import tenant_scope
from config.kernel.web import middleware, page
from tests.cast import Cast
from units.models import Unit

pytestmark = pytest.mark.django_db

handler404, handler500 = tenant_urls.handler404, tenant_urls.handler500


@page(methods=("GET", "POST"))
def writes(request: HttpRequest, then: str) -> HttpResponse:
    Unit.objects.filter(parent=None).update(head_name="Ghi dở")
    match then:
        case "is-not-there":
            raise Http404
        case "is-refused":
            raise Refused("Không được.", code="no")
        case "breaks":
            raise RuntimeError("hỏng")
        case "breaks-the-database":
            connection.cursor().execute("select 1 / 0")
    return HttpResponse("xong")


urlpatterns = [path("ghi/<slug:then>/", writes), path("", include("config.tenant_urls"))]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("then", "status", "said"),
    [
        ("is-not-there", 404, "Không có trang này"),
        ("is-refused", Refused("", code="no").status, "Không được."),
        ("breaks", 500, "chưa ghi gì"),
        ("breaks-the-database", 500, "chưa ghi gì"),
        ("is-done", 200, "xong"),
    ],
)
def test_what_is_refused_wrote_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, method: str, then: str, status: int, said: str
) -> None:
    monkeypatch.setattr(middleware, "TENANT_URLS", __name__)
    client = Client(raise_request_exception=False)
    client.force_login(cast.lan.user)
    answer = getattr(client, method)(f"/kien-giang/ghi/{then}/")
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    with tenant_scope(cast.lan.tenant):
        assert (Unit.objects.get(parent=None).head_name == "Ghi dở") == (status == 200)
