"""A DOCX that was edited outside: typed texts are known again, whatever else was changed is told and not taken."""

import io
import zipfile
from copy import deepcopy
from dataclasses import replace
from functools import cache

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from config.kernel.errors import DomainError
from config.kernel.pdf import word
from dossiers.documents import compose, kind
from dossiers.documents.returned import Comparison, compare
from tests.papers.facts import TYPED, facts

UID = "0123456789abcdef0123456789abcdef"
MEASURES = TYPED["measures"].split("\n")


@cache
def written(code: str = "report_collective", **typed: str) -> bytes:
    return compose(code, facts(code), TYPED | typed).docx(origin=f"{UID}_3", pictures=False)


def edited(data: bytes, change) -> bytes:
    document = Document(io.BytesIO(data))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def beside(data: bytes, code: str = "report_collective", **typed: str) -> Comparison:
    """The file beside the paper as `typed` has it now."""
    return compare(kind(code), word.read(written(code, **typed)), word.read(data))


def taken(found: Comparison) -> dict[str, str]:
    return found.texts([change.field.code for change in found.changes])


def paragraph(document, start: str):
    return next(one for one in document.element.body.iter(qn("w:p")) if text_of(one).startswith(start))


def text_of(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t"))).replace("\u00a0", " ")


def say(element, text: str) -> None:
    first, *others = list(element.iter(qn("w:t")))
    first.text = text
    for node in others:
        node.text = ""


def without_marks(document) -> None:
    """As an editor leaves it that keeps neither styles nor bookmarks."""
    for node in list(document.element.body.iter(qn("w:pStyle"), qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        node.getparent().remove(node)


def test_a_file_that_nobody_changed_says_nothing_new():
    assert word.read(written()).origin == (UID, 3)
    assert beside(written()) == Comparison()
    assert beside(edited(written(), without_marks)) == Comparison()


def test_words_paragraphs_and_whole_fields_come_back():
    def change(document) -> None:
        first = paragraph(document, "Thành lập Tổ")
        say(first, MEASURES[0].replace("42 thành viên", "45 thành viên"))
        more = deepcopy(first)  # as a new paragraph inherits the style of the one before
        say(more, "Mỗi tổ họp hai lần một tháng.")
        first.addnext(more)
        gone = paragraph(document, "Thời gian giải quyết")
        gone.getparent().remove(gone)
        pasted = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Dán từ chỗ khác.</w:t></w:r></w:p>")
        paragraph(document, "Số hóa 1.245").addnext(pasted)

    found = beside(edited(written(), change))
    assert taken(found) == {
        "measures": "\n".join((
            MEASURES[0].replace("42 thành viên", "45 thành viên"), "Mỗi tổ họp hai lần một tháng.", MEASURES[1],
            "Dán từ chỗ khác.",
        )),
        "effects": "",
    }  # fmt: skip
    assert found.left == ()
    [measures, _] = found.changes
    assert [(p.how, p.words) for p in measures.pieces if p.how != "same"] == [
        ("gone", "42"), ("new", "45"), ("new", "\nMỗi tổ họp hai lần một tháng."), ("new", "\nDán từ chỗ khác."),
    ]  # fmt: skip


def test_what_comes_from_data_is_told_and_not_taken():
    def change(document) -> None:
        say(paragraph(document, "79,39%"), "99,00%")
        say(paragraph(document, "Trụ sở"), "Trụ sở: ấp Mỹ Phú, xã Mỹ Lâm, thành phố Rạch Giá.")
        gone = paragraph(document, "Tập thể Ủy ban nhân dân xã Mỹ Lâm cam đoan")
        gone.getparent().remove(gone)
        added = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Kính mong được xét.</w:t></w:r></w:p>")
        paragraph(document, "II. THÀNH TÍCH").addnext(added)

    found = beside(edited(written(), change))
    assert found.changes == ()
    row = "Tỷ lệ hồ sơ công việc cấp xã được xử lý trên môi trường mạng"
    told = [(one.sentence.split(":")[0], one.before, one.after) for one in found.left]
    assert [(where, row in before, row in after) for where, before, after in told] == [
        ("Sửa ở đoạn 8", False, False), ("Thêm ở đoạn 10", False, False), ("Sửa ở bảng 2, dòng 2", True, True),
        ("Tệp thiếu một phần hệ thống ghi từ dữ liệu; văn bản vẫn giữ phần này.", False, False),
    ]  # fmt: skip
    office = "Trụ sở: ấp Mỹ Phú, xã Mỹ Lâm, "
    assert told[0][1:] == (f"{office}huyện Hòn Đất.", f"{office}thành phố Rạch Giá.")
    assert told[1][2] == "Kính mong được xét."
    assert ("79,39%" in told[2][1], "99,00%" in told[2][2]) == (True, True)


def test_a_title_broken_elsewhere_is_the_same_title():
    def change(document) -> None:
        first = paragraph(document, "V/v bổ sung hồ sơ đề nghị")
        second = paragraph(document, "khen thưởng sơ kết")
        say(first, f"{text_of(first)} {text_of(second)}")
        second.getparent().remove(second)

    once = edited(written("supplement"), change)
    assert beside(once, "supplement") == Comparison()
    again = edited(once, lambda document: say(paragraph(document, "V/v"), "V/v bổ sung hồ sơ khen thưởng"))
    assert taken(beside(again, "supplement")) == {"about": "bổ sung hồ sơ khen thưởng"}


def test_tracked_changes_lists_and_things_that_are_no_text():
    def change(document) -> None:
        first = paragraph(document, "Số hóa 1.245")
        for run in first.findall(qn("w:r")):
            first.remove(run)
        more = (
            "<w:r><w:t xml:space='preserve'>Số hóa </w:t></w:r><w:del><w:r><w:delText>1.245</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>1.300</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> hồ sơ</w:t><w:br/>"
            "<w:t>và niêm yết mã QR.</w:t><w:commentReference w:id='1'/></w:r>"
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Khung chữ.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
        for piece in parse_xml(f"<w:p {nsdecls('w')}>{more}</w:p>"):
            first.append(piece)
        item = deepcopy(paragraph(document, "Thành lập"))
        say(item, "Mở lớp.")
        item.pPr.append(parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='1'/></w:numPr>"))
        first.addnext(item)

    found = beside(edited(written(), change))
    assert taken(found) == {"measures": f"{MEASURES[0]}\nSố hóa 1.300 hồ sơ\nvà niêm yết mã QR.\n- Mở lớp."}
    assert found.left == ()
    assert found.notes == (
        "Tệp còn đánh dấu sửa đổi (Track Changes): đã đọc như chấp nhận tất cả.",
        "Trong tệp có 1 hình, 1 nhận xét: văn bản chỉ lấy chữ, không lấy phần này.",
    )


def test_what_others_changed_here_meanwhile_is_not_taken_back_unasked():
    """The file is of an older text: what nobody touched in it stays as it is here, what both changed is marked."""
    file = edited(written(), lambda document: say(paragraph(document, "Thời gian"), "Nhanh gấp ba."))
    found = beside(file, effects="Rút còn nửa ngày.", measures="Viết lại hết.")
    [change] = found.changes
    assert (change.field.code, change.before, change.after, change.moved) == (
        "effects", "Rút còn nửa ngày.", "Nhanh gấp ba.", True,
    )  # fmt: skip
    [change] = beside(file).changes
    assert change.moved is False


def packed(**parts: bytes | str) -> bytes:
    """A DOCX with some parts replaced (names with "__" for "/", "_dot_" for ".")."""
    out = io.BytesIO()
    names = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(written())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in names:
                target.writestr(entry.filename, source.read(entry))
        for name, content in names.items():
            target.writestr(name, content)
    return out.getvalue()


BODY = f"<w:document {nsdecls('w')}><w:body>%s</w:body></w:document>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: b"", "file_empty"),
        (lambda: b"chu", "broken"),
        (lambda: b"%PDF-1.7", "broken"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_or_locked"),
        (lambda: packed()[:-200], "broken"),
        (lambda: bytes(word.MOST_BYTES + 1), "file_large"),
        (lambda: packed(word__document_dot_xml=f'<!DOCTYPE a [<!ENTITY b "c">]>{BODY % "<w:p/>"}'), "entity"),
        (lambda: packed(word__styles_dot_xml='<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "entity"),
        (lambda: packed(word__document_dot_xml=(BODY % "<w:p/>" * 3)), "broken"),
        (lambda: packed(word__document_dot_xml=BODY % ("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000)), "broken"),
        (lambda: packed(word__document_dot_xml=BODY % ("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 5_001)), "too_many"),
        (lambda: packed(word__media__a_dot_png=bytes(60_000_000)), "bomb"),
        (lambda: packed(word__document_dot_xml=BODY % (" " * (word.MOST_TEXT + 1))), "bomb"),
        (lambda: packed(word__vbaProject_dot_bin=b"x"), "macro"),
    ],
)  # fmt: skip
def test_hostile_files_get_a_sentence(data, code):
    with pytest.raises(DomainError) as refused:
        word.read(data())
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


def test_a_text_of_markup_comes_back_as_the_same_text():
    typed = {"measures": "<script>alert(1)</script> & “<b>”\n{{ facts }}"}
    found = beside(written(**typed), measures="Khác.")
    assert taken(found) == {}, "the file reads as it was made"
    found = compare(kind("report_collective"), word.read(written()), replace(word.read(written(**typed)), read={}))
    assert taken(found) == {"measures": typed["measures"]}
