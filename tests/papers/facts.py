"""Facts for the tests: one province's round as it would be, and the same with everything that strains a page."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dossiers.documents.data import (
    AwardFacts,
    CampaignFacts,
    Check,
    ChecklistRow,
    EntryRow,
    Facts,
    Folder,
    Issuer,
    Meeting,
    NomineeRow,
    Paper,
    PersonName,
    Profile,
    Reference,
    ResultRow,
    Signer,
    VoteRow,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PLAN = Reference(
    kind="Kế hoạch",
    number="243/KH-UBND",
    dated=date(2022, 11, 16),
    issuer="Ủy ban nhân dân tỉnh Kiên Giang",
    about="phát động và tổ chức thực hiện phong trào thi đua “Kiên Giang thực hiện chương trình Chuyển đổi số”"
    " giai đoạn 2022-2025",
)
CAMPAIGN = CampaignFacts(title="Kiên Giang thực hiện chương trình Chuyển đổi số", plan=PLAN, period="2022-2025")
AWARD = AwardFacts(name="Bằng khen", giver="Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang", code="BK_TINH")
COMMUNE = Issuer(
    name="Ủy ban nhân dân xã Mỹ Lâm",
    parent_name="Ủy ban nhân dân huyện Hòn Đất",
    place="Mỹ Lâm",
    abbreviation="UBND",
    drafter="VHXH",
)
PROVINCE = Issuer(
    name="Ủy ban nhân dân tỉnh Kiên Giang",
    place="Kiên Giang",
    abbreviation="UBND",
    drafter="TĐKT",
    authority="Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang",
)
HOME_AFFAIRS = Issuer(
    name="Sở Nội vụ",
    parent_name="Ủy ban nhân dân tỉnh Kiên Giang",
    place="Kiên Giang",
    abbreviation="SNV",
    drafter="TĐKT",
)
STANDING = Issuer(
    name="Sở Thông tin và Truyền thông",
    parent_name="Ủy ban nhân dân tỉnh Kiên Giang",
    place="Kiên Giang",
    abbreviation="STTTT",
    drafter="VT&CNTT",
)
HEAD = Signer(collective="Ủy ban nhân dân", title="Chủ tịch", name="Nguyễn Thanh Tùng")
CHAIRMAN = Signer(mode="KT.", head_title="Chủ tịch", title="Phó Chủ tịch", name="Lê Quốc Trung")
DIRECTOR = Signer(title="Giám đốc", name="Trần Thị Hồng Hạnh")

WOMEN = {"Thị Mai Lan", "Hoàng Yến", "Thị Bích Ngọc", "Ngọc Quỳnh"}
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"]
GIVEN = ["Thị Mai Lan", "Văn Phước", "Hoàng Yến", "Quốc Đạt", "Thị Bích Ngọc", "Đức Thắng", "Ngọc Quỳnh", "Hữu Nghĩa"]
MERITS = (
    "Hoàn thành 100% chỉ tiêu về hồ sơ công việc xử lý trên môi trường mạng.",
    "Tham mưu xây dựng, duy trì 12 tổ công nghệ số cộng đồng ở 6 ấp.",
    "Có sáng kiến số hóa hồ sơ hộ tịch được công nhận năm 2023.",
)


def nominees(collectives: int, people: int) -> tuple[NomineeRow, ...]:
    rows = [
        NomineeRow(
            name="Ủy ban nhân dân xã Mỹ Lâm" if place == 0 else f"Tổ công nghệ số cộng đồng ấp {place}",
            collective=True,
            unit="Ủy ban nhân dân huyện Hòn Đất" if place == 0 else "xã Mỹ Lâm",
            merit=MERITS[place % 3],
            prize=3_600_000,
        )
        for place in range(collectives)
    ]
    rows += [
        NomineeRow(
            name=f"{SURNAMES[place % 12]} {GIVEN[place % 8]}",
            collective=False,
            salutation="Bà" if GIVEN[place % 8] in WOMEN else "Ông",
            position="Công chức Văn hóa - xã hội",
            unit="Ủy ban nhân dân xã Mỹ Lâm",
            merit=MERITS[(place + 1) % 3],
            prize=1_800_000,
        )
        for place in range(people)
    ]
    return tuple(rows)


def meeting(rows: tuple[NomineeRow, ...]) -> Meeting:
    return Meeting(
        body="Hội đồng Thi đua - Khen thưởng xã Mỹ Lâm",
        starts=datetime(2023, 12, 1, 8, 0, tzinfo=HANOI),
        ends=datetime(2023, 12, 1, 10, 30, tzinfo=HANOI),
        location="Phòng họp Ủy ban nhân dân xã Mỹ Lâm",
        chair=PersonName(
            name="Nguyễn Thanh Tùng", title="Chủ tịch Ủy ban nhân dân xã, Chủ tịch Hội đồng", salutation="Ông"
        ),
        secretary=PersonName(name="Phạm Thị Mai Lan", title="Công chức Văn hóa - xã hội", salutation="Bà"),
        present=(
            PersonName(name="Nguyễn Thanh Tùng", title="Chủ tịch Ủy ban nhân dân xã", salutation="Ông"),
            PersonName(name="Võ Minh Châu", title="Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam xã", salutation="Bà"),
            PersonName(name="Danh Út", title="Phó Chủ tịch Hội đồng nhân dân xã", salutation="Ông"),
        ),
        absent=(PersonName(name="Lý Thị Sen", title="Chủ tịch Hội Nông dân xã, đi công tác", salutation="Bà"),),
        members=9,
        votes=tuple(VoteRow(name=row.name, in_favour=8, against=0, no_opinion=0, total=9) for row in rows),
    )


RESULTS = (
    ResultRow(
        name="Tỷ lệ hồ sơ công việc cấp xã được xử lý trên môi trường mạng",
        target="≥ 60%",
        actual="79,39%",
        verdict="Đạt",
    ),
    ResultRow(name="Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ", target="≥ 80%", actual="86,00%", verdict="Đạt"),
    ResultRow(
        name="Tỷ lệ dân số trưởng thành có tài khoản định danh điện tử",
        target="≥ 50%",
        actual="48,50%",
        verdict="Chưa đạt",
    ),
)

TYPED = {
    "measures": (
        "Thành lập Tổ công nghệ số cộng đồng tại 6/6 ấp với 42 thành viên, đến từng nhà hướng dẫn người dân"
        " cài đặt tài khoản định danh điện tử và nộp hồ sơ trực tuyến.\n"
        "Số hóa 1.245 hồ sơ hộ tịch từ năm 2007 đến nay; niêm yết mã QR của 187 thủ tục tại bộ phận một cửa."
    ),
    "effects": "Thời gian giải quyết một hồ sơ hộ tịch giảm từ 3 ngày còn 1 ngày; 97,4% người dân được hỏi hài lòng.",
    "overview": "Xã Mỹ Lâm có 6 ấp, 4.512 hộ; Ủy ban nhân dân xã có 21 cán bộ, công chức.",
}


STANDING_PAPERS = (
    "receipt", "supplement", "supplement_slip", "reminder", "appraisal", "eligible_list", "consultation",
    "review_report", "score_sheet", "cover", "contents", "outgoing_register",
)  # fmt: skip
BOARD_PAPERS = ("board_proposal", "ineligible", "council_minutes", "public_notice")
LEADER_PAPERS = ("decision", "revocation", "certificate", "pm_proposal", "president_proposal")
HIGHER = {
    "pm_proposal": (AwardFacts(name="Bằng khen", giver="Thủ tướng Chính phủ", code="BK_TTG"), 2),
    "president_proposal": (AwardFacts(name="Huân chương Lao động hạng Ba", giver="Chủ tịch nước", code="HCLD3"), 3),
}
ENTRIES = tuple(
    EntryRow(
        number=number, dated=day, about=about, author="UBND xã Mỹ Lâm", signer="Nguyễn Thanh Tùng",
        recipients="Chủ tịch UBND tỉnh; Sở TT&TT", kept_by="Văn thư", pages=pages,
    )
    for number, day, about, pages in (
        ("05/TTr-UBND", date(2023, 12, 4), "Tờ trình về việc đề nghị tặng Bằng khen sơ kết năm 2023", "01-03"),
        ("06/BB-UBND", date(2023, 12, 1), "Biên bản họp xét khen thưởng", "04-05"),
        ("", date(2023, 12, 2), "Báo cáo thành tích của bà Phạm Thị Mai Lan", "06-08"),
    )
)  # fmt: skip
FOLDER = Folder(
    code="2023/HSKT-05",
    title="Hồ sơ đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang, sơ kết năm 2023, xã Mỹ Lâm",
    starts=date(2023, 12, 1),
    ends=date(2023, 12, 4),
    sheets=8,
    retention="20 năm",
)
CHECK = Check(code="3F2A-91C0-4B7D-A6E8", url="https://thidua.example.vn/kien-giang/xac-minh/3F2A-91C0-4B7D-A6E8/")


def facts(code: str, *, collectives: int = 2, people: int = 3, **changes: object) -> Facts:
    """Facts of one kind of paper; `changes` replace fields."""
    rows = nominees(collectives, people)
    leader = code.startswith(LEADER_PAPERS)
    base = Facts(
        issuer=PROVINCE if leader else COMMUNE,
        signer=CHAIRMAN if leader else HEAD,
        campaign=CAMPAIGN,
        paper=Paper(number=5, dated=date(2023, 12, 4)),
        occasion="sơ kết năm 2023",
        award=AWARD,
        nominees=rows,
        addressees=("Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang", "Sở Thông tin và Truyền thông tỉnh Kiên Giang"),
        recipients=("Phòng Nội vụ huyện", "Đảng ủy, HĐND xã"),
        meeting=meeting(rows),
        cites=(Reference(kind="Tờ trình", number="56/TTr-SNV", dated=date(2023, 12, 1)),),
        results=RESULTS,
        decided_on=date(2023, 12, 20),
        proposer="Giám đốc Sở Nội vụ",
        executors=(
            "Chánh Văn phòng Ủy ban nhân dân tỉnh",
            "Giám đốc Sở Nội vụ",
            "Giám đốc Sở Thông tin và Truyền thông",
            "Chủ tịch Ủy ban nhân dân huyện Hòn Đất và các tập thể, cá nhân",
        ),
        fund="Quỹ thi đua, khen thưởng tỉnh",
        year=2023,
        deadline=date(2023, 12, 14),
        received_at=datetime(2023, 12, 5, 9, 15, tzinfo=HANOI),
        checklist=(
            ChecklistRow(name="Tờ trình kèm danh sách", form="bản chính"),
            ChecklistRow(name="Biên bản họp xét khen thưởng", form="bản chính"),
            ChecklistRow(name="Báo cáo thành tích", form="bản chính", copies=5, present=False, note="Thiếu 01 báo cáo"),
        ),
        entries=ENTRIES,
        folder=FOLDER,
        check=CHECK,
    )
    if code in HIGHER:
        award, copies = HIGHER[code]
        base = replace(
            base, award=award, copies=copies, addressees=("Thủ tướng Chính phủ",),
            signer=replace(CHAIRMAN, collective="Ủy ban nhân dân"),
        )  # fmt: skip
    if code.startswith("report_collective"):
        base = replace(
            base,
            addressees=(),
            profile=Profile(
                name="Ủy ban nhân dân xã Mỹ Lâm",
                collective=True,
                address="ấp Mỹ Phú, xã Mỹ Lâm, huyện Hòn Đất",
            ),
        )
    if code.startswith("report_individual"):
        base = replace(
            base,
            addressees=(),
            signer=Signer(title="Người báo cáo", name="Phạm Thị Mai Lan"),
            unit_head=HEAD,
            profile=Profile(
                name="Phạm Thị Mai Lan",
                collective=False,
                unit="Ủy ban nhân dân xã Mỹ Lâm",
                gender="Nữ",
                position="Công chức Văn hóa - xã hội",
                birth_date=date(1988, 2, 9),
                hometown="xã Mỹ Lâm, huyện Hòn Đất",
                residence="ấp Mỹ Phú, xã Mỹ Lâm, huyện Hòn Đất, tỉnh Kiên Giang",
                profession="Cử nhân Luật",
            ),
        )
    if code in STANDING_PAPERS:
        base = replace(base, issuer=STANDING, signer=DIRECTOR)
    if code in BOARD_PAPERS:
        base = replace(base, issuer=HOME_AFFAIRS, signer=DIRECTOR)
    if code == "eligible_list":
        base = replace(base, cites=(Reference(kind="Báo cáo", number="61/BC-STTTT", dated=date(2023, 12, 8)),))
    if code == "board_proposal":
        base = replace(base, addressees=("Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang",))
    if code in ("appraisal", "ineligible", "revocation"):
        late = len(rows) // 2
        base = replace(
            base,
            nominees=tuple(
                replace(
                    row, reason="Thành tích không đúng với báo cáo" if place >= late else "", opinion="Đủ điều kiện"
                )
                if code == "appraisal"
                else replace(row, reason="Chưa đăng ký tham gia phong trào theo mục IV.1.1 Kế hoạch")
                for place, row in enumerate(rows)
            ),
        )
    if code.startswith("certificate"):
        base = replace(base, cites=(Reference(kind="Quyết định", number="2904/QĐ-UBND", dated=date(2023, 12, 20)),))
    if code == "score_sheet":
        base = replace(
            base,
            profile=Profile(name="Ủy ban nhân dân xã Mỹ Lâm", collective=True),
            block="Khối xã, phường, thị trấn",
            score="81,50",
            maximum="100,00",
            ratio="81,50",
            rank="3",
            results=tuple(replace(row, points="8,00", maximum="10,00") for row in base.results),
        )
    return replace(base, **changes)


SHEETS = ("certificate_bk", "certificate_gk")
LONG = (
    "Ban Quản lý dự án đầu tư xây dựng công trình nông nghiệp và phát triển nông thôn liên huyện Giồng Riềng - Gò Quao"
)
DIACRITICS = (
    "Ằ ằ Ẳ ẳ Ẵ ẵ Ặ ặ Ấ ấ Ầ ầ Ẩ ẩ Ẫ ẫ Ậ ậ Ế ế Ề ề Ể ể Ễ ễ Ệ ệ Ố ố Ồ ồ Ổ ổ Ỗ ỗ Ộ ộ Ớ ớ Ờ ờ Ở ở Ỡ ỡ Ợ ợ Ứ ứ Ừ ừ Ử ử Ữ ữ"
    " Ự ự Ỳ ỳ Ý ý Ỷ ỷ Ỹ ỹ Ỵ ỵ Đ đ Ơ ơ Ư ư Ă ă Â â Ê ê Ô ô Á á À à Ả ả Ã ã Ạ ạ É é È è Ẻ ẻ Ẽ ẽ Ẹ ẹ Í í Ì ì Ỉ ỉ Ĩ ĩ Ị ị"
)


def variant(code: str, name: str) -> tuple[Facts, dict[str, str]]:
    """Facts and typed text: normal, long, one, hundred, diacritics, draft."""
    typed = dict(TYPED)
    if name == "one":
        return facts(code, collectives=0, people=1), typed
    if name == "hundred":
        return facts(code, collectives=40, people=60), typed
    if name == "draft":
        return facts(code, paper=Paper(year=2023), check=None), typed
    if name == "diacritics":
        typed["measures"] = typed["opening"] = typed["discussion"] = f"{DIACRITICS}.\nBảng chữ: {DIACRITICS}, hết."
        return facts(code), typed
    if name == "long":
        # A certificate is a sheet for each; a list needs several pages.
        base = facts(code, **({"collectives": 2, "people": 2} if code in SHEETS else {"collectives": 12, "people": 14}))
        rows = tuple(
            replace(
                row,
                name=f"{LONG} số {place}" if row.collective else "Nguyễn Hoàng Thị Ngọc Quỳnh Như Phương Thảo",
                unit=LONG,
                merit=" ".join(MERITS) + " " + row.merit,
            )
            for place, row in enumerate(base.nominees)
        )
        issuer = replace(
            base.issuer,
            name="Hội đồng Thi đua - Khen thưởng Ban Quản lý khu kinh tế Phú Quốc và các khu công nghiệp",
            parent_name="Ủy ban nhân dân thành phố trực thuộc tỉnh Phú Quốc",
        )
        campaign = replace(
            base.campaign,
            title="Chuyển đổi số giai đoạn 2023 - 2025, định hướng đến năm 2030 trên địa bàn các xã, thị trấn",
        )
        typed |= {key: (value + " ") * 6 for key, value in TYPED.items()}
        typed["opening"] = (base.campaign.plan.about + " ") * 12
        base = replace(
            base,
            nominees=rows,
            issuer=issuer,
            campaign=campaign,
            meeting=meeting(rows),
            addressees=("Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang", f"{LONG}, tỉnh Kiên Giang", "Sở Nội vụ"),
            recipients=(LONG, "Đảng ủy, HĐND xã", "Các phòng, ban, ngành, đoàn thể; Ủy ban nhân dân các xã, thị trấn"),
            results=tuple(replace(row, name=f"{row.name}, {LONG}") for row in RESULTS) * 8,
        )
        if base.profile:
            base = replace(
                base,
                profile=replace(
                    base.profile, name=LONG if base.profile.collective else "Nguyễn Hoàng Thị Ngọc Quỳnh Như", unit=LONG
                ),
            )
        return base, typed
    return facts(code), typed


VARIANTS = ("normal", "long", "one", "hundred", "diacritics", "draft")
