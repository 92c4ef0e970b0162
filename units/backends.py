"""Who is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from config.kernel.prepared import prepared
from units.models import User


class AccountBackend(ModelBackend):
    """Django's own, whose question for the account of a session is put into SQL once."""

    def get_user(self, user_id: Any) -> User | None:
        user = next(iter(_accounts(int(user_id))), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@prepared(int, by_key=True)
def _accounts(user_id: int) -> QuerySet[User]:
    return User.objects.filter(pk=user_id).order_by()
