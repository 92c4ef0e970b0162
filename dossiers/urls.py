from django.urls import path

from dossiers.views import budget, decisions, documents, dossiers, judgement, nominations, rounds, what_if

app_name = "dossiers"
urlpatterns = [
    path("dot-xet/", rounds.rounds, name="rounds"),
    path("dot-xet/<uuid:uid>/", rounds.award_round, name="round"),
    path("dot-xet/<uuid:uid>/doi-chieu/", rounds.evaluate, name="evaluate"),
    path("dot-xet/<uuid:uid>/xac-nhan/", judgement.attest, name="attest"),
    path("dot-xet/<uuid:uid>/diem-thanh-tich/", judgement.merit, name="merit"),
    path("dot-xet/<uuid:uid>/tam-dung/", judgement.hold, name="hold"),
    path("dot-xet/<uuid:uid>/tiep-tuc/<uuid:hold>/", judgement.lift_hold, name="lift_hold"),
    path("dot-xet/<uuid:uid>/bieu-quyet/", judgement.tie, name="tie"),
    path("dot-xet/<uuid:uid>/70-30/", judgement.override_share, name="override_share"),
    path("dot-xet/<uuid:uid>/thu/", what_if.what_if, name="what_if"),
    path("dot-xet/<uuid:uid>/thu/luu/", what_if.save_scenario, name="save_scenario"),
    path("dot-xet/<uuid:uid>/thu/xoa/<uuid:scenario>/", what_if.delete_scenario, name="delete_scenario"),
    path("dot-xet/<uuid:uid>/kinh-phi/", budget.budget, name="budget"),
    path("dot-xet/<uuid:uid>/kinh-phi/bang-tinh/", budget.workbook, name="budget_workbook"),
    path("dot-xet/<uuid:uid>/trinh/", decisions.present, name="present"),
    path("dot-xet/<uuid:uid>/<uuid:candidate>/", rounds.candidate, name="candidate"),
    path("dot-xet/<uuid:uid>/de-cu/<uuid:unit>/", nominations.nominate, name="nominate"),
    path("ho-so/", dossiers.desk, name="desk"),
    path("ho-so/lap/", dossiers.open_dossier, name="open"),
    path("ho-so/<uuid:uid>/", dossiers.dossier, name="dossier"),
    path("ho-so/<uuid:uid>/cuoc-hop/", dossiers.meeting, name="meeting"),
    path("ho-so/<uuid:uid>/ket-xuat/", dossiers.render_papers, name="render"),
    path("ho-so/<uuid:uid>/tra-lai/", dossiers.return_dossier, name="return"),
    path("ho-so/y-kien/<uuid:uid>/", dossiers.answer_remark, name="answer"),
    path("van-ban/<uuid:uid>/", documents.document, name="document"),
    path("van-ban/<uuid:uid>/tep/", documents.download, name="download"),
    path("van-ban/<uuid:uid>/trang/<int:number>/", documents.page_image, name="page"),
    path("cho-quyet-dinh/", decisions.waiting, name="decisions"),
    path("cho-quyet-dinh/<uuid:uid>/", decisions.decision, name="decision"),
]
