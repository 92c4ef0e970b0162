"""Every word that a plan file may use, with its Vietnamese label.

Pure data: no Django, so that the loader can check a plan without a database.
"""

UNIT_KINDS = {
    "province": "Tỉnh, thành phố",
    "department": "Sở, ban, ngành",
    "district_office": "Phòng, ban cấp huyện",
    "mass_org": "Mặt trận, đoàn thể",
    "district": "UBND cấp huyện",
    "commune": "UBND cấp xã",
    "enterprise": "Doanh nghiệp",
    "telecom_enterprise": "Doanh nghiệp viễn thông, CNTT",
    "cooperative": "Hợp tác xã",
    "health_facility": "Cơ sở y tế",
    "school": "Trường học",
    "household": "Hộ gia đình",
    "zone_board": "Ban quản lý khu công nghiệp",
    "party_body": "Cơ quan Đảng",
    "armed_force": "Lực lượng vũ trang",
    "other": "Tổ chức khác",
}

PERSON_KINDS = {
    "civil_servant": "Cán bộ, công chức",
    "public_employee": "Viên chức",
    "worker": "Người lao động",
    "cooperative_member": "Thành viên hợp tác xã",
    "business_person": "Doanh nhân",
    "intellectual": "Trí thức",
    "scientist": "Nhà khoa học",
    "citizen": "Người dân",
    "overseas_vietnamese": "Người Việt Nam định cư ở nước ngoài",
    "foreigner": "Người nước ngoài",
    "armed_force": "Chiến sĩ lực lượng vũ trang",
}

SUBJECT_KINDS = UNIT_KINDS | PERSON_KINDS

SUBJECTS = {"collective": "Tập thể", "individual": "Cá nhân"}

PILLARS = {"government": "Chính quyền số", "economy": "Kinh tế số", "society": "Xã hội số"}

UNIT_LEVELS = {
    "province": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
    "enterprise": "Doanh nghiệp",
    "cooperative": "Hợp tác xã",
    "household": "Hộ gia đình",
    "individual": "Cá nhân",
}

COMPARATORS = {
    "gte": "từ … trở lên",
    "gt": "trên …",
    "lte": "không quá …",
    "lt": "dưới …",
    "eq": "bằng …",
    "range": "từ … trở lên, đủ điểm ở mức cao nhất",
    "boolean": "có / không",
    "qualitative": "định tính",
}

TARGET_KINDS = {"quantitative": "Định lượng", "boolean": "Có / không", "qualitative": "Định tính"}

TARGET_ROLES = {
    "specific_target": "Mục tiêu cụ thể",
    "standard": "Tiêu chuẩn",
    "general_objective": "Mục tiêu chung",
    "content": "Nội dung thi đua",
}

TARGET_UNITS = {
    "%": "phần trăm",
    "% GRDP": "phần trăm GRDP",
    "người": "người",
    "đơn vị": "đơn vị",
    "điểm": "điểm",
    "lần": "lần",
    "thiết bị": "thiết bị",
    "mô hình": "mô hình",
}

STANDARD_SCOPES = {
    "common": "Tiêu chuẩn chung",
    "state": "Khen cấp Nhà nước",
    "province": "Khen cấp tỉnh",
    "district": "Khen cấp huyện",
    "unit": "Khen tại đơn vị",
}

OCCASIONS = {"annual": "Hằng năm", "preliminary": "Sơ kết", "final": "Tổng kết", "ad_hoc": "Đột xuất"}

AWARD_FORMS = {
    "HCLD3": "Huân chương Lao động hạng Ba",
    "BK_TTG": "Bằng khen của Thủ tướng Chính phủ",
    "BK_TINH": "Bằng khen của Chủ tịch UBND tỉnh",
    "GK_SO": "Giấy khen của Thủ trưởng sở, ban, ngành, đoàn thể",
    "GK_HUYEN": "Giấy khen của Chủ tịch UBND cấp huyện",
    "GK_XA": "Giấy khen của Chủ tịch UBND cấp xã",
    "GK_DN": "Giấy khen của người đứng đầu doanh nghiệp, hợp tác xã",
}

# Forms of award that a rule may give and that no dossier component of a plan names.
FLAGS = {"CO_TINH": "Cờ thi đua của UBND tỉnh"}

QUOTA_KINDS = {
    "exact": "đúng số",
    "at_most": "không quá",
    "share": "tỷ lệ trên số tham gia",
    "none_stated": "kế hoạch không nêu",
}

TIMELINE_KINDS = {
    "launch": "Phát động",
    "unit_plan": "Đơn vị ban hành kế hoạch",
    "registration": "Đăng ký thi đua",
    "implementation": "Triển khai thực hiện",
    "annual_report": "Báo cáo hằng năm",
    "synthesis_report": "Tổng hợp báo cáo",
    "annual_review": "Sơ kết, xét khen hằng năm",
    "preliminary_review": "Sơ kết",
    "final_review": "Tổng kết",
    "other": "Mốc khác",
}

COMPONENTS = {
    "proposal_letter": "Tờ trình, văn bản đề nghị",
    "nominee_list": "Danh sách đề nghị",
    "minutes": "Biên bản họp xét",
    "achievement_report": "Báo cáo thành tích",
    "copies": "Số lượng hồ sơ",
    "other": "Thành phần khác",
}

BODY_ROLES = {
    "standing": "Cơ quan thường trực phong trào",
    "award_board": "Cơ quan thi đua, khen thưởng",
    "council": "Hội đồng Thi đua - Khen thưởng",
    "authority": "Người có thẩm quyền quyết định",
    "intake": "Tiếp nhận hồ sơ",
    "inspection": "Kiểm tra, giám sát",
    "media": "Tuyên truyền",
    "finance": "Kinh phí",
    "units": "Cơ quan, đơn vị tham gia",
    "mass_orgs": "Mặt trận, đoàn thể",
    "enterprises": "Doanh nghiệp",
    "other": "Khác",
}

SOURCE_KINDS = {
    "plan": "Toàn văn kế hoạch",
    "press_summary": "Bài báo tóm tắt kế hoạch",
    "own": "Soạn trên hệ thống, chưa có toàn văn",
}
ITEM_SOURCES = {
    "plan": "Kế hoạch",
    "tenant": "Do cơ quan thường trực đặt",
    "tenant_default": "Mặc định của cơ quan thường trực",
    "demo": "Minh họa",
}

VALUE_KINDS = {"share": "Tỷ lệ", "number": "Số", "boolean": "Có / không", "text": "Lời văn"}
METHODS = {
    "ratio_cap": "Đạt ngưỡng được đủ điểm, chưa đạt tính theo tỷ lệ",
    "ratio": "Điểm nhân tỷ lệ",
    "step": "Theo bậc",
    "yes_no": "Có / không",
    "option": "Theo lựa chọn",
    "manual": "Người thẩm định chấm",
    "lower_is_better": "Càng thấp càng tốt",
}
