"""A clerk fills the report by keyboard alone; network, tab and session are lost on the way, and no figure is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from config.kernel.tenancy import tenant_scope
from targets.models import AnnualReport, ReportValue
from targets.services import values
from targets.services.values import Change
from targets.validators import ValueInput
from tests.browser.insider import Insider
from tests.browser.whole_round.reporting import MISSING

PAGE = "/kien-giang/bao-cao/2023/xa-hoi-so/"
CODES = list(MISSING)


def stored(kien_giang: Any) -> dict[str, tuple[int, int]]:
    with tenant_scope(kien_giang):
        report = AnnualReport.objects.get(unit__code="30844", year=2023)
        rows = ReportValue.objects.filter(report=report, indicator__code__in=CODES, numerator__isnull=False)
        return {
            code: (int(n), int(d))
            for code, n, d in rows.values_list("indicator__code", "numerator", "denominator")
            if d is not None
        }


def wanted(*codes: str) -> dict[str, tuple[int, int]]:
    return {c: (int(MISSING[c][0].replace(".", "")), int(MISSING[c][1].replace(".", ""))) for c in codes}


def go_to(me: Insider, field: str) -> None:
    """By keys: into the form, then from target to target."""
    keys = me.page.keyboard
    for _ in range(80):
        at = me.page.evaluate("document.activeElement.id || ''")
        if at == field:
            return
        keys.press("Alt+ArrowDown" if at.startswith("XHS") else "Tab")
    raise AssertionError(f"{field} is not reached by keys, focus is at {at}")


def enter(me: Insider, code: str) -> None:
    numerator, denominator, _ = MISSING[code]
    go_to(me, f"{code}-n")
    me.page.keyboard.type(numerator)
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == f"{code}-d"
    me.page.keyboard.type(denominator)


def says(me: Insider, words: str) -> None:
    place = me.page.locator("[data-save-state]")
    try:
        place.filter(has_text=words).wait_for(timeout=30_000)
    except Exception as error:
        raise AssertionError(f"says “{place.inner_text()}”, not “{words}”; {me.complaints}") from error


def test_nothing_typed_is_lost(visit: Callable[..., Insider], kien_giang: Any, cast: Any) -> None:
    me = visit()
    me.login("kien-giang", "clerk")
    me.open(PAGE)
    first, second, third, fourth, fifth, sixth = CODES

    enter(me, first)
    # The result is there before the field is left.
    me.page.locator(f"#{first}-out output", has_text=MISSING[first][2]).wait_for()
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == f"{second}-n"
    says(me, "Đã lưu lúc")
    assert stored(kien_giang) == wanted(first)

    me.page.route("**/gia-tri/**", lambda route: route.fulfill(status=503))
    enter(me, second)
    me.page.keyboard.press("Enter")
    says(me, "Máy chủ đang bận. 2 ô đang giữ trên máy này")
    assert me.page.inner_text("#thong-bao-trang") == ""
    me.page.unroute("**/gia-tri/**")

    me.page.context.set_offline(True)
    says(me, "Mất mạng. 2 ô đang giữ trên máy này")
    enter(me, third)
    me.page.context.set_offline(False)
    says(me, "Đã lưu lúc")
    assert stored(kien_giang) == wanted(first, second, third)

    # The tab is closed while there is no network; the next one brings the figures back and saves them.
    me.page.context.set_offline(True)
    enter(me, fourth)
    me.page.keyboard.press("Enter")
    says(me, "Mất mạng")
    context, closed = me.page.context, me.page
    me.page = context.new_page()
    closed.close()
    context.set_offline(False)
    me.open("/kien-giang/bao-cao/2023/tu-nhan-xet/")
    me.page.get_by_role("link", name="2 ô chưa kịp lưu trên máy này").press("Enter")
    me.page.wait_for_url("**/xa-hoi-so/")
    says(me, "Đã lưu lúc")
    assert stored(kien_giang) == wanted(first, second, third, fourth)

    # The session ends; the clerk signs in again in another tab and goes on where the figures are.
    context.clear_cookies()
    enter(me, fifth)
    me.page.keyboard.press("Enter")
    says(me, "Phiên đăng nhập đã hết. 2 ô đang giữ trên máy này.")
    other = Insider(context.new_page(), me.base)
    other.login("kien-giang", "clerk")
    other.page.close()
    me.page.evaluate("window.dispatchEvent(new Event('focus'))")
    says(me, "Đã lưu lúc")
    assert stored(kien_giang) == wanted(first, second, third, fourth, fifth)

    # A colleague writes another target meanwhile: it is shown, and a figure typed over it is not lost either.
    with tenant_scope(kien_giang):
        report = AnnualReport.objects.select_related("unit").get(unit__code="30844", year=2023)
        theirs = ReportValue.objects.select_related("indicator").get(report=report, indicator__code=sixth)
        change = Change(theirs.version, ValueInput(numerator=Decimal(5), denominator=Decimal(10)))
        values.save_values(report=report, changes={theirs.uid: change}, actor=cast["clerk.huyen@kien-giang"].actor)
    enter(me, sixth)
    me.page.keyboard.press("Enter")
    clash = me.page.locator(f"#{sixth}-tc")
    clash.get_by_text("vừa sửa ô này thành 5/10").wait_for()
    with me.page.expect_response("**/nhip/") as told:  # being told of it again does not take the question away
        me.page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert told.value.ok
    assert me.page.input_value(f"#{sixth}-n") == MISSING[sixth][0]
    clash.get_by_role("button", name="Giữ số trong ô").press("Enter")
    says(me, "Đã lưu lúc")
    assert stored(kien_giang) == wanted(*CODES)
    with me.page.expect_navigation():
        me.page.keyboard.press("Control+s")
    me.assert_accessible()
    assert me.page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('nhap:'))") == []
