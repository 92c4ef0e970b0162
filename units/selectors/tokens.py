"""Who acts when a program sends a key."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import QuerySet
from django.http import Http404

from config.kernel import clock
from config.kernel.access import Actor
from units.models import ApiToken, Tenant
from units.models.token import digest_of
from units.roles import VERB_LABELS
from units.selectors.access import actor_for

# How old `last_used_at` may grow, so that a busy program does not write with every read.
FRESH = dt.timedelta(minutes=1)


def actor_by_token(secret: str, tenant: Tenant) -> Actor | None:
    """The key's person with no verb beyond the key's; None for a key that opens nothing (any more).

    Inside the tenant's scope. Raises Http404 for a key that names another tenant: here it does not exist.
    """
    parts = secret.split(".")
    if len(parts) == 3 and parts[1] != tenant.slug:
        raise Http404
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None or token.revoked_at is not None or token.expires_on < clock.today():
        return None
    actor = actor_for(token.user, tenant)
    if actor is None:
        return None
    if token.last_used_at is None or token.last_used_at < clock.now() - FRESH:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=clock.now())
    verbs = frozenset(token.verbs)
    grants = tuple(dataclasses.replace(grant, verbs=grant.verbs & verbs) for grant in actor.grants)
    return dataclasses.replace(actor, grants=grants, title=f"{actor.title}, qua khóa API “{token.name}”"[:200])


def tokens_for(actor: Actor) -> QuerySet[ApiToken]:
    """One's own keys; for whoever administers accounts everybody's. Usable ones first."""
    found = ApiToken.objects.select_related("user").order_by("-id")
    return found if actor.can("users.edit") else found.filter(user_id=actor.user_id or 0)


def offered_verbs(actor: Actor) -> list[tuple[str, str]]:
    """(verb, words) of everything that this person may hand to a program."""
    return [(verb, label) for verb, label in VERB_LABELS.items() if actor.can(verb)]
