"""Codes stored in the awards tables. Values are stable; labels are what people read."""

from django.db import models


class Occasion(models.TextChoices):
    ANNUAL = "annual", "Hằng năm"
    PRELIMINARY = "preliminary", "Sơ kết"
    FINAL = "final", "Tổng kết"
    AD_HOC = "ad_hoc", "Đột xuất"


class Recipient(models.TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"


class QuotaKind(models.TextChoices):
    EXACT = "exact", "Đúng số"
    AT_MOST = "at_most", "Không quá"
    SHARE = "share", "Tỷ lệ trên số tham gia"
    NONE_STATED = "none_stated", "Không nêu số lượng"


class RuleSource(models.TextChoices):
    PLAN = "plan", "Theo kế hoạch"
    EDITED = "edited", "Kế hoạch, đơn vị sửa cách xét"
    TENANT = "tenant", "Do cơ quan thường trực đặt"


class RoundState(models.TextChoices):
    DRAFT = "draft", "Mới lập"
    EVALUATING = "evaluating", "Đang xét"
    PROPOSED = "proposed", "Đã lập danh sách"
    SENT = "sent", "Đã trình"
    DECIDED = "decided", "Đã quyết định"
    CANCELLED = "cancelled", "Đã hủy"


# Units nominate, rules and facts may still change.
ROUND_OPEN = (RoundState.DRAFT, RoundState.EVALUATING)
# The proposal list stands: dossiers are written by it.
ROUND_LISTED = (RoundState.PROPOSED, RoundState.SENT)
# Candidates are there, and people still say something of them.
ROUND_JUDGED = (RoundState.EVALUATING, *ROUND_LISTED)
ROUND_OVER = (RoundState.DECIDED, RoundState.CANCELLED)


class Eligible(models.TextChoices):
    YES = "yes", "Đủ tiêu chuẩn"
    NO = "no", "Không đủ tiêu chuẩn"
    OPEN = "needs_attestation", "Chờ xác nhận"


class Standing(models.TextChoices):
    """Where a candidate stands under a rule; the values of `awards.selection.Standing`."""

    PICKED = "picked", "Được chọn"
    HELD = "held", "Tạm dừng, giữ suất"
    TIED = "tied", "Đồng điểm"
    RESERVE = "reserve", "Dự bị"
    REFUSED = "refused", "Trùng hình thức"
    PENDING = "pending", "Chờ xác nhận"
    OUT = "out", "Không đủ tiêu chuẩn"
    WITHDRAWN = "withdrawn", "Đã rút"


class HoldKind(models.TextChoices):
    DISCIPLINE = "discipline", "Đang xem xét kỷ luật"
    INVESTIGATION = "investigation", "Đang điều tra"
    INSPECTION = "inspection", "Đang thanh tra, kiểm tra"
    COMPLAINT = "complaint", "Đang giải quyết khiếu nại, tố cáo"


class Authority(models.TextChoices):
    STATE = "state", "Chủ tịch nước"
    GOVERNMENT = "government", "Thủ tướng Chính phủ"
    PROVINCE = "province", "Cấp tỉnh"
    AGENCY = "agency", "Cơ quan, đơn vị"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
    ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"


class AwardState(models.TextChoices):
    GRANTED = "granted", "Đã khen"
    REVOKED = "revoked", "Đã thu hồi"


class CouncilRole(models.TextChoices):
    CHAIR = "chair", "Chủ tịch Hội đồng"
    VICE = "vice", "Phó Chủ tịch Hội đồng"
    SECRETARY = "secretary", "Ủy viên, thư ký"
    MEMBER = "member", "Ủy viên"


class MeetingState(models.TextChoices):
    PREPARING = "preparing", "Đang chuẩn bị"
    OPEN = "open", "Đang bỏ phiếu"
    CLOSED = "closed", "Đã kiểm phiếu"
    CANCELLED = "cancelled", "Đã hủy"


class AgendaKind(models.TextChoices):
    AWARD = "award", "Đề nghị khen thưởng"
    TIE = "tie", "Chọn giữa các trường hợp bằng nhau"
    SHARE = "share", "Chấp thuận danh sách vượt 30% lãnh đạo"


class Attending(models.TextChoices):
    PRESENT = "present", "Dự họp"
    WRITTEN = "written", "Vắng, gửi ý kiến bằng văn bản"
    ABSENT = "absent", "Vắng"


class BallotMode(models.TextChoices):
    SCREEN = "screen", "Trên phần mềm"
    PAPER = "paper", "Phiếu giấy, văn bản"


class CouncilWord(models.TextChoices):
    PASSED = "passed", "Hội đồng thông qua"
    FAILED = "failed", "Hội đồng không thông qua"
