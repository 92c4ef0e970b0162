"""`{% load face %}`: the vocabulary of the pages. Markup lives in templates/components/, meaning in kernel.face."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.kernel import clock
from config.kernel.face import fields, formats, icons

register = template.Library()

for _name in [
    "number",
    "percent_h",
    "points_h",
    "dong",
    "day",
    "hour",
    "moment",
    "weekday",
    "quarter",
    "size",
    "initials",
    "marked",
    "days_left",
    "heat",
]:
    register.filter(_name, getattr(formats, _name))

_HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "scrollBehavior": "auto",
    "timeout": 30000,
}
_serial = itertools.count(1)


def _unique(prefix: str) -> str:
    return f"{prefix}-{next(_serial)}"


@register.simple_tag
def htmx_config() -> SafeString:
    return format_html("{}", json.dumps(_HTMX, separators=(",", ":")))


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """`{% icon "download" %}`; names are Lucide's, or a state (`dat`, `cho`, …)."""
    return icons.svg(icons.STATE_ICONS.get(name, name), cls)


@register.simple_tag
def pill(kind: str, label: str, icon: str = "") -> SafeString:
    """`{% pill "dat" "Đạt" %}`; kinds: dat khong-dat cho gan mo vinh khong."""
    cls = "pill" if kind in ("", "khong") else f"pill is-{kind}"
    drawing = icons.svg(icons.STATE_ICONS.get(icon or kind, icon or "circle-minus"))
    return format_html('<span class="{}">{}{}</span>', cls, drawing, label)


@register.simple_tag
def due(
    last_day: dt.date | None, wording: str = "", today: dt.date | None = None, done: bool = False
) -> SafeString:
    """`{% due period.last_day period.wording %}`: days left, the last valid day, the plan's words."""
    if last_day is None:
        return format_html('<span class="due">{}{}</span>', icons.svg("clock"), "Chưa có hạn")
    last = last_day.date() if isinstance(last_day, dt.datetime) else last_day
    said = format_html(" (“{}”)", wording.strip('“”"')) if wording else ""
    exact = format_html('<span class="s14 ink2">hết ngày {}{}</span>', formats.day(last), said)
    if done:
        return exact
    kind, words = formats.due_words(last, today or clock.today())
    drawing = icons.svg("triangle-alert" if kind == "tre" else "clock")
    cls = f"due due-{kind}" if kind else "due"
    return format_html('<span class="{}">{}{}</span> {}', cls, drawing, words, exact)


@register.simple_tag
def bar(value: object, most: object, label: str, kind: str = "", large: bool = False) -> SafeString:
    """`{% bar done total "Đã đủ 16 trên 19 chỉ tiêu" kind="dat" %}`; kinds: dat gan tre."""
    classes = "bar" + (f" bar-{kind}" if kind else "") + (" bar-l" if large else "")
    return format_html(
        '<progress class="{}" max="{}" value="{}" aria-label="{}"></progress>',
        classes,
        most or 1,
        value or 0,
        label,
    )


@register.simple_tag
def tag(label: str, kind: str = "") -> SafeString:
    return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", label)


@register.simple_tag
def demo(flag: object = True) -> SafeString:
    """The dashed mark on anything invented: `{% demo unit.is_demo %}`."""
    return format_html('<span class="tag tag-demo">{}</span>', "minh họa") if flag else SafeString("")


@register.simple_tag
def clause(section: str, url: str = "") -> SafeString:
    """`{% clause "II.2.1.c" url %}` → “Mục II.2.1.c”, linked to the plan when there is an address."""
    if not section:
        return SafeString("")
    words = section if section.lower().startswith(("mục", "điều", "khoản", "điểm")) else f"Mục {section}"
    if url:
        return format_html('<a class="clause" href="{}">{}</a>', url, words)
    return format_html('<span class="clause">{}</span>', words)


@register.simple_tag
def field(bound: BoundField, hint: str = "", was: str = "", **options: Any) -> SafeString:
    """`{% field form.name hint="…" was="Năm 2022: 2.705" num=True %}`: label, hint, control, error, all tied."""
    return fields.render(bound, hint=hint, was=was, **options)


@register.inclusion_tag("components/_fraction.html")
def fraction(numerator: BoundField, denominator: BoundField, **options: Any) -> dict[str, Any]:
    """`{% fraction form.a form.b %}`: numerator / denominator side by side."""
    return {
        "pair": [
            fields.control(numerator, num=True, **options),
            fields.control(denominator, num=True, **options),
        ],
        "bounds": [numerator, denominator],
    }


