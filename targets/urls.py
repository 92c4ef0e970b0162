from django.urls import path

from targets.views import appraisal, entry, explanation, head, papers, progress, ranking, runs

app_name = "targets"

urlpatterns = [
    path("bao-cao/", entry.report_list, name="reports"),
    path("bao-cao/<int:year>/", entry.report, name="report"),
    path("bao-cao/<int:year>/gia-tri/<uuid:uid>/", entry.value, name="value"),
    path("bao-cao/<int:year>/chi-tieu/<uuid:uid>/", entry.one_entry, name="one_entry"),
    path("bao-cao/<int:year>/tu-nhan-xet/", entry.summary, name="summary"),
    path("bao-cao/<int:year>/xem-lai/", entry.review, name="review"),
    path("bao-cao/<int:year>/buoc/", entry.step, name="step"),
    path("bao-cao/<int:year>/bien-nhan/", entry.receipt, name="receipt"),
    path("bao-cao/<int:year>/<slug:pillar>/", entry.entry, name="entry"),
    path("tai-lieu/<uuid:uid>/", papers.download, name="paper"),
    path("giai-trinh/", explanation.explanations, name="explanations"),
    path("giai-trinh/<uuid:uid>/", explanation.explain, name="explain"),
    path("xac-nhan/", head.confirmations, name="confirmations"),
    path("xac-nhan/<uuid:uid>/", head.confirmation, name="confirmation"),
    path("tham-dinh/", appraisal.work_list, name="appraisals"),
    path("tham-dinh/<uuid:uid>/", appraisal.report, name="appraisal"),
    path("tham-dinh/<uuid:uid>/tra-lai/", appraisal.give_back, name="give_back"),
    path("tham-dinh/<uuid:uid>/<str:code>/", appraisal.value, name="appraise_value"),
    path("cham-diem/", runs.run_list, name="runs"),
    path("cham-diem/<uuid:uid>/", runs.run, name="run"),
    path("cham-diem/<uuid:uid>/so-voi/<uuid:other>/", runs.compare, name="run_compare"),
    path("xep-hang/", ranking.ranking, name="ranking"),
    path("xep-hang/<str:block>/", ranking.block, name="ranking_block"),
    path("xep-hang/<str:block>/<uuid:unit>/", ranking.unit, name="ranking_unit"),
    path("tien-do/", progress.progress, name="progress"),
    path("tien-do/xu-huong/", progress.trends, name="progress_trends"),
    path("tien-do/don-vi/", progress.heat_map, name="progress_heat"),
    path("tien-do/<str:code>/", progress.target, name="progress_target"),
    path("ket-qua/", ranking.results, name="results"),
]
