"""What waits for a person in award rounds and dossiers. One query, whoever asks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, DateField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf

from awards.enums import ROUND_OPEN
from awards.models import AwardRound
from awards.selectors.council import waiting_ballots
from awards.selectors.register import being_revoked
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.prepared import prepared
from dossiers.models import Document
from dossiers.selectors.consultations import to_answer
from dossiers.selectors.decisions import decisions
from dossiers.selectors.desk import desk
from dossiers.selectors.hearings import unended
from dossiers.selectors.rounds import proposing_units, rounds_open_to_units, unopened

MOST = 50


class Waiting(NamedTuple):
    """One thing that waits, and what its line says of it. The last two order what is of one kind.

    open: a name that a dossier yet to be opened will hold, `more` its unit and `said` the name; nominate: a round that
    takes people, `said` the uid of the unit that may name them; decision; dossier; consultation: `said` the question;
    hearing: `number` of comments without an answer; ballot: `number` of the meeting, `said` whether it is secret;
    revocation: an award that a decision is to take back, `uid` of its round, `state` its form, `more` that form and who
    asked for it on which `day`, `said` the uid of the decision where one is being written; round: to be driven.
    """

    kind: str
    uid: uuid.UUID
    name: str
    more: str = ""
    said: str = ""
    state: str = ""
    number: int = 0
    day: dt.date | None = None
    first: int = 0
    then: int = 0


def waiting(actor: Actor) -> dict[str, list[Waiting]]:
    """By kind, each in its order; at most so many of what may be long, the soonest."""
    found: dict[str, list[Waiting]] = defaultdict(list)
    for row in _waiting(actor):
        found[row[0]].append(Waiting(*row))
    for rows in found.values():
        rows.sort(key=lambda one: (one.day or dt.date.max, one.first, one.then))
    today = clock.today()
    found["hearing"] = [one for one in found["hearing"] if one.number or (one.day and one.day < today)]
    return found


@prepared(Actor, by_key=True)
def _waiting(actor: Actor) -> QuerySet[Any, tuple[Any, ...]]:
    secret = Cast("secret", TextField())
    asked = [_rows("ballot", waiting_ballots(actor), "round__title", said=secret, number="number", first="number")]
    if actor.can("dossiers.edit"):
        unit = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
        of_own = Cast(Subquery(proposing_units(actor).values("uid")[:1]), TextField())
        asked += [
            _rows("open", unopened(actor), "round__title", uid="round__uid", more=unit, said="name",
                  state="award_form", number="unit_id", first="round_id", then="place"),
            _rows("nominate", rounds_open_to_units(actor), "title", said=of_own, first=-F("year"), then=-F("pk")),
        ]  # fmt: skip
    if actor.can("decisions.sign"):
        asked.append(_rows("decision", decisions(actor, signed=False)[:MOST], "title", then=-F("pk")))
    else:
        asked.append(_rows("dossier", desk(actor)[:MOST], "unit_name", more="round__title", day="due_on", then="pk"))
    if actor.paths("dossiers.edit") or actor.paths("dossiers.confirm"):
        asked.append(
            _rows("consultation", to_answer(actor)[:MOST], "dossier__unit_name", said=Left("question", 200),
                  day="due_on", then="pk")
        )  # fmt: skip
    if actor.can("dossiers.present"):
        asked += [
            _rows("hearing", unended(actor)[:MOST], "form_name", number="left", day="last_day", then="pk"),
            _to_take_back(),
        ]
    if actor.can("rounds.manage"):
        driven = AwardRound.objects.filter(state__in=ROUND_OPEN)
        asked.append(_rows("round", driven, "title", first=-F("year"), then=-F("pk")))
    first, *rest = asked
    return first.union(*rest, all=True) if rest else first


def _to_take_back() -> QuerySet[Any, tuple[Any, ...]]:
    of_form = Document.objects.annotate(award_form=KeyTextTransform("award_form", "fields")).filter(
        kind="revocation", round=OuterRef("round"), number__isnull=True, award_form=OuterRef("award_form")
    )
    begun = Cast(Subquery(of_form.order_by("pk").values("uid")[:1]), TextField())
    asked = being_revoked().order_by("revocation_asked_on", "pk")[:MOST]
    return _rows(
        "revocation", asked, "name", uid="round__uid", state="award_form", day="revocation_asked_on", then="pk",
        more=Concat("form_name", Value(". "), "revocation_asked_by_name"), said=Coalesce(begun, Value("", TextField())),
    )  # fmt: skip


_EMPTY: dict[str, Any] = {
    "more": Value("", CharField()),
    "said": Value("", CharField()),
    "state": "state",
    "number": Value(0, BigIntegerField()),
    "day": Cast(Value(None), DateField()),
    "first": Value(0, BigIntegerField()),
    "then": Value(0, BigIntegerField()),
}


def _rows(kind: str, found: QuerySet[Any], name: str, *, uid: str = "uid", **fields: Any) -> QuerySet[Any, Any]:
    """`found` as rows of `Waiting`."""
    return found.values_list(Value(kind, CharField()), uid, name, *(_EMPTY | fields).values())