@register.inclusion_tag("components/_errbox.html")
def errbox(form: Any = None, title: str = "", errors: Iterable[Any] = ()) -> dict[str, Any]:
    """`{% errbox form %}` (a form, formset or list of forms), or `errors=` list of (anchor, sentence)."""
    found = [*fields.problems(form), *[e if isinstance(e, (tuple, list)) else ("", e) for e in errors]]
    return {"problems": found, "title": title or f"Có {len(found)} chỗ cần sửa"}


@register.inclusion_tag("components/_empty.html")
def empty(
    title: str, sentence: str = "", icon: str = "inbox", url: str = "", label: str = ""
) -> dict[str, Any]:
    return {"title": title, "sentence": sentence, "icon": icon, "url": url, "label": label}


@register.inclusion_tag("components/_steps.html")
def steps(items: Iterable[Any]) -> dict[str, Any]:
    """Items: (label, note, state) with state done|now|stuck|"" (or dicts/objects of these names)."""
    names = ("label", "note", "state")
    return {
        "items": [dict(zip(names, i, strict=False)) if isinstance(i, (tuple, list)) else i for i in items]
    }


@register.inclusion_tag("components/_timeline.html")
def timeline(
    entries: Iterable[Any],
    states: dict[str, str] | None = None,
    verbs: dict[str, str] | None = None,
    latest_first: bool = False,
) -> dict[str, Any]:
    """Audit entries as a line; `states` and `verbs` give the Vietnamese words for codes."""
    rows = [
        {
            "entry": entry,
            "verb": (verbs or {}).get(
                entry.verb, entry.data.get("label", "") if isinstance(entry.data, dict) else ""
            ),
            "before": (states or {}).get(entry.state_from or "", entry.state_from or ""),
            "after": (states or {}).get(entry.state_to or "", entry.state_to or ""),
        }
        for entry in entries
    ]
    return {"rows": list(reversed(rows)) if latest_first else rows}


@register.inclusion_tag("components/_seats.html")
def seats(
    quota: int | None, chosen: int, ties: int = 0, kind: str = "exact", noun: str = "suất"
) -> dict[str, Any]:
    """One square per place; `kind` exact|at_most|none_stated; `ties` are places that wait for a vote."""
    total = max(quota or 0, chosen + ties)
    squares = [(n, "on" if n <= chosen else "hoa" if n <= chosen + ties else "") for n in range(1, total + 1)]
    limit = "trên tối đa" if kind == "at_most" else "trên"
    words = (
        f"{chosen} {limit} {quota} {noun} đã có" if quota else f"{chosen} {noun}, kế hoạch không nêu số lượng"
    )
    if ties:
        words += f", {ties} chờ biểu quyết"
    return {"squares": squares, "words": words, "quota": quota, "kind": kind, "chosen": chosen}


@register.inclusion_tag("components/_share.html")
def share(direct: int, leading: int, limit: int = 30) -> dict[str, Any]:
    """The 70/30 rule: `direct` workers, `leading` leaders and coordinators, at most `limit` percent of all."""
    total = direct + leading
    allowed = total * limit // 100
    width = 400
    cut = width * direct // total if total else width
    return {
        "direct": direct,
        "leading": leading,
        "limit": limit,
        "allowed": allowed,
        "over": max(0, leading - allowed),
        "total": total,
        "direct_width": max(0, cut - 2),
        "leading_x": cut + 2,
        "leading_width": max(0, width - cut - 2),
        "limit_x": width * (100 - limit) // 100,
    }


