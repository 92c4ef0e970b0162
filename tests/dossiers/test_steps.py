"""Every state × step × role of a dossier, in the service, on the page and in the API, against a table by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.html import escape

from config.demo.papers import PAPERS
from config.kernel import audit, files, workflow
from config.kernel.errors import DomainError
from dossiers.enums import DossierState
from dossiers.flow import DOSSIER_FLOW, ROUND_STEPS
from dossiers.models import Document
from dossiers.selectors.pages import judged, nominees_of
from dossiers.services import chain
from tests.dossiers.desk import ROLES, Desk

pytestmark = pytest.mark.django_db

# State → role → steps that this role may take there. Who is not named may do nothing.
MAY: dict[str, dict[str, set[str]]] = {
    "draft": {"head": {"confirm", "withdraw"}},
    "returned": {"head": {"confirm", "withdraw"}},
    "unit_confirmed": {"clerk": {"submit"}, "head": {"reopen", "withdraw"}},
    "submitted": {"standing": {"receive", "return"}, "head": {"withdraw"}},
    "received": {"standing": {"accept", "return", "hold"}, "head": {"withdraw"}},
    "appraised_ict": {"board": {"appraise", "send_back"}, "standing": {"hold"}},
    "appraised_tdkt": {"board": {"present", "send_back"}, "standing": {"hold"}},
    "presented": {"leader": {"decide", "forward", "reject"}},
    "on_hold": {"standing": {"resume"}},
    "decided": {},
    "forwarded": {"board": {"granted_above", "refused_above"}},
    "rejected": {},
    "withdrawn": {},
}
STEPS = [transition.name for transition in DOSSIER_FLOW.transitions]
AT_THE_UNIT = {"draft", "unit_confirmed"}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def walks(desk: Desk, step: str, role: str, *, expected: bool) -> bool:
    """Whether the service lets this role take the step now. What is refused changes nothing; what is not is undone."""
    actor = desk.people[role].actor
    if step in ROUND_STEPS:
        offered = {c.transition.name: c.refusal for c in workflow.available(DOSSIER_FLOW, desk.dossier, actor)}
        return offered.get(step, "no") is None
    with undone() if expected else nullcontext():
        try:
            chain.walk(dossier=desk.dossier, step=step, actor=actor, reason="Theo kết luận")
        except DomainError as error:
            return not error.sentence
        return True


def test_the_table_names_every_state() -> None:
    assert set(MAY) == set(DossierState.values)
    assert {step for roles in MAY.values() for steps in roles.values() for step in steps} == set(STEPS)


def may(state: str, role: str) -> set[str]:
    """Steps of one dossier; those of a round are taken elsewhere."""
    return MAY[state].get(role, set()) - ROUND_STEPS


def seen(state: str, role: str) -> bool:
    """A unit's draft stays with the unit."""
    return state not in AT_THE_UNIT or role in {"clerk", "head"}


def test_service_page_and_api_offer_and_take_what_the_table_says(desk: Desk, settings: Any) -> None:
    # What the navigation counts is no matter here.
    settings.NAV_NUMBERS_SECONDS = 600
    clients = {role: desk.people[role].client for role in ROLES}
    for state, table in MAY.items():
        desk.stands(state)
        found = {
            role: {step for step in STEPS if walks(desk, step, role, expected=step in table.get(role, ()))}
            for role in ROLES
        }
        assert {role: steps for role, steps in found.items() if steps} == table
        for role, client in clients.items():
            _page(desk, state, role, client)
            _api(desk, state, role, client)
        desk.dossier.refresh_from_db()
        assert desk.dossier.state == state


def _page(desk: Desk, state: str, role: str, client: Client) -> None:
    answer = client.get(desk.path())
    if not seen(state, role):
        assert answer.status_code == 404, (state, role)
        return
    text = answer.content.decode()
    offered = set(re.findall(r'name="transition" value="(\w+)"', text))
    offered |= {"return"} if "/tra-lai/" in text else set()
    assert (answer.status_code, offered) == (200, may(state, role)), (state, role)
    if role in {"head", "standing"}:
        wrong = next(step for step in STEPS if step not in may(state, role))
        refused = client.post(desk.path(), {"transition": wrong, "version": desk.dossier.version, "reason": "Vì sao"})
        assert refused.status_code in {403, 409, 422}, (state, role, wrong)


