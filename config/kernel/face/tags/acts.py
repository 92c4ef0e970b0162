"""Tags for what a person can do, or cannot and why."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.kernel.face import icons
from config.kernel.face.tags.library import register, unique


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
    """A button for one of `workflow.available`.

    Posts `transition`, `version` and, where the step needs it, `reason` to `url`; says why when refused.
    """
    return {
        "move": option.transition,
        "refusal": option.refusal,
        "url": url,
        "version": version,
        "cls": cls,
        "ask": ask,
        "consequence": consequence,
        "icon": icon,
        "label": label or option.transition.label,
        "id": unique("viec"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/_refused.html")
def refused(label: str, reason: str, cls: str = "", icon: str = "") -> dict[str, Any]:
    """A button that cannot be pressed now and says why; focusable, never `disabled`."""
    return {"label": label, "reason": reason, "cls": cls, "icon": icon, "id": unique("vi-sao")}


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
    """A stored file: its name (linked), a note, its size, a button that removes it, or why it is refused."""
    return {
        "stored": stored,
        "url": url,
        "note": note,
        "remove_url": remove_url,
        "error": error,
        "icon": icon,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("kernel/_job.html")
def job(job: Any, url: str = "", reloads: bool = False) -> dict[str, Any]:
    """The note of a piece of background work; polls itself while it runs. `url` replaces the job's own.

    `reloads`: the page shows more of the work than this note, so it is loaded anew at the end. Only for pages where
    nothing is typed.
    """
    return {"job": job, "url": url, "reloads": reloads}


@register.simple_block_tag
def dialog(content: str, title: str, opens: str, id: str, cls: str = "", icon: str = "") -> SafeString:  # noqa: A002
    """A button `opens` and a native dialog around `content` (a form). Stands open without script."""
    return format_html(
        '<div class="act-one">'
        '<button type="button" class="btn {cls}" data-opens="{id}">{drawing}{opens}</button>'
        '<dialog class="dialog" id="{id}" data-dialog open aria-labelledby="{id}-t">'
        '<header><h2 id="{id}-t">{title}</h2></header>{content}</dialog></div>',
        cls=cls,
        id=id,
        drawing=icons.svg(icon) if icon else "",
        opens=opens,
        title=title,
        content=content,
    )
