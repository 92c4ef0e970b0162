"""What each role may do. The table is synchronised into every tenant by `load_units`.

Administrator, standing agency, board and leader act over the whole tenant; clerk and head over their unit and
what lies below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from units.enums import RoleCode
from units.models import Tenant

READING = frozenset({"plan.view", "progress.view", "register.view", "contributions.view"})

VERBS: dict[str, frozenset[str]] = {
    RoleCode.ADMIN: READING
    | {"tenant.admin", "units.edit", "users.edit", "campaigns.edit"}
    | {"reports.view", "rounds.view", "dossiers.view", "audit.view"},
    RoleCode.STANDING: READING
    | {"units.edit", "campaigns.edit", "registrations.confirm"}
    | {"contributions.edit", "contributions.confirm", "practices.review"}
    | {"reports.view", "reports.appraise", "scores.run", "scores.publish"}
    | {"rounds.view", "rounds.manage", "rounds.attest"}
    | {"dossiers.view", "dossiers.receive", "dossiers.consult", "audit.view"},
    RoleCode.BOARD: READING
    | {"contributions.confirm", "practices.review"}
    | {"reports.view", "rounds.view", "rounds.attest", "council.manage"}
    | {"dossiers.view", "dossiers.appraise", "dossiers.present", "dossiers.consult", "audit.view"},
    RoleCode.LEADER: READING | {"reports.view", "rounds.view", "dossiers.view", "decisions.sign", "audit.view"},
    RoleCode.CLERK: READING
    | {"registrations.edit", "contributions.edit", "practices.edit"}
    | {"reports.view", "reports.edit", "dossiers.view", "dossiers.edit"},
    RoleCode.HEAD: READING | {"reports.view", "reports.confirm", "dossiers.view", "dossiers.confirm"},
}

VERB_LABELS: dict[str, str] = {
    "tenant.admin": "Quản trị hệ thống của tỉnh, huyện",
    "units.edit": "Sửa danh mục đơn vị",
    "users.edit": "Cấp, khóa tài khoản",
    "campaigns.edit": "Sửa phong trào, lịch, kỳ báo cáo",
    "plan.view": "Xem kế hoạch",
    "progress.view": "Xem tiến độ",
    "register.view": "Xem sổ khen thưởng",
    "audit.view": "Xem nhật ký",
    "registrations.edit": "Lập đăng ký thi đua",
    "registrations.confirm": "Xác nhận đăng ký thi đua",
    "contributions.view": "Xem sổ đóng góp",
    "contributions.edit": "Ghi đóng góp kinh phí, hiện vật",
    "contributions.confirm": "Xác nhận đóng góp",
    "practices.edit": "Gửi điển hình, mô hình, sáng kiến",
    "practices.review": "Duyệt, công bố điển hình, mô hình, sáng kiến",
    "reports.view": "Xem báo cáo",
    "reports.edit": "Nhập báo cáo",
    "reports.confirm": "Xác nhận và gửi báo cáo",
    "reports.appraise": "Thẩm định báo cáo",
    "scores.run": "Chấm điểm",
    "scores.publish": "Công bố điểm",
    "rounds.view": "Xem đợt xét",
    "rounds.manage": "Lập, điều hành đợt xét",
    "rounds.attest": "Xác nhận tiêu chuẩn",
    "council.manage": "Chuẩn bị, điều hành phiên họp Hội đồng",
    "dossiers.view": "Xem hồ sơ",
    "dossiers.edit": "Lập hồ sơ đề nghị",
    "dossiers.confirm": "Xác nhận hồ sơ đề nghị",
    "dossiers.receive": "Tiếp nhận hồ sơ",
    "dossiers.appraise": "Thẩm định hồ sơ",
    "dossiers.consult": "Lấy ý kiến hiệp y của cơ quan khác",
    "dossiers.present": "Trình quyết định",
    "decisions.sign": "Ký quyết định",
}


@dataclass(frozen=True)
class RoleSpec:
    code: str
    name: str
    verbs: tuple[str, ...]
    order: int


def is_reading(verb: str) -> bool:
    """True for verbs that change nothing; all that an account of an abolished unit keeps."""
    return verb.endswith(".view")


def specs_for(tenant: Tenant) -> list[RoleSpec]:
    """The six roles under this tenant's own titles."""
    authority = tenant.body("authority").short
    names = {
        RoleCode.ADMIN: "Quản trị hệ thống",
        RoleCode.STANDING: f"Chuyên viên {tenant.standing_short}",
        RoleCode.BOARD: f"Chuyên viên {tenant.board_short}",
        RoleCode.LEADER: f"Lãnh đạo {authority}",
        RoleCode.CLERK: "Cán bộ đầu mối của đơn vị",
        RoleCode.HEAD: "Thủ trưởng đơn vị",
    }
    return [
        RoleSpec(code=str(code), name=names[code], verbs=tuple(sorted(VERBS[code])), order=place)
        for place, code in enumerate(RoleCode)
    ]
