"""Deliberately wrong papers, one defect each: the ruler finds exactly that defect."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from pypdf import PdfReader, PdfWriter

from config.kernel.papers import inspect
from config.kernel.pdf.render import html_to_pdf
from dossiers.documents import compose
from tests.papers.facts import TYPED, facts


@dataclass(frozen=True)
class Wrong:
    name: str
    rule: str
    kind: str = "proposal"
    css: str = ""
    old: str = ""
    new: str = ""
    change: Callable | None = None
    after: Callable[[bytes], bytes] | None = None


def strip_fonts(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for item in writer._objects:
        if isinstance(item, dict) and "/FontFile2" in item:
            del item["/FontFile2"]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def no_unicode(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for item in writer._objects:
        if isinstance(item, dict) and "/ToUnicode" in item:
            del item["/ToUnicode"]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def issuer(**changes):
    return lambda base: replace(base, issuer=replace(base.issuer, **changes))


def signer(**changes):
    return lambda base: replace(base, signer=replace(base.signer, **changes))


MOTTO = 'Độc lập - Tự do - Hạnh phúc<span class="rule"></span>'

WRONG = [
    Wrong("giấy Letter", "paper.size", css="@page { size: letter }"),
    Wrong("giấy F4", "paper.size", css="@page { size: 216mm 330mm }", kind="minutes"),
    Wrong("trang nằm ngang", "paper.orientation", css="@page { size: A4 landscape }"),
    Wrong("lề trái 25 mm", "margin.left", css="@page { margin-left: 25mm }"),
    Wrong(
        "lề trái 40 mm",
        "margin.left",
        css="@page { margin-left: 36.5mm; margin-right: 15.5mm } .head .from{width:39%} .head .nation{width:61%}",
    ),
    Wrong("lề phải 10 mm", "margin.right", css="@page { margin-right: 10mm }"),
    Wrong(
        "lề phải 25 mm",
        "margin.right",
        css="@page { margin-right: 22.5mm; margin-left: 30mm } .head .from{width:38%} .head .nation{width:62%}",
    ),
    Wrong("lề trên 12 mm", "margin.top", css="@page { margin-top: 15mm }"),
    Wrong("lề trên 30 mm", "margin.top", css="@page { margin-top: 30mm }"),
    Wrong(
        "lề dưới 10 mm",
        "margin.bottom",
        kind="decision",
        css="@page { margin-bottom: 10mm }",
        change=lambda base: replace(base, nominees=base.nominees * 12),
    ),
    Wrong(
        "phông khác ở thân bài",
        "font.family",
        css="p { font-family: 'DejaVu Serif', 'Liberation Sans' }"
        " .recipients p, .sign p, .names p { font-family: Tinos }",
        kind="proposal",
    ),
    Wrong("phông không nhúng", "font.embedded", after=strip_fonts),
    Wrong("chữ không tra được Unicode", "font.letters", after=no_unicode),
    Wrong("chữ xanh", "font.color", css="p.basis { color: #0000cc }"),
    Wrong("số trang ở trang đầu", "page_number.first", css="@page :first { @top-center { content: counter(page) } }"),
    Wrong("không có số trang", "page_number.missing", css="@page { @top-center { content: none } }"),
    Wrong(
        "số trang ở góc phải",
        "page_number.position",
        css="@page { @top-center { content: none } @top-right { content: counter(page); font: 14pt Tinos } }"
        " @page :first { @top-right { content: none } } @page annex:nth(1 of annex) { @top-right { content: none } }",
    ),
    Wrong(
        "số trang ở chân trang",
        "page_number.position",
        css="@page { @top-center { content: none } @bottom-center { content: counter(page); font: 14pt Tinos } }"
        " @page :first { @bottom-center { content: none } }"
        " @page annex:nth(1 of annex) { @bottom-center { content: none } }",
    ),
    Wrong("số trang cỡ 10", "page_number.style", css="@page { @top-center { font-size: 10pt } }"),
    Wrong("số trang nghiêng", "page_number.style", css="@page { @top-center { font-style: italic } }"),
    Wrong(
        "phụ lục đánh số tiếp",
        "page_number.value",
        kind="proposal",
        css="@page annex:nth(1 of annex) { counter-reset: none }",
        change=lambda base: replace(base, nominees=base.nominees * 9),
    ),
    Wrong("thiếu Quốc hiệu", "nation.missing", css="", old="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", new="&nbsp;"),
    Wrong(
        "Quốc hiệu hai dòng",
        "nation.one_line",
        old="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        new="CỘNG HÒA XÃ HỘI<br>CHỦ NGHĨA VIỆT NAM",
    ),
    Wrong("Quốc hiệu cỡ 11", "nation.size", css=".head .country { font-size: 11pt }"),
    Wrong("Quốc hiệu không đậm", "nation.style", css=".head .country { font-weight: normal }"),
    Wrong("Quốc hiệu quá thấp", "nation.position", css=".head .country { margin-top: 60pt }"),
    Wrong("thiếu Tiêu ngữ", "motto.missing", old=MOTTO, new="&nbsp;"),
    Wrong("Tiêu ngữ sai chữ", "motto.text", old="Độc lập - Tự do - Hạnh phúc<", new="Độc lập-Tự do-Hạnh phúc<"),
    Wrong("Tiêu ngữ cỡ 12", "motto.size", css=".head .motto { font-size: 12pt }"),
    Wrong("Tiêu ngữ nghiêng", "motto.style", css=".head .motto { font-style: italic }"),
    Wrong("Tiêu ngữ lệch", "motto.position", css=".head .motto { padding-left: 50pt }", kind="minutes"),
    Wrong("Quốc hiệu và Tiêu ngữ cách xa", "motto.spacing", css=".head .motto { margin-top: 14pt }", kind="decision"),
    Wrong("thiếu đường kẻ Tiêu ngữ", "motto.rule", css=".head .motto .rule { border: none }"),
    Wrong("đường kẻ Tiêu ngữ ngắn", "motto.rule_length", css=".head .motto .rule { width: 40% }"),
    Wrong("đường kẻ gõ bằng ký tự", "rule.typed", old=MOTTO, new="Độc lập - Tự do - Hạnh phúc<br>--------------------"),
    Wrong("tên cơ quan cỡ 15", "issuer.size", css=".head .issuer { font-size: 14pt }"),
    Wrong("tên cơ quan không in hoa", "issuer.style", old="XÃ MỸ LÂM</span>", new="Xã Mỹ Lâm</span>"),
    Wrong("tên cơ quan nghiêng", "issuer.style", css=".head .issuer { font-style: italic }"),
    Wrong("thiếu đường kẻ cơ quan", "issuer.rule", css=".head .from .rule { border: none }"),
    Wrong("đường kẻ cơ quan quá dài", "issuer.rule_length", css=".head .from .rule { width: 150pt !important }"),
    Wrong("đường kẻ cơ quan lệch", "issuer.rule_centre", css=".head .from .rule { position: relative; left: 18pt }"),
    Wrong("cơ quan chủ quản đậm nghiêng", "parent.style", css=".head .parent { font-style: italic }"),
    Wrong("thiếu số, ký hiệu", "number.missing", old="Số: 05/TTr-UBND", new="&nbsp;"),
    Wrong("số không có số 0", "number.syntax", old="Số: 05/TTr-UBND", new="Số: 5/TTr-UBND"),
    Wrong("ký hiệu có dấu cách", "number.syntax", old="Số: 05/TTr-UBND", new="Số: 05 /TTr - UBND"),
    Wrong("ký hiệu thường", "number.syntax", old="Số: 05/TTr-UBND", new="Số: 05/TTr-ubnd"),
    Wrong("số cỡ 14", "number.size", css=".head .number { font-size: 14pt }"),
    Wrong("số đậm", "number.style", css=".head .number { font-weight: bold }"),
    Wrong("số lệch trái", "number.position", css=".head .number { text-align: left }"),
    Wrong("thiếu ngày tháng", "date.missing", old="Mỹ&nbsp;Lâm, ngày 04 tháng 12 năm 2023", new="&nbsp;"),
    Wrong("ngày không có số 0", "date.syntax", old="ngày 04 tháng", new="ngày 4 tháng"),
    Wrong("tháng 3 có số 0", "date.syntax", old="ngày 04 tháng 12", new="ngày 04 tháng 03"),
    Wrong("ngày kiểu gạch chéo", "date.syntax", old="ngày 04 tháng 12 năm 2023", new="ngày 04/12/2023"),
    Wrong("ngày cỡ 12", "date.size", css=".head .date { font-size: 12pt }"),
    Wrong("ngày không nghiêng", "date.style", css=".head .date { font-style: normal }"),
    Wrong("ngày thấp hơn số", "date.position", css=".head .date { padding-top: 7pt }"),
    Wrong("thiếu tên loại", "title.missing", old="<h1>TỜ TRÌNH</h1>", new=""),
    Wrong("tên loại cỡ 16", "title.size", css=".title h1 { font-size: 16pt }", kind="minutes"),
    Wrong("tên loại không đậm", "title.style", css=".title h1 { font-weight: normal }", kind="minutes"),
    Wrong(
        "tên loại lệch trái", "title.position", css=".title h1 { text-align: left; padding-left: 60pt }", kind="minutes"
    ),
    Wrong(
        "thiếu trích yếu",
        "subject.missing",
        css=".title > .line, .title > .rule { display: none }",
        kind="report_collective",
    ),
    Wrong(
        "trích yếu cỡ 12",
        "subject.size",
        css=".title > .line { font-size: 12pt } .title .rule { width: 140pt !important }",
        kind="minutes",
    ),
    Wrong("trích yếu không đậm", "subject.style", css=".title > .line { font-weight: normal }", kind="minutes"),
    Wrong(
        "trích yếu lệch",
        "subject.position",
        css=".title > .line { padding-left: 40pt } .title > .rule { position: relative; left: 20pt }",
        kind="minutes",
    ),
    Wrong("thiếu đường kẻ trích yếu", "subject.rule", css=".title .rule { border: none }", kind="minutes"),
    Wrong(
        "đường kẻ trích yếu dài", "subject.rule_length", css=".title .rule { width: 380pt !important }", kind="minutes"
    ),
    Wrong(
        "thiếu Kính gửi",
        "to.missing",
        css=".to { display: none !important }",
        change=lambda base: replace(base, recipients=("Phòng Nội vụ huyện",)),
    ),
    Wrong("Kính gửi đậm", "to.style", css=".to { font-weight: bold }"),
    Wrong("Kính gửi thiếu dấu ;", "to.marks", old="tỉnh Kiên Giang;</p>", new="tỉnh Kiên Giang</p>"),
    Wrong("gạch đầu dòng lệch", "to.dashes", css=".to.many .names p.dash:nth-child(3) { margin-left: 20pt }"),
    Wrong("căn cứ không nghiêng", "basis.style", css="p.basis { font-style: normal }", kind="decision"),
    Wrong("căn cứ thiếu dấu ;", "basis.marks", old="năm 2003;</p>", new="năm 2003</p>", kind="decision"),
    Wrong("căn cứ cuối dấu ;", "basis.marks", old="giai đoạn 2022-2025.</p>", new="giai đoạn 2022-2025;</p>"),
    Wrong("nội dung cỡ 12", "body.size", css="body > p:not(.basis) { font-size: 12pt; line-height: 16pt }"),
    Wrong(
        "nội dung cỡ 16",
        "body.size",
        css="body > p:not(.basis) { font-size: 15pt; margin-bottom: 9pt }",
        kind="minutes",
    ),
    Wrong("nội dung nghiêng", "body.style", css="body > p { font-style: italic }", kind="minutes"),
    Wrong("nội dung không canh đều", "body.justified", css="body > p { text-align: left }"),
    Wrong("ngắt dòng giữa câu", "body.early_break", old="xem xét, tặng Bằng khen", new="xem xét,<br>tặng Bằng khen"),
    Wrong("không lùi đầu dòng", "body.indent", css="body > p:not(.basis) { text-indent: 0 }"),
    Wrong("lùi đầu dòng 2 cm", "body.indent", css="body > p { text-indent: 2cm }"),
    Wrong("đoạn sát nhau", "body.paragraph_gap", css="body > p { margin-bottom: 1pt }"),
    Wrong("dãn dòng quá hẹp", "body.line_spacing", css="body > p { line-height: 1 }"),
    Wrong("dãn dòng gấp đôi", "body.line_spacing", css="body > p, h3 { line-height: 2.1 }", kind="minutes"),
    Wrong("Điều thiếu dấu chấm", "body.article", old="Điều&nbsp;2.</b>", new="Điều&nbsp;2</b>", kind="decision"),
    Wrong("Điều không đậm", "body.article", css="p b { font-weight: normal }", kind="decision"),
    Wrong("thiếu ./.", "body.end", old="./.</p>", new=".</p>"),
    Wrong("chức vụ không in hoa", "sign.style", old="<p>CHỦ TỊCH</p>", new="<p>Chủ tịch</p>"),
    Wrong("chức vụ cỡ 12", "sign.style", css=".sign p:not(.name) { font-size: 12pt }"),
    Wrong("KT không có dấu chấm", "sign.mode", old="<p>KT. CHỦ TỊCH</p>", new="<p>KT CHỦ TỊCH</p>", kind="decision"),
    Wrong("KT thiếu chức vụ người ký", "sign.mode", old="<p>PHÓ CHỦ TỊCH</p>", new="", kind="decision"),
    Wrong(
        "chữ ký bên trái",
        "sign.position",
        css=".foot .sign p { position: relative; right: 105pt }",
    ),
    Wrong("chữ ký thấp hơn Nơi nhận", "sign.position", css=".foot .sign { padding-top: 14pt }"),
    Wrong("thiếu họ tên", "sign.name_missing", change=signer(name="")),
    Wrong("họ tên in hoa", "sign.name_style", change=signer(name="NGUYỄN THANH TÙNG")),
    Wrong("họ tên không đậm", "sign.name_style", css=".sign p.name { font-weight: normal }"),
    Wrong("họ tên lệch", "sign.name_centre", css=".sign p.name { padding-left: 60pt }"),
    Wrong("ghi học vị", "sign.degree", change=signer(name="ThS. Nguyễn Thanh Tùng")),
    Wrong("chữ ký riêng một trang", "sign.alone", css=".foot { break-before: page !important }"),
    Wrong("thiếu Nơi nhận", "recipients.missing", css=".recipients p { display: none }", kind="decision"),
    Wrong("Nơi nhận không đậm", "recipients.word", css=".recipients p.word { font-weight: normal }"),
    Wrong("Nơi nhận cỡ 13", "recipients.word", css=".recipients p.word { font-size: 13pt }"),
    Wrong("danh sách nơi nhận cỡ 13", "recipients.size", css=".recipients p:not(.word) { font-size: 13pt }"),
    Wrong("nơi nhận thiếu dấu ;", "recipients.marks", old="- Phòng Nội vụ huyện;", new="- Phòng Nội vụ huyện."),
    Wrong("nơi nhận thiếu gạch", "recipients.marks", old="- Như trên;", new="Như trên;"),
    Wrong("thiếu Lưu: VT", "recipients.keep", old="- Lưu: VT, VHXH.", new="- Văn phòng Đảng ủy."),
    Wrong("thiếu Như trên", "recipients.as_above", old="- Như trên;", new="- Hội đồng nhân dân xã;"),
    Wrong("Phụ lục in hoa", "annex.word", old="<h1>Phụ lục</h1>", new="<h1>PHỤ LỤC</h1>"),
    Wrong(
        "tên phụ lục không đậm", "annex.title", css="section.annex .title > .line:not(.with) { font-weight: normal }"
    ),
    Wrong("kèm theo không nghiêng", "annex.with", css="section.annex .title .with { font-style: normal }"),
    Wrong("bảng chữ nhỏ", "table.size", css="table.list { font-size: 8pt }", kind="minutes"),
    Wrong(
        "bảng không lặp tiêu đề",
        "table.head",
        css="table.list thead { display: table-row-group }",
        kind="decision",
        change=lambda base: replace(base, nominees=base.nominees * 12),
    ),
]


def render(wrong: Wrong) -> bytes:
    base = facts(wrong.kind)
    if wrong.change:
        base = wrong.change(base)
    composed = compose(wrong.kind, base, TYPED)
    html = composed.html()
    if wrong.old:
        spaced = re.escape(wrong.old).replace(r"\ ", "[ \u00a0]").replace("&nbsp;", "\u00a0")
        pattern = spaced.replace("/", "/\u2060?").replace(r"\-", "-\u2060?")
        html, count = re.subn(pattern, wrong.new, html.replace("&nbsp;", "\u00a0"))
        assert count, f"{wrong.old!r} is not in the paper"
    data = html_to_pdf(html, composed.context["meta"], extra_css=wrong.css)
    return wrong.after(data) if wrong.after else data


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.rule}: {wrong.name}")
def test_exactly_this_defect_is_found(wrong):
    found = inspect(render(wrong), wrong.kind)
    assert {item.rule for item in found} == {wrong.rule}, [(item.rule, item.page, item.sentence) for item in found]
    assert all(item.sentence and item.article and item.page for item in found)


def test_enough_defects_are_tried():
    assert len(WRONG) >= 40
    assert len({wrong.rule for wrong in WRONG}) >= 40
