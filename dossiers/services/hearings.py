"""Asking the public before an award is decided: the list is put out, anybody writes, the board answers, then it ends.

Which forms of award ask for it, and for how many working days, is the tenant's setting `hearing`:
{"forms": ["HCLD3"], "days": 10}. By default the orders of the State (Nghị định 91/2017/NĐ-CP, Điều 45.10); the decree
names no number of days, ten is common.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import transaction

from awards.models import AwardRound
from awards.selectors import law
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.tenancy import current_tenant
from config.kernel.text import fold_space, format_date, nfc
from config.kernel.web.addresses import tenant_path
from dossiers.enums import HearingState
from dossiers.models import Hearing, Nominee, PublicComment
from dossiers.selectors.hearings import BEFORE, is_open, rule
from dossiers.services.deadlines import workdays_after
from units.selectors.people import user_ids_with
from units.services.notices import tell

MANAGE = "dossiers.present"
DAY = dt.timedelta(days=1)
# From one sender to one list within a day, and to one list in all within a day.
MOST_FROM_ONE, MOST_A_DAY = 5, 300
LIMIT, ANSWER_LIMIT = 3000, 4000


def keeps_back(award_round: AwardRound, award_form: str) -> str | None:
    """Why a form of this round cannot be put before the leader yet; None when its hearing is done or none is asked."""
    if award_form not in rule()["forms"]:
        return None
    found = Hearing.objects.filter(round=award_round, award_form=award_form).first()
    if found is None:
        return "Hình thức này phải lấy ý kiến nhân dân trước khi trình: mở công khai danh sách ở trang đợt xét."
    if found.state != HearingState.CLOSED:
        return f"Đang lấy ý kiến nhân dân đến hết ngày {format_date(found.last_day)}; kết thúc rồi mới trình."
    return None


@transaction.atomic
def open_hearing(*, award_round: AwardRound, award_form: str, actor: Actor, days: int | None = None) -> Hearing:
    """Put the names of a round's dossiers for one form before the public. Name, post and unit, nothing else."""
    require(actor, MANAGE)
    locked = AwardRound.objects.select_for_update().get(pk=award_round.pk)
    form = law.forms().get(award_form)
    wanted = rule()["days"] if days is None else days
    if form is None:
        raise DomainError("Chọn hình thức khen thưởng.", code="form_missing", field="award_form")
    if not 1 <= wanted <= 60:
        raise DomainError("Thời gian lấy ý kiến từ 1 đến 60 ngày làm việc.", code="days", field="days")
    if (known := Hearing.objects.filter(round=locked, award_form=award_form).first()) is not None:
        raise Conflict(f"Danh sách này đã công khai ngày {format_date(known.opened_on)}.", code="opened")
    nominees = Nominee.objects.filter(
        dossier__round=locked, dossier__award_form=award_form, dossier__state__in=BEFORE
    ).order_by("candidate__place", "order", "pk")
    rows = [{"name": n.name, "position": n.position, "unit": n.unit_name if n.is_person else ""} for n in nominees]
    if not rows:
        raise DomainError("Chưa có hồ sơ nào của hình thức này được gửi đến để công khai.", code="nobody")
    made = Hearing.objects.create(
        round=locked, award_form=award_form, form_name=form.name, rows=rows, opened_on=clock.today(),
        last_day=workdays_after(clock.today(), wanted), opened_by_name=actor.name,
    )  # fmt: skip
    audit.record(
        actor=actor.speaking(MANAGE), verb="hearing.open", obj=made, after=made.state,
        data={"names": [row["name"] for row in rows][:500], "last_day": made.last_day},
    )  # fmt: skip
    return made


