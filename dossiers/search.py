"""Rounds, dossiers and papers in the search."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from config.kernel.access import Actor
from config.kernel.search import Hit, folded, holding, words
from config.kernel.text import format_date
from dossiers.models import Document, Nominee
from dossiers.selectors import visible_documents, visible_dossiers, visible_rounds


def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    return [*_rounds(actor, text, limit), *_dossiers(actor, text, limit), *_documents(actor, text, limit)]


def _rounds(actor: Actor, text: str, limit: int) -> list[Hit]:
    if not actor.can("rounds.view"):
        return []
    rounds = visible_rounds(actor).alias(key=folded("title")).filter(holding(text, "key"))
    return [
        Hit("Đợt xét", found.title, reverse("dossiers:round", args=[found.uid]), found.get_state_display())
        for found in rounds.order_by("-year", "-id")[:limit]
    ]


def _dossiers(actor: Actor, text: str, limit: int) -> list[Hit]:
    """By the unit, the round, or the name of somebody proposed."""
    if not actor.can("dossiers.view"):
        return []
    dossiers = visible_dossiers(actor).alias(key=folded("unit_name", "round__title"))
    for word in words(text):
        named = Nominee.objects.alias(key=folded("name")).filter(dossier=OuterRef("pk"), key__contains=word)
        dossiers = dossiers.filter(Q(key__contains=word) | Exists(named))
    return [
        Hit("Hồ sơ", f"Hồ sơ của {dossier.unit_name}", reverse("dossiers:dossier", args=[dossier.uid]),
            f"{dossier.round.title}: {dossier.state_label[:1].lower()}{dossier.state_label[1:]}")
        for dossier in dossiers.order_by("-id")[:limit]
    ]  # fmt: skip


def _documents(actor: Actor, text: str, limit: int) -> list[Hit]:
    """By title, unit, or number and symbol."""
    if not actor.can("dossiers.view"):
        return []
    # A nought before the number, so that "1/TTr" and "01/TTr" both find it.
    reference = Concat(Value("0"), "number", Value("/"), "symbol", output_field=Document._meta.get_field("symbol"))
    papers = visible_documents(actor).alias(key=folded("title", reference, "dossier__unit_name"))
    return [
        Hit("Văn bản", document.title, reverse("dossiers:document", args=[document.uid]), _about(document))
        for document in papers.filter(holding(text, "key")).order_by("-id")[:limit]
    ]


def _about(document: Document) -> str:
    bits = [document.dossier.unit_name if document.dossier else ""]
    if document.number and document.issued_on:
        bits.append(f"số {document.reference} ngày {format_date(document.issued_on)}")
        bits.append(f"mã kiểm tra {document.check_code}")
    else:
        bits.append(str(document.get_state_display()))
    return ", ".join(bit for bit in bits if bit)
