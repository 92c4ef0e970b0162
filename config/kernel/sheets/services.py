"""From an uploaded workbook to a written list, and back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from config.kernel import audit, clock, files, jobs
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.models import ImportState, SheetImport
from config.kernel.sheets.plan import STALE, Applied, Plan, kept_of, unpack
from config.kernel.sheets.problems import BadWorkbook
from config.kernel.sheets.reading import Table, read
from config.kernel.sheets.sheet import KeptSheet, Progress, Sheet, sheet_types

APPLY, UNDO = "sheets.apply", "sheets.undo"
# States from which the stored workbook may be looked at again.
OPEN = frozenset({ImportState.WRONG, ImportState.READY, ImportState.FAILED})


def look(sheet: Sheet, data: bytes) -> Plan:
    """What a workbook would do. Raises `BadWorkbook` for a file that cannot be taken; writes nothing."""
    return _in_order(sheet.plan(_table(sheet, data)))


def _in_order(plan: Plan) -> Plan:
    """Problems from the top of the sheet to its end, so that somebody can go through them in Excel."""
    plan.problems.sort(key=lambda problem: (problem.row, not problem.column, len(problem.column), problem.column))
    return plan


def _table(sheet: Sheet, data: bytes) -> Table:
    return read(data, sheet=sheet.name[:31], mark=sheet.mark)


@transaction.atomic
def check(
    *, actor: Actor, kind: str, params: Mapping[str, str], upload: UploadedFile[Any] | bytes, name: str
) -> SheetImport:
    """Read a workbook and keep what it would do, for somebody to look at. Nothing of the list is written.

    Raises `BadWorkbook` (nothing is kept), `Refused` without the list's verb.
    """
    sheet = sheet_of(actor, kind, params)
    if not name:
        raise BadWorkbook("Chưa chọn tệp. Hãy chọn tệp Excel rồi bấm Xem trước.", code="none")
    name = re.sub(r"[^\w .()–-]+", "-", name.replace("\\", "/").rsplit("/", 1)[-1])[-120:] or "tep.xlsx"
    if name.lower().endswith((".xlsm", ".xltm", ".xlsb")):
        raise BadWorkbook("Tệp có macro nên không được nhận. Hãy lưu lại dạng .xlsx không có macro.", code="macro")
    if not name.lower().endswith(".xlsx"):
        raise BadWorkbook("Chỉ nhận sổ Excel dạng .xlsx. Hãy lưu lại dạng .xlsx rồi gửi.", code="ending")
    data = upload if isinstance(upload, bytes) else _content(upload)
    plan = look(sheet, data)
    found = SheetImport(
        kind=kind, params=sheet.params, title=sheet.full_title, made_by=actor.user_id, made_by_name=actor.name,
        file=files.store(data, name=name, actor=actor, purpose="sheet"),
    )  # fmt: skip
    _show(found, sheet, plan)
    found.save(force_insert=True)
    return found


def _content(upload: UploadedFile[Any]) -> bytes:
    if (upload.size or 0) > files.LIMIT:
        raise BadWorkbook("Tệp lớn hơn 20 MB. Hãy tách thành nhiều tệp.", code="large")
    return bytes(upload.read())


def _show(found: SheetImport, sheet: Sheet, plan: Plan) -> None:
    counts = plan.counts()
    packed, found.digest = plan.pack(sheet.keep(plan) if isinstance(sheet, KeptSheet) and not plan.problems else b"")
    found.preview = files.store(packed, name="xem-truoc.json.z", actor=sheet.actor, purpose="sheet-preview")
    found.fresh, found.changed = counts["new"], counts["changed"]
    found.same, found.wrong = counts["same"], counts["wrong"]
    found.problems = len(plan.problems)
    found.state = ImportState.WRONG if plan.problems else ImportState.READY
    found.failure = ""


@transaction.atomic
def look_again(*, found: SheetImport, actor: Actor) -> SheetImport:
    """The same workbook against the list as it is now."""
    locked = _locked(found, actor, OPEN)
    sheet = sheet_of(actor, locked.kind, locked.params)
    _show(locked, sheet, look(sheet, files.read(locked.file)))
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def ask_to_apply(*, found: SheetImport, actor: Actor, expected_version: int | None = None) -> SheetImport:
    """Have a job write what the preview showed. `Conflict` on a second click or for an old page."""
    locked = _locked(found, actor, frozenset({ImportState.READY}), expected_version)
    if not locked.writes:
        raise DomainError("Tệp không có gì mới so với hệ thống nên không cần ghi.", code="nothing")
    return _enqueue(locked, actor, APPLY, ImportState.APPLYING, f"Ghi {locked.title} từ Excel")


@transaction.atomic
def ask_to_undo(*, found: SheetImport, actor: Actor, expected_version: int | None = None) -> SheetImport:
    """Have a job take an import back as a whole."""
    locked = _locked(found, actor, frozenset({ImportState.APPLIED}), expected_version)
    locked.failure = ""
    return _enqueue(locked, actor, UNDO, ImportState.UNDOING, f"Hoàn tác {locked.title}")


@transaction.atomic
def drop(*, found: SheetImport, actor: Actor) -> SheetImport:
    """Give a workbook up that was not written."""
    locked = _locked(found, actor, OPEN)
    locked.state = ImportState.DROPPED
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    return locked


@transaction.atomic
def hand_out(*, found: SheetImport, actor: Actor) -> tuple[str, bytes]:
    """What an import made for whoever asked for it, once: the file is then gone."""
    locked = SheetImport.objects.select_for_update(of=("self",)).select_related("handout").get(pk=found.pk)
    if locked.made_by != actor.user_id or locked.handout is None:
        raise Conflict("Tệp này đã được tải rồi. Mật khẩu cần đặt lại ở trang từng tài khoản.", code="gone")
    stored = locked.handout
    content, place = files.read(stored), files.path_of(stored)
    locked.handout = None
    locked.save(update_fields=["handout"])
    stored.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
    audit.record(actor=actor, verb="sheet.hand_out", obj=locked, data={"file": stored.name})
    return stored.name, content


def _enqueue(locked: SheetImport, actor: Actor, kind: str, state: str, label: str) -> SheetImport:
    locked.version += 1
    locked.state = state
    locked.job = jobs.enqueue(
        kind=kind, actor=actor, params={"import": str(locked.uid)}, key=f"{locked.uid}:{locked.version}",
        label=label[:200], total=locked.writes,
    )  # fmt: skip
    locked.save()
    return locked


def _locked(
    found: SheetImport, actor: Actor, states: frozenset[ImportState], expected_version: int | None = None
) -> SheetImport:
    locked = SheetImport.objects.select_for_update(of=("self",)).select_related("file", "job").get(pk=found.pk)
    require(actor, sheet_types()[locked.kind].verb)
    settle(locked)
    if locked.state not in states or expected_version not in (None, locked.version):
        raise Conflict(
            f"Lần nhập này đã chuyển sang “{ImportState(locked.state).label}”. Hãy tải lại trang.", code="stale"
        )
    return locked


def settle(found: SheetImport) -> SheetImport:
    """Show the import's state as its job left it, also where the job broke down without a word; does not save."""
    if found.job is not None and found.job.state == jobs.JobState.FAILED:
        after = {ImportState.APPLYING: ImportState.FAILED, ImportState.UNDOING: ImportState.APPLIED}
        if found.state in after:
            found.state, found.failure = after[ImportState(found.state)], found.job.error
    return found


