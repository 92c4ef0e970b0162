"""Tags and filters that put one thing into one line."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from config.kernel import clock
from config.kernel.face import acts, formats, icons
from config.kernel.face.tags.library import register
from config.kernel.text import clause_words

FILTERS = (
    formats.number,
    formats.percent_h,
    formats.points_h,
    formats.dong,
    formats.day,
    formats.hour,
    formats.moment,
    formats.weekday,
    formats.quarter,
    formats.size,
    formats.initials,
    formats.marked,
    formats.days_left,
    formats.heat,
)
for _filter in FILTERS:
    register.filter(_filter.__name__, _filter)

HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "scrollBehavior": "auto",
    "timeout": 30000,
}
VERDICTS = {"dat": "đạt", "khong-dat": "chưa đạt", "cho": "cần xác nhận", "khong": "không áp dụng"}
TONES = {
    "dat": "t-dat",
    "khong-dat": "t-loi",
    "loi": "t-loi",
    "cho": "t-cho",
    "gan": "t-gan",
    "vinh": "t-vinh",
}
_DEMO, _NOTHING = format_html('<span class="tag tag-demo">{}</span>', "minh họa"), SafeString("")


@register.simple_tag
def htmx_config() -> SafeString:
    return format_html("{}", json.dumps(HTMX, separators=(",", ":")))


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """`{% icon "download" %}`; names are Lucide's, or a state (`dat`, `cho`, …)."""
    return icons.svg(icons.STATE_ICONS.get(name, name), cls)


# A label that is markup must not be taken for the same letters that are not: `typed`.
@functools.lru_cache(maxsize=2000, typed=True)
def _pill(kind: str, label: str, icon: str) -> SafeString:
    cls = "pill" if kind in {"", "khong"} else f"pill is-{kind}"
    drawing = icons.svg(icons.STATE_ICONS.get(icon or kind, icon or "circle-minus"))
    return format_html('<span class="{}">{}{}</span>', cls, drawing, label)


@register.simple_tag
def pill(kind: str, label: str, icon: str = "") -> SafeString:
    """`{% pill "dat" "Đạt" %}`; kinds: dat khong-dat cho gan mo vinh khong."""
    return _pill(kind, label if isinstance(label, SafeString) else str(label), icon)


@register.simple_tag
def due(last_day: dt.date | None, wording: str = "", today: dt.date | None = None, done: bool = False) -> SafeString:
    """`{% due period.last_day period.wording %}`: days left, the last valid day, the plan's words."""
    if last_day is None:
        return format_html('<span class="due">{}{}</span>', icons.svg("clock"), "Chưa có hạn")
    last = last_day.date() if isinstance(last_day, dt.datetime) else last_day
    return _due(last, wording, today or clock.today(), done)


@functools.lru_cache(maxsize=2000, typed=True)
def _due(last: dt.date, wording: str, today: dt.date, done: bool) -> SafeString:
    said = format_html(" (“{}”)", wording.strip('“”"')) if wording else ""
    exact = format_html('<span class="s14 ink2">hết ngày {}{}</span>', formats.day(last), said)
    if done:
        return exact
    kind, words = formats.due_words(last, today)
    drawing = icons.svg("triangle-alert" if kind == "tre" else "clock")
    cls = f"due due-{kind}" if kind else "due"
    return format_html('<span class="due-line"><span class="{}">{}{}</span> {}</span>', cls, drawing, words, exact)


@register.simple_tag
def bar(value: object, most: object, label: str, kind: str = "", large: bool = False) -> SafeString:
    """`{% bar done total "Đã đủ 16 trên 19 chỉ tiêu" kind="dat" %}`; kinds: dat gan tre."""
    return format_html(
        '<progress class="{}" max="{}" value="{}" aria-label="{}"></progress>',
        "bar" + (f" bar-{kind}" if kind else "") + (" bar-l" if large else ""),
        most or 1,
        value or 0,
        label,
    )


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """The options of a select that may be long: `{% options units typed.unit %}`, choices (value, label)."""
    drawn = [
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    ]
    return SafeString("".join(drawn))


@register.simple_tag
def tag(label: str, kind: str = "") -> SafeString:
    return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", label)


@register.simple_tag
def demo(flag: object = True) -> SafeString:
    """The dashed mark on anything invented: `{% demo unit.is_demo %}`."""
    return _DEMO if flag else _NOTHING


@register.simple_tag
def clause(section: str, url: str = "", entry: str = "") -> SafeString:
    """`{% clause "II.2.1.c" url %}` → “Mục II.2.1.c”, linked to the plan when there is an address; with `entry`, the
    code under which that page lists it, to the entry's own place."""
    words = clause_words(section)
    if not words:
        return SafeString("")
    if url:
        place = f"#{slugify(entry)}" if entry else ""
        return format_html('<a class="clause" href="{}{}">{}</a>', url, place, words)
    return format_html('<span class="clause">{}</span>', words)


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


@register.filter
def act(verb: str) -> str:
    """What an audited act is called: `{{ entry.verb|act }}`."""
    return acts.label(verb)


@register.filter
def verdict_word(state: str) -> str:
    return VERDICTS.get(state, state)


@register.filter
def state_tone(state: str) -> str:
    """Class of the colour that a verdict's icon takes."""
    return TONES.get(state, "t-khong")
