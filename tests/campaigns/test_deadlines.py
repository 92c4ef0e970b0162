"""Decision 9: "trước ngày 15/12" is good until 23:59:59 on 14/12, Vietnam time; the wording stays beside it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns.deadlines import days_late, deadline, last_day_of, when_label
from campaigns.enums import DateSource, PeriodState
from campaigns.selectors import calendar, current_campaign, milestones, period_for, periods
from campaigns.services.periods import close_period, ensure_periods, open_period, set_last_day
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import tenant_scope
from units.models import Tenant


def milestone(**given: object) -> SimpleNamespace:
    blank = {"date": "", "before": False, "quarter": None, "year": None, "year_to": None, "yearly": False, "event": ""}
    return SimpleNamespace(**(blank | given))


@pytest.mark.parametrize(
    ("given", "year", "last", "words"),
    [
        ({"date": "12-15", "before": True, "yearly": True}, 2023, "2023-12-14", "trước ngày 15/12 hằng năm"),
        ({"date": "12-31", "before": True, "yearly": True}, 2025, "2025-12-30", "trước ngày 31/12 hằng năm"),
        ({"date": "01-01", "before": True, "yearly": True}, 2024, "2023-12-31", "trước ngày 01/01 hằng năm"),
        ({"date": "2025-12-31"}, None, "2025-12-31", "ngày 31/12/2025"),
        ({"quarter": 4, "year": 2023}, None, "2023-12-31", "quý IV năm 2023"),
        ({"quarter": 2, "year": 2023}, None, "2023-06-30", "quý II năm 2023"),
        ({"quarter": 1, "year": 2024}, None, "2024-03-31", "quý I năm 2024"),
        ({"year": 2025}, None, "2025-12-31", "năm 2025"),
        ({"yearly": True}, 2023, None, "hằng năm"),
        ({"yearly": True, "event": "Công bố Bộ chỉ số"}, 2023, None, "hằng năm khi có: Công bố Bộ chỉ số"),
    ],
)
def test_the_plans_wording_gives_the_last_valid_day(given, year, last, words):
    item = milestone(**given)
    assert last_day_of(item, year) == (dt.date.fromisoformat(last) if last else None)
    assert when_label(item) == words


def test_the_last_moment_is_a_second_before_midnight_in_vietnam():
    moment = deadline(dt.date(2023, 12, 14))
    assert moment.isoformat() == "2023-12-14T23:59:59+07:00"
    assert moment.astimezone(dt.UTC).isoformat() == "2023-12-14T16:59:59+00:00"
    assert timezone.localtime(moment).date() == dt.date(2023, 12, 14)


@pytest.mark.parametrize(("on", "late"), [("2023-12-14", 0), ("2023-12-15", 1), ("2023-12-01", 0), ("2024-01-02", 19)])
def test_lateness_is_counted_in_whole_days(on, late):
    assert days_late(dt.date(2023, 12, 14), dt.date.fromisoformat(on)) == late


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "last", "source"),
    [
        ("bac-kan", "12-14", DateSource.PLAN),
        ("dak-song", "12-19", DateSource.PLAN),
        ("kien-giang", "12-14", DateSource.TENANT),
        ("can-tho", "12-14", DateSource.TENANT),
    ],
)
def test_report_dates_are_the_plans_or_said_to_be_the_tenants(slug, last, source):
    tenant = Tenant.objects.get(slug=slug)
    with tenant_scope(tenant):
        for period in periods(current_campaign()):
            assert period.last_day == dt.date.fromisoformat(f"{period.year}-{last}")
            assert period.last_day_source == source
            assert ("Kế hoạch không nêu ngày" in period.wording) is (source == DateSource.TENANT)


@pytest.mark.django_db
def test_kien_giangs_milestones_in_order(kien_giang):
    with tenant_scope(kien_giang):
        entries = [e for e in calendar(current_campaign()) if e.milestone.kind != "annual_report"]
        assert [(e.milestone.kind, e.when, e.last_day) for e in entries] == [
            ("launch", "quý III năm 2022", dt.date(2022, 9, 30)),
            ("registration", "quý IV năm 2022", dt.date(2022, 12, 31)),
            ("preliminary_review", "quý IV năm 2023", dt.date(2023, 12, 31)),
            ("final_review", "quý IV năm 2025", dt.date(2025, 12, 31)),
        ]
        assert milestones(current_campaign()).count() == 5


@pytest.mark.django_db
def test_the_review_of_can_tho_waits_for_the_index_each_year(can_tho):
    with tenant_scope(can_tho):
        reviews = [e for e in calendar(current_campaign()) if e.milestone.kind == "annual_review"]
        assert [e.year for e in reviews] == [2022, 2023, 2024, 2025]
        assert all(e.last_day is None for e in reviews)


@pytest.mark.django_db
def test_the_tenant_moves_a_last_day_with_a_reason(cast, kien_giang):
    with tenant_scope(kien_giang):
        period = period_for(current_campaign(), 2023)
        with pytest.raises(DomainError, match="lý do"):
            set_last_day(period=period, last_day=dt.date(2023, 12, 20), reason="", actor=cast.phuoc.actor)
        with pytest.raises(DomainError, match="từ ngày mở kỳ"):
            set_last_day(period=period, last_day=dt.date(2023, 1, 1), reason="CV 1", actor=cast.phuoc.actor)
        with pytest.raises(Refused):
            set_last_day(period=period, last_day=dt.date(2023, 12, 20), reason="CV 1", actor=cast.lan.actor)
        period = set_last_day(
            period=period, last_day=dt.date(2023, 12, 20), reason="Công văn 1201/STTTT", actor=cast.phuoc.actor
        )
        [entry] = audit.timeline(period)
        assert (entry.state_from, entry.state_to, entry.reason) == ("14/12/2023", "20/12/2023", "Công văn 1201/STTTT")
        assert ensure_periods(current_campaign()) == [], "loading again leaves it"
        assert period_for(current_campaign(), 2023).last_day == dt.date(2023, 12, 20)


@pytest.mark.django_db
def test_a_period_is_opened_and_closed_once(cast, kien_giang):
    with tenant_scope(kien_giang):
        period = period_for(current_campaign(), 2023)
        assert period.is_open, "the demonstration stands in December 2023"
        assert period_for(current_campaign(), 2024).state == PeriodState.PLANNED
        closed = close_period(period=period, actor=cast.phuoc.actor, expected_version=period.version)
        with pytest.raises(Conflict):
            close_period(period=closed, actor=cast.phuoc.actor)
        with pytest.raises(Conflict, match="người khác sửa"):
            open_period(period=closed, actor=cast.phuoc.actor, expected_version=period.version)
        assert open_period(period=closed, actor=cast.phuoc.actor).is_open
