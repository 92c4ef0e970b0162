"""Who may see which rows: the tenant in force, as Python guard and as PostgreSQL setting.

Two locks, independent of each other. `TenantModel.objects` raises `NoTenant` outside a scope; PostgreSQL's
forced row-level security (made by the database backend in `tenancy.postgres`) hides and refuses every row of
another tenant even where a filter was forgotten.
"""

from config.kernel.tenancy.model import TenantModel
from config.kernel.tenancy.scope import (
    NoTenant,
    current_tenant,
    current_tenant_id,
    found_scope,
    putting_in_force,
    tenant_scope,
)

__all__ = [
    "NoTenant",
    "TenantModel",
    "current_tenant",
    "current_tenant_id",
    "found_scope",
    "putting_in_force",
    "tenant_scope",
]