@register.inclusion_tag("components/_choice.html", takes_context=True)
def choice(
    context: template.Context,
    option: Any,
    url: str,
    version: int | None = None,
    cls: str = "",
    ask: str = "",
    consequence: str = "",
    icon: str = "",
    label: str = "",
) -> dict[str, Any]:
    """A button from `workflow.available`: posts to `url`, asks for a reason if it needs one, says why if refused."""
    move = option.transition
    return {
        "move": move,
        "refusal": option.refusal,
        "url": url,
        "version": version,
        "cls": cls,
        "ask": ask,
        "consequence": consequence,
        "icon": icon,
        "label": label or move.label,
        "id": _unique("viec"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/_refused.html")
def refused(label: str, reason: str, cls: str = "", icon: str = "") -> dict[str, Any]:
    """A button that cannot be pressed now and says why; focusable, never `disabled`."""
    return {"label": label, "reason": reason, "cls": cls, "icon": icon, "id": _unique("vi-sao")}


@register.inclusion_tag("components/_file.html", takes_context=True)
def file_row(
    context: template.Context,
    stored: Any,
    url: str = "",
    note: str = "",
    remove_url: str = "",
    error: str = "",
    icon: str = "file-text",
) -> dict[str, Any]:
    """A stored file: name (linked), note or size, a button that removes it, or the sentence why it is refused."""
    return {
        "stored": stored,
        "url": url,
        "note": note,
        "remove_url": remove_url,
        "error": error,
        "icon": icon,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("kernel/_job.html", takes_context=True)
def job(context: template.Context, job: Any, url: str = "") -> dict[str, Any]:
    """The note of a running job; polls itself while it runs. `url` overrides the job's own address."""
    return {"job": job, "url": url, "tenant": context.get("tenant")}


@register.inclusion_tag("components/_pages.html", takes_context=True)
def pages(
    context: template.Context, page: Page, name: str = "Trang", parameter: str = "trang", target: str = ""
) -> dict[str, Any]:
    """Foot of a table: count and page links that keep the rest of the query string."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(n: int) -> str:
        if query is None:
            return f"?{parameter}={n}"
        query[parameter] = str(n)
        return f"?{query.urlencode()}"

    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    links = [(n, address(n) if isinstance(n, int) else "") for n in numbers]
    return {"page": page, "links": links, "name": name, "target": target}


@register.inclusion_tag("components/_sort.html", takes_context=True)
def sort(
    context: template.Context, label: str, key: str, cls: str = "", current: str = "", parameter: str = "xep"
) -> dict[str, Any]:
    """A sortable column head: `{% sort "Đơn vị" "name" current=order %}`; the order is `key` or `-key`."""
    request = context.get("request")
    now = current or (request.GET.get(parameter, "") if request else "")
    query = request.GET.copy() if request else None
    wanted = f"-{key}" if now == key else key
    if query is not None:
        query[parameter] = wanted
        query.pop("trang", None)
    url = f"?{query.urlencode()}" if query is not None else f"?{parameter}={wanted}"
    direction = "ascending" if now == key else "descending" if now == f"-{key}" else ""
    return {"label": label, "url": url, "direction": direction, "cls": cls}


@register.inclusion_tag("components/_verdicts.html")
def verdicts(items: Sequence[Any]) -> dict[str, Any]:
    """Criteria against figures. Items: dicts or objects with state (dat|khong-dat|cho|khong), title, sentence,
    and optionally clause, clause_url, action_url + action_label (or html action)."""
    return {"items": items}


@register.filter
def verdict_word(state: str) -> str:
    words = {"dat": "đạt", "khong-dat": "chưa đạt", "cho": "cần xác nhận", "khong": "không áp dụng"}
    return words.get(state, state)


@register.filter
def state_tone(state: str) -> str:
    """Class of the colour that a verdict's icon takes."""
    return {
        "dat": "t-dat",
        "khong-dat": "t-loi",
        "loi": "t-loi",
        "cho": "t-cho",
        "gan": "t-gan",
        "vinh": "t-vinh",
    }.get(state, "t-khong")


@register.simple_block_tag
def note(content: str, kind: str = "", icon: str = "", role: str = "") -> SafeString:
    """`{% note "gan" %}…{% endnote %}`; kinds: "" gan loi dat cho."""
    drawing = icons.svg(icons.STATE_ICONS.get(icon or kind, icon or "info"))
    return format_html(
        '<div class="note{}"{}>{}<div>{}</div></div>',
        f" note-{kind}" if kind else "",
        format_html(' role="{}"', role) if role else "",
        drawing,
        content,
    )


@register.simple_block_tag
def dialog(content: str, title: str, opens: str, id: str, cls: str = "", icon: str = "") -> SafeString:  # noqa: A002
    """A button `opens` and a native dialog with `content` (a form with its own buttons). Open without script."""
    drawing = icons.svg(icon) if icon else ""
    return format_html(
        '<div class="act-one"><button type="button" class="btn {cls}" data-opens="{id}">{drawing}{opens}</button>'
        '<dialog class="dialog" id="{id}" data-dialog open aria-labelledby="{id}-t"><header><h2 id="{id}-t">{title}</h2>'
        "</header>{content}</dialog></div>",
        cls=cls,
        id=id,
        drawing=drawing,
        opens=opens,
        title=title,
        content=content,
    )


@register.simple_tag
def breadcrumb(*parts: str) -> SafeString:
    """`{% breadcrumb "Đợt xét" url "Sơ kết 2023" %}`: label, url, label, url, …, last label."""

    pairs = [(str(parts[i]), parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    rows = format_html_join(
        "",
        "<li>{}</li>",
        ((format_html('<a href="{}">{}</a>', url, label) if url else label,) for label, url in pairs),
    )
    return format_html('<nav class="crumbs" aria-label="Đường dẫn"><ol>{}</ol></nav>', rows)
