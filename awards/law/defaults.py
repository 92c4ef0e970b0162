"""What a tenant starts from (DOMAIN of the five plans, §2.2): its administrator may change every row.

`verified` False marks what no decree text at hand confirms.
"""

from datetime import date

from awards.law.rates import Rate, Regime, Salary

D98, D152 = date(2024, 1, 1), date(2025, 7, 1)
END_91, END_98 = date(2023, 12, 31), date(2025, 6, 30)
START_91 = date(2017, 10, 1)

REGIMES = (
    Regime(
        "ND91",
        "Nghị định 91/2017/NĐ-CP",
        START_91,
        END_91,
        (
            (
                "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003; Luật sửa đổi, bổ sung một số "
                "điều của Luật Thi đua, khen thưởng ngày 14 tháng 6 năm 2005; Luật sửa đổi, bổ sung một số "
                "điều của Luật Thi đua, khen thưởng ngày 16 tháng 11 năm 2013;"
            ),
            (
                "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết "
                "thi hành một số điều của Luật Thi đua, khen thưởng;"
            ),
        ),
        report_form="Mẫu số 07",
    ),
    Regime(
        "ND98",
        "Nghị định 98/2023/NĐ-CP",
        D98,
        END_98,
        (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            (
                "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết "
                "thi hành một số điều của Luật Thi đua, khen thưởng;"
            ),
        ),
        note="Số của mẫu báo cáo thành tích theo chuyên đề chưa được kiểm tra.",
    ),
    Regime(
        "ND152",
        "Nghị định 152/2025/NĐ-CP",
        D152,
        None,
        (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            (
                "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân "
                "cấp, phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi "
                "hành một số điều của Luật Thi đua, khen thưởng;"
            ),
        ),
        note="Số của mẫu báo cáo thành tích theo chuyên đề chưa được kiểm tra.",
    ),
)

COEFFICIENTS = (
    Rate("HCLD3", 450, START_91, None, "NĐ 91/2017 và các nghị định sau"),
    Rate("BK_TTG", 350, START_91, None, "NĐ 91/2017 và các nghị định sau"),
    Rate("BK_TINH", 100, START_91, END_91, "NĐ 91/2017"),
    Rate("BK_TINH", 150, D98, None, "NĐ 98/2023, NĐ 152/2025"),
    Rate("GK_SO", 30, START_91, None, "NĐ 91/2017 và các nghị định sau"),
    Rate("GK_HUYEN", 30, START_91, None, "NĐ 91/2017 và các nghị định sau"),
    Rate("GK_XA", 15, START_91, None, "NĐ 91/2017, NĐ 98/2023", verified=False),
)

BASE_SALARIES = (
    Salary(1_390_000, date(2018, 7, 1), date(2019, 6, 30), "NĐ 72/2018/NĐ-CP"),
    Salary(1_490_000, date(2019, 7, 1), date(2023, 6, 30), "NĐ 38/2019/NĐ-CP"),
    Salary(1_800_000, date(2023, 7, 1), date(2024, 6, 30), "NĐ 24/2023/NĐ-CP"),
    Salary(2_340_000, date(2024, 7, 1), None, "NĐ 73/2024/NĐ-CP"),
)

# Years that a campaign may have to last before it can carry a higher award; not verified, so warnings only.
CAMPAIGN_YEARS = {"BK_TTG": 3, "HCLD3": 5}
# The district level ended on this day; no decision on a living district can come after it.
DISTRICTS_ENDED = date(2025, 7, 1)

# code: (name, short, who decides, level of authority)
FORMS = {
    "HCLD3": ("Huân chương Lao động hạng Ba", "HCLĐ hạng Ba", "Chủ tịch nước", "state"),
    "BK_TTG": ("Bằng khen của Thủ tướng Chính phủ", "Bằng khen TTg", "Thủ tướng Chính phủ", "government"),
    "BK_TINH": ("Bằng khen của Chủ tịch UBND tỉnh", "Bằng khen tỉnh", "Chủ tịch UBND tỉnh", "province"),
    "GK_SO": (
        "Giấy khen của Thủ trưởng cơ quan, đơn vị",
        "Giấy khen cơ quan",
        "Thủ trưởng cơ quan",
        "agency",
    ),
    "GK_HUYEN": ("Giấy khen của Chủ tịch UBND huyện", "Giấy khen huyện", "Chủ tịch UBND huyện", "district"),
    "GK_XA": ("Giấy khen của Chủ tịch UBND xã", "Giấy khen xã", "Chủ tịch UBND xã", "commune"),
    "GK_DN": (
        "Giấy khen của người đứng đầu doanh nghiệp",
        "Giấy khen doanh nghiệp",
        "Giám đốc",
        "enterprise",
    ),
    "CO_TINH": ("Cờ thi đua của UBND tỉnh", "Cờ thi đua tỉnh", "Chủ tịch UBND tỉnh", "province"),
}

# code: (percent of all council members, source). No decree text at hand confirms it, so it is the tenant's to check;
# where nothing is given the local rules of the council say it.
VOTES = {
    "HCLD3": (80, "Mức thường áp dụng cho hình thức khen của Chủ tịch nước; chưa đối chiếu văn bản"),
    "BK_TTG": (80, "Mức thường áp dụng cho Bằng khen của Thủ tướng Chính phủ; chưa đối chiếu văn bản"),
}
