from django.urls import path

from awards.views import law, register, rules

app_name = "awards"

urlpatterns = [
    path("so-khen-thuong/", register.award_register, name="register"),
    path("so-khen-thuong/thong-ke/", register.statistics, name="statistics"),
    path("so-khen-thuong/<uuid:uid>/", register.award, name="award"),
    path("so-khen-thuong/<uuid:uid>/thu-hoi/", register.revoke, name="revoke"),
    path("quy-tac/", rules.rule_list, name="rules"),
    path("quy-tac/them/", rules.own_rule, name="own_rule"),
    path("muc-thuong/", law.law_tables, name="law"),
]
