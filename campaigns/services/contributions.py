"""Gifts are taken down by a unit or the standing agency, and confirmed by somebody else; the council's norm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.enums import GiftKind, GiftState, Giver
from campaigns.flow import CONTRIBUTION_FLOW
from campaigns.models import Campaign, Contribution, ContributionNorm
from campaigns.permissions import EDIT_CAMPAIGNS, EDIT_CONTRIBUTIONS
from config.kernel import audit, clock, files, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.text import fold_space, format_date, format_number, search_key
from units.models import Person, Unit

MOST = 10**15
_STALE = "Khoản đóng góp vừa được người khác sửa. Hãy tải lại trang rồi ghi lại."


@dataclass(frozen=True)
class Gift:
    """What is known about a gift. The giver is `person`, else `unit`, else `giver_name` (outside the register);
    with a person or a name, `unit` is the one that vouches for it."""

    kind: str
    amount: int
    what: str
    given_on: dt.date
    unit: Unit | None = None
    person: Person | None = None
    giver_name: str = ""
    valuation: str = ""
    beneficiary: str = ""
    paper_number: str = ""
    paper_date: dt.date | None = None

    @property
    def giver(self) -> str:
        if self.person is not None:
            return Giver.PERSON
        return Giver.OTHER if self.giver_name.strip() or self.unit is None else Giver.UNIT

    @property
    def shown_name(self) -> str:
        if self.person is not None:
            return self.person.full_name
        if self.giver == Giver.UNIT and self.unit is not None:
            return self.unit.display_name
        return fold_space(self.giver_name)


@transaction.atomic
def record(*, campaign: Campaign, gift: Gift, actor: Actor, paper: UploadedFile | None = None) -> Contribution:
    """Take a gift down. Without `gift.unit` the actor must act for the whole tenant.

    Raises `DomainError` naming the field: no amount, a day in the future or outside the campaign, goods
    without a word on how they were valued, no giver.
    """
    _may(actor, gift.unit)
    made = Contribution(campaign=campaign, recorded_by_name=actor.name)
    fill(made, gift, actor, paper)
    made.save()
    audit.record(actor=actor, verb="contribution.record", obj=made, after=made.state, data=_said(made))
    return made


@transaction.atomic
def change(
    *,
    contribution: Contribution,
    gift: Gift,
    actor: Actor,
    paper: UploadedFile | None = None,
    expected_version: int | None = None,
) -> Contribution:
    """Correct a gift that is not confirmed; one that was refused waits for confirmation again.

    Without `paper` the file kept before stays.
    """
    locked = Contribution.objects.select_for_update(of=("self",)).select_related("unit").get(pk=contribution.pk)
    _may(actor, locked.unit)
    _may(actor, gift.unit)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict(_STALE, code="stale")
    if not locked.is_editable:
        state = locked.get_state_display()
        raise Conflict(f"Khoản đóng góp đang ở trạng thái “{state}”, không sửa được.", code="not_editable")
    before, said = locked.state, _said(locked)
    fill(locked, gift, actor, paper)
    locked.state, locked.refusal = GiftState.RECORDED, ""
    locked.version += 1
    locked.save()
    now = _said(locked)
    audit.record(
        actor=actor, verb="contribution.save", obj=locked, before=before, after=locked.state,
        data={"before": {key: value for key, value in said.items() if now[key] != value}, **now},
    )  # fmt: skip
    return locked


def confirm(*, contribution: Contribution, actor: Actor, expected_version: int | None = None) -> Contribution:
    """From now on the gift counts. Never by whoever took it down, never without a paper."""
    found: Contribution = workflow.apply(
        CONTRIBUTION_FLOW,
        "confirm",
        contribution,
        actor=actor,
        expected_version=expected_version,
        changes={
            "confirmed_at": clock.now(),
            "confirmed_by_name": actor.name,
            "confirmed_by_title": actor.title,
            "refusal": "",
        },
    )
    return found


def refuse(
    *, contribution: Contribution, reason: str, actor: Actor, expected_version: int | None = None
) -> Contribution:
    """The gift does not count (any more), for a reason; who took it down may correct it."""
    found: Contribution = workflow.apply(
        CONTRIBUTION_FLOW,
        "refuse",
        contribution,
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={
            "refusal": reason.strip(),
            "confirmed_at": None,
            "confirmed_by_name": "",
            "confirmed_by_title": "",
        },
    )
    return found


def withdraw(
    *, contribution: Contribution, reason: str, actor: Actor, expected_version: int | None = None
) -> Contribution:
    """Taken down by mistake: the line stays, marked."""
    found: Contribution = workflow.apply(
        CONTRIBUTION_FLOW, "withdraw", contribution, actor=actor, reason=reason, expected_version=expected_version
    )
    return found


@transaction.atomic
def set_norm(*, campaign: Campaign, year: int, giver: str, amount: int, source: str, actor: Actor) -> ContributionNorm:
    """What the council asks of a donor in `year`; `giver` is `unit` or `person`. `source` cites the paper."""
    require(actor, EDIT_CAMPAIGNS)
    if year not in campaign.years:
        raise DomainError(f"Năm {year} ngoài thời gian của phong trào.", code="year", field="year")
    if giver not in (Giver.UNIT, Giver.PERSON):
        raise DomainError("Chọn định mức cho tập thể hay cá nhân.", code="giver", field="giver")
    if not 0 < amount <= MOST:
        raise DomainError("Định mức là số đồng lớn hơn 0.", code="amount", field="amount")
    if not source.strip():
        raise DomainError(
            "Ghi văn bản của Hội đồng quy định định mức (số, ký hiệu, ngày).", code="source_missing", field="source"
        )
    norm = ContributionNorm.objects.select_for_update().filter(campaign=campaign, year=year, giver=giver).first()
    before = ""
    if norm is None:
        norm = ContributionNorm(campaign=campaign, year=year, giver=giver)
    else:
        before, norm.version = format_number(norm.amount), norm.version + 1
    norm.amount, norm.source, norm.set_by_name = amount, fold_space(source), actor.name
    norm.save()
    audit.record(
        actor=actor, verb="contribution.set_norm", obj=norm, before=before, after=format_number(amount),
        data={"year": year, "giver": giver, "source": norm.source},
    )  # fmt: skip
    return norm


def _may(actor: Actor, unit: Unit | None) -> None:
    """Over `unit`; where there is none, only somebody who acts for the whole tenant."""
    require(actor, EDIT_CONTRIBUTIONS, unit)
    if unit is None and actor.paths(EDIT_CONTRIBUTIONS) is not None:
        raise DomainError("Chọn đơn vị bảo đảm cho khoản đóng góp.", code="unit_missing", field="unit")


def fill(row: Contribution, gift: Gift, actor: Actor, paper: UploadedFile | None) -> None:
    """Set a row's columns; does not save. `DomainError` naming the field for a gift that cannot be."""
    today, years = clock.today(), row.campaign.years
    if gift.kind not in GiftKind.values:
        raise DomainError("Chọn kinh phí hoặc hiện vật.", code="kind", field="kind")
    if not 0 < gift.amount <= MOST:
        raise DomainError("Ghi trị giá bằng đồng, lớn hơn 0.", code="amount", field="amount")
    if not gift.what.strip():
        raise DomainError("Ghi đóng góp gì, cho việc gì.", code="what_missing", field="what")
    if not gift.shown_name:
        raise DomainError("Ghi ai đóng góp.", code="giver_missing", field="giver_name")
    if gift.given_on > today:
        raise DomainError(f"Ngày đóng góp sau hôm nay, {format_date(today)}.", code="future", field="given_on")
    if row.campaign.period_to is not None and gift.given_on.year not in years:
        raise DomainError(
            f"Ngày đóng góp ngoài thời gian của phong trào ({row.campaign.period_label}).", code="year",
            field="given_on",
        )  # fmt: skip
    if gift.paper_date is not None and gift.paper_date > today:
        raise DomainError("Ngày của giấy tờ ở tương lai.", code="future", field="paper_date")
    if gift.kind == GiftKind.GOODS and not gift.valuation.strip():
        raise DomainError(
            "Hiện vật phải ghi căn cứ quy ra tiền, ví dụ hóa đơn hoặc chứng thư thẩm định giá.",
            code="valuation_missing",
            field="valuation",
        )
    row.giver, row.giver_name = gift.giver, gift.shown_name[:200]
    row.unit, row.person = gift.unit, gift.person
    row.kind, row.amount, row.what = gift.kind, gift.amount, fold_space(gift.what)[:400]
    row.valuation, row.beneficiary = fold_space(gift.valuation)[:300], fold_space(gift.beneficiary)[:300]
    row.given_on, row.year = gift.given_on, gift.given_on.year
    row.paper_number, row.paper_date = gift.paper_number.strip()[:60], gift.paper_date
    if paper is not None:
        row.paper_file = files.store(paper, name=paper.name or "giay-to", actor=actor, purpose="contribution")
    row.search_key = search_key(f"{row.giver_name} {row.what} {row.beneficiary} {row.paper_number}")[:900]


def _said(row: Contribution) -> dict[str, object]:
    return {
        "giver": row.giver_name, "kind": row.kind, "amount": row.amount, "what": row.what,
        "given_on": row.given_on, "paper": row.paper_number,
    }  # fmt: skip
