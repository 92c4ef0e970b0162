from typing import Any

from django.urls import get_script_prefix, reverse, set_script_prefix

from config.kernel.tenancy import current_tenant

TENANT_URLS = "config.tenant_urls"


def tenant_path(name: str, *args: Any, slug: str = "", **kwargs: Any) -> str:
    """The full path of a tenant page, for code that runs outside a request (jobs, mails, QR codes, tests).

    Inside a request `reverse` and `{% url %}` already know the tenant.
    """
    before = get_script_prefix()
    set_script_prefix(f"/{slug or current_tenant().slug}/")
    try:
        return reverse(name, urlconf=TENANT_URLS, args=args or None, kwargs=kwargs or None)
    finally:
        set_script_prefix(before)