def sheet_of(actor: Actor, kind: str, params: Mapping[str, str]) -> Sheet:
    """The list; `DomainError` for an unknown one."""
    types = sheet_types()
    if kind not in types:
        raise DomainError("Không có danh sách này.", code="unknown")
    return types[kind](actor, params)


# -- what the jobs do --------------------------------------------------------------------------------------


def apply(*, found: SheetImport, actor: Actor, sheet: Sheet, source: Table | bytes) -> dict[str, Any]:
    """Write, in the caller's transaction, exactly what the preview showed; one audit entry. `source`: what a
    `KeptSheet` kept, or the workbook's table, which is planned again.

    `Conflict` when the list changed meanwhile: then nothing is written.
    """
    locked = _locked(found, actor, frozenset({ImportState.APPLYING}))
    sheet.lock()
    if isinstance(source, Table):
        applied = _apply_again(locked, sheet, source)
    elif isinstance(sheet, KeptSheet):
        applied = sheet.apply_kept(source, label=str(locked))
    else:
        raise Conflict(STALE, code="stale")  # kept by a list that no longer keeps anything
    locked.undo = files.store(applied.undo, name="hoan-tac.z", actor=actor, purpose="sheet-undo")
    if applied.handout is not None:
        name, content = applied.handout
        locked.handout = files.store(content, name=name, actor=actor, purpose="sheet-handout")
    locked.state, locked.applied_at = ImportState.APPLIED, clock.now()
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor, verb="sheet.apply", obj=locked, before=ImportState.READY, after=ImportState.APPLIED,
        data={"new": locked.fresh, "changed": locked.changed, "file": locked.file.sha256, **applied.details},
    )  # fmt: skip
    return {"sentence": f"Thêm {locked.fresh}, thay đổi {locked.changed}, giữ nguyên {locked.same}."}


