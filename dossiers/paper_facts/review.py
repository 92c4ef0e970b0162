"""What a review of the campaign reports on: figures of targets, reports, ranking, awards, gifts, practices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from awards.enums import AwardState
from awards.models import AwardGranted
from awards.selectors import law
from campaigns.enums import GiftKind, GiftState, PracticeState
from campaigns.models import Campaign, Contribution, Practice, Registration
from config.kernel import clock
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_hundredths, format_number
from dossiers.documents.data import DataTable, Drawing, Facts, Paper, ResultRow, ReviewFacts, Signer
from dossiers.enums import ReviewOccasion
from dossiers.models import Document, Review
from dossiers.paper_facts.agency import issuer_of_body
from dossiers.paper_facts.campaign import campaign_facts
from targets.enums import COUNTED_STATES, PILLAR_ORDER, Pillar
from targets.models import AnnualReport, ScoreTotal
from targets.selectors import facts as known
from targets.selectors import rollup
from targets.selectors.indicators import reporting_kinds_in
from targets.selectors.periods import asked_in, dues
from units.enums import UnitKind
from units.models import Unit

MOST_DRAWINGS = 4
PLACES = 3
OCCASIONS = {
    ReviewOccasion.ANNUAL: "kết quả năm {year}",
    ReviewOccasion.PRELIMINARY: "sơ kết đến năm {year}",
    ReviewOccasion.FINAL: "tổng kết giai đoạn {start} - {year}",
}


def occasion_of(review: Review) -> str:
    """As the paper says it: "tổng kết giai đoạn 2022 - 2025"."""
    words = OCCASIONS[ReviewOccasion(review.occasion)]
    return words.format(year=review.year, start=review.campaign.period_from)


def facts_of(document: Document) -> Facts:
    """Facts of a review's report. An issued report keeps the figures of the day on which it was issued."""
    review = document.review
    if review is None:
        raise ValueError(f"document {document.pk} belongs to no review")
    campaign, day = review.campaign, document.issued_on or clock.today()
    tenant = current_tenant().on(day)
    if review.figures:
        results, told = _from_json(review.figures)
    else:
        results, told = figures_of(review)
    body = tenant.body("standing")
    authority = tenant.body("authority")
    return Facts(
        issuer=issuer_of_body(tenant, "standing"),
        signer=Signer(title=document.signer_title or body.head_title or "Thủ trưởng", name=document.signer_name),
        campaign=campaign_facts(campaign),
        paper=Paper(number=document.number, dated=document.issued_on, year=clock.today().year),
        occasion=occasion_of(review),
        addressees=(authority.name, tenant.body("council").name),
        recipients=(tenant.body("board").name,),
        results=results,
        year=review.year,
        review=told,
        decided_on=day,
    )


def years_of(review: Review) -> list[int]:
    """The year itself for an annual report, else the campaign up to it."""
    first = review.year if review.occasion == ReviewOccasion.ANNUAL else review.campaign.period_from
    return list(range(first, review.year + 1))


def series_of(review: Review) -> list[rollup.Series]:
    """Measures with a common figure, over all years up to the review's."""
    campaign = review.campaign
    scope = rollup.Scope()
    indicators = rollup.indicators_of(campaign, scope)
    years = range(campaign.period_from, review.year + 1)
    rolls = rollup.rolls(campaign, scope, years=years, indicators=indicators)
    return [s for s in rollup.series(indicators, rolls) if s.last is not None]


def figures_of(review: Review) -> tuple[tuple[ResultRow, ...], ReviewFacts]:
    """Results of the year and everything that the report draws from them, as of now."""
    series = series_of(review)
    of_year = [(s, roll) for s in series for roll in s.rolls if roll.year == review.year and roll.actual_h is not None]
    results = tuple(
        ResultRow(
            name=s.label, target=roll.goal, actual=f"{format_hundredths(roll.actual_h)}%",
            verdict={True: "Đạt", False: "Chưa đạt", None: "–"}[roll.met_together], section=roll.indicator.section,
        )
        for s, roll in of_year
    )  # fmt: skip
    behind = _behind(series)
    reports, silent = _reports(review), _silent(review)
    told = ReviewFacts(
        participation=_participation(review, reports, silent),
        outcome=_outcome(review, of_year),
        limits=_limits(behind, reports, silent),
        tasks=_tasks(behind),
        tables=tuple(_tables(review, series, reports)),
        drawings=tuple(_drawings(behind or series)),
    )
    return results, told


def _behind(series: list[rollup.Series]) -> list[rollup.Series]:
    """Furthest from its milestone first."""
    return sorted((s for s in series if s.behind), key=lambda s: -(s.next.short_h if s.next else 0))


Reports = list[tuple[int, str, int, int]]


