"""Open data: which sets there are, what each column means, and the rows. Only what is published or decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.selectors import current_campaign
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_hundredths
from dossiers.selectors import publication
from targets.enums import Pillar
from targets.selectors import published

# The tenant's own choice stands in its settings under this key: {"name": …, "url": …}.
LICENCE_SETTING = "open_data_licence"
KIND_LABELS = {
    "string": "Chữ", "integer": "Số nguyên", "decimal": "Số thập phân", "boolean": "true, false", "date": "Ngày",
}  # fmt: skip
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/deed.vi"}


@dataclass(frozen=True)
class Licence:
    name: str
    url: str
    source: str

    @property
    def line(self) -> str:
        return f"Giấy phép {self.name}: được dùng lại tự do khi ghi nguồn “{self.source}”."


@dataclass(frozen=True)
class Column:
    """`kind` is a type of XML Schema: string | integer | decimal | boolean | date."""

    name: str
    kind: str
    meaning: str

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]


@dataclass(frozen=True)
class Dataset:
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]


def licence() -> Licence:
    tenant = current_tenant()
    chosen = (tenant.settings or {}).get(LICENCE_SETTING) or LICENCE
    return Licence(chosen["name"], chosen["url"], tenant.authority_name)


def _hundredths(value: int | None) -> str | None:
    return None if value is None else format_hundredths(value).replace(".", "").replace(",", ".")


def _awards() -> Iterator[tuple[Any, ...]]:
    for award in publication.awards().iterator(chunk_size=500):
        yield (
            award.name, award.position, award.unit_name, award.get_recipient_display(), award.form_name,
            award.get_occasion_display(), award.year, award.decision_number, award.decided_on.isoformat(),
            award.revocation or None, award.revoked_on.isoformat() if award.revoked_on else None,
        )  # fmt: skip


def _runs() -> list[Any]:
    campaign = current_campaign()
    return published.published_runs(campaign) if campaign else []


def _ranking() -> Iterator[tuple[Any, ...]]:
    for run in _runs():
        names = published.block_names(run.campaign_id)
        for total in published.published_totals(run).select_related("unit"):
            yield (
                run.year, names.get(total.block_code, total.block_code), total.rank, total.unit.code, total.unit_name,
                _hundredths(total.points_h), _hundredths(total.max_h), _hundredths(total.ratio_h),
            )  # fmt: skip


def _targets() -> Iterator[tuple[Any, ...]]:
    for run in _runs():
        for kind, label, _ in published.kinds_in(published.kinds_and_blocks(run.pk)):
            for target in published.progress(run, kind):
                yield (
                    run.year, label, target.code, target.label, target.section, str(Pillar(target.pillar).label),
                    target.goal, _hundredths(target.actual_h), target.met, target.units, target.units_met,
                )  # fmt: skip


DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "khen-thuong",
            "Khen thưởng",
            (
                Column("ten", "string", "Tên tập thể, cá nhân ngày được khen"),
                Column("chuc_danh", "string", "Chức danh; trống với tập thể"),
                Column("don_vi", "string", "Đơn vị của cá nhân"),
                Column("doi_tuong", "string", "Tập thể hoặc Cá nhân"),
                Column("hinh_thuc", "string", "Hình thức khen thưởng"),
                Column("dip", "string", "Hằng năm, Sơ kết, Tổng kết, Đột xuất"),
                Column("nam", "integer", "Năm xét"),
                Column("quyet_dinh", "string", "Số, ký hiệu quyết định"),
                Column("ngay", "date", "Ngày quyết định"),
                Column("thu_hoi", "string", "Số, ký hiệu quyết định thu hồi; trống khi còn hiệu lực"),
                Column("ngay_thu_hoi", "date", "Ngày quyết định thu hồi; trống khi còn hiệu lực"),
            ),
            _awards,
        ),
        Dataset(
            "xep-hang",
            "Xếp hạng",
            (
                Column("nam", "integer", "Năm chấm điểm"),
                Column("khoi", "string", "Khối thi đua"),
                Column("hang", "integer", "Hạng trong khối; bằng tỷ lệ thì đồng hạng"),
                Column("ma_don_vi", "string", "Mã đơn vị"),
                Column("don_vi", "string", "Tên đơn vị năm đó"),
                Column("diem", "decimal", "Điểm"),
                Column("diem_toi_da", "decimal", "Điểm tối đa của các chỉ số áp dụng"),
                Column("ty_le", "decimal", "Điểm trên điểm tối đa, phần trăm"),
            ),
            _ranking,
        ),
        Dataset(
            "muc-tieu",
            "Kết quả theo mục tiêu",
            (
                Column("nam", "integer", "Năm chấm điểm"),
                Column("loai_don_vi", "string", "Kết quả tính chung các đơn vị loại này"),
                Column("ma", "string", "Mã chỉ tiêu"),
                Column("ten", "string", "Tên ngắn"),
                Column("muc_ke_hoach", "string", "Mục của kế hoạch"),
                Column("tru_cot", "string", "Chính quyền số, Kinh tế số, Xã hội số"),
                Column("nguong", "string", "Mức phải đạt"),
                Column("ket_qua", "decimal", "Tổng tử số trên tổng mẫu số, phần trăm"),
                Column("dat", "boolean", "Tính chung có đạt không"),
                Column("so_don_vi", "integer", "Số đơn vị được chấm chỉ tiêu này"),
                Column("so_don_vi_dat", "integer", "Số đơn vị đạt"),
            ),
            _targets,
        ),
    )
}
