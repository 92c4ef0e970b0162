from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.kernel.tenancy import tenant_scope

@pytest.fixture
def in_kien_giang(kien_giang) -> Iterator[None]:
    with tenant_scope(kien_giang):
        yield
