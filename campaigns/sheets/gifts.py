from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from campaigns.enums import GiftKind, GiftState, Giver
from campaigns.models import Contribution
from campaigns.permissions import EDIT_CONTRIBUTIONS
from campaigns.selectors import the_campaign
from campaigns.services.contributions import Gift, fill
from config.kernel.errors import DomainError
from config.kernel.sheets.columns import Choice, Column, Date, Lookup, Text, Whole
from config.kernel.sheets.lists import ListSheet
from config.kernel.text import search_key
from units.models import Person, Unit
from units.selectors.tree import within

# Column → the field that a refusal of the service names.
_FIELDS = {"unit": "unit", "giver": "giver_name", "gift_kind": "kind", "amount": "amount", "what": "what",
           "day": "given_on", "valuation": "valuation", "beneficiary": "beneficiary", "paper": "paper_number",
           "paper_day": "paper_date"}  # fmt: skip


class ContributionSheet(ListSheet):
    """The ledger of gifts. A line is known by who gave what, how much and when; a confirmed one stays as it is.
    Whoever brings a file does not confirm its lines."""

    kind, title, verb, back = "dong-gop", "Đóng góp", EDIT_CONTRIBUTIONS, "campaigns:contributions"
    model = Contribution
    writes = ("giver", "unit", "person", "giver_name", "kind", "amount", "what", "valuation", "beneficiary", "given_on",
              "year", "paper_number", "paper_date", "state", "refusal", "version", "search_key")  # fmt: skip

    unit = Column("Đơn vị góp hoặc bảo đảm (mã)", "unit", width=18, hint="đơn vị góp, hoặc đơn vị của người góp")
    giver = Column("Người góp", "giver_name", Text(200), width=28, hint="chỉ ghi khi không phải chính đơn vị ấy góp")
    gift_kind = Column("Loại", "kind", Choice(GiftKind.choices), required=True, width=12)
    amount = Column("Trị giá (đồng)", "amount", Whole(least=1), required=True, width=18)
    what = Column("Góp gì, cho việc gì", "what", Text(400), required=True, width=44)
    day = Column("Ngày góp", "given_on", Date(), required=True, width=13)
    valuation = Column("Căn cứ quy ra tiền", "valuation", Text(300), width=30, hint="bắt buộc với hiện vật")
    beneficiary = Column("Nơi nhận, thụ hưởng", "beneficiary", Text(300), width=30)
    paper = Column("Số giấy tờ", "paper_number", Text(60), width=18)
    paper_day = Column("Ngày giấy tờ", "paper_date", Date(), width=13)
    state = Column("Trạng thái", "get_state_display", locked=True, width=16)

    def prepare_columns(self) -> None:
        self.campaign = the_campaign()
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.fields["unit"].widget = Lookup(self.units, "đơn vị")

    def existing(self) -> dict[Hashable, Any]:
        reach = within(self.actor.paths(self.verb), prefix="unit__")
        gifts = Contribution.objects.filter(reach, campaign=self.campaign).exclude(state=GiftState.WITHDRAWN)
        found: dict[Hashable, Any] = {}
        for gift in gifts.select_related("unit", "person").order_by("given_on", "id"):
            found.setdefault(self._key(gift.unit, gift.giver_name, gift.given_on, gift.amount, gift.what), gift)
        people = Person.objects.filter(within(self.actor.paths(self.verb), prefix="unit__"), is_active=True)
        self.people = {(person.unit_id, search_key(person.full_name)): person for person in people}
        return found

    def lock(self) -> None:
        list(Contribution.objects.select_for_update(of=("self",)).filter(campaign=self.campaign).values_list("pk"))

    @staticmethod
    def _key(unit: Any, name: str, day: Any, amount: Any, what: str) -> Hashable:
        return unit.pk if unit else None, search_key(name), day, amount, search_key(what)

    def key(self, values: dict[str, Any]) -> Hashable | None:
        if not all(values.get(name) for name in ("amount", "what", "day")):
            return None
        unit = values.get("unit")
        name = values.get("giver") or (unit.display_name if unit else "")
        return self._key(unit, name, values["day"], values["amount"], values["what"])

    def key_said(self, values: dict[str, Any]) -> str:
        return "Khoản này"

    def label(self, values: dict[str, Any], found: Any) -> str:
        unit = values.get("unit")
        return f"{values.get('giver') or (unit.display_name if unit else '')}: {values.get('what', '')}"

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        unit = values.get("unit")
        if unit is not None and not self.actor.can(self.verb, unit):
            return {"unit": f"{unit.display_name} không thuộc phạm vi của bạn."}
        if unit is None and self.actor.paths(self.verb) is not None:
            return {"unit": "Ghi mã đơn vị bảo đảm cho khoản đóng góp."}
        if not all(values.get(name) for name in ("gift_kind", "amount", "what", "day")):
            return {}
        if found is not None and not found.is_editable:
            name = next((name for name, value in values.items() if self._differs(name, value, found)), "")
            return {name: f"Khoản này {found.get_state_display().lower()} nên không sửa được."} if name else {}
        try:
            fill(Contribution(campaign=self.campaign), self._gift(values, found), self.actor, None)
        except DomainError as error:
            return {next((n for n, field in _FIELDS.items() if field == error.field), "what"): error.sentence}
        return {}

    def _differs(self, name: str, value: Any, found: Any) -> bool:
        if name == "giver":  # the name is part of the key; a unit's own is not written again
            return False
        return super()._differs(name, value, found)

    def _gift(self, values: dict[str, Any], found: Any) -> Gift:
        """The row over what is there."""
        said = {name: values[name] if name in values else self._kept(name, found) for name in _FIELDS}
        unit, name = said["unit"], said["giver"] or ""
        if found is not None and found.giver == Giver.UNIT:
            name = ""
        person = self.people.get((unit.pk, search_key(name))) if unit is not None and name else None
        return Gift(
            kind=said["gift_kind"], amount=said["amount"], what=said["what"], given_on=said["day"], unit=unit,
            person=person, giver_name="" if person else name, valuation=said["valuation"] or "",
            beneficiary=said["beneficiary"] or "", paper_number=said["paper"] or "", paper_date=said["paper_day"],
        )  # fmt: skip

    def _kept(self, name: str, found: Any) -> Any:
        return getattr(found, _FIELDS[name]) if found is not None else self.fields[name].widget.empty

    def build(self, values: dict[str, Any]) -> Contribution:
        made = Contribution(campaign=self.campaign, recorded_by_name=self.actor.name)
        fill(made, self._gift(values, None), self.actor, None)
        return made

    def change(self, found: Any, values: dict[str, Any]) -> None:
        fill(found, self._gift(values, found), self.actor, None)
        found.state, found.refusal = GiftState.RECORDED, ""
        found.version += 1
