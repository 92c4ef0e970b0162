"""Codes stored in the dossiers tables. Values are stable; labels are what people read."""

from django.db import models


class DossierState(models.TextChoices):
    DRAFT = "draft", "Đơn vị đang lập"
    UNIT_CONFIRMED = "unit_confirmed", "Lãnh đạo đơn vị đã xác nhận"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Trả lại để bổ sung"
    RECEIVED = "received", "Cơ quan thường trực đã nhận"
    APPRAISED_ICT = "appraised_ict", "Cơ quan thường trực: đủ điều kiện"
    APPRAISED_TDKT = "appraised_tdkt", "Cơ quan thi đua, khen thưởng đã thẩm định"
    PRESENTED = "presented", "Đã trình người quyết định"
    DECIDED = "decided", "Đã có quyết định"
    FORWARDED = "forwarded", "Đã trình cấp trên"
    REJECTED = "rejected", "Không được khen thưởng"
    ON_HOLD = "on_hold", "Tạm dừng"
    WITHDRAWN = "withdrawn", "Đơn vị đã rút"


OPEN_STATES = frozenset({
    DossierState.DRAFT, DossierState.UNIT_CONFIRMED, DossierState.SUBMITTED, DossierState.RETURNED,
    DossierState.RECEIVED, DossierState.APPRAISED_ICT, DossierState.APPRAISED_TDKT, DossierState.PRESENTED,
    DossierState.ON_HOLD,
})  # fmt: skip
# The unit may still change its papers.
EDITABLE_STATES = frozenset({DossierState.DRAFT, DossierState.RETURNED})
# Where a dossier stands for a reason that somebody gave.
STOPPED = frozenset({DossierState.ON_HOLD, DossierState.WITHDRAWN, DossierState.REJECTED})
# Somebody reads again what was changed after a return.
READ_AGAIN = frozenset({
    DossierState.RETURNED, DossierState.UNIT_CONFIRMED, DossierState.SUBMITTED, DossierState.RECEIVED,
    DossierState.ON_HOLD, DossierState.APPRAISED_ICT, DossierState.APPRAISED_TDKT,
})  # fmt: skip


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    RENDERING = "rendering", "Đang kết xuất"
    READY = "ready", "Đã kết xuất"
    ISSUED = "issued", "Đã ban hành"


# Kinds of paper that the unit writes; all others are of the tenant's own bodies.
UNIT_PAPERS = ("proposal", "minutes", "report_collective", "report_individual", "confirmation")


class ReviewOccasion(models.TextChoices):
    """What the standing agency reports on; the codes are those of the award rounds."""

    ANNUAL = "annual", "Báo cáo năm"
    PRELIMINARY = "preliminary", "Báo cáo sơ kết"
    FINAL = "final", "Báo cáo tổng kết"


class SignedAs(models.TextChoices):
    PERSON = "person", "Cá nhân ký"
    ORGANISATION = "organisation", "Cơ quan ký"


class ConsultationState(models.TextChoices):
    ASKED = "asked", "Chờ trả lời"
    DRAFTED = "drafted", "Chờ lãnh đạo duyệt trả lời"
    ANSWERED = "answered", "Đã trả lời"
    SILENT = "silent", "Hết hạn, không trả lời"
    CANCELLED = "cancelled", "Đã rút yêu cầu"


class Opinion(models.TextChoices):
    AGREE = "agree", "Đồng ý"
    REMARKS = "remarks", "Đồng ý, có ý kiến thêm"
    DISAGREE = "disagree", "Không đồng ý"


class HearingState(models.TextChoices):
    OPEN = "open", "Đang lấy ý kiến"
    CLOSED = "closed", "Đã kết thúc"


class AccessAct(models.TextChoices):
    OPEN = "open", "Mở xem"
    DOWNLOAD = "download", "Tải về"
    EXPORT = "export", "Kết xuất cả bộ"
    API = "api", "Đọc qua API"
