"""Tags that draw a part of a page from a template in templates/components/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template.defaulttags import CsrfTokenNode
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.kernel import clock
from config.kernel.face import acts, fields, frame, icons
from config.kernel.face.tags.library import register

SHARE_WIDTH = 400


@register.simple_tag(takes_context=True)
def around(context: template.Context, name: str) -> SafeString:
    """`{% around "top" %}`: a part of what stands around every page."""
    return frame.part(name, context["face"], SafeString(CsrfTokenNode().render(context)))


@register.simple_tag
def field(bound: BoundField, hint: str = "", was: str = "", **options: Any) -> SafeString:
    """`{% field form.name hint="…" was="Năm 2022: 2.705" num=True %}`: label, hint, control, error, tied."""
    return fields.render(bound, hint=hint, was=was, **options)


@register.inclusion_tag("components/_fraction.html")
def fraction(numerator: BoundField, denominator: BoundField, **options: Any) -> dict[str, Any]:
    """`{% fraction form.a form.b %}`: numerator / denominator side by side."""
    bounds = [numerator, denominator]
    return {"bounds": bounds, "pair": [fields.control(bound, num=True, **options) for bound in bounds]}


@register.inclusion_tag("components/_errbox.html")
def errbox(form: Any = None, title: str = "", errors: Iterable[Any] = ()) -> dict[str, Any]:
    """`{% errbox form %}` (a form, formset or list of forms), or `errors=` list of (anchor, sentence)."""
    found = fields.problems(form)
    found += [tuple(e) if isinstance(e, (tuple, list)) else ("", str(e)) for e in errors]
    return {"problems": found, "title": title or f"Có {len(found)} chỗ cần sửa"}


@register.inclusion_tag("components/_empty.html")
def empty(title: str, sentence: str = "", icon: str = "inbox", url: str = "", label: str = "") -> dict[str, Any]:
    return {"title": title, "sentence": sentence, "icon": icon, "url": url, "label": label}


@register.inclusion_tag("components/_steps.html")
def steps(items: Iterable[Any]) -> dict[str, Any]:
    """Items: (label, note, state), state one of done, now, stuck or empty; or objects of these names."""
    names = ("label", "note", "state")
    return {
        "items": [dict(zip(names, item, strict=False)) if isinstance(item, (tuple, list)) else item for item in items]
    }


@register.inclusion_tag("components/_timeline.html")
def timeline(
    entries: Iterable[Any],
    states: dict[str, str] | None = None,
    verbs: dict[str, str] | None = None,
    latest_first: bool = False,
) -> dict[str, Any]:
    """Audit entries as a line. Words come from the apps' `acts.py`; `states` and `verbs` go before those.

    An entry's `data` may carry `label` (its words) and `tone` (`bad`, `seal`). What one person did several times in a
    row stands once, with how often and when last.
    """
    said, named = verbs or {}, states or {}
    rows = [
        {
            "entry": entry,
            "verb": (entry.data or {}).get("label") or said.get(entry.verb) or acts.label(entry.verb),
            "before": named.get(entry.state_from) or acts.state(entry.verb, entry.state_from),
            "after": named.get(entry.state_to) or acts.state(entry.verb, entry.state_to),
            "tone": {"bad": "bad", "seal": "seal-dot"}.get((entry.data or {}).get("tone", ""), ""),
        }
        for entry in entries
    ]
    today = clock.today()
    real = any(timezone.localtime(row["entry"].at).date() > today for row in rows if row["entry"].at)
    rows = [{**alike[-1], "times": len(alike)} for alike in (list(group) for _, group in groupby(rows, _told))]
    if rows and not rows[-1]["tone"]:
        rows[-1]["tone"] = "now"
    return {"rows": rows[::-1] if latest_first else rows, "ahead_of": today if real else None}


def _told(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a line of the timeline says beside its moment."""
    entry = row["entry"]
    return row["verb"], row["before"], row["after"], entry.reason, entry.actor_name, entry.actor_title, row["tone"]


