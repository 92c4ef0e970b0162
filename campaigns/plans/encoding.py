"""Plans as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class PlanEncoder(DjangoJSONEncoder):
    """Decimals as JSON numbers: 60, 2.5."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Decimal):
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)
