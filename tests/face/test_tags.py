"""Template tags: the markup carries the meaning that screen readers and styles rely on."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from config.kernel.workflow import Choice, Transition


def draw(source: str, **context: Any) -> str:
    return Template("{% load face %}" + source).render(Context(context))


class Sample(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trên giấy tờ")
    count = forms.CharField(label="Số hộ")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    verdict = forms.ChoiceField(label="Kết luận", choices=[("a", "Đạt"), ("b", "Chưa")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Đã đối chiếu", required=False)
    paper = forms.FileField(label="Tệp", required=False)


def bound(**data: str) -> Sample:
    form = Sample(data)
    form.is_valid()
    return form


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    html = draw("{% field form.name %}", form=bound())
    assert '<label for="id_name">Tên</label>' in html
    assert 'aria-describedby="id_name-h id_name-e"' in html
    assert 'id="id_name-h"' in html
    assert 'id="id_name-e"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("id_name_helptext") == 0


def test_a_file_that_came_with_a_refused_form_has_to_be_chosen_again_and_the_page_says_so() -> None:
    upload = SimpleUploadedFile("giay.pdf", b"%PDF-1.7")
    said = "Hãy chọn lại tệp giay.pdf: tệp chưa được giữ vì phiếu còn chỗ cần sửa."
    refused = Sample({}, {"paper": upload})
    good = Sample({"name": "A", "count": "1", "verdict": "a"}, {"paper": upload})
    assert (refused.is_valid(), good.is_valid()) == (False, True)
    assert said in draw("{% field form.paper %}", form=refused)
    for form in (good, bound(), Sample()):
        assert "chọn lại tệp" not in draw("{% field form.paper %}", form=form)


def test_a_right_field_carries_no_error() -> None:
    html = draw("{% field form.name %}", form=bound(name="A"))
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_name-h"' in html
    assert "aria-describedby" not in draw("{% field form.count %}", form=bound(count="1"))


def test_numbers_ask_for_the_keypad_and_attributes_pass_through() -> None:
    html = draw('{% field form.count num=True hx_post="/x" hx_trigger="change" %}', form=bound(count="2.900"))
    assert 'inputmode="decimal"' in html
    assert 'class="in in-num"' in html
    assert 'hx-post="/x"' in html
    assert 'hx-trigger="change"' in html
    assert 'value="2.900"' in html


def test_groups_checks_and_files_have_their_own_shapes() -> None:
    form = bound(verdict="a", sure="on")
    group = draw("{% field form.verdict %}", form=form)
    assert "<legend" in group
    assert group.count('class="pick"') == 2
    assert 'class="pick"' in draw("{% field form.sure %}", form=form)
    assert 'class="drop"' in draw("{% field form.paper %}", form=form)
    assert "(không bắt buộc)" in draw("{% field form.note %}", form=form)


def test_typed_markup_is_never_markup() -> None:
    html = draw("{% field form.name %}", form=bound(name='"><script>x</script>'))
    assert "<script>" not in html


def test_the_error_summary_links_to_the_fields_and_is_absent_without_errors() -> None:
    html = draw("{% errbox form %}", form=bound(name="A"))
    assert 'role="alert" tabindex="-1"' in html
    assert '<a href="#id_count">Số hộ: ' in html
    good = bound(name="A", count="1", verdict="a")
    assert draw("{% errbox form %}", form=good).strip() == ""
    assert "Chưa đủ" in draw("{% errbox errors=said %}", said=["Chưa đủ"])


def test_a_due_date_says_days_last_day_and_the_plans_words() -> None:
    html = draw("{% due last words today %}", last=dt.date(2023, 12, 14), words="trước ngày 15/12",
                today=dt.date(2023, 12, 4))  # fmt: skip
    assert "due-gan" in html
    assert "Còn 10 ngày" in html
    assert "hết ngày 14/12/2023" in html
    assert "(“trước ngày 15/12”)" in html


STEP = Transition("return", frozenset({"sent"}), "draft", "x", "Trả lại", needs_reason=True)
PLAIN = Transition("send", frozenset({"draft"}), "sent", "x", "Gửi hồ sơ")


def test_a_refused_act_stays_focusable_and_says_why() -> None:
    html = draw('{% choice option "/x" %}', option=Choice(PLAIN, "Chưa gửi được: thiếu biên bản."))
    assert 'aria-disabled="true"' in html
    assert " disabled" not in html
    assert "Chưa gửi được: thiếu biên bản." in html
    why = html.split('aria-describedby="')[1].split('"')[0]
    assert f'id="{why}"' in html
    assert "<form" not in html


def test_an_act_posts_its_step_version_and_reason() -> None:
    html = draw('{% choice option "/x" version=7 %}', option=Choice(STEP, None), csrf_token="abc")
    assert 'method="post" action="/x"' in html
    assert 'name="transition" value="return"' in html
    assert 'name="version" value="7"' in html
    assert 'name="reason"' in html
    assert "required" in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    plain = draw('{% choice option "/x" ask="Gửi?" consequence="Không sửa được." %}', option=Choice(PLAIN, None))
    assert 'data-ask="Gửi?"' in plain
    assert 'name="reason"' not in plain


def test_two_refusals_on_one_page_have_ids_of_their_own() -> None:
    html = draw('{% refused "A" "vì 1" %}{% refused "B" "vì 2" %}')
    ids = [part.split('"')[0] for part in html.split('aria-describedby="')[1:]]
    assert len(set(ids)) == 2


@pytest.mark.parametrize(
    ("source", "on", "tied", "words"),
    [
        ("{% seats 3 2 ties=1 %}", 2, 1, "2 trên 3 suất đã có, 1 chờ biểu quyết"),
        ('{% seats 15 4 kind="at_most" %}', 4, 0, "4 trên tối đa 15 suất đã có"),
        ("{% seats 2 3 %}", 3, 0, "3 trên 2 suất đã có"),
    ],
)
def test_seats_are_counted(source: str, on: int, tied: int, words: str) -> None:
    html = draw(source)
    assert html.count("seat on") == on
    assert html.count("seat hoa") == tied
    assert words in html


def test_a_plan_without_a_quota_says_so() -> None:
    assert "Kế hoạch không nêu số lượng" in draw('{% seats None 0 kind="none_stated" %}')


@pytest.mark.parametrize(
    ("direct", "leading", "said"), [(7, 3, "Trong giới hạn"), (6, 4, "Vượt 1 người"), (0, 3, "Vượt 3 người")]
)
def test_leaders_are_at_most_thirty_percent(direct: int, leading: int, said: str) -> None:
    assert said in draw("{% share a b %}", a=direct, b=leading)


def test_a_timeline_says_who_when_from_where_to_where_and_why() -> None:
    entry = Thing(
        verb="dossier.return", at=dt.datetime(2023, 12, 12, 7, 5, tzinfo=dt.UTC), actor_name="Lê Thị Hồng Thắm",
        actor_title="Chuyên viên", state_from="sent", state_to="draft", reason="Thiếu chữ ký.", data={"tone": "bad"},
    )  # fmt: skip
    html = draw("{% timeline rows states verbs %}", rows=[entry], states={"sent": "Đã gửi", "draft": "Đang soạn"},
                verbs={"dossier.return": "Trả lại"})  # fmt: skip
    for words in ("Trả lại", "Đã gửi → Đang soạn", "Thiếu chữ ký.", "12/12/2023 14:05", "Lê Thị Hồng Thắm"):
        assert words in html
    assert 'class="bad"' in html
    assert "Chưa có diễn biến nào" in draw("{% timeline rows %}", rows=[])


def test_what_one_person_did_several_times_in_a_row_stands_once() -> None:
    def act(minute: int, who: str = "Lê Thị Hồng Thắm", reason: str = "") -> Thing:
        at = dt.datetime(2023, 12, 12, 7, minute, tzinfo=dt.UTC)
        return Thing(verb="seat.add", at=at, actor_name=who, actor_title="", state_from="", state_to="", reason=reason,
                     data={})  # fmt: skip

    rows = [act(1), act(2), act(3), act(4, reason="Thay người"), act(5, "Tùng")]
    html = draw("{% timeline rows %}", rows=rows)
    assert (html.count("<li"), html.count(" lần</span>"), "3 lần" in html) == (3, 1, True)
    assert re.findall(r">12/12/2023 (14:0\d)", html) == ["14:03", "14:04", "14:05"]


def test_pages_keep_the_filters() -> None:
    request = RequestFactory().get("/", {"q": "hòn đất", "trang": "2"})
    page = Paginator(range(100), 10).page(2)
    html = draw("{% pages page %}", page=page, request=request)
    assert "11–20 trong 100" in html
    assert 'aria-current="page">2<' in html
    assert "q=h%C3%B2n+%C4%91%E1%BA%A5t&amp;trang=3" in html


def test_sorting_turns_round_and_goes_back_to_the_first_page() -> None:
    request = RequestFactory().get("/", {"xep": "name", "trang": "4", "q": "a"})
    html = draw('{% sort "Đơn vị" "name" %}{% sort "Điểm" "points" %}', request=request)
    assert 'aria-sort="ascending"' in html
    assert "xep=-name" in html
    assert "xep=points" in html
    assert "trang=" not in html
    assert "q=a" in html


def job(**values: Any) -> Thing:
    base: dict[str, Any] = {
        "uid": "8f1b1a52-8b8f-4f06-8f0a-0d1b1f1f1f1f", "state": "running", "label": "Chấm điểm", "done": 6214,
        "total": 8170, "message": "", "result": {}, "error": "", "finished_at": None,
    }  # fmt: skip
    return Thing(**(base | values))


def test_a_job_polls_only_while_it_runs() -> None:
    running = draw('{% job job "/x" %}', job=job())
    assert 'hx-get="/x"' in running
    assert 'hx-trigger="every 2s"' in running
    assert "6.214/8.170" in running
    assert "Bạn có thể rời trang" in running
    done = draw('{% job job "/x" %}', job=job(state="done", result={"url": "/kq", "sentence": "Xong 200 đơn vị."}))
    assert "hx-get" not in done
    assert 'href="/kq"' in done
    assert "Xong 200 đơn vị." in done
    failed = draw('{% job job "/x" %}', job=job(state="failed", error="Bộ chỉ số chưa công bố."))
    assert "hx-get" not in failed
    assert 'role="alert"' in failed
    assert "Bộ chỉ số chưa công bố." in failed


def test_a_verdict_says_its_state_in_words() -> None:
    items = [{"state": "khong-dat", "title": "Báo cáo đúng hạn", "sentence": "Trễ 3 ngày.", "clause": "IV.3.2"}]
    html = draw("{% verdicts items %}", items=items)
    assert "– chưa đạt" in html
    assert "Mục IV.3.2" in html
    assert "t-loi" in html


def test_an_unknown_icon_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(LookupError):
        draw('{% icon "khong-co" %}')
    with pytest.raises(LookupError):
        draw('{% icon "../../settings" %}')
