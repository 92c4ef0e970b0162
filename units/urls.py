from django.urls import path

from units.views import (
    account,
    audit,
    bodies,
    people,
    register,
    searches,
    session,
    substitutions,
    succession,
    tokens,
    users,
    work,
)

app_name = "units"

urlpatterns = [
    path("dang-nhap/", session.login, name="login"),
    path("dang-xuat/", session.logout, name="logout"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/khoa-api/", tokens.tokens, name="tokens"),
    path("tai-khoan/khoa-api/<uuid:uid>/thu-hoi/", tokens.token_revoke, name="token_revoke"),
    path("tai-khoan/uy-quyen/", substitutions.substitutions, name="substitutions"),
    path("tai-khoan/uy-quyen/<uuid:uid>/thoi/", substitutions.revoke, name="substitution_revoke"),
    path("tai-khoan/lan-tim/", searches.save, name="search_save"),
    path("tai-khoan/lan-tim/<uuid:uid>/xoa/", searches.forget, name="search_forget"),
    path("viec-can-lam/", work.work, name="work"),
    path("don-vi/", register.unit_list, name="unit_list"),
    path("don-vi/them/", register.unit_add, name="unit_add"),
    path("don-vi/xuat-excel/", register.unit_export, name="unit_export"),
    path("don-vi/sap-xep/", succession.reorganisation, name="reorganisation"),
    path("don-vi/<uuid:uid>/", register.unit_detail, name="unit_detail"),
    path("don-vi/<uuid:uid>/sua/", register.unit_edit, name="unit_edit"),
    path("don-vi/<uuid:uid>/ke-thua/", succession.succeed, name="unit_succeed"),
    path("don-vi/<uuid:uid>/dong/", register.unit_close, name="unit_close"),
    path("don-vi/<uuid:uid>/nguoi/them/", people.person_add, name="person_add"),
    path("nguoi/<uuid:uid>/", people.person_edit, name="person_edit"),
    path("quan-tri/nguoi-dung/", users.user_list, name="user_list"),
    path("quan-tri/nguoi-dung/them/", users.user_add, name="user_add"),
    path("quan-tri/nguoi-dung/<uuid:uid>/", users.user_detail, name="user_detail"),
    path("quan-tri/vai-tro/", users.roles, name="roles"),
    path("quan-tri/ten-co-quan/", bodies.bodies, name="bodies"),
    path("quan-tri/nhat-ky/", audit.audit_log, name="audit_log"),
]
