"""Writing reported values in bulk: one INSERT for reports that begin, one UPDATE for those that go on, points by the
arithmetic of every score run; and taking it back."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, transaction
from psycopg import sql

from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.errors import Conflict
from config.kernel.sheets import bulk
from config.kernel.sheets.lists import BUILT_ON
from targets.enums import OPEN_STATES, ReportState
from targets.models import AnnualReport, ReportValue
from targets.scoring.sql import RULES, SCORED, terms
from targets.services.points import POINT_FIELDS, rescore
from targets.sheets.batch import COLUMNS, Batch
from targets.sheets.plan import Year

_OWN = ("numerator", "denominator", "number", "boolean", "text", "not_applicable", "na_reason", "note")
_POINTS = ("self_points_h", "self_verdict", "self_status", "final_points_h", "final_verdict", "final_status")
_SCORES = "x.line_points_h, x.verdict, x.status, x.line_points_h, x.verdict, x.status"
_STAMP = ("version", "updated_at", "updated_by", "updated_name")
# What an import writes into a value that is there, and what undo puts back.
_KEPT = (*_OWN, "typed", *_STAMP, *POINT_FIELDS)
# What others may have done to such a value meanwhile.
_WATCHED = ("evidence_count", "evidence_valid", "decision", "reopened", "explanation")


def write(year: Year, batch: Batch, lines: bytes, actor: Actor) -> bytes:
    """Open the missing reports and write the values; returns what `take_back` needs. In the caller's transaction.

    A report that did not exist gets a value for every indicator that applies to its unit, as opening it does.
    """
    now = clock.now()
    parameters = {
        "rules": json.dumps(terms({**i.rule(year.year).as_row(), "indicator_id": i.pk, "pillar": i.pillar}
                                  for i in year.indicators)),
        "now": now, "user": actor.user_id, "who": actor.name,
    }  # fmt: skip
    _stage(batch, lines)
    fresh = {kind for _, report, kind, *_ in batch.units if report is None}
    going = [report for _, report, *_ in batch.units if report is not None]
    opened: list[int] = []
    if fresh:
        try:
            with transaction.atomic():
                opened = _open(year, now)
        except IntegrityError as error:
            raise Conflict(bulk.CHANGED_MEANWHILE, code="stale") from error
        year.use_sets(fresh)
        _insert(year, fresh, parameters)
    before = _update(year, going, parameters) if going else b""
    head = {"reports": opened, "at": now.isoformat(), "going": going}
    return zlib.compress(json.dumps(head).encode() + b"\n" + before, 1)


def _stage(batch: Batch, lines: bytes) -> None:
    bulk.stage_text("sheet_given", COLUMNS, lines)
    bulk.stage(
        "sheet_units",
        [("unit_id", "bigint"), ("report_id", "bigint"), ("kind", "text"), ("name", "text"), ("fresh", "boolean")],
        ((unit, report, kind, name, report is None) for unit, report, kind, _, name in batch.units),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sheet_given")
        cursor.execute("ANALYZE sheet_units")


def _open(year: Year, now: dt.datetime) -> list[int]:
    """Reports for the units that have none; their ids, which `sheet_units` then knows too."""
    blank = AnnualReport(
        campaign=year.campaign, year=year.year, last_day=year.due.last_day if year.due else None, saved_at=now,
        opened_at=now,
    )  # fmt: skip
    own = {"id", "uid", "unit_id", "unit_name"}
    rest = [f for f in AnnualReport._meta.concrete_fields if f.column not in own]
    names = sql.SQL(", ").join(sql.Identifier(str(f.column)) for f in rest)
    values = sql.SQL(", ").join(
        sql.SQL("{}::").format(sql.Placeholder(str(f.column))) + sql.SQL(bulk.type_of(f)) for f in rest
    )
    given = {str(f.column): f.get_db_prep_save(getattr(blank, f.attname), connection) for f in rest}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sheet_units SET report_id = nextval(pg_get_serial_sequence('targets_annualreport', 'id'))"
            " WHERE fresh"
        )
        cursor.execute(
            sql.SQL(
                "INSERT INTO targets_annualreport (id, uid, unit_id, unit_name, {}) "
                "SELECT report_id, gen_random_uuid(), unit_id, name, {} FROM sheet_units WHERE fresh"
            ).format(names, values),
            given,
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT report_id FROM sheet_units WHERE fresh ORDER BY report_id")
        return [pk for (pk,) in cursor.fetchall()]


def _insert(year: Year, kinds: Iterable[str], parameters: dict[str, Any]) -> None:
    bulk.stage("sheet_applies", [("kind", "text"), ("indicator_id", "bigint")],
               ((kind, i.pk) for kind in kinds for i in year.applicable(kind)))  # fmt: skip
    given = {"tenant_id", "report_id", "indicator_id", "uid", *_OWN, *_STAMP, *_POINTS}
    rest = [f for f in ReportValue._meta.concrete_fields if not f.primary_key and f.column not in given]
    names = sql.SQL(", ").join(sql.Identifier(str(f.column)) for f in rest)
    constants = sql.SQL(", ").join(
        sql.SQL("{}::").format(sql.Placeholder(f"rest_{f.column}")) + sql.SQL(bulk.type_of(f)) for f in rest
    )
    defaults = {f"rest_{f.column}": f.get_db_prep_save(f.get_default(), connection) for f in rest}
    statement = sql.SQL(
        f"""
        WITH rule AS MATERIALIZED ({RULES}),
        entry AS (
            SELECT r.report_id, a.indicator_id, g.numerator, g.denominator, g.number, g."boolean",
                   coalesce(g."text", '') AS "text", coalesce(g.not_applicable, false) AS not_applicable,
                   coalesce(g.na_reason, '') AS na_reason, coalesce(g.note, '') AS note,
                   g.unit_id IS NOT NULL AS said, NULL::integer AS points_h, false AS has_evidence
            FROM sheet_units r JOIN sheet_applies a ON a.kind = r.kind
            LEFT JOIN sheet_given g ON g.unit_id = r.unit_id AND g.indicator_id = a.indicator_id
            WHERE r.fresh)
        INSERT INTO targets_reportvalue (
            tenant_id, uid, report_id, indicator_id, numerator, denominator, number, "boolean", "text",
            not_applicable, na_reason, note, version, updated_at, updated_by, updated_name,
            self_points_h, self_verdict, self_status, final_points_h, final_verdict, final_status, {{names}})
        SELECT %(tenant)s, gen_random_uuid(), x.report_id, x.indicator_id, x.numerator, x.denominator, x.number,
               x."boolean", x."text", x.not_applicable, x.na_reason, x.note, CASE WHEN x.said THEN 2 ELSE 1 END,
               CASE WHEN x.said THEN %(now)s END, CASE WHEN x.said THEN %(user)s::bigint END,
               CASE WHEN x.said THEN %(who)s ELSE '' END, {_SCORES}, {{constants}}
        FROM ({SCORED}) x
        """  # noqa: S608 -- fixed names, values are parameters
    ).format(names=names, constants=constants)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sheet_applies")
        cursor.execute(statement, {**parameters, **defaults, "tenant": year.campaign.tenant_id})


def _update(year: Year, reports: list[int], parameters: dict[str, Any]) -> bytes:
    """Write into values that are there; returns them as they were, in COPY's text format."""
    going = "sheet_given g JOIN sheet_units s ON s.unit_id = g.unit_id AND NOT s.fresh"
    columns = ", ".join(f'v."{name}"' for name in (*_KEPT, *_WATCHED))
    before = bulk.dump(
        f"""SELECT v.id, {columns} FROM {going}
            JOIN targets_reportvalue v ON v.report_id = s.report_id AND v.indicator_id = g.indicator_id""",  # noqa: S608 -- our own names
        {},
    )
    sets = ", ".join(f'"{name}" = x."{name}"' for name in _OWN)
    points = ", ".join(_POINTS)
    statement = f"""
        WITH rule AS MATERIALIZED ({RULES}),
        entry AS (
            SELECT v.id AS value_ref, g.*, NULL::integer AS points_h, v.evidence_count > 0 AS has_evidence
            FROM {going} JOIN targets_reportvalue v
              ON v.report_id = s.report_id AND v.indicator_id = g.indicator_id)
        UPDATE targets_reportvalue v
        SET {sets}, typed = '{{}}', version = v.version + 1, updated_at = %(now)s, updated_by = %(user)s::bigint,
            updated_name = %(who)s, ({points}) = ROW({_SCORES})
        FROM ({SCORED}) x WHERE v.id = x.value_ref
    """  # noqa: S608 -- fixed names, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {going}")  # noqa: S608 -- our own names
        wanted = cursor.fetchone()
        cursor.execute(statement, parameters)
        if wanted is None or cursor.rowcount != wanted[0]:
            raise Conflict(bulk.CHANGED_MEANWHILE, code="stale")
    AnnualReport.objects.filter(pk__in=reports).update(saved_at=parameters["now"])
    _judged_anew(year, reports, parameters["now"])
    return before