def _api(desk: Desk, state: str, role: str, client: Client) -> None:
    def step(name: str) -> Any:
        sent = {"version": desk.dossier.version, "reason": "Theo kết luận"}
        return client.post(desk.path("api:dossier_step", desk.dossier.uid, name), sent, "application/json")

    answer = client.get(desk.path("api:dossier", desk.dossier.uid))
    wrong = next(step for step in STEPS if step not in may(state, role))
    refused = step(wrong)
    if not seen(state, role):
        assert (answer.status_code, refused.status_code) == (404, 404), (state, role)
        return
    offered = {row["step"] for row in answer.json()["steps"] if row["refusal"] is None}
    assert offered == MAY[state].get(role, set()), (state, role)
    assert refused.status_code in {403, 409, 422}, (state, role, wrong)
    assert refused["Content-Type"] == "application/problem+json"
    for name in sorted(may(state, role)):
        with undone():
            taken = step(name)
            assert (taken.status_code, taken.json()["state"]) == (200, DOSSIER_FLOW.step(name).target), (state, name)
            # The same request once more acts no second time.
            assert step(name).status_code in {404, 409}, (state, name)


def test_a_refused_step_is_shown_with_its_reason(desk: Desk) -> None:
    desk.stands("draft")
    desk.dossier.documents.update(state="draft")
    text = desk.people["head"].client.get(desk.path()).content.decode()
    assert 'aria-disabled="true"' in text
    assert "văn bản chưa kết xuất xong" in text
    assert "văn bản chưa kết xuất xong" in desk.step("head", "confirm").content.decode()


def test_a_second_click_and_an_old_page_are_told_who_was_first(desk: Desk) -> None:
    desk.stands("submitted")
    first = desk.step("standing", "receive")
    assert first.status_code == 302
    again = desk.people["standing"].client.post(desk.path(), {"transition": "receive", "version": desk.dossier.version})
    assert again.status_code == 409
    told = again.content.decode()
    assert "Trang này đã cũ" in told
    assert desk.people["standing"].actor.name in told
    stale = desk.step("standing", "hold", version=desk.dossier.version, reason="Có đơn thư")
    assert stale.status_code == 409
    assert "Có đơn thư" in stale.content.decode()
    assert [e.verb for e in audit.timeline(desk.dossier)].count("dossier.receive") == 1


def test_a_needed_reason(desk: Desk) -> None:
    desk.stands("received")
    for step, role in (("hold", "standing"), ("return", "standing"), ("withdraw", "head")):
        answer = desk.step(role, step, reason="  ")
        assert (answer.status_code, "Hãy ghi lý do" in answer.content.decode()) == (422, True), step


def test_unknown_steps_are_refused(desk: Desk) -> None:
    for step in ("", "constructor", "decide"):
        assert desk.step("standing", step).status_code in {403, 404, 422}


def test_whoever_drafted_does_not_confirm(desk: Desk) -> None:
    desk.stands("draft")
    head = desk.people["head"]
    type(desk.dossier).objects.filter(pk=desk.dossier.pk).update(drafted_by_user_id=head.user.pk)
    page = head.client.get(desk.path()).content.decode()
    assert "Người lập hồ sơ không tự xác nhận" in page
    answer = desk.step("head", "confirm")
    assert answer.status_code == 422
    assert "Người lập hồ sơ không tự xác nhận" in answer.content.decode()


def test_whoever_accepted_does_not_appraise_again(desk: Desk) -> None:
    desk.stands("appraised_ict")
    board = desk.people["board"]
    type(desk.dossier).objects.filter(pk=desk.dossier.pk).update(received_by_user_id=board.user.pk)
    assert "không thẩm định lại" in desk.step("board", "appraise").content.decode()


