from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaigns.selectors import the_campaign
from config.demo import playing, rounds_of_plans
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from config.kernel.text import format_date
from config.launch.state import remember_day
from units.models import Tenant


class Command(BaseCommand):
    help = (
        "Play a tenant's award rounds of all years of its plan on the demonstration data and print what came out. "
        "Reports of years that the demonstration has not reached are invented, and the tenant then stands on the day "
        "of the last round. Can be repeated: what was played stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tenant")
        parser.add_argument("--until", type=int, default=9999, help="only rounds of the years up to this one")
        parser.add_argument("--light", action="store_true", help="fewer units report in the invented years")
        parser.add_argument("--decide", action="store_true", help="go on to dossiers, papers and the signed decision")
        parser.add_argument("--units", type=int, default=3, help="how many units' dossiers with --decide")

    def handle(
        self, *args: Any, tenant: str, until: int, light: bool, decide: bool, units: int, **options: Any
    ) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ dùng ở bản minh họa: đặt DEMO=1.")
        found = Tenant.objects.filter(slug=tenant, is_active=True).first()
        if found is None:
            raise CommandError(f"Không có tỉnh, huyện nào là {tenant}.")
        with tenant_scope(found):
            by = playing.Officers.of_tenant()
            rounds_of_plans.prepare(the_campaign(), by.standing)
            turns = [turn for turn in rounds_of_plans.turns(the_campaign()) if turn.year <= until]
        self.stdout.write(
            f"{'đợt xét':<28}{'quy tắc':<18}{'hình thức':<11}{'ứng viên':>9}{'đủ':>6}{'đề nghị':>9}{'số lượng':>10}"
        )
        for turn in turns:
            with tenant_scope(found):
                self._play(turn, by, light=light, units=units if decide else 0)
        found.refresh_from_db()
        if found.demo_today is not None and found.demo_began is not None:
            line = (
                f"{found.name}: ngày làm việc nay là {format_date(found.demo_today)}, trước khi chơi là "
                f"{format_date(found.demo_began)}. `make clean` đưa bản minh họa về đầu."
            )
            self.stdout.write(line)
            remember_day(found.slug, line)

    def _play(self, turn: rounds_of_plans.Turn, by: playing.Officers, *, light: bool, units: int) -> None:
        try:
            played = playing.play(turn, by=by, light=light, record=not units)
        except DomainError as refused:
            self.stdout.write(f"{turn.occasion} {turn.year}: {refused.sentence}")
            return
        for line in playing.table(played):
            limit = {"exact": "", "at_most": "≤ "}.get(line.quota_kind, "")
            quota = "–" if line.quota is None else f"{limit}{line.quota}"
            self.stdout.write(
                f"{line.round:<28}{line.rule:<18}{line.award_form:<11}{line.candidates:>9}{line.eligible:>6}"
                f"{line.proposed:>9}{quota:>10}"
            )
        for form, said, count in playing.warnings(played):
            self.stdout.write(f"  Lưu ý, {form}: {said} ({count})")
        if units and not playing.is_over(played):
            for form in playing.decided_forms(played):
                paper = playing.decide(played, form, by, at_most=units)
                self.stdout.write(f"  Quyết định số {paper.reference}: {playing.register_of(played)} dòng trong sổ")