def _judged_anew(year: Year, reports: list[int], now: dt.datetime) -> None:
    """The few whose final layer does not follow the unit's own figures alone: point by point, by the engine."""
    others = [
        value
        for value in ReportValue.objects.filter(report__in=reports, updated_at=now).select_related("indicator")
        if value.final_set or value.decision in ("accepted", "changed")
        or (value.evidence_count > 0) != (value.evidence_valid > 0)
    ]  # fmt: skip
    for value in others:
        rescore(value, year.year)
    ReportValue.objects.bulk_update(others, POINT_FIELDS)


def take_back(kept: bytes) -> None:
    """Put everything back; `Conflict` when a report went on, or a value or a paper was added since."""
    head, _, before = zlib.decompress(kept).partition(b"\n")
    said = json.loads(head)
    at = dt.datetime.fromisoformat(said["at"])
    reports = {r.pk: r for r in AnnualReport.objects.select_for_update().filter(pk__in=said["reports"] + said["going"])}
    moved = next((r for r in reports.values() if r.state not in OPEN_STATES), None)
    new = [reports.get(pk) for pk in said["reports"]]
    moved = moved or next(
        (r for r in new if r is None or r.state != ReportState.DRAFT or r.submission or r.summary), None
    )
    if moved is not None or len(reports) != len(said["reports"]) + len(said["going"]):
        raise Conflict(BUILT_ON.format(what=str(moved or "một báo cáo")), code="built_on")
    _restore(before, at)
    touched = (
        ReportValue.objects.filter(report__in=said["reports"]).exclude(updated_at=at).exclude(updated_at=None)
        .select_related("report").first()
    )  # fmt: skip
    if touched is not None:
        raise Conflict(BUILT_ON.format(what=str(touched.report)), code="built_on")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM targets_reportvalue WHERE report_id = ANY(%s)", [said["reports"]])
            cursor.execute("DELETE FROM targets_annualreport WHERE id = ANY(%s)", [said["reports"]])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise Conflict(BUILT_ON.format(what="một báo cáo mới mở"), code="built_on") from error


