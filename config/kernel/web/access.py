from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from config.kernel.access import require

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Mark a tenant page that needs no account."""
    made = undoing(view)
    made.is_public = True  # type: ignore[attr-defined]
    return made


def undoing(view: View) -> View:
    """What the view wrote is undone when it raises, as `ATOMIC_REQUESTS` has it. What is only read does without its
    savepoint: nobody has written before, so that the whole transaction may go. Where a key was used, that is written.
    """

    @transaction.non_atomic_requests
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or "Authorization" in request.headers:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except Exception:
            request.is_to_undo = True  # type: ignore[attr-defined]
            raise

    return guarded


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
                require(request.actor, verb)
            return view(request, *args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]
        return undoing(require_http_methods(list(methods))(guarded))

    return decorate
