"""Spellings of Nghị định 30/2020/NĐ-CP Phụ lục I, and guards against lines that break in a wrong place."""

import re
from datetime import date
from decimal import Decimal

NBSP = "\u00a0"
# No line ends here: inside "30/2020/NĐ-CP". A <span style="white-space: nowrap"> in its place makes WeasyPrint 70
# break justified lines after their first word when a non-breaking space follows (74 of 1,373 lines in a trial).
JOIN = "\u2060"
#: Order of the points of a clause (II.6.đ): the Vietnamese alphabet, without f, j, w, z.
POINTS = [
    "a",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "x",
    "y",
]
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def two_digits(number: int) -> str:
    """A paper's number: below ten with a zero in front (II.3.c)."""
    return f"{number:02d}"


def day_month_year(day: date) -> str:
    """ngày 05 tháng 01 năm 2020, ngày 29 tháng 6 năm 2019: days < 10 and months 1, 2 get a zero (II.4.b)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date | None, *, year: int | None = None) -> str:
    """`Kiên Giang, ngày 14 tháng 12 năm 2023`; without a day room is left for a pen."""
    if day is not None:
        return f"{place}, {day_month_year(day)}"
    blank = NBSP * 5
    shown = year if year is not None else NBSP * 8
    return f"{place}, ngày{blank}tháng{blank}năm {shown}"


def number_and_symbol(number: int | None, symbol: str, agency: str) -> str:
    """`Số: 05/TTr-SNV`; a letter (công văn) passes its agency and unit as one: symbol="" (II.3.c)."""
    tail = f"{symbol}-{agency}" if symbol else agency
    if number is None:
        return f"Số:{NBSP * 7}/{tail}"
    return f"Số: {two_digits(number)}/{tail}"


def roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def decimal_comma(value: Decimal | int | None, places: int | None = None) -> str:
    """1234.5 → 1.234,5; None → a dash."""
    if value is None:
        return "–"
    number = Decimal(value)
    text = f"{number:,.{places}f}" if places is not None else f"{number:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def money(amount: int) -> str:
    return f"{decimal_comma(amount)}{NBSP}đồng"


# What must not part from its neighbour: the space in the middle becomes non-breaking.
_GLUE = [
    re.compile(pattern, re.IGNORECASE if ignore else 0)
    for pattern, ignore in (
        (
            r"(?<!\w)(ngày|tháng|năm|quý|mẫu|số|điều|khoản|điểm|mục|phần|chương|khối|trang|lúc|đợt) (?=[\dIVX])",
            1,
        ),
        (
            r"(\d) (?=(?:%|đồng|triệu|tỷ|tập thể|cá nhân|hộ|phiếu|giờ|phút)(?!\w))",
            1,
        ),
        (r"(?<=\d) điểm (?=%)", 0),
        (r"(?<!\w)(ông|bà) (?=[A-ZĐÀ-Ỹ])", 1),
        (rf"(?<=\d)[ {NBSP}][-–] (?=\d)", 0),
    )
]
# A number of a paper, a range of years, a date with slashes.
_WHOLE = re.compile(r"(?<![\w/.-])(?:\d+/[\w&./-]*[A-ZĐ][\w&/-]*|\w+-\w[\w-]*|\d{1,2}/\d{1,2}/\d{4}|\d+/\d+)(?![\w/])")
# A section of a plan: "IV.2.1", "II.2.1.c".
_SECTION = re.compile(r"(?<![\w.])[IVX]+(?:\.(?:\d{1,2}|[a-zđ]))+(?!\w)")
_TAIL = re.compile(r"(?<=\s)(\S{1,9}) (\S{1,11})$")


def glue(text: str) -> str:
    """Put non-breaking spaces where a line must not end; the letters stay as they are.

    Numbers keep their units, "số", "ngày", "Điều" keep their number, "ông", "bà" their name, and the last two
    words of a paragraph stay together so that no word stands alone on a line.
    """
    text = text.replace(" - ", f"{NBSP}- ").replace(" – ", f"{NBSP}– ")
    text = _WHOLE.sub(lambda match: re.sub(r"([/-])", rf"\1{JOIN}", match.group(0)), text)
    text = _SECTION.sub(lambda match: match.group(0).replace(".", f".{JOIN}"), text)
    for pattern in _GLUE:
        text = pattern.sub(lambda match: match.group(0).replace(" ", NBSP), text)
    if len(text) > 60:
        text = _TAIL.sub(rf"\1{NBSP}\2", text, count=1)
    return text


_COMPOUNDS = (
    "chủ tịch",
    "phong trào thi đua",
    "phong trào",
    "thi đua",
    "khen thưởng",
    "chuyển đổi số",
    "chương trình",
    "bằng khen",
    "giấy khen",
    "ủy ban nhân dân",
    "uỷ ban nhân dân",
    "hội đồng",
    "đề nghị",
    "thực hiện",
    "sơ kết",
    "tổng kết",
    "tặng thưởng",
    "tập thể",
    "cá nhân",
    "danh sách",
    "thành tích",
    "huân chương",
    "lao động",
    "thủ tướng",
    "chính phủ",
    "giai đoạn",
    "đẩy mạnh",
    "định hướng",
    "địa bàn",
    "về việc",
    "hạng ba",
    "thông tin",
    "truyền thông",
    "báo cáo",
    "kế hoạch",
    "thẩm định",
    "đủ điều kiện",
    "thu hồi",
    "quyết định",
    "kết quả",
    "công nghệ",
    "xã hội",
    "kinh tế",
    "họp xét",
    "khu kinh tế",
    "khu công nghiệp",
    "khu chế xuất",
    "ban quản lý",
    "quản lý",
    "nội vụ",
    "văn hóa",
    "nông thôn",
    "thể thao",
    "du lịch",
    "khoa học",
    "giáo dục",
    "đào tạo",
    "nông nghiệp",
    "phát triển",
    "tài chính",
    "kế toán",
    "văn phòng",
    "công thương",
    "tư pháp",
    "xây dựng",
    "giao thông",
    "vận tải",
    "môi trường",
    "tài nguyên",
    "mặt trận",
    "tổ quốc",
    "liên đoàn",
    "đồng ý",
    "tiền thưởng",
    "công trình",
    "dự án",
    "đầu tư",
    "công nghiệp",
    "thành phố",
    "trực thuộc",
    "và các",
)
_COMPOUND = re.compile(r"(?<!\w)(?:" + "|".join(sorted(_COMPOUNDS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE)


# "tỉnh Kiên Giang", "“Kiên Giang thực hiện": the name of a place after its level, or at the head of a quotation.
_NAMED = re.compile(
    rf"(?:(?<!\w)(?:tỉnh|huyện|quận|xã|phường|thị[ {NBSP}]trấn|thị[ {NBSP}]xã|thành[ {NBSP}]phố) |“)(\w+) (\w+)"
)


def _named(match: re.Match[str]) -> str:
    proper = match.group(1)[0].isupper() and match.group(2)[0].isupper()
    return match.group(0).replace(" ", NBSP) if proper else match.group(0)


def heading(text: str) -> str:
    """Words of a title held together, so that its lines end between words and not inside them."""
    held = _COMPOUND.sub(lambda match: match.group(0).replace(" ", NBSP), glue(text))
    return _NAMED.sub(_named, held)


def whole(name: str) -> str:
    """A name that is never broken over two lines (up to five syllables; longer ones may be)."""
    return name.replace(" ", NBSP) if name.count(" ") < 5 else name


_PLACE = re.compile(
    r"(?<!\w)((?:UBND|HĐND) )?"
    r"(TỈNH|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ[ \u00a0](?:TRẤN|XÃ)|THÀNH[ \u00a0]PHỐ|TP\.)[ \u00a0]"
    r"([^\s]+(?:[ \u00a0][^\s]+){0,3})$"
)


_LEVEL = re.compile(rf"(?<!\w)(TỈNH|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ[ {NBSP}](?:TRẤN|XÃ)|THÀNH[ {NBSP}]PHỐ){NBSP}")


def agency_words(name: str) -> str:
    """A name of an agency in capitals, its fixed phrases and its place name held together."""
    return _PLACE.sub(lambda match: match.group(0).replace(" ", NBSP), heading(name).upper())


def level_apart(name: str) -> str:
    """The capitals of `agency_words` with a place too long for its line: held together without its level."""
    return _LEVEL.sub(r"\1 ", name)


def abbreviated_parent(name: str) -> str:
    """The superior agency's name, common phrases abbreviated as II.2.a asks: UBND TỈNH KIÊN GIANG."""
    text = name.upper()
    for phrase, short in (
        ("ỦY BAN NHÂN DÂN", "UBND"),
        ("UỶ BAN NHÂN DÂN", "UBND"),
        ("HỘI ĐỒNG NHÂN DÂN", "HĐND"),
        ("ỦY BAN MẶT TRẬN TỔ QUỐC", "UB MTTQ"),
    ):
        text = text.replace(phrase, short)
    return agency_words(text)