def _restore(before: bytes, at: dt.datetime) -> None:
    if not before:
        return
    types = {f.column: bulk.type_of(f) for f in ReportValue._meta.concrete_fields}
    names = (*_KEPT, *_WATCHED)
    bulk.stage_text("sheet_before", [("id", "bigint"), *((name, types[name]) for name in names)], before)
    watched = " OR ".join(f"v.{name} IS DISTINCT FROM b.{name}" for name in _WATCHED)
    sets = ", ".join(f'"{name}" = b."{name}"' for name in _KEPT)
    query = f"""
        SELECT r.unit_name, i.code FROM sheet_before b
        LEFT JOIN targets_reportvalue v ON v.id = b.id
        LEFT JOIN targets_annualreport r ON r.id = v.report_id
        LEFT JOIN targets_indicator i ON i.id = v.indicator_id
        WHERE v.updated_at IS DISTINCT FROM %s OR v.version <> b.version + 1 OR {watched} LIMIT 1
    """  # noqa: S608 -- fixed names
    with connection.cursor() as cursor:
        cursor.execute(query, [at])
        if other := cursor.fetchone():
            what = f"chỉ tiêu {other[1]} của {other[0]}" if other[0] else "một chỉ tiêu"
            raise Conflict(BUILT_ON.format(what=what), code="built_on")
        cursor.execute(f"UPDATE targets_reportvalue v SET {sets} FROM sheet_before b WHERE v.id = b.id")  # noqa: S608 -- our own names
