"""A bound form field as the pages draw it: label, hint, control, error, tied by aria-describedby."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
)
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def control(
    bound: BoundField,
    *,
    num: bool = False,
    small: bool = False,
    extra: str = "",
    hint: str = "",
    **attributes: Any,
) -> SafeString:
    """The widget alone with class, aria-invalid and aria-describedby.

    `num` right-aligns and asks for the numeric keypad; further keywords become attributes (`_` → `-`).
    """
    kind = bound.field.widget
    attrs: dict[str, Any] = {key.replace("_", "-"): val for key, val in attributes.items() if val is not None}
    picked = isinstance(kind, (CheckboxInput, CheckboxSelectMultiple, RadioSelect))
    if not picked and not isinstance(kind, FileInput):
        classes = ["in", "in-num" if num else "", "in-s" if small else "", kind.attrs.get("class", ""), extra]
        attrs["class"] = " ".join(dict.fromkeys(" ".join(classes).split()))
    if num:
        attrs.setdefault("inputmode", "decimal")
        attrs.setdefault("autocomplete", "off")
    said = [f"{bound.auto_id}-h"] if hint or bound.help_text else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        said.append(f"{bound.auto_id}-e")
    # Set even when empty: Django would otherwise point to its own help text, which is not on our pages.
    attrs["aria-describedby"] = " ".join(said) if said else False
    return bound.as_widget(attrs=attrs)


def render(
    bound: BoundField, *, hint: str = "", was: str = "", wide: bool = True, label: str = "", **options: Any
) -> SafeString:
    """The whole field; `was` is last year's value beneath it. Options go to `control`."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        shape = "group"
    elif isinstance(widget, CheckboxInput):
        shape = "check"
    elif isinstance(widget, FileInput):
        shape = "file"
    else:
        shape = "plain"
    context = {
        "bound": bound,
        "shape": shape,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "was": was,
        "wide": wide,
        "control": control(bound, hint=hint, **options),
        "let_go": _let_go(bound) if shape == "file" else "",
    }
    return render_to_string("components/_field.html", context)


def _let_go(bound: BoundField) -> str:
    """Name of the file that came with a form that was refused for something else: no page can hold it for the next
    sending."""
    upload = bound.form.files.get(bound.html_name) if bound.form.is_bound else None
    return str(upload.name) if upload is not None and bound.form.errors and not bound.errors else ""


def problems(source: Any) -> list[tuple[str, str]]:
    """(anchor, sentence) of every error of a form, a formset, or several of them."""
    if source is None:
        return []
    if isinstance(source, BaseForm):
        found = [("", str(sentence)) for sentence in source.non_field_errors()]
        for bound in source:
            found += [(bound.auto_id, f"{bound.label}: {sentence}") for sentence in bound.errors]
        return found
    if isinstance(source, BaseFormSet):
        found = [("", str(sentence)) for sentence in source.non_form_errors()]
        return found + [row for form in source.forms for row in problems(form)]
    if isinstance(source, Iterable):
        return [row for one in source for row in problems(one)]
    return []
