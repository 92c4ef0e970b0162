"""Tenant, unit, campaign and nominee as papers name them: models in, plain facts out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from awards.models import AwardForm
from awards.selectors import law
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_hundredths
from dossiers.documents.data import AwardFacts, Issuer, NomineeRow, Signer
from dossiers.models import Document, Nominee
from units.enums import ADMINISTRATIVE_KINDS
from units.models import Tenant, Unit
from units.models.tenant import Body
from units.selectors import function_holder, predecessors

SIGNING_MODES = ("KT.", "TL.", "TUQ.")


def award_facts(award_form: str, tenant: Tenant) -> AwardFacts:
    form = law.forms()[award_form]
    name, _, _ = form.name.partition(" của ")
    return AwardFacts(name=name, giver=tenant.chairman_title if form.by_tenant else form.decider, code=award_form)


def form_named(form: AwardForm, tenant: Tenant) -> str:
    """The form's whole name when the tenant's authority was named as `tenant` says."""
    return form.name.replace(current_tenant().authority_name, tenant.authority_name)


def head_named(body: Body) -> str:
    """ "Giám đốc Sở Thông tin và Truyền thông", "Trưởng ban Thi đua - Khen thưởng"."""
    title, (first, _, rest) = body.head_title or "Thủ trưởng", body.name.partition(" ")
    return f"{title} {rest if title.endswith(first.lower()) else body.name}"


def issuer_of(unit: Unit, tenant: Tenant, day: dt.date) -> Issuer:
    """A participating unit as the issuer of its own papers on a day, under whoever stands above it then."""
    parent = _over(unit, day)
    over = ""
    if unit.kind in ADMINISTRATIVE_KINDS and parent is not None and parent.kind in ADMINISTRATIVE_KINDS:
        over = parent.full_name
    elif parent is not None:
        over = parent.full_name if unit.kind not in {"enterprise", "telecom_enterprise", "household"} else ""
    return Issuer(
        name=unit.full_name,
        short_name=unit.display_name,
        place=unit.locality if unit.kind in ADMINISTRATIVE_KINDS else tenant.place,
        abbreviation=unit.symbol or "…",
        parent_name=over,
    )


def _over(unit: Unit, day: dt.date) -> Unit | None:
    """Who stands above a unit on a day. A district ended without a successor: what it led, the province leads."""
    parent = unit.parent
    while parent is not None and not parent.is_valid_on(day):
        holder = _before(parent, day) or function_holder(parent, day)
        parent = holder if holder.is_valid_on(day) else parent.parent
    return parent


def _before(unit: Unit, day: dt.date) -> Unit | None:
    """Whom a unit that began after `day` followed, of its own level."""
    if unit.valid_from is None or unit.valid_from <= day:
        return None
    earlier = (edge.predecessor for edge in predecessors(unit) if edge.predecessor.level == unit.level)
    return next((one for one in earlier if one.is_valid_on(day)), None)


def head_of(unit: Unit) -> Signer:
    """The head of a unit; a People's Committee is a collective, so its chairman signs for it (TM.)."""
    collective = "Ủy ban nhân dân" if unit.kind in ADMINISTRATIVE_KINDS else ""
    return Signer(title=unit.head_title or "Thủ trưởng đơn vị", name=unit.head_name, collective=collective)


def signer_of(document: Document, unit: Unit) -> Signer:
    """Whoever confirmed the paper; before that the head, whose name stands on the draft.

    Another than the head signs for him by the title that the confirmation recorded ("KT." for a deputy); a head of
    the level above signs in no name but the own.
    """
    head = head_of(unit)
    name, title = document.signer_name, document.signer_title
    if not name or name == head.name or not title:
        return head
    mode, _, own = title.partition(" ")
    if mode in SIGNING_MODES and own:
        return replace(head, mode=mode, head_title=head.title, title=own, name=name)
    return Signer(title=title, name=name)


def in_full(unit: Unit | None, said: str) -> str:
    """`said`, spelt out where it is what lists call this unit; a name of another day stays as it was."""
    return f"{unit.full_name}{unit.where}" if unit is not None and unit.display_name == said else said


def nominee_name(nominee: Nominee) -> str:
    """As papers name whoever is proposed: people by their names, collectives without abbreviation."""
    return nominee.name if nominee.is_person else in_full(nominee.candidate.unit, nominee.name)


def nominee_rows(nominees: list[Nominee], *, prizes: Mapping[str, int | None] | None = None) -> tuple[NomineeRow, ...]:
    """Rows of a list: collectives first, then people, in the order of the proposal. `prizes`: subject → đồng."""
    ordered = sorted(nominees, key=lambda n: (n.is_person, n.order, n.pk))
    return tuple(nominee_row(n, prize=prizes.get(n.subject) if prizes else None) for n in ordered)


def nominee_row(nominee: Nominee, *, prize: int | None = None, reason: str = "", opinion: str = "") -> NomineeRow:
    candidate = nominee.candidate
    return NomineeRow(
        name=nominee_name(nominee),
        collective=not nominee.is_person,
        position=nominee.position,
        unit=in_full(candidate.unit, nominee.unit_name) if nominee.is_person else "",
        salutation=nominee.honorific,
        merit=nominee.merit,
        score=format_hundredths(candidate.ratio_h) if candidate.ratio_h is not None else "",
        prize=prize,
        is_leader=candidate.person.is_leader if candidate.person else None,
        reason=reason,
        opinion=opinion,
    )
