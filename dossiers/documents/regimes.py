"""Legal regimes of emulation and commendation, and how a paper cites them.

A paper follows the regime in force on the day of the decision (decision 13). Rows, not branches: a new
decree is a new row.
"""

from dataclasses import dataclass
from datetime import date

from config.kernel.pdf.typography import day_month_year
from dossiers.documents.data import Reference


@dataclass(frozen=True, slots=True)
class Regime:
    code: str
    valid_from: date
    valid_to: date | None
    name: str
    bases: tuple[str, ...]
    report_form: str  # the model of the thematic achievement report
    campaign_word: str  # how the law calls such a campaign
    giving: str  # how its form of report says "to award"


_LAW_2003 = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003",
    "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 14 tháng 6 năm 2005",
    "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 16 tháng 11 năm 2013",
)
_LAW_2022 = ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",)

REGIMES = (
    Regime(
        "ND91",
        date(2017, 10, 1),
        date(2023, 12, 31),
        "Nghị định số 91/2017/NĐ-CP",
        (
            *_LAW_2003,
            (
                "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành"
                " một số điều của Luật Thi đua, khen thưởng"
            ),
        ),
        "Mẫu số 07",
        "theo đợt (chuyên đề)",
        "tặng thưởng",
    ),
    Regime(
        "ND98",
        date(2024, 1, 1),
        date(2025, 6, 30),
        "Nghị định số 98/2023/NĐ-CP",
        (
            *_LAW_2022,
            (
                "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành"
                " một số điều của Luật Thi đua, khen thưởng"
            ),
        ),
        "Mẫu báo cáo thành tích theo chuyên đề",
        "theo chuyên đề",
        "tặng",
    ),
    Regime(
        "ND152",
        date(2025, 7, 1),
        None,
        "Nghị định số 152/2025/NĐ-CP",
        (
            *_LAW_2022,
            (
                "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp,"
                " phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành"
                " một số điều của Luật Thi đua, khen thưởng"
            ),
        ),
        "Mẫu báo cáo thành tích theo chuyên đề",
        "theo chuyên đề",
        "tặng",
    ),
)

#: Law on local government in force on a day: (valid_from, bases).
LOCAL_GOVERNMENT = (
    (date(2025, 6, 16), ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",)),
    (date(2025, 3, 1), ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025",)),
    (
        date(2016, 1, 1),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
            (
                "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền"
                " địa phương ngày 22 tháng 11 năm 2019"
            ),
        ),
    ),
)


def regime_on(day: date) -> Regime:
    """Raises LookupError before 1 October 2017."""
    for regime in reversed(REGIMES):
        if regime.valid_from <= day:
            return regime
    raise LookupError(f"no regime on {day}")


def regime(code: str) -> Regime:
    return next(row for row in REGIMES if row.code == code)


def local_government(day: date) -> tuple[str, ...]:
    return next((bases for since, bases in LOCAL_GOVERNMENT if since <= day), ())


_VERBS = ("về", "quy định", "ban hành", "phê duyệt", "sửa đổi", "hướng dẫn")


def cited(reference: Reference, *, full: bool = True) -> str:
    """First citation in full (II.6.b), later ones by kind and number."""
    text = f"{reference.kind} số {reference.number}" if reference.number else reference.kind
    if not full and reference.number:
        return text
    if reference.dated:
        text += f" {day_month_year(reference.dated)}"
    if reference.issuer:
        text += f" của {reference.issuer}"
    if reference.about:
        about = reference.about.strip()
        if not about.lower().startswith(_VERBS):
            about = f"về {about[:1].lower()}{about[1:]}"
        text += f" {about}"
    return text
