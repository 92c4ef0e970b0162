"""Four real papers that demonstration reports and registrations attach; drawn once and kept in `data/papers/`.

`python -m config.demo.papers` draws them again; equal input gives equal bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "data" / "papers"


@dataclass(frozen=True)
class Paper:
    """One file. `text` is all that it says: it must be clear that it proves nothing."""

    code: str
    title: str
    text: tuple[str, ...]

    @property
    def content(self) -> bytes:
        return _content(self.code)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


_NOTE = "Tài liệu minh họa do phần mềm Thi đua số tạo ra để dùng thử; không có giá trị pháp lý."
PAPERS = {
    paper.code: paper
    for paper in (
        Paper(
            "ke-hoach-phat-dong",
            "Kế hoạch phát động phong trào thi đua chuyển đổi số",
            (
                "1. Mục đích: đưa phong trào thi đua chuyển đổi số đến từng công chức, người lao động của đơn vị.",
                "2. Nội dung: số hóa hồ sơ, xử lý công việc trên môi trường mạng, lập tổ công nghệ số cộng đồng.",
                "3. Tổ chức thực hiện: người đứng đầu đơn vị chủ trì; bộ phận một cửa theo dõi số liệu hằng tháng.",
            ),
        ),
        Paper(
            "bao-cao-so-lieu",
            "Báo cáo số liệu chuyển đổi số của đơn vị",
            (
                "Số liệu được tổng hợp từ phần mềm quản lý văn bản, Cổng dịch vụ công và sổ theo dõi của đơn vị.",
                "Tử số và mẫu số của từng chỉ tiêu được ghi trong báo cáo năm trên phần mềm.",
            ),
        ),
        Paper(
            "trich-xuat-he-thong",
            "Trích xuất số liệu từ hệ thống thông tin giải quyết thủ tục hành chính",
            (
                "Kỳ trích xuất: từ ngày 01 tháng 01 đến ngày 30 tháng 11.",
                "Hồ sơ tiếp nhận trực tuyến, hồ sơ giải quyết đúng hạn, văn bản ký số được đếm tự động.",
            ),
        ),
        Paper(
            "quyet-dinh-thanh-lap",
            "Quyết định về việc thành lập tổ công nghệ số cộng đồng",
            (
                "Điều 1. Thành lập tổ công nghệ số cộng đồng trên địa bàn, mỗi tổ từ 05 đến 09 người.",
                "Điều 2. Tổ có nhiệm vụ hướng dẫn người dân dùng dịch vụ công trực tuyến và nền tảng số.",
            ),
        ),
        Paper(
            "bien-ban-tiep-nhan",
            "Biên bản tiếp nhận đóng góp cho phong trào thi đua chuyển đổi số",
            (
                "Bên đóng góp và bên tiếp nhận cùng xác nhận khoản đóng góp, trị giá và mục đích sử dụng.",
                "Hiện vật được giao tại nơi thụ hưởng; trị giá ghi theo hóa đơn kèm theo.",
            ),
        ),
    )
}


@cache
def _content(code: str) -> bytes:
    return (HERE / f"{code}.pdf").read_bytes()


def place(root: Path, slug: str) -> None:
    """Put every paper where `config.kernel.files` keeps the files of tenant `slug` under the media root."""
    for paper in PAPERS.values():
        target = root / slug / paper.digest[:2] / paper.digest
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(paper.content)


def draw() -> None:
    """Draw the files anew, after a change of the texts."""
    from config.kernel.pdf.render import Meta, html_to_pdf  # noqa: PLC0415 -- slow, and only for this

    HERE.mkdir(exist_ok=True)
    for paper in PAPERS.values():
        body = "".join(f"<p>{line}</p>" for line in paper.text)
        html = (
            f'<html lang="vi"><head><title>{paper.title}</title></head><body><h1>{paper.title}</h1>'
            f"{body}<p><em>{_NOTE}</em></p></body></html>"
        )
        (HERE / f"{paper.code}.pdf").write_bytes(html_to_pdf(html, Meta(paper.title, "Thi đua số")))


if __name__ == "__main__":
    draw()
