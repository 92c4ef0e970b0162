"""Keys for programs: shown once, limited, ended; of one tenant, never of another."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from config.kernel import audit, clock
from config.kernel.access import Actor
from config.kernel.errors import Invalid, Refused
from config.kernel.tenancy import tenant_scope
from units.models import ApiToken, Membership
from units.services import tokens

pytestmark = pytest.mark.django_db


def ask(path: str, secret: str, **more: Any) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"}, **more)


def test_a_key_is_shown_once_does_no_more_than_it_says_and_ends(cast: Any):
    lan, client = cast.lan, cast.lan.client
    address, today = lan.path("units:tokens"), dt.date(2023, 12, 4)
    form = {"name": "Phần mềm một cửa", "expires_on": "2024-03-01", "verbs": ["reports.view"]}
    made = client.post(address, form)
    secret = re.search(r'value="(tds\.kien-giang\.[\w-]{43})"', made.content.decode())[1]
    assert secret not in client.get(address).content.decode()
    with tenant_scope(lan.tenant):
        token = ApiToken.objects.get(name="Phần mềm một cửa")
        assert (len(token.digest), secret.encode() in token.digest.encode()) == (64, False)
        assert [e.verb for e in audit.timeline(token)] == ["token.issue"]
        assert secret not in str([e.data for e in audit.timeline(token)])
    who = ask(lan.path("api:me"), secret)
    assert who.json() == {
        "name": lan.actor.name, "title": f"{lan.actor.title}, qua khóa API “Phần mềm một cửa”",
        "unit_name": lan.actor.unit_name, "verbs": ["reports.view"],
    }  # fmt: skip
    assert ask(lan.path("api:report_list"), secret).status_code == 200
    beyond = ask(lan.path("api:units"), secret)
    assert (beyond.status_code, beyond.json()["code"]) == (403, "not_allowed"), "plan.view was not given to the key"
    # Another tenant, a wrong key, no key, a key in a browser's page.
    assert ask(cast.bich.path("api:me"), secret).status_code == 404
    wrong = ask(lan.path("api:me"), secret[:-1] + ("A" if secret[-1] != "A" else "B"))
    assert (wrong.status_code, wrong["WWW-Authenticate"]) == (401, "Bearer")
    assert wrong.json()["detail"] == "Khóa API không đúng, đã hết hạn hoặc đã thu hồi."
    assert Client().get(lan.path("api:me")).json()["code"] == "no_key"
    assert ask(lan.path("targets:reports"), secret).status_code == 302, "pages are for people"
    with tenant_scope(lan.tenant):
        token.refresh_from_db()
        assert token.last_used_at is not None
        # What the person may no longer do, the key may not.
        Membership.objects.filter(user=lan.user).update(is_active=False)
        assert ask(lan.path("api:me"), secret).status_code == 401
        Membership.objects.filter(user=lan.user).update(is_active=True)
        ApiToken.objects.filter(pk=token.pk).update(expires_on=today - dt.timedelta(days=1))
        assert ask(lan.path("api:me"), secret).status_code == 401
        ApiToken.objects.filter(pk=token.pk).update(expires_on=today)
        assert ask(lan.path("api:me"), secret).status_code == 200
    revoke = lan.path("units:token_revoke", uid=token.uid)
    assert cast.tung.client.post(revoke).status_code == 404, "not somebody else's"
    assert cast.quan.client.post(revoke).status_code == 302, "who administers accounts may"
    assert ask(lan.path("api:me"), secret).status_code == 401
    assert client.post(revoke).status_code == 409


def test_nobody_hands_out_more_than_they_have(cast: Any):
    with tenant_scope(cast.lan.tenant):
        day = clock.today() + dt.timedelta(days=30)
        with pytest.raises(Invalid, match="Bạn không có quyền: Chấm điểm"):
            tokens.issue(name="x", verbs=["scores.run"], expires_on=day, actor=cast.lan.actor)
        far, system = clock.today() + dt.timedelta(days=400), Actor.system(cast.lan.tenant)
        with pytest.raises(Invalid, match="Ngày hết hạn từ hôm nay"):
            tokens.issue(name="x", verbs=["reports.view"], expires_on=far, actor=cast.lan.actor)
        with pytest.raises(Refused):
            tokens.issue(name="x", verbs=["reports.view"], expires_on=day, actor=system)
