"""Codes stored in the campaigns tables. Values are stable; labels are what people read."""

from django.db import models


class CampaignState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    PUBLISHED = "published", "Đang áp dụng"
    CLOSED = "closed", "Đã kết thúc"


class DraftState(models.TextChoices):
    OPEN = "open", "Đang soạn"
    PUBLISHED = "published", "Đã ban hành"
    DISCARDED = "discarded", "Đã bỏ"


class VersionOrigin(models.TextChoices):
    FILE = "file", "Nạp từ tệp kế hoạch"
    BROWSER = "browser", "Soạn trên hệ thống"


class ClauseKind(models.TextChoices):
    """Paragraphs of a plan that have no structure of their own. Values follow the keys of a plan file."""

    LEGAL_BASIS = "legal_bases", "Căn cứ"
    PURPOSE = "purposes", "Mục đích"
    REQUIREMENT = "requirements", "Yêu cầu"
    CONTENT = "contents", "Nội dung thi đua"
    GENERAL_OBJECTIVE = "general_objectives", "Mục tiêu chung"
    FUNDING = "funding", "Kinh phí"
    DOUBT = "doubts", "Chỗ cần làm rõ"


class RegistrationState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    RETURNED = "returned", "Trả lại"


class PeriodState(models.TextChoices):
    PLANNED = "planned", "Chưa mở"
    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã đóng"


class DateSource(models.TextChoices):
    """Who set a date: the plan, or the tenant where the plan names none (decision 10)."""

    PLAN = "plan", "Theo kế hoạch"
    TENANT = "tenant", "Thiết lập của đơn vị"


class Matter(models.TextChoices):
    """What units are reminded of."""

    REPORT = "report", "Báo cáo năm"
    REGISTRATION = "registration", "Đăng ký thi đua"


class Channel(models.TextChoices):
    PAGE = "page", "Trong phần mềm"
    EMAIL = "email", "Thư điện tử"


class ReminderState(models.TextChoices):
    """`sending` that stays is a letter of which nobody can say whether it left; it is not sent twice."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    KEPT = "kept", "Chưa cấu hình máy chủ thư"


class Giver(models.TextChoices):
    """Who gave: a unit of the register, a person of the register, or somebody who stands in neither."""

    UNIT = "unit", "Tập thể"
    PERSON = "person", "Cá nhân"
    OTHER = "other", "Ngoài danh mục"


class GiftKind(models.TextChoices):
    MONEY = "money", "Kinh phí"
    GOODS = "goods", "Hiện vật"


class GiftState(models.TextChoices):
    RECORDED = "recorded", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    REFUSED = "refused", "Chưa ghi nhận"
    WITHDRAWN = "withdrawn", "Đã rút"


class PracticeKind(models.TextChoices):
    """What a unit offers to others. `EXEMPLAR` is a body or a person worth following."""

    EXEMPLAR = "exemplar", "Điển hình tiên tiến"
    MODEL = "model", "Mô hình"
    INITIATIVE = "initiative", "Sáng kiến, giải pháp"
    PRACTICE = "practice", "Cách làm hay"


class PracticeState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ duyệt"
    PUBLISHED = "published", "Đã công bố"
    RETURNED = "returned", "Trả lại"
    WITHDRAWN = "withdrawn", "Đã rút"


class RecognitionLevel(models.TextChoices):
    """Who recognised an initiative; the codes are those of the award rules."""

    UNIT = "unit", "Cấp cơ sở"
    COMMUNE = "commune", "Cấp xã"
    DISTRICT = "district", "Cấp huyện"
    PROVINCE = "province", "Cấp tỉnh"
    STATE = "state", "Toàn quốc"


class AdoptionState(models.TextChoices):
    PLANNED = "planned", "Đăng ký áp dụng"
    APPLIED = "applied", "Đã áp dụng"
    STOPPED = "stopped", "Thôi áp dụng"
