"""Accounts and roles of this tenant."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from config.kernel import audit
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from config.kernel.web.forms import sent
from units import selectors
from units.forms import AccountForm, UserFilterForm
from units.services import accounts

PER_PAGE = 50


@page("users.edit")
def user_list(request: HttpRequest) -> HttpResponse:
    form = UserFilterForm(request.GET or None, roles=selectors.roles())
    held = selectors.filtered_memberships(form.criteria())
    found = Paginator(held, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "units/user_list.html", {"form": form, "page": found})


@never_cache
@page("users.edit", methods=("GET", "HEAD", "POST"))
def user_add(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown on the answer and never again."""
    form = AccountForm(request.POST or None, roles=selectors.roles())
    actor, tenant = request.actor, request.tenant
    made, status = sent(request, form, lambda: accounts.create_account(actor=actor, tenant=tenant, **form.values()))
    if made is not None:
        context = {"membership": made.membership, "password": made.password, "is_new": True}
        return render(request, "units/user_password.html", context, status=201)
    context = {"form": form, "choices": selectors.unit_choices()}
    return render(request, "units/user_form.html", context, status=status)


@never_cache
@page("users.edit", methods=("GET", "HEAD", "POST"))
def user_detail(request: HttpRequest, uid: str) -> HttpResponse:
    """One account: what it may do; lock, reopen, reset the password (`act`)."""
    actor, tenant = request.actor, request.tenant
    membership = visible(selectors.all_memberships(), uid)
    error = ""
    if request.method == "POST":
        act = request.POST.get("act")
        try:
            if act == "reset":
                password = accounts.reset_password(actor=actor, tenant=tenant, membership=membership)
                context = {"membership": membership, "password": password, "is_new": False}
                return render(request, "units/user_password.html", context)
            if act in {"close", "open"}:
                reason = request.POST.get("reason", "")
                accounts.set_membership_active(actor=actor, membership=membership, active=act == "open", reason=reason)
                messages.success(request, "Đã khóa tài khoản." if act == "close" else "Đã mở lại tài khoản.")
                return redirect("units:user_detail", uid=membership.uid)
            error = "Không rõ việc cần làm. Hãy tải lại trang."
        except DomainError as refusal:
            error = refusal.sentence
    context = {
        "membership": membership,
        "verbs": selectors.verb_labels(membership.role),
        "error": error,
        "error_list": [error] if error else [],
        "reason": request.POST.get("reason", ""),
        "is_self": membership.user_id == actor.user_id,
        "may_reset": membership.user.home_tenant_id == tenant.pk,
        "timeline": audit.timeline(membership),
    }
    return render(request, "units/user_detail.html", context, status=422 if error else 200)


@page("tenant.admin")
def roles(request: HttpRequest) -> HttpResponse:
    """Which role may do what."""
    return render(request, "units/roles.html", {"table": selectors.role_table()})
