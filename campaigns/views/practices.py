"""The library of exemplars, models, initiatives and good practice."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from campaigns import selectors
from campaigns.enums import PracticeKind
from campaigns.flow import PRACTICE_FLOW
from campaigns.giving_forms import PracticeForm, RecognitionForm
from campaigns.models import Practice
from campaigns.permissions import EDIT_PRACTICES, REVIEW_PRACTICES, VIEW_PLAN
from campaigns.plans.vocabulary import PILLARS
from campaigns.selectors import practices as reading
from campaigns.services import practices as acts
from config.kernel import audit, clock, files, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from config.kernel.web.forms import sent
from units.selectors import own_unit

PER_PAGE = 20


@page(VIEW_PLAN)
def practices(request: HttpRequest) -> HttpResponse:
    """What is published, searched without marks; and the tabs of whoever writes or reviews."""
    actor: Actor = request.actor
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "campaigns/no_plan.html")
    asked = request.GET
    tabs = {"": "Thư viện"}
    if actor.can(EDIT_PRACTICES):
        tabs["cua-toi"] = "Của đơn vị"
    if actor.can(REVIEW_PRACTICES):
        tabs["cho-duyet"] = "Chờ duyệt"
    filters = reading.Filters(
        text=asked.get("q", "")[:120],
        kind=asked.get("loai", "") if asked.get("loai") in PracticeKind.values else "",
        pillar=asked.get("tru-cot", "") if asked.get("tru-cot") in PILLARS else "",
        recognised="cong-nhan" in asked,
        tab=asked.get("muc", "") if asked.get("muc", "") in tabs else "",
    )
    found = reading.listed_library(campaign.pk, actor, filters)
    context = {
        "campaign": campaign, "filters": filters, "tabs": tabs.items(), "kinds": PracticeKind.choices,
        "pillars": PILLARS.items(), "page": Paginator(found, PER_PAGE).get_page(asked.get("trang")),
        "filtered": any((filters.text, filters.kind, filters.pillar, filters.recognised)),
        "may_add": actor.can(EDIT_PRACTICES),
    }  # fmt: skip
    return render(request, "campaigns/practices.html", context)


@page(VIEW_PLAN)
def practice(request: HttpRequest, uid: str) -> HttpResponse:
    """One entry: how it is done, what it brought, who recognised it, who takes it up."""
    return _show(request, _found(request, uid))


@page(EDIT_PRACTICES, methods=("GET", "HEAD", "POST"))
def practice_add(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor
    campaign, unit = selectors.the_campaign(), own_unit(actor)
    form = PracticeForm(
        request.POST or None, request.FILES or None, unit=unit, campaign=campaign,
        initial={"year": clock.today().year},
    )  # fmt: skip
    made, status = sent(
        request,
        form,
        lambda: acts.open_practice(
            campaign=campaign, unit=unit, account=form.account(), actor=actor,
            paper=form.cleaned_data.get("paper") or None,
        ),
    )  # fmt: skip
    if made is not None:
        return _saved(request, form, made, actor)
    return render(
        request, "campaigns/practice_form.html", {"form": form, "unit": unit, "practice": None}, status=status
    )


@page(EDIT_PRACTICES, methods=("GET", "HEAD", "POST"))
def practice_edit(request: HttpRequest, uid: str) -> HttpResponse:
    actor: Actor = request.actor
    found = _found(request, uid)
    require(actor, EDIT_PRACTICES, found.unit)
    if request.method != "POST" and not found.is_editable:
        return redirect("campaigns:practice", found.uid)
    form = PracticeForm.of(found, found.campaign)
    if request.method == "POST":
        form = PracticeForm(request.POST, request.FILES, unit=found.unit, campaign=found.campaign)
    saved, status = sent(
        request,
        form,
        lambda: acts.save(
            practice=found, account=form.account(), actor=actor, paper=form.cleaned_data.get("paper") or None,
            expected_version=form.cleaned_data.get("version"),
        ),
    )  # fmt: skip
    if saved is not None:
        return _saved(request, form, saved, actor)
    context = {"form": form, "unit": found.unit, "practice": found}
    return render(request, "campaigns/practice_form.html", context, status=status)


def _saved(request: HttpRequest, form: PracticeForm, saved: Practice, actor: Actor) -> HttpResponse:
    """On to the entry; with the button "Gửi duyệt" also sent, unless something is missing."""
    if "send" in request.POST:
        try:
            acts.submit(practice=saved, actor=actor, expected_version=saved.version)
        except DomainError as error:
            return _show(request, saved, f"Đã lưu nháp, chưa gửi được. {error.sentence}", error.status)
        messages.success(request, "Đã gửi duyệt.")
    else:
        messages.success(request, "Đã lưu nháp.")
    return redirect("campaigns:practice", saved.uid)


@page(VIEW_PLAN, methods=("POST",))
def practice_step(request: HttpRequest, uid: str) -> HttpResponse:
    """Send, publish, return, withdraw; the service decides who may."""
    found, posted = _found(request, uid), request.POST
    actor: Actor = request.actor
    version, reason = whole_number(posted.get("version", "")), posted.get("reason", "")
    try:
        match posted.get("transition"):
            case "submit":
                acts.submit(practice=found, actor=actor, expected_version=version)
                messages.success(request, "Đã gửi duyệt.")
            case "publish":
                acts.publish(practice=found, actor=actor, expected_version=version)
                messages.success(request, "Đã công bố trong thư viện.")
            case "return":
                acts.send_back(practice=found, reason=reason, actor=actor, expected_version=version)
                messages.success(request, f"Đã trả lại {found.unit_name}.")
            case "withdraw":
                acts.withdraw(practice=found, reason=reason, actor=actor, expected_version=version)
                messages.success(request, "Đã rút bài.")
            case _:
                raise Http404
    except DomainError as error:
        return _show(request, _found(request, uid), error.sentence, error.status)
    return redirect("campaigns:practice", found.uid)


@page(REVIEW_PRACTICES, methods=("POST",))
def practice_recognise(request: HttpRequest, uid: str) -> HttpResponse:
    """Write down the decision that recognised it."""
    found = _found(request, uid)
    form = RecognitionForm(request.POST)
    actor: Actor = request.actor
    recognised, status = sent(request, form, lambda: acts.recognise(practice=found, actor=actor, **form.values()))
    if recognised is not None:
        messages.success(request, "Đã ghi công nhận. Từ nay được tính khi xét khen thưởng.")
        return redirect("campaigns:practice", found.uid)
    return _show(request, found, status=status, recognition=form)


@page(EDIT_PRACTICES, methods=("POST",))
def practice_adopt(request: HttpRequest, uid: str) -> HttpResponse:
    """Take it up for the own unit, or say what came of it."""
    found = _found(request, uid)
    actor: Actor = request.actor
    unit = own_unit(actor)
    try:
        if "result" in request.POST:
            adoption = reading.adoption_of(found, unit.pk)
            if adoption is None:
                raise Http404
            applied = request.POST.get("outcome") != "stopped"
            acts.tell_result(adoption=adoption, applied=applied, result=request.POST["result"], actor=actor)
            messages.success(request, "Đã ghi kết quả áp dụng.")
        else:
            acts.adopt(practice=found, unit=unit, note=request.POST.get("note", ""), actor=actor)
            messages.success(request, f"Đã đăng ký áp dụng; {found.unit_name} thấy đơn vị bạn trong danh sách.")
    except DomainError as error:
        return _show(request, found, error.sentence, error.status)
    return redirect("campaigns:practice", found.uid)


@page(VIEW_PLAN)
def practice_paper(request: HttpRequest, uid: str) -> HttpResponseBase:
    found = _found(request, uid)
    if found.file is None:
        raise Http404
    return files.response(found.file, inline="xem" in request.GET)


def _found(request: HttpRequest, uid: str) -> Practice:
    return reading.practice_at(request.actor, uid)


def _show(
    request: HttpRequest,
    found: Practice,
    refused: str = "",
    status: int = 200,
    recognition: RecognitionForm | None = None,
) -> HttpResponse:
    actor: Actor = request.actor
    mine = actor.can(EDIT_PRACTICES, found.unit)
    adoption = reading.adoption_of(found, actor.unit_id) if actor.can(EDIT_PRACTICES) else None
    may_recognise = actor.can(REVIEW_PRACTICES) and found.state in reading.COUNTED
    if may_recognise and recognition is None:
        recognition = RecognitionForm(
            initial={
                "level": found.recognition_level, "number": found.recognition_number,
                "date": found.recognition_date, "issuer": found.recognition_issuer, "version": found.version,
            }
        )  # fmt: skip
    context = {
        "practice": found,
        "pillar": PILLARS.get(found.pillar, ""),
        "choices": workflow.available(PRACTICE_FLOW, found, actor),
        "may_edit": mine and found.is_editable,
        "may_adopt": reading.may_adopt(found, actor, adoption),
        "adoption": adoption if adoption is not None and adoption.is_live else None,
        "adoptions": reading.adoptions(found),
        "recognition": recognition if may_recognise else None,
        "entries": audit.timeline(found) if mine or actor.can(REVIEW_PRACTICES) else [],
        "refused": refused,
    }
    return render(request, "campaigns/practice.html", context, status=status)
