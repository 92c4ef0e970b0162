"""API of this app, noun by noun."""

from django.urls import URLPattern

from campaigns.api import calendar, drafts, giving, plans, practices, registrations

urlpatterns: list[URLPattern] = [
    *plans.urlpatterns,
    *drafts.urlpatterns,
    *calendar.urlpatterns,
    *registrations.urlpatterns,
    *giving.urlpatterns,
    *practices.urlpatterns,
]
