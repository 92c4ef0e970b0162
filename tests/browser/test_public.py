"""What a stranger sees: results, awards, data, the check of a paper; and the search of a member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from awards.models import AwardGranted, Decision
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document
from tests.browser.insider import Insider
from units.models import Tenant

DAY = dt.date(2023, 12, 1)


@pytest.fixture
def decided(live_server) -> str:
    """A decision with a collective and a person in the register; gives its code."""
    tenant = Tenant.objects.get(slug="kien-giang")
    with tenant_scope(tenant):
        found = award_rounds.open_round(
            campaign=the_campaign(), occasion="preliminary", year=2023, actor=Actor.system(tenant)
        )
        decision = Decision.objects.create(
            round=found, award_form="BK_TINH", number="77/QĐ-UBND", date=DAY, decider="Chủ tịch", regime_code="ND98",
            recorded_by_name="Hệ thống",
        )  # fmt: skip
        for name, recipient, unit_name in (
            ("UBND thành phố Phú Quốc", "collective", ""),
            ("Trần Thị Mai Lan", "individual", "UBND xã Mỹ Lâm"),
        ):
            AwardGranted.objects.create(
                decision=decision, round=found, campaign=found.campaign, award_form="BK_TINH", name=name,
                form_name="Bằng khen của Chủ tịch UBND tỉnh", position="Công chức" if unit_name else "",
                unit_name=unit_name, recipient=recipient, occasion="preliminary", year=2023,
                decision_number="77/QĐ-UBND", decided_on=DAY, decider="Chủ tịch", regime_code="ND98",
            )  # fmt: skip
        paper = Document.objects.create(
            round=found, kind="decision", regime="ND98", title="Quyết định", state="issued", number=77,
            symbol="QĐ-UBND", issued_on=DAY, signer_name="Lâm Minh Trung", signer_title="Chủ tịch",
        )  # fmt: skip
        return paper.check_code


def test_a_stranger_reads_what_was_published_and_checks_a_paper(visit: Callable[..., Insider], decided: str) -> None:
    me = visit()
    for path in (
        "cong-khai/", "cong-khai/khen-thuong/", "cong-khai/ke-hoach/", "cong-khai/du-lieu/", "xac-minh/",
        f"xac-minh/{decided}/",
    ):  # fmt: skip
        me.resize("wide")
        assert me.open(f"/kien-giang/{path}").status == 200, path
        assert me.page.locator("h1").count() == 1, path
        me.assert_well()
        me.resize("phone")
        me.assert_well()
    me.open("/kien-giang/cong-khai/")
    me.page.click("table[aria-labelledby=xh] tbody a >> nth=0")
    me.page.wait_for_url("**/xep-hang/**")
    me.assert_well()
    me.resize("wide")
    me.assert_well()
    me.open("/kien-giang/xac-minh/")
    me.page.fill("#ma", "0000 0000 0000 0000")
    me.page.click("main .btn-main")
    assert "Không có văn bản mang mã này" in me.page.inner_text("main")
    me.assert_well()
    me.page.fill("#ma", decided.lower())
    me.page.click("main .btn-main")
    assert "77/QĐ-UBND" in me.page.inner_text("main")


def test_a_member_searches_from_the_masthead(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.login("kien-giang", "standing")
    me.page.fill(".top-find input", "my lam")
    me.page.press(".top-find input", "Enter")
    me.page.wait_for_url("**/tim/**")
    assert "UBND xã Mỹ Lâm" in me.page.inner_text("main")
    me.assert_well()
    me.resize("phone")
    me.assert_well()
