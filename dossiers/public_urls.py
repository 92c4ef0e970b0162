"""Addresses that need no account."""

from django.urls import path

from dossiers.views import hearings, public

app_name = "public"
urlpatterns = [
    path("cong-khai/", public.results, name="results"),
    path("cong-khai/xep-hang/<str:block>/", public.ranking, name="ranking"),
    path("cong-khai/khen-thuong/", public.awards, name="awards"),
    path("cong-khai/ke-hoach/", public.plan, name="plan"),
    path("cong-khai/ke-hoach/<slug:part>/", public.plan, name="plan_part"),
    path("cong-khai/du-lieu/", public.data, name="data"),
    path("cong-khai/du-lieu/<slug:name>.<str:form>", public.data_file, name="data_file"),
    path("cong-khai/lay-y-kien/", hearings.public_list, name="hearings"),
    path("cong-khai/lay-y-kien/<uuid:uid>/", hearings.public_hearing, name="hearing"),
    path("xac-minh/", public.check, name="check"),
    path("xac-minh/<str:code>/", public.checked, name="checked"),
]
