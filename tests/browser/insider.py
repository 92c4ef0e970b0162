"""A person at the browser of a server that runs in this process: signed in without the form, jobs done on the spot."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from config.kernel.jobs import engine
from config.kernel.models import Job
from config.kernel.tenancy import tenant_scope
from tests.browser.visit import Visit
from tests.world import PASSWORD
from units.models import Tenant, User


class Insider(Visit):
    def login(self, tenant: str, role: str, password: str = PASSWORD) -> None:
        super().login(tenant, role, password)

    def enter(self, tenant: str, role: str) -> None:
        """Be signed in as the demo account already: what follows the form, without its two pages."""
        client = Client()
        client.force_login(User.objects.get(username=f"{role}@{tenant}"))
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.base}])

    def work(self, tenant: str) -> int:
        """Do the tenant's waiting jobs, as a worker would; returns how many. A page that polls then shows the end."""
        found, done = Tenant.objects.get(slug=tenant), 0
        while True:
            with tenant_scope(found):
                job_id = Job.objects.filter(state="queued").order_by("id").values_list("pk", flat=True).first()
            if job_id is None:
                return done
            engine.run(found.pk, job_id)
            done += 1
