"""Search over the papers of a large round, by whoever appraises them; beside bare SQL that finds the same."""

from __future__ import annotations

from functools import cache

import psycopg
from django.urls import set_urlconf

from awards.services import law
from awards.services import rounds as award_rounds
from awards.services import rules as award_rules
from config.kernel.access import Actor, Grant
from config.kernel.search import words
from config.kernel.tenancy import tenant_scope
from config.kernel.text import search_key
from dossiers import search
from tests.bench._crowd import YEAR, Crowd, _fill, crowd
from tests.bench.harness import Bench, Pair, row
from tests.bench.rounds import RULE

UNITS, PAPERS = 5_000, 4
LIMIT = 9
# What a paper of two pages says beside its own names.
BODY = search_key(
    """Căn cứ Kế hoạch phát động phong trào thi đua thực hiện chuyển đổi số của tỉnh giai đoạn đến năm 2025, Ủy ban
    nhân dân xã đã xây dựng kế hoạch, tổ chức quán triệt, tuyên truyền sâu rộng trong cán bộ, công chức và nhân dân
    trên địa bàn; kết quả tỷ lệ hồ sơ dịch vụ công trực tuyến toàn trình, thanh toán không dùng tiền mặt, tài khoản
    định danh điện tử đều vượt chỉ tiêu được giao; xuất hiện nhiều mô hình hay, cách làm sáng tạo được nhân rộng."""
)


@cache
def prepared(bare: psycopg.Connection[tuple[object, ...]]) -> Crowd:
    """A dossier per unit with two people and four issued papers each."""
    made = crowd(bare, UNITS)
    actor = Actor.system(made.tenant)
    with tenant_scope(made.tenant):
        law.load_defaults()
        award_rules.set_own_rule(campaign=made.campaign, data=RULE, actor=actor)
        found = award_rounds.open_round(campaign=made.campaign, occasion="ad_hoc", year=YEAR, actor=actor)
    given: dict[str, object] = {"t": made.tenant.pk, "r": found.pk, "body": BODY}
    with bare.transaction():
        bare.execute("set local session_replication_role = replica")
        _fill(bare, "dossiers_dossier", given, "units_unit u where u.tenant_id = %(t)s", {
            "tenant_id": "%(t)s", "round_id": "%(r)s", "unit_id": "u.id", "unit_name": "u.short_name",
            "award_form": "'BK_TINH'", "state": "'received'", "version": "1",
        })  # fmt: skip
        mine = "dossiers_dossier d cross join generate_series(1, {n}) g where d.tenant_id = %(t)s"
        _fill(bare, "dossiers_nominee", given, mine.format(n=2), {
            "tenant_id": "%(t)s", "dossier_id": "d.id", "candidate_id": "d.id * 2 + g", "subject": "'individual'",
            "name": "'Nguyễn Thị Hạnh ' || d.id * 2 + g",
        })  # fmt: skip
        _fill(bare, "dossiers_document", given, mine.format(n=PAPERS), {
            "tenant_id": "%(t)s", "dossier_id": "d.id", "kind": "(array['proposal','minutes','report_collective',"
            "'report_individual'])[g]", "regime": "'ND98'", "state": "'issued'", "version": "1",
            "title": "(array['Tờ trình đề nghị tặng Bằng khen','Biên bản họp xét','Báo cáo thành tích tập thể',"
            "'Báo cáo thành tích cá nhân'])[g]", "number": "d.id * 4 + g", "symbol": "'TTr-UBND'",
            "issued_on": "date '2023-12-04'",
        })  # fmt: skip
        named = "select string_agg(n.name, ' ') from dossiers_nominee n where n.dossier_id = d.id"
        said = f"translate(lower(d.unit_name || ' ' || ({named})), 'ãễịạ', 'aeia')"
        _text(bare, given, "dossier_id", "d.id", f"{said} || ' ' || %(body)s", "dossiers_dossier d where "
              "d.tenant_id = %(t)s")  # fmt: skip
        title = "translate(lower(o.title), 'ờìđềịặằảọéáàậểâếíh', 'oideiaaaoeaaaaeaih')"
        _text(
            bare,
            given,
            "document_id",
            "o.id",
            f"{title} || ' 0' || o.number || ' ttr ubnd ' || {said} || repeat(' ' || %(body)s, 4)",
            "dossiers_document o join dossiers_dossier d on d.id = o.dossier_id where o.tenant_id = %(t)s",
        )
    bare.execute("analyze")
    return made


def _text(
    bare: psycopg.Connection[tuple[object, ...]],
    given: dict[str, object],
    field: str,
    ref: str,
    said: str,
    source: str,
) -> None:
    words_of = f"(select ' ' || string_agg(distinct w, ' ') || ' ' from string_to_table({said}, ' ') w)"  # noqa: S608
    _fill(bare, "dossiers_searchtext", given, source, {
        "tenant_id": "%(t)s", field: ref, "text": said, "words": words_of, "stamp": "'1'",
    })  # fmt: skip


def _pair(bench: Bench, text: str) -> Pair:
    made = prepared(bench.bare)
    verbs = frozenset({"dossiers.view", "rounds.view"})
    officer = Actor(1, "Cán bộ", "", made.tenant.pk, (Grant("standing", verbs),))

    def ours() -> list[search.Hit]:
        set_urlconf("config.tenant_urls")
        with tenant_scope(made.tenant):
            return search.find(officer, text, LIMIT)

    given = {"t": made.tenant.pk, "limit": LIMIT}
    statements = [_dossiers(text), _documents(text)]

    def reference() -> list[tuple[object, ...]]:
        return [line for s in statements for line in bench.bare.execute(s.encode(), given).fetchall()]

    mine = [hit.url.rstrip("/").rpartition("/")[2] for hit in ours()]
    assert mine
    assert mine == [str(uid) for uid, *_ in reference()]
    return Pair(ours, reference, rounds=10, warm_up=1)


def _found(text: str, columns: str, join: str) -> str:
    asked = words(text)
    held = " and ".join(f"t.words like '%%{w}%%'" if w.isdigit() else f"t.words like '%% {w}%%'" for w in asked)
    return f"""select x.uid, {columns} from dossiers_searchtext t {join}
        where t.tenant_id = %(t)s and {held} and d.state not in ('draft', 'unit_confirmed')
        order by (t.text like '%%{" ".join(asked)}%%') desc, t.id desc limit %(limit)s"""  # noqa: S608 -- own words


def _dossiers(text: str) -> str:
    return _found(text, "x.unit_name, x.state, r.title",
                  "join dossiers_dossier x on x.id = t.dossier_id join dossiers_dossier d on d.id = x.id "
                  "join awards_awardround r on r.id = x.round_id")  # fmt: skip


def _documents(text: str) -> str:
    return _found(
        text,
        "x.title, x.number, x.symbol, x.issued_on, x.state, d.unit_name",
        "join dossiers_document x on x.id = t.document_id join dossiers_dossier d on d.id = x.dossier_id",
    )


@row("search of 20,000 papers: a rare word", most=3)
def rare(bench: Bench) -> Pair:
    return _pair(bench, "xã 1321")


@row("search of 20,000 papers: words that many hold", most=3)
def common(bench: Bench) -> Pair:
    return _pair(bench, "TO TRINH bằng khen")
