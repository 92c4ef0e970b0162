"""II.1-II.5. Quốc hiệu, issuer, number, date, title."""

import re

from config.kernel.papers.anatomy import Anatomy, fold, rules_below, typed_rule_below
from config.kernel.papers.expect import Expect
from config.kernel.papers.measure import between, excerpt, fault, mm, pt, sized, style
from config.kernel.papers.model import Finding
from config.kernel.papers.page import Line, Rule

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# QyĐ, TTr, CTr hold small letters; everything else is in capitals.
_TYPE = r"(?:QyĐ|TTr|CTr|TrS|[A-ZĐ]{2,4})"
_AGENCY = r"[A-ZĐÂÊÔƠƯĂ&]+(?:-[A-ZĐÂÊÔƠƯĂ&]+)*"
NUMBER = re.compile(rf"^Số: (0[1-9]|[1-9]\d+)/(?:{_TYPE}-)?{_AGENCY}$")
BLANK_NUMBER = re.compile(rf"^Số: ?/(?:{_TYPE}-)?{_AGENCY}$")
DAY = r"(?:0[1-9]|[12]\d|3[01])"
MONTH = r"(?:0[12]|[3-9]|1[0-2])"
DATE = re.compile(rf"^([A-ZĐÀ-Ỹ][^,]*), ngày {DAY} tháng {MONTH} năm \d{{4}}$")
BLANK_DATE = re.compile(rf"^[A-ZĐÀ-Ỹ][^,]*, ngày (?:{DAY})? ?tháng (?:{MONTH})? ?năm ?(?:\d{{4}})?$")


def check(paper: Anatomy, wanted: Expect) -> list[Finding]:
    return [
        *_nation(paper),
        *_motto(paper),
        *_issuer(paper),
        *_number(paper, wanted),
        *_date(paper, wanted),
        *_title(paper, wanted),
        *_subject(paper, wanted),
        *_about(paper, wanted),
    ]


def _nation(paper: Anatomy) -> list[Finding]:
    if not paper.nation:
        return [fault("nation.missing", None, f"Thiếu Quốc hiệu “{NATION}”.")]
    line = paper.nation[0]
    if len(paper.nation) > 1 or fold(line.text) != NATION:
        whole = fold(" ".join(part.text for part in paper.nation))
        rule = "nation.one_line" if NATION in whole or len(paper.nation) > 1 else "nation.missing"
        return [fault(rule, line, "Quốc hiệu phải đúng chữ và nằm trên một dòng.", line.text, NATION)]
    found = sized("nation.size", [line], 12, 13, "Quốc hiệu")
    if not line.bold or line.any_italic or not line.upper:
        found.append(fault("nation.style", line, f"Quốc hiệu {style(line)}; phải in hoa, đứng, đậm.", style(line)))
    if line.centre < paper.first.width * 0.5 or line.baseline > 110:
        found.append(fault("nation.position", line, "Quốc hiệu phải ở phía trên cùng, bên phải.", mm(line.x0)))
    return found


def _motto(paper: Anatomy) -> list[Finding]:
    line = paper.motto
    if line is None:
        return [fault("motto.missing", None, f"Thiếu Tiêu ngữ “{MOTTO}”.")]
    found = []
    if line.text != MOTTO:
        found.append(fault("motto.text", line, f"Tiêu ngữ ghi “{line.text}”, phải là “{MOTTO}”.", line.text, MOTTO))
    found += sized("motto.size", [line], 13, 14, "Tiêu ngữ")
    if not line.bold or line.any_italic:
        found.append(fault("motto.style", line, f"Tiêu ngữ {style(line)}; phải đứng, đậm.", style(line)))
    if paper.nation:
        nation = paper.nation[0]
        if abs(nation.centre - line.centre) > 4 and len(paper.nation) == 1:
            found.append(
                fault(
                    "motto.position",
                    line,
                    "Tiêu ngữ phải canh giữa dưới Quốc hiệu.",
                    f"lệch {pt(abs(nation.centre - line.centre))}",
                )
            )
        step = line.baseline - paper.nation[-1].baseline
        if step > 1.5 * 1.15 * line.size:
            found.append(
                fault(
                    "motto.spacing",
                    line,
                    "Quốc hiệu và Tiêu ngữ phải cách nhau dòng đơn.",
                    pt(step),
                    pt(1.15 * line.size),
                )
            )
    typed = typed_rule_below(paper.first, line, 22)
    if typed:
        return [
            *found,
            fault("rule.typed", typed, "Đường kẻ dưới Tiêu ngữ gõ bằng ký tự; phải là đường kẻ.", typed.text),
        ]
    below = rules_below(paper.first, line, 12)
    if not below:
        found.append(fault("motto.rule", line, "Dưới Tiêu ngữ thiếu đường kẻ ngang, nét liền."))
    else:
        ratio = below[0].width / line.width
        if not between(ratio, 0.97, 1.03, 0.005):
            found.append(
                fault(
                    "motto.rule_length",
                    line,
                    "Đường kẻ dưới Tiêu ngữ phải dài bằng dòng chữ.",
                    f"{ratio:.2f} lần".replace(".", ","),
                    "0,97 - 1,03 lần",
                )
            )
    return found


