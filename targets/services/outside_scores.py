"""Points that another body published (an index of the province), kept as a score run of their own with their source."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from campaigns.models import BlockMembership, Campaign
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from targets import permissions as may
from targets.enums import Layer, Origin, RunState
from targets.models import ScoreRun, ScoreTotal
from targets.scoring import ratio_h
from targets.scoring.totals import standings
from units.models import Unit


@dataclass(frozen=True)
class OutsideScore:
    """Points and applicable maximum of one unit, in hundredths. `pillars`: sub-totals (points, maximum) of the pillars
    that the publisher gives; what they leave of the total belongs to none."""

    unit: Unit
    points_h: int
    max_h: int
    pillars: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def complaint(self) -> str:
        """What does not add up; "" = nothing."""
        parts = self.pillars.values()
        if any(not 0 <= points <= most for points, most in ((self.points_h, self.max_h), *parts)):
            return "điểm phải từ 0 đến điểm tối đa."
        if sum(points for points, _ in parts) > self.points_h:
            return "tổng điểm các trụ cột lớn hơn điểm chung."
        if sum(most for _, most in parts) > self.max_h:
            return "tổng điểm tối đa các trụ cột lớn hơn điểm tối đa chung."
        return ""


@dataclass(frozen=True)
class Published:
    """Who published the points, and by which decision."""

    source_name: str
    decision_number: str
    decision_on: dt.date | None = None


def check_published(said: Published) -> None:
    """DomainError for what is not said of the source."""
    if not said.source_name.strip():
        raise DomainError("Ghi cơ quan công bố và tên bộ chỉ số.", code="source", field="source_name")
    if not said.decision_number.strip():
        raise DomainError("Ghi số quyết định, văn bản công bố.", code="decision", field="decision_number")
    if said.decision_on is not None and said.decision_on > clock.today():
        raise DomainError("Ngày quyết định sau ngày hôm nay.", code="decision_on", field="decision_on")


@transaction.atomic
def take_in(
    *, campaign: Campaign, year: int, scores: Sequence[OutsideScore], published: Published, actor: Actor
) -> ScoreRun:
    """A finished run with these totals, ranked in blocks by ratio like any other (decision 5); without lines.
    Pillars' sub-totals order equals as those of a run of one's own do.

    It becomes the year's result by being published, as other runs do. Raises DomainError for points above the
    maximum, sub-totals above the total, a unit named twice, or nothing at all.
    """
    require(actor, may.RUN)
    check_published(published)
    if not scores:
        raise DomainError("Chưa có điểm của đơn vị nào.", code="empty")
    if len({score.unit.pk for score in scores}) != len(scores):
        raise DomainError("Một đơn vị có hai dòng điểm.", code="twice")
    wrong = next((score for score in scores if score.complaint), None)
    if wrong is not None:
        raise DomainError(f"{wrong.unit.display_name}: {wrong.complaint}", code="points")
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    top = ScoreRun.objects.filter(campaign=campaign, year=year).aggregate(top=Max("number"))["top"] or 0
    run = ScoreRun.objects.create(
        campaign=campaign, year=year, number=top + 1, layer=Layer.FINAL, state=RunState.DONE, origin=Origin.OUTSIDE,
        source_name=published.source_name.strip(), decision_number=published.decision_number.strip(),
        decision_on=published.decision_on, started_by_name=actor.name, finished_at=clock.now(),
        unit_count=len(scores),
    )  # fmt: skip
    totals = _totals(run, scores)
    ScoreTotal.objects.bulk_create(totals, batch_size=1000)
    run.inputs_digest = _digest([(t.unit_id, t.points_h, t.max_h, *_parts(t)) for t in totals])
    run.result_digest = _digest(
        [(t.unit_id, t.block_code, t.points_h, t.max_h, t.ratio_h, t.rank, *_parts(t)) for t in totals]
    )
    run.save(update_fields=["inputs_digest", "result_digest"])
    audit.record(
        actor=actor, verb="run.outside", obj=run, after=RunState.DONE,
        data={
            "units": len(scores), "source": run.source_name, "decision": run.decision_number,
            "digest": run.result_digest,
        },
    )  # fmt: skip
    return run


@transaction.atomic
def take_back(*, run: ScoreRun, actor: Actor) -> None:
    """Undo an import: the run goes, unless it was published."""
    require(actor, may.RUN)
    locked = ScoreRun.objects.select_for_update().filter(pk=run.pk, origin=Origin.OUTSIDE).first()
    if locked is None or locked.state != RunState.DONE:
        raise Conflict("Điểm này đã công bố hoặc không còn, nên không hoàn tác được.", code="built_on")
    audit.record(actor=actor, verb="run.outside_undo", obj=locked, data={"digest": locked.result_digest})
    locked.delete()


def _totals(run: ScoreRun, scores: Sequence[OutsideScore]) -> list[ScoreTotal]:
    blocks: dict[int, str] = {}
    for unit_id, code in BlockMembership.objects.filter(block__campaign_id=run.campaign_id).values_list(
        "unit_id", "block__code"
    ):
        blocks[unit_id] = min(code, blocks.get(unit_id, code))
    ratios: dict[str, dict[int, int | None]] = {}
    for score in scores:
        ratios.setdefault(blocks.get(score.unit.pk, ""), {})[score.unit.pk] = ratio_h(score.points_h, score.max_h)
    places = {block: standings(of) for block, of in ratios.items()}
    rows = []
    for score in sorted(scores, key=lambda one: one.unit.pk):
        block = blocks.get(score.unit.pk, "")
        place = places[block][score.unit.pk]
        rows.append(
            ScoreTotal(
                run=run, unit=score.unit, unit_name=score.unit.display_name, report_ref=0, block_code=block,
                points_h=score.points_h, max_h=score.max_h, ratio_h=ratios[block][score.unit.pk], rank=place.rank,
                of=place.of, tied=place.tied, self_points_h=score.points_h, appraised=True,
                pillars={pillar: list(part) for pillar, part in score.pillars.items()},
            )
        )  # fmt: skip
    return rows


def _parts(total: ScoreTotal) -> list[tuple[str, list[int]]]:
    return sorted(total.pillars.items())


def _digest(rows: list[tuple[object, ...]]) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
