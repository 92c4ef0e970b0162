from django.urls import path

from config.kernel.face import views

app_name = "face"

urlpatterns = [
    path("menu/", views.menu, name="menu"),
    path("phim-tat/", views.shortcuts, name="shortcuts"),
    path("_giao-dien/", views.styleguide, name="styleguide"),
]
