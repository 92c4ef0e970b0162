"""Every address of the software: what stands in it, who may go there, and how.

`args`: a name of `things.Things` after "@" (an object of the tenant) or "#" (a code), else the value itself.
`who` holds the right, `lacks` does not hold the verb (empty where every member holds it), `neighbour` holds the verb
but not over this object's unit: to that account it does not exist. `shows` stands on the page that `who` gets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PUBLIC, MEMBER, VERB = "public", "member", "verb"


@dataclass(frozen=True)
class Route:
    name: str
    kind: str
    args: tuple[Any, ...] = ()
    methods: str = "GET"
    who: str = "clerk"
    lacks: str = ""
    neighbour: str = ""
    shows: str = ""
    status: int = 200
    post: dict[str, Any] = field(default_factory=dict)
    api: bool = False

    @property
    def takes_get(self) -> bool:
        return "GET" in self.methods

    @property
    def takes_post(self) -> bool:
        return "POST" in self.methods

    @property
    def objects(self) -> tuple[int, ...]:
        """Places of the arguments that name an object of a tenant."""
        return tuple(i for i, arg in enumerate(self.args) if str(arg).startswith("@"))


def read(name: str, *args: Any, **more: Any) -> Route:
    return Route(name, more.pop("kind", VERB), args, "GET", **more)


def form(name: str, *args: Any, **more: Any) -> Route:
    return Route(name, more.pop("kind", VERB), args, "GET POST", **more)


def api(name: str, *args: Any, **more: Any) -> Route:
    """An endpoint: GET unless `post` is given. It answers programs, so nobody is led to a login page."""
    methods = "POST" if "post" in more else "GET"
    return Route(f"api:{name}", more.pop("kind", VERB), args, methods, api=True, **more)


def act(name: str, *args: Any, **more: Any) -> Route:
    return Route(name, more.pop("kind", VERB), args, "POST", **more)


# Addresses outside the tenants. They hold no row of any tenant.
ROOT = ("health", "units_root:tenants")

ROUTES = (
    read("home", kind=MEMBER, status=302),
    read("job", "@job", kind=MEMBER, who="standing", shows="Chấm điểm"),
    read("face:menu", kind=MEMBER, shows="<h1"),
    read("face:shortcuts", kind=PUBLIC, shows="<h1"),
    read("face:styleguide", kind=PUBLIC, shows="<h1"),
    read("search", kind=MEMBER, shows="<h1"),
    # what everybody may read
    read("public:results", kind=PUBLIC, shows="<h1"),
    read("public:ranking", "#block", kind=PUBLIC, shows="<h1"),
    read("public:awards", kind=PUBLIC, shows="77/QĐ-UBND"),
    read("public:plan", kind=PUBLIC, shows="<h1"),
    read("public:plan_part", "khen-thuong", kind=PUBLIC, shows="<h1"),
    read("public:data", kind=PUBLIC, shows="<h1"),
    read("public:data_file", "khen-thuong", "json", kind=PUBLIC, shows="77/QĐ-UBND"),
    read("public:check", kind=PUBLIC, shows="<h1"),
    read("public:checked", "@issued_code", kind=PUBLIC, shows="12/BB-UBND"),
    # units
    form("units:login", kind=PUBLIC, status=302, post={"username": "ai-do", "password": "sai"}),
    act("units:logout", kind=PUBLIC),
    form("units:account", kind=MEMBER, shows="Mật khẩu", post={"old_password": "x"}),
    read("units:work", kind=MEMBER, shows="Việc cần làm"),
    read("units:unit_list", kind=MEMBER, shows="Đơn vị"),
    form("units:unit_add", who="standing", lacks="clerk", shows="<form", post={"name": ""}),
    form("units:reorganisation", who="admin", lacks="standing", shows="<h1", post={"legal_basis": ""}),
    read("units:unit_export", kind=MEMBER, shows="PK"),
    read("units:unit_detail", "@unit", kind=MEMBER, shows="<h1"),
    form("units:unit_edit", "@unit", who="standing", lacks="clerk", shows="<form", post={"name": ""}),
    act("units:unit_close", "@unit", who="standing", lacks="clerk", post={"valid_to": ""}),
    read("units:user_list", who="admin", lacks="standing", shows="clerk@"),
    form("units:user_add", who="admin", lacks="standing", shows="<form", post={"username": ""}),
    form("units:user_detail", "@account", who="admin", lacks="standing", shows="clerk.dn@", post={"act": "close"}),
    read("units:roles", who="admin", lacks="standing", shows="Thẩm định báo cáo"),
    read("units:audit_log", who="board", lacks="clerk", shows="<table"),
    # lists out to Excel and back
    read("sheets:imports", who="standing", lacks="leader", shows="<h1"),
    form("sheets:upload", "don-vi", who="standing", lacks="clerk", shows="<form"),
    read("sheets:template", "don-vi", who="standing", lacks="clerk", shows="PK"),
    form("sheets:import", "@import", who="standing", neighbour="clerk", shows="danh-sach.xlsx", post={"act": "drop"}),
    read("sheets:sent", "@import", who="standing", neighbour="clerk", shows="PK"),
    act("sheets:undo", "@import", who="standing", neighbour="clerk"),
    act("sheets:handout", "@import", who="standing", neighbour="clerk"),
    # campaigns
    read("campaigns:plan", shows="<h1"),
    read("campaigns:plan_data", shows='"award_rules"'),
    read("campaigns:plan_part", "khen-thuong", shows="<h1"),
    read("campaigns:plan_file", shows="award_rules:"),
    read("campaigns:campaign_file", "@campaign", shows="award_rules:"),
    read("campaigns:plan_versions", "@campaign", shows="<h1"),
    read("campaigns:editor", who="standing", lacks="clerk", shows="<h1"),
    form("campaigns:draft_new", who="standing", lacks="clerk", shows="<form", post={"title": ""}),
    act("campaigns:draft_begin", "@campaign", who="standing", lacks="clerk"),
    read("campaigns:draft", "@draft", who="standing", lacks="clerk", shows="<h1"),
    act("campaigns:draft_step", "@draft", who="standing", lacks="clerk", post={"step": "discard", "reason": ""}),
    read("campaigns:draft_part", "@draft", "targets", who="standing", lacks="clerk", shows="<h1"),
    form("campaigns:draft_add", "@draft", "purposes", who="standing", lacks="clerk", shows="<form", post={"code": ""}),
    form("campaigns:draft_entry", "@draft", "purposes", "#purpose", who="standing", lacks="clerk", shows="<form",
         post={"text": ""}),
    read("campaigns:calendar", shows="<h1"),
    act("campaigns:period_last_day", "@period", who="standing", lacks="clerk", post={"last_day": "2023-12-20"}),
    form("campaigns:extensions", "@period", who="standing", lacks="clerk", shows="<h1",
         post={"unit": "@unit", "last_day": "2023-12-30", "reason": "Bão lũ."}),
    act("campaigns:period_state", "@period", who="standing", lacks="clerk", post={"act": "close"}),
    form("campaigns:reminders", who="standing", lacks="clerk", shows="<h1", post={"viec": "report-2022"}),
    read("campaigns:reminder_log", who="standing", lacks="clerk", shows="<h1"),
    read("campaigns:reminder_letter", "@reminder_round", who="standing", lacks="clerk", shows="%PDF-"),
    form("campaigns:notices", kind=MEMBER, shows="<h1"),
    read("campaigns:registration_list", who="standing", shows="<h1"),
    read("campaigns:registration", "@unit", neighbour="clerk.so", shows="<h1"),
    act("campaigns:registration_save", "@unit", lacks="standing", neighbour="clerk.so", post={"note": "x"}),
    act("campaigns:registration_step", "@registration_unit", who="standing", lacks="clerk",
        post={"transition": "confirm"}),
    act("campaigns:registration_many", who="standing", lacks="clerk", post={"chosen": "@registration"}),
    read("campaigns:registration_workbook", who="standing", lacks="clerk", shows="PK"),
    act("campaigns:registration_paper", who="standing", lacks="clerk"),
    read("campaigns:registration_paper_file", "@list_job", who="standing", lacks="clerk", shows="%PDF-"),
    read("campaigns:launch_plan", "@district", who="clerk.huyen", neighbour="clerk.so", shows="%PDF-"),
    # gifts, and what is worth following
    read("campaigns:contributions", shows="<h1"),
    form("campaigns:contribution_add", lacks="board", shows="<form", post={"kind": ""}),
    act("campaigns:contribution_norm", who="standing", lacks="clerk", post={"year": "2023", "amount": "x"}),
    read("campaigns:contribution", "@gift", neighbour="clerk.so", shows="<h1"),
    form("campaigns:contribution_edit", "@gift", lacks="board", neighbour="clerk.so", shows="<form",
         post={"kind": ""}),
    act("campaigns:contribution_step", "@gift", who="standing", neighbour="clerk.so", post={"transition": "confirm"}),
    read("campaigns:contribution_paper", "@gift", neighbour="clerk.so", shows="%PDF-"),
    read("campaigns:practices", shows="<h1"),
    form("campaigns:practice_add", lacks="standing", shows="<form", post={"title": ""}),
    read("campaigns:practice", "@practice", neighbour="clerk.so", shows="<h1"),
    form("campaigns:practice_edit", "@practice", lacks="standing", neighbour="clerk.so", shows="<form",
         post={"title": ""}),
    act("campaigns:practice_step", "@practice", neighbour="clerk.so", post={"transition": "submit"}),
    act("campaigns:practice_recognise", "@sent_practice", who="standing", lacks="clerk", post={"level": ""}),
    act("campaigns:practice_adopt", "@published_practice", who="clerk.so", lacks="standing", post={"note": "x"}),
    read("campaigns:practice_paper", "@practice", neighbour="clerk.so", shows="%PDF-"),
    # targets: the unit's own
    read("targets:reports", shows="2023"),
    form("targets:report", 2023, status=302),
    act("targets:value", 2023, "@value", lacks="standing"),
    read("targets:one_entry", 2023, "@value", shows="<"),
    read("targets:pulse", 2023, shows='"open"'),
    act("targets:attach", 2023, "@value", lacks="standing"),
    form("targets:papers", 2023, shows="<h1", post={"so": "41/BC"}),
    form("targets:paper_facts", 2023, "@evidence", shows="<h1", post={"so": "41/BC"}),
    form("targets:summary", 2023, shows="<form", post={"summary": "Đã làm."}),
    read("targets:review", 2023, shows="<h1"),
    act("targets:step", 2023, post={"transition": "hand_over"}),
    form("targets:receipt", 2022, shows="BN-2022-"),
    read("targets:receipt_paper", "@sent_version", neighbour="clerk.so", shows="%PDF-"),
    read("targets:versions", "@sent_2022", neighbour="clerk.so", shows="<h1"),
    form("targets:entry", 2023, "chinh-quyen-so", shows="<form"),
    read("targets:paper", "@evidence", neighbour="clerk.so", shows="%PDF-"),
    read("targets:paper_image", "@evidence", 1, neighbour="clerk.so", shows="PNG"),
    read("targets:explanations", who="clerk.so", shows="<h1"),
    act("targets:explain", "@changed_value", who="clerk.so", lacks="standing", neighbour="clerk",
        post={"explanation": "Số liệu đúng.", "text": "Số liệu đúng."}),
    read("targets:confirmations", who="head.dn", lacks="clerk", shows="<h1"),
    form("targets:confirmation", "@confirming_report", who="head.dn", lacks="clerk", neighbour="head", shows="<h1",
         post={"transition": "send_back", "reason": "Kiểm tra lại."}),
    # targets: the standing agency
    form("targets:appraisals", who="standing", lacks="clerk", shows="<h1", post={"report": "@sent_report"}),
    form("targets:appraisal", "@sent_report", who="standing", neighbour="clerk.so", shows="<h1",
         post={"assign": "me"}),
    form("targets:adjust", "@sent_report", who="standing", lacks="clerk", shows="<h1", post={"reason": ""}),
    form("targets:give_back", "@sent_report", who="standing", lacks="clerk", shows="<form", post={"reason": ""}),
    form("targets:appraise_value", "@sent_report", "#anchor", who="standing", neighbour="clerk.so", shows="<h1",
         post={"decision": "accepted"}),
    form("targets:runs", who="standing", lacks="clerk", shows="<h1", post={"year": "2022"}),
    form("targets:run", "@run", who="standing", lacks="clerk", shows="<h1", post={"transition": "publish"}),
    form("targets:outside_scores", who="standing", lacks="clerk", shows="<form", post={"year": "2023"}),
    read("targets:indicator_sets", shows="<h1"),
    form("targets:indicator_set", "@edited_set", who="standing", shows="<h1", post={"do": "weights"}),
    form("targets:new_indicator", "@edited_set", who="standing", lacks="clerk", shows="<form", post={"code": ""}),
    form("targets:edit_indicator", "@edited_set", "#set_code", who="standing", lacks="clerk", shows="<form",
         post={"name": ""}),
    read("targets:run_compare", "@run", "@other_run", who="standing", lacks="clerk", shows="<h1"),
    read("targets:ranking", status=302),
    read("targets:ranking_block", "#block", shows="<table"),
    read("targets:ranking_unit", "#block", "@unit", shows="<h1"),
    read("targets:progress", shows="<h1"),
    read("targets:progress_trends", shows="<h1"),
    read("targets:progress_heat", shows="<h1"),
    read("targets:progress_target", "#indicator", who="standing", shows="<h1"),
    read("targets:results", shows="<h1"),
    # awards
    read("awards:register", shows="77/QĐ-UBND"),
    read("awards:award", "@award", shows="77/QĐ-UBND"),
    read("awards:statistics", shows="Theo năm"),
    act("awards:revoke", "@award", who="leader", lacks="standing",
        post={"number": "90/QĐ-UBND", "on": "2023-12-02", "reason": ""}),
    form("awards:law", who="admin", lacks="standing", shows="Lương cơ sở", post={"bang": "luong"}),
    read("awards:rules", shows="<h1"),
    form("awards:own_rule", who="standing", lacks="clerk", shows="<form", post={"code": ""}),
    form("awards:new_rule", who="standing", lacks="clerk", shows="<form", post={"do": "review"}),
    form("awards:edit_rule", "#rule_code", who="standing", lacks="clerk", shows="<form", post={"do": "review"}),
    act("awards:drop_rule", "#rule_code", who="standing", lacks="clerk", post={"reason": ""}),
    read("awards:rule_versions", shows="<h1"),
    # rounds
    form("dossiers:rounds", who="standing", lacks="clerk", shows="<h1", post={"occasion": "annual", "year": "2023"}),
    form("dossiers:round", "@round", who="standing", lacks="clerk", shows="<h1", post={"transition": "propose"}),
    act("dossiers:evaluate", "@round", who="standing", lacks="board"),
    act("dossiers:attest", "@round", who="standing", lacks="leader", post={"answer": "yes"}),
    act("dossiers:merit", "@round", who="standing", lacks="leader",
        post={"candidate": "@candidate", "points": "x", "reason": "Họp chấm."}),
    act("dossiers:hold", "@round", who="standing", lacks="leader",
        post={"candidate": "@candidate", "kind": "complaint", "reason": "Có đơn thư."}),
    act("dossiers:lift_hold", "@round", "@hold", who="standing", lacks="leader", post={"reason": "Đã xác minh."}),
    act("dossiers:tie", "@round", who="standing", lacks="leader", post={"rule": "@rule", "minutes": ""}),
    act("dossiers:override_share", "@round", who="standing", lacks="leader", post={"rule": "@rule", "reason": ""}),
    act("dossiers:withdraw", "@round", who="standing", lacks="board", post={"candidate": "@candidate", "reason": ""}),
    act("dossiers:approve", "@round", who="standing", lacks="board", post={"candidate": "@candidate", "reason": ""}),
    form("dossiers:refused", "@round", who="board", lacks="clerk", shows="<h1", post={"advice": ""}),
    act("dossiers:decide_at_unit", "@round", who="board", lacks="standing", post={"number": "", "date": ""}),
    read("dossiers:own_results", shows="<h1"),
    read("dossiers:council", "@round", who="board", lacks="clerk", shows="<h1"),
    act("dossiers:change_council", "@round", who="board", lacks="standing", post={"name": "Ai đó", "role": "member"}),
    act("dossiers:declare_interest", "@round", kind=MEMBER, who="board", neighbour="clerk.so",
        post={"member": "@member", "subject": "@subject", "reason": ""}),
    act("dossiers:prepare_meeting", "@round", who="board", lacks="standing", post={"location": ""}),
    form("dossiers:council_meeting", "@sitting", who="board", lacks="clerk", shows="<h1", post={"what": "close"}),
    form("dossiers:ballot", "@sitting", kind=MEMBER, who="leader", neighbour="standing", shows="<h1",
         post={"choice_0": "yes"}),
    act("dossiers:present", "@round", who="board", lacks="standing", post={"award_form": "BK_TINH"}),
    read("dossiers:what_if", "@round", who="standing", lacks="clerk", shows="<form"),
    act("dossiers:save_scenario", "@round", who="standing", lacks="clerk", post={"name": "Thử", "query": ""}),
    act("dossiers:delete_scenario", "@round", "@scenario", who="standing", lacks="clerk"),
    form("dossiers:score_sheet", "@run", "@unit", neighbour="", shows="<h1"),
    read("dossiers:score_sheet_file", "@run", "@unit", shows="%PDF"),
    read("dossiers:budget", "@round", who="leader", lacks="clerk", shows="<h1"),
    read("dossiers:budget_workbook", "@round", who="leader", lacks="clerk", shows="PK"),
    read("dossiers:candidate", "@round", "@candidate", who="standing", lacks="clerk", shows="<h1"),
    form("dossiers:nominate", "@round", "@unit", who="clerk", lacks="standing", neighbour="clerk.so", shows="<form"),
    form("dossiers:reviews", who="standing", lacks="clerk", shows="<h1", post={"occasion": "annual", "year": "x"}),
    form("dossiers:review", "@review", who="standing", lacks="clerk", shows="<form", post={"version": "0"}),
    act("dossiers:review_save", "@review", who="standing", lacks="leader", post={"version": "0", "limits": "x"}),
    read("dossiers:review_docx", "@review", who="standing", lacks="clerk", shows="%PDF-"),
    # dossiers
    read("dossiers:desk", shows="<h1"),
    act("dossiers:walk_many", who="standing", post={"step": "receive"}),
    act("dossiers:open", lacks="standing", post={"round": "@round", "unit": "@unit", "award_form": "BK_TINH"}),
    form("dossiers:dossier", "@dossier", who="head", neighbour="head.dn", shows="<h1",
         post={"transition": "withdraw", "reason": "Đơn vị xin rút."}),
    form("dossiers:meeting", "@dossier", lacks="standing", neighbour="clerk.so", shows="<form", post={"chair": ""}),
    act("dossiers:render", "@dossier", lacks="standing", neighbour="clerk.so"),
    act("dossiers:return", "@received_dossier", who="standing", lacks="clerk", post={"remark": "Bổ sung."}),
    act("dossiers:answer", "@remark", lacks="standing", neighbour="clerk.so", post={"answer": "Đã bổ sung."}),
    form("dossiers:document", "@document", neighbour="clerk.so", shows="<h1", post={"version": "1"}),
    act("dossiers:document_save", "@document", neighbour="clerk.so", post={"was": "1", "opening": "Đang gõ."}),
    read("dossiers:download", "@document", neighbour="clerk.so", shows="%PDF-"),
    read("dossiers:page", "@document", 1, neighbour="clerk.so", shows="PNG"),
    form("dossiers:draft", "@document", neighbour="clerk.so", shows="<", post={"opening": "Đang gõ."}),
    read("dossiers:word", "@document", neighbour="clerk.so", shows="PK"),
    form("dossiers:word_back", "@document", neighbour="clerk.so", shows="<h1", post={"take": "opening"}),
    act("dossiers:sign", "@document", neighbour="clerk.so"),
    read("dossiers:signed", "@issued", neighbour="clerk.so", shows="%PDF-"),
    form("dossiers:round_papers", "@round", who="standing", lacks="clerk", shows="<h1",
         post={"kind": "appraisal", "award_form": "BK_TINH"}),
    act("dossiers:begin", "@received_dossier", who="standing", neighbour="clerk.so", post={"kind": "receipt"}),
    act("dossiers:export", "@dossier", neighbour="clerk.so", post={"form": "xml"}),
    read("dossiers:exported", "@export_job", who="standing", shows="%PDF-"),
    form("dossiers:inspector", shows="<h1", post={"kind": ""}),
    read("dossiers:inspected", "khong-co", 1, status=404),
    form("dossiers:roots", who="admin", lacks="standing", shows="<h1"),
    read("dossiers:decisions", who="leader", lacks="standing", shows="<h1"),
    form("dossiers:decision", "@decision", who="leader", lacks="clerk", shows="<h1", post={"version": "0"}),
    # the API
    read("api:page", kind=MEMBER, shows="Hướng dẫn API"),
    read("api:schema", kind=MEMBER, shows='"openapi"'),
    form("units:tokens", kind=MEMBER, shows="<form", post={"name": ""}),
    act("units:token_revoke", "@token"),
    api("me", kind=MEMBER, shows='"verbs"'),
    api("units", shows='"results"'),
    api("unit", "@unit", shows='"uid"'),
    api("unit_history", "@unit", shows='"successors"'),
    api("unit_create", who="standing", lacks="clerk", status=201,
        post={"code": "MOI", "name": "Đơn vị mới", "kind": "other", "level": "none", "parent": "@unit"}),
    api("unit_update", "@unit", who="standing", lacks="clerk", post={"version": "1", "name": "X"}),
    api("unit_close", "@unit", who="standing", lacks="clerk", post={"last_day": "x"}),
    api("job", "@job", kind=MEMBER, who="standing", shows='"state"'),
    api("timeline", "@round", who="board", lacks="clerk", shows='"sequence"'),
    api("campaigns", shows='"results"'),
    api("plan", "@campaign", shows='"purposes"'),
    api("plan_yaml", "@campaign", shows="purposes:"),
    api("plan_part", "@campaign", "targets", shows='"results"'),
    api("plan_versions", "@campaign", shows='"results"'),
    api("drafts", who="standing", lacks="clerk", shows='"results"'),
    api("draft_begin", who="standing", lacks="clerk", post={"campaign": "@campaign"}),
    api("draft_create", who="standing", lacks="clerk", post={"code": "MOI", "period_from": "x"}),
    api("draft", "@draft", who="standing", lacks="clerk", shows='"differences"'),
    api("draft_entries", "@draft", "targets", who="standing", lacks="clerk", shows='"entry"'),
    api("draft_entry", "@draft", "undo", who="standing", lacks="clerk", post={"part": "funding", "code": "KP-1"}),
    api("draft_step", "@draft", "discard", who="standing", lacks="clerk", post={"version": "1", "reason": ""}),
    api("calendar", shows='"last_day"'),
    api("periods", shows='"opens_on"'),
    api("period_extensions", "@period", who="standing", lacks="clerk", shows='"results"'),
    api("period_step", "@period", "extend", who="standing", lacks="clerk",
        post={"unit": "@unit", "last_day": "2023-12-30", "reason": "Bão lũ."}),
    api("debts", who="standing", lacks="clerk", shows='"days_late"'),
    api("debts_remind", who="standing", lacks="clerk", post={"matter": "report", "year": "2022"}),
    api("registrations", who="standing", shows='"results"'),
    api("registrations_missing", who="standing", lacks="clerk", shows='"results"'),
    api("registration_offers", lacks="standing", status=404),
    api("registration_save", lacks="standing", post={"unit": "@unit", "note": "x"}),
    api("registration_step", "@registration", "confirm", who="standing", neighbour="clerk", post={"version": "1"}),
    api("contributions", shows='"results"'),
    api("contribution_record", lacks="board", post={"kind": "money"}),
    api("contribution_norms", shows='"source"'),
    api("contribution_norm_save", who="standing", lacks="clerk", post={"year": "2023"}),
    api("contribution", "@gift", neighbour="clerk.so", shows='"giver_name"'),
    api("contribution_save", "@gift", lacks="board", neighbour="clerk.so", post={"version": "1"}),
    api("contribution_paper", "@gift", neighbour="clerk.so", shows="%PDF-"),
    api("contribution_step", "@gift", "confirm", who="standing", neighbour="clerk.so", post={"version": "1"}),
    api("practices", shows='"results"'),
    api("practice_open", lacks="standing", post={"kind": "model"}),
    api("practice", "@practice", neighbour="clerk.so", shows='"method"'),
    api("practice_save", "@practice", lacks="standing", neighbour="clerk.so", post={"version": "1"}),
    api("practice_recognise", "@sent_practice", who="standing", lacks="clerk", post={"version": "1", "level": "x"}),
    api("practice_adopt", "@published_practice", who="clerk.so", lacks="standing", post={"unit": "@other_unit"}),
    api("practice_result", "@published_practice", who="clerk.so", lacks="standing",
        post={"unit": "@other_unit", "applied": "true", "result": "Tốt."}),
    api("practice_paper", "@practice", neighbour="clerk.so", shows="%PDF-"),
    api("practice_step", "@practice", "submit", neighbour="clerk.so", post={"version": "1"}),
    api("report_list", shows='"results"'),
    api("report_open", lacks="standing", post={"unit": "@unit", "year": "2023"}),
    api("report", "@sent_report", who="standing", neighbour="clerk.so", shows='"version"'),
    api("report_values", "@sent_report", who="standing", neighbour="clerk.so", shows='"indicator"'),
    api("values_save", "@draft_report", lacks="standing", neighbour="clerk.so", post={"values": "x"}),
    api("report_step", "@confirming_report", "send_back", who="head.dn", neighbour="head",
        post={"version": "1", "reason": "x"}),
    api("report_summary", "@draft_report", lacks="standing", neighbour="clerk.so", post={"text": "Đã làm."}),
    api("report_versions", "@sent_2022", neighbour="clerk.so", shows='"digest"'),
    api("report_papers", "@draft_report", neighbour="clerk.so", shows='"sha256"'),
    api("paper_file", "@evidence", neighbour="clerk.so", shows="%PDF-"),
    api("paper_step", "@evidence", "describe", neighbour="clerk.so", post={"number": "41/BC"}),
    api("values_judge", "@sent_report", who="standing", lacks="clerk",
        post={"decision": "accepted", "values": "@sent_value"}),
    api("report_assign", "@sent_report", who="standing", lacks="clerk", post={"mine": "true"}),
    api("value_explain", "@changed_value", who="clerk.so", lacks="standing", neighbour="clerk",
        post={"text": "Số liệu đúng."}),
    api("value_conclude", "@changed_value", who="standing", lacks="clerk", post={"keep": "true", "reason": "Giữ."}),
    api("evidence_attach", "@draft_report", lacks="standing", post={"number": "1"}),
    api("value_appraise", "@sent_value", who="standing", lacks="clerk", post={"decision": "accepted", "seen": ""}),
    api("progress", shows='"met_together"'),
    api("progress_units", "#indicator", who="standing", shows='"unit_name"'),
    api("run_list", shows='"results"'),
    api("run_start", who="standing", lacks="clerk", post={"year": "2022"}, status=202),
    api("run", "@run", who="standing", shows='"result_digest"'),
    api("run_ranking", "@run", who="standing", shows='"ratio"'),
    api("awards", shows="77/QĐ-UBND"),
    api("award", "@award", shows="77/QĐ-UBND"),
    api("rounds", who="standing", shows='"results"'),
    api("round", "@round", who="standing", shows='"digest"'),
    api("candidates", "@round", who="standing", lacks="clerk", shows='"eligible"'),
    api("verdict", "@candidate", who="standing", lacks="clerk", shows='"criteria"'),
    api("nominate", "@round", lacks="standing", post={"unit": "@unit", "merits": "x"}),
    api("dossier_list", shows='"results"'),
    api("dossier_open", lacks="standing", post={"round": "@round", "unit": "@unit", "award_form": "BK_TINH"}),
    api("dossier", "@dossier", who="head", neighbour="head.dn", shows='"steps"'),
    api("dossier_step", "@dossier", "withdraw", who="head", neighbour="clerk.so",
        post={"version": "1", "reason": "x"}),
    api("document_file", "@document", neighbour="clerk.so", shows="%PDF-"),
)  # fmt: skip
