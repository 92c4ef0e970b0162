"""The API of a tenant, mounted at /<tenant>/api/v1/: every app's endpoints, their description, a page about them."""

from __future__ import annotations

import functools
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, include, path, reverse
from drf_spectacular.generators import SchemaGenerator

from awards.api import urlpatterns as awards
from campaigns.api import urlpatterns as campaigns
from config.kernel.web import page
from dossiers.api import urlpatterns as dossiers
from targets.api import urlpatterns as targets
from units.api import urlpatterns as units

endpoints: list[URLPattern] = [*units, *campaigns, *targets, *awards, *dossiers]


@functools.cache
def described() -> dict[str, Any]:
    """OpenAPI 3.1 of all endpoints, with addresses below /<tenant>/api/v1. Made once in a process."""
    schema: dict[str, Any] = SchemaGenerator(patterns=endpoints).get_schema(request=None, public=True)
    return schema


@page()
def schema(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    told = described() | {"servers": [{"url": reverse("api:page") + "v1"}]}
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")


@page()
def about(request: HttpRequest) -> HttpResponse:
    """The description for people: every address with its right, and examples to copy."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in described()["paths"].items():
        for method, told in methods.items():
            body: dict[str, Any] = told.get("requestBody") or {}
            examples: dict[str, Any] = body.get("content", {}).get("application/json", {}).get("examples", {})
            example = next((one["value"] for one in examples.values()), None)
            said, _, rights = told.get("description", "").partition("Quyền: `")
            groups.setdefault(told["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "address": address,
                    "summary": told["summary"],
                    "said": said.strip(),
                    "right": rights.rstrip("`."),
                    "query": [p for p in told.get("parameters", ()) if p["in"] == "query"],
                    "needs_key": any(p["name"] == "Idempotency-Key" and p.get("required")
                                     for p in told.get("parameters", ())),
                    "example": json.dumps(example, ensure_ascii=False) if example else "",
                }
            )  # fmt: skip
    base = request.build_absolute_uri(reverse("api:page") + "v1")
    return render(request, "units/api.html", {"groups": groups, "base": base})


app_name = "api"
urlpatterns = [
    path("", about, name="page"),
    path("v1/openapi.json", schema, name="schema"),
    path("v1/", include(endpoints)),
]
