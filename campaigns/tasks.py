"""What the clock and the workers do for this app."""

from __future__ import annotations

import logging
import smtplib

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage

from campaigns.enums import Channel, ReminderState
from campaigns.exports import registrations_sheet
from campaigns.models import Campaign, Reminder
from campaigns.services import registrations, reminders
from config.kernel import clock, files, jobs
from config.kernel.access import Actor
from config.kernel.tenancy import current_tenant, tenant_scope
from config.kernel.web.addresses import tenant_path
from units.models import Tenant

log = logging.getLogger(__name__)


@shared_task(name="campaigns.remind", ignore_result=True)
def remind() -> None:
    """Called by beat: every tenant's reminders of the day. One tenant's failure does not silence the others."""
    for tenant in Tenant.objects.filter(is_active=True):
        try:
            with tenant_scope(tenant):
                sent = reminders.remind_due(actor=Actor.system(tenant))
        except Exception:
            log.exception("reminders of %s failed", tenant.slug)
            continue
        if sent.messages:
            log.info("%s: %s reminders for %s units", tenant.slug, sent.messages, sent.units)


@jobs.handler(reminders.MAIL)
def mail(ctx: jobs.Context) -> None:
    """Send what waits, one letter at a time. A letter is marked before it leaves: at most once, never twice."""
    with ctx.reading():
        waiting = list(
            Reminder.objects.filter(channel=Channel.EMAIL, state=ReminderState.WAITING).values_list("pk", flat=True)
        )
    sent = 0
    for at, pk in enumerate(waiting, 1):
        sent += _send(ctx, pk)
        ctx.progress(at, len(waiting), f"Đã gửi {sent} thư")
    with ctx.finish() as result:
        result["sentence"] = f"Đã gửi {sent}/{len(waiting)} thư nhắc hạn."


@jobs.handler(registrations.LIST)
def registration_list(ctx: jobs.Context) -> None:
    """Draw the consolidated list of registrations for the council."""
    with ctx.reading():
        sheet = registrations_sheet(Campaign.objects.get(pk=ctx.params["campaign"]))
    pdf = sheet.pdf()
    with ctx.finish() as result:
        stored = files.store(pdf, name="danh-sach-dang-ky-thi-dua.pdf", actor=ctx.actor, purpose="registration_list")
        result |= {
            "file": str(stored.uid),
            "sentence": f"Đã lập danh sách {len(sheet.rows)} đơn vị đăng ký.",
            "url": f"{tenant_path('campaigns:registration_paper_file', ctx.job.uid)}?xem=1",
            "label": "Mở danh sách",
        }


def _send(ctx: jobs.Context, pk: int) -> bool:
    with ctx.reading():
        row = Reminder.objects.select_for_update().filter(pk=pk, state=ReminderState.WAITING).first()
        if row is None:
            return False
        row.state = ReminderState.SENDING
        row.save(update_fields=["state"])
        letter = EmailMessage(
            subject=row.title,
            body=f"Kính gửi {row.recipient},\n\n{row.sentence}\n\nĐơn vị: {row.unit_name}\n"
            f"Nơi làm: {settings.PUBLIC_URL.rstrip('/')}{row.place}\n\n{current_tenant().standing_agency}\n",
            to=[row.address],
        )
    try:
        letter.send()
        state = ReminderState.SENT
    except (OSError, smtplib.SMTPException):
        log.warning("a reminder could not be sent", exc_info=True)
        state = ReminderState.FAILED
    with ctx.reading():
        Reminder.objects.filter(pk=pk).update(state=state, sent_at=clock.now())
    return state == ReminderState.SENT
