from django.urls import path

from config.kernel.sheets import views

app_name = "sheets"

urlpatterns = [
    path("nhap-excel/", views.imports, name="imports"),
    path("nhap-excel/lan/<uuid:uid>/", views.one_import, name="import"),
    path("nhap-excel/lan/<uuid:uid>/hoan-tac/", views.take_back, name="undo"),
    path("nhap-excel/lan/<uuid:uid>/tep/", views.sent_file, name="sent"),
    path("nhap-excel/lan/<uuid:uid>/phat/", views.handout, name="handout"),
    path("nhap-excel/<slug:kind>/", views.upload, name="upload"),
    path("nhap-excel/<slug:kind>/mau/", views.template_file, name="template"),
]
