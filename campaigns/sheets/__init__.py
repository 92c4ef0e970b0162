"""Lists of this app that go to Excel and back."""

from campaigns.sheets.gifts import ContributionSheet
from campaigns.sheets.targets import DraftTargetSheet

SHEETS = (ContributionSheet, DraftTargetSheet)
