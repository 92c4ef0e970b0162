"""What pages say: what is asked before a step that cannot be taken back, and who has a dossier now."""

from config.kernel.tenancy import current_tenant
from dossiers.enums import DossierState
from dossiers.models import Dossier

# Asked before steps that cannot be taken back: question, consequence.
ASKS = {
    "confirm": ("Xác nhận hồ sơ?", "Các văn bản lấy số, ngày hôm nay và tên người ký, rồi được kết xuất lại."),
    "submit": ("Gửi hồ sơ?", "Sau khi gửi, đơn vị chỉ sửa được khi hồ sơ bị trả lại."),
}
# Said beside the question for the reason, before steps that the other side feels.
FOLLOWS = {
    "withdraw": "Hồ sơ đã rút không lập lại, gửi lại được trong đợt xét này.",
    "hold": "Hồ sơ đứng lại ở bước này đến khi có kết luận; đơn vị thấy lý do.",
    "reject": "Các tập thể, cá nhân trong hồ sơ không được khen ở đợt này.",
}
_WAITS = {
    DossierState.DRAFT: "Hồ sơ đang do đơn vị lập.",
    DossierState.RETURNED: "Hồ sơ đang chờ đơn vị bổ sung.",
    DossierState.UNIT_CONFIRMED: "Lãnh đạo đơn vị đã xác nhận; cán bộ của đơn vị gửi hồ sơ.",
    DossierState.SUBMITTED: "Hồ sơ đang chờ {standing} tiếp nhận.",
    DossierState.RECEIVED: "Hồ sơ đang được {standing} thẩm định.",
    DossierState.ON_HOLD: "Hồ sơ đang tạm dừng; {standing} xét tiếp khi có kết luận.",
    DossierState.APPRAISED_ICT: "Hồ sơ đang chờ {board} thẩm định.",
    DossierState.APPRAISED_TDKT: "{board} trình quyết định cho cả đợt xét.",
    DossierState.PRESENTED: "Hồ sơ đã trình, đang chờ {leader} quyết định.",
    DossierState.DECIDED: "Đã có quyết định khen thưởng.",
    DossierState.FORWARDED: "Đã trình cấp trên quyết định.",
    DossierState.REJECTED: "Hồ sơ không được khen thưởng; lý do ở quá trình xử lý.",
    DossierState.WITHDRAWN: "Đơn vị đã rút hồ sơ.",
}


def waits_for(dossier: Dossier) -> str:
    """At whose desk a dossier lies, for those who have nothing to do there now."""
    tenant = current_tenant()
    words = _WAITS[DossierState(dossier.state)].format(
        standing=tenant.standing_short, board=tenant.board_short, leader=tenant.chairman_title
    )
    return words[:1].upper() + words[1:]
