"""One's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from config.kernel.access import Actor
from config.kernel.web import page
from config.kernel.web.forms import sent
from units import selectors
from units.forms import PasswordForm
from units.models import User
from units.services import accounts


@sensitive_post_parameters()
@page(methods=("GET", "HEAD", "POST"))
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, and my password."""
    form = PasswordForm(request.POST or None)
    actor: Actor = request.actor
    me: User = request.user  # type: ignore[assignment]
    user, status = sent(request, form, lambda: accounts.change_password(actor=actor, user=me, **form.cleaned_data))
    if user is not None:
        update_session_auth_hash(request, user)
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("units:account")
    held = selectors.memberships_of(request.user).order_by("role__order", "id")  # type: ignore[arg-type]
    context = {
        "form": form,
        "memberships": selectors.with_verb_labels(held),
        "must_change": request.user.must_change_password,  # type: ignore[union-attr]
    }
    return render(request, "units/account.html", context, status=status)
