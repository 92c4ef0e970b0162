from django.urls import path

from awards.views import law, register, rule_editor, rule_versions, rules, thresholds

app_name = "awards"

urlpatterns = [
    path("so-khen-thuong/", register.award_register, name="register"),
    path("so-khen-thuong/thong-ke/", register.statistics, name="statistics"),
    path("so-khen-thuong/<uuid:uid>/", register.award, name="award"),
    path("so-khen-thuong/<uuid:uid>/thu-hoi/", register.revoke, name="revoke"),
    path("quy-tac/", rules.rule_list, name="rules"),
    path("quy-tac/them/", rules.own_rule, name="own_rule"),
    path("quy-tac/soan/", rule_editor.new_rule, name="new_rule"),
    path("quy-tac/phien-ban/", rule_versions.versions, name="rule_versions"),
    path("quy-tac/sua/<str:code>/", rule_editor.edit_rule, name="edit_rule"),
    path("quy-tac/sua/<str:code>/bo/", rule_editor.drop_rule, name="drop_rule"),
    path("ty-le-phieu/", thresholds.council_thresholds, name="thresholds"),
    path("muc-thuong/", law.law_tables, name="law"),
]
