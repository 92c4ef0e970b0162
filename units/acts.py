"""What the audited acts of this app are called on pages."""

from config.kernel.models import ImportState

ACTS = {
    "session.start": "Đăng nhập",
    "session.end": "Đăng xuất",
    "session.refused": "Từ chối đăng nhập",
    "account.create": "Cấp tài khoản",
    "account.close": "Khóa tài khoản",
    "account.open": "Mở lại tài khoản",
    "account.password_change": "Đổi mật khẩu",
    "account.password_reset": "Đặt lại mật khẩu",
    "tenant.create": "Lập tỉnh, huyện",
    "tenant.rename": "Đổi tên cơ quan",
    "units.load": "Nạp danh mục đơn vị",
    "units.demo": "Nạp đơn vị minh họa",
    "unit.create": "Thêm đơn vị",
    "unit.update": "Sửa đơn vị",
    "unit.move": "Chuyển đơn vị",
    "unit.close": "Ngừng hoạt động đơn vị",
    "person.create": "Thêm cán bộ, người lao động",
    "person.update": "Sửa thông tin cán bộ, người lao động",
    "unit.succeed": "Ghi sắp xếp đơn vị",
    "units.reorganise": "Sắp xếp đơn vị hành chính",
    "sheet.apply": "Nhập từ Excel",
    "sheet.hand_out": "Tải phiếu tài khoản",
    "sheet.undo": "Hoàn tác nhập từ Excel",
    "substitution.make": "Ủy quyền làm thay",
    "substitution.revoke": "Thôi ủy quyền",
    "token.issue": "Tạo khóa API",
    "token.revoke": "Thu hồi khóa API",
    "demo.fill": "Nạp dữ liệu minh họa",
}
_LIFE = {"active": "đang hoạt động", "closed": "đã ngừng"}
STATES = {
    "substitution": {"open": "đang hiệu lực", "closed": "đã thôi"},
    "account": {"active": "đang mở", "closed": "đã khóa"},
    "unit": _LIFE,
    "person": _LIFE,
    "units": _LIFE,
    "tenant": _LIFE,
    "sheet": dict(ImportState.choices),
}
