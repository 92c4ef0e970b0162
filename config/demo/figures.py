"""Plausible figures for one indicator of one unit: the same at every run, and as good as the unit is said to be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.demo.names import number
from targets.models import Indicator

# How a unit does: the share of its indicators that miss their threshold, per mille, and how far the others pass.
QUALITIES = {"champion": 0, "good": 110, "middling": 300, "weak": 560}

# Words in an indicator's denominator → the usual size by kind of unit: (commune, district, others).
SIZES: tuple[tuple[tuple[str, ...], tuple[tuple[int, int], ...]], ...] = (
    (("cơ sở dữ liệu", "hệ thống", "tuyến đường"), ((3, 9), (8, 24), (6, 20))),
    (("nhiệm vụ", "hoạt động giám sát", "tổ công nghệ"), ((6, 18), (24, 80), (15, 60))),
    (("công chức", "viên chức", "cán bộ", "người lao động"), ((18, 26), (90, 240), (45, 180))),
    (("thủ tục hành chính đủ", "dịch vụ công"), ((60, 140), (160, 320), (60, 200))),
    (("chế độ báo cáo", "số báo cáo", "báo cáo phải gửi"), ((12, 40), (40, 120), (30, 90))),
    (("grdp",), ((900, 2500), (4200, 26000), (2000, 9000))),
    (("hộ ", "hộ gia đình"), ((1200, 4600), (18000, 61000), (300, 900))),
    (("doanh nghiệp",), ((8, 70), (160, 1600), (200, 2400))),
    (("dân số", "người dân", "người trưởng thành"), ((4200, 16500), (62000, 230000), (400, 3000))),
    (("hồ sơ", "văn bản", "giao dịch", "thanh toán"), ((1500, 6200), (9000, 42000), (2500, 15000))),
    (("học sinh", "học phí", "bệnh nhân", "viện phí"), ((600, 2400), (9000, 32000), (700, 5200))),
)
# Words in a denominator that counts the people of a place, or their households → percent of the population. A unit has
# one population, of which all its indicators count their part.
PEOPLE: tuple[tuple[tuple[str, ...], int], ...] = (
    (("hộ gia đình",), 27),
    (("trưởng thành",), 70),
    (("15 tuổi",), 76),
    (("độ tuổi lao động", "lực lượng lao động"), 56),
    (("tổng số dân", "tổng dân số"), 100),
)
POPULATIONS = ((4200, 16500), (62000, 230000), (400, 3000))
TURNS = 5
DEFAULT_SIZES = ((220, 2400), (2600, 24000), (240, 4200))
DEEDS = (
    "Đưa vào dùng kho dữ liệu dùng chung, rút ngắn thời gian xử lý hồ sơ nội bộ từ 3 ngày còn 1 ngày.",
    "Cung cấp nền tảng họp trực tuyến và chữ ký số cho các xã, hoàn thành trước hạn hợp đồng 15 ngày.",
    "Áp dụng mã QR truy xuất nguồn gốc cho 12 sản phẩm OCOP, doanh thu qua sàn thương mại điện tử tăng 30%.",
    "Lắp điểm Wi-Fi công cộng tại bộ phận một cửa, tập huấn kỹ năng số cho 420 lượt người dân.",
)


@dataclass(frozen=True)
class Standing:
    """Who a unit is in the demonstration. Units with the same `key` report the same figures."""

    key: str
    quality: str
    place: int = 0

    def misses(self, *about: object) -> bool:
        return number(self.key, "miss", *about) % 1000 < QUALITIES[self.quality]


def figures(indicator: Indicator, standing: Standing, kind: str, year: int, newest: int) -> dict[str, Any]:
    """Columns of the unit's own layer. Years before the newest are lower and of a slightly smaller base, years after
    it higher and larger."""
    about = indicator.code
    behind = newest - year
    if indicator.value_kind == "boolean":
        late = standing.quality == "weak" and number(standing.key, about) % 3 == 0
        return {"boolean": not late}
    if indicator.value_kind == "text":
        if indicator.method == "option":
            return {"text": indicator.params[0]["option"]}
        return {"text": DEEDS[number(standing.key, about, year) % len(DEEDS)]}
    share = _share(indicator, standing, behind)
    if indicator.value_kind == "number":
        return {"number": share.quantize(Decimal("0.1"))}
    base = _base(indicator, standing, kind)
    base = max(1, base - base * behind // 25)
    exact = share * base / 100
    numerator = int(exact) if exact == int(exact) else int(exact) + 1
    if indicator.natural_max is not None:
        numerator = min(numerator, int(indicator.natural_max * base / 100))
    return {"numerator": Decimal(numerator), "denominator": Decimal(base)}


def _share(indicator: Indicator, standing: Standing, behind: int) -> Decimal:
    """Percent: against the threshold where there is one, else of the whole."""
    spread = number(standing.key, indicator.code, "spread") % 1000
    open_end = indicator.threshold is None
    goal = Decimal(indicator.threshold_max or indicator.threshold or 100)
    if open_end:
        steps = {"champion": 985, "good": 930, "middling": 850, "weak": 700}[standing.quality]
        # Who leads changes in the years that are played; units with equal places stay equal.
        place = standing.place if behind >= 0 else (standing.place - behind) % TURNS
        share = goal * (steps - 16 * place - spread % 9) / 1000
    elif standing.misses(indicator.code):
        share = goal * (700 + spread * 28 // 100) / 1000
    else:
        top = 300 if standing.quality == "champion" else 140
        share = goal * (1010 + (200 if standing.quality == "champion" else 0) + spread * top // 1000) / 1000
    if behind and standing.quality != "champion":
        share = share * (1000 - behind * (60 + spread // 12)) / 1000
    elif behind > 0 and standing.place:
        share = min(share, goal) * (1000 - behind * standing.place * (11 + spread % 7)) / 1000
    if indicator.natural_max is not None:
        share = min(share, Decimal(indicator.natural_max))
    return share


def _base(indicator: Indicator, standing: Standing, kind: str) -> int:
    column = {"commune": 0, "district": 1}.get(kind, 2)
    label = indicator.denominator_label.lower()
    part = next((part for marks, part in PEOPLE if any(mark in label for mark in marks)), 0)
    if part:
        low, high = POPULATIONS[column]
        return max(1, (low + number(standing.key, "people") % (high - low + 1)) * part // 100)
    low, high = _size(indicator, column)
    return low + number(standing.key, indicator.code, "base") % (high - low + 1)


def _size(indicator: Indicator, column: int) -> tuple[int, int]:
    words = f"{indicator.denominator_label} {indicator.name}".lower()
    for marks, sizes in SIZES:
        if any(mark in words for mark in marks):
            return sizes[column]
    return DEFAULT_SIZES[column]
