"""Who is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from units.models import User
from units.selectors.access import account


class AccountBackend(ModelBackend):
    """Django's own; the account of a session brings along what it holds in the tenant at hand."""

    def get_user(self, user_id: Any) -> User | None:
        user = account(int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
