"""Regimes, coefficients and base salaries of the tenant: what is in force when, and a new row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.forms import CoefficientForm, RegimeForm, SalaryForm
from awards.selectors import law
from awards.services import law_rows
from config.kernel import clock
from config.kernel.web import page
from config.kernel.web.forms import sent

ACTS: dict[str, Callable[..., Any]] = {
    "luong": law_rows.add_salary,
    "he-so": law_rows.add_coefficient,
    "quy-dinh": law_rows.add_regime,
}


@page("tenant.admin", methods=("GET", "HEAD", "POST"))
def law_tables(request: HttpRequest) -> HttpResponse:
    """The three tables; a POST adds a row to one of them (`bang`)."""
    asked = request.POST.get("bang", "") if request.method == "POST" else ""
    names = [(form.code, form.name) for form in law.forms().values()]
    shown: dict[str, forms.Form] = {
        "luong": SalaryForm(_given(request, asked, "luong"), prefix="luong"),
        "he-so": CoefficientForm(_given(request, asked, "he-so"), prefix="he-so", award_forms=names),
        "quy-dinh": RegimeForm(_given(request, asked, "quy-dinh"), prefix="quy-dinh"),
    }
    status = 200 if request.method != "POST" else 422
    if asked in shown:
        form, actor = shown[asked], request.actor
        added, status = sent(request, form, lambda: ACTS[asked](actor=actor, **form.cleaned_data))
        if added is not None:
            messages.success(request, "Đã thêm dòng mới. Các khoản đã ghi sổ giữ nguyên.")
            return redirect("awards:law")
    context = {
        "tables": law.tables(clock.today()),
        "salary": shown["luong"],
        "coefficient": shown["he-so"],
        "regime": shown["quy-dinh"],
        "asked": asked,
    }
    return render(request, "awards/law.html", context, status=status)


def _given(request: HttpRequest, asked: str, table: str) -> Any:
    return request.POST if asked == table else None
