"""`{% url %}` as Django's, for pages that hold a hundred of them."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from config.kernel.web.addresses import path_of

register = Library()


class AddressNode(URLNode):
    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {key: value.resolve(context) for key, value in self.kwargs.items()}
        try:
            found = path_of(name, *args, **kwargs)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    made: Any = parsed(parser, token)
    return AddressNode(made.view_name, made.args, made.kwargs, made.asvar)
