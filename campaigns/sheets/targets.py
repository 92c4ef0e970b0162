from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from campaigns.enums import DraftState
from campaigns.models import PlanDraft, PlanEdit
from campaigns.permissions import EDIT_CAMPAIGNS
from campaigns.plans import vocabulary as words
from campaigns.selectors.drafts import Desk
from campaigns.services.drafts import checked
from config.kernel import clock
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.sheets import bulk
from config.kernel.sheets.columns import Choice, Column, Number, Text, Whole, YesNo, text_of
from config.kernel.sheets.lists import BUILT_ON, ListSheet
from config.kernel.sheets.plan import Applied, Plan

PART = "targets"


class Many(Choice):
    """Several labelled codes in one cell, with semicolons between."""

    empty: Any = ()
    choices = ()  # a drop-down holds one value

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:  # type: ignore[override]
        known = Choice(self.labels.items())
        return [known.clean(part) for part in text_of(value).split(";") if part.strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(self.labels.get(code, code) for code in value or ())


class DraftTargetSheet(ListSheet):
    """The targets of a plan that is being written or changed. Rows become edits of the draft; what is in force stays
    until the draft is published. Taking a target out has its own page."""

    kind, title, verb, back = "chi-tieu", "Chỉ tiêu của bản soạn kế hoạch", EDIT_CAMPAIGNS, "campaigns:editor"
    parameters = ("ban",)
    model = PlanEdit

    code = Column("Mã", "code", Text(60), required=True, width=12)
    section = Column("Mục", "section", Text(60), width=12, hint="như kế hoạch đánh số, ví dụ II.2.1.a")
    text = Column("Nguyên văn", "text", Text(4000), width=70, hint="đúng từng chữ của kế hoạch")
    short = Column("Nhãn ngắn", "short", Text(60), required=True, width=30)
    year = Column("Năm", "year", Whole(least=1990, most=2100), width=8)
    pillar = Column("Trụ cột", "pillar", Choice(words.PILLARS.items()), width=16)
    levels = Column("Cấp", "unit_levels", Many(words.UNIT_LEVELS.items()), width=22, hint="nhiều cấp cách nhau bằng ;")
    comparator = Column("So sánh", "comparator", Choice(words.COMPARATORS.items()), required=True, width=16)
    value = Column("Giá trị", "value", Number(), width=12)
    value_max = Column("Giá trị trên", "value_max", Number(), width=12, hint="chỉ với khoảng")
    unit = Column("Đơn vị tính", "unit", Choice(words.TARGET_UNITS.items()), width=12)
    natural_max = Column("Mức trần", "natural_max", Number(), width=10, hint="100 với tỷ lệ")
    exclusion = Column("Loại trừ", "exclusion", Text(1000), width=30)
    baseline = Column("So với hiện nay", "baseline_required", YesNo(), width=10)
    group = Column("Nhóm", "group", Text(60), width=12)
    target_kind = Column("Loại", "kind", Choice(words.TARGET_KINDS.items()), required=True, width=16)
    role = Column("Vai trò", "role", Choice(words.TARGET_ROLES.items()), required=True, width=20)
    note = Column("Ghi chú", "note", Text(1000), width=30)

    def prepare_columns(self) -> None:
        try:
            uid = uuid.UUID(self.params["ban"])
        except ValueError as error:
            raise DomainError("Chọn bản soạn kế hoạch.", code="no_draft") from error
        draft = PlanDraft.objects.select_related("campaign").filter(uid=uid).first()
        if draft is None or draft.state != DraftState.OPEN:
            raise DomainError("Bản soạn này không còn mở nên không nhận tệp.", code="closed")
        self.draft = draft

    @property
    def full_title(self) -> str:
        return f"Chỉ tiêu của bản soạn {self.draft.campaign.code}"

    def existing(self) -> dict[Hashable, Any]:
        self.desk = Desk(PlanDraft.objects.select_related("campaign").get(pk=self.draft.pk))
        return {entry["code"]: entry for entry in self.desk.content.get(PART) or ()}

    def lock(self) -> None:
        locked = PlanDraft.objects.select_for_update(of=("self",)).get(pk=self.draft.pk)
        if locked.state != DraftState.OPEN:
            raise DomainError("Bản soạn này không còn mở nên không nhận tệp.", code="closed")

    def key(self, values: dict[str, Any]) -> Hashable | None:
        return values.get("code")

    def key_said(self, values: dict[str, Any]) -> str:
        return f"Mã {values.get('code', '')}"

    def label(self, values: dict[str, Any], found: Any) -> str:
        return f"{values.get('code', '')} {values.get('short') or (found or {}).get('short', '')}".strip()

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        try:
            self._entry(values, found)
        except Invalid as refusal:
            names = {str(column.attribute): name for name, column in self.fields.items()}
            return {names.get(key, "code"): " ".join(said) for key, said in refusal.errors.items()}
        return {}

    def _entry(self, values: dict[str, Any], found: Any) -> dict[str, Any]:
        body = dict(found or {})
        for name, value in values.items():
            body[str(self.fields[name].attribute)] = str(value) if isinstance(value, Decimal) else value
        return checked(PART, body, self.desk.source_text)

    def apply(self, plan: Plan, *, label: str) -> Applied:
        fresh: list[PlanEdit] = []
        changed: list[PlanEdit] = []
        gone: list[PlanEdit] = []
        kept: list[list[Any]] = []
        for found, values in plan.payload:
            # `values` are the changed columns alone; the key is then the entry's own.
            body = self._entry(values, found)
            live = self.desk.in_force.get((PART, body["code"]))
            edit = self.desk.edits.get((PART, body["code"]))
            before = None if edit is None else [edit.body, edit.was, edit.version]
            if edit is None:
                edit = PlanEdit(draft=self.draft, part=PART, code=body["code"], version=0)
            (gone if body == live else changed if before else fresh).append(edit)
            edit.was, edit.body = live, body
            edit.version += 1
            edit.changed_by_name, edit.changed_at = self.actor.name, clock.now()
            kept.append([body["code"], before, None if body == live else edit.version])
        bulk.insert([edit for edit in fresh if edit not in gone])
        bulk.update(changed, ("body", "was", "version", "changed_by_name"))
        PlanEdit.objects.filter(pk__in=[edit.pk for edit in gone if edit.pk]).delete()
        self._touch()
        return Applied(zlib.compress(json.dumps(kept).encode()), {"codes": [code for code, *_ in kept]})

    def _touch(self) -> None:
        draft = PlanDraft.objects.get(pk=self.draft.pk)
        draft.version += 1
        draft.save(update_fields=["version"])

    def undo(self, kept: bytes) -> None:
        rows = json.loads(zlib.decompress(kept))
        edits = {e.code: e for e in self.draft.edits.filter(part=PART, code__in=[code for code, *_ in rows])}
        for code, _, after in rows:
            if (edits[code].version if code in edits else None) != after:
                raise Conflict(BUILT_ON.format(what=f"chỉ tiêu {code}"), code="built_on")
        fresh: list[PlanEdit] = []
        back: list[PlanEdit] = []
        for code, before, _ in rows:
            edit = edits.get(code) or PlanEdit(draft=self.draft, part=PART, code=code, changed_by_name=self.actor.name)
            if before is not None:
                edit.body, edit.was, edit.version = before
                (back if code in edits else fresh).append(edit)
        bulk.insert(fresh)
        bulk.update(back, ("body", "was", "version"))
        self.draft.edits.filter(part=PART, code__in=[c for c, before, _ in rows if before is None]).delete()
        self._touch()
