"""`manage.py papers`: every kind × tenant × the regimes that apply; a few of them here, all of them by hand."""

import pytest
from django.core.management import call_command

from campaigns.selectors import the_campaign
from config.demo.sheets import regimes_of, sheets
from config.kernel.tenancy import tenant_scope
from dossiers.documents import KINDS, missing
from tests.world import TENANTS
from units.models import Tenant

pytestmark = pytest.mark.django_db
REGIMES = {
    "kien-giang": ["ND91", "ND98", "ND152"], "can-tho": ["ND91", "ND98", "ND152"],
    "tuyen-quang": ["ND91", "ND98", "ND152"], "bac-kan": ["ND91", "ND98", "ND152"],
    # A district ended the day before the third decree began.
    "dak-song": ["ND91", "ND98"],
}  # fmt: skip


def test_every_tenant_has_what_every_kind_needs_under_every_regime_of_its_campaign():
    for slug in TENANTS:
        tenant = Tenant.objects.get(slug=slug)
        with tenant_scope(tenant):
            assert [row.code for row in regimes_of(tenant, the_campaign())] == REGIMES[slug]
            found = sheets()
        assert sorted({sheet.kind for sheet in found}) == sorted(KINDS)
        assert len(found) == len(KINDS) * len(REGIMES[slug])
        for sheet in found:
            typed = KINDS[sheet.kind].defaults(sheet.facts) | sheet.typed
            assert missing(sheet.kind, sheet.facts, typed) == {}, (slug, sheet.regime, sheet.kind)
            assert str(sheet.facts.campaign.title) != ""
            if sheet.kind == "report_collective":
                above = sheet.facts.confirmer
                assert above is None or above.name != sheet.facts.signer.name, "nobody signs one report twice"


def test_papers_of_a_later_day_name_whoever_took_over():
    with tenant_scope(Tenant.objects.get(slug="bac-kan")):
        said = {
            sheet.regime: (
                (told := sheet.facts).issuer.name, told.issuer.parent_name, told.issuer.place, told.signer.title,
            )
            for sheet in sheets(kinds=["appraisal"])
        }  # fmt: skip
        old, new = (next(iter(sheets(kinds=["proposal"], regimes=[regime]))).facts for regime in ("ND98", "ND152"))
    assert said == {
        "ND91": ("Sở Thông tin và Truyền thông", "Ủy ban nhân dân tỉnh Bắc Kạn", "Bắc Kạn", "Giám đốc"),
        "ND98": ("Sở Khoa học và Công nghệ", "Ủy ban nhân dân tỉnh Bắc Kạn", "Bắc Kạn", "Giám đốc"),
        "ND152": ("Sở Khoa học và Công nghệ", "Ủy ban nhân dân tỉnh Thái Nguyên", "Thái Nguyên", "Giám đốc"),
    }
    assert old.issuer.parent_name.startswith("Ủy ban nhân dân thành phố Bắc Kạn")
    assert (new.issuer.name, new.issuer.parent_name) == (
        "Ủy ban nhân dân phường Đức Xuân", "Ủy ban nhân dân tỉnh Thái Nguyên"
    )  # fmt: skip
    assert new.addressees[0] == "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên"
    assert new.campaign.plan.issuer == old.campaign.plan.issuer, "the plan stays what it was"


def test_nobody_is_commended_by_a_head_of_another_house():
    for slug in TENANTS:
        with tenant_scope(Tenant.objects.get(slug=slug)):
            for sheet in sheets(kinds=["certificate_gk"]):
                told = sheet.facts
                if slug == "dak-song":
                    assert told.issuer.authority == "Chủ tịch Ủy ban nhân dân huyện Đắk Song"
                    assert [row.collective for row in told.nominees] == [True, False]
                else:
                    assert {row.unit for row in told.nominees} == {told.issuer.name}, (slug, sheet.regime)
                    assert (told.issuer.authority, told.signer.collective) == (f"Chủ tịch {told.issuer.name}", "")


def test_the_command_writes_both_files_the_same_every_time(tmp_path, capsys):
    chosen = {"tenant": ["dak-song"], "regime": ["ND98"], "kind": ["pm_proposal", "cover"], "inspect": True}
    for place in ("one", "two"):
        call_command("papers", tmp_path / place, **chosen)
    assert capsys.readouterr().out.splitlines() == [
        f"2 văn bản trong {tmp_path / 'one'}", f"2 văn bản trong {tmp_path / 'two'}",
    ]  # fmt: skip
    names = sorted(path.relative_to(tmp_path / "one").as_posix() for path in (tmp_path / "one").rglob("*.*"))
    assert names == [
        f"dak-song/ND98/{kind}.{ending}" for kind in ("cover", "pm_proposal") for ending in ("docx", "pdf")
    ]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