def _apply_again(locked: SheetImport, sheet: Sheet, table: Table) -> Applied:
    plan = _in_order(sheet.plan(table))
    _, digest = plan.pack()
    if plan.problems or digest != locked.digest:
        raise Conflict(STALE, code="stale")
    return sheet.apply(plan, label=str(locked))


def undo(*, found: SheetImport, actor: Actor) -> dict[str, Any]:
    """Take the whole import back, in the caller's transaction; `Conflict` when something was built on it."""
    locked = _locked(found, actor, frozenset({ImportState.UNDOING}))
    if locked.undo is None:
        raise DomainError("Lần nhập này không có dữ liệu để hoàn tác.", code="no_undo")
    sheet = sheet_of(actor, locked.kind, locked.params)
    sheet.lock()
    sheet.undo(files.read(locked.undo))
    locked.state, locked.undone_at, locked.undone_by_name = ImportState.UNDONE, clock.now(), actor.name
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor, verb="sheet.undo", obj=locked, before=ImportState.APPLIED, after=ImportState.UNDONE,
        data={"new": locked.fresh, "changed": locked.changed},
    )  # fmt: skip
    return {"sentence": "Mọi dòng của lần nhập này đã trở lại như trước."}


def _kept(found: SheetImport) -> bytes:
    """What the sheet kept beside the preview; `Conflict` when that file is not the one that was looked at."""
    if found.preview is None:
        return b""
    packed = files.read(found.preview)
    if hashlib.sha256(packed).hexdigest() != found.preview.sha256:
        raise Conflict(STALE, code="stale")
    return kept_of(packed)


def run(ctx: jobs.Context, *, undoing: bool) -> None:
    """The job. A refusal puts the import back to where somebody can look at it again."""
    uid, back = ctx.params["import"], ImportState.APPLIED if undoing else ImportState.FAILED
    try:
        with ctx.reading():
            found = SheetImport.objects.select_related("file", "preview").get(uid=uid)
            sheet = sheet_of(ctx.actor, found.kind, found.params)
            source = b"" if undoing else _kept(found) or _table(sheet, files.read(found.file))
        total = max(found.writes, 1)
        ctx.progress(0, total, "đang đọc tệp")
        if isinstance(source, Table):
            progress: Progress = ctx.progress
            sheet.prepare(source, progress)
        if not undoing:
            ctx.progress(total // 2, total, "đang ghi")
        with ctx.finish() as result:
            if undoing:
                result.update(undo(found=found, actor=ctx.actor))
            else:
                result.update(apply(found=found, actor=ctx.actor, sheet=sheet, source=source))
    except DomainError as error:
        with ctx.reading():
            SheetImport.objects.filter(uid=uid, state__in=(ImportState.APPLYING, ImportState.UNDOING)).update(
                state=back, failure=error.sentence
            )
        raise


# -- reading back ------------------------------------------------------------------------------------------


def visible_imports(actor: Actor) -> QuerySet[SheetImport]:
    """Own imports, and for roles over the whole tenant everybody's, of lists that the actor may edit."""
    mine = [kind for kind, sheet in sheet_types().items() if actor.can(sheet.verb)]
    everybodys = [kind for kind in mine if actor.paths(sheet_types()[kind].verb) is None]
    imports = SheetImport.objects.filter(kind__in=mine)
    found = imports.filter(kind__in=everybodys) | imports.filter(made_by=actor.user_id)
    return found.select_related("file", "job", "preview", "handout")


def preview_of(found: SheetImport) -> Plan:
    return unpack(files.read(found.preview)) if found.preview is not None else Plan()
