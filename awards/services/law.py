"""The tenant's own copies of forms, regimes, coefficients and base salaries."""

from __future__ import annotations

from django.db import transaction

from awards.law import BASE_SALARIES, COEFFICIENTS, FORMS, REGIMES, VOTES
from awards.models import AwardForm, BaseSalary, LegalRegime, PrizeCoefficient
from config.kernel.tenancy import current_tenant
from units.models import Tenant

# Forms that a tenant of this level decides itself; the others it can only propose (decision 15).
DECIDED_AT: dict[str, tuple[str, ...]] = {
    Tenant.Level.PROVINCE: ("BK_TINH", "CO_TINH"),
    Tenant.Level.DISTRICT: ("GK_HUYEN",),
}


@transaction.atomic
def load_defaults() -> int:
    """Give the current tenant what it lacks; its own rows stay. Returns how many were added."""
    tenant = current_tenant()
    added = 0
    for order, (code, (name, short, decider, authority)) in enumerate(FORMS.items()):
        values = {"name": name, "short": short, "decider": decider, "authority": authority, "order": order}
        if code in DECIDED_AT[tenant.level]:
            values |= {"name": _own_name(code, tenant), "decider": tenant.chairman_title, "by_tenant": True}
            if tenant.place_name.startswith("thành phố"):
                values["short"] = short.replace("tỉnh", "thành phố")
        if code in VOTES:
            values["vote_percent"], values["vote_source"] = VOTES[code]
        form, created = AwardForm.objects.get_or_create(code=code, defaults=values)
        added += created
        if not created and code in VOTES and form.vote_percent is None and not form.vote_source:
            form.vote_percent, form.vote_source = VOTES[code]
            form.save(update_fields=["vote_percent", "vote_source"])
    for regime in REGIMES:
        added += LegalRegime.objects.get_or_create(
            code=regime.code,
            defaults={
                "name": regime.name,
                "valid_from": regime.valid_from,
                "valid_to": regime.valid_to,
                "citations": list(regime.citations),
                "report_form": regime.report_form,
                "note": regime.note,
                "verified": regime.verified,
            },
        )[1]
    for rate in COEFFICIENTS:
        added += PrizeCoefficient.objects.get_or_create(
            award_form=rate.award_form,
            valid_from=rate.valid_from,
            defaults={
                "individual_h": rate.individual_h,
                "valid_to": rate.valid_to,
                "source": rate.source,
                "verified": rate.verified,
            },
        )[1]
    for salary in BASE_SALARIES:
        added += BaseSalary.objects.get_or_create(
            valid_from=salary.valid_from,
            defaults={
                "amount": salary.amount,
                "valid_to": salary.valid_to,
                "source": salary.source,
                "verified": salary.verified,
            },
        )[1]
    return added


def _own_name(code: str, tenant: Tenant) -> str:
    if code == "CO_TINH":
        return f"Cờ thi đua của {tenant.body('authority').name}"
    kind = "Bằng khen" if tenant.level == Tenant.Level.PROVINCE else "Giấy khen"
    return f"{kind} của {tenant.chairman_title}"
