"""Numbers of papers: consecutive and unique under concurrency, given back by a transaction that fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from config.kernel.tenancy import tenant_scope
from dossiers.services.numbering import take_number
from units.models import Tenant

CONNECTIONS, EACH = 8, 25


def test_two_hundred_at_once_get_two_hundred_numbers_in_a_row(committed_db: None) -> None:
    tenant = Tenant.objects.get(slug="kien-giang")

    def take(_: int) -> list[int]:
        try:
            found = []
            for _ in range(EACH):
                with tenant_scope(tenant):
                    found.append(take_number(body="authority", series="QĐ", year=2023))
            return found
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        taken = [number for numbers in pool.map(take, range(CONNECTIONS)) for number in numbers]
    assert sorted(taken) == list(range(1, CONNECTIONS * EACH + 1))


@pytest.mark.django_db
def test_a_number_that_was_not_used_is_given_again(kien_giang: Tenant) -> None:
    with tenant_scope(kien_giang):
        assert take_number(body="authority", series="QĐ", year=2023) == 1
        before = transaction.savepoint()
        assert take_number(body="authority", series="QĐ", year=2023) == 2
        transaction.savepoint_rollback(before)
        assert take_number(body="authority", series="QĐ", year=2023) == 2


@pytest.mark.django_db
def test_bodies_series_years_and_tenants_count_apart(kien_giang: Tenant, can_tho: Tenant) -> None:
    for tenant in (kien_giang, can_tho):
        with tenant_scope(tenant):
            for body, series, year in (("authority", "QĐ", 2023), ("authority", "QĐ", 2024), ("unit:1", "QĐ", 2023),
                                       ("authority", "TTr", 2023)):  # fmt: skip
                assert take_number(body=body, series=series, year=year) == 1
