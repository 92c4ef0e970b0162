"""Search over the papers of a large round, by whoever appraises them; beside bare SQL that finds the same."""

from __future__ import annotations

from functools import cache

import psycopg
from django.urls import set_urlconf

from awards.services import law
from awards.services import rounds as award_rounds
from awards.services import rules as award_rules
from config.kernel.access import Actor, Grant
from config.kernel.search import _FROM, _TO, words
from config.kernel.tenancy import tenant_scope
from dossiers import search
from tests.bench._crowd import YEAR, Crowd, _fill, crowd
from tests.bench.harness import Bench, Pair, row
from tests.bench.rounds import RULE

UNITS, PAPERS = 5_000, 4
LIMIT = 9
_KEY = """btrim(regexp_replace(translate(normalize({said}), '{before}', '{after}'), '[^0-9a-z]+', ' ', 'g'))"""


@cache
def prepared(bare: psycopg.Connection[tuple[object, ...]]) -> Crowd:
    """A dossier per unit with two people and four issued papers each."""
    made = crowd(bare, UNITS)
    actor = Actor.system(made.tenant)
    with tenant_scope(made.tenant):
        law.load_defaults()
        award_rules.set_own_rule(campaign=made.campaign, data=RULE, actor=actor)
        found = award_rounds.open_round(campaign=made.campaign, occasion="ad_hoc", year=YEAR, actor=actor)
    given: dict[str, object] = {"t": made.tenant.pk, "r": found.pk}
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
    bare.execute("analyze")
    return made


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


def _holding(text: str, key: str, also: str = "false") -> str:
    """Every word in the folded columns, or where `also` says so."""
    return " and ".join(f"({key} like '%%{word}%%' or {also.format(word=word)})" for word in words(text))


def _key(said: str) -> str:
    return _KEY.format(said=said, before=_FROM, after=_TO)


def _dossiers(text: str) -> str:
    like = f"{_key('n.name')} like '%%{{word}}%%'"
    named = f"exists (select 1 from dossiers_nominee n where n.dossier_id = d.id and {like})"  # noqa: S608
    return f"""select d.uid, d.unit_name, d.state, r.title
        from dossiers_dossier d join awards_awardround r on r.id = d.round_id
        where d.tenant_id = %(t)s and d.state not in ('draft', 'unit_confirmed')
          and {_holding(text, _key("d.unit_name || ' ' || r.title"), named)}
        order by d.id desc limit %(limit)s"""  # noqa: S608 -- fixed names and words of this file


def _documents(text: str) -> str:
    said = "o.title || ' 0' || coalesce(o.number::text, '') || '/' || o.symbol || ' ' || coalesce(d.unit_name, '')"
    return f"""select o.uid, o.title, o.number, o.symbol, o.issued_on, o.state, d.unit_name
        from dossiers_document o left join dossiers_dossier d on d.id = o.dossier_id
        where o.tenant_id = %(t)s and {_holding(text, _key(said))}
          and (d.state not in ('draft', 'unit_confirmed') or o.round_id is not null or o.review_id is not null)
        order by o.id desc limit %(limit)s"""  # noqa: S608 -- fixed names and words of this file


@row("search of 20,000 papers: a rare word", most=3)
def rare(bench: Bench) -> Pair:
    return _pair(bench, "xã 1321")


@row("search of 20,000 papers: words that many hold", most=3)
def common(bench: Bench) -> Pair:
    return _pair(bench, "TO TRINH bằng khen")
