"""`{% url %}` as Django's, for pages that hold a hundred of them."""

from __future__ import annotations

import html
from typing import Any

from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString

from config.kernel.web.addresses import here, path_in

register = Library()
# Under this name the state of a template knows where its addresses lie.
_WHERE = "addresses"


class AddressNode(URLNode):
    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {key: value.resolve(context) for key, value in self.kwargs.items()}
        state = context.render_context
        where = state.get(_WHERE)
        if where is None:
            where = state[_WHERE] = here()
        try:
            found = path_in(where, name, args, kwargs)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return SafeString(html.escape(found)) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    made: Any = parsed(parser, token)
    return AddressNode(made.view_name, made.args, made.kwargs, made.asvar)
