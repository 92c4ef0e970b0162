"""A unit offers what it did well; a reviewer publishes it, recognises it; other units take it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.enums import AdoptionState, PracticeKind, RecognitionLevel
from campaigns.flow import PRACTICE_FLOW
from campaigns.models import Adoption, Campaign, Practice
from campaigns.permissions import EDIT_PRACTICES, REVIEW_PRACTICES
from campaigns.selectors.practices import COUNTED
from config.kernel import audit, clock, files, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.text import fold_space, nfc, search_key
from units.models import Person, Unit

_STALE = "Bài vừa được người khác sửa. Hãy tải lại trang rồi ghi lại."


@dataclass(frozen=True)
class Account:
    """What a unit writes about its practice. `recognition_*` is what it claims; a reviewer recognises it."""

    kind: str
    title: str
    summary: str
    year: int
    person: Person | None = None
    author_name: str = ""
    pillar: str = ""
    method: str = ""
    effect: str = ""
    conditions: str = ""
    contact: str = ""
    recognition_level: str = ""
    recognition_number: str = ""
    recognition_date: dt.date | None = None
    recognition_issuer: str = ""


@transaction.atomic
def open_practice(
    *, campaign: Campaign, unit: Unit, account: Account, actor: Actor, paper: UploadedFile | None = None
) -> Practice:
    """Begin an entry as a draft. Raises `DomainError` naming the field that is missing or wrong."""
    require(actor, EDIT_PRACTICES, unit)
    made = Practice(campaign=campaign, unit=unit, unit_name=unit.display_name)
    _write(made, account, actor, paper)
    made.save()
    audit.record(actor=actor, verb="practice.open", obj=made, after=made.state)
    return made


@transaction.atomic
def save(
    *,
    practice: Practice,
    account: Account,
    actor: Actor,
    paper: UploadedFile | None = None,
    expected_version: int | None = None,
) -> Practice:
    """Change a draft or an entry that was returned. Without `paper` the file kept before stays."""
    locked = Practice.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=practice.pk)
    require(actor, EDIT_PRACTICES, locked.unit)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict(_STALE, code="stale")
    if not locked.is_editable:
        raise Conflict(f"Bài đang ở trạng thái “{locked.get_state_display()}”, không sửa được.", code="not_editable")
    _write(locked, account, actor, paper)
    locked.version += 1
    locked.save()
    audit.record(actor=actor, verb="practice.save", obj=locked, before=locked.state, after=locked.state)
    return locked


def submit(*, practice: Practice, actor: Actor, expected_version: int | None = None) -> Practice:
    """Send it for review. Refused without the way of working and the effect."""
    return _step("submit", practice, actor, "", expected_version, {"submitted_at": clock.now(), "return_reason": ""})


def publish(*, practice: Practice, actor: Actor, expected_version: int | None = None) -> Practice:
    """Put it into the library, which every member of the tenant reads. Never by whoever wrote it."""
    changes = {"published_at": clock.now(), "published_by_name": actor.name}
    return _step("publish", practice, actor, "", expected_version, changes)


def send_back(*, practice: Practice, reason: str, actor: Actor, expected_version: int | None = None) -> Practice:
    changes = {"return_reason": reason.strip(), "published_at": None, "published_by_name": ""}
    return _step("return", practice, actor, reason, expected_version, changes)


def withdraw(*, practice: Practice, reason: str, actor: Actor, expected_version: int | None = None) -> Practice:
    return _step("withdraw", practice, actor, reason, expected_version, {"published_at": None})


@transaction.atomic
def recognise(
    *,
    practice: Practice,
    level: str,
    number: str,
    date: dt.date | None,
    issuer: str,
    actor: Actor,
    expected_version: int | None = None,
) -> Practice:
    """The reviewer has seen the decision: from now on it counts for awards. `number`, `date` are the decision's."""
    require(actor, REVIEW_PRACTICES)
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict(_STALE, code="stale")
    if locked.state not in COUNTED:
        raise DomainError("Chỉ ghi công nhận cho bài đã gửi duyệt hoặc đã công bố.", code="state")
    if level not in RecognitionLevel.values:
        raise DomainError("Chọn cấp công nhận.", code="level", field="level")
    if not number.strip() or date is None:
        raise DomainError("Ghi số và ngày của quyết định công nhận.", code="decision_missing", field="number")
    if date > clock.today():
        raise DomainError("Ngày quyết định ở tương lai.", code="future", field="date")
    before = locked.recognition_level if locked.is_recognised else ""
    locked.recognition_level, locked.recognition_number = level, number.strip()[:60]
    locked.recognition_date, locked.recognition_issuer = date, fold_space(issuer)[:200]
    locked.recognised_at, locked.recognised_by_name = clock.now(), actor.name
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor, verb="practice.recognise", obj=locked, before=before, after=level,
        data={"number": locked.recognition_number, "date": date, "issuer": locked.recognition_issuer},
    )  # fmt: skip
    return locked


