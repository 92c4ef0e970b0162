"""What the pages of this app need beside `face`."""

from django import template

register = template.Library()

# State of a round, a dossier or a paper → kind of its pill.
_KINDS = {
    "draft": "mo",
    "evaluating": "mo",
    "proposed": "dat",
    "sent": "cho",
    "cancelled": "khong",
    "unit_confirmed": "dat",
    "submitted": "cho",
    "returned": "gan",
    "received": "mo",
    "appraised_ict": "dat",
    "appraised_tdkt": "dat",
    "presented": "cho",
    "decided": "vinh",
    "forwarded": "vinh",
    "rejected": "khong-dat",
    "on_hold": "gan",
    "withdrawn": "khong",
    "rendering": "cho",
    "ready": "dat",
    "issued": "vinh",
}


@register.filter
def state_kind(state: str) -> str:
    """Kind of the pill that shows a state."""
    return _KINDS.get(state, "khong")