def _issuer(paper: Anatomy) -> list[Finding]:
    if not paper.issuers:
        return [fault("issuer.missing", None, "Thiếu tên cơ quan, tổ chức ban hành văn bản.")]
    found = sized("issuer.size", [*paper.parents, *paper.issuers], 12, 13, "Tên cơ quan")
    wrong = next((line for line in paper.issuers if not line.bold or line.any_italic or not line.upper), None)
    if wrong:
        found.append(
            fault("issuer.style", wrong, f"Tên cơ quan ban hành {style(wrong)}; phải in hoa, đứng, đậm.", style(wrong))
        )
    wrong = next((line for line in paper.parents if line.any_bold or line.any_italic or not line.upper), None)
    if wrong:
        found.append(fault("parent.style", wrong, "Tên cơ quan chủ quản phải in hoa, đứng, không đậm.", style(wrong)))
    last = paper.issuers[-1]
    typed = typed_rule_below(paper.first, last, 20)
    if typed:
        return [*found, fault("rule.typed", typed, "Đường kẻ dưới tên cơ quan gõ bằng ký tự.", typed.text)]
    below = rules_below(paper.first, last, 12)
    return found + _short_rule("issuer", last, below, "tên cơ quan ban hành", paper.issuers)


def _short_rule(name: str, last: Line, below: list[Rule], what: str, lines: list[Line]) -> list[Finding]:
    if not below:
        return [fault(f"{name}.rule", last, f"Dưới {what} thiếu đường kẻ ngang, nét liền.")]
    rule = below[0]
    ratios = [rule.width / line.width for line in (last, max(lines, key=lambda line: line.width))]
    if not any(between(ratio, 1 / 3, 1 / 2, 0.01) for ratio in ratios):
        return [
            fault(
                f"{name}.rule_length",
                last,
                f"Đường kẻ dưới {what} phải dài từ 1/3 đến 1/2 dòng chữ.",
                f"{ratios[0]:.2f} lần".replace(".", ","),
                "0,33 - 0,50 lần",
            )
        ]
    if abs(rule.centre - last.centre) > 4:
        return [
            fault(
                "issuer.rule_centre",
                last,
                f"Đường kẻ dưới {what} phải cân đối so với dòng chữ.",
                f"lệch {pt(abs(rule.centre - last.centre))}",
            )
        ]
    return []


def _number(paper: Anatomy, wanted: Expect) -> list[Finding]:
    line = paper.number
    if line is None:
        return [fault("number.missing", None, "Thiếu số, ký hiệu của văn bản.")] if wanted.number else []
    found = []
    if not NUMBER.match(line.text) and not BLANK_NUMBER.match(line.text):
        found.append(
            fault(
                "number.syntax", line, f"Số, ký hiệu “{line.text}” ghi sai quy cách.", line.text, "như “Số: 05/TTr-SNV”"
            )
        )
    found += sized("number.size", [line], 13, 13, "Số, ký hiệu")
    if line.any_bold or line.any_italic:
        found.append(fault("number.style", line, "Số, ký hiệu phải kiểu đứng, không đậm.", style(line)))
    if paper.issuers and abs(line.centre - paper.issuers[-1].centre) > 5:
        found.append(
            fault(
                "number.position",
                line,
                "Số, ký hiệu phải canh giữa dưới tên cơ quan ban hành.",
                f"lệch {pt(abs(line.centre - paper.issuers[-1].centre))}",
            )
        )
    return found


