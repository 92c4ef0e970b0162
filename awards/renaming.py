"""What of this app bears the names of the tenant's bodies, for when they change."""

from __future__ import annotations

from awards.models import AwardForm
from units.models import Tenant


def renamed(before: Tenant, after: Tenant) -> None:
    """Whose awards the tenant gives, from now on; awards that were given keep the names of their day."""
    for form in AwardForm.objects.filter(by_tenant=True):
        form.name = form.name.replace(before.authority_name, after.authority_name)
        form.decider = form.decider.replace(before.authority_name, after.authority_name)
        form.save(update_fields=["name", "decider"])
