"""API of this app, noun by noun."""

from django.urls import URLPattern

from targets.api import appraisal, papers, progress, reports, scores

# Steps of a report are a word at the end of its address: what has an address of its own comes first.
urlpatterns: list[URLPattern] = [
    *appraisal.urlpatterns,
    *papers.urlpatterns,
    *reports.urlpatterns,
    *scores.urlpatterns,
    *progress.urlpatterns,
]
