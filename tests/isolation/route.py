"""An address of the software: what stands in it, who may go there, and how.

`args`: a name of `things.Things` after "@" (an object of the tenant) or "#" (a code), else the value itself.
`who` holds the right, `lacks` does not hold the verb (empty where every member holds it), `neighbour` holds the verb
but not over this object's unit: to that account it does not exist. `shows` stands on the page that `who` gets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PUBLIC, MEMBER, VERB = "public", "member", "verb"


@dataclass(frozen=True)
class Route:
    name: str
    kind: str
    args: tuple[Any, ...] = ()
    methods: str = "GET"
    who: str = "clerk"
    lacks: str = ""
    neighbour: str = ""
    shows: str = ""
    status: int = 200
    post: dict[str, Any] = field(default_factory=dict)
    api: bool = False

    @property
    def takes_get(self) -> bool:
        return "GET" in self.methods

    @property
    def takes_post(self) -> bool:
        return "POST" in self.methods

    @property
    def objects(self) -> tuple[int, ...]:
        """Places of the arguments that name an object of a tenant."""
        return tuple(i for i, arg in enumerate(self.args) if str(arg).startswith("@"))


def read(name: str, *args: Any, **more: Any) -> Route:
    return Route(name, more.pop("kind", VERB), args, "GET", **more)


def form(name: str, *args: Any, **more: Any) -> Route:
    return Route(name, more.pop("kind", VERB), args, "GET POST", **more)


def api(name: str, *args: Any, **more: Any) -> Route:
    """An endpoint: GET unless `post` is given. It answers programs, so nobody is led to a login page."""
    methods = "POST" if "post" in more else "GET"
    return Route(f"api:{name}", more.pop("kind", VERB), args, methods, api=True, **more)


def act(name: str, *args: Any, **more: Any) -> Route:
    return Route(name, more.pop("kind", VERB), args, "POST", **more)
