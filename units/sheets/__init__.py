"""Lists of this app that go to Excel and back."""

from units.sheets.accounts import AccountSheet
from units.sheets.people import PersonSheet
from units.sheets.units import UnitSheet

SHEETS = (UnitSheet, PersonSheet, AccountSheet)
