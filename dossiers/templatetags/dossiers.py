"""What the pages of this app need beside `face`."""

from django import template
from django.http import QueryDict

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


class TypedIn:
    """Fields like `yes_12` of one number. `all`: every value, for boxes."""

    def __init__(self, number: int, posted: QueryDict) -> None:
        self._number, self._posted = number, posted

    def __getitem__(self, name: str) -> str:
        return str(self._posted.get(f"{name}_{self._number}", ""))

    def holds(self, name: str, value: object) -> bool:
        return str(value) in self._posted.getlist(f"{name}_{self._number}")


@register.filter
def typed_in(number: int, posted: QueryDict) -> TypedIn:
    """What a refused form said about the object with this number: `{% with t=c.pk|typed_in:typed %}{{ t.yes }}`."""
    return TypedIn(number, posted)


@register.filter
def picked_in(number: int, at: TypedIn) -> bool:
    """Whether the box of choice `number` was ticked in a refused form."""
    return at.holds("pick", number)
