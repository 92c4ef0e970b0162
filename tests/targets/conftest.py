from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.kernel.tenancy import tenant_scope
from targets import models


@pytest.fixture
def in_kien_giang(kien_giang) -> Iterator[None]:
    """Kiên Giang with its units, people and plan, before anybody reported anything."""
    with tenant_scope(kien_giang):
        for model in (
            models.ScoreTotal, models.ScoreLines, models.ScoreRun, models.ReportVersion, models.EvidenceLink,
            models.Evidence, models.ReportValue, models.AnnualReport,
        ):  # fmt: skip
            # Everything that hangs on these rows is among them: there is nothing to collect.
            model.objects.all()._raw_delete("default")
        yield
