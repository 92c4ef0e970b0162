"""A form that was sent: what a service made of it, or its refusal beside the fields; what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django import forms
from django.http import HttpRequest

from config.kernel.errors import DomainError, Invalid

T = TypeVar("T")
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_WRONG_DAY = "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 25/11/2022."


def sent(request: HttpRequest, form: forms.Form, act: Callable[[], T]) -> tuple[T | None, int]:
    """What `act` gave, and the status to answer with while it gave nothing.

    200: nothing was sent yet; 422: the form has errors of its own; else that of the refusal. `act` is called for a
    form that was sent and is valid, and gives something.
    """
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return act(), 200
    except DomainError as error:
        show_error(form, error)
        return None, error.status


def day_field(label: str, *, required: bool = True, missing: str = "Ghi ngày.", help_text: str = "") -> forms.DateField:
    """A day, picked from the browser's calendar or typed as people write it; `missing` says that it has to be given."""
    return forms.DateField(
        label=label, required=required, help_text=help_text, input_formats=DAY_FORMATS,
        error_messages={"invalid": _WRONG_DAY, "required": missing},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Give the select `name` its choices, which only who makes the form knows."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def show_error(form: forms.Form, error: DomainError) -> None:
    """Put a service's refusal beside the fields it is about, or above the form."""
    refused = error.errors if isinstance(error, Invalid) else {error.field: [error.sentence]}
    for field, sentences in refused.items():
        form.add_error(_place(form, field), sentences)


def _place(form: forms.Form, field: str | None) -> str | None:
    if field in form.fields:
        return field
    # Services speak of the file; a form may call it by what it is.
    files = [name for name, one in form.fields.items() if isinstance(one, forms.FileField)]
    return files[0] if field == "file" and len(files) == 1 else None
