"""A workbook of 10,000 units × 40 values, previewed, checked and applied, beside the same file read bare into the
same tables: calamine, a temporary table by COPY, INSERT … SELECT. Both commit, both pay for indexes and keys."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import Any

import python_calamine

from campaigns.models import ReportingPeriod
from campaigns.selectors import the_campaign
from config.kernel import clock, jobs
from config.kernel.access import Actor
from config.kernel.models import SheetImport
from config.kernel.sheets import bulk, services
from config.kernel.sheets.writing import workbook
from config.kernel.tenancy import tenant_scope
from targets.models import Indicator, IndicatorSet, ReportValue
from targets.sheets import ValuesSheet
from tests.bench.harness import Bench, Pair, row
from units.models import Tenant, Unit
from units.selectors import root
from units.services.loading import rebuild_paths

# `BENCH_UNITS` for a smaller file on a busy machine.
UNITS = int(os.environ.get("BENCH_UNITS") or 10_000)
SHARES, NUMBERS, YEAR = 20, 20, "2023"


def _world(tenant: Tenant) -> None:
    """Ten thousand units of a kind that reports exactly forty values."""
    campaign = the_campaign()
    if not ReportingPeriod.objects.filter(campaign=campaign, year=int(YEAR)).exists():
        raise AssertionError("no reporting period")
    found = IndicatorSet.objects.create(
        campaign=campaign, code="BENCH", name="Bench", years=[int(YEAR)], for_kinds=["armed_force"]
    )
    Indicator.objects.bulk_create(
        Indicator(
            set=found, code=f"B-{n:02d}", name=f"Chỉ tiêu {n}", order=900 + n, unit_kinds=["armed_force"], max_h=250,
            value_kind="share" if n < SHARES else "number", method="ratio_cap", comparator="gte", threshold=70,
            natural_max=100 if n < SHARES else None,
        )
        for n in range(SHARES + NUMBERS)
    )  # fmt: skip
    above = root()
    bulk.insert(
        [Unit(code=f"B{n:05d}", name=f"Đơn vị {n:05d}", kind="armed_force", level="none", parent=above, sort_key=str(n))
         for n in range(UNITS)]
    )  # fmt: skip
    rebuild_paths(tenant=tenant)


def _file(sheet: ValuesSheet) -> bytes:
    headings = [sheet.columns[0], *(c for c in sheet.columns if c.heading.startswith("B-"))]

    def values(n: int) -> list[Any]:
        shares = [v for i in range(SHARES) for v in (n * 7 % 900 + i, 1000 + i)]
        return [f"B{n:05d}", *shares, *(n % 90 + i for i in range(NUMBERS))]

    return workbook(sheet.name, [(c.heading, 12) for c in headings], (values(n) for n in range(UNITS)))


@row(f"workbook of {UNITS} units × 40 values: preview, check, apply", most=2.5)
def values(bench: Bench) -> Pair:
    tenant = Tenant.objects.get(slug="tuyen-quang")
    actor = Actor.system(tenant)
    with tenant_scope(tenant):
        ReportingPeriod.objects.update_or_create(
            campaign=the_campaign(), year=int(YEAR),
            defaults={"opens_on": "2023-01-01", "last_day": "2023-12-14", "state": "open", "last_day_source": "tenant"},
        )  # fmt: skip
        _world(tenant)
        data = _file(ValuesSheet(actor, {"nam": YEAR}))
    bench.bare.execute("vacuum analyze")
    pieces = _pieces(tenant)

    def ours() -> None:
        peak = _Peak()
        with tenant_scope(tenant):
            found = services.check(actor=actor, kind="so-lieu", params={"nam": YEAR}, upload=data, name="a.xlsx")
            assert (found.fresh, found.problems) == (UNITS, 0)
            services.ask_to_apply(found=found, actor=actor)
        with tenant_scope(tenant):
            job = jobs.Job.objects.get(kind=services.APPLY, state="queued")
        jobs.run(tenant.pk, job.pk)
        with tenant_scope(tenant):
            assert SheetImport.objects.get(pk=found.pk).state == "applied"
        print(peak.said, flush=True)

    def reference() -> None:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python()[1:]
        with bench.bare.transaction(), bench.bare.cursor() as cursor:
            cursor.execute(pieces["create"])
            with cursor.copy(pieces["copy"]) as copy:
                copy.write("".join("\t".join(map(str, line)) + "\n" for line in rows))
            cursor.execute(pieces["reports"])
            cursor.execute(pieces["values"])
            assert cursor.rowcount == UNITS * (SHARES + NUMBERS)

    def clean() -> None:
        with bench.bare.transaction():
            bench.bare.execute("set local session_replication_role = replica")
            bench.bare.execute("delete from targets_reportvalue where tenant_id = %s", [tenant.pk])
            bench.bare.execute("delete from targets_annualreport where tenant_id = %s", [tenant.pk])
        bench.bare.execute("vacuum targets_reportvalue")
        bench.bare.execute("vacuum targets_annualreport")

    return Pair(ours, reference, rounds=2, warm_up=0, after=clean)


class _Peak:
    """How far this process's memory rises above where it stood (Linux)."""

    def __init__(self) -> None:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        self.before = self._read("VmRSS")

    @staticmethod
    def _read(name: str) -> int:
        with contextlib.suppress(OSError):
            for line in Path("/proc/self/status").read_text().splitlines():
                if line.startswith(f"{name}:"):
                    return int(line.split()[1]) // 1024
        return 0

    @property
    def said(self) -> str:
        return f"  memory: {self.before} MB before, at most {self._read('VmHWM')} MB"


