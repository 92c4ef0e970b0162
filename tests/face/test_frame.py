"""What stands around pages is kept by what it says: nobody meets another's name, number or token in it."""

from __future__ import annotations

import re

import pytest

from config.kernel.face import frame
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def around(member: Member, name: str) -> tuple[str, ...]:
    """Whose page it is, of which tenant, the place that is marked, and the token in the button that signs out."""
    page = member.client.get(member.path(name)).content.decode()
    return tuple(
        re.search(pattern, page, re.DOTALL)[1]
        for pattern in (
            r'class="who-t"><b>(.*?)</b>',
            r'class="brand-t"><b>(.*?)</b>',
            r'<nav class="nav".*?<a href="\S+" aria-current="page">([^<]*?) ?<',
            r'class="desk"><input type="hidden" name="csrfmiddlewaretoken" value="(\w{64})"><button',
        )
    )


def test_nobody_meets_what_is_said_to_another(cast: Cast):
    def told(member: Member, name: str = "units:work") -> tuple[str, ...]:
        return around(member, name)

    frame._drawn.cache_clear()
    first, other, again = told(cast.lan), told(cast.bich), told(cast.lan)
    assert first[:3] == ("Trần Thị Mai Lan", "Tỉnh Kiên Giang", "Việc cần làm")
    assert other[:3] == (cast.bich.person.full_name, "Thành phố Cần Thơ", "Việc cần làm")
    assert again[:3] == first[:3]
    assert len({first[3], other[3], again[3]}) == 3
    assert told(cast.lan, "campaigns:plan")[:3] == (*first[:2], "Kế hoạch")
