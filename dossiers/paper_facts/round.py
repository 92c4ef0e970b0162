"""Facts of the papers of a round as a whole: the council's minutes, the notice to those who are not eligible."""

from __future__ import annotations

import datetime as dt

from awards.enums import AgendaKind, Attending, CouncilRole
from awards.models import AgendaChoice, CouncilAttendance, CouncilMeeting, RoundSubject
from awards.selectors import council
from awards.selectors.council import STALE
from config.kernel import clock
from config.kernel.tenancy import current_tenant
from dossiers.documents.data import Facts, Meeting, NomineeRow, Paper, PersonName, Signer, VoteRow
from dossiers.models import Document
from dossiers.paper_facts.agency import issuer_of_body
from dossiers.paper_facts.campaign import campaign_facts
from dossiers.paper_facts.occasion import occasion_of
from dossiers.paper_facts.wording import in_full
from dossiers.selectors.ineligible import refused_rows
from units.models import Tenant

_WAYS = {True: "bỏ phiếu kín", False: "biểu quyết công khai"}


def _of_council(document: Document) -> Facts:
    meeting = CouncilMeeting.objects.select_related("round__campaign").get(uid=document.fields["meeting"])
    # Minutes tell of their meeting: whoever writes them after a merger names the council that met.
    tenant = current_tenant().on(meeting.held_on)
    return Facts(
        issuer=issuer_of_body(tenant, "council", briefly=True),
        signer=Signer(title="Chủ tọa"),
        campaign=campaign_facts(meeting.round.campaign),
        paper=Paper(number=document.number, dated=document.issued_on, year=meeting.held_on.year),
        occasion=occasion_of(meeting.round),
        meeting=_meeting(meeting, tenant),
        year=meeting.round.year,
        decided_on=meeting.held_on,
    )


def _meeting(meeting: CouncilMeeting, tenant: Tenant) -> Meeting:
    rows = list(meeting.attendance.select_related("member").order_by("member__order", "member__id"))
    here = [row.member for row in rows if row.mode == Attending.PRESENT]
    wrote = set(meeting.receipts.values_list("member_id", flat=True))
    by_role = {role: next((m for m in here if m.role == role), None) for role in CouncilRole.values}
    chair = by_role[CouncilRole.CHAIR] or by_role[CouncilRole.VICE]
    secretary = by_role[CouncilRole.SECRETARY]
    items = council.items_of(meeting)
    names = _names(meeting, items)
    return Meeting(
        body=tenant.council_name,
        starts=dt.datetime.combine(meeting.held_on, meeting.starts),
        ends=dt.datetime.combine(meeting.held_on, meeting.ends or meeting.starts),
        location=meeting.location,
        chair=PersonName(name=chair.name if chair else "", title=chair.title if chair else ""),
        secretary=PersonName(name=secretary.name if secretary else "", title=secretary.title if secretary else ""),
        present=tuple(PersonName(name=m.name, title=m.title) for m in here),
        absent=tuple(
            PersonName(name=row.member.name, title=_why_absent(row, wrote))
            for row in rows
            if row.mode != Attending.PRESENT
        ),
        members=len(rows),
        method=_WAYS[meeting.secret],
        votes=tuple(
            VoteRow(
                name=_whom(choice, names[choice.pk]), in_favour=choice.yes, against=choice.no,
                no_opinion=choice.base - choice.yes - choice.no, total=choice.base, group=one.item.title,
                among_equals=one.item.kind == AgendaKind.TIE,
            )
            for one in items
            for choice in one.choices
        ),
        conclusions=tuple(_conclusion(one, names) for one in items),
    )  # fmt: skip


def _why_absent(row: CouncilAttendance, wrote: set[int]) -> str:
    """Who was to write and whose opinion never came has not written."""
    said = "gửi ý kiến bằng văn bản" if row.mode == Attending.WRITTEN and row.member_id in wrote else ""
    return " – ".join(part for part in (row.member.title, said) if part)


def _names(meeting: CouncilMeeting, items: list[council.Item]) -> dict[int, str]:
    """Choice id → its name as papers have it: collectives without abbreviation."""
    choices = [choice for one in items for choice in one.choices]
    subjects = RoundSubject.objects.filter(round=meeting.round_id, key__in={choice.key for choice in choices})
    units = {s.key: s.unit for s in subjects.select_related("unit") if s.person_id is None}
    return {choice.pk: in_full(units.get(choice.key), choice.name) for choice in choices}


def _whom(choice: AgendaChoice, name: str) -> str:
    """People with their post and unit, as they were put forward."""
    candidate = choice.candidate
    if candidate is None or candidate.person_id is None:
        return name
    return ", ".join(filter(None, (name, candidate.position, in_full(candidate.unit, candidate.unit_name))))


def _conclusion(one: council.Item, names: dict[int, str]) -> str:
    item, passed = one.item, _listed(one, names, passed=True)
    if item.kind == AgendaKind.TIE:
        chosen = f"Chọn {'; '.join(passed)}." if passed and item.outcome != STALE else item.outcome
        return f"{item.title}: {chosen}"
    need = f"cần ít nhất {item.threshold_percent}% tổng số thành viên được biểu quyết ({item.threshold_source})"
    if item.kind == AgendaKind.SHARE:
        why = f" Lý do đề nghị: {one.choices[0].detail.rstrip('.')}." if one.choices[0].detail else ""
        return f"{item.title}: {item.outcome}{why} Mức cần đạt: {need}."
    failed = _listed(one, names, passed=False)
    said = f"{item.title}, {need}:"
    said += f" thông qua {len(passed)} trường hợp gồm {'; '.join(passed)}." if passed else " không thông qua ai."
    return said + (f" Không thông qua: {'; '.join(failed)}." if failed else "")


def _listed(one: council.Item, names: dict[int, str], *, passed: bool) -> list[str]:
    by_votes: list[AgendaChoice] = sorted(one.choices, key=lambda choice: -choice.yes)
    shown = by_votes if one.item.kind == AgendaKind.TIE else one.choices
    return [names[choice.pk] for choice in shown if bool(choice.passed) is passed]


def _of_ineligible(document: Document) -> Facts:
    tenant = current_tenant().on(document.issued_on or clock.today())
    award_round = document.round
    if award_round is None:
        raise ValueError(f"document {document.pk} belongs to no round")
    board = tenant.body("board")
    return Facts(
        issuer=issuer_of_body(tenant, "board", briefly=True),
        signer=Signer(title=document.signer_title or board.head_title, name=document.signer_name),
        campaign=campaign_facts(award_round.campaign),
        paper=Paper(number=document.number, dated=document.issued_on, year=clock.today().year),
        occasion=occasion_of(award_round),
        nominees=tuple(
            NomineeRow(
                name=row.name if row.is_person else in_full(row.candidate.unit, row.name),
                collective=not row.is_person,
                position=row.position,
                unit=in_full(row.candidate.unit, row.unit_name) if row.is_person else "",
                reason=row.reason,
            )
            for row in refused_rows(award_round, document.fields.get("award_form", ""))
        ),
        recipients=(tenant.authority_name, tenant.standing_agency, "Các cơ quan, đơn vị có tên trên"),
        year=award_round.year,
    )  # fmt: skip


FACTS = {"council_minutes": _of_council, "ineligible": _of_ineligible}
