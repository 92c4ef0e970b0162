"""Rounds, dossiers, papers and what people sent in the search: every field, and the text of PDF files."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from campaigns.selectors.contributions import visible_contributions
from campaigns.selectors.practices import visible_practices
from config.kernel.access import Actor
from config.kernel.search import Hit, folded, holding, words
from config.kernel.text import format_date
from dossiers.models import Document, Dossier, Nominee, SearchText
from dossiers.selectors import visible_documents, visible_dossiers, visible_rounds
from targets.selectors.reports import visible_reports


def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    if not words(text):
        return []
    return [
        *_rounds(actor, text, limit),
        *_dossiers(actor, text, limit),
        *_documents(actor, text, limit),
        *_sent(actor, text, limit),
    ]


def texts(text: str) -> QuerySet[SearchText]:
    """Rows that hold every word of `text`, those with the words in this order first, then the latest.

    A word is looked for at the beginning of words, a number anywhere in one ("8" finds "08").
    """
    asked = words(text)
    found = SearchText.objects.all()
    for word in asked:
        found = found.filter(words__contains=word if word.isdigit() else f" {word}")
    if len(asked) < 2:
        return found.order_by("-id")
    phrase = Case(When(text__contains=" ".join(asked), then=0), default=1, output_field=IntegerField())
    return found.annotate(place=phrase).order_by("place", "-id")


def _rounds(actor: Actor, text: str, limit: int) -> list[Hit]:
    if not actor.can("rounds.view"):
        return []
    rounds = visible_rounds(actor).alias(key=folded("title")).filter(holding(text, "key"))
    return [
        Hit("Đợt xét", found.title, reverse("dossiers:round", args=[found.uid]), found.get_state_display())
        for found in rounds.order_by("-year", "-id")[:limit]
    ]


def _newer(field: str) -> int:
    """What came after the last one that was indexed is looked at as it stands."""
    return SearchText.objects.filter(**{f"{field}__isnull": False}).aggregate(top=Max(f"{field}_id"))["top"] or 0


def _indexed(field: str, text: str, seen: QuerySet[Any], limit: int) -> list[int]:
    """Keys of what is seen and holds the words. What they name is fetched for those alone that are shown."""
    rows = texts(text).filter(**{f"{field}__isnull": False, f"{field}__in": seen.order_by()})
    return list(rows.values_list(f"{field}_id", flat=True)[:limit])


def _dossiers(actor: Actor, text: str, limit: int) -> list[Hit]:
    """By the unit, the round, everybody proposed, merits, the meeting, remarks and answers."""
    if not actor.can("dossiers.view"):
        return []
    fresh = visible_dossiers(actor).filter(pk__gt=_newer("dossier")).alias(key=folded("unit_name", "round__title"))
    for word in words(text):
        named = Nominee.objects.alias(key=folded("name")).filter(dossier=OuterRef("pk"), key__contains=word)
        fresh = fresh.filter(Q(key__contains=word) | Exists(named))
    found: list[Dossier] = list(fresh.order_by("-id")[:limit])
    indexed = _indexed("dossier", text, visible_dossiers(actor), limit)
    known = Dossier.objects.select_related("round").in_bulk(indexed)
    found += [known[pk] for pk in indexed]
    return [
        Hit("Hồ sơ", f"Hồ sơ của {dossier.unit_name}", reverse("dossiers:dossier", args=[dossier.uid]),
            f"{dossier.round.title}: {dossier.state_label[:1].lower()}{dossier.state_label[1:]}")
        for dossier in found[:limit]
    ]  # fmt: skip


def _documents(actor: Actor, text: str, limit: int) -> list[Hit]:
    """By title, unit, number and symbol, typed text, and the text of the PDF."""
    if not actor.can("dossiers.view"):
        return []
    # A nought before the number, so that "1/TTr" and "01/TTr" both find it.
    reference = Concat(Value("0"), "number", Value("/"), "symbol", output_field=Document._meta.get_field("symbol"))
    fresh = visible_documents(actor).filter(pk__gt=_newer("document"))
    fresh = fresh.alias(key=folded("title", reference, "dossier__unit_name")).filter(holding(text, "key"))
    found: list[Document] = list(fresh.order_by("-id")[:limit])
    indexed = _indexed("document", text, visible_documents(actor), limit)
    known = Document.objects.select_related("dossier").in_bulk(indexed)
    found += [known[pk] for pk in indexed]
    return [
        Hit("Văn bản", document.title, reverse("dossiers:document", args=[document.uid]), _about(document))
        for document in found[:limit]
    ]


def _about(document: Document) -> str:
    bits = [document.dossier.unit_name if document.dossier else ""]
    if document.number and document.issued_on:
        bits.append(f"số {document.reference} ngày {format_date(document.issued_on)}")
        bits.append(f"mã kiểm tra {document.check_code}")
    else:
        bits.append(str(document.get_state_display()))
    return ", ".join(bit for bit in bits if bit)


def _sent(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Files that people sent: by their text, for whoever may open what they belong to."""
    mine: Any = Q(evidence__report__in=visible_reports(actor).order_by())
    mine |= Q(contribution__in=visible_contributions(actor).order_by())
    mine |= Q(practice__in=visible_practices(actor).order_by())
    rows = texts(text).filter(mine).filter(dossier__isnull=True, document__isnull=True)
    rows = rows.select_related("evidence__file", "evidence__report", "contribution", "practice")
    return [_hit(row) for row in rows[:limit]]


def _hit(row: SearchText) -> Hit:
    if row.evidence is not None:
        report = row.evidence.report
        title = row.evidence.abstract or row.evidence.file.name
        url = reverse("targets:paper", args=[row.evidence.uid])
        return Hit("Tệp đã gửi", title, url, f"Tài liệu kiểm chứng của {report.unit_name}, báo cáo năm {report.year}")
    if row.contribution is not None:
        url = reverse("campaigns:contribution", args=[row.contribution.uid])
        return Hit("Tệp đã gửi", row.contribution.what, url, f"Đóng góp của {row.contribution.giver_name}")
    practice = row.practice
    if practice is None:
        raise ValueError(f"search text {row.pk} belongs to nothing")
    url = reverse("campaigns:practice", args=[practice.uid])
    return Hit("Tệp đã gửi", practice.title, url, f"Cách làm của {practice.unit_name}")
