"""A clerk enters figures: what is refused gets a sentence beside the field, and nothing typed is lost."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.selectors import the_campaign
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.tenancy import tenant_scope
from targets.forms import shown_fingerprint
from targets.models import AnnualReport, Evidence, EvidenceLink, ReportValue
from targets.scoring import Entry, Rule
from targets.selectors import entries
from targets.selectors.completeness import of_report
from targets.services import evidence, reports, values
from targets.services.values import Change
from targets.validators import ValueInput, read
from tests.targets import makers
from units.selectors.beside import beside


@pytest.fixture
def report(cast, in_kien_giang):
    return makers.open_report(cast.lan)


def save(report, actor, value, **fields):
    change = Change(value.version, ValueInput(**{k: Decimal(v) if k in ("numerator", "denominator") else v
                                                  for k, v in fields.items()}))  # fmt: skip
    return values.save_values(report=report, changes={value.uid: change}, actor=actor)


def test_a_report_holds_only_what_applies_to_the_unit(cast, report):
    kinds = {v.indicator.code: v.indicator.unit_kinds for v in makers.all_values(report)}
    assert kinds
    assert all("commune" in k for k in kinds.values())
    district = makers.open_report(cast.nga)
    assert {v.indicator.code for v in makers.all_values(district)} != set(kinds)


def test_opening_twice_gives_the_same_report(cast, report):
    assert makers.open_report(cast.lan).pk == report.pk
    assert AnnualReport.objects.count() == 1


def test_a_year_without_a_period_cannot_be_opened(cast, in_kien_giang):
    with pytest.raises(DomainError, match="chưa mở"):
        reports.open_report(campaign=the_campaign(), unit=cast.lan.unit, year=2031, actor=cast.lan.actor)


def test_nobody_opens_or_writes_the_report_of_another_unit(cast, report):
    with pytest.raises(Refused):
        reports.open_report(campaign=the_campaign(), unit=cast.nga.unit, year=2023, actor=cast.lan.actor)
    value = makers.share_value(report)
    for actor in (cast.trang.actor, cast.phuoc.actor, cast.tung.actor):
        with pytest.raises(Refused):
            save(report, actor, value, numerator=1, denominator=2)


def test_a_value_is_saved_with_its_points_and_one_audit_entry(cast, report):
    value = makers.share_value(report)
    before = len(audit.timeline(report))
    save(report, cast.lan.actor, value, numerator=900, denominator=1000)
    value.refresh_from_db()
    assert (value.numerator, value.version, value.updated_name) == (900, 2, cast.lan.actor.name)
    assert value.self_status == "unproven"
    assert len(audit.timeline(report)) == before + 1
    save(report, cast.lan.actor, value, numerator=900, denominator=1000)
    assert len(audit.timeline(report)) == before + 1


@pytest.mark.parametrize("raw, field, sentence", [
    ({"n": "hai nghìn", "d": "100"}, "n", "Chỉ ghi chữ số, ví dụ 2900 hoặc 2.900."),
    ({"n": "-1", "d": "100"}, "n", "Số không được âm."),
    ({"n": "1", "d": "0"}, "d", "Mẫu số bằng 0: chọn “Không áp dụng” và nêu lý do."),
    ({"n": "2.980", "d": "2.890"}, "n", "(2.980) không thể lớn hơn mẫu số (2.890)"),
    ({"n": "1", "d": "9999999999999999999"}, "d", "Số quá lớn"),
    ({"n": "0,00001", "d": "1"}, "n", "Ghi tối đa 4 chữ số"),
    ({"n": "1", "d": "2", "na": "1"}, "ly", "Nêu lý do không áp dụng."),
])  # fmt: skip
def test_bad_input_gets_a_sentence_at_its_field(report, raw, field, sentence):
    indicator = makers.share_value(report).indicator
    indicator.numerator_label = indicator.denominator_label = ""
    value, errors = read(indicator, raw)
    assert value is None
    assert sentence in errors[field]


def test_the_sentence_names_the_plan_of_the_fraction(report):
    indicator = makers.share_value(report).indicator
    indicator.numerator_label = "Số người được đào tạo"
    indicator.denominator_label = "Số người trong độ tuổi lao động"
    _, errors = read(indicator, {"n": "2.980", "d": "2.890"})
    assert errors["n"].startswith(
        "Số người được đào tạo (2.980) không thể lớn hơn số người trong độ tuổi lao động (2.890)."
    )


def test_the_service_itself_refuses_what_cannot_be(cast, report):
    value = makers.share_value(report)
    with pytest.raises(Invalid):
        save(report, cast.lan.actor, value, numerator=3, denominator=2)
    value.refresh_from_db()
    assert value.numerator is None


def test_a_stale_second_tab_is_told_who_changed_what_and_when(cast, report):
    value = makers.share_value(report)
    old = ReportValue.objects.get(pk=value.pk)
    save(report, cast.lan.actor, value, numerator=870, denominator=1000)
    saved = save(report, cast.lan.actor, old, numerator=5, denominator=1000)
    assert saved.values == ()
    (clash,) = saved.clashes
    assert clash.sentence.startswith("Bạn vừa sửa ô này thành 870/1.000 lúc ")
    assert clash.sentence.endswith("ở một trang khác. Giữ số nào?")
    assert clash.mine.value.numerator == 5
    value.refresh_from_db()
    assert value.numerator == 870


def post_of(entry, **typed):
    """What a page with this entry sends when only the given fields were typed."""
    fields = {f"{entry.anchor}-{f}": t for f, t in {**entry.typed, **typed}.items()}
    if not fields.get(f"{entry.anchor}-na"):
        fields.pop(f"{entry.anchor}-na", None)
    return fields | {f"{entry.anchor}-ver": entry.value.version, f"{entry.anchor}-was": shown_fingerprint(entry)}


def the_entry(report, value):
    return next(e for e in entries.entry_views(report, may_edit=True) if e.value.pk == value.pk)


def address(cast, e):
    return cast.lan.path("targets:entry", 2023, e.pillar_slug)


@pytest.mark.parametrize(
    ("method", "given", "pill"),
    [
        ("manual", {}, "Chưa nhập"),
        ("manual", {"text": "Hai sáng kiến."}, "Chờ chấm điểm"),
        ("ratio_cap", {"numerator": Decimal(39)}, "Nhập dở"),
        ("ratio_cap", {}, "Chưa nhập"),
    ],
)
def test_what_the_unit_has_written_is_not_called_missing(report, method, given, pill):
    kind = "text" if method == "manual" else "share"
    indicator = makers.share_value(report).indicator
    indicator.value_kind = kind
    rule = Rule(method=method, max_h=1000, value_kind=kind, comparator="gte", threshold=Decimal(75))
    assert entries.result_view(indicator, rule, Entry(**given)).pill_label == pill


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(cast, report, kien_giang):
    value = makers.share_value(report)
    e = the_entry(report, value)
    client = cast.lan.client
    answer = client.post(address(cast, e), post_of(e, n="2.9o0", d="3.000"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="2.9o0"' in page
    assert "Chỉ ghi chữ số, ví dụ 2900 hoặc 2.900." in page
    again = client.get(address(cast, e)).content.decode()
    assert 'value="2.9o0"' in again
    assert "số liệu sai" in again
    with tenant_scope(kien_giang):
        assert "1 số liệu sai" in of_report(report).sentence
        e = the_entry(report, value)
    answer = client.post(address(cast, e), post_of(e, n="2.900", d="3.000"))
    assert answer.status_code == 302
    value.refresh_from_db()
    assert (value.numerator, value.typed) == (2900, {})


def test_good_figures_are_saved_beside_bad_ones(cast, report):
    first, second = the_entry(report, makers.share_value(report)), None
    shares = [v for v in makers.all_values(report) if v.indicator.value_kind == "share"]
    other = next(v for v in shares if v.indicator.pillar == first.indicator.pillar and v.pk != first.value.pk)
    second = the_entry(report, other)
    answer = cast.lan.client.post(address(cast, first), post_of(first, n="x", d="1") | post_of(second, n="40", d="50"))
    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.numerator == 40


def test_the_page_of_a_second_tab_shows_both_figures(cast, report, kien_giang):
    e = the_entry(report, makers.share_value(report))
    with tenant_scope(kien_giang):
        save(report, cast.lan.actor, e.value, numerator=870, denominator=1000)
    client = cast.lan.client
    answer = client.post(address(cast, e), post_of(e, n="5", d="1.000"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "vừa sửa ô này thành 870/1.000" in page
    assert 'value="5"' in page
    with tenant_scope(kien_giang):
        fresh = the_entry(report, e.value)
    # Saving once more from that page keeps one's own figure, knowingly.
    fields = post_of(fresh) | {f"{e.anchor}-n": "5", f"{e.anchor}-d": "1.000"}
    assert client.post(address(cast, e), fields).status_code == 302
    e.value.refresh_from_db()
    assert e.value.numerator == 5


def test_fields_nobody_touched_are_not_a_conflict(cast, report, kien_giang):
    e = the_entry(report, makers.share_value(report))
    with tenant_scope(kien_giang):
        save(report, cast.lan.actor, e.value, numerator=870, denominator=1000)
    shown = post_of(e)
    assert cast.lan.client.post(address(cast, e), shown).status_code == 302
    e.value.refresh_from_db()
    assert e.value.numerator == 870
    # Typed again in its own field it is meant, though it reads as the page showed it: one is asked.
    one = cast.lan.path("targets:value", 2023, e.value.uid)
    answer = cast.lan.client.post(one, shown, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "vừa sửa ô này thành 870/1.000" in answer.content.decode()
    e.value.refresh_from_db()
    assert e.value.numerator == 870


def test_the_live_result_comes_from_the_same_engine(cast, report, kien_giang):
    e = the_entry(report, makers.share_value(report))
    url = cast.lan.path("targets:value", 2023, e.value.uid)
    client = cast.lan.client
    answer = client.post(url, post_of(e, n="3.412", d="4.298"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "79,39%" in page
    assert f'id="{e.anchor}-res"' in page
    assert 'hx-swap-oob="true"' in page
    with tenant_scope(kien_giang):
        e = the_entry(report, e.value)
    answer = client.post(url, post_of(e, n="3.412x"), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Chỉ ghi chữ số" in answer.content.decode()
    assert "Số liệu sai" in answer.content.decode()
    with tenant_scope(kien_giang):
        done = [act.label for act in beside(cast.lan.actor).acts]
    assert done[:2] == ["Lưu số liệu", "Mở báo cáo"], "what saves itself again and again is told once"
    e.value.version = 1
    answer = client.post(url, post_of(e, n="1"), headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "Giữ số trong ô" in answer.content.decode()


def test_a_page_opened_before_the_report_was_handed_over_loses_nothing(cast, report, kien_giang):
    e = the_entry(report, makers.share_value(report))
    with tenant_scope(kien_giang):
        makers.fill(report, cast.lan.actor)
        reports.hand_over(report=report, actor=cast.lan.actor)
    answer = cast.lan.client.post(address(cast, e), post_of(e, n="77", d="78"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Trang này đã cũ: báo cáo đã được trình lúc" in page
    assert 'value="77"' in page


def test_one_paper_proves_several_values(cast, report):
    first, second = makers.share_value(report, 0), makers.share_value(report, 1)
    paper = evidence.attach(
        report=report, upload=makers.PDF, name="khảo sát.pdf", values=[first.uid], actor=cast.lan.actor, number="41/BC"
    )
    evidence.link(evidence=paper, values=[second.uid], actor=cast.lan.actor)
    assert EvidenceLink.objects.filter(evidence=paper).count() == 2
    save(report, cast.lan.actor, ReportValue.objects.get(pk=first.pk), numerator=1000, denominator=1000)
    first.refresh_from_db()
    assert (first.evidence_count, first.self_status, first.self_points_h) == (1, "ok", first.indicator.max_h)
    evidence.unlink(evidence=paper, value=first, actor=cast.lan.actor)
    first.refresh_from_db()
    assert (first.evidence_count, first.self_status, first.self_points_h) == (0, "unproven", 0)
    assert Evidence.objects.filter(pk=paper.pk).exists()


@pytest.mark.parametrize("name, content, sentence", [
    ("khao-sat.pdf", b"MZ\x90 this is a program", "Tệp ghi đuôi .pdf nhưng nội dung không phải PDF. Không nhận."),
    ("khao-sat.exe", b"MZ\x90", "không thuộc loại được nhận"),
    ("khao-sat.pdf", b"", "rỗng"),
])  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(cast, report, name, content, sentence):
    e = the_entry(report, makers.share_value(report))
    upload = SimpleUploadedFile(name, content)
    answer = cast.lan.client.post(address(cast, e), post_of(e, n="3", d="4") | {f"{e.anchor}-f": upload})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'id="{e.anchor}-f-e"' in answer.content.decode()
    e.value.refresh_from_db()
    assert (e.value.numerator, e.value.evidence_count) == (3, 0)


def test_a_large_file_is_refused_with_its_size(cast, report):
    e = the_entry(report, makers.share_value(report))
    upload = SimpleUploadedFile("lon.pdf", b"%PDF-" + b"0" * (22 * 1024 * 1024))
    answer = cast.lan.client.post(address(cast, e), post_of(e) | {f"{e.anchor}-f": upload})
    assert answer.status_code == 422
    assert "Tệp 22 MB, lớn hơn mức 20 MB. Hãy tách tệp hoặc gửi bản PDF nén." in answer.content.decode()


def test_a_good_file_is_attached_with_its_particulars(cast, report):
    e = the_entry(report, makers.share_value(report))
    upload = SimpleUploadedFile("khao-sat.pdf", makers.PDF)
    fields = {f"{e.anchor}-f": upload, f"{e.anchor}-so": "41/BC-UBND", f"{e.anchor}-ng": "20/10/2023"}
    client = cast.lan.client
    assert client.post(address(cast, e), post_of(e) | fields).status_code == 302
    paper = Evidence.objects.get(report=report)
    assert (paper.number, str(paper.date)) == ("41/BC-UBND", "2023-10-20")
    page = client.get(address(cast, e)).content.decode()
    assert "41/BC-UBND" in page
    answer = client.get(cast.lan.path("targets:paper", paper.uid))
    assert b"".join(answer.streaming_content) == makers.PDF
    assert cast.trang.client.get(cast.trang.path("targets:paper", paper.uid)).status_code == 404
    link = EvidenceLink.objects.get(evidence=paper)
    assert client.post(address(cast, e), post_of(e) | {"go": str(link.uid)}).status_code == 302
    assert not EvidenceLink.objects.exists()


def test_the_same_file_under_another_name_is_not_added_again_and_the_page_says_so(cast, report):
    e = the_entry(report, makers.share_value(report))
    there = cast.lan.path("targets:attach", 2023, e.value.uid)
    send = lambda name: cast.lan.client.post(there, {f"{e.anchor}-f": SimpleUploadedFile(name, makers.PDF)})  # noqa: E731
    assert "giống hệt" not in send("bao-cao.pdf").content.decode()
    again = send("ban-sao.pdf")
    assert "ban-sao.pdf giống hệt bao-cao.pdf đã có trong báo cáo nên không thêm lần nữa." in again.content.decode()
    assert [paper.file.name for paper in Evidence.objects.filter(report=report)] == ["bao-cao.pdf"]


def test_what_is_missing_is_named_and_blocks_the_hand_over(cast, report):
    state = of_report(report)
    assert (state.done, state.total) == (0, len(makers.all_values(report)))
    assert state.sentence == f"Chưa trình được: còn {state.total} chỉ tiêu trống."
    with pytest.raises(DomainError, match="Chưa trình được"):
        reports.hand_over(report=report, actor=cast.lan.actor)


def test_a_missing_paper_costs_points_but_does_not_stop_the_report(cast, report):
    makers.fill(report, cast.lan.actor, proven=False)
    state = of_report(report)
    assert state.gaps
    assert {g.kind for g in state.gaps} == {"no_evidence"}
    assert reports.hand_over(report=report, actor=cast.lan.actor).state == "unit_confirming"


def test_a_closed_report_takes_no_figures(cast, report):
    makers.fill(report, cast.lan.actor)
    reports.hand_over(report=report, actor=cast.lan.actor)
    with pytest.raises(Conflict, match="Trang này đã cũ"):
        save(report, cast.lan.actor, makers.share_value(report), numerator=1, denominator=2)


def test_the_entry_page_asks_the_database_as_often_for_many_values_as_for_few(
    cast, report, django_assert_max_num_queries
):
    client = cast.lan.client
    e = the_entry(report, makers.share_value(report))
    with django_assert_max_num_queries(40):
        client.get(address(cast, e))
