from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from config.kernel.access import require

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


def public(view: V) -> V:
    """Mark a tenant page that needs no account."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    return getattr(view, "is_public", False)


def page(verb: str = "", *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A page for members: allowed methods, and a verb that must be held somewhere in the tenant.

    Whether the verb covers the particular unit is asked by the service or by `require` in the view.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if verb:
                require(request.actor, verb)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]
        return require_http_methods(list(methods))(guarded)

    return decorate