def _pieces(tenant: Tenant) -> dict[str, Any]:
    """The reference's statements: every column of the real tables, filled in the plainest way."""
    with tenant_scope(tenant):
        indicators = list(Indicator.objects.filter(set__code="BENCH").order_by("order"))
        campaign = the_campaign()
    cells = [f"c{n}" for n in range(2 * SHARES + NUMBERS)]
    lateral = ", ".join(
        f"({i.pk}, c{2 * n}, c{2 * n + 1}, null::numeric)" if n < SHARES
        else f"({i.pk}, null::numeric, null::numeric, c{SHARES + n})"
        for n, i in enumerate(indicators)
    )  # fmt: skip
    given = {"report_id", "indicator_id", "numerator", "denominator", "number", "uid", "tenant_id", "version"}
    rest = [f for f in ReportValue._meta.concrete_fields if not f.primary_key and f.column not in given and not f.null]
    names = ", ".join(f'"{f.column}"' for f in rest)
    defaults = ", ".join(_literal(f.get_default()) for f in rest)
    now = clock.now().isoformat()
    # Fixed names and the numbers of this run; nothing that anybody typed.
    return {
        "create": "create temp table bare_values (code text, " + ", ".join(f"{c} numeric" for c in cells)
        + ") on commit drop",
        "copy": "copy bare_values from stdin",
        "reports": f"""insert into targets_annualreport (uid, tenant_id, campaign_id, unit_id, unit_name, year, state,
            version, summary, opened_at, handed_over_name, submission, days_late, receipt, return_reason,
            assigned_name) select gen_random_uuid(), {tenant.pk}, {campaign.pk}, u.id, u.name, {YEAR}, 'draft', 1, '',
            '{now}', '', 0, 0, '', '', '' from bare_values b join units_unit u
            on u.code = b.code and u.tenant_id = {tenant.pk}""",  # noqa: S608
        "values": f"""insert into targets_reportvalue (uid, tenant_id, report_id, indicator_id, numerator, denominator,
            number, version, {names}) select gen_random_uuid(), {tenant.pk}, r.id, v.i, v.n, v.d, v.v, 1, {defaults}
            from bare_values b join units_unit u on u.code = b.code and u.tenant_id = {tenant.pk}
            join targets_annualreport r on r.unit_id = u.id and r.tenant_id = {tenant.pk}
            cross join lateral (values {lateral}) as v(i, n, d, v)""",  # noqa: S608
    }  # fmt: skip


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return "'{}'" if isinstance(value, dict) else f"'{value}'"