def _reports(review: Review) -> Reports:
    """(year, kind of unit, sent, of those late), the years of the review."""
    rows = (
        AnnualReport.objects.filter(campaign=review.campaign, year__in=years_of(review), state__in=COUNTED_STATES)
        .order_by()
        .values_list("year", "unit__kind")
        .annotate(sent=Count("id"), late=Count("id", filter=Q(days_late__gt=0)))
    )
    return sorted(rows, key=lambda row: (row[0], -row[2], row[1]))


class Silent(NamedTuple):
    """Of the units that owe a report of the year: all, those that never sent it, whether its last day is over."""

    expected: int
    missing: int
    overdue: bool


def _silent(review: Review) -> dict[int, Silent]:
    years, found = years_of(review), {}
    kinds = reporting_kinds_in(review.campaign, years)
    over = {due.year for due in dues(review.campaign) if due.last_day and due.last_day < clock.today()}
    for year in years:
        sent = AnnualReport.objects.filter(campaign=review.campaign, year=year, unit=OuterRef("pk"), submission__gt=0)
        asked = Unit.objects.filter(asked_in(year, kinds[year]))
        counted = asked.aggregate(all=Count("id"), missing=Count("id", filter=~Exists(sent)))
        found[year] = Silent(counted["all"], counted["missing"], year in over)
    return found


def _participation(review: Review, reports: Reports, silent: dict[int, Silent]) -> str:
    registered = Registration.objects.filter(campaign=review.campaign, state="confirmed").count()
    said = [f"Có {format_number(registered)} cơ quan, đơn vị, địa phương đăng ký thi đua được xác nhận."]
    for year in years_of(review):
        sent = sum(row[2] for row in reports if row[0] == year)
        late = sum(row[3] for row in reports if row[0] == year)
        if sent:
            said.append(
                f"Năm {year}: {format_number(sent)} đơn vị gửi báo cáo"
                + (f", trong đó {format_number(late)} báo cáo gửi muộn" if late else ", đều đúng hạn")
                + (f"; {_missing(silent[year])}." if silent[year].missing else ".")
            )
        else:
            said.append(f"Năm {year}: chưa có đơn vị nào gửi báo cáo.")
    return " ".join(said)


def _missing(silent: Silent) -> str:
    return f"{format_number(silent.missing)} trên {format_number(silent.expected)} đơn vị phải báo cáo chưa gửi"


def _outcome(review: Review, of_year: list[tuple[rollup.Series, rollup.Roll]]) -> str:
    if not of_year:
        return f"Năm {review.year} chưa có số liệu được gửi."
    met = sum(1 for _, roll in of_year if roll.met_together)
    said = [f"Tính chung, {met} trên {len(of_year)} chỉ tiêu đo bằng tỷ lệ đạt mức phấn đấu."]
    for pillar in PILLAR_ORDER:
        mine = [roll for s, roll in of_year if s.pillar == pillar]
        if mine:
            good = sum(1 for roll in mine if roll.met_together)
            said.append(f"{Pillar(pillar).label}: {good} trên {len(mine)} chỉ tiêu đạt.")
    return "\n".join(said + _giving(review) + _granted(review))


def _giving(review: Review) -> list[str]:
    years, said = years_of(review), []
    gifts = Contribution.objects.filter(campaign=review.campaign, state=GiftState.CONFIRMED, year__in=years)
    amounts = list(gifts.values_list("kind", "amount"))
    if amounts:
        goods = sum(amount for kind, amount in amounts if kind == GiftKind.GOODS)
        said.append(
            f"Đóng góp cho phong trào đã xác nhận: {format_number(len(amounts))} khoản, trị giá"
            f" {format_number(sum(amount for _, amount in amounts))} đồng"
            + (f", trong đó hiện vật quy ra tiền {format_number(goods)} đồng." if goods else ".")
        )
    shown = Practice.objects.filter(campaign=review.campaign, state=PracticeState.PUBLISHED, year__in=years)
    counted = shown.aggregate(
        n=Count("id"), seen=Count("id", filter=Q(recognised_at__isnull=False)),
        taken=Count("id", filter=Q(adoptions_count__gt=0)),
    )  # fmt: skip
    if counted["n"]:
        said.append(
            f"Đã giới thiệu {counted['n']} điển hình, mô hình, sáng kiến, cách làm hay; {counted['seen']} được công"
            f" nhận, {counted['taken']} được nơi khác áp dụng."
        )
    return said


