"""Django's own template language, rendered with less work between a variable and its text.

Parsing is Django's. A lookup of the plain kind (a name, then keys and attributes) and the output of plain values
(text, whole numbers) take a short way; everything else, and everything that fails, goes Django's own way, so that
the result is the same. With the engine's debug on, Django's own classes are used.
"""

from __future__ import annotations

import html
from typing import Any

from django.template import Context, Template
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    Token,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.loaders import cached
from django.utils.safestring import SafeString


class QuickVariable(Variable):
    """Looks up as `Variable` does; a lookup that meets anything unusual is begun anew by it."""

    def resolve(self, context: Any) -> Any:
        lookups = self.lookups
        if lookups is None or self.translate:
            return super().resolve(context)
        try:
            current = context[lookups[0]]
            if callable(current):
                return super().resolve(context)
            for bit in lookups[1:]:
                kind = type(current)
                if kind is dict:
                    current = current[bit]
                elif hasattr(kind, "__getitem__"):
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


def _item(current: Any, bit: str) -> Any:
    try:
        return current[bit]
    except (TypeError, AttributeError, KeyError, ValueError, IndexError):
        return getattr(current, bit)


class QuickExpression(FilterExpression):
    __slots__ = ()

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        if type(self.var) is Variable and self.var.lookups is not None:
            self.var = QuickVariable(self.var.var)


class QuickNode(VariableNode):
    def render(self, context: Context) -> SafeString:
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]
        if kind is str and context.autoescape:
            return SafeString(html.escape(value))
        if kind is int:
            return SafeString(value)
        return render_value_in_context(value, context)  # type: ignore[return-value]

    render_annotated = render


class QuickParser(Parser):
    def compile_filter(self, token: str) -> FilterExpression:
        return QuickExpression(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        if type(node) is VariableNode:
            node = QuickNode(node.filter_expression)
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
        return found


class Loader(cached.Loader):
    """Django's cached loader; what it keeps is parsed for the short way."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        found = super().get_template(template_name, skip)
        if type(found) is Template:
            found = QuickTemplate(found.source, found.origin, found.name, found.engine)
            self.get_template_cache[self.cache_key(template_name, skip)] = found
        return found
