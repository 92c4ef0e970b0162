"""Lists of this app that go to Excel and back."""

from targets.sheets.appraisals import AppraisalSheet
from targets.sheets.outside import OutsideScoresSheet
from targets.sheets.report import ReportSheet
from targets.sheets.values import ValuesSheet

SHEETS = (ValuesSheet, ReportSheet, OutsideScoresSheet, AppraisalSheet)