@transaction.atomic
def comment(*, hearing: Hearing, author: str, contact: str, about: str, text: str, address: str) -> PublicComment:
    """What somebody without an account says about a list that is out. Plain text; kept as it was typed.

    Raises `Invalid` with a sentence per field, `Refused` (429 in words) when one sender or all together write too much,
    `Conflict` after the last day.
    """
    locked = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if not is_open(locked):
        raise Conflict("Đã hết thời gian lấy ý kiến.", code="over")
    author, contact, text = fold_space(author), fold_space(contact), nfc(text).replace("\r\n", "\n").strip()
    errors: dict[str, list[str]] = {}
    if not author:
        errors["author"] = ["Ghi họ và tên."]
    if not contact:
        errors["contact"] = ["Ghi điện thoại hoặc thư điện tử để được trả lời."]
    if not text:
        errors["text"] = ["Ghi ý kiến."]
    for name, said, most in (("author", author, 120), ("contact", contact, 160), ("text", text, LIMIT)):
        if len(said) > most:
            errors[name] = [f"Dài quá {most} ký tự."]
    if about and about not in {row["name"] for row in locked.rows}:
        errors["about"] = ["Chọn một tên trong danh sách."]
    if errors:
        raise Invalid(errors)
    origin, since = _origin(address), clock.now() - DAY
    lately = PublicComment.objects.filter(hearing=locked, created_at__gte=since)
    if lately.filter(origin=origin).count() >= MOST_FROM_ONE or lately.count() >= MOST_A_DAY:
        raise Refused("Đã nhận nhiều ý kiến từ nơi này hôm nay. Xin gửi tiếp vào ngày mai.", code="too_many")
    made = PublicComment.objects.create(
        hearing=locked, author=author, contact=contact, about=about, text=text, origin=origin
    )
    tell(
        user_ids_with(MANAGE), title=f"Ý kiến nhân dân: {locked.form_name}"[:200],
        sentence=f"Có ý kiến mới{f' về {about}' if about else ''}.",
        place=tenant_path("dossiers:hearing", locked.uid),
    )  # fmt: skip
    return made


def _origin(address: str) -> str:
    """Tells senders of one day apart; nobody can read the address from it."""
    said = f"{settings.SECRET_KEY}|{current_tenant().pk}|{clock.now():%Y-%m-%d}|{address}"
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def answer(*, comment: PublicComment, text: str, actor: Actor) -> PublicComment:
    """What the board found out and answered; it stays with the round's papers, not on the public page."""
    require(actor, MANAGE)
    locked = PublicComment.objects.select_for_update().get(pk=comment.pk)
    if locked.answered_at is not None:
        raise Conflict(f"{locked.answered_by_name} đã trả lời ý kiến này.", code="answered")
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise DomainError("Ghi kết quả xem xét, trả lời.", code="answer_missing", field="answer")
    if len(said) > ANSWER_LIMIT:
        raise Invalid({"answer": [f"Câu trả lời dài quá {ANSWER_LIMIT} ký tự."]})
    locked.answer, locked.answered_at, locked.answered_by_name = said, clock.now(), actor.name
    locked.save(update_fields=["answer", "answered_at", "answered_by_name"])
    audit.record(
        actor=actor.speaking(MANAGE), verb="hearing.answer", obj=locked.hearing, reason=said,
        data={"author": locked.author, "about": locked.about},
    )  # fmt: skip
    return locked


@transaction.atomic
def close(*, hearing: Hearing, actor: Actor, expected_version: int | None = None) -> Hearing:
    """End it after its last day, with every comment answered."""
    require(actor, MANAGE)
    locked = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if locked.state == HearingState.CLOSED or expected_version not in (None, locked.version):
        raise Conflict("Đợt lấy ý kiến này đã kết thúc hoặc đã thay đổi. Hãy tải lại trang.", code="stale")
    if clock.today() <= locked.last_day:
        raise DomainError(f"Còn trong thời gian lấy ý kiến, đến hết ngày {format_date(locked.last_day)}.", code="early")
    if left := locked.comments.filter(answered_at__isnull=True).count():
        raise DomainError(f"Còn {left} ý kiến chưa trả lời.", code="unanswered")
    locked.state, locked.version = HearingState.CLOSED, locked.version + 1
    locked.closed_at, locked.closed_by_name = clock.now(), actor.name
    locked.save(update_fields=["state", "version", "closed_at", "closed_by_name"])
    audit.record(
        actor=actor.speaking(MANAGE), verb="hearing.close", obj=locked, before=HearingState.OPEN, after=locked.state,
        data={"comments": locked.comments.count()},
    )  # fmt: skip
    return locked
