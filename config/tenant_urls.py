"""Addresses of one tenant, mounted under its slug by `TenantMiddleware`."""

from django.urls import include, path
from django.views.generic import RedirectView

from config.kernel.web.addresses import KeptResolver
from config.kernel.web.jobs import job
from config.kernel.web.search import search

handler400 = "config.kernel.web.errors.bad_request"
handler403 = "config.kernel.web.errors.forbidden"
handler404 = "config.kernel.web.errors.not_found"
handler500 = "config.kernel.web.errors.broken"

urlpatterns = [
    KeptResolver(
        [
            path("", RedirectView.as_view(pattern_name="units:work"), name="home"),
            path("tien-trinh/<uuid:uid>/", job, name="job"),
            path("tim/", search, name="search"),
            path("", include("config.kernel.face.urls")),
            path("", include("config.kernel.sheets.urls")),
            path("api/", include("config.api")),
            path("", include("units.urls")),
            path("", include("campaigns.urls")),
            path("", include("targets.urls")),
            path("", include("awards.urls")),
            path("", include("dossiers.urls")),
            path("", include("dossiers.public_urls")),
        ]
    )
]
