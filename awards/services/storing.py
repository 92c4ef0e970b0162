"""A round's subjects and candidates in bulk, written by one statement each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from psycopg import sql

from awards.facts import AnyFacts, PersonFacts
from awards.facts_json import dumps
from awards.models import AwardRound, Candidate, RoundSubject
from awards.target_rows import Headings, TargetRow, headings_json
from config.kernel.sheets import bulk


class Row(NamedTuple):
    """A candidate as it is written: its columns of `WRITTEN`, after the two that say whom and what it is about."""

    rule_id: int
    subject_id: int
    recipient: str
    award_form: str
    name: str
    unit_name: str
    position: str
    kind: str
    block_code: str
    unit_id: int | None
    person_id: int | None
    eligible: str
    standing: str
    rank: int | None
    seat: int | None
    reserve: int | None
    place: int
    ratio_h: int | None
    why: str
    warnings: list[str]
    marks: str
    unit_placed: bool | None
    search_key: str


WRITTEN = Row._fields[2:]
# What a new candidate starts with.
_BLANK = {"proposed": "false", "withdrawn": "false", "withdrawn_reason": "''", "council": "''", "council_note": "''"}
_OF_SUBJECT = ("key", "unit_id", "person_id", "name", "unit_name", "position", "facts")


def store_subjects(round_: AwardRound, given: Sequence[tuple[AnyFacts, int | None, int | None, str, str]]) -> None:
    """Bring the round's subjects to `given`: facts, unit, person, the unit's name and the position of each. Whoever is
    no longer among them leaves, with what was said about them; what did not change is not written again."""
    keys = {facts.key for facts, *_ in given}
    gone = [pk for pk, key in RoundSubject.objects.filter(round=round_).values_list("pk", "key") if key not in keys]
    Candidate.objects.filter(round=round_, subject__in=gone).delete()
    RoundSubject.objects.filter(pk__in=gone).delete()
    round_.target_headings = headings_json(_headings(facts for facts, *_ in given))
    rows = (
        (facts.key, unit, person, facts.name, unit_name, position, dumps(facts))
        for facts, unit, person, unit_name, position in given
    )
    _write(RoundSubject, ("key",), _OF_SUBJECT, {"round_id": round_.pk, "tenant_id": round_.tenant_id}, {}, rows)


def _headings(facts: Iterable[AnyFacts]) -> list[Headings]:
    """The headings of the facts' target rows, each at its number."""
    found: dict[int, Headings] = {}
    for one in facts:
        unit = one.unit if isinstance(one, PersonFacts) else one
        if unit is not None and isinstance(unit.targets, TargetRow):
            found[unit.targets.headings.number] = unit.targets.headings
    return [found.get(number, Headings(number, ())) for number in range(max(found, default=-1) + 1)]


def store_candidates(round_: AwardRound, rows: Sequence[Row]) -> None:
    """Bring the candidates of the round to `rows`, writing only those that changed: one word about one candidate
    must not cost the writing of a province."""
    stored = {
        (rule, subject): (pk, tuple(told))
        for pk, rule, subject, *told in Candidate.objects.filter(round=round_).values_list(
            "pk", "rule_id", "subject_id", *WRITTEN
        )
    }
    kept = {row[:2] for row in rows}
    gone = [pk for key, (pk, _) in stored.items() if key not in kept]
    if gone:
        Candidate.objects.filter(pk__in=gone).delete()
    changed = [row for row in rows if (was := stored.get(row[:2])) is None or was[1] != row[2:]]
    if changed:
        place = Row._fields.index("warnings")
        written = ((*row[:place], json.dumps(row.warnings, ensure_ascii=False), *row[place + 1 :]) for row in changed)
        same: dict[str, Any] = {"round_id": round_.pk, "tenant_id": round_.tenant_id}
        _write(Candidate, ("rule_id", "subject_id"), Row._fields, same, _BLANK, written)


def _write(
    model: type[RoundSubject | Candidate],
    identity: Sequence[str],
    columns: Sequence[str],
    same: dict[str, Any],
    blank: dict[str, str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Insert rows, or update those that are there and differ. `identity` tells them apart within the round; `same`
    holds for all of them; `blank` are SQL literals for new ones."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    bulk.stage("round_rows", [(name, bulk.type_of(fields[name])) for name in columns], rows)
    told = [name for name in columns if name not in identity]
    statement = sql.SQL(
        "INSERT INTO {table} AS t (uid, {same}, {columns}{more}) SELECT gen_random_uuid(), {given}, {columns}{blank} "
        "FROM round_rows ON CONFLICT (tenant_id, round_id, {identity}) DO UPDATE SET {sets} "
        "WHERE ({old}) IS DISTINCT FROM ({new})"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        same=_names(same),
        columns=_names(columns),
        more=sql.SQL("").join(sql.SQL(", ") + sql.Identifier(name) for name in blank),
        given=sql.SQL(", ").join(map(sql.Literal, same.values())),
        blank=sql.SQL("").join(sql.SQL(", ") + sql.SQL(literal) for literal in blank.values()),
        identity=_names(identity),
        sets=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in told),
        old=_names(told, "t"),
        new=_names(told, "excluded"),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("DROP TABLE round_rows")


def _names(columns: Iterable[str], table: str = "") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(table, name) if table else sql.Identifier(name) for name in columns)
