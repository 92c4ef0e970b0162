"""Addresses of one tenant, mounted under its slug by `TenantMiddleware`."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.generic import RedirectView

from config.kernel.web.jobs import job

handler400 = "config.kernel.web.errors.bad_request"
handler403 = "config.kernel.web.errors.forbidden"
handler404 = "config.kernel.web.errors.not_found"
handler500 = "config.kernel.web.errors.broken"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="units:work"), name="home"),
    path("tien-trinh/<uuid:uid>/", job, name="job"),
    path("", include("config.kernel.face.urls")),
    *(
        path("", include(f"{app}.urls"))
        for app in ("units", "campaigns", "targets", "awards", "dossiers")
        if find_spec(f"{app}.urls")
    ),
]