@transaction.atomic
def adopt(*, practice: Practice, unit: Unit, note: str, actor: Actor) -> Adoption:
    """`unit` takes a published practice up. Refused for its own one and a second time."""
    require(actor, EDIT_PRACTICES, unit)
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not locked.is_published:
        raise DomainError("Bài chưa công bố hoặc đã rút nên chưa áp dụng được.", code="not_published")
    if locked.unit_id == unit.pk:
        raise DomainError("Đây là bài của chính đơn vị bạn.", code="own")
    found = Adoption.objects.filter(practice=locked, unit=unit).first()
    if found is not None and found.is_live:
        raise Conflict(f"{unit.display_name} đã đăng ký áp dụng bài này.", code="stale")
    made = found or Adoption(practice=locked, unit=unit)
    before, made.state = found.state if found else "", AdoptionState.PLANNED
    made.unit_name, made.note = unit.display_name, nfc(note).strip()
    made.planned_on, made.by_name = clock.today(), actor.name
    made.version += 1 if found else 0
    made.save()
    _count(locked)
    audit.record(
        actor=actor, verb="practice.adopt", obj=locked, before=before, after=made.state, data={"unit": made.unit_name}
    )
    return made


@transaction.atomic
def tell_result(*, adoption: Adoption, applied: bool, result: str, actor: Actor) -> Adoption:
    """What came of it: applied, with a result in words, or stopped, with the reason."""
    locked = Adoption.objects.select_for_update(of=("self",)).select_related("unit", "practice").get(pk=adoption.pk)
    require(actor, EDIT_PRACTICES, locked.unit)
    if not locked.is_live:
        raise Conflict("Đơn vị đã thôi áp dụng bài này.", code="stale")
    if not result.strip():
        raise DomainError("Ghi kết quả áp dụng, hoặc lý do thôi áp dụng.", code="result_missing", field="result")
    before, locked.state = locked.state, AdoptionState.APPLIED if applied else AdoptionState.STOPPED
    locked.result, locked.applied_on = nfc(result).strip(), clock.today() if applied else None
    locked.version += 1
    locked.save()
    _count(locked.practice)
    audit.record(
        actor=actor, verb="practice.tell_result", obj=locked.practice, before=before, after=locked.state,
        data={"unit": locked.unit_name, "result": locked.result},
    )  # fmt: skip
    return locked


def _count(practice: Practice) -> None:
    practice.adoptions_count = practice.adoptions.exclude(state=AdoptionState.STOPPED).count()
    practice.save(update_fields=["adoptions_count"])


def _step(
    name: str, practice: Practice, actor: Actor, reason: str, version: int | None, changes: Mapping[str, object]
) -> Practice:
    found: Practice = workflow.apply(
        PRACTICE_FLOW, name, practice, actor=actor, reason=reason, expected_version=version, changes=dict(changes)
    )
    return found


def _write(row: Practice, account: Account, actor: Actor, paper: UploadedFile | None) -> None:
    if account.kind not in PracticeKind.values:
        raise DomainError("Chọn loại: điển hình, mô hình, sáng kiến hay cách làm.", code="kind", field="kind")
    if not account.title.strip():
        raise DomainError("Ghi tên.", code="title_missing", field="title")
    if not account.summary.strip():
        raise DomainError("Tóm tắt trong vài câu.", code="summary_missing", field="summary")
    if account.recognition_date is not None and account.recognition_date > clock.today():
        raise DomainError("Ngày quyết định công nhận ở tương lai.", code="future", field="recognition_date")
    if account.recognition_level not in ("", *RecognitionLevel.values):
        raise DomainError("Chọn cấp công nhận.", code="level", field="recognition_level")
    claimed = (account.recognition_level, account.recognition_number.strip(), account.recognition_date)
    if claimed != (row.recognition_level, row.recognition_number, row.recognition_date):
        row.recognised_at, row.recognised_by_name = None, ""
    row.kind, row.title, row.year = account.kind, fold_space(account.title)[:250], account.year
    row.person = account.person
    row.author_name = account.person.full_name if account.person else fold_space(account.author_name)[:200]
    row.pillar, row.summary = account.pillar, nfc(account.summary).strip()[:600]
    row.method, row.effect = nfc(account.method).strip(), nfc(account.effect).strip()
    row.conditions, row.contact = nfc(account.conditions).strip(), fold_space(account.contact)[:300]
    row.recognition_level, row.recognition_number, row.recognition_date = claimed
    row.recognition_issuer = fold_space(account.recognition_issuer)[:200]
    if paper is not None:
        row.file = files.store(paper, name=paper.name or "tai-lieu", actor=actor, purpose="practice")
    words = (row.title, row.unit_name, row.author_name, row.summary, row.method, row.effect)
    row.search_key = search_key(" ".join(words))
