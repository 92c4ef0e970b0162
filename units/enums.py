"""Codes stored in the units tables. Values are stable; labels are what people read."""

from django.db import models


class Level(models.TextChoices):
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
    NONE = "none", "Không thuộc cấp hành chính"


class UnitKind(models.TextChoices):
    PROVINCE = "province", "Tỉnh, thành phố"
    DEPARTMENT = "department", "Sở, ban, ngành"
    DISTRICT_OFFICE = "district_office", "Phòng, ban cấp huyện"
    MASS_ORG = "mass_org", "Mặt trận, đoàn thể"
    DISTRICT = "district", "Huyện, quận, thị xã, thành phố"
    COMMUNE = "commune", "Xã, phường, thị trấn"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    TELECOM_ENTERPRISE = "telecom_enterprise", "Doanh nghiệp viễn thông, CNTT"
    COOPERATIVE = "cooperative", "Hợp tác xã"
    HEALTH_FACILITY = "health_facility", "Cơ sở y tế"
    SCHOOL = "school", "Cơ sở giáo dục"
    HOUSEHOLD = "household", "Hộ gia đình"
    ZONE_BOARD = "zone_board", "Ban quản lý khu công nghiệp"
    PARTY_BODY = "party_body", "Cơ quan Đảng"
    ARMED_FORCE = "armed_force", "Lực lượng vũ trang"
    OTHER = "other", "Khác"


ADMINISTRATIVE_KINDS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE})


class UnitForm(models.TextChoices):
    """What an administrative unit is called by law (column `kind` of the official list)."""

    PROVINCE = "province", "Tỉnh"
    CITY = "city", "Thành phố"
    URBAN_DISTRICT = "urban_district", "Quận"
    DISTRICT = "district", "Huyện"
    TOWN = "town", "Thị xã"
    WARD = "ward", "Phường"
    TOWNSHIP = "township", "Thị trấn"
    COMMUNE = "commune", "Xã"
    SPECIAL_ZONE = "special_zone", "Đặc khu"


class SuccessionKind(models.TextChoices):
    MERGE = "merge", "Hợp nhất, sáp nhập"
    SPLIT = "split", "Chia, tách"
    RENAME = "rename", "Đổi tên"
    CONTINUE = "continue", "Giữ nguyên"
    ABOLISH = "abolish", "Giải thể, kết thúc hoạt động"
    TRANSFER = "transfer_function", "Chuyển giao chức năng"


class Gender(models.TextChoices):
    FEMALE = "female", "Nữ"
    MALE = "male", "Nam"


class PersonKind(models.TextChoices):
    CIVIL_SERVANT = "civil_servant", "Cán bộ, công chức"
    PUBLIC_EMPLOYEE = "public_employee", "Viên chức"
    WORKER = "worker", "Người lao động"
    COOPERATIVE_MEMBER = "cooperative_member", "Thành viên hợp tác xã"
    BUSINESS_PERSON = "business_person", "Doanh nhân"
    INTELLECTUAL = "intellectual", "Trí thức"
    SCIENTIST = "scientist", "Nhà khoa học"
    ARMED_FORCE = "armed_force", "Lực lượng vũ trang"
    CITIZEN = "citizen", "Người dân"
    OVERSEAS = "overseas_vietnamese", "Người Việt Nam ở nước ngoài"
    FOREIGNER = "foreigner", "Người nước ngoài"


class RoleCode(models.TextChoices):
    ADMIN = "admin", "Quản trị"
    STANDING = "standing", "Cơ quan thường trực"
    BOARD = "board", "Ban Thi đua - Khen thưởng"
    LEADER = "leader", "Lãnh đạo"
    CLERK = "clerk", "Cán bộ đơn vị"
    HEAD = "head", "Thủ trưởng đơn vị"


UNIT_ROLES = frozenset({RoleCode.CLERK, RoleCode.HEAD})
