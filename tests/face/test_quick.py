"""Templates say the same by the short way as by Django's own."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, Template, engines
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from config.kernel.face.quick import QuickTemplate
from config.kernel.web.addresses import path_of


class Missing(ObjectDoesNotExist):
    pass


class Thing:
    name = "Mỹ <Lâm>"
    items = (1, 2)

    def __init__(self) -> None:
        self.called = 0

    def get_state_display(self) -> str:
        return "Đã gửi & xong"

    def with_argument(self, one: int) -> str:
        return "never"

    def delete(self) -> str:
        self.called += 1
        return "gone"

    delete.alters_data = True

    @property
    def lost(self) -> str:
        raise Missing

    @property
    def wrong(self) -> str:
        return self.no_such_thing


class Row(dict[str, Any]):
    items = "shadowed"


CONTEXT: dict[str, Any] = {
    "thing": Thing(), "row": (1234567, "<b>", None, True, Decimal("1234.50")), "map": {"a": {"b": "c"}, "items": "x"},
    "safe": mark_safe("<i>x</i>"), "text": "\"'<&>", "none": None, "yes": True, "many": [3, 4],
    "day": dt.date(2023, 12, 4),
    "at": dt.datetime(2023, 12, 4, 1, 5, tzinfo=dt.UTC), "lazy": gettext_lazy("Yes"), "odd": Row(items=1, b="<"),
    "call": lambda: "<called>", "float": 1.5, "uid": uuid.UUID(int=7),
}  # fmt: skip
SOURCES = (
    "{{ thing.name }}|{{ thing.get_state_display }}|{{ thing.items.1 }}|{{ thing.with_argument }}|{{ thing.delete }}",
    "{{ row.0 }}|{{ row.1 }}|{{ row.2 }}|{{ row.3 }}|{{ row.4 }}|{{ row.9 }}|{{ row.x }}",
    "{{ map.a.b }}|{{ map.items }}|{{ map.a.x }}|{{ map.keys }}|{{ nothing }}|{{ nothing.x }}",
    "{{ safe }}|{{ text }}|{{ text|safe }}|{{ none }}|{{ yes }}|{{ many }}|{{ many.1 }}|{{ text.upper }}|{{ text.0 }}",
    "{{ day }}|{{ at }}|{{ lazy }}|{{ odd.items }}|{{ odd.b }}|{{ call }}|{{ float }}|{{ uid }}|{{ thing.lost }}",
    '{% autoescape off %}{{ text }}{{ thing.name }}{{ row.0 }}{% endautoescape %}{{ 12 }}{{ 1.5 }}{{ "<q>" }}',
    "{% for a in many %}{{ forloop.counter }}{{ a }}{% if a == 3 and not none %}!{% endif %}{% endfor %}",
    "{% with x=thing.name y=row.1|default:'z' %}{{ x }}{{ y|upper }}{% endwith %}",
    "{{ none|default:text }}{{ text|length }}",
)


@pytest.mark.parametrize("source", SOURCES)
def test_the_short_way_says_what_djangos_says(source: str) -> None:
    engine = Engine(autoescape=True)
    assert QuickTemplate(source, engine=engine).render(Context(CONTEXT)) == Template(source, engine=engine).render(
        Context(CONTEXT)
    )
    assert CONTEXT["thing"].called == 0


def test_what_a_property_raises_is_not_hidden() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        QuickTemplate("{{ thing.wrong }}", engine=Engine()).render(Context(CONTEXT))


def test_pages_go_the_short_way() -> None:
    assert isinstance(engines["django"].get_template("base.html").template, QuickTemplate)


@override_settings(ROOT_URLCONF="config.tenant_urls")
def test_an_address_is_what_django_would_say() -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    asked: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("units:unit_list", ()),
        ("units:unit_detail", (one,)),
        ("units:unit_detail", (two,)),
        ("units:unit_detail", (str(two),)),
        ("dossiers:candidate", (one, two)),
        ("dossiers:candidate", (two, one)),
        ("targets:ranking_unit", ("KHOI-C", one)),
        ("targets:ranking_unit", ("K/1".replace("/", "-"), two)),
        ("targets:report", (2023,)),
    )
    try:
        for prefix in ("/kien-giang/", "/can-tho/", "/kien-giang/"):
            set_script_prefix(prefix)
            for name, args in asked:
                assert path_of(name, *args) == reverse(name, args=args), (name, args)
            assert path_of("units:unit_detail", uid=one) == reverse("units:unit_detail", args=[one])
        for wrong in (("units:unit_detail", (None,)), ("units:unit_detail", ("x y",)), ("units:nowhere", ())):
            with pytest.raises(NoReverseMatch):
                path_of(wrong[0], *wrong[1])
    finally:
        set_script_prefix("/")
