"""A province's year by programs alone: units, calendar, registration, gifts, practices, verification, roll-up, plan.

One story over one set-up. Every act is refused to a key that was given too few verbs, with a sentence that names the
verb, and to the next province nothing of it exists.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import (
    Campaign,
    Contribution,
    ContributionNorm,
    Extension,
    Practice,
    Registration,
    ReportingPeriod,
)
from campaigns.selectors import the_campaign
from config.api import described
from config.kernel import audit, jobs
from config.kernel.tenancy import tenant_scope
from targets.models import ReportValue
from tests.targets import makers
from units.models import ApiRequest, User

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


class Story:
    """The programs of the tale; `ok` sends, expects success and that the answer is as it is described."""

    def __init__(self, cast: Any, program: Any) -> None:
        self.lan, self.tung, self.phuoc = program(cast.lan), program(cast.tung), program(cast.phuoc)
        self.trang, self.hanh = program(cast.trang), program(cast.hanh)
        self.narrow = program(cast.phuoc, "plan.view")
        self.stranger, self.strange_clerk = program(cast.oanh), program(cast.tien)
        self.quan, self.strange_admin = program(cast.quan), program(cast["admin@can-tho"])

    def read(self, who: Any, path: str, **query: Any) -> Any:
        told = who.get(path, query)
        assert told.status_code == 200, (path, told.content)
        self._as_described(path, "get", told)
        return told.json()

    def ok(self, who: Any, path: str, body: Any, **more: Any) -> Any:
        told = who.post(path, body, **more)
        assert told.status_code in (200, 201), (path, told.content.decode())
        self._as_described(path, "post", told)
        return told.json()

    def refused(self, who: Any, path: str, body: Any, status: int, said: str, **more: Any) -> Any:
        told = who.post(path, body, **more)
        assert told.status_code == status, (path, told.content.decode())
        assert said in told.json()["detail"] + str(told.json()["errors"])
        return told.json()

    def only_with(self, verb: str, path: str, body: Any) -> None:
        """The same act with a key without the verb; by somebody who may do it in another province."""
        self.refused(self.narrow, path, body, 403, f"cần quyền {verb}", key="thieu")
        unit_verbs = ("registrations.edit", "contributions.edit", "practices.edit")
        others = dict.fromkeys(unit_verbs, self.strange_clerk) | {"users.edit": self.strange_admin}
        other = others.get(verb, self.stranger)
        names_nothing = path == "contributions/norms/save/"
        assert names_nothing or other.post(path, body, key="nham").status_code == 404, path

    @staticmethod
    def _as_described(path: str, method: str, told: Any) -> None:
        """Against the description of the address that fits best: words before placeholders."""
        parts = path.strip("/").split("/")
        fits = [
            (address.count("{"), methods[method])
            for address, methods in described()["paths"].items()
            if method in methods
            and len(shape := address.strip("/").split("/")) == len(parts)
            and all(
                a == b or (a.startswith("{") and (a != "{uid}" or "-" in b)) for a, b in zip(shape, parts, strict=True)
            )
        ]
        assert fits, f"{method} {path} is not described"
        best = min(fits, key=lambda pair: pair[0])[1]
        content = best["responses"][str(told.status_code)]["content"]["application/json"]
        jsonschema.validate(told.json(), content["schema"] | {"components": described()["components"]})


@pytest.fixture
def story(cast: Any, program: Any) -> Story:
    with tenant_scope(cast.lan.tenant):
        Registration.objects.filter(unit=cast.lan.unit).delete()
        ReportingPeriod.objects.filter(year=2023).update(state="open")
    return Story(cast, program)


def test_the_year_by_programs_alone(cast: Any, story: Story) -> None:
    units_and_calendar(cast, story)
    people_and_accounts(cast, story)
    registration(cast, story)
    gifts(cast, story)
    practices(cast, story)
    verification_and_roll_up(cast, story)
    plan(cast, story)
    reform(story)
    with tenant_scope(cast.lan.tenant):
        assert audit.broken_links() == []


def units_and_calendar(cast: Any, story: Story) -> None:
    top = story.read(story.phuoc, "units/", kind="province")["results"][0]
    firm = {"code": "DN-99", "name": "Công ty TNHH Phần mềm Hòn Đất", "kind": "enterprise", "level": "none",
            "tax_code": "0100109106", "parent": top["uid"]}  # fmt: skip
    story.only_with("units.edit", "units/create/", firm)
    story.refused(story.phuoc, "units/create/", firm | {"tax_code": "0100109107"}, 422, "Mã số thuế")
    made = story.ok(story.phuoc, "units/create/", firm)
    story.refused(story.phuoc, "units/create/", firm, 422, "đã dùng cho một đơn vị khác")
    base = f"units/{made['uid']}/"
    changed = {k: v for k, v in firm.items() if k != "code"} | {"version": 1, "short_name": "Phần mềm Hòn Đất"}
    assert story.ok(story.phuoc, base + "update/", changed)["name"] == "Phần mềm Hòn Đất"
    story.refused(story.phuoc, base + "update/", changed, 409, "Người khác vừa sửa")
    assert story.read(story.lan, base + "history/") == {"holder": made["uid"], "predecessors": [], "successors": []}
    closed = story.ok(story.phuoc, base + "close/", {"last_day": "2023-12-31", "reason": "Giải thể."})
    assert closed["valid_to"] == "2023-12-31"

    dates = story.read(story.lan, "calendar/")["results"]
    assert {"plan"} <= {row["source"] for row in dates}
    [period] = [p for p in story.read(story.lan, "periods/")["results"] if p["year"] == 2023]
    unit = str(cast.lan.unit.uid)
    later = {"unit": unit, "last_day": "2023-12-29", "reason": "Hệ thống một cửa ngừng ba ngày."}
    address = f"periods/{period['uid']}/"
    story.only_with("campaigns.edit", address + "extend/", later)
    story.refused(story.phuoc, address + "extend/", {"unit": unit}, 422, "Ghi hạn mới")
    assert story.ok(story.phuoc, address + "extend/", later)["last_day"] == period["last_day"], "for one unit only"
    [granted] = story.read(story.phuoc, address + "extensions/")["results"]
    assert (granted["unit"], granted["last_day"]) == (unit, "2023-12-29")
    story.ok(story.phuoc, address + "end-extension/", {"unit": unit, "reason": "Đã khắc phục."})
    with tenant_scope(cast.lan.tenant):
        assert not Extension.objects.exists()
    moved = {"last_day": "2023-12-20", "reason": "Theo họp giao ban.", "version": period["version"]}
    assert story.ok(story.phuoc, address + "move/", moved)["last_day_source"] == "tenant"
    story.refused(story.phuoc, address + "move/", moved, 409, "Kỳ báo cáo vừa được người khác sửa")
    debts = story.read(story.phuoc, "debts/", matter="registration", page_size=200)["results"]
    assert cast.lan.unit.display_name in {row["unit_name"] for row in debts}
    late = next(row for row in debts if row["days_late"] and row["unit"] == unit)
    told = story.ok(story.phuoc, "debts/remind/", {"matter": "registration", "year": late["year"]})
    assert unit in {one["uid"] for one in told["units"]}
    [page] = [row for row in story.read(story.phuoc, "reminders/", matter="registration", unit="my lam")["results"]
              if row["channel"] == "page" and row["recipient"] == cast.lan.actor.name]  # fmt: skip
    assert (page["unit"], page["stage_words"], page["state"], page["read_at"]) == (unit, "Đôn đốc", "sent", None)
    assert story.lan.get("reminders/").status_code == 403


def people_and_accounts(cast: Any, story: Story) -> None:
    unit = str(cast.lan.unit.uid)
    person = {"unit": unit, "full_name": "Lê Thị Hồng Gấm", "gender": "female", "position": "Công chức"}
    story.only_with("units.edit", "people/create/", person)
    made = story.ok(story.phuoc, "people/create/", person)
    story.refused(story.phuoc, "people/create/", person, 422, "đã có Lê Thị Hồng Gấm trong danh sách")
    address = f"people/{made['uid']}/update/"
    risen = person | {"position": "Phó Chủ tịch", "is_leader": True, "seen": made["mark"]}
    story.refused(story.phuoc, address, risen | {"email": "gam@"}, 422, "Địa chỉ thư chưa đúng")
    assert story.ok(story.phuoc, address, risen)["position"] == "Phó Chủ tịch"
    story.refused(story.phuoc, address, risen, 409, "Người khác vừa sửa")
    [found] = story.read(story.phuoc, "people/", q="hong gam", unit=unit)["results"]
    assert (found["uid"], found["is_leader"], found["gender"]) == (made["uid"], True, "female")

    account = {"username": "vanthu.mylam", "full_name": "Lê Thị Hồng Gấm", "role": "clerk", "unit": unit}
    story.only_with("users.edit", "accounts/create/", account)
    story.refused(story.quan, "accounts/create/", account | {"unit": None}, 422, "chọn đơn vị")
    told = story.ok(story.quan, "accounts/create/", account, key="a1")
    assert (told["account"]["username"], told["account"]["unit"]) == ("vanthu.mylam@kien-giang", unit)
    story.refused(story.quan, "accounts/create/", account, 422, "đã có người dùng", key="a1")
    with tenant_scope(cast.lan.tenant):
        assert not ApiRequest.objects.filter(key="a1").exists(), "a password is kept nowhere to be told again"
    address = f"accounts/{told['account']['uid']}/"
    story.refused(story.quan, address + "close/", {}, 422, "lý do khóa")
    assert story.ok(story.quan, address + "close/", {"reason": "Chuyển công tác."})["is_active"] is False
    assert [row["uid"] for row in story.read(story.quan, "accounts/", q="vanthu", state="closed")["results"]]
    assert story.ok(story.quan, address + "open/", {})["is_active"] is True
    again = story.ok(story.quan, address + "password/", {})
    assert again["password"] != told["password"]
    assert User.objects.get(username="vanthu.mylam@kien-giang").check_password(again["password"])


def registration(cast: Any, story: Story) -> None:
    unit = str(cast.lan.unit.uid)
    missing = story.read(story.phuoc, "registrations/missing/", page_size=200)["results"]
    assert unit in {row["uid"] for row in missing}
    offers = story.read(story.lan, "registrations/offers/", unit=unit, page_size=200)["results"]
    offer = next(one for one in offers if one["year"] == 2023 and Decimal(one["threshold"] or 100) < 90)
    assert story.trang.get("registrations/offers/", {"unit": unit}).status_code == 404, "not of another unit"
    threshold = Decimal(offer["threshold"])
    wanted = {"target": offer["target"], "year": 2023, "level": str(threshold + 1)}
    body = {"unit": unit, "launch_plan_number": "25/KH-UBND", "launch_plan_date": "2022-12-20", "targets": [wanted]}
    story.only_with("registrations.edit", "registrations/save/", body)
    low = body | {"targets": [wanted | {"level": str(threshold - 1)}]}
    story.refused(story.lan, "registrations/save/", low, 422, "không được thấp hơn kế hoạch")
    story.refused(story.lan, "registrations/save/", body | {"targets": [wanted | {"target": "KHONG"}]}, 422, "KHONG")
    saved = story.ok(story.lan, "registrations/save/", body)
    assert [(t["target"], t["level"]) for t in saved["targets"]] == [(offer["target"], f"{threshold + 1:.2f}")]
    address = f"registrations/{saved['uid']}/"
    story.refused(story.lan, address + "submit/", {"version": 1}, 422, "Chưa đính kèm kế hoạch phát động")
    paper = {"unit": unit, "version": 1, "launch_plan": SimpleUploadedFile("kh.pdf", PDF),
             "launch_plan_number": "25/KH-UBND", "launch_plan_date": "2022-12-20"}  # fmt: skip
    with_paper = story.ok(story.lan, "registrations/save/", paper, multipart=True)
    assert (with_paper["has_launch_plan"], len(with_paper["targets"])) == (True, 1), "what was not sent stays"
    sent = story.ok(story.lan, address + "submit/", {"version": with_paper["version"]})
    story.refused(story.lan, address + "confirm/", {"version": sent["version"]}, 403, "không được giao việc này")
    chosen = {"registrations": [{"uid": saved["uid"], "version": sent["version"]}]}
    story.only_with("registrations.confirm", "registrations/confirm/", chosen)
    done = story.ok(story.phuoc, "registrations/confirm/", chosen)
    assert ([one["state"] for one in done["confirmed"]], done["refused"]) == (["confirmed"], [])
    twice = story.ok(story.phuoc, "registrations/confirm/", chosen)
    assert (twice["confirmed"], [one["uid"] for one in twice["refused"]]) == ([], [saved["uid"]])
    gone = {"uid": str(uuid4()), "version": 1}
    some = story.ok(story.phuoc, "registrations/confirm/", {"registrations": [gone, *chosen["registrations"]]})
    assert [one["uid"] for one in some["refused"]] == [saved["uid"], gone["uid"]]
    story.refused(story.phuoc, "registrations/confirm/", {"registrations": [gone]}, 404, "Không có đối tượng này")


def gifts(cast: Any, story: Story) -> None:
    unit = str(cast.lan.unit.uid)
    norm = {"year": 2023, "giver": "unit", "amount": 50_000_000, "source": "Thông báo 15/TB-HĐTĐKT ngày 10/3/2023"}
    story.only_with("campaigns.edit", "contributions/norms/save/", norm)
    story.ok(story.phuoc, "contributions/norms/save/", norm)
    assert story.read(story.lan, "contributions/norms/")["results"] == [norm]
    gift = {"kind": "goods", "amount": 48_000_000, "what": "20 máy tính bảng", "given_on": "2023-05-06", "unit": unit}
    story.only_with("contributions.edit", "contributions/record/", gift)
    story.refused(story.lan, "contributions/record/", gift, 422, "Idempotency-Key")
    story.refused(story.lan, "contributions/record/", gift, 422, "căn cứ quy ra tiền", key="g0")
    proven = gift | {"valuation": "Hóa đơn số 0001234", "paper_number": "03/BB"}
    made = story.ok(story.lan, "contributions/record/", proven, key="g1")
    assert story.ok(story.lan, "contributions/record/", proven, key="g1")["uid"] == made["uid"]
    address = f"contributions/{made['uid']}/"
    fixed = story.ok(story.lan, address + "save/", proven | {"amount": 45_000_000, "version": 1})
    assert (fixed["amount"], fixed["version"]) == (45_000_000, 2)
    story.refused(story.lan, address + "save/", proven | {"version": 1}, 409, "vừa được người khác sửa")
    assert story.trang.get(address).status_code == story.stranger.get(address).status_code == 404
    assert story.narrow.get(address).status_code == 403
    story.refused(story.lan, address + "confirm/", {"version": 2}, 403, "không được giao việc này")
    assert story.ok(story.phuoc, address + "confirm/", {"version": 2})["confirmed_by_name"] == cast.phuoc.actor.name
    story.refused(story.hanh, address + "confirm/", {"version": 2}, 409, cast.phuoc.actor.name)
    found = story.read(story.hanh, "contributions/", q="may tinh bang", state="confirmed")["results"]
    assert [row["uid"] for row in found] == [made["uid"]]
    with tenant_scope(cast.lan.tenant):
        assert Contribution.objects.filter(unit=cast.lan.unit, what="20 máy tính bảng").count() == 1
    of_another_campaign(cast, story, "contributions/", made["uid"], Contribution)
    before = earlier(cast)
    with tenant_scope(cast.lan.tenant):
        ContributionNorm.objects.create(campaign=before, **(norm | {"year": 2019}))
    assert story.read(story.lan, "contributions/norms/", campaign=before.uid)["results"] == [norm | {"year": 2019}]
    assert story.read(story.lan, "contributions/norms/")["results"] == [norm]


def earlier(cast: Any) -> Campaign:
    """A campaign of the province whose period is over."""
    with tenant_scope(cast.lan.tenant):
        told = {"period_from": 2018, "period_to": 2020, "state": "published", "issuer": "UBND tỉnh"}
        return Campaign.objects.get_or_create(code="KH-18", defaults=told | {"title": "Phong trào trước"})[0]


def of_another_campaign(cast: Any, story: Story, path: str, uid: str, model: Any) -> None:
    """The list is of the campaign in force, of another when it is named, and what it gave is read by its uid."""
    before = earlier(cast)

    def listed(**query: Any) -> dict[str, str]:
        return {row["uid"]: row["campaign"] for row in story.read(story.lan, path, page_size=200, **query)["results"]}

    with tenant_scope(cast.lan.tenant):
        now = the_campaign()
        old = model.objects.get(uid=uid)
        old.pk, old.uid, old.campaign = None, uuid4(), before
        old.save(force_insert=True)
        being_written = Campaign.objects.create(code="MOI", title="Mới", issuer="UBND", period_from=2026, state="draft")
    assert set(listed().values()) == {str(now.uid)}
    assert listed() == listed(campaign=now.uid)
    assert listed(campaign=before.uid) == {str(old.uid): str(before.uid)}
    assert story.read(story.lan, f"{path}{old.uid}/")["campaign"] == str(before.uid)
    with tenant_scope(cast.oanh.tenant):
        theirs = the_campaign().uid
    for nobody in (uuid4(), "x", being_written.uid, theirs):
        assert story.lan.get(path, {"campaign": nobody}).status_code == 404
    with tenant_scope(cast.lan.tenant):
        being_written.delete()


def practices(cast: Any, story: Story) -> None:
    lan, trang = str(cast.lan.unit.uid), str(cast.trang.unit.uid)
    account = {"unit": lan, "kind": "model", "title": "Trực số tối thứ Năm", "summary": "Giúp nộp hồ sơ.", "year": 2023}
    story.only_with("practices.edit", "practices/open/", account)
    made = story.ok(story.lan, "practices/open/", account, key="p1")
    address = f"practices/{made['uid']}/"
    story.refused(story.lan, address + "submit/", {"version": 1}, 422, "Chưa ghi cách làm")
    told = {k: v for k, v in account.items() if k != "unit"} | {"version": 1, "method": "Lập lịch.", "effect": "Tốt."}
    story.ok(story.lan, address + "save/", told)
    assert story.trang.get(address).status_code == 404, "a draft is the unit's own"
    story.ok(story.lan, address + "submit/", {"version": 2})
    waiting = story.read(story.phuoc, "practices/", tab="waiting")["results"]
    assert made["uid"] in {row["uid"] for row in waiting}
    story.ok(story.phuoc, address + "publish/", {"version": 3})
    seen = {"version": 4, "level": "unit", "number": "7/QĐ-UBND", "date": "2023-06-05"}
    story.only_with("practices.review", address + "recognise/", seen)
    assert story.ok(story.phuoc, address + "recognise/", seen)["recognised_at"]
    story.refused(story.lan, address + "adopt/", {"unit": lan}, 422, "bài của chính đơn vị bạn")
    story.ok(story.trang, address + "adopt/", {"unit": trang, "note": "Làm thử."})
    story.ok(story.trang, address + "result/", {"unit": trang, "applied": True, "result": "Tăng 12 điểm."})
    full = story.read(story.lan, address)
    assert [(a["state"], a["result"]) for a in full["adoptions"]] == [("applied", "Tăng 12 điểm.")]
    with tenant_scope(cast.lan.tenant):
        assert Practice.objects.get(uid=made["uid"]).adoptions_count == 1
    of_another_campaign(cast, story, "practices/", made["uid"], Practice)


def verification_and_roll_up(cast: Any, story: Story) -> None:
    with tenant_scope(cast.lan.tenant):
        report = makers.fill(makers.open_report(cast.lan), cast.lan.actor, percent=80)
        shares = [v for v in makers.all_values(report) if v.indicator.value_kind == "share"]
        manual = [str(v.uid) for v in makers.all_values(report) if v.indicator.method == "manual"]
        every = [str(v.uid) for v in makers.all_values(report)]
    base = f"reports/{report.uid}/"
    told = story.ok(story.lan, base + "summary/", {"text": "Xã hoàn thành các chỉ tiêu."})
    papers = story.read(story.lan, base + "papers/")["results"]
    paper = f"papers/{papers[-1]['uid']}/"
    described_ = story.ok(story.lan, paper + "describe/", {"number": "52/BC-UBND", "abstract": "Số liệu một cửa"})
    assert (described_["number"], described_["abstract"]) == ("52/BC-UBND", "Số liệu một cửa")
    told = story.ok(story.lan, base + "hand_over/", {"version": told["version"]})
    told = story.ok(story.tung, base + "confirm/", {"version": told["version"]})
    [sent] = story.read(story.lan, base + "versions/")["results"]
    assert (sent["receipt"], sent["content"]["summary"]) == (told["receipt"], "Xã hoàn thành các chỉ tiêu.")

    first, second = str(shares[0].uid), str(shares[1].uid)
    story.only_with("reports.appraise", base + "assign/", {"mine": True})
    story.ok(story.phuoc, base + "assign/", {"mine": True})
    change = {"decision": "changed", "seen": "", "numerator": "300", "denominator": "1000", "reason": "Biểu 2 ghi 300."}
    story.ok(story.phuoc, f"values/{first}/appraise/", change)
    third = str(shares[2].uid)
    many = {
        "reason": "Theo biểu 4.",
        "changes": [{"value": third, "seen": "", "numerator": "1100", "denominator": "1000"}],
    }
    story.only_with("reports.appraise", base + "change/", many)
    story.refused(story.phuoc, base + "change/", many, 422, "không thể lớn hơn")
    many["changes"][0]["numerator"] = "250"
    [changed] = story.ok(story.phuoc, base + "change/", many)["values"]
    assert (changed["uid"], changed["decision"], changed["appraised_reason"]) == (third, "changed", "Theo biểu 4.")
    story.refused(story.phuoc, base + "change/", many, 422, "đã kết luận chỉ tiêu này")
    bad = {"values": [second], "reason": "Chưa ký số."}
    assert any(link["rejected"] for link in story.ok(story.phuoc, paper + "reject/", bad)["links"])
    story.ok(story.phuoc, paper + "accept/", {"values": [second]})
    for uid in manual:
        scored = {"decision": "changed", "seen": "", "manual_points": "1", "reason": "Chấm theo hồ sơ."}
        story.ok(story.phuoc, f"values/{uid}/appraise/", scored)
    rest = {"decision": "accepted", "values": [u for u in every if u not in (first, *manual)]}
    story.only_with("reports.appraise", base + "judge/", rest)
    done = story.ok(story.phuoc, base + "judge/", rest)["values"]
    assert {row["decision"] for row in done} == {"accepted"}
    foreign = {"decision": "accepted", "values": [every[0], "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11"]}
    assert story.phuoc.post(base + "judge/", foreign).status_code == 404
    story.ok(story.phuoc, base + "finish/", {"version": told["version"]})
    story.ok(story.lan, f"values/{first}/explain/", {"text": "Bản trích xuất ghi 400."})
    story.refused(story.lan, f"values/{first}/explain/", {"text": "Nữa."}, 409, "một lần")
    last = {"keep": False, "reason": "Bản trích xuất cho thấy 400.", "numerator": "400", "denominator": "1000"}
    story.only_with("reports.appraise", f"values/{first}/conclude/", last)
    story.ok(story.phuoc, f"values/{first}/conclude/", last)
    with tenant_scope(cast.lan.tenant):
        assert ReportValue.objects.get(uid=first).final_numerator == 400

    started = story.phuoc.post("score-runs/start/", {"year": 2023}).json()
    with tenant_scope(cast.lan.tenant):
        jobs.drain()
    run = story.read(story.phuoc, f"score-runs/{started['uid']}/")
    address, shown = f"score-runs/{run['uid']}/publish/", {"version": run["version"], "note": "Công bố đợt đầu."}
    story.only_with("scores.publish", address, shown)
    assert story.ok(story.phuoc, address, shown)["state"] == "published"
    assert story.phuoc.post(address, shown).status_code == 409

    code = shares[0].indicator.code
    [roll] = [r for r in story.read(story.lan, "progress/", year=2023, kind="commune", page_size=200)["results"]
              if r["indicator"] == code]  # fmt: skip
    rows = story.read(story.lan, f"progress/{code}/units/", year=2023, kind="commune", page_size=200)["results"]
    mine = next(row for row in rows if row["report"] == str(report.uid))
    assert (mine["numerator"], mine["denominator"], mine["actual"], mine["met"]) == ("400", "1000", "40.00", False)
    counted = [row for row in rows if row["numerator"] is not None and row["denominator"] not in (None, "0")]
    sums = [sum(Decimal(row[key]) for row in counted) for key in ("numerator", "denominator")]
    assert [Decimal(roll["numerator"]), Decimal(roll["denominator"])] == sums, "followed down to what makes it"
    assert roll["actual"] == f"{100 * sums[0] / sums[1]:.2f}"
    split = story.read(story.lan, "progress/", code=code, by="kind", page_size=200)["results"]
    assert {(row["indicator"], row["year"]) for row in split} >= {(code, 2023)}


def plan(cast: Any, story: Story) -> None:
    with tenant_scope(cast.lan.tenant):
        campaign = the_campaign()
        start = campaign.version
    story.only_with("campaigns.edit", "drafts/begin/", {"campaign": str(campaign.uid)})
    draft = story.ok(story.phuoc, "drafts/begin/", {"campaign": str(campaign.uid)})
    address = f"drafts/{draft['uid']}/"
    milestone = {"code": "DV-1", "source": "tenant", "kind": "other", "date": "2023-12-20", "text": "Họp giao ban."}
    entry = {"part": "timeline", "entry": milestone}
    story.only_with("campaigns.edit", address + "entry/add/", entry)
    draft = story.ok(story.phuoc, address + "entry/add/", entry)
    story.refused(story.phuoc, address + "entry/add/", entry, 422, "Mã DV-1 đã dùng")
    bodies = story.read(story.phuoc, address + "entries/targets/", page_size=200)["results"]
    target = next(row["entry"] for row in bodies if row["code"] == "CQS-2023-2")
    wrong = {"part": "targets", "entry": target | {"value": "65.5"}}
    story.refused(story.phuoc, address + "entry/save/", wrong, 422, "không có trong lời kế hoạch")
    shown = story.read(story.phuoc, address)
    assert [(d["part"], d["code"], d["state"]) for d in shown["differences"]] == [("timeline", "DV-1", "created")]
    assert shown["wrong"] == []
    story.refused(story.phuoc, address + "publish/", {"version": 1}, 409, "vừa có người ghi thêm")
    told = story.ok(story.phuoc, address + "publish/", {"version": draft["version"], "reason": "Công văn 12/STTTT"})
    assert told["state"] == "published"
    newest = story.read(story.lan, f"campaigns/{campaign.uid}/versions/")["results"][0]
    assert (newest["version"], newest["note"], newest["origin"]) == (start + 1, "Công văn 12/STTTT", "browser")
    copy = {"code": "KG-2026", "title": "Giai đoạn sau", "period_from": 2026, "period_to": 2030,
            "copy_of": str(campaign.uid)}  # fmt: skip
    story.refused(story.phuoc, "drafts/create/", copy | {"period_to": 2025}, 422, "Năm kết thúc")
    story.refused(story.phuoc, "drafts/create/", copy | {"yaml": "campaign: [1"}, 422, "Dòng")
    made = story.ok(story.phuoc, "drafts/create/", copy)
    assert made["base_version"] == 0
    away = story.ok(story.phuoc, f"drafts/{made['uid']}/discard/", {"version": made["version"], "reason": "Chưa cần."})
    assert away["state"] == "discarded"


def reform(story: Story) -> None:
    planned = story.read(story.quan, "reorganisation/")
    steps = story.read(story.quan, "reorganisation/steps/", page_size=200)
    assert (steps["count"], planned["applied_on"], planned["problems"]) == (planned["successions"], None, [])
    asked = {"digest": planned["digest"], "legal_basis": "Nghị quyết số 202/2025/QH15 ngày 12/6/2025"}
    story.refused(story.phuoc, "reorganisation/apply/", asked, 403, "không được giao việc này")
    story.refused(story.quan, "reorganisation/apply/", asked | {"digest": "khac"}, 409, "Danh mục đã đổi")
    assert story.ok(story.quan, "reorganisation/apply/", asked)["applied_on"]
    story.refused(story.quan, "reorganisation/apply/", asked, 409, "đã được áp dụng")
    moved = story.read(story.phuoc, f"units/{steps['results'][0]['unit']}/history/")
    assert moved["successors"][0]["successor_name"] == steps["results"][0]["new_name"]
