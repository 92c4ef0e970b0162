"""Numbers of papers: per issuing body, series and year, in the order of issue (Nghị định 30/2020, Điều 15)."""

from __future__ import annotations

from django.db import transaction

from dossiers.models import NumberSeries


@transaction.atomic
def take_number(*, body: str, series: str, year: int) -> int:
    """The next number; consecutive and unique under concurrency.

    The row stays locked until the transaction ends, so that a number taken by a transaction that fails is given
    back and leaves no gap.
    """
    NumberSeries.objects.bulk_create(
        [NumberSeries(body=body, series=series, year=year)],
        ignore_conflicts=True,
    )
    row = NumberSeries.objects.select_for_update().get(body=body, series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
