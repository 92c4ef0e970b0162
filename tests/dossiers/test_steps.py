"""Every state × step × role of a dossier, in the service and on the page, against a table written by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction

from config.kernel import audit, workflow
from config.kernel.errors import DomainError
from dossiers.enums import DossierState
from dossiers.flow import DOSSIER_FLOW, ROUND_STEPS
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
    "forwarded": {},
    "rejected": {},
    "withdrawn": {},
}
STEPS = [transition.name for transition in DOSSIER_FLOW.transitions]
AT_THE_UNIT = {"draft", "unit_confirmed"}


def walks(desk: Desk, step: str, role: str) -> bool:
    actor = desk.people[role].actor
    if step in ROUND_STEPS:
        offered = {c.transition.name: c.refusal for c in workflow.available(DOSSIER_FLOW, desk.dossier, actor)}
        return offered.get(step, "no") is None
    before = transaction.savepoint()
    try:
        chain.walk(dossier=desk.dossier, step=step, actor=actor, reason="Theo kết luận")
    except DomainError as error:
        return not error.sentence
    else:
        return True
    finally:
        transaction.savepoint_rollback(before)


def test_the_table_names_every_state() -> None:
    assert set(MAY) == set(DossierState.values)
    assert {step for roles in MAY.values() for steps in roles.values() for step in steps} == set(STEPS)


@pytest.mark.parametrize("state", MAY)
def test_service(desk: Desk, state: str) -> None:
    desk.stands(state)
    found = {role: {step for step in STEPS if walks(desk, step, role)} for role in ROLES}
    assert {role: steps for role, steps in found.items() if steps} == MAY[state]


@pytest.mark.parametrize("state", MAY)
def test_page(desk: Desk, state: str) -> None:
    for role in ROLES:
        desk.stands(state)
        answer = desk.people[role].client.get(desk.path())
        if state in AT_THE_UNIT and role not in {"clerk", "head"}:
            assert answer.status_code == 404, role
            continue
        assert answer.status_code == 200, role
        text = answer.content.decode()
        offered = set(re.findall(r'name="transition" value="(\w+)"', text))
        offered |= {"return"} if "/tra-lai/" in text else set()
        assert offered == MAY[state].get(role, set()) - ROUND_STEPS, role
        wrong = next(step for step in STEPS if step not in MAY[state].get(role, set()))
        refused = desk.step(role, wrong)
        assert refused.status_code in {403, 404, 409, 422}, (role, wrong)
        desk.dossier.refresh_from_db()
        assert desk.dossier.state == state


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


@pytest.mark.parametrize("step", ["hold", "return", "withdraw"])
def test_a_needed_reason(desk: Desk, step: str) -> None:
    desk.stands("received")
    role = "head" if step == "withdraw" else "standing"
    answer = desk.step(role, step, reason="  ")
    assert answer.status_code == 422
    assert "Hãy ghi lý do" in answer.content.decode()


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
