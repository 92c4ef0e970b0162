"""Two thousand campaigns at random: score runs in the database and the reference agree to the last digit."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest

from campaigns.models import Campaign
from config.kernel.access import Actor
from targets.models import ScoreRun, ScoreTotal
from targets.selectors.lines import lines_by_unit
from targets.services import runs
from tests.targets import campaigns_at_random as at_random
from tests.targets import reference

CAMPAIGNS, HOMES = 2000, 6
LAYERS = ("self", "appraised", "final")
Totals = dict[tuple[int, str], tuple[int, int, int | None, int | None, int, bool]]


def expected(made: list[at_random.Made], layer: str):
    """Lines by (campaign, unit, indicator), totals by (campaign, unit): points, maximum, ratio, rank, of, tied."""
    lines, totals = {}, {}
    for one in made:
        blocks: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(dict)
        for unit, (block, values) in one.units.items():
            judged = {
                code: reference.judge(one.rules[code], at_random.in_force(given, layer))
                for code, given in values.items()
            }
            lines |= {(one.number, unit, code): line for code, line in judged.items()}
            blocks[block][unit] = [(points, top) for _, _, points, top in judged.values()]
        for units in blocks.values():
            table = reference.table(units)
            ratios = Counter(row[2] for row in table.values() if row[2] is not None)
            for unit, row in table.items():
                totals[one.number, unit] = (*row, ratios.total(), row[2] is not None and ratios[row[2]] > 1)
    return lines, totals


def scored(run: ScoreRun, units: dict[tuple[int, str], int], codes: dict[int, str]):
    """The same from the tables of the run."""
    names = {pk: key for key, pk in units.items()}
    lines = {
        (*names[unit], codes[line.indicator].removeprefix(str(names[unit][0]))): (
            line.result.status, line.result.verdict, line.result.points_h, line.result.max_h,
        )
        for unit, found in lines_by_unit(run).items()
        for line in found
    }  # fmt: skip
    totals = {
        names[unit]: tuple(total)
        for unit, *total in ScoreTotal.objects.filter(run=run).values_list(
            "unit_id", "points_h", "max_h", "ratio_h", "rank", "of", "tied"
        )
    }
    return lines, totals


@pytest.mark.django_db
def test_two_thousand_campaigns_agree_with_the_reference(kien_giang, in_kien_giang):
    draw = random.Random(2023)
    made = [at_random.campaign(draw, number) for number in range(CAMPAIGNS)]
    seen: Counter[str] = Counter()
    for home in range(HOMES):
        mine, layer = made[home::HOMES], LAYERS[home % len(LAYERS)]
        campaign = Campaign.objects.create(
            code=f"G{home}", issuer="G", title="G", period_from=2022, period_to=2025, state="published"
        )
        units = at_random.store(mine, campaign)
        run = ScoreRun.objects.create(campaign=campaign, year=at_random.YEAR, number=1, layer=layer)
        runs.fill(run, actor=Actor.system(kien_giang))
        run.refresh_from_db()
        codes = {int(pk): row["code"] for pk, row in run.rules.items()}
        lines, totals = scored(run, units, codes)
        wanted_lines, wanted_totals = expected(mine, layer)
        assert lines == wanted_lines
        assert totals == wanted_totals
        seen.update(status for status, *_ in lines.values())
        seen.update(f"tied {tied}" for *_, tied in totals.values())
        seen.update(f"ratio {ratio is None}" for _, _, ratio, *_ in totals.values())
        seen["zero denominator"] += sum(
            at_random.in_force(given, layer).get("denominator") == 0
            for one in mine
            for _, values in one.units.values()
            for given in values.values()
        )
    # The agreement says something only where every kind of case occurred.
    rare = {name: n for name, n in seen.items() if n < 100}
    assert not rare
    assert {"ok", "missing", "invalid", "unproven", "not_applicable", "tied True", "ratio True"} <= set(seen)
    assert seen["zero denominator"] > 100