def test_returned_point_by_point_and_answered(desk: Desk) -> None:
    desk.stands("received")
    proposal, minutes = desk.dossier.documents.order_by("order")[:2]
    standing, clerk = desk.people["standing"].client, desk.people["clerk"].client
    where = desk.path("dossiers:return")
    empty = standing.post(where, {"version": desk.dossier.version})
    assert empty.status_code == 422
    assert "ít nhất một điểm" in empty.content.decode()
    points = {f"remark_{proposal.uid}": "Thiếu căn cứ.", f"remark_{minutes.uid}": "Thiếu phiếu.", "remark": ""}
    assert standing.post(where, {"version": desk.dossier.version, **points}).status_code == 302
    desk.dossier.refresh_from_db()
    assert desk.dossier.state == "returned"
    remarks = list(desk.dossier.remarks.all())
    assert [(r.document_id, r.sentence) for r in remarks] == [
        (proposal.pk, "Thiếu căn cứ."), (minutes.pk, "Thiếu phiếu."),
    ]  # fmt: skip
    desk.dossier.documents.update(state="ready")
    assert "2 ý kiến" in desk.step("head", "confirm").content.decode()
    assert "Trả lời điểm cần bổ sung" in clerk.get(desk.path()).content.decode()
    for n, remark in enumerate(remarks):
        silent = clerk.post(desk.path("dossiers:answer", remark.uid), {"answer": " "})
        assert silent.status_code == 422
        answered = clerk.post(desk.path("dossiers:answer", remark.uid), {"answer": f"Đã bổ sung {n}."})
        assert answered.status_code == 302
    assert "Đã bổ sung 1." in clerk.get(desk.path()).content.decode()
    assert desk.step("head", "confirm").status_code == 302
    numbers = list(desk.dossier.documents.values_list("number", flat=True))
    assert numbers == [1, 1, None]


def test_a_remark_points_at_a_page_or_a_criterion(desk: Desk) -> None:
    desk.stands("received")
    proposal = desk.dossier.documents.get(kind="proposal")
    criterion = judged(nominees_of(desk.dossier))[0]
    Document.objects.filter(pk=proposal.pk).update(file=files.store(
        PAPERS["bao-cao-so-lieu"].content, name="to-trinh.pdf", actor=desk.people["clerk"].actor, purpose="document"
    ))  # fmt: skip
    standing, clerk = desk.people["standing"].client, desk.people["clerk"].client
    where = desk.path("dossiers:return")
    said = {
        "version": desk.dossier.version, f"remark_{proposal.uid}": "Sửa trích yếu.", f"page_{proposal.uid}": "1",
        "criterion_2": criterion, "about_2": "Bổ sung quyết định.",
    }  # fmt: skip
    for wrong, sentence in (
        ({f"page_{proposal.uid}": "9"}, "không có trang 9"),
        ({f"page_{proposal.uid}": "hai"}, "ghi số trang bằng chữ số"),
        ({"criterion_2": "Ai khác: gì đó"}, "Chọn tiêu chuẩn"),
    ):
        answer = standing.post(where, said | wrong)
        page = answer.content.decode()
        assert (answer.status_code, sentence in page, 'value="Sửa trích yếu."' in page) == (422, True, True), sentence
    assert standing.post(where, said).status_code == 302
    first, second = desk.dossier.remarks.all()
    assert (first.document_id, first.page, first.criterion) == (proposal.pk, 1, "")
    assert (second.document_id, second.page, second.criterion) == (None, None, criterion)
    page = clerk.get(desk.path()).content.decode()
    assert f'{desk.path("dossiers:document", proposal.uid)}#trang-1"' in page
    assert f"Tiêu chuẩn: {escape(criterion)}" in page
    # Beside the paper the unit reads what is to be mended in it, the desk also criteria and figures.
    paper = desk.path("dossiers:document", proposal.uid)
    seen = {role: desk.people[role].client.get(paper).content.decode() for role in ("clerk", "standing")}
    assert {role: ("Sửa trích yếu." in page, "Tiêu chuẩn và số liệu" in page) for role, page in seen.items()} == {
        "clerk": (True, False), "standing": (True, True),
    }  # fmt: skip


def test_hold_and_go_on(desk: Desk) -> None:
    desk.stands("appraised_ict")
    assert desk.step("standing", "hold", reason="Có khiếu nại").status_code == 302
    assert "Có khiếu nại" in desk.people["clerk"].client.get(desk.path()).content.decode()
    assert desk.step("standing", "resume", reason="Khiếu nại sai").status_code == 302
    desk.dossier.refresh_from_db()
    assert desk.dossier.state == "received"


def test_withdrawn_by_the_head_at_any_time_before_appraisal(desk: Desk) -> None:
    for state in ("draft", "returned", "unit_confirmed", "submitted", "received"):
        desk.stands(state)
        assert desk.step("head", "withdraw", reason="Đơn vị xin rút").status_code == 302
        desk.dossier.refresh_from_db()
        assert desk.dossier.state == "withdrawn"
    told: Any = audit.timeline(desk.dossier)[-1]
    assert (told.verb, told.reason) == ("dossier.withdraw", "Đơn vị xin rút")
