"""Addresses outside the tenants. Everything under `/<tenant>/` is in `config.tenant_urls`."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

handler400 = "config.kernel.web.errors.bad_request"
handler403 = "config.kernel.web.errors.forbidden"
handler404 = "config.kernel.web.errors.not_found"
handler500 = "config.kernel.web.errors.broken"


def health(request: HttpRequest) -> HttpResponse:
    """For load balancers: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health/", health, name="health"),
    path("", include("units.root_urls")),
]
