"""What every app's `api.py` is made of: endpoints over services, problems as sentences, pages, sending once."""

from config.kernel.api.endpoint import Call, endpoint
from config.kernel.api.fields import Amount, Points, Ref, Version

__all__ = ["Amount", "Call", "Points", "Ref", "Version", "endpoint"]
