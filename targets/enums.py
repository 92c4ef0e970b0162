from django.db import models


class Pillar(models.TextChoices):
    GOVERNMENT = "government", "Chính quyền số"
    ECONOMY = "economy", "Kinh tế số"
    SOCIETY = "society", "Xã hội số"
    NONE = "", "Chỉ tiêu khác"


# Path segments of `bao-cao/<nam>/<tru-cot>/`, in the order in which plans name the pillars.
PILLAR_SLUGS = {
    "chinh-quyen-so": Pillar.GOVERNMENT,
    "kinh-te-so": Pillar.ECONOMY,
    "xa-hoi-so": Pillar.SOCIETY,
    "chi-tieu-khac": Pillar.NONE,
}
PILLAR_ORDER = tuple(PILLAR_SLUGS.values())


class Source(models.TextChoices):
    PLAN = "plan", "Theo kế hoạch"
    TENANT = "tenant_default", "Mặc định của cơ quan thường trực, không phải của kế hoạch"
    OWN = "tenant", "Do cơ quan thường trực đặt, không phải của kế hoạch"
    DEMO = "demo", "Minh họa"


class SetState(models.TextChoices):
    EDITING = "editing", "Bản đang sửa, chưa áp dụng"
    DRAFT = "draft", "Áp dụng, chưa có báo cáo"
    USED = "used", "Đang dùng, không sửa"
    SUPERSEDED = "superseded", "Đã thay"


# States in which a set decides what units report.
IN_FORCE = (SetState.DRAFT, SetState.USED)


class ReportState(models.TextChoices):
    DRAFT = "draft", "Đang nhập"
    CONFIRMING = "unit_confirming", "Chờ lãnh đạo xác nhận"
    SUBMITTED = "submitted", "Đã gửi, đang thẩm định"
    RETURNED = "returned", "Trả lại để bổ sung"
    APPRAISED = "appraised", "Đã thẩm định"
    CLOSED = "closed", "Đã chốt"


# States in which the unit's figures stand and count in a score run.
COUNTED_STATES = (ReportState.SUBMITTED, ReportState.APPRAISED, ReportState.CLOSED)
# States in which the unit may write.
OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)


class Decision(models.TextChoices):
    """What the appraiser decided about one value."""

    NONE = "", "Chưa thẩm định"
    ACCEPTED = "accepted", "Chấp nhận"
    CHANGED = "changed", "Điều chỉnh"
    ASKED = "asked", "Hỏi lại"


class Layer(models.TextChoices):
    SELF = "self", "Tự chấm"
    APPRAISED = "appraised", "Thẩm định"
    FINAL = "final", "Chính thức"


class Origin(models.TextChoices):
    """Where the points of a run come from."""

    OWN = "own", "Chấm từ báo cáo"
    OUTSIDE = "outside", "Điểm do nơi khác công bố"


class RunState(models.TextChoices):
    WAITING = "waiting", "Đang chấm"
    DONE = "done", "Đã chấm, chưa công bố"
    PUBLISHED = "published", "Đã công bố"
    SUPERSEDED = "superseded", "Đã thay bằng lần chấm sau"
