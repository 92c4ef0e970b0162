"""API of this app, noun by noun."""

from django.urls import URLPattern

from units.api import accounts, people, register, reorganisation, substitutions

urlpatterns: list[URLPattern] = [
    *register.urlpatterns,
    *people.urlpatterns,
    *accounts.urlpatterns,
    *reorganisation.urlpatterns,
    *substitutions.urlpatterns,
]
