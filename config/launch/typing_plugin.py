"""Tells mypy what the tenant middleware puts on a request: `request.tenant` and `request.actor`."""

from collections.abc import Callable

from mypy.nodes import MypyFile
from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, Type, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
ATTRIBUTES = {"actor": "config.kernel.access.Actor", "tenant": "units.models.tenant.Tenant"}


def extend(context: ClassDefContext) -> None:
    for name, fullname in ATTRIBUTES.items():
        if name not in context.cls.info.names:
            found: Type | None = context.api.named_type_or_none(fullname)
            add_attribute_to_class(context.api, context.cls, name, found or AnyType(TypeOfAny.explicit))


class RequestPlugin(Plugin):
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return extend if fullname == REQUEST else None

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        wanted = [(10, fullname.rpartition(".")[0], -1) for fullname in ATTRIBUTES.values()]
        return wanted if file.fullname == "django.http.request" else []


def plugin(version: str) -> type[Plugin]:
    return RequestPlugin
