"""The way in: from an address to a tenant, an actor and one transaction around the whole response."""

from config.kernel.web.access import is_public, page, public

__all__ = ["is_public", "page", "public"]
