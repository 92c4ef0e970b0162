"""Pages above the tenants."""

from django.urls import path

from units.views import front

app_name = "units_root"

urlpatterns = [
    path("", front.tenants, name="tenants"),
]
