"""Places of this app in the navigation row."""

from django.http import HttpRequest

from config.kernel.face.nav import Place
from dossiers import selectors
from dossiers.selectors.consultations import to_answer


def _waiting(request: HttpRequest) -> int:
    actor = request.actor
    return selectors.desk(actor).count() + len(selectors.awaiting_dossiers(actor))


def _opinions(request: HttpRequest) -> int:
    return to_answer(request.actor).count()


def _to_sign(request: HttpRequest) -> int:
    return selectors.decisions(request.actor, signed=False).count()


PLACES = [
    Place(
        label="Đợt xét", url_name="dossiers:rounds", icon="award", verb="rounds.view", order=70,
        match=("dossiers:round", "dossiers:candidate", "dossiers:council", "dossiers:council_meeting",
               "dossiers:round_hearings", "dossiers:hearing"),
    ),
    Place(
        label="Hồ sơ", url_name="dossiers:desk", icon="folder-open", verb="dossiers.view", order=80, count=_waiting,
        match=("dossiers:dossier", "dossiers:document", "dossiers:meeting", "dossiers:own_results", "dossiers:accesses",
               "dossiers:document_accesses"),
    ),
    Place(
        label="Chờ quyết định", url_name="dossiers:decisions", icon="stamp", verb="decisions.sign", order=85,
        count=_to_sign, match=("dossiers:decision",),
    ),
    Place(
        label="Hiệp y", url_name="dossiers:consultations", icon="message-square", verb="dossiers.view", order=108,
        count=_opinions, match=("dossiers:consultation",),
    ),
    Place("Trình cấp trên", "dossiers:upward", icon="send", verb="rounds.view", order=109,
          match=("dossiers:upward_letter",)),
    Place("Sơ kết, tổng kết", "dossiers:reviews", icon="notebook-pen", verb="rounds.view", order=107,
          match=("dossiers:review",)),
    Place(
        label="Kiểm tra thể thức", short="Thể thức", url_name="dossiers:inspector", icon="file-check", verb="plan.view",
        order=120,
    ),
    Place(
        label="Gốc tin cậy của chữ ký số", short="Chữ ký số", url_name="dossiers:roots", icon="shield-check",
        verb="tenant.admin", slot="admin", order=60,
    ),
    Place("Kết quả", "public:results", icon="chart-column", slot="public", order=10, match=("public:ranking",)),
    Place("Khen thưởng", "public:awards", icon="award", slot="public", order=20),
    Place("Lấy ý kiến", "public:hearings", icon="message-square", slot="public", order=25, match=("public:hearing",)),
    Place("Kế hoạch", "public:plan", icon="book-open", slot="public", order=30, match=("public:plan_part",)),
    Place("Dữ liệu mở", "public:data", icon="database", slot="public", order=40),
    Place("Kiểm tra văn bản", "public:check", icon="qr-code", slot="public", order=50, match=("public:checked",)),
    Place("Trang công khai", "public:results", icon="globe", slot="foot", order=10),
    Place("Kiểm tra văn bản", "public:check", icon="qr-code", slot="foot", order=20),
]  # fmt: skip
