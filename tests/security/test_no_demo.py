"""A database that once was a demonstration, run as a real deployment (DEMO=0)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from config.kernel import clock
from config.kernel.tenancy import tenant_scope
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def test_demo_accounts_are_nobody(cast, client, settings):
    signed_in = cast.lan.client
    assert signed_in.get(cast.lan.path("units:work")).status_code == 200
    settings.DEMO = False
    assert signed_in.get(cast.lan.path("units:work")).status_code == 404
    answer = client.post(cast.lan.path("units:login"), {"username": "clerk", "password": PASSWORD})
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_business_date_is_the_real_one(kien_giang, settings):
    with tenant_scope(kien_giang):
        assert clock.today() == kien_giang.demo_today
        settings.DEMO = False
        assert clock.today() == timezone.localdate()


def test_the_gallery_is_closed(cast, client, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get(cast.lan.path("face:styleguide")).status_code == 404
    assert "demo" not in client.get(cast.lan.path("units:login")).content.decode().lower()
