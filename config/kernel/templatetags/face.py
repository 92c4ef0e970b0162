"""`{% load face %}`. Markup lives in templates/components/, meaning in config.kernel.face."""

from config.kernel.face.tags import register

__all__ = ["register"]
