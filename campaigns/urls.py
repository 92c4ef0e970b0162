from django.urls import path

from campaigns.views import contributions, draft_entries, drafts, plan, practices, registrations

app_name = "campaigns"

urlpatterns = [
    path("ke-hoach/", plan.plan, name="plan"),
    path("ke-hoach/du-lieu.json", plan.plan_data, name="plan_data"),
    path("ke-hoach/tep.yaml", drafts.plan_file, name="plan_file"),
    path("ke-hoach/tep/<uuid:uid>.yaml", drafts.plan_file, name="campaign_file"),
    path("ke-hoach/phien-ban/<uuid:uid>/", drafts.plan_versions, name="plan_versions"),
    path("soan-ke-hoach/", drafts.editor, name="editor"),
    path("soan-ke-hoach/moi/", drafts.draft_new, name="draft_new"),
    path("soan-ke-hoach/bat-dau/<uuid:uid>/", drafts.draft_begin, name="draft_begin"),
    path("soan-ke-hoach/<uuid:uid>/", drafts.draft, name="draft"),
    path("soan-ke-hoach/<uuid:uid>/chuyen/", drafts.draft_step, name="draft_step"),
    path("soan-ke-hoach/<uuid:uid>/<slug:part>/", draft_entries.draft_part, name="draft_part"),
    path("soan-ke-hoach/<uuid:uid>/<slug:part>/them/", draft_entries.draft_add, name="draft_add"),
    path("soan-ke-hoach/<uuid:uid>/<slug:part>/muc/<str:code>/", draft_entries.draft_entry, name="draft_entry"),
    path("ke-hoach/<slug:part>/", plan.plan, name="plan_part"),
    path("lich/", plan.calendar, name="calendar"),
    path("lich/ky-bao-cao/<uuid:uid>/", plan.period_last_day, name="period_last_day"),
    path("dong-gop/", contributions.contributions, name="contributions"),
    path("dong-gop/them/", contributions.contribution_add, name="contribution_add"),
    path("dong-gop/dinh-muc/", contributions.contribution_norm, name="contribution_norm"),
    path("dong-gop/<uuid:uid>/", contributions.contribution, name="contribution"),
    path("dong-gop/<uuid:uid>/sua/", contributions.contribution_edit, name="contribution_edit"),
    path("dong-gop/<uuid:uid>/chuyen/", contributions.contribution_step, name="contribution_step"),
    path("dong-gop/<uuid:uid>/giay-to/", contributions.contribution_paper, name="contribution_paper"),
    path("cach-lam-hay/", practices.practices, name="practices"),
    path("cach-lam-hay/them/", practices.practice_add, name="practice_add"),
    path("cach-lam-hay/<uuid:uid>/", practices.practice, name="practice"),
    path("cach-lam-hay/<uuid:uid>/sua/", practices.practice_edit, name="practice_edit"),
    path("cach-lam-hay/<uuid:uid>/chuyen/", practices.practice_step, name="practice_step"),
    path("cach-lam-hay/<uuid:uid>/cong-nhan/", practices.practice_recognise, name="practice_recognise"),
    path("cach-lam-hay/<uuid:uid>/ap-dung/", practices.practice_adopt, name="practice_adopt"),
    path("cach-lam-hay/<uuid:uid>/tai-lieu/", practices.practice_paper, name="practice_paper"),
    path("dang-ky/", registrations.registration_list, name="registration_list"),
    path("dang-ky/<uuid:uid>/", registrations.registration, name="registration"),
    path("dang-ky/<uuid:uid>/luu/", registrations.registration_save, name="registration_save"),
    path("dang-ky/<uuid:uid>/chuyen/", registrations.registration_step, name="registration_step"),
    path("dang-ky/<uuid:uid>/ke-hoach/", registrations.launch_plan, name="launch_plan"),
]
