"""Letters to a higher authority: what went up, for whom, in how many sets, since when, and what came back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from awards.models import AwardForm
from awards.selectors import law
from campaigns.models import Campaign
from campaigns.selectors import copies_for
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.prepared import listed, prepared
from dossiers.models import Document, Nominee, UpwardAnswer
from dossiers.selectors.decisions import UPWARD_PAPERS
from dossiers.selectors.desk import BESIDE_A_PAPER, visible_documents

# How many sets go to whoever decides, where the plan says nothing (plan of Kiên Giang, V.2; the law asks for as many).
COPIES = {"pm_proposal": 2, "president_proposal": 3}


def copies_of(campaign: Campaign, award_form: str, kind: str = "") -> int:
    """Sets of papers for an award form: the plan's number for it, else that of the kind of letter, else the
    plan's for every form, else one."""
    return copies_for(campaign, award_form) or COPIES.get(kind) or copies_for(campaign, "") or 1


def visible_letters(actor: Actor) -> QuerySet[Document]:
    """Signed letters upward, newest first."""
    return visible_documents(actor).filter(kind__in=UPWARD_PAPERS, number__isnull=False).order_by("-issued_on", "-pk")


@listed(object, kept=True)
def listed_letters(actor: Actor) -> QuerySet[Document]:
    return visible_letters(actor).defer(*BESIDE_A_PAPER)


def nominees_of(letter: Document) -> QuerySet[Nominee]:
    """Whom a letter proposes: those whose dossiers were forwarded, in the order of the list."""
    return (
        Nominee.objects.filter(
            dossier__round=letter.round, dossier__award_form=letter.fields["award_form"],
            dossier__state__in=("forwarded", "decided", "rejected"),
        )
        .select_related("dossier", "answer", "candidate")
        .order_by("candidate__place", "order", "pk")
    )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """`days` since it was sent; `open`: nominees without an answer."""

    letter: Document
    form: AwardForm
    copies: int
    people: int
    open: int
    granted: int
    days: int


def rows(letters: list[Document]) -> list[Row]:
    """One row per letter; counts in one query."""
    forms = law.forms()
    rounds = sorted({letter.round_id for letter in letters if letter.round_id is not None})
    counted = {(round_id, code): tally for round_id, code, *tally in _counted(rounds)} if rounds else {}
    sets: dict[tuple[int, str], int] = {}
    found = []
    for letter in letters:
        award_round, code = letter.round, str(letter.fields["award_form"])
        if award_round is None or letter.issued_on is None:
            continue
        asked = (award_round.campaign_id, code)
        if asked not in sets:
            sets[asked] = copies_of(award_round.campaign, code, letter.kind)
        people, waiting, granted = counted.get((award_round.pk, code), (0, 0, 0))
        days = (clock.today() - letter.issued_on).days
        found.append(Row(letter, forms[code], sets[asked], people, waiting, granted, max(0, days)))
    return found


@prepared(list)
def _counted(rounds: list[int]) -> QuerySet[Nominee, tuple[int, str, int, int, int]]:
    """By round and award form: nominees that went up, those without an answer, those granted."""
    gone = Nominee.objects.filter(
        dossier__round__among=rounds, dossier__state__in=("forwarded", "decided", "rejected")
    ).order_by()
    return gone.values_list("dossier__round_id", "dossier__award_form").annotate(
        people=Count("pk"), open=Count("pk", filter=Q(answer__isnull=True)),
        granted=Count("pk", filter=Q(answer__granted=True)),
    )  # fmt: skip


class Rows:
    """`rows` of the letters that an actor sees, as a list of which a page is asked for."""

    def __init__(self, actor: Actor) -> None:
        self.letters = listed_letters(actor)

    def count(self) -> int:
        return int(self.letters.count())

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Row]:
        return rows(self.letters[wanted])


def answers_of(letter: Document) -> list[UpwardAnswer]:
    return list(letter.answers.select_related("file").prefetch_related("nominees"))