def _granted(review: Review) -> list[str]:
    names = {code: form.name.partition(" của ")[0] for code, form in law.forms().items()}
    rows = (
        AwardGranted.objects.filter(campaign=review.campaign, state=AwardState.GRANTED, year__in=years_of(review))
        .order_by()
        .values_list("award_form")
        .annotate(
            units=Count("id", filter=Q(recipient="collective")), people=Count("id", filter=~Q(recipient="collective"))
        )
    )
    return [
        f"Đã tặng {names.get(form, form)} cho {units} tập thể và {people} cá nhân."
        for form, units, people in sorted(rows)
    ]


def _limits(behind: list[rollup.Series], reports: Reports, silent: dict[int, Silent]) -> str:
    said = [s.sentence for s in behind]
    said += [f"Năm {year}: {_missing(one)}." for year, one in silent.items() if one.overdue and one.missing]
    late = sum(row[3] for row in reports)
    if late:
        said.append(f"Còn {format_number(late)} báo cáo gửi muộn.")
    return "\n".join(said)


def _tasks(behind: list[rollup.Series]) -> str:
    """Only what the figures ask for; the rest is for people to write."""
    ahead = [s for s in behind if s.next is not None and s.next.needed_h is not None]
    return "\n".join(
        f"{s.label}: phấn đấu tăng {s.next.needed} để {s.next.goal} vào năm {s.next.year}." for s in ahead if s.next
    )


def _tables(review: Review, series: list[rollup.Series], reports: Reports) -> Iterable[DataTable]:
    years = years_of(review)
    if len(years) > 1 and series:
        width = 44 / len(years)
        yield DataTable(
            title="Kết quả các năm",
            columns=(("Chỉ tiêu", 38, ""), *((str(year), width, "n") for year in years), ("Mốc", 18, "n")),
            rows=tuple(
                (s.label, *_by_year(s, years), f"{s.next.goal} ({s.next.year})" if s.next else "–") for s in series
            ),
        )
    if reports:
        yield DataTable(
            title="Báo cáo của đơn vị",
            columns=(("Năm", 12, "n"), ("Loại đơn vị", 46, ""), ("Đã gửi", 21, "n"), ("Gửi muộn", 21, "n")),
            rows=tuple(
                (str(year), str(UnitKind(kind).label), format_number(sent), format_number(late))
                for year, kind, sent, late in reports
            ),
        )
    run = known.official_run(review.campaign, review.year)
    if run is not None:
        rows = _leaders(review.campaign, run.pk)
        if rows:
            yield DataTable(
                title=f"Đơn vị dẫn đầu các khối năm {review.year}",
                columns=(("Khối", 34, ""), ("Hạng", 12, "n"), ("Đơn vị", 36, ""), ("Tỷ lệ điểm", 18, "n")),
                rows=rows,
            )


def _by_year(series: rollup.Series, years: list[int]) -> list[str]:
    figures = {roll.year: roll.shown for roll in series.rolls}
    return [figures.get(year, "–") for year in years]


def _leaders(campaign: Campaign, run_id: int) -> tuple[tuple[str, ...], ...]:
    names = dict(campaign.blocks.values_list("code", "name"))
    totals = (
        ScoreTotal.objects.filter(run_id=run_id, rank__lte=PLACES)
        .exclude(unit__kind=UnitKind.HOUSEHOLD)
        .order_by("block_code", "rank", "unit__sort_key")
    )
    return tuple(
        (names.get(t.block_code, "Ngoài các khối"), str(t.rank), t.unit_name, f"{format_hundredths(t.ratio_h)}%")
        for t in totals
    )


def _drawings(series: list[rollup.Series]) -> Iterable[Drawing]:
    drawn = [s for s in series if s.next is not None][:MOST_DRAWINGS]
    for s in drawn:
        aim = s.next
        if aim is not None:
            yield Drawing(
                title=s.label,
                points=tuple((r.year, r.actual_h) for r in s.rolls if r.actual_h is not None),
                target_h=aim.goal_h,
                target_year=aim.year,
                target_words=aim.goal,
                sentence=s.sentence,
            )


def as_json(results: tuple[ResultRow, ...], told: ReviewFacts) -> dict[str, Any]:
    return {"results": [asdict(row) for row in results], "review": asdict(told)}


def _from_json(kept: dict[str, Any]) -> tuple[tuple[ResultRow, ...], ReviewFacts]:
    told = dict(kept["review"])
    told["tables"] = tuple(
        DataTable(
            title=t["title"], columns=tuple((c[0], c[1], c[2]) for c in t["columns"]),
            rows=tuple(tuple(row) for row in t["rows"]),
        )
        for t in told["tables"]
    )  # fmt: skip
    told["drawings"] = tuple(
        Drawing(**{**d, "points": tuple((p[0], p[1]) for p in d["points"])}) for d in told["drawings"]
    )
    return tuple(ResultRow(**row) for row in kept["results"]), ReviewFacts(**told)
