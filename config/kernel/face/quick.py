"""Django's own template language, rendered with less work between a variable and its text.

Parsing is Django's. A lookup of the plain kind (a name, then keys and attributes), the output of plain values (text,
whole numbers, uids), loops and conditions take a short way; everything else, and everything that fails, goes Django's
own way, so that the result is the same. With the engine's debug on, Django's own classes are used.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.template import Context, Template
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    Token,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral
from django.template.loaders import cached
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


class QuickVariable(Variable):
    """Looks up as `Variable` does; a lookup that meets anything unusual is begun anew by it."""

    def resolve(self, context: Any) -> Any:
        lookups = self.lookups
        if lookups is None or self.translate or not isinstance(context, Context):
            return super().resolve(context)
        first = lookups[0]
        for names in reversed(context.dicts):
            if first in names:
                current = names[first]
                break
        else:
            if hasattr(context, first):
                return super().resolve(context)
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (first, context))
        if callable(current):
            return super().resolve(context)
        try:
            for bit in lookups[1:]:
                kind = type(current)
                if kind is dict:
                    current = current[bit]
                elif _has_items(kind):  # type: ignore[arg-type]
                    current = current[int(bit)] if kind in (tuple, list) else _item(current, bit)
                else:
                    current = getattr(current, bit)
                if callable(current):
                    if hasattr(current, "do_not_call_in_templates") or getattr(current, "alters_data", False):
                        return super().resolve(context)
                    current = current()
        except Exception:  # noqa: BLE001 -- asked again, and what fails then is raised
            return super().resolve(context)
        return current


@cache
def _has_items(kind: type) -> bool:
    # Fields of a named tuple are got as attributes; its numbers go the long way.
    return hasattr(kind, "__getitem__") and not (issubclass(kind, tuple) and hasattr(kind, "_fields"))


def _item(current: Any, bit: str) -> Any:
    try:
        return current[bit]
    except (TypeError, AttributeError, KeyError, ValueError, IndexError):
        return getattr(current, bit)


def _quick(is_asked: bool, arg: Any) -> tuple[bool, Any]:
    """An argument of a filter: a variable, or what was written there."""
    return is_asked, QuickVariable(arg.var) if is_asked and arg.lookups is not None else arg


class QuickExpression(FilterExpression):
    __slots__ = ("plain",)

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        if type(self.var) is Variable and self.var.lookups is not None:
            self.var = QuickVariable(self.var.var)
        self.filters = [(filter_, [_quick(*arg) for arg in args]) for filter_, args in self.filters]
        self.plain = self.is_var and not self.filters

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        if self.plain:
            try:
                return self.var.resolve(context)
            except VariableDoesNotExist:
                pass
        return super().resolve(context, ignore_failures)


class QuickNode(VariableNode):
    def render(self, context: Context) -> SafeString:
        asked = self.filter_expression
        try:
            # One call less for most.
            value = asked.var.resolve(context) if asked.plain else asked.resolve(context)  # type: ignore[attr-defined]
        except VariableDoesNotExist:
            value = asked.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]
        if kind is str and context.autoescape:
            return SafeString(html.escape(value))
        if kind is int or kind is UUID:
            return SafeString(value)
        return render_value_in_context(value, context)  # type: ignore[return-value]

    render_annotated = render


class _Loop(dict[str, Any]):
    """`forloop`: what a template asks of it is reckoned when it asks."""

    at: int = 0
    total: int = 0

    def __missing__(self, key: str) -> Any:
        match key:
            case "counter":
                return self.at + 1
            case "counter0":
                return self.at
            case "first":
                return self.at == 0
            case "last":
                return self.at == self.total - 1
            case "revcounter":
                return self.total - self.at
            case "revcounter0":
                return self.total - self.at - 1
        raise KeyError(key)


class QuickFor(ForNode):
    sequence: Any
    nodelist_loop: Any
    nodelist_empty: Any

    def render(self, context: Context) -> SafeString:
        values = self.sequence.resolve(context, ignore_failures=True)
        if values is None:
            values = ()
        if not hasattr(values, "__len__"):
            values = list(values)
        loop = _Loop(parentloop=context.get("forloop", {}))
        loop.total = len(values)
        with context.push():
            if not loop.total:
                return SafeString(self.nodelist_empty.render(context))
            context["forloop"] = loop
            here, names = context.dicts[-1], self.loopvars
            draw: list[Callable[[Context], str]] = [node.render_annotated for node in self.nodelist_loop]
            drawn: list[str] = []
            for loop.at, item in enumerate(reversed(values) if self.is_reversed else values):
                if len(names) == 1:
                    here[names[0]] = item
                    drawn += [one(context) for one in draw]
                else:
                    context.update(dict(zip(names, item, strict=True)))
                    drawn += [one(context) for one in draw]
                    context.pop()
        return SafeString("".join(drawn))

    render_annotated = render


class QuickIf(IfNode):
    conditions_nodelists: Any

    def render(self, context: Context) -> SafeString:
        for condition, nodelist in self.conditions_nodelists:
            try:
                asked: Any = condition.value if type(condition) is TemplateLiteral else None
                if asked is not None and asked.plain:
                    chosen = asked.var.resolve(context)
                else:
                    chosen = condition is None or condition.eval(context)
            except VariableDoesNotExist:
                continue
            if chosen:
                return SafeString("".join([node.render_annotated(context) for node in nodelist]))
        return SafeString("")

    render_annotated = render


class QuickStatic(StaticNode):
    """The address of a file of ours, which no deployment changes while it runs."""

    def render(self, context: Context) -> str:
        if self.varname is not None or self.path.is_var or self.path.filters:
            return super().render(context)
        return _address(storages["staticfiles"], str(self.path.var), context.autoescape)

    render_annotated = render


@lru_cache(maxsize=256)
def _address(storage: Any, path: str, escaped: bool) -> str:
    url: str = storage.url(path)
    return conditional_escape(url) if escaped else url


class KeptNodes(NodeList):
    """The nodes of a whole template: every page that extends it asks which blocks it has."""

    def get_nodes_by_type(self, nodetype: Any) -> list[Any]:
        kept: dict[Any, list[Any]] = self.__dict__.setdefault("_by_type", {})
        if nodetype not in kept:
            kept[nodetype] = super().get_nodes_by_type(nodetype)
        return list(kept[nodetype])


_QUICK = {ForNode: QuickFor, IfNode: QuickIf, VariableNode: QuickNode, StaticNode: QuickStatic}


class QuickParser(Parser):
    def compile_filter(self, token: str) -> FilterExpression:
        return QuickExpression(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        quick = _QUICK.get(type(node))
        if quick is not None:
            node.__class__ = quick
        super().extend_nodelist(nodelist, node, token)


class QuickTemplate(Template):
    def compile_nodelist(self) -> NodeList:
        if self.engine.debug:
            return super().compile_nodelist()
        engine = self.engine
        parser = QuickParser(
            Lexer(self.source).tokenize(), engine.template_libraries, engine.template_builtins, self.origin
        )
        found = parser.parse()
        self.extra_data = getattr(parser, "extra_data", {})
        kept = KeptNodes(found)
        kept.contains_nontext = found.contains_nontext
        return kept


class Loader(cached.Loader):
    """Django's cached loader; what it keeps is parsed for the short way."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        found = super().get_template(template_name, skip)
        if type(found) is Template:
            found = QuickTemplate(found.source, found.origin, found.name, found.engine)
            self.get_template_cache[self.cache_key(template_name, skip)] = found
        return found
