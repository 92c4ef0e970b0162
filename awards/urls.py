from django.urls import path

from awards import views

app_name = "awards"

urlpatterns = [
    path("so-khen-thuong/", views.award_register, name="register"),
    path("so-khen-thuong/<uuid:uid>/", views.award, name="award"),
    path("quy-tac/", views.rule_list, name="rules"),
    path("quy-tac/them/", views.own_rule, name="own_rule"),
]