def _date(paper: Anatomy, wanted: Expect) -> list[Finding]:
    line = paper.date
    if line is None:
        return [fault("date.missing", None, "Thiếu địa danh và thời gian ban hành.")] if wanted.date else []
    found = []
    if not DATE.match(line.text) and not BLANK_DATE.match(line.text):
        found.append(
            fault(
                "date.syntax",
                line,
                f"“{line.text}” ghi sai quy cách.",
                line.text,
                "như “Kiên Giang, ngày 05 tháng 01 năm 2024”",
            )
        )
    found += sized("date.size", [line], 13, 14, "Địa danh, thời gian")
    if not line.italic or line.any_bold:
        found.append(fault("date.style", line, "Địa danh, thời gian phải kiểu nghiêng, không đậm.", style(line)))
    off = abs(line.centre - paper.motto.centre) if paper.motto else 0
    level = abs(line.baseline - paper.number.baseline) if paper.number else 0
    if off > 5 or level > 2:
        found.append(
            fault(
                "date.position",
                line,
                "Địa danh, thời gian phải cùng dòng với số, ký hiệu và canh giữa dưới Quốc hiệu.",
                f"lệch ngang {pt(off)}, lệch dọc {pt(level)}",
            )
        )
    return found


def _title(paper: Anatomy, wanted: Expect) -> list[Finding]:
    line = paper.title
    if line is None:
        return [fault("title.missing", None, "Thiếu tên loại văn bản.")] if wanted.title else []
    found = sized("title.size", [line], 13, 14, "Tên loại")
    if not line.bold or line.any_italic or not line.upper:
        found.append(fault("title.style", line, f"Tên loại {style(line)}; phải in hoa, đứng, đậm.", style(line)))
    if abs(line.centre - paper.centre) > 6:
        found.append(
            fault(
                "title.position",
                line,
                "Tên loại phải canh giữa theo chiều ngang văn bản.",
                f"lệch {pt(abs(line.centre - paper.centre))}",
            )
        )
    return found


def _subject(paper: Anatomy, wanted: Expect) -> list[Finding]:
    if paper.title is None or not wanted.subject:
        return []
    if not paper.subject:
        return [fault("subject.missing", paper.title, "Thiếu trích yếu nội dung văn bản.")]
    found = sized("subject.size", paper.subject, 13, 14, "Trích yếu")
    wrong = next((line for line in paper.subject if not line.bold or line.any_italic), None)
    if wrong:
        found.append(fault("subject.style", wrong, f"Trích yếu {style(wrong)}; phải đứng, đậm.", style(wrong)))
    wrong = next((line for line in paper.subject if abs(line.centre - paper.centre) > 6), None)
    if wrong:
        found.append(
            fault(
                "subject.position",
                wrong,
                "Trích yếu phải canh giữa dưới tên loại.",
                f"lệch {pt(abs(wrong.centre - paper.centre))}",
            )
        )
    last = paper.subject[-1]
    typed = typed_rule_below(paper.first, last, 24)
    if typed:
        return [*found, fault("rule.typed", typed, "Đường kẻ dưới trích yếu gõ bằng ký tự.", typed.text)]
    below = rules_below(paper.first, last, 14)
    return found + _short_rule("subject", last, below, "trích yếu", paper.subject)


def _about(paper: Anatomy, wanted: Expect) -> list[Finding]:
    if wanted.title:
        return []
    if not paper.about:
        return [fault("subject.missing", paper.number, "Công văn thiếu trích yếu “V/v …” dưới số, ký hiệu.")]
    line = next((line for line in paper.about if line.any_bold or line.any_italic), None)
    if line:
        return [fault("about.style", line, "Trích yếu công văn phải kiểu đứng, không đậm.", style(line))]
    return sized("about.style", paper.about, 12, 13, f"Trích yếu “{excerpt(paper.about[0])}”")
