import functools
import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import (
    ResolverMatch,
    URLPattern,
    URLResolver,
    get_script_prefix,
    get_urlconf,
    reverse,
    set_script_prefix,
)
from django.urls.resolvers import RoutePattern

from config.kernel.tenancy import current_tenant

TENANT_URLS = "config.tenant_urls"

# Stands for a uid where the address of all objects of a kind is asked for once.
_ANY = uuid.UUID("00000000-0000-4000-8000-000000000000"), uuid.UUID("00000000-0000-4000-8000-000000000001")


class KeptResolver(URLResolver):
    """A list of addresses in which a path is looked for once; otherwise every request tries them one by one."""

    def __init__(self, patterns: Sequence[URLPattern | URLResolver]) -> None:
        super().__init__(RoutePattern(""), patterns)
        self.resolve = functools.lru_cache(maxsize=2048)(self._looked_for)  # type: ignore[method-assign]

    def _looked_for(self, path: str) -> ResolverMatch:
        found = super().resolve(path)
        found.tried = None  # the addresses before it, which only a page for debugging shows
        return found


def path_of(name: str, *args: Any, **kwargs: Any) -> str:
    """`reverse(name, …)`, asked of Django once for each name, tenant and arguments that are no uids."""
    return path_in(here(), name, args, kwargs)


Where = tuple[str, str | None]


def here() -> Where:
    """Whose addresses hold: what stands before them, and among which they are found."""
    return get_script_prefix(), get_urlconf()


def path_in(where: Where, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    """As `path_of`, for whoever asks often for the addresses of one place."""
    if len(args) == 1 and type(args[0]) is uuid.UUID and not kwargs:
        before, after = _pieces(*where, name, (None,))
        return f"{before}{args[0]}{after}"
    prefix, urlconf = where
    uids = [str(value) for value in args if type(value) is uuid.UUID]
    if kwargs or None in args or len(uids) > len(_ANY):
        return reverse(name, urlconf=urlconf, args=args or None, kwargs=kwargs or None)
    rest = tuple(value if type(value) is not uuid.UUID else None for value in args)
    try:
        pieces = _pieces(prefix, urlconf, name, rest)
    except TypeError:  # an argument without a hash
        return reverse(name, urlconf=urlconf, args=args)
    if len(pieces) == 1:
        return pieces[0]
    if len(pieces) == 2:
        return pieces[0] + uids[0] + pieces[1]
    return pieces[0] + uids[0] + pieces[1] + uids[1] + pieces[2]


@functools.lru_cache(maxsize=4096, typed=True)
def _pieces(prefix: str, urlconf: str | None, name: str, rest: tuple[Any, ...]) -> tuple[str, ...]:
    """The address around its uids, which stand as None in `rest`."""
    stands = iter(_ANY)
    path = reverse(name, urlconf=urlconf, args=[next(stands) if value is None else value for value in rest])
    pieces: list[str] = []
    for one in _ANY[: rest.count(None)]:
        before, _, path = path.partition(str(one))
        pieces.append(before)
    return (*pieces, path)


def tenant_path(name: str, *args: Any, slug: str = "", **kwargs: Any) -> str:
    """The full path of a tenant page, for code that runs outside a request (jobs, mails, QR codes, tests).

    Inside a request `reverse` and `{% url %}` already know the tenant.
    """
    before = get_script_prefix()
    set_script_prefix(f"/{slug or current_tenant().slug}/")
    try:
        return path_in((get_script_prefix(), TENANT_URLS), name, args, kwargs)
    finally:
        set_script_prefix(before)
