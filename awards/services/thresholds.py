"""The share of the council that must agree, by form of award and occasion: the tenant's own rule, with its source."""

from __future__ import annotations

from django.db import transaction

from awards import permissions
from awards.enums import Occasion
from awards.models import AwardForm
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, Invalid


@transaction.atomic
def set_threshold(
    *,
    award_form: AwardForm,
    occasion: str,
    percent: int | None,
    source: str,
    actor: Actor,
    verified: bool = False,
) -> AwardForm:
    """`occasion` "" = every occasion that has none of its own. `percent` None = no share is set: every meeting states
    one, or for an occasion the form's own holds. Refused when nothing would change.

    Meetings that are already prepared keep what stands on their agenda.
    """
    require(actor, permissions.COUNCIL)
    errors: dict[str, list[str]] = {}
    if percent is not None and not 1 <= percent <= 100:
        errors["percent"] = ["Tỷ lệ phiếu từ 1 đến 100%."]
    if not source.strip():
        errors["source"] = ["Ghi văn bản, quy chế hoặc lý do làm căn cứ."]
    if occasion and occasion not in Occasion.values:
        errors["occasion"] = ["Chọn dịp xét."]
    if errors:
        raise Invalid(errors)
    form = AwardForm.objects.select_for_update().get(pk=award_form.pk)
    was, was_source = _now(form, occasion)
    said = source.strip()[:200]
    if (was, was_source) == (percent, said) and (occasion or form.vote_verified == verified):
        raise Conflict(f"Mức của {form.short} đã đúng như vậy, không có gì để ghi.", code="same")
    if not occasion:
        form.vote_percent, form.vote_source, form.vote_verified = percent, said, verified
    elif percent is None:
        form.vote_by_occasion = {key: one for key, one in form.vote_by_occasion.items() if key != occasion}
    else:
        form.vote_by_occasion = {**form.vote_by_occasion, occasion: {"percent": percent, "source": said}}
    form.save(update_fields=["vote_percent", "vote_source", "vote_verified", "vote_by_occasion"])
    audit.record(
        actor=actor,
        verb="council.threshold",
        obj=form,
        reason=said,
        data={
            "form": form.code, "occasion": occasion, "percent_before": was, "source_before": was_source,
            "percent": percent, "source": said, "verified": verified,
        },
        label=f"Tỷ lệ phiếu: {form.short}",
    )  # fmt: skip
    return form


def _now(form: AwardForm, occasion: str) -> tuple[int | None, str]:
    if not occasion:
        return form.vote_percent, form.vote_source
    own = form.vote_by_occasion.get(occasion, {})
    return own.get("percent"), own.get("source", "")
