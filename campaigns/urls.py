from django.urls import path

from campaigns.views import plan, registrations

app_name = "campaigns"

urlpatterns = [
    path("ke-hoach/", plan.plan, name="plan"),
    path("ke-hoach/du-lieu.json", plan.plan_data, name="plan_data"),
    path("ke-hoach/<slug:part>/", plan.plan, name="plan_part"),
    path("lich/", plan.calendar, name="calendar"),
    path("lich/ky-bao-cao/<uuid:uid>/", plan.period_last_day, name="period_last_day"),
    path("dang-ky/", registrations.registration_list, name="registration_list"),
    path("dang-ky/<uuid:uid>/", registrations.registration, name="registration"),
    path("dang-ky/<uuid:uid>/luu/", registrations.registration_save, name="registration_save"),
    path("dang-ky/<uuid:uid>/chuyen/", registrations.registration_step, name="registration_step"),
    path("dang-ky/<uuid:uid>/ke-hoach/", registrations.launch_plan, name="launch_plan"),
]
