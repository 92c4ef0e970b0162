import uuid

from django.db import models
from django_scopes import ScopedManager

from config.kernel.tenancy.scope import current_tenant_id


class TenantModel(models.Model):
    """A row that belongs to one tenant.

    `uid` stands in addresses, since consecutive ids would tell how much other tenants do. The manager raises
    `NoTenant` outside `tenant_scope()`. The database backend adds what the wall needs to the table; see
    `config.kernel.tenancy.postgres.schema`.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="mã")
    tenant = models.ForeignKey(
        "units.Tenant", on_delete=models.PROTECT, default=current_tenant_id, editable=False, related_name="+"
    )

    objects = ScopedManager(tenant="tenant")

    class Meta:
        abstract = True