@register.inclusion_tag("components/_seats.html")
def seats(quota: int | None, chosen: int, ties: int = 0, kind: str = "exact", noun: str = "suất") -> dict[str, Any]:
    """One square per place; `kind` exact, at_most or none_stated; `ties` are places that wait for a vote."""
    total = max(quota or 0, chosen + ties)
    squares = [(n, "on" if n <= chosen else "hoa" if n <= chosen + ties else "") for n in range(1, total + 1)]
    if quota:
        words = f"{chosen} {'trên tối đa' if kind == 'at_most' else 'trên'} {quota} {noun} đã có"
    else:
        words = f"{chosen} {noun}, kế hoạch không nêu số lượng"
    if ties:
        words += f", {ties} chờ biểu quyết"
    return {"squares": squares, "words": words, "unstated": not quota}


@register.inclusion_tag("components/_share.html")
def share(direct: int, leading: int, limit: int = 30) -> dict[str, Any]:
    """The 70/30 rule: `direct` workers; leaders and coordinators, at most `limit` percent of all."""
    total = direct + leading
    allowed = total * limit // 100
    cut = SHARE_WIDTH * direct // total if total else SHARE_WIDTH
    return {
        "direct": direct,
        "leading": leading,
        "limit": limit,
        "allowed": allowed,
        "over": leading > allowed,
        "over_words": f"Vượt {leading - allowed} người",
        "total": total,
        "direct_width": max(0, cut - 2),
        "leading_x": cut + 2,
        "leading_width": max(0, SHARE_WIDTH - cut - 2),
        "limit_x": SHARE_WIDTH * (100 - limit) // 100,
    }


@register.inclusion_tag("components/_verdicts.html")
def verdicts(items: Sequence[Any]) -> dict[str, Any]:
    """Criteria against figures.

    Items: dicts or objects with state (dat, khong-dat, cho, khong), title, sentence, and optionally clause,
    clause_url, action_url + action_label (or markup in `action`).
    """
    return {"items": items}


@register.inclusion_tag("components/_pages.html", takes_context=True)
def pages(
    context: template.Context, page: Page[Any], name: str = "Trang", parameter: str = "trang", target: str = ""
) -> dict[str, Any]:
    """Foot of a table: count, and page links that keep the rest of the query string.

    With `target` (a selector) htmx swaps only that part and keeps the address.
    """
    query = _query(context)
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        query[parameter] = str(number)
        links.append((number, f"?{query.urlencode()}" if isinstance(number, int) else ""))
    return {"page": page, "links": links, "name": name, "target": target}


@register.inclusion_tag("components/_sort.html", takes_context=True)
def sort(
    context: template.Context, label: str, key: str, cls: str = "", current: str = "", parameter: str = "xep"
) -> dict[str, Any]:
    """A sortable column head: `{% sort "Đơn vị" "name" current=order %}`; an order is `key` or `-key`."""
    query = _query(context)
    now = current or query.get(parameter, "")
    query[parameter] = f"-{key}" if now == key else key
    query.pop("trang", None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "cls": cls}


def _query(context: template.Context) -> Any:
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


@register.simple_block_tag
def note(content: str, kind: str = "", icon: str = "", role: str = "") -> SafeString:
    """`{% note "gan" %}…{% endnote %}`; kinds: none, gan, loi, dat, cho."""
    return format_html(
        '<div class="note{}"{}>{}<div>{}</div></div>',
        f" note-{kind}" if kind else "",
        format_html(' role="{}"', role) if role else "",
        icons.svg(icons.STATE_ICONS.get(icon or kind, icon or "info")),
        content,
    )


@register.inclusion_tag("components/_figure.html", takes_context=True)
def figure(context: template.Context, chart: Any, sentence: bool = True) -> dict[str, Any]:
    """`{% figure chart %}`: title, picture, finding and the same figures as a table (open when printing)."""
    request = context.get("request")
    return {"chart": chart, "show_sentence": sentence, "open": bool(request and request.GET.get("in"))}
