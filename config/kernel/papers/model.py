"""A finding, and the table of rules with the article of the decree each one stands on."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `page` counts from 1; `bbox` is (x0, top, x1, bottom) in points from the page's top left."""

    rule: str
    article: str
    page: int
    bbox: tuple[float, float, float, float] | None
    measured: str
    allowed: str
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


#: rule → (article of Phụ lục I Phần I, what it says in a few words). Order is the order of a report.
RULES: dict[str, tuple[str, str]] = {
    "paper.size": ("I.1", "Khổ giấy A4"),
    "paper.orientation": ("I.2", "Trình bày theo chiều dài của khổ A4"),
    "margin.left": ("I.3", "Lề trái 30-35 mm"),
    "margin.right": ("I.3", "Lề phải 15-20 mm"),
    "margin.top": ("I.3", "Lề trên 20-25 mm"),
    "margin.bottom": ("I.3", "Lề dưới 20-25 mm"),
    "font.family": ("I.4", "Phông chữ Times New Roman"),
    "font.embedded": ("I.4", "Phông chữ được nhúng trong tệp"),
    "font.letters": ("I.4", "Chữ tiếng Việt Unicode đọc được"),
    "font.color": ("I.4", "Chữ màu đen"),
    "page_number.first": ("I.7", "Không hiển thị số trang thứ nhất"),
    "page_number.missing": ("I.7", "Có số trang từ trang thứ hai"),
    "page_number.value": ("I.7", "Số trang liên tục, bằng chữ số Ả Rập"),
    "page_number.position": ("I.7", "Số trang ở giữa lề trên"),
    "page_number.style": ("I.7", "Số trang cỡ 13-14, kiểu đứng"),
    "nation.missing": ("II.1.a", "Có Quốc hiệu"),
    "nation.one_line": ("II.1.a", "Quốc hiệu trên một dòng"),
    "nation.size": ("II.1.a", "Quốc hiệu cỡ 12-13"),
    "nation.style": ("II.1.a", "Quốc hiệu in hoa, đứng, đậm"),
    "nation.position": ("II.1.a", "Quốc hiệu ở phía trên, bên phải"),
    "motto.missing": ("II.1.b", "Có Tiêu ngữ"),
    "motto.text": ("II.1.b", "Tiêu ngữ đúng chữ, gạch nối có cách chữ"),
    "motto.size": ("II.1.b", "Tiêu ngữ cỡ 13-14"),
    "motto.style": ("II.1.b", "Tiêu ngữ đứng, đậm"),
    "motto.position": ("II.1.b", "Tiêu ngữ canh giữa dưới Quốc hiệu"),
    "motto.spacing": ("II.1.c", "Quốc hiệu và Tiêu ngữ cách nhau dòng đơn"),
    "motto.rule": ("II.1.b", "Dưới Tiêu ngữ có đường kẻ nét liền"),
    "motto.rule_length": ("II.1.b", "Đường kẻ dài bằng dòng Tiêu ngữ"),
    "rule.typed": ("II.1.b", "Đường kẻ được vẽ, không gõ bằng ký tự"),
    "issuer.missing": ("II.2", "Có tên cơ quan ban hành"),
    "issuer.size": ("II.2.b", "Tên cơ quan cỡ 12-13"),
    "issuer.style": ("II.2.b", "Tên cơ quan ban hành in hoa, đứng, đậm"),
    "issuer.rule": ("II.2.b", "Dưới tên cơ quan có đường kẻ"),
    "issuer.rule_length": ("II.2.b", "Đường kẻ dài từ 1/3 đến 1/2 dòng chữ"),
    "issuer.rule_centre": ("II.2.b", "Đường kẻ cân đối so với dòng chữ"),
    "parent.style": ("II.2.b", "Tên cơ quan chủ quản in hoa, đứng, không đậm"),
    "number.missing": ("II.3", "Có số, ký hiệu"),
    "number.syntax": ("II.3.c", "Cách ghi số, ký hiệu"),
    "number.size": ("II.3.c", "Số, ký hiệu cỡ 13"),
    "number.style": ("II.3.c", "Số, ký hiệu kiểu đứng"),
    "number.position": ("II.3.c", "Số, ký hiệu canh giữa dưới tên cơ quan"),
    "date.missing": ("II.4", "Có địa danh, thời gian ban hành"),
    "date.syntax": ("II.4.b", "Cách ghi địa danh, ngày, tháng, năm"),
    "date.size": ("II.4.c", "Địa danh, thời gian cỡ 13-14"),
    "date.style": ("II.4.c", "Địa danh, thời gian kiểu nghiêng"),
    "date.position": ("II.4.c", "Cùng dòng với số, ký hiệu; canh giữa dưới Quốc hiệu"),
    "title.missing": ("II.5.b", "Có tên loại văn bản"),
    "title.size": ("II.5.b", "Tên loại cỡ 13-14"),
    "title.style": ("II.5.b", "Tên loại in hoa, đứng, đậm"),
    "title.position": ("II.5.b", "Tên loại canh giữa"),
    "subject.missing": ("II.5.b", "Có trích yếu"),
    "subject.size": ("II.5.b", "Trích yếu cỡ 13-14"),
    "subject.style": ("II.5.b", "Trích yếu đứng, đậm"),
    "subject.position": ("II.5.b", "Trích yếu canh giữa"),
    "subject.rule": ("II.5.b", "Dưới trích yếu có đường kẻ"),
    "subject.rule_length": ("II.5.b", "Đường kẻ dài từ 1/3 đến 1/2 dòng chữ"),
    "about.style": ("II.5.b", "V/v cỡ 12-13, kiểu đứng"),
    "to.missing": ("II.9.d", "Có Kính gửi"),
    "to.style": ("II.9.d", "Kính gửi cỡ 13-14, kiểu đứng"),
    "to.marks": ("II.9.d", "Dấu câu ở nơi kính gửi"),
    "to.dashes": ("II.9.d", "Gạch đầu dòng thẳng hàng dưới dấu hai chấm"),
    "basis.style": ("II.6.a", "Căn cứ kiểu nghiêng, cỡ 13-14"),
    "basis.marks": ("II.6.a", "Mỗi căn cứ kết thúc bằng dấu ;, căn cứ cuối bằng dấu chấm"),
    "body.size": ("II.6.e", "Nội dung cỡ 13-14"),
    "body.style": ("II.6.e", "Nội dung kiểu đứng"),
    "body.justified": ("II.6.e", "Nội dung canh đều cả hai lề"),
    "body.early_break": ("II.6.e", "Không ngắt dòng sớm giữa đoạn"),
    "body.indent": ("II.6.e", "Lùi đầu dòng 1 cm hoặc 1,27 cm"),
    "body.paragraph_gap": ("II.6.e", "Khoảng cách đoạn tối thiểu 6 pt"),
    "body.line_spacing": ("II.6.e", "Dòng đơn đến 1,5 dòng"),
    "body.article": ("II.6.đ", "“Điều” và số thứ tự đứng, đậm, có dấu chấm"),
    "body.points": ("II.6.đ", "Điểm theo bảng chữ cái tiếng Việt"),
    "body.end": ("II.6, Phụ lục III", "Kết thúc nội dung bằng ./."),
    "sign.missing": ("II.7", "Có chức vụ người ký"),
    "sign.style": ("II.7.đ", "Quyền hạn, chức vụ in hoa, đứng, đậm, cỡ 13-14"),
    "sign.position": ("II.7.đ", "Chữ ký ở bên phải, ngang Nơi nhận"),
    "sign.mode": ("II.7.b", "Cách ghi TM., Q., KT., TL., TUQ."),
    "sign.name_missing": ("II.7.c", "Có họ tên người ký"),
    "sign.name_style": ("II.7.đ", "Họ tên in thường, đứng, đậm, cỡ 13-14"),
    "sign.name_centre": ("II.7.đ", "Họ tên canh giữa dưới chức vụ"),
    "sign.degree": ("II.7.c", "Không ghi học hàm, học vị trước họ tên"),
    "sign.alone": ("IV", "Chữ ký không đứng riêng một trang"),
    "recipients.missing": ("II.9", "Có Nơi nhận"),
    "recipients.word": ("II.9.d", "“Nơi nhận:” cỡ 12, nghiêng, đậm, sát lề trái"),
    "recipients.size": ("II.9.d", "Nơi nhận cỡ 11, kiểu đứng"),
    "recipients.marks": ("II.9.d", "Gạch đầu dòng; cuối dòng dấu ;"),
    "recipients.keep": ("II.9.d", "Dòng cuối “Lưu: VT, …” kết thúc bằng dấu chấm"),
    "recipients.as_above": ("II.9.b", "Có Kính gửi thì dòng đầu là “Như trên”"),
    "annex.word": ("III.1.b", "“Phụ lục” cỡ 14, đứng, đậm, canh giữa"),
    "annex.number": ("III.1.a", "Từ hai phụ lục trở lên đánh số La Mã"),
    "annex.title": ("III.1.b", "Tên phụ lục in hoa, đứng, đậm, cỡ 13-14"),
    "annex.with": ("III.1.c", "Dòng “Kèm theo …” nghiêng, cỡ 13-14, canh giữa"),
    "table.size": ("II.6.e", "Chữ trong bảng đọc được"),
    "table.head": ("II.6", "Bảng nhiều trang lặp lại dòng tiêu đề"),
}

ORDER = {rule: place for place, rule in enumerate(RULES)}
