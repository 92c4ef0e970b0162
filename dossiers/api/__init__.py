"""API of this app, noun by noun."""

from django.urls import URLPattern

from dossiers.api import consultations, dossiers, hearings, letters, rounds

# Steps of a dossier are a word at the end of its address: what has an address of its own comes first.
urlpatterns: list[URLPattern] = [
    *consultations.urlpatterns,
    *hearings.urlpatterns,
    *letters.urlpatterns,
    *rounds.urlpatterns,
    *dossiers.urlpatterns,
]
