"""Criteria over a candidate's own record: awards received before, part played in the work."""

from __future__ import annotations

from awards.facts import AnyFacts, PersonFacts
from awards.rules.outcome import Finding, met, not_applicable, not_met
from awards.rules.params import Whole, WordList
from awards.rules.registry import Criterion, register

ROLES = {"direct": "trực tiếp lao động, công tác", "leader": "lãnh đạo, quản lý", "coordinator": "phối hợp"}
FORM_NAMES = {
    "HCLD3": "Huân chương Lao động hạng Ba",
    "BK_TTG": "Bằng khen Thủ tướng",
    "CO_TINH": "Cờ thi đua của UBND tỉnh",
    "BK_TINH": "Bằng khen cấp tỉnh",
    "GK_SO": "Giấy khen của sở, ngành",
    "GK_HUYEN": "Giấy khen cấp huyện",
    "GK_XA": "Giấy khen cấp xã",
    "GK_DN": "Giấy khen của doanh nghiệp",
}


@register
class EarlierAwarded(Criterion):
    """Was given one of `forms` at least `count` times in the `years` years before the round (its own not counted).

    Under `not` it says the opposite: nobody who had it lately.
    """

    kind = "earlier_award"
    title = "Đã được khen trước đây"
    looks_at = ("earlier_awards", "year")
    params = {
        "forms": WordList("Hình thức", FORM_NAMES, required=True),
        "years": Whole("Trong bao nhiêu năm trước", default=5, low=1, high=50),
        "count": Whole("Số lần tối thiểu", default=1, low=1, high=20),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        first = facts.year - self["years"]
        good = [
            award
            for award in facts.earlier_awards
            if award.award_form in self["forms"] and first <= award.year < facts.year
        ]
        wanted = f"yêu cầu từ {self['count']} lần trong các năm {first} đến {facts.year - 1}"
        names = self.params["forms"].shown(self["forms"])
        if not good:
            return not_met(f"Chưa ghi nhận lần nào được tặng {names}; {wanted}.", count=0)
        papers = ", ".join(
            f"năm {award.year}{f' (Quyết định {award.decision_number})' if award.decision_number else ''}"
            for award in sorted(good, key=lambda award: (award.year, award.decision_number))
        )
        said = f"Đã được tặng {names}: {papers}; {wanted}."
        return (met if len(good) >= self["count"] else not_met)(said, count=len(good))


@register
class WorksAs(Criterion):
    """The person plays one of `roles` in the work; for collectives it does not apply."""

    kind = "works_as"
    title = "Vai trò của cá nhân"
    params = {"roles": WordList("Chỉ xét người", ROLES, required=True)}

    def judge(self, facts: AnyFacts) -> Finding:
        if not isinstance(facts, PersonFacts):
            return not_applicable("Chỉ xét với cá nhân.")
        said = f"Cá nhân là người {ROLES.get(facts.role, facts.role)}; quy tắc chỉ xét người "
        said += f"{self.params['roles'].shown(self['roles'])}."
        return (met if facts.role in self["roles"] else not_met)(said, role=facts.role)
